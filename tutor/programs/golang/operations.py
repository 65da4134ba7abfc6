"""Operators, indexing and assignment, with the panics of the real machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.golang.values import Duration, Map, Panic, Pointer, Slice, Struct, copied, limited, runtime

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.golang.machine import Machine

    Binary = Callable[[Machine, Any, Any], Any]

_LEAST, _MOST = -(1 << 63), (1 << 63) - 1


def nil_pointer() -> Panic:
    """Return the panic of a nil pointer."""
    return runtime("invalid memory address or nil pointer dereference")


def binary(operator: str) -> Binary:
    """Return an operator as a function."""
    return _TABLE[operator]


def _arithmetic(own: Callable[[Any, Any], Any]) -> Binary:
    def apply(machine: Machine, a: Any, b: Any) -> Any:
        found = own(a, b)
        if type(found) is int and not _LEAST <= found <= _MOST:
            found = limited(found)
        if type(a) is Duration or type(b) is Duration:
            return Duration(found)
        return found

    return apply


def _add(machine: Machine, a: Any, b: Any) -> Any:
    if type(a) is str:
        machine.made(len(a) + len(b))
        return a + b
    found = a + b
    if type(found) is int and not _LEAST <= found <= _MOST:
        return limited(found)
    return Duration(found) if type(a) is Duration or type(b) is Duration else found


def _divide(machine: Machine, a: Any, b: Any) -> Any:
    if isinstance(a, float) or isinstance(b, float):
        if b == 0:
            return float("nan") if a == 0 or a != a else float("inf") if a > 0 else float("-inf")
        return a / b
    if b == 0:
        raise runtime("integer divide by zero")
    found = abs(a) // abs(b)
    found = found if (a < 0) == (b < 0) else -found
    return Duration(found) if type(a) is Duration else found


def _remainder(machine: Machine, a: Any, b: Any) -> Any:
    if b == 0:
        raise runtime("integer divide by zero")
    found = abs(a) % abs(b)
    return found if a >= 0 else -found


def _shift(machine: Machine, a: Any, b: Any) -> Any:
    return limited(a << min(b, 64)) if b >= 0 else 0


def equal(a: Any, b: Any) -> bool:
    """Return `a == b`."""
    if a is None or b is None:
        other = a if b is None else b
        return other is None or bool(getattr(other, "nil", False))
    return bool(a == b) if not isinstance(a, bool) or isinstance(b, bool) else False


_TABLE: dict[str, Binary] = {
    "+": _add,
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "/": _divide,
    "%": _remainder,
    "&": lambda machine, a, b: a & b,
    "|": lambda machine, a, b: a | b,
    "^": lambda machine, a, b: a ^ b,
    "&^": lambda machine, a, b: a & ~b,
    "<<": _shift,
    ">>": lambda machine, a, b: a >> b,
    "==": lambda machine, a, b: equal(a, b),
    "!=": lambda machine, a, b: not equal(a, b),
    "<": lambda machine, a, b: a < b,
    "<=": lambda machine, a, b: a <= b,
    ">": lambda machine, a, b: a > b,
    ">=": lambda machine, a, b: a >= b,
}


def holder(value: Any) -> Any:
    """Return what a selector looks into: a pointer is followed. Raises Panic."""
    if isinstance(value, Pointer):
        value = value.value()
    if value is None:
        raise nil_pointer()
    return value


def embedded(struct: Struct, name: str) -> Struct:
    """Return the embedded struct that has a field. Raises Panic."""
    for field in struct.fields.values():
        inner = field.value() if isinstance(field, Pointer) else field
        if isinstance(inner, Struct) and name in inner.fields:
            return inner
    raise nil_pointer()


def item(machine: Machine, value: Any, key: Any) -> Any:
    """Return `value[key]`. Raises Panic."""
    if isinstance(value, Pointer):
        value = value.value()
    if isinstance(value, Slice):
        if not 0 <= key < value.length:
            raise runtime(f"index out of range [{key}] with length {value.length}")
        return value.data[value.start + key]
    if isinstance(value, Map):
        if key in value.data:
            return value.data[key]
        return value.kind.zero() if value.kind is not None else None
    if isinstance(value, str):
        data = value if value.isascii() else value.encode("utf-8", "surrogateescape").decode("latin-1")
        if not 0 <= key < len(data):
            raise runtime(f"index out of range [{key}] with length {len(data)}")
        return ord(data[key])
    if value is None:
        if isinstance(key, int):
            raise runtime(f"index out of range [{key}] with length 0")
        return None
    raise nil_pointer()


def set_item(machine: Machine, value: Any, key: Any, new: Any) -> None:
    """Do `value[key] = new`. Raises Panic."""
    if isinstance(value, Pointer):
        value = value.value()
    if isinstance(value, Slice):
        if not 0 <= key < value.length:
            raise runtime(f"index out of range [{key}] with length {value.length}")
        value.data[value.start + key] = value.kind.fit(new) if value.kind is not None else new
    elif isinstance(value, Map) and not value.nil:
        machine.tick()
        value.data[key] = value.kind.fit(new) if value.kind is not None else new
    elif isinstance(value, Map):
        error = runtime("")
        error.value.text = "assignment to entry in nil map"
        raise error
    else:
        raise nil_pointer()


def set_pointed(pointer: Any, value: Any) -> None:
    """Do `*pointer = value`. Raises Panic."""
    if not isinstance(pointer, Pointer):
        raise nil_pointer()
    if pointer.put is not None:
        pointer.put(value)
    elif isinstance(pointer.target, Struct) and isinstance(value, Struct):
        pointer.target.fields = copied(value).fields


def sliced(machine: Machine, value: Any, low: Any, high: Any) -> Any:
    """Return `value[low:high]`. Raises Panic."""
    if isinstance(value, str):
        data = value.encode("utf-8", "surrogateescape")
        end = len(data) if high is None else high
        if not 0 <= (low or 0) <= end <= len(data):
            raise runtime(f"slice bounds out of range [:{end}] with length {len(data)}")
        machine.made(end - (low or 0))
        return data[low or 0 : end].decode("utf-8", "surrogateescape")
    if isinstance(value, Pointer):
        value = value.value()
    if value is None:
        value = Slice([], 0, 0, None)
    start, end = low or 0, value.length if high is None else high
    most = len(value.data) - value.start
    if not 0 <= end <= most:
        raise runtime(f"slice bounds out of range [:{end}] with capacity {most}")
    if not 0 <= start <= end:
        raise runtime(f"slice bounds out of range [{start}:{end}]")
    return Slice(value.data, value.start + start, end - start, value.kind)
