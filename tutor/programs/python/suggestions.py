"""“Did you mean …?”: the name that was probably meant, found as CPython finds it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tutor.programs.python.methods import METHODS
from tutor.programs.python.values import Class, Instance, Module

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.programs.python.machine import Machine

_MOVE, _CASE = 2, 1
_LONGEST, _MOST = 40, 750


def suggestion(machine: Machine, error: Instance) -> str:
    """Return what the interpreter adds to the text of an exception."""
    name = error.attrs.get("name")
    if not isinstance(name, str) or not error.native.places:
        return ""
    if error.cls.name == "AttributeError":
        owner = error.attrs.get("obj")
        found = closest(name, _attributes(machine, owner))
        return f". Did you mean: '{found}'?" if found else ""
    if error.cls.name != "NameError":
        return ""
    frame = error.native.places[0][0]
    owner = frame.owner[1] if frame.owner is not None else None
    if machine.version >= (3, 12) and type(owner) is Instance and (name in owner.attrs or owner.cls.get(name)):
        return f". Did you mean: 'self.{name}'?"
    found = closest(name, [*frame.locals, *frame.globals, *machine.builtins])
    text = f". Did you mean: '{found}'?" if found else ""
    if machine.version >= (3, 12) and name in sys.stdlib_module_names:
        text = f"{text[:-1]} or did you forget to import '{name}'?" if text else f". Did you forget to import '{name}'?"
        text = text.replace("' or did", "'? Or did") if found else text
    return text


def _attributes(machine: Machine, value: object) -> list[str]:
    names = list(METHODS.get(type(value), ()))
    if isinstance(value, Instance):
        names += value.attrs
    if isinstance(value, Module):
        names += value.namespace
    for cls in value.mro if isinstance(value, Class) else machine.class_of(value).mro:
        names += cls.namespace
    return names


def closest(wrong: str, names: Iterable[str]) -> str | None:
    """Return the name that is closest to a wrong one, None where none is close."""
    best: str | None = None
    best_distance = 0
    for name in sorted(set(names))[:_MOST]:
        if name == wrong or (name.startswith("_") and not wrong.startswith("_")):
            continue
        most = (len(name) + len(wrong) + 3) * _MOVE // 6
        if best is not None:
            most = min(most, best_distance - 1)
        distance = _distance(wrong, name, most)
        if distance <= most and (best is None or distance < best_distance):
            best, best_distance = name, distance
    return best


def _cost(a: str, b: str) -> int:
    if a == b:
        return 0
    return _CASE if a.lower() == b.lower() else _MOVE


def _distance(a: str, b: str, most: int) -> int:
    """Return the Levenshtein distance, in which a changed case counts half."""
    if len(a) > _LONGEST or len(b) > _LONGEST or abs(len(a) - len(b)) * _MOVE > most:
        return most + 1
    row = list(range(0, (len(a) + 1) * _MOVE, _MOVE))
    for at, letter in enumerate(b, 1):
        new = [at * _MOVE]
        for index, other in enumerate(a):
            new.append(min(row[index] + _cost(letter, other), row[index + 1] + _MOVE, new[-1] + _MOVE))
        row = new
    return row[-1]
