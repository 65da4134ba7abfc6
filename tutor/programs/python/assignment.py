"""Targets of assignments, turned into closures that take a frame and a value."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.python import attributes, operators
from tutor.programs.python.errors import placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.unit import Unit
    from tutor.programs.python.values import Frame

    Put = Callable[[Frame, Any], None]


def target(unit: Unit, node: ast.expr) -> Put:
    """Turn a target. Raises Outside."""
    if isinstance(node, ast.Name):
        return _name(unit, node.id)
    if isinstance(node, ast.Attribute):
        return _attribute(unit, node)
    if isinstance(node, ast.Subscript):
        return _subscript(unit, node)
    if isinstance(node, ast.Tuple | ast.List):
        return _unpacked(unit, node)
    raise unit.outside(node)


def _name(unit: Unit, text: str) -> Put:
    wanted = unit.scope.mangled(text)
    kind, up = unit.scope.where(wanted)
    if kind in ("local", "class"):

        def local(frame: Frame, value: Any) -> None:
            frame.locals[wanted] = value

        return local
    if kind == "global":

        def globally(frame: Frame, value: Any) -> None:
            frame.globals[wanted] = value

        return globally

    def outer(frame: Frame, value: Any) -> None:
        found: Any = frame
        for _ in range(up):
            found = found.parent
        found.locals[wanted] = value

    return outer


def outer_target(unit: Unit, node: ast.Name) -> Put:
    """Turn the target of `:=`, which belongs to the code around comprehensions."""
    scope = unit.scope
    up = 0
    while scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent
        up += 1
    if not up:
        return _name(unit, node.id)
    if scope.kind == "module":
        return lambda frame, value: frame.globals.__setitem__(node.id, value)
    kind, more = scope.where(node.id)
    if kind == "global":
        return lambda frame, value: frame.globals.__setitem__(node.id, value)

    def outer(frame: Frame, value: Any) -> None:
        found: Any = frame
        for _ in range(up + more):
            found = found.parent
        found.locals[node.id] = value

    return outer


def _attribute(unit: Unit, node: ast.Attribute) -> Put:
    owner = unit.expression(node.value)
    wanted = unit.scope.mangled(node.attr)
    machine = unit.machine

    def run(frame: Frame, value: Any) -> None:
        found = owner(frame)
        try:
            machine.set(found, wanted, value)
        except Exception as error:
            raise placed(machine, error, frame, node) from None

    return run


def _subscript(unit: Unit, node: ast.Subscript) -> Put:
    owner, key = unit.expression(node.value), unit.expression(node.slice)
    machine = unit.machine

    def run(frame: Frame, value: Any) -> None:
        found, at = owner(frame), key(frame)
        try:
            operators.set_item(machine, found, at, value)
        except Exception as error:
            raise placed(machine, error, frame, node) from None

    return run


def _unpacked(unit: Unit, node: ast.Tuple | ast.List) -> Put:
    machine = unit.machine
    star = next((at for at, item in enumerate(node.elts) if isinstance(item, ast.Starred)), None)
    parts = [target(unit, item.value if isinstance(item, ast.Starred) else item) for item in node.elts]
    count = len(parts)

    def split(value: Any) -> list[Any]:
        if type(value) not in (list, tuple):
            try:
                items = machine.iterate(value)
            except TypeError:
                raise TypeError(f"cannot unpack non-iterable {machine.type_name(value)} object") from None
            value = []
            for item in items:
                value.append(item)
                machine.tick()
                if star is None and len(value) > count:
                    break
        if star is None:
            if len(value) > count:
                raise ValueError(f"too many values to unpack (expected {count})")
            if len(value) < count:
                raise ValueError(f"not enough values to unpack (expected {count}, got {len(value)})")
            return list(value)
        if len(value) < count - 1:
            raise ValueError(f"not enough values to unpack (expected at least {count - 1}, got {len(value)})")
        after = count - star - 1
        end = len(value) - after
        return [*value[:star], list(value[star:end]), *value[end:]]

    def run(frame: Frame, value: Any) -> None:
        try:
            found = split(value)
        except Exception as error:
            raise placed(machine, error, frame, node) from None
        for part, item in zip(parts, found, strict=True):
            part(frame, item)

    return run


def deleted(unit: Unit, node: ast.expr) -> Callable[[Frame], None]:
    """Turn a target of `del`. Raises Outside."""
    machine = unit.machine
    if isinstance(node, ast.Tuple | ast.List):
        parts = [deleted(unit, item) for item in node.elts]

        def each(frame: Frame) -> None:
            for part in parts:
                part(frame)

        return each
    if isinstance(node, ast.Subscript):
        owner, key = unit.expression(node.value), unit.expression(node.slice)
        return unit.guarded(node, lambda frame: operators.delete_item(machine, owner(frame), key(frame)))
    if isinstance(node, ast.Attribute):
        owner, wanted = unit.expression(node.value), unit.scope.mangled(node.attr)
        return unit.guarded(node, lambda frame: attributes.remove(machine, owner(frame), wanted))
    if not isinstance(node, ast.Name):
        raise unit.outside(node)
    name = unit.scope.mangled(node.id)
    kind, up = unit.scope.where(name)

    def run(frame: Frame) -> None:
        found: Any = frame
        for _ in range(up):
            found = found.parent
        names = frame.globals if kind == "global" else found.locals
        if name not in names:
            if kind == "local":
                text = f"cannot access local variable '{name}' where it is not associated with a value"
                raise machine.error("UnboundLocalError", text)
            raise machine.error("NameError", f"name '{name}' is not defined")
        del names[name]

    return unit.guarded(node, run)
