"""Values of a running Go program, and the types that conversions, zero values and `%T` need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_INTS = (
    "int",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "byte",
    "rune",
    "uintptr",
)
_BITS = {"int8": 8, "int16": 16, "int32": 32, "rune": 32, "uint8": 8, "byte": 8, "uint16": 16, "uint32": 32}


class Type:
    """A type: `kind` is int, float, string, bool, slice, map, struct, pointer, func, interface or any."""

    __slots__ = ("begin", "fields", "inner", "key", "kind", "methods", "name", "tags")

    def __init__(self, kind: str, name: str, inner: Type | None = None, key: Type | None = None) -> None:
        self.kind = kind
        self.name = name
        self.inner = inner
        self.key = key
        self.fields: dict[str, Type] = {}
        self.tags: dict[str, str] = {}
        self.methods: dict[str, Any] = {}
        self.begin: Callable[[], Any] | None = None

    def zero(self) -> Any:
        """Return the value that a variable of the type begins with."""
        if self.begin is not None:
            return self.begin()
        if self.kind == "int":
            return 0
        if self.kind == "slice":
            return Slice([], 0, 0, self.inner, nil=True)
        if self.kind == "map":
            return Map({}, self.key, self.inner, nil=True)
        if self.kind == "float":
            return 0.0
        if self.kind == "string":
            return ""
        if self.kind == "bool":
            return False
        if self.kind == "struct":
            return Struct(self, {name: kind.zero() for name, kind in self.fields.items()})
        if self.kind == "duration":
            return Duration(0)
        return None

    def fit(self, value: Any) -> Any:
        """Return a value as a variable of the type holds it: an untyped number becomes what is wanted."""
        if self.kind == "float" and type(value) is int:
            return float(value)
        if self.kind == "duration" and type(value) is int:
            return Duration(value)
        if self.kind == "int" and type(value) is float and value.is_integer():
            return int(value)
        return copied(value)

    def convert(self, value: Any) -> Any:
        """Return the value of a conversion."""
        if self.kind == "int":
            if isinstance(value, float):
                value = int(value)
            return limited(int(value), self.name)
        if self.kind == "float":
            return float(value)
        if self.kind == "duration":
            return Duration(int(value))
        if self.kind == "string":
            if isinstance(value, int):
                return chr(value) if 0 <= value < 0x110000 else "\ufffd"
            if isinstance(value, Slice):
                items = value.items()
                if value.kind is not None and value.kind.name == "rune":
                    return "".join(chr(item) for item in items)
                return bytes(item & 0xFF for item in items).decode("utf-8", "replace")
            return value
        if self.kind == "slice" and isinstance(value, str):
            assert self.inner is not None
            data = (
                [ord(letter) for letter in value]
                if self.inner.name in ("rune", "int32")
                else list(value.encode("utf-8", "surrogateescape"))
            )
            return Slice(data, 0, len(data), self.inner)
        return copied(value)


def limited(value: int, name: str = "int") -> int:
    """Return an integer within the bits of its type."""
    bits = _BITS.get(name, 64)
    if name.startswith("u") or name == "byte":
        return value & ((1 << bits) - 1)
    half = 1 << (bits - 1)
    if -half <= value < half:
        return value
    return (value + half) % (1 << bits) - half


BASIC: dict[str, Type] = {
    **{name: Type("int", name) for name in _INTS},
    "float64": Type("float", "float64"), "float32": Type("float", "float32"), "string": Type("string", "string"),
    "bool": Type("bool", "bool"), "error": Type("interface", "error"), "any": Type("any", "interface {}"),
}  # fmt: skip


class Duration(int):
    """Nanoseconds."""

    def text(self) -> str:
        """Return it as Go writes it, such as "1m30s"."""
        value, sign = abs(int(self)), "-" if self < 0 else ""
        if value == 0:
            return "0s"
        if value < 1_000:
            return f"{sign}{value}ns"
        for unit, size in (("µs", 1_000), ("ms", 1_000_000)):
            if value < size * 1000:
                return f"{sign}{trimmed(value / size)}{unit}"
        minutes, rest = divmod(value, 60_000_000_000)
        hours, minutes = divmod(minutes, 60)
        text = f"{trimmed(rest / 1e9)}s"
        if hours or minutes:
            text = f"{minutes}m{text}"
        return sign + (f"{hours}h{text}" if hours else text)


def trimmed(value: float) -> str:
    """Return a number without the zeros at its end."""
    return f"{value:.9f}".rstrip("0").rstrip(".")


class Slice:
    """A window on a list that it may share with others."""

    __slots__ = ("data", "kind", "length", "nil", "start")

    def __init__(self, data: list[Any], start: int, length: int, kind: Type | None, *, nil: bool = False) -> None:
        self.nil = nil
        self.data = data
        self.start = start
        self.length = length
        self.kind = kind

    def items(self) -> list[Any]:
        """Return what it holds."""
        return self.data[self.start : self.start + self.length]

    def appended(self, items: list[Any]) -> Slice:
        """Return the slice with more items: in place where nothing else lies behind it."""
        end = self.start + self.length
        if end == len(self.data):
            self.data.extend(items)
            return Slice(self.data, self.start, self.length + len(items), self.kind)
        return Slice([*self.items(), *items], 0, self.length + len(items), self.kind)


class Map:
    """A map; `kind` is the type of its values."""

    __slots__ = ("data", "key", "kind", "nil")

    def __init__(self, data: dict[Any, Any], key: Type | None, kind: Type | None, *, nil: bool = False) -> None:
        self.nil = nil
        self.data = data
        self.key = key
        self.kind = kind


class Struct:
    """A value of a struct type."""

    __slots__ = ("fields", "type")

    def __init__(self, type: Type, fields: dict[str, Any]) -> None:
        self.type = type
        self.fields = fields

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Struct) and self.type is other.type and self.fields == other.fields

    def __hash__(self) -> int:
        return hash(tuple(self.fields.values()))


class Pointer:
    """A pointer to a struct, or to a variable (`put` sets it)."""

    __slots__ = ("get", "put", "target")

    def __init__(
        self, target: Any, get: Callable[[], Any] | None = None, put: Callable[[Any], None] | None = None
    ) -> None:
        self.target = target
        self.get = get
        self.put = put

    def value(self) -> Any:
        """Return what it points to."""
        return self.get() if self.get is not None else self.target

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pointer) and self.target is other.target and (self.get is None or self is other)

    def __hash__(self) -> int:
        return id(self.target)


class Error:
    """An error made by `errors.New` or `fmt.Errorf`."""

    __slots__ = ("kind", "text", "wrapped")

    def __init__(self, text: str, wrapped: Any = None, kind: str = "*errors.errorString") -> None:
        self.text = text
        self.wrapped = wrapped
        self.kind = kind


class Function:
    """A function, or a method bound to its receiver."""

    __slots__ = ("call", "name")

    def __init__(self, name: str, call: Callable[..., Any]) -> None:
        self.name = name
        self.call = call


class Object:
    """A value of a package of ours: its methods and fields by name."""

    def __init__(self, kind: str, members: dict[str, Any]) -> None:
        self.kind = kind
        self.members = members


class Package:
    """An imported package: its names."""

    def __init__(self, path: str, names: dict[str, Any]) -> None:
        self.path = path
        self.names = names


class Panic(Exception):
    """A panic on its way: `value` is what it was given; `runtime` whether the machine began it."""

    def __init__(self, value: Any, runtime: bool = False) -> None:
        super().__init__(value)
        self.value = value
        self.runtime = runtime
        self.places: list[tuple[str, int]] = []


class Exit(BaseException):
    """The program ends."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def copied(value: Any) -> Any:
    """Return a value as an assignment gives it: structs are copied."""
    if isinstance(value, Struct):
        return Struct(value.type, {name: copied(field) for name, field in value.fields.items()})
    return value


def runtime(text: str) -> Panic:
    """Return a panic of the machine."""
    return Panic(Error(f"runtime error: {text}", kind="runtime.errorString"), True)


def ranged(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield what `range` gives."""
    if isinstance(value, Pointer):
        value = value.value()
    if isinstance(value, int):
        for index in range(value):
            yield index, index
    elif isinstance(value, Slice):
        for index in range(value.length):
            yield index, value.data[value.start + index]
    elif isinstance(value, Map):
        for key in ordered(value.data):
            if key in value.data:
                yield key, value.data[key]
    elif isinstance(value, str):
        at = 0
        for letter in value:
            yield at, ord(letter)
            at += len(letter.encode("utf-8", "surrogateescape"))


def ordered(data: dict[Any, Any]) -> list[Any]:
    """Return the keys of a map in order, as fmt prints them; a program may not rely on any."""
    try:
        return sorted(data)
    except TypeError:
        return list(data)
