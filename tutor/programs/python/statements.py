"""Statements, turned into closures."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.python import assignment, operators
from tutor.programs.python.errors import PASSING, placed
from tutor.programs.python.unit import BREAK, CONTINUE, RETURN, STATEMENTS
from tutor.programs.python.values import Class, Instance, Raised

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.machine import Machine
    from tutor.programs.python.unit import Exec, Unit
    from tutor.programs.python.values import Frame


def expression(unit: Unit, node: ast.Expr) -> Exec:
    """Turn an expression that stands for itself."""
    if isinstance(node.value, ast.Constant):
        return lambda frame: None
    value = unit.expression(node.value)

    def run(frame: Frame) -> None:
        value(frame)

    return run


def assign(unit: Unit, node: ast.Assign) -> Exec:
    """Turn an assignment."""
    value = unit.expression(node.value)
    puts = [assignment.target(unit, target) for target in node.targets]
    if len(puts) == 1:
        put = puts[0]

        def one(frame: Frame) -> None:
            put(frame, value(frame))

        return one

    def run(frame: Frame) -> None:
        found = value(frame)
        for put in puts:
            put(frame, found)

    return run


def annotated(unit: Unit, node: ast.AnnAssign) -> Exec:
    """Turn an annotated assignment; a class remembers the annotation as a text."""
    put = assignment.target(unit, node.target)
    value = unit.expression(node.value) if node.value is not None else None
    note = unit.scope.kind in ("class", "module") and isinstance(node.target, ast.Name) and node.simple
    name = node.target.id if isinstance(node.target, ast.Name) else ""
    text = ast.unparse(node.annotation)

    def run(frame: Frame) -> None:
        if value is not None:
            put(frame, value(frame))
        if note:
            frame.locals.setdefault("__annotations__", {})[name] = text

    return run


def augmented(unit: Unit, node: ast.AugAssign) -> Exec:
    """Turn an augmented assignment."""
    machine = unit.machine
    apply = operators.in_place(type(node.op))
    value = unit.expression(node.value)
    target = node.target
    if isinstance(target, ast.Name):
        read = unit.expression(ast.copy_location(ast.Name(target.id, ast.Load()), target))
        put = assignment.target(unit, target)

        def name(frame: Frame) -> None:
            put(frame, apply(machine, read(frame), value(frame)))

        return unit.guarded(node, name)
    owner = unit.expression(target.value)
    if isinstance(target, ast.Attribute):
        wanted = unit.scope.mangled(target.attr)

        def attribute(frame: Frame) -> None:
            found = owner(frame)
            machine.set(found, wanted, apply(machine, machine.get(found, wanted), value(frame)))

        return unit.guarded(node, attribute)
    key = unit.expression(target.slice)

    def subscript(frame: Frame) -> None:
        found, at = owner(frame), key(frame)
        operators.set_item(machine, found, at, apply(machine, operators.item(machine, found, at), value(frame)))

    return unit.guarded(node, subscript)


def delete(unit: Unit, node: ast.Delete) -> Exec:
    """Turn `del`."""
    parts = [assignment.deleted(unit, target) for target in node.targets]

    def run(frame: Frame) -> None:
        for part in parts:
            part(frame)

    return run


def return_(unit: Unit, node: ast.Return) -> Exec:
    """Turn `return`."""
    if node.value is None:
        return lambda frame: RETURN
    value = unit.expression(node.value)

    def run(frame: Frame) -> int:
        frame.result = value(frame)
        return RETURN

    return run


def if_(unit: Unit, node: ast.If) -> Exec:
    """Turn `if`."""
    test = unit.guarded(node.test, unit.expression(node.test))
    then = unit.body(node.body)
    otherwise = unit.body(node.orelse) if node.orelse else None

    def run(frame: Frame) -> int | None:
        if test(frame):
            return then(frame)
        return otherwise(frame) if otherwise is not None else None

    return run


def while_(unit: Unit, node: ast.While) -> Exec:
    """Turn `while`."""
    machine = unit.machine
    test, body = unit.expression(node.test), unit.body(node.body)
    otherwise = unit.body(node.orelse) if node.orelse else None

    def run(frame: Frame) -> int | None:
        while test(frame):
            machine.work -= 1
            if machine.work < 0:
                machine.tick()
            left = body(frame)
            if left is not None and left != CONTINUE:
                return None if left == BREAK else left
        return otherwise(frame) if otherwise is not None else None

    return run


def for_(unit: Unit, node: ast.For) -> Exec:
    """Turn `for`."""
    machine = unit.machine
    source = unit.expression(node.iter)
    place = loop_place(unit, node)
    items = unit.guarded(place, lambda frame: machine.iterate(source(frame)))
    put, body = assignment.target(unit, node.target), unit.body(node.body)
    otherwise = unit.body(node.orelse) if node.orelse else None

    def run(frame: Frame) -> int | None:
        iterator = items(frame)
        while True:
            try:
                item = next(iterator, _END)
            except Exception as error:
                raise placed(machine, error, frame, place) from None
            if item is _END:
                break
            machine.work -= 1
            if machine.work < 0:
                machine.tick()
            put(frame, item)
            left = body(frame)
            if left is not None and left != CONTINUE:
                return None if left == BREAK else left
        return otherwise(frame) if otherwise is not None else None

    return run


_END = object()


def loop_place(unit: Unit, node: ast.For) -> ast.AST:
    """Return where errors of a loop's iterable are shown: since 3.12 at the iterable, before that at the statement."""
    return node.iter if unit.machine.version >= (3, 12) else node


def raise_(unit: Unit, node: ast.Raise) -> Exec:
    """Turn `raise`."""
    machine = unit.machine
    value = unit.expression(node.exc) if node.exc is not None else None
    cause = unit.expression(node.cause) if node.cause is not None else None

    def run(frame: Frame) -> None:
        if value is None:
            if not machine.handling:
                raise placed(machine, machine.error("RuntimeError", "No active exception to reraise"), frame, node)
            again = machine.handling[-1]
            again.native.frame = frame.token
            raise Raised(again)
        try:
            raised = _exception(machine, value(frame))
            trail = raised.native
            if cause is not None:
                given = cause(frame)
                trail.suppress = True
                trail.cause = None if given is None else _exception(machine, given)
            if machine.handling and machine.handling[-1] is not raised:
                trail.context = machine.handling[-1]
            trail.frame = None
            raise Raised(raised)
        except Exception as error:
            raise placed(machine, error, frame, node) from None

    return run


def _exception(machine: Machine, value: Any) -> Instance:
    """Return the exception that `raise value` raises. Raises TypeError."""
    base = machine.exceptions["BaseException"]
    if type(value) is Class and base in value.mro:
        value = machine.call(value, [])
    if type(value) is not Instance or base not in value.cls.mro:
        raise TypeError("exceptions must derive from BaseException")
    return value


def assert_(unit: Unit, node: ast.Assert) -> Exec:
    """Turn `assert`."""
    machine = unit.machine
    test = unit.expression(node.test)
    message = unit.expression(node.msg) if node.msg is not None else None

    def run(frame: Frame) -> None:
        if not test(frame):
            raise machine.error("AssertionError", *([message(frame)] if message is not None else []))

    return unit.guarded(node.test, run)


def matches(machine: Machine, error: Instance, kinds: Any) -> bool:
    """Whether an exception is one of those that an `except` names. Raises TypeError."""
    for kind in kinds if type(kinds) is tuple else (kinds,):
        if type(kind) is not Class or machine.exceptions["BaseException"] not in kind.mro:
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
        if kind in error.cls.mro:
            return True
    return False


Handler = tuple["ast.ExceptHandler", "Callable[[Frame], Any] | None", "assignment.Put | None", "Any"]


def handlers(unit: Unit, node: ast.Try, body: Callable[[list[ast.stmt]], Any]) -> list[Handler]:
    """Turn the `except` parts of a `try`: (node, kinds, name's target, body)."""
    found: list[Handler] = []
    for handler in node.handlers:
        kinds = unit.guarded(handler.type, unit.expression(handler.type)) if handler.type is not None else None
        name = assignment.target(unit, ast.Name(handler.name, ast.Store())) if handler.name else None
        found.append((handler, kinds, name, body(handler.body)))
    return found


def chosen(machine: Machine, frame: Frame, error: Instance, found: list[Handler]) -> Handler | None:
    """Return the first handler for an exception."""
    for handler in found:
        kinds = handler[1]
        if kinds is None or matches(machine, error, kinds(frame)):
            return handler
    return None


def forgotten(frame: Frame, unit: Unit, handler: ast.ExceptHandler) -> None:
    """Take away the name of a handled exception."""
    if handler.name:
        name = unit.scope.mangled(handler.name)
        names = frame.globals if unit.scope.where(name)[0] == "global" else frame.locals
        names.pop(name, None)


def try_(unit: Unit, node: ast.Try) -> Exec:
    """Turn `try`."""
    machine = unit.machine
    body = unit.body(node.body)
    found = handlers(unit, node, unit.body)
    otherwise = unit.body(node.orelse) if node.orelse else None
    at_last = unit.body(node.finalbody) if node.finalbody else None

    def guarded(frame: Frame) -> int | None:
        depth = machine.depth
        try:
            left = body(frame)
        except Raised as error:
            machine.depth = depth
            handler = chosen(machine, frame, error.value, found)
            if handler is None:
                raise
            if handler[2] is not None:
                handler[2](frame, error.value)
            machine.handling.append(error.value)
            try:
                return handler[3](frame)  # type: ignore[no-any-return]
            finally:
                machine.handling.pop()
                forgotten(frame, unit, handler[0])
        if left is None and otherwise is not None:
            return otherwise(frame)
        return left

    if at_last is None:
        return guarded
    last = at_last

    def run(frame: Frame) -> int | None:
        try:
            left = guarded(frame) if found else body(frame)
            if left is None and not found and otherwise is not None:
                left = otherwise(frame)
        except PASSING:
            raise
        except Raised as error:
            machine.handling.append(error.value)
            try:
                left = last(frame)
            finally:
                machine.handling.pop()
            if left is not None:
                return left
            raise
        kept = frame.result
        left_last = last(frame)
        if left_last is not None:
            return left_last
        frame.result = kept
        return left

    return run


def with_(unit: Unit, node: ast.With) -> Exec:
    """Turn `with`."""
    inner = unit.body(node.body)
    for item in reversed(node.items):
        inner = _managed(unit, item, inner)
    return inner


def enter(machine: Machine, manager: Any) -> tuple[Any, Any]:
    """Return a manager's way out and what it gives. Raises TypeError."""
    kind = machine.type_name(manager)
    enters, leaves = machine.special(manager, "__enter__"), machine.special(manager, "__exit__")
    if enters is None or leaves is None:
        raise TypeError(f"'{kind}' object does not support the context manager protocol")
    return leaves, machine.call(enters, [])


def leave_raised(machine: Machine, leaves: Any, error: Raised) -> bool:
    """Leave a `with` by an exception; whether the manager swallows it."""
    machine.handling.append(error.value)
    try:
        return bool(machine.call(leaves, [error.value.cls, error.value, None]))
    finally:
        machine.handling.pop()


def _managed(unit: Unit, item: ast.withitem, inner: Exec) -> Exec:
    machine = unit.machine
    value = unit.expression(item.context_expr)
    put = assignment.target(unit, item.optional_vars) if item.optional_vars is not None else None
    start = unit.guarded(item.context_expr, lambda frame: enter(machine, value(frame)))

    def run(frame: Frame) -> int | None:
        leaves, given = start(frame)
        depth = machine.depth
        try:
            if put is not None:
                put(frame, given)
            left = inner(frame)
        except Raised as error:
            machine.depth = depth
            if leave_raised(machine, leaves, error):
                return None
            raise
        kept = frame.result
        machine.call(leaves, [None, None, None])
        frame.result = kept
        return left

    return run


def import_(unit: Unit, node: ast.Import) -> Exec:
    """Turn `import`."""
    from tutor.programs.python.importing import imported

    machine = unit.machine
    parts = [
        (alias.name, bool(alias.asname),
         assignment.target(unit, ast.Name(alias.asname or alias.name.partition(".")[0], ast.Store())))
        for alias in node.names
    ]  # fmt: skip

    def run(frame: Frame) -> None:
        for name, whole, put in parts:
            module = imported(machine, name)
            put(frame, module if whole else machine.modules[name.partition(".")[0]])

    return unit.guarded(node, run)


def import_from(unit: Unit, node: ast.ImportFrom) -> Exec:
    """Turn `from … import …`."""
    from tutor.programs.python.importing import absolute, imported, named

    machine = unit.machine
    names = [alias.name for alias in node.names]
    puts = [
        assignment.target(unit, ast.Name(alias.asname or alias.name, ast.Store())) if alias.name != "*" else None
        for alias in node.names
    ]

    def run(frame: Frame) -> None:
        if node.module == "__future__":
            return
        module = imported(machine, absolute(machine, frame.globals, node.module or "", node.level))
        for name, put in zip(names, puts, strict=True):
            if put is None:
                public = module.namespace.get("__all__") or [key for key in module.namespace if key[:1] != "_"]
                for key in list(public):
                    frame.globals[key] = module.namespace[key]
            else:
                put(frame, named(machine, module, name))

    return unit.guarded(node, run)


_TABLE: dict[type[ast.stmt], Callable[[Unit, Any], Exec]] = {
    ast.Expr: expression, ast.Assign: assign, ast.AnnAssign: annotated, ast.AugAssign: augmented,
    ast.Delete: delete, ast.Return: return_, ast.If: if_, ast.While: while_, ast.For: for_, ast.Raise: raise_,
    ast.Assert: assert_, ast.Try: try_, ast.With: with_, ast.Import: import_, ast.ImportFrom: import_from,
    ast.Global: lambda unit, node: lambda frame: None, ast.Nonlocal: lambda unit, node: lambda frame: None,
    ast.Pass: lambda unit, node: lambda frame: None, ast.Break: lambda unit, node: lambda frame: BREAK,
    ast.Continue: lambda unit, node: lambda frame: CONTINUE,
}  # fmt: skip
STATEMENTS.update(_TABLE)
