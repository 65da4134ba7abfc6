"""The methods of Python's own types that a script may use: by type and name.

The rule: what is not in these tables cannot be reached. None stands for the method itself; a function gets the machine
and the value first, and counts what it makes before it makes it; a property is read. Whatever takes an iterable reads
it at the script's cost.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tutor.programs.python import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.machine import Machine

    Table = dict[str, Any]

CODECS = frozenset({"utf-8", "utf8", "ascii", "us-ascii", "latin-1", "latin1", "iso-8859-1", "utf-16", "utf-8-sig"})


def _plain(names: str) -> Table:
    return dict.fromkeys(names.split())


def fields(names: str) -> Table:
    """Return attributes that are read as they are."""
    return {name: property(attrgetter(name)) for name in names.split()}


def codec(machine: Machine, name: str) -> str:
    """Return the name of an encoding. Raises LookupError."""
    if not isinstance(name, str):
        raise TypeError(f"encode() argument 'encoding' must be str, not {machine.type_name(name)}")
    if name.lower().replace("_", "-") not in CODECS:
        raise LookupError(f"unknown encoding: {name}")
    return name


# str and bytes


def _join(machine: Machine, value: Any, items: Any) -> Any:
    parts = machine.listed(items)
    for at, part in enumerate(parts):
        if not isinstance(part, type(value)):
            expected = type(value).__name__
            raise TypeError(f"sequence item {at}: expected {expected} instance, {machine.type_name(part)} found")
    machine.made(sum(map(len, parts)) + len(value) * len(parts))
    return value.join(parts)


def _replace(machine: Machine, value: Any, old: Any, new: Any, count: int = -1) -> Any:
    if isinstance(old, type(value)) and isinstance(new, type(value)):
        found = value.count(old)
        machine.made(len(value) + max(0, len(new) - len(old)) * (found if count < 0 else min(found, count)))
    return value.replace(old, new, count)


def _padded(name: str) -> Callable[..., Any]:
    def method(machine: Machine, value: Any, width: int, *fill: Any) -> Any:
        if isinstance(width, int):
            machine.made(max(width, len(value)))
        return getattr(value, name)(width, *fill)

    return method


def _expandtabs(machine: Machine, value: str, tabsize: int = 8) -> str:
    machine.made(len(value) + value.count("\t") * max(0, tabsize))
    return value.expandtabs(tabsize)


def _costly(name: str) -> Callable[..., Any]:
    """Return a method whose result is about as large as the value."""

    def method(machine: Machine, value: Any, *arguments: Any, **named: Any) -> Any:
        machine.made(len(value) * 2)
        return getattr(value, name)(*arguments, **named)

    return method


def _encode(machine: Machine, value: str, encoding: str = "utf-8", errors: str = "strict") -> bytes:
    machine.made(len(value))
    return value.encode(codec(machine, encoding), errors)


def _decode(machine: Machine, value: bytes, encoding: str = "utf-8", errors: str = "strict") -> str:
    machine.made(len(value))
    return value.decode(codec(machine, encoding), errors)


def _format(machine: Machine, value: str, *arguments: Any, **named: Any) -> str:
    return text.formatted(machine, value, arguments, named)


def _format_map(machine: Machine, value: str, mapping: Any) -> str:
    return text.formatted(machine, value, (), mapping)


_SEARCH = "count find rfind index rindex startswith endswith isalpha isdigit isspace islower isupper istitle isalnum"
_STRIP = "strip lstrip rstrip removeprefix removesuffix partition rpartition"
_BOTH: Table = {
    **_plain(f"{_SEARCH} {_STRIP}"),
    "join": _join,
    "replace": _replace,
    **{name: _padded(name) for name in ("ljust", "rjust", "center", "zfill")},
    **{
        name: _costly(name)
        for name in (
            "upper", "lower", "title", "capitalize", "swapcase", "split", "rsplit", "splitlines", "translate",
        )
    },
    "expandtabs": _expandtabs,
}  # fmt: skip
STR: Table = {
    **_BOTH,
    **_plain("isdecimal isnumeric isidentifier isprintable isascii maketrans"),
    "casefold": _costly("casefold"),
    "encode": _encode,
    "format": _format,
    "format_map": _format_map,
}
BYTES: Table = {**_BOTH, "hex": _costly("hex"), "decode": _decode, **_plain("isascii")}
BYTEARRAY: Table = {
    **BYTES,
    **_plain("append pop clear copy reverse"),
    "extend": lambda machine, value, items: value.extend(machine.listed(items)),
}

# list, tuple, dict, set


def _append(machine: Machine, value: list[Any], item: Any) -> None:
    machine.work -= 1
    value.append(item)


def _extend(machine: Machine, value: Any, items: Any) -> None:
    value.extend(machine.listed(items))


def _insert(machine: Machine, value: list[Any], index: int, item: Any) -> None:
    machine.tick(1 + len(value) // 1024)
    value.insert(index, item)


def _index(machine: Machine, value: Any, item: Any, *ends: int) -> int:
    machine.tick(1 + len(value) // 64)
    try:
        return int(value.index(item, *ends))
    except ValueError:
        if isinstance(value, list):
            raise ValueError(f"{machine.repr(item)} is not in list") from None
        raise


def _sized(name: str) -> Callable[..., Any]:
    """Return a method that goes through all of the value."""

    def method(machine: Machine, value: Any, *arguments: Any) -> Any:
        machine.tick(1 + len(value) // 64)
        return getattr(value, name)(*arguments)

    return method


def _sort(machine: Machine, value: list[Any], *, key: Any = None, reverse: Any = False) -> None:
    machine.tick(1 + len(value) // 8)
    value.sort(key=None if key is None else machine.callback(key), reverse=bool(reverse))


def _update(machine: Machine, value: dict[Any, Any], other: Any = (), **named: Any) -> None:
    value.update(as_dict(machine, other))
    value.update(named)


def as_dict(machine: Machine, other: Any) -> dict[Any, Any]:
    """Return what `dict(other)` gives, at the script's cost. Raises TypeError, ValueError."""
    if isinstance(other, dict):
        machine.made(len(other) * 16)
        return dict(other)
    found = {}
    for at, pair in enumerate(machine.counted(other)):
        try:
            items = machine.listed(pair)
        except TypeError:
            raise TypeError(f"cannot convert dictionary update sequence element #{at} to a sequence") from None
        if len(items) != 2:
            raise ValueError(f"dictionary update sequence element #{at} has length {len(items)}; 2 is required")
        found[items[0]] = items[1]
    return found


def _set_method(name: str) -> Callable[..., Any]:
    def method(machine: Machine, value: Any, *others: Any) -> Any:
        return getattr(value, name)(*[machine.listed(other) for other in others])

    return method


def _set_pop(machine: Machine, value: set[Any]) -> Any:
    if not value:
        raise KeyError("pop from an empty set")
    item = machine.ordered(value)[0]
    value.remove(item)
    return item


LIST: Table = {
    **_plain("pop remove clear"),
    "append": _append,
    "extend": _extend,
    "insert": _insert,
    "index": _index,
    "count": _sized("count"),
    "copy": _costly("copy"),
    "reverse": _sized("reverse"),
    "sort": _sort,
}
TUPLE: Table = {"index": _index, "count": _sized("count")}
DICT: Table = {
    **_plain("get pop setdefault keys values items clear popitem"),
    "copy": _costly("copy"),
    "update": _update,
}
_SETS = ("union", "intersection", "difference", "symmetric_difference", "issubset", "issuperset", "isdisjoint")
FROZENSET: Table = {"copy": _costly("copy"), **{name: _set_method(name) for name in _SETS}}
SET: Table = {
    **FROZENSET,
    **_plain("add remove discard clear"),
    "pop": _set_pop,
    **{
        name: _set_method(name)
        for name in ("update", "intersection_update", "difference_update", "symmetric_difference_update")
    },
}


def _to_bytes(machine: Machine, value: int, length: int = 1, byteorder: str = "big", *, signed: bool = False) -> bytes:
    machine.made(length)
    return value.to_bytes(length, "little" if byteorder == "little" else "big", signed=signed)


INT: Table = {
    **_plain("bit_length bit_count conjugate as_integer_ratio"),
    "to_bytes": _to_bytes,
    **fields("real imag numerator denominator"),
}
FLOAT: Table = {
    **_plain("is_integer hex as_integer_ratio conjugate"),
    **fields("real imag"),
}
RANGE: Table = {
    **_plain("index count"),
    **fields("start stop step"),
}
VIEWS: Table = {"isdisjoint": _set_method("isdisjoint")}

METHODS: dict[type, Table] = {
    str: STR, bytes: BYTES, bytearray: BYTEARRAY, list: LIST, tuple: TUPLE, dict: DICT, set: SET, frozenset: FROZENSET,
    int: INT, bool: INT, float: FLOAT, range: RANGE, slice: RANGE, type({}.keys()): VIEWS, type({}.items()): VIEWS,
    type({}.values()): {},
}  # fmt: skip
