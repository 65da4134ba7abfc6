"""From values to text: `str`, `repr`, f-strings, `format` and `%`.

The rule: no field of a format reaches an attribute of a real object, no width makes a text larger than the limits.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from string import Formatter
from typing import TYPE_CHECKING, Any

from tutor.programs.python.values import (
    Builtin,
    Class,
    Function,
    Instance,
    Lazy,
    Method,
    Module,
    Property,
    Wrapped,
    plain_repr,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tutor.programs.python.machine import Machine

_NUMBERS = re.compile(r"\d+")
_PLAIN = (int, float, bool, type(None), complex, range, bytes, bytearray, slice)
_DEEP = 200


def str_of(machine: Machine, value: Any) -> str:
    """Return what `str(value)` gives."""
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is Instance:
        return Instance.__str__(value)
    if kind.__module__ == "datetime":
        return str(value)
    return repr_of(machine, value)


def repr_of(machine: Machine, value: Any, depth: int = 0) -> str:
    """Return what `repr(value)` gives. Raises RecursionError."""
    kind = type(value)
    if kind is Instance:
        special = value.cls.get("__repr__")
        if special is None:
            return plain_repr(value)
        return Instance.__repr__(value)
    if kind is str:
        machine.made(len(value))
        return repr(value)
    if kind in _PLAIN:
        if kind is int:
            machine.bits(value.bit_length())
        return repr(value)
    if depth > _DEEP:
        raise RecursionError
    if isinstance(value, list | tuple | dict | set | frozenset):
        machine.tick(1 + len(value) // 16)
        return _container(machine, value, depth + 1)
    if isinstance(value, (type({}.keys()), type({}.values()), type({}.items()))):
        inner = ", ".join([repr_of(machine, entry, depth + 1) for entry in machine.listed(value)])
        return f"{type(value).__name__}([{inner}])"
    return _other(machine, value)


def _container(machine: Machine, value: Any, depth: int) -> str:
    kind = type(value)
    if hasattr(kind, "shown"):
        return str(value.shown(machine))
    if kind is list:
        return _joined(machine, value, "[]", depth)
    if kind is tuple:
        if len(value) == 1:
            return f"({repr_of(machine, value[0], depth)},)"
        return _joined(machine, value, "()", depth)
    if isinstance(value, dict):
        items = value.most_common() if isinstance(value, Counter) else list(value.items())
        if kind is OrderedDict and machine.version < (3, 12):
            return f"OrderedDict({repr_of(machine, items, depth)})" if items else "OrderedDict()"
        inner = ", ".join(f"{repr_of(machine, key, depth)}: {repr_of(machine, item, depth)}" for key, item in items)
        machine.made(len(inner))
        shown = f"{{{inner}}}"
        if kind is dict:
            return shown
        factory = getattr(value, "default_factory", None)
        first = f"{repr_of(machine, getattr(factory, 'factory', None))}, " if kind.__name__ == "defaultdict" else ""
        return f"{kind.__name__}({first}{shown})" if value or first else f"{kind.__name__}()"
    if kind is frozenset:
        return f"frozenset({_joined(machine, machine.ordered(value), '{}', depth)})" if value else "frozenset()"
    if kind is set:
        return _joined(machine, machine.ordered(value), "{}", depth) if value else "set()"
    return _joined(machine, value, "[]" if isinstance(value, list) else "()", depth)


def _joined(machine: Machine, items: Sequence[Any], brackets: str, depth: int) -> str:
    inner = ", ".join([repr_of(machine, item, depth) for item in items])
    machine.made(len(inner))
    return f"{brackets[0]}{inner}{brackets[1]}"


def _other(machine: Machine, value: Any) -> str:
    """Return the text of a value that has no literal."""
    kind = type(value)
    where = hex(machine.address(value))
    if kind is Function:
        return f"<function {value.attrs['__qualname__']} at {where}>"
    if kind is Builtin:
        return f"<built-in function {value.name}>"
    if kind is Method:
        if isinstance(value.function, Function):
            return f"<bound method {value.function.attrs['__qualname__']} of {repr_of(machine, value.receiver)}>"
        owner = machine.type_name(value.receiver)
        return f"<built-in method {getattr(value.function, 'name', '?')} of {owner} object at {where}>"
    if kind is Module:
        return f"<module '{value.name}'" + (f" from '{value.path}'>" if value.path else " (built-in)>")
    if kind is Class:
        return repr(value)
    if kind in (Lazy, Property, Wrapped):
        return f"<{machine.type_name(value)} object at {where}>"
    if value is NotImplemented or value is Ellipsis:
        return repr(value)
    special = getattr(value, "shown", None)
    if special is not None:
        return str(special(machine))
    if kind.__module__ in ("datetime", "decimal", "collections"):
        return repr(value)
    return f"<{machine.type_name(value)} object at {where}>"


class _Shown:
    """A value within a `%` format: shown by the machine."""

    __slots__ = ("machine", "value")

    def __init__(self, machine: Machine, value: Any) -> None:
        self.machine = machine
        self.value = value

    def __str__(self) -> str:
        return self.machine.str(self.value)

    def __repr__(self) -> str:
        return self.machine.repr(self.value)


def _bounded(machine: Machine, form: str) -> None:
    """Count the largest number in a format: it may be a width."""
    if len(form) > 1:
        for number in _NUMBERS.findall(form):
            machine.made(int(number) if len(number) < 12 else 1 << 40)


def format_of(machine: Machine, value: Any, spec: str) -> str:
    """Return what `format(value, spec)` gives. Raises ValueError, TypeError."""
    if type(value) is Instance:
        special = value.cls.get("__format__")
        if special is not None:
            return str(machine.call(special, [value, spec]))
    if not spec:
        return machine.str(value)
    _bounded(machine, spec)
    if isinstance(value, str | int | float | complex) or type(value).__module__ == "datetime":
        return format(value, spec)
    raise TypeError(f"unsupported format string passed to {machine.type_name(value)}.__format__")


def converted(machine: Machine, value: Any, conversion: str | None) -> Any:
    """Return a value after `!r`, `!s` or `!a`."""
    if conversion == "r":
        return machine.repr(value)
    if conversion == "s":
        return machine.str(value)
    if conversion == "a":
        return machine.repr(value).encode("ascii", "backslashreplace").decode()
    return value


def percent(machine: Machine, form: str, values: Any) -> str:
    """Return what `form % values` gives. Raises TypeError, ValueError."""
    _bounded(machine, form)
    given = values if type(values) is tuple else (values,)
    if "*" in form:
        for value in given:
            if isinstance(value, int):
                machine.made(abs(value))
    machine.made(len(form))
    if isinstance(values, dict):
        return form % {key: _wrapped(machine, value) for key, value in values.items()}
    return form % tuple(_wrapped(machine, value) for value in given)


def _wrapped(machine: Machine, value: Any) -> Any:
    return value if isinstance(value, str | int | float) else _Shown(machine, value)


def formatted(machine: Machine, form: str, arguments: Sequence[Any], named: Mapping[str, Any], depth: int = 2) -> str:
    """Return what `form.format(*arguments, **named)` gives. Raises ValueError, IndexError, KeyError."""
    if depth < 0:
        raise ValueError("Max string recursion exceeded")
    parts: list[str] = []
    counter = 0
    machine.made(len(form))
    for literal, field, spec, conversion in Formatter().parse(form):
        parts.append(literal)
        if field is None:
            continue
        head = re.match(r"[^.\[]*", field)
        name = head[0] if head else ""
        rest = field[len(name) :]
        if not name:
            name = str(counter)
            counter += 1
        if name.isdecimal():
            if int(name) >= len(arguments):
                raise IndexError(f"Replacement index {name} out of range for positional args tuple")
            value = arguments[int(name)]
        else:
            value = named[name]
        for attribute, key in re.findall(r"\.([^.\[]+)|\[([^\]]*)\]", rest):
            if attribute:
                value = machine.get(value, attribute)
            else:
                from tutor.programs.python.operators import item

                value = item(machine, value, int(key) if key.isdecimal() else key)
        value = converted(machine, value, conversion)
        if spec and "{" in spec:
            inner = formatted(machine, spec, arguments[counter:], named, depth - 1)
            counter += spec.count("{}")
            spec = inner
        parts.append(format_of(machine, value, spec or ""))
    return "".join(parts)
