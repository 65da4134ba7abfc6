"""Values of awk: numbers, strings, text from outside, variables that were never set, and arrays.

The one rule: a number is a float, a string a str of bytes (characters 0 to 255). Text from outside (`Input`) is a
number too where it looks like one. POSIX.1-2017, volume 3, awk, "Expressions in awk".
"""

from __future__ import annotations

import re

from tutor.shell.commands._format import integer, padded, real
from tutor.shell.commands._numbers import leading_float_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class AwkError(Exception):
    """A fault in a program, found before or while it runs: the message without the place."""


class Input(str):
    """Text that came from outside: a field, an argument, a variable of the environment."""

    __slots__ = ()


class Unset:
    """What a variable holds that was never set. `become` makes the variable that it was passed from an array."""

    __slots__ = ("become",)

    def __init__(self, become: Callable[[Array], None] | None = None) -> None:
        self.become = become


UNSET = Unset()
_FIRST = 61
_PRIMES = (251, 1021, 4093, 16381, 65521)


class Array:
    """An array. Its elements come in the order in which busybox's hash table has them."""

    __slots__ = ("_grown", "_size", "items")

    def __init__(self) -> None:
        self.items: dict[str, float | str | Unset] = {}
        self._size = _FIRST
        self._grown = 0

    def get(self, key: str) -> float | str | Unset:
        """Return an element, which is made if there is none."""
        found = self.items.get(key)
        if found is None:
            self.set(key, UNSET)
            return UNSET
        return found

    def set(self, key: str, value: float | str | Unset) -> None:
        """Set an element."""
        items = self.items
        if key not in items and len(items) >= self._size * 8 and self._grown < len(_PRIMES):
            self._grow()
            items = self.items
        items[key] = value

    def _grow(self) -> None:
        """Put the elements into a larger table, in the order in which they are taken from the old one."""
        self.items = {key: self.items[key] for key in self}
        self._size = _PRIMES[self._grown]
        self._grown += 1

    def __iter__(self) -> Iterator[str]:
        """Yield the keys: bucket by bucket, in each the latest one first."""
        buckets: dict[int, list[str]] = {}
        for key in self.items:
            buckets.setdefault(_hash(key) % self._size, []).append(key)
        for number in sorted(buckets):
            yield from reversed(buckets[number])

    def clear(self) -> None:
        """Remove all elements."""
        self.items.clear()


def _hash(key: str) -> int:
    value = 0
    for letter in key:
        byte = ord(letter)
        value = (value * 63 + (byte - 256 if byte > 127 else byte)) & 0xFFFFFFFF
    return value


# numbers and strings


def number_at(text: str) -> tuple[float, int]:
    """Return the number at the beginning of a text and where it ends; octal and hexadecimal ones are known too."""
    if text[:1] == "0" and len(text) > 1:
        found = re.match(r"0[xX][0-9a-fA-F]+", text)
        if found is not None:
            return float(int(found[0], 16)), found.end()
        found = re.match(r"0[0-7]+(?![0-9.])", text)
        if found is not None:
            return float(int(found[0], 8)), found.end()
    return leading_float_end(text)


def to_number(value: float | str | Unset | Array) -> float:
    """Return a value as a number."""
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        if value.isdigit() and value[0] != "0" and value.isascii():
            return float(value)
        return number_at(value)[0]
    return 0.0


def number_text(value: float, form: str) -> str:
    """Return a number as a string: a whole one as it is, others in a format such as `%.6g`."""
    if value == value and abs(value) < 1 << 63 and value == int(value):
        return str(int(value))
    return f"{value:.6g}" if form == "%.6g" else sprintf(form, [value], lambda _: "")


def is_numeric(value: float | str | Unset | Array) -> bool:
    """Whether a value counts as a number in a comparison."""
    if isinstance(value, float):
        return True
    if isinstance(value, Input):
        if not value:
            return False
        return not value[number_at(value)[1] :].strip(" \t")
    return not isinstance(value, str)


def is_true(value: float | str | Unset | Array) -> bool:
    """Whether a value counts as true."""
    if isinstance(value, float):
        return value != 0.0
    if isinstance(value, str):
        return to_number(value) != 0.0 if isinstance(value, Input) and is_numeric(value) else bool(value)
    return False


# formatting

_DIRECTIVE = re.compile(r"%([^a-zA-Z*]*)([a-zA-Z*]?)")
_FIELD = re.compile(r"([-+ #0]*)(\d*)(?:\.(\d*))?")


def sprintf(form: str, arguments: list[float | str | Unset], text: Callable[[float | str | Unset], str]) -> str:
    """Return arguments in a format; `text` makes strings of them. Raises AwkError."""
    out: list[str] = []
    at = used = 0
    while (start := form.find("%", at)) >= 0:
        out.append(form[at:start])
        if form.startswith("%%", start):
            out.append("%")
            at = start + 2
            continue
        found = _DIRECTIVE.match(form, start)
        if found is None or not found[2]:
            at = start
            break
        if found[2] == "*":
            raise AwkError("%*x formats are not supported")
        argument = arguments[used] if used < len(arguments) else UNSET
        used += 1
        out.append(_field(found[1], found[2], argument, text))
        at = found.end()
    out.append(form[at:])
    return "".join(out)


def _field(spec: str, kind: str, argument: float | str | Unset, text: Callable[[float | str | Unset], str]) -> str:
    """Return one argument, formatted."""
    found = _FIELD.match(spec)
    flags, width, precision = (found[1], found[2], found[3]) if found else ("", "", None)
    columns = int(width or 0)
    digits = None if precision is None else int(precision or 0)
    if kind == "c":
        number = is_numeric(argument)
        return padded(chr(int(to_number(argument)) & 255) if number else text(argument)[:1] or "\0", flags, columns)
    if kind == "s":
        return padded(text(argument)[:digits], flags, columns)
    value = to_number(argument)
    if kind in "diouxX":
        return integer(kind, flags, columns, digits, _int(value), bits=32)
    if kind in "eEfFgGaA":
        return real(kind, flags, columns, digits, value)
    raise AwkError("Invalid format specifier")


def _int(value: float) -> int:
    """Return a number as C's int; what does not fit is the lowest one."""
    return int(value) if value == value and -(1 << 31) - 1 < value < 1 << 31 else -(1 << 31)
