"""Go values as templates see them: a Python object together with the static Go type under which it is reached.

The one rule: a Go type matters only where it shows, that is in error text, in `%T` and `%v`, in comparisons and in what
a function accepts. Plain Python data stands for decoded JSON (`map[string]interface {}`, `[]interface {}`); inside a
`Struct` the type of a plain field is read off its value (`["a"]` is a `[]string` there), or said with `Typed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

NUMBER_KINDS = ("int", "uint", "float", "complex")
_INTS = ("int", "int8", "int16", "int32", "int64")
_UINTS = ("uint", "uint8", "uint16", "uint32", "uint64", "uintptr")


class Type:
    """A Go type: its shape (`kind`), how Go prints it (`text`), what it holds (`elem`, `key`).

    Kinds: bool int uint float complex string slice map struct pointer interface func, and value for reflect.Value.
    """

    __slots__ = ("elem", "key", "kind", "text")

    def __init__(self, kind: str, text: str, elem: Type | None = None, key: Type | None = None) -> None:
        self.kind = kind
        self.text = text
        self.elem = elem
        self.key = key

    def __repr__(self) -> str:
        return f"Type({self.text})"

    def accepts(self, other: Type) -> bool:
        """Whether a value of type `other` may be assigned to this type (Go's assignability, as far as data has it)."""
        return self.kind == "interface" or self.text == other.text


BOOL = Type("bool", "bool")
INT = Type("int", "int")
UINT8 = Type("uint", "uint8")
FLOAT = Type("float", "float64")
COMPLEX = Type("complex", "complex128")
STRING = Type("string", "string")
ANY = Type("interface", "interface {}")
FUNC = Type("func", "func()")
VALUE = Type("value", "reflect.Value")
ANY_SLICE = Type("slice", "[]interface {}", ANY)
ANY_MAP = Type("map", "map[string]interface {}", ANY, STRING)
STRINGS = Type("slice", "[]string", STRING)
STRING_MAP = Type("map", "map[string]string", STRING, STRING)
EMPTY_STRUCT = Type("struct", "struct {}")
EMPTY_STRUCT_MAP = Type("map", "map[string]struct {}", EMPTY_STRUCT, STRING)

_NAMED = {t.text: t for t in (BOOL, INT, FLOAT, COMPLEX, STRING, ANY, EMPTY_STRUCT)}
_NAMED["any"] = ANY
_NAMED["struct{}"] = EMPTY_STRUCT
_NAMED["float32"] = Type("float", "float32")
_NAMED.update((name, Type("int", name)) for name in _INTS[1:])
_NAMED.update((name, Type("uint", name)) for name in _UINTS)
_NAMED["byte"] = _NAMED["uint8"]
_NAMED["rune"] = _NAMED["int32"]


class Typed:
    """A plain value with a Go type: `Typed("int64", 5)`, `Typed("[]string", ())`, `Typed("*container.Health", None)`.

    `type` is written as Go prints it. A name that Go does not predeclare (`network.Port`) is a named type whose kind
    follows the value. `text`, where given, is what its String method returns.
    """

    __slots__ = ("text", "type", "value")

    def __init__(self, type: str, value: object, text: str | None = None) -> None:
        self.type = type
        self.value = value
        self.text = text


class Struct:
    """A Go struct: its type's `name` ("image.Inspect"; with a leading "*" it is reached by a pointer) and fields.

    A field that is a callable without parameters is a method: called when it is used. `tags` are the JSON tags of
    fields (`{"ID": "Id", "Comment": ",omitempty", "secret": "-"}`); `marshal` replaces the JSON encoding as a whole.
    `embedded` are the numbers of fields of the structs that this one is put together from, which shows when it is
    printed.
    """

    __slots__ = ("embedded", "fields", "marshal", "name", "tags")

    def __init__(
        self,
        name: str,
        fields: Mapping[str, object],
        tags: Mapping[str, str] | None = None,
        marshal: Callable[[], str] | None = None,
        embedded: Sequence[int] = (),
    ) -> None:
        self.embedded = tuple(embedded)
        self.name = name
        self.fields = fields
        self.tags = tags or {}
        self.marshal = marshal


class Function:
    """A template function: the Go types of its parameters (the last one repeats if `variadic`) and what it does.

    `call` gets one `Value` (or None for an invalid one) per argument; it returns a plain object, a `Value` or None and
    raises `CallError`. A parameter of type `VALUE` takes its argument as it is, interface wrapping included.
    """

    __slots__ = ("call", "params", "variadic")

    def __init__(self, call: Callable[..., object], params: Sequence[Type], variadic: bool = False) -> None:
        self.call = call
        self.params = tuple(params)
        self.variadic = variadic


class Value:
    """One reached value: its static type and the Python data behind it; `text` is what its String method returns.

    Data by kind: slice → sequence, map → mapping, struct → `Struct` (or an empty tuple), pointer → the object it points
    to or None, interface → `Value` or None, func → `Function`, string → str with surrogate escapes for odd bytes.
    """

    __slots__ = ("data", "text", "type")

    def __init__(self, type: Type, data: Any, text: str | None = None) -> None:
        self.type = type
        self.data = data
        self.text = text

    @property
    def kind(self) -> str:
        """The shape of the static type."""
        return self.type.kind

    def is_nil(self) -> bool:
        """Whether this is a nil pointer, interface, map or slice."""
        return self.data is None

    def element(self, item: object) -> Value:
        """`item` (one of this slice's or map's Python items) as a value of the element type."""
        assert self.type.elem is not None
        return typed(self.type.elem, item)

    def pointee(self) -> Value:
        """Return what a pointer that is not nil points to."""
        assert self.type.elem is not None
        return Value(self.type.elem, self.data, self.text)


def parse_type(text: str, sample: object = None) -> Type:
    """Return the type written `text`; `sample` decides the kind of a named type that Go does not predeclare."""
    known = _NAMED.get(text)
    if known is not None:
        return known
    if text.startswith("[]"):
        first = next(iter(sample), None) if isinstance(sample, (list, tuple)) else None
        return Type("slice", text, parse_type(text[2:], first))
    if text.startswith("map["):
        close = text.index("]")
        first = next(iter(sample.values()), None) if isinstance(sample, Mapping) else None
        return Type("map", text, parse_type(text[close + 1 :], first), parse_type(text[4:close], ""))
    if text.startswith("*"):
        return Type("pointer", text, parse_type(text[1:], sample if sample is not None else Struct("", {})))
    inner = None if isinstance(sample, Struct) else infer(sample)
    if inner is None:
        return Type("struct", text)
    return Type(inner.kind, text, inner.elem, inner.key)


def infer(item: object, in_struct: bool = True) -> Type | None:
    """Return the Go type of a Python object; None for None. Containers are typed by what they hold only `in_struct`."""
    if item is None:
        return None
    simple = _BY_PYTHON_TYPE.get(item.__class__)
    if simple is not None:
        return simple
    if isinstance(item, Struct):
        return parse_type(item.name, item)
    if isinstance(item, Typed):
        return parse_type(item.type, item.value)
    if isinstance(item, Mapping):
        return _infer_map(item) if in_struct else ANY_MAP
    if isinstance(item, (list, tuple)):
        return _infer_slice(item) if in_struct else ANY_SLICE
    if isinstance(item, Function) or callable(item):
        return FUNC
    return Type("struct", item.__class__.__name__)


_BY_PYTHON_TYPE: dict[type, Type] = {bool: BOOL, int: INT, float: FLOAT, str: STRING, complex: COMPLEX}


def _infer_slice(items: Sequence[object]) -> Type:
    if all(isinstance(item, str) for item in items):
        return STRINGS
    first = items[0]
    if isinstance(first, (Struct, Typed)):
        name = first.name if isinstance(first, Struct) else first.type
        return parse_type("[]" + name, list(items))
    return ANY_SLICE


def _infer_map(items: Mapping[str, object]) -> Type:
    if items and all(isinstance(item, str) for item in items.values()):
        return STRING_MAP
    if items and all(isinstance(item, Mapping) and not item for item in items.values()):
        return EMPTY_STRUCT_MAP
    first = next(iter(items.values()), None)
    if isinstance(first, (Struct, Typed)):
        name = first.name if isinstance(first, Struct) else first.type
        return Type("map", f"map[string]{name}", parse_type(name, first), STRING)
    return ANY_MAP


def wrap(item: object, in_struct: bool = True) -> Value | None:
    """Return a Python object as a value of its own type; None (an invalid value, Go's untyped nil) for None."""
    if item is None or isinstance(item, Value):
        return item
    kind = infer(item, in_struct)
    assert kind is not None
    if isinstance(item, Typed):
        return typed(kind, item.value) if kind.kind == "interface" else Value(kind, item.value, item.text)
    return Value(kind, item)


def typed(static: Type, item: object) -> Value:
    """Return a Python object as a value of the given static type."""
    if isinstance(item, Value):
        return item
    if static.kind == "interface":
        return Value(static, wrap(item, False))
    if isinstance(item, Typed):
        return Value(static, item.value, item.text)
    return Value(static, item)


def field(item: object) -> Value:
    """Return a struct's field: None stands for a nil interface, everything else for a value of its own type."""
    value = wrap(item)
    return value if value is not None else Value(ANY, None)


def indirect(value: Value | None) -> tuple[Value | None, bool]:
    """Follow pointers and interfaces; the flag says that a nil was met (which is then returned)."""
    while value is not None and value.type.kind in ("pointer", "interface"):
        if value.data is None:
            return value, True
        value = value.pointee() if value.type.kind == "pointer" else value.data
    return value, False


def unwrap(value: Value | None) -> Value | None:
    """Return the dynamic value in an interface (None if it is nil); anything else is returned as it is."""
    while value is not None and value.type.kind == "interface":
        value = value.data
    return value


def byte_length(text: str) -> int:
    """How many bytes Go counts in a string."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def cut_bytes(text: str, start: int, end: int) -> str:
    """Return the bytes `start` to `end` of a string."""
    if text.isascii():
        return text[start:end]
    return text.encode("utf-8", "surrogateescape")[start:end].decode("utf-8", "surrogateescape")


def length(value: Value) -> int | None:
    """Go's len; None for a type without a length."""
    if value.kind == "string":
        return byte_length(value.data)
    if value.kind in ("slice", "map"):
        return len(value.data) if value.data is not None else 0
    return None


def sorted_items(value: Value) -> Iterator[tuple[Value, Value]]:
    """Return a map's keys and values in the order in which Go prints them: by bytes, numbers by size."""
    assert value.type.key is not None
    data = value.data or {}
    by_bytes = value.type.key.kind == "string"
    keys = sorted(data, key=lambda key: key.encode("utf-8", "surrogateescape")) if by_bytes else sorted(data)
    for key in keys:
        yield typed(value.type.key, key), value.element(data[key])


def is_true(value: Value | None) -> bool:
    """Truth as `if` sees it: not the zero value of its type, not empty, not nil; a struct is always true."""
    if value is None:
        return False
    if value.kind == "struct":
        return True
    if value.kind in ("pointer", "interface", "func"):
        return value.data is not None
    return bool(value.data)


def json_number(text: str) -> Typed:
    """Return a number as Go's decoder keeps it when asked to: a string with the type json.Number."""
    return Typed("json.Number", text, text)


def decode_json(text: str | bytes) -> object:
    """JSON as the CLI decodes what it does not know: plain data whose numbers are json.Number."""
    import json

    return json.loads(text, parse_int=json_number, parse_float=json_number)
