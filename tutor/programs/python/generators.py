"""Generators: functions with `yield`, turned into generators of Python's own.

The rule: `yield` stands alone, or is all of the right side of an assignment or of a `return`; elsewhere it is outside.
Statements without a `yield` inside run as everywhere else.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.python import assignment, statements
from tutor.programs.python.errors import placed
from tutor.programs.python.methods import METHODS
from tutor.programs.python.scopes import yields
from tutor.programs.python.unit import BREAK, CONTINUE, RETURN
from tutor.programs.python.values import Class, Raised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Generator as Own

    from tutor.programs.python.machine import Machine
    from tutor.programs.python.unit import Unit
    from tutor.programs.python.values import Frame, Function

    Steps = Callable[[Frame], Own[Any, Any, int | None]]


class Generator:
    """A generator of the script: an iterator with `send`, `throw` and `close`."""

    def __init__(self, machine: Machine, function: Function, frame: Frame) -> None:
        self.machine = machine
        self.function = function
        self.frame = frame
        self.own: Own[Any, Any, int | None] = function.body(frame)
        self.running = False

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return self._step(lambda: next(self.own))

    def _step(self, step: Callable[[], Any]) -> Any:
        if self.running:
            raise ValueError("generator already executing")
        self.machine.tick()
        self.running = True
        try:
            return step()
        except StopIteration:
            result, self.frame.result = self.frame.result, None
            raise StopIteration(result) if result is not None else StopIteration from None
        except Raised as error:
            if self.machine.is_a(error.value, "StopIteration"):
                raise self.machine.error("RuntimeError", "generator raised StopIteration") from None
            raise
        finally:
            self.running = False

    def send(self, value: Any) -> Any:
        """Go on with a value for the `yield`."""
        return self._step(lambda: self.own.send(value))

    def throw(self, error: Any, *rest: Any) -> Any:
        """Go on with an exception at the `yield`."""
        if type(error) is Class:
            error = self.machine.call(error, list(rest[:1]))
        return self._step(lambda: self.own.throw(Raised(error)))

    def close(self) -> None:
        """End it at the `yield`."""
        try:
            self._step(lambda: self.own.throw(self.machine.error("GeneratorExit")))
        except StopIteration:
            pass
        except Raised as error:
            if not self.machine.is_a(error.value, "GeneratorExit"):
                raise

    def shown(self, machine: Machine) -> str:
        """Return its text."""
        return f"<generator object {self.function.attrs['__qualname__']} at {hex(machine.address(self))}>"


Generator.__name__ = "generator"
METHODS[Generator] = {
    "send": lambda machine, value, given: value.send(given),
    "throw": lambda machine, value, *given: value.throw(*given),
    "close": lambda machine, value: value.close(),
    "__next__": lambda machine, value: next(value),
    "__iter__": lambda machine, value: value,
}


def generator_body(unit: Unit, body: list[ast.stmt]) -> Steps:
    """Turn the body of a function with `yield`. Raises Outside."""
    return _body(unit, body)


def _body(unit: Unit, nodes: list[ast.stmt]) -> Steps:
    machine = unit.machine
    parts: list[tuple[bool, Any]] = []
    for node in nodes:
        if yields([node]):
            parts.append((True, _statement(unit, node)))
        else:
            parts.append((False, unit.statement(node)))

    def run(frame: Frame) -> Own[Any, Any, int | None]:
        for steps, part in parts:
            machine.tick()
            left = (yield from part(frame)) if steps else part(frame)
            if left is not None:
                return left  # type: ignore[no-any-return]
        return None

    return run


def _value(unit: Unit, node: ast.expr) -> Callable[[Frame], Own[Any, Any, Any]]:
    """Turn a `yield` or `yield from`. Raises Outside."""
    machine = unit.machine
    if isinstance(node, ast.Yield):
        given = unit.expression(node.value) if node.value is not None else None

        def one(frame: Frame) -> Own[Any, Any, Any]:
            value = given(frame) if given is not None else None
            try:
                return (yield value)
            except Exception as error:
                raise placed(machine, error, frame, node) from None

        return one
    if isinstance(node, ast.YieldFrom):
        source = unit.expression(node.value)

        def all_of(frame: Frame) -> Own[Any, Any, Any]:
            try:
                items = machine.iterate(source(frame))
                if isinstance(items, Generator):
                    left = yield from items.own
                    return items.frame.result if left == RETURN else None
                for item in items:
                    machine.tick()
                    yield item
                return None
            except Exception as error:
                raise placed(machine, error, frame, node) from None

        return all_of
    raise unit.outside(next(part for part in ast.walk(node) if isinstance(part, ast.Yield | ast.YieldFrom)))


def _statement(unit: Unit, node: ast.stmt) -> Steps:
    """Turn a statement with a `yield` inside. Raises Outside."""
    if isinstance(node, ast.Expr):
        return _value(unit, node.value)
    if isinstance(node, ast.Assign):
        return _assign(unit, node)
    if isinstance(node, ast.Return) and node.value is not None:
        value = _value(unit, node.value)

        def leave(frame: Frame) -> Own[Any, Any, int | None]:
            frame.result = yield from value(frame)
            return RETURN

        return leave
    make = _COMPOUND.get(type(node))
    if make is None:
        raise unit.outside(node, "yield in such a place")
    return make(unit, node)


def _assign(unit: Unit, node: ast.Assign) -> Steps:
    value = _value(unit, node.value)
    puts = [assignment.target(unit, target) for target in node.targets]

    def run(frame: Frame) -> Own[Any, Any, int | None]:
        found = yield from value(frame)
        for put in puts:
            put(frame, found)
        return None

    return run


def _if(unit: Unit, node: ast.If) -> Steps:
    test, then, otherwise = unit.expression(node.test), _body(unit, node.body), _body(unit, node.orelse)

    def run(frame: Frame) -> Own[Any, Any, int | None]:
        return (yield from then(frame) if test(frame) else otherwise(frame))

    return run


def _while(unit: Unit, node: ast.While) -> Steps:
    test, body, otherwise = unit.expression(node.test), _body(unit, node.body), _body(unit, node.orelse)
    machine = unit.machine

    def run(frame: Frame) -> Own[Any, Any, int | None]:
        while test(frame):
            machine.tick()
            left = yield from body(frame)
            if left is not None and left != CONTINUE:
                return None if left == BREAK else left
        return (yield from otherwise(frame))

    return run


def _for(unit: Unit, node: ast.For) -> Steps:
    source, put = unit.expression(node.iter), assignment.target(unit, node.target)
    body, otherwise = _body(unit, node.body), _body(unit, node.orelse)
    machine = unit.machine
    place = statements.loop_place(unit, node)
    items = unit.guarded(place, lambda frame: machine.iterate(source(frame)))
    end = object()

    def run(frame: Frame) -> Own[Any, Any, int | None]:
        iterator = items(frame)
        while True:
            try:
                item = next(iterator, end)
            except Exception as error:
                raise placed(machine, error, frame, place) from None
            if item is end:
                return (yield from otherwise(frame))
            machine.tick()
            put(frame, item)
            left = yield from body(frame)
            if left is not None and left != CONTINUE:
                return None if left == BREAK else left

    return run


def _try(unit: Unit, node: ast.Try) -> Steps:
    machine = unit.machine
    body, otherwise = _body(unit, node.body), _body(unit, node.orelse)
    last = _body(unit, node.finalbody)
    found = statements.handlers(unit, node, lambda nodes: _body(unit, nodes))

    def guarded(frame: Frame) -> Own[Any, Any, int | None]:
        try:
            left = yield from body(frame)
        except Raised as error:
            handler = statements.chosen(machine, frame, error.value, found)
            if handler is None:
                raise
            if handler[2] is not None:
                handler[2](frame, error.value)
            machine.handling.append(error.value)
            try:
                return (yield from handler[3](frame))  # type: ignore[no-any-return]
            finally:
                if error.value in machine.handling:
                    machine.handling.remove(error.value)
                statements.forgotten(frame, unit, handler[0])
        if left is None:
            return (yield from otherwise(frame))
        return left

    def run(frame: Frame) -> Own[Any, Any, int | None]:
        try:
            left = yield from guarded(frame)
        except Raised:
            left = yield from last(frame)
            if left is not None:
                return left
            raise
        kept = frame.result
        left_last = yield from last(frame)
        if left_last is not None:
            return left_last
        frame.result = kept
        return left

    return run


def _with(unit: Unit, node: ast.With) -> Steps:
    inner = _body(unit, node.body)
    for item in reversed(node.items):
        inner = _managed(unit, item, inner)
    return inner


def _managed(unit: Unit, item: ast.withitem, inner: Steps) -> Steps:
    machine = unit.machine
    value = unit.expression(item.context_expr)
    put = assignment.target(unit, item.optional_vars) if item.optional_vars is not None else None
    start = unit.guarded(item.context_expr, lambda frame: statements.enter(machine, value(frame)))

    def run(frame: Frame) -> Own[Any, Any, int | None]:
        leaves, given = start(frame)
        try:
            if put is not None:
                put(frame, given)
            left = yield from inner(frame)
        except Raised as error:
            if statements.leave_raised(machine, leaves, error):
                return None
            raise
        machine.call(leaves, [None, None, None])
        return left

    return run


_COMPOUND: dict[type[ast.stmt], Callable[[Unit, Any], Steps]] = {
    ast.If: _if, ast.While: _while, ast.For: _for, ast.Try: _try, ast.With: _with,
}  # fmt: skip
