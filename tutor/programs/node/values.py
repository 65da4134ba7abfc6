"""Values of JavaScript: numbers are floats, texts are str, null is None; the rest are these classes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Undefined:
    """The value of what has none."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED = Undefined()


class Accessor:
    """A property that is computed: functions that get and set it."""

    __slots__ = ("getter", "setter")

    def __init__(self, getter: Function | None = None, setter: Function | None = None) -> None:
        self.getter = getter
        self.setter = setter


class Object:
    """An object: its own properties, and the one behind it. `hidden` are names that are not listed."""

    def __init__(self, proto: Object | None = None, props: dict[str, Any] | None = None, kind: str = "Object") -> None:
        self.proto = proto
        self.props: dict[str, Any] = {} if props is None else props
        self.kind = kind
        self.hidden: set[str] = set()
        self.frozen = False
        self.native: Any = None

    def find(self, name: str) -> Any:
        """Return what a property is, UNDEFINED where there is none."""
        holder: Object | None = self
        while holder is not None:
            if name in holder.props:
                return holder.props[name]
            holder = holder.proto
        return UNDEFINED

    def has(self, name: str) -> bool:
        """Whether there is a property, here or behind."""
        holder: Object | None = self
        while holder is not None:
            if name in holder.props:
                return True
            holder = holder.proto
        return False

    def listed(self) -> list[str]:
        """Return the names that are listed: whole numbers first, in order."""
        names = [name for name in self.props if name not in self.hidden]
        numbers = sorted((name for name in names if name.isdecimal() and (name == "0" or name[0] != "0")), key=int)
        return [*numbers, *(name for name in names if name not in numbers)] if numbers else names


class Array(Object):
    """An array."""

    def __init__(self, items: list[Any], proto: Object | None) -> None:
        super().__init__(proto, None, "Array")
        self.items = items


class Function(Object):
    """A function: `call(this, arguments)`; `made` is what `new` makes of it, None for what is no constructor."""

    def __init__(
        self, name: str, call: Callable[[Any, list[Any]], Any], proto: Object | None, kind: str = "function"
    ) -> None:
        super().__init__(proto, None, "Function")
        self.name = name
        self.call = call
        self.sort = kind
        self.fields: Callable[[Any], None] | None = None
        self.above: Function | None = None
        self.home: Object | None = None
        self.builtin = False


class Thrown(Exception):
    """A value that is thrown."""

    def __init__(self, value: Any) -> None:
        super().__init__("thrown")
        self.value = value


def truthy(value: Any) -> bool:
    """Whether a value counts as true."""
    if isinstance(value, float):
        return value == value and value != 0
    return bool(value) if not isinstance(value, Object) else True


def number_text(value: float) -> str:
    """Return a number as JavaScript writes it."""
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    text = repr(value)
    mantissa, mark, exponent = text.partition("e")
    if not mark:
        return text
    power = int(exponent)
    if -6 <= power < 0:
        return f"{value:.{-power + len(mantissa.replace('.', '').replace('-', '')) - 1}f}"
    return f"{mantissa.removesuffix('.0')}e{'+' if power > 0 else '-'}{abs(power)}"


def type_of(value: Any) -> str:
    """Return what typeof gives."""
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "function" if isinstance(value, Function) else "object"


def strict_equal(a: Any, b: Any) -> bool:
    """Return `a === b`."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, float | str) and isinstance(b, float | str):
        return type(a) is type(b) and a == b
    return a is b
