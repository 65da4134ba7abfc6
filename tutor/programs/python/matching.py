"""`match` statements: patterns of values, names, sequences, mappings, alternatives and plain classes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.python import assignment
from tutor.programs.python.unit import STATEMENTS
from tutor.programs.python.values import Class

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.unit import Exec, Unit
    from tutor.programs.python.values import Frame

    Fits = Callable[[Frame, Any], bool]


def match(unit: Unit, node: ast.Match) -> Exec:
    """Turn `match`."""
    subject = unit.expression(node.subject)
    cases = [
        (
            pattern(unit, case.pattern),
            unit.expression(case.guard) if case.guard is not None else None,
            unit.body(case.body),
        )
        for case in node.cases
    ]

    def run(frame: Frame) -> int | None:
        value = subject(frame)
        for fits, guard, body in cases:
            if fits(frame, value) and (guard is None or guard(frame)):
                return body(frame)
        return None

    return run


def pattern(unit: Unit, node: ast.pattern) -> Fits:
    """Turn a pattern. Raises Outside."""
    if isinstance(node, ast.MatchValue):
        wanted = unit.expression(node.value)
        return lambda frame, value: bool(value == wanted(frame))
    if isinstance(node, ast.MatchSingleton):
        only = node.value
        return lambda frame, value: value is only
    if isinstance(node, ast.MatchOr):
        parts = [pattern(unit, part) for part in node.patterns]
        return lambda frame, value: any(part(frame, value) for part in parts)
    if isinstance(node, ast.MatchAs):
        inner = pattern(unit, node.pattern) if node.pattern is not None else None
        put = assignment.target(unit, ast.Name(node.name, ast.Store())) if node.name else None

        def named(frame: Frame, value: Any) -> bool:
            if inner is not None and not inner(frame, value):
                return False
            if put is not None:
                put(frame, value)
            return True

        return named
    if isinstance(node, ast.MatchSequence):
        return _sequence(unit, node)
    if isinstance(node, ast.MatchMapping):
        return _mapping(unit, node)
    if isinstance(node, ast.MatchClass) and not node.patterns:
        return _class(unit, node)
    raise unit.outside(node, "such a pattern")


def _sequence(unit: Unit, node: ast.MatchSequence) -> Fits:
    star = next((at for at, part in enumerate(node.patterns) if isinstance(part, ast.MatchStar)), None)
    puts: list[Fits] = []
    for part in node.patterns:
        if isinstance(part, ast.MatchStar):
            puts.append(pattern(unit, ast.MatchAs(None, part.name)))
        else:
            puts.append(pattern(unit, part))
    count = len(puts)

    def fits(frame: Frame, value: Any) -> bool:
        if not isinstance(value, list | tuple):
            return False
        if star is None:
            items = list(value) if len(value) == count else None
        elif len(value) >= count - 1:
            end = len(value) - (count - star - 1)
            items = [*value[:star], list(value[star:end]), *value[end:]]
        else:
            items = None
        return items is not None and all(put(frame, item) for put, item in zip(puts, items, strict=True))

    return fits


def _mapping(unit: Unit, node: ast.MatchMapping) -> Fits:
    pairs = [(unit.expression(key), pattern(unit, part)) for key, part in zip(node.keys, node.patterns, strict=True)]
    rest = assignment.target(unit, ast.Name(node.rest, ast.Store())) if node.rest else None

    def fits(frame: Frame, value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        seen = []
        for key, part in pairs:
            wanted = key(frame)
            if wanted not in value or not part(frame, value[wanted]):
                return False
            seen.append(wanted)
        if rest is not None:
            rest(frame, {key: item for key, item in value.items() if key not in seen})
        return True

    return fits


def _class(unit: Unit, node: ast.MatchClass) -> Fits:
    cls = unit.expression(node.cls)
    parts = [(name, pattern(unit, part)) for name, part in zip(node.kwd_attrs, node.kwd_patterns, strict=True)]
    machine = unit.machine
    missing = object()

    def fits(frame: Frame, value: Any) -> bool:
        wanted = cls(frame)
        if not isinstance(wanted, Class):
            raise TypeError("called match pattern must be a class")
        if wanted not in machine.class_of(value).mro:
            return False
        for name, part in parts:
            found = machine.builtins["getattr"].call(value, name, missing)
            if found is missing or not part(frame, found):
                return False
        return True

    return fits


STATEMENTS[ast.Match] = match
