"""Expressions, turned into closures."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.python import operators, text
from tutor.programs.python.errors import placed
from tutor.programs.python.unit import EXPRESSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.unit import Eval, Unit
    from tutor.programs.python.values import Frame


def constant(unit: Unit, node: ast.Constant) -> Eval:
    """Turn a literal."""
    value = node.value
    if isinstance(value, complex):
        raise unit.outside(node, "a complex number")
    return lambda frame: value


def name(unit: Unit, node: ast.Name) -> Eval:
    """Turn a name that is read."""
    wanted = unit.scope.mangled(node.id)
    kind, up = unit.scope.where(wanted)
    machine = unit.machine
    builtins = machine.builtins

    def unbound(frame: Frame, free: bool) -> Exception:
        if free:
            what = f"cannot access free variable '{wanted}' where it is not associated with a value in enclosing scope"
            error = machine.error("NameError", what)
        else:
            what = f"cannot access local variable '{wanted}' where it is not associated with a value"
            error = machine.error("UnboundLocalError", what)
        return placed(machine, error, frame, node)

    if kind == "local":

        def local(frame: Frame) -> Any:
            try:
                return frame.locals[wanted]
            except KeyError:
                raise unbound(frame, False) from None

        return local
    if kind == "up":

        def outer(frame: Frame) -> Any:
            found: Any = frame
            for _ in range(up):
                found = found.parent
            try:
                return found.locals[wanted]
            except KeyError:
                raise unbound(frame, True) from None

        return outer

    def globally(frame: Frame) -> Any:
        found = frame.globals
        if wanted in found:
            return found[wanted]
        if wanted in builtins:
            return builtins[wanted]
        error = machine.error("NameError", f"name '{wanted}' is not defined")
        error.value.attrs["name"] = wanted
        raise placed(machine, error, frame, node)

    if kind == "class":

        def in_class(frame: Frame) -> Any:
            return frame.locals[wanted] if wanted in frame.locals else globally(frame)

        return in_class
    return globally


def binary(unit: Unit, node: ast.BinOp) -> Eval:
    """Turn an operator with two operands."""
    left, right = unit.expression(node.left), unit.expression(node.right)
    apply = operators.binary(type(node.op))
    machine = unit.machine

    def run(frame: Frame) -> Any:
        a = left(frame)
        b = right(frame)
        try:
            return apply(machine, a, b)
        except Exception as error:
            raise placed(machine, error, frame, node) from None

    return run


def unary(unit: Unit, node: ast.UnaryOp) -> Eval:
    """Turn an operator with one operand."""
    operand = unit.expression(node.operand)
    machine = unit.machine
    if isinstance(node.op, ast.Not):
        return unit.guarded(node, lambda frame: not operand(frame))
    apply = operators.unary(type(node.op))
    return unit.guarded(node, lambda frame: apply(machine, operand(frame)))


def boolean(unit: Unit, node: ast.BoolOp) -> Eval:
    """Turn `and` and `or`."""
    parts = [unit.expression(part) for part in node.values]
    wanted = isinstance(node.op, ast.Or)

    def run(frame: Frame) -> Any:
        value: Any = None
        for part in parts:
            value = part(frame)
            if bool(value) is wanted:
                break
        return value

    return unit.guarded(node, run)


def compare(unit: Unit, node: ast.Compare) -> Eval:
    """Turn a comparison, or a chain of them."""
    machine = unit.machine
    first = unit.expression(node.left)
    rest = [
        (operators.COMPARISONS[type(op)], unit.expression(right))
        for op, right in zip(node.ops, node.comparators, strict=True)
    ]
    if len(rest) == 1:
        apply, second = rest[0]

        def one(frame: Frame) -> Any:
            a = first(frame)
            b = second(frame)
            try:
                return apply(machine, a, b)
            except Exception as error:
                raise placed(machine, error, frame, node) from None

        return one

    def run(frame: Frame) -> Any:
        left = first(frame)
        found: Any = True
        for apply, part in rest:
            right = part(frame)
            found = apply(machine, left, right)
            if not found:
                break
            left = right
        return found

    return unit.guarded(node, run)


def conditional(unit: Unit, node: ast.IfExp) -> Eval:
    """Turn `a if test else b`."""
    test, then, otherwise = (unit.expression(part) for part in (node.test, node.body, node.orelse))
    return unit.guarded(node, lambda frame: then(frame) if test(frame) else otherwise(frame))


def attribute(unit: Unit, node: ast.Attribute) -> Eval:
    """Turn an attribute that is read."""
    value = unit.expression(node.value)
    wanted = unit.scope.mangled(node.attr)
    machine = unit.machine

    def run(frame: Frame) -> Any:
        found = value(frame)
        try:
            return machine.get(found, wanted)
        except Exception as error:
            raise placed(machine, error, frame, node) from None

    return run


def subscript(unit: Unit, node: ast.Subscript) -> Eval:
    """Turn a subscript that is read."""
    value, key = unit.expression(node.value), unit.expression(node.slice)
    machine = unit.machine

    def run(frame: Frame) -> Any:
        found = value(frame)
        at = key(frame)
        try:
            return operators.item(machine, found, at)
        except Exception as error:
            raise placed(machine, error, frame, node) from None

    return run


def slice_(unit: Unit, node: ast.Slice) -> Eval:
    """Turn a slice."""
    parts = [unit.expression(part) if part is not None else None for part in (node.lower, node.upper, node.step)]

    def run(frame: Frame) -> Any:
        lower, upper, step = (part(frame) if part is not None else None for part in parts)
        return slice(lower, upper, step)

    return run


def _items(unit: Unit, nodes: list[ast.expr]) -> Callable[[Frame], list[Any]]:
    """Turn the items of a display; starred ones are spread."""
    machine = unit.machine
    if not any(isinstance(item, ast.Starred) for item in nodes):
        parts = [unit.expression(item) for item in nodes]
        return lambda frame: [part(frame) for part in parts]
    mixed = [
        (True, unit.expression(item.value)) if isinstance(item, ast.Starred) else (False, unit.expression(item))
        for item in nodes
    ]

    def run(frame: Frame) -> list[Any]:
        found: list[Any] = []
        for starred, part in mixed:
            if starred:
                found.extend(machine.listed(part(frame)))
            else:
                found.append(part(frame))
        return found

    return run


def list_(unit: Unit, node: ast.List) -> Eval:
    """Turn a list display."""
    return unit.guarded(node, _items(unit, node.elts))


def tuple_(unit: Unit, node: ast.Tuple) -> Eval:
    """Turn a tuple display."""
    items = _items(unit, node.elts)
    return unit.guarded(node, lambda frame: tuple(items(frame)))


def set_(unit: Unit, node: ast.Set) -> Eval:
    """Turn a set display."""
    items = _items(unit, node.elts)
    return unit.guarded(node, lambda frame: set(items(frame)))


def dict_(unit: Unit, node: ast.Dict) -> Eval:
    """Turn a dict display."""
    machine = unit.machine
    pairs = [
        (unit.expression(key) if key is not None else None, unit.expression(value))
        for key, value in zip(node.keys, node.values, strict=True)
    ]

    def run(frame: Frame) -> Any:
        found: dict[Any, Any] = {}
        for key, value in pairs:
            if key is not None:
                at = key(frame)
                found[at] = value(frame)
                continue
            other = value(frame)
            if not isinstance(other, dict):
                raise TypeError(f"'{machine.type_name(other)}' object is not a mapping")
            machine.made(len(other) * 16)
            found.update(other)
        return found

    return unit.guarded(node, run)


def joined(unit: Unit, node: ast.JoinedStr) -> Eval:
    """Turn an f-string."""
    parts = [unit.expression(part) for part in node.values]
    machine = unit.machine

    def run(frame: Frame) -> Any:
        found = [part(frame) for part in parts]
        machine.made(sum(map(len, found)))
        return "".join(found)

    return run


def field(unit: Unit, node: ast.FormattedValue) -> Eval:
    """Turn a field of an f-string."""
    value = unit.expression(node.value)
    conversion = chr(node.conversion) if node.conversion >= 0 else None
    spec = unit.expression(node.format_spec) if node.format_spec is not None else None
    machine = unit.machine

    def run(frame: Frame) -> Any:
        found = text.converted(machine, value(frame), conversion)
        if spec is None:
            return found if type(found) is str else text.format_of(machine, found, "")
        return text.format_of(machine, found, spec(frame))

    return unit.guarded(node, run)


def walrus(unit: Unit, node: ast.NamedExpr) -> Eval:
    """Turn `name := value`."""
    from tutor.programs.python.assignment import outer_target

    value = unit.expression(node.value)
    put = outer_target(unit, node.target)

    def run(frame: Frame) -> Any:
        found = value(frame)
        put(frame, found)
        return found

    return run


_TABLE: dict[type[ast.expr], Callable[[Unit, Any], Eval]] = {
    ast.Constant: constant, ast.Name: name, ast.BinOp: binary, ast.UnaryOp: unary, ast.BoolOp: boolean,
    ast.Compare: compare, ast.IfExp: conditional, ast.Attribute: attribute, ast.Subscript: subscript,
    ast.Slice: slice_, ast.List: list_, ast.Tuple: tuple_, ast.Set: set_, ast.Dict: dict_, ast.JoinedStr: joined,
    ast.FormattedValue: field, ast.NamedExpr: walrus,
}  # fmt: skip
EXPRESSIONS.update(_TABLE)
