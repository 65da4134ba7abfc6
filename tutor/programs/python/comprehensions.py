"""Comprehensions and generator expressions, turned into closures."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.python.assignment import target
from tutor.programs.python.scopes import Scope, collect
from tutor.programs.python.unit import EXPRESSIONS, Unit
from tutor.programs.python.values import Code, Frame, Lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.programs.python.unit import Eval

    Rounds = Callable[[Frame, Any], Iterator[Any]]

_NAMES = {
    ast.ListComp: "<listcomp>", ast.SetComp: "<setcomp>", ast.DictComp: "<dictcomp>", ast.GeneratorExp: "<genexpr>",
}  # fmt: skip


def _prepared(
    unit: Unit, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, results: list[ast.expr]
) -> tuple[Eval, Rounds, Callable[[Frame], Frame]]:
    """Return the first iterable, the rounds over it (each gives a result, or a pair), and the frame that they need."""
    machine = unit.machine
    scope = Scope("comprehension", unit.scope)
    collect(scope, [generator.target for generator in node.generators])
    code = Code(unit.code.filename, _NAMES[type(node)], unit.code.lines)
    inner = Unit(machine, code, scope, unit.qualname)
    first = unit.expression(node.generators[0].iter)
    for generator in node.generators:
        if generator.is_async:
            raise unit.outside(node, "async for")
    values = [inner.expression(result) for result in results]

    def deepest(frame: Frame) -> Iterator[Any]:
        yield values[0](frame) if len(values) == 1 else (values[0](frame), values[1](frame))

    rounds: Callable[[Frame], Iterator[Any]] = deepest
    for at in reversed(range(len(node.generators))):
        rounds = _level(inner, node.generators[at], at, rounds)
    own_line = isinstance(node, ast.GeneratorExp) or machine.version < (3, 12)
    kind = unit.scope.kind

    def begin(frame: Frame) -> Frame:
        parent = None if kind == "module" else frame.parent if kind == "class" else frame
        made = Frame(code if own_line else frame.code, frame.globals, {}, parent)
        if not own_line:
            made.token = frame.token
        return made

    def run(frame: Frame, items: Any) -> Iterator[Any]:
        frame.result = items
        return rounds(frame)

    return unit.guarded(node.generators[0].iter, lambda frame: machine.iterate(first(frame))), run, begin


def _level(
    inner: Unit, generator: ast.comprehension, at: int, deeper: Callable[[Frame], Iterator[Any]]
) -> Callable[[Frame], Iterator[Any]]:
    """Return one `for` of a comprehension, with its conditions, around what is deeper."""
    machine = inner.machine
    put = target(inner, generator.target)
    tests = [inner.expression(test) for test in generator.ifs]
    items = inner.expression(generator.iter) if at else None

    def run(frame: Frame) -> Iterator[Any]:
        source = frame.result if items is None else machine.iterate(items(frame))
        for item in source:
            machine.work -= 1
            if machine.work < 0:
                machine.tick()
            put(frame, item)
            for test in tests:
                if not test(frame):
                    break
            else:
                yield from deeper(frame)

    return run


def list_(unit: Unit, node: ast.ListComp) -> Eval:
    """Turn a list comprehension."""
    first, rounds, begin = _prepared(unit, node, [node.elt])
    return unit.guarded(node, lambda frame: list(rounds(begin(frame), first(frame))))


def set_(unit: Unit, node: ast.SetComp) -> Eval:
    """Turn a set comprehension."""
    first, rounds, begin = _prepared(unit, node, [node.elt])
    return unit.guarded(node, lambda frame: set(rounds(begin(frame), first(frame))))


def dict_(unit: Unit, node: ast.DictComp) -> Eval:
    """Turn a dict comprehension."""
    first, rounds, begin = _prepared(unit, node, [node.key, node.value])
    return unit.guarded(node, lambda frame: dict(rounds(begin(frame), first(frame))))


def generator(unit: Unit, node: ast.GeneratorExp) -> Eval:
    """Turn a generator expression."""
    first, rounds, begin = _prepared(unit, node, [node.elt])
    return lambda frame: Lazy("generator", rounds(begin(frame), first(frame)))


EXPRESSIONS.update({ast.ListComp: list_, ast.SetComp: set_, ast.DictComp: dict_, ast.GeneratorExp: generator})
