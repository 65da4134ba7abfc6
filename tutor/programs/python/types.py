"""The classes that are there from the beginning, for Python's own types and for ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.python import text
from tutor.programs.python.methods import as_dict, codec
from tutor.programs.python.values import Builtin, Class, Function, Instance, Method, Module, Property, Wrapped

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine

_MISSING = object()


def native_classes(machine: Machine) -> dict[Any, Class]:
    """Return the classes of values by Python's own types (and, later, by the kinds of iterators)."""
    root = Class(machine, "object", (), native=object)
    found: dict[Any, Class] = {object: root}
    for kind in (
        int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice, type(None),
        type(NotImplemented), type(Ellipsis),
    ):  # fmt: skip
        found[kind] = Class(machine, kind.__name__, (root,), native=kind)
    found[bool] = Class(machine, "bool", (found[int],), native=bool)
    named = {
        Function: "function", Builtin: "builtin_function_or_method", Method: "method", Class: "type",
        Module: "module", Property: "property",
    }  # fmt: skip
    for own, name in named.items():
        found[own] = Class(machine, name, (root,), native=own)
    found[Wrapped] = Class(machine, "staticmethod", (root,), native=Wrapped)
    _constructors(machine, found)
    return found


def _constructors(machine: Machine, found: dict[Any, Class]) -> None:
    """Give the classes their `__new__`."""

    def new(kind: type, make: Any) -> None:
        def build(cls: Class, *arguments: Any, **named: Any) -> Any:
            return make(*arguments, **named)

        found[kind].namespace["__new__"] = Builtin(kind.__name__, build)

    def to_int(value: Any = 0, base: Any = _MISSING) -> int:
        if base is not _MISSING:
            return int(value, base)
        if type(value) is Instance:
            for name in ("__int__", "__index__"):
                special = machine.special(value, name)
                if special is not None:
                    return int(machine.call(special, []))
        if isinstance(value, int | float | str | bytes):
            return int(value)
        raise TypeError(
            f"int() argument must be a string, a bytes-like object or a real number, not '{machine.type_name(value)}'"
        )

    def to_float(value: Any = 0.0) -> float:
        special = machine.special(value, "__float__")
        if special is not None:
            return float(machine.call(special, []))
        if isinstance(value, int | float | str):
            return float(value)
        raise TypeError(f"float() argument must be a string or a real number, not '{machine.type_name(value)}'")

    def to_str(value: Any = "", encoding: Any = None, errors: str = "strict") -> str:
        if encoding is not None:
            return bytes(value).decode(codec(machine, encoding), errors)
        return text.str_of(machine, value)

    def to_bytes(value: Any = b"", encoding: Any = None, errors: str = "strict") -> bytes:
        if isinstance(value, str):
            if encoding is None:
                raise TypeError("string argument without an encoding")
            return value.encode(codec(machine, encoding), errors)
        if isinstance(value, int):
            machine.made(value)
            return bytes(value)
        return bytes(value) if isinstance(value, bytes | bytearray) else bytes(machine.listed(value))

    def to_range(*arguments: Any) -> range:
        for argument in arguments:
            if type(argument) not in (int, bool, Instance):
                raise TypeError(f"'{machine.type_name(argument)}' object cannot be interpreted as an integer")
        return range(*arguments)

    def to_dict(other: Any = (), **named: Any) -> dict[Any, Any]:
        made = as_dict(machine, other)
        made.update(named)
        return made

    def to_type(*arguments: Any) -> Any:
        if len(arguments) == 1:
            return machine.class_of(arguments[0])
        from tutor.programs.outside import Outside

        raise Outside("type() with three arguments")

    new(int, to_int)
    new(float, to_float)
    new(str, to_str)
    new(bool, lambda value=False: bool(value))
    new(bytes, to_bytes)
    new(bytearray, lambda *arguments: bytearray(to_bytes(*arguments)))
    new(list, lambda items=(): machine.listed(items))
    new(tuple, lambda items=(): items if type(items) is tuple else tuple(machine.listed(items)))
    new(set, lambda items=(): set(machine.listed(items)))
    new(frozenset, lambda items=(): frozenset(machine.listed(items)))
    new(dict, to_dict)
    new(range, to_range)
    new(slice, slice)
    new(Class, to_type)
    new(Property, lambda fget=None, fset=None, fdel=None, doc=None: Property(fget, fset, fdel))
    found[dict].namespace["fromkeys"] = Builtin(
        "fromkeys", lambda keys, value=None: dict.fromkeys(machine.listed(keys), value)
    )
    found[str].namespace["maketrans"] = Builtin("maketrans", str.maketrans)
    found[bytes].namespace["fromhex"] = Builtin("fromhex", bytes.fromhex)
    found[int].namespace["from_bytes"] = Builtin(
        "from_bytes",
        lambda data, byteorder="big", *, signed=False: int.from_bytes(
            bytes(data), "little" if byteorder == "little" else "big", signed=signed
        ),
    )
