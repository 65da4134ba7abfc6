"""The functions that every template has: and or not, comparisons, index slice len call, printing and escaping.

`and`, `or` and `call` are completed by the executor, which alone can evaluate arguments late and call values.
"""

from __future__ import annotations

from tutor.gotemplate import gofmt
from tutor.gotemplate.errors import CallError
from tutor.gotemplate.printf import sprintf
from tutor.gotemplate.values import (
    ANY,
    STRING,
    UINT8,
    VALUE,
    Function,
    Type,
    Value,
    cut_bytes,
    indirect,
    is_true,
    length,
    unwrap,
)

_INTEGERS = ("int", "uint")
_BASIC = ("bool", "int", "uint", "float", "complex", "string")


def _position(index: Value | None, limit: int) -> int:
    """Return an index or a slice's bound, checked as Go checks it."""
    if index is None:
        raise CallError("cannot index slice/array with nil")
    if index.kind not in _INTEGERS:
        raise CallError(f"cannot index slice/array with type {index.type.text}")
    if not 0 <= index.data <= limit:
        raise CallError(f"index out of range: {index.data}")
    return int(index.data)


def index(item: Value | None, *keys: Value | None) -> Value | None:
    """`index x 1 "a"` is x[1]["a"]; a map's missing key gives the zero value."""
    found = unwrap(item)
    if found is None:
        raise CallError("index of untyped nil")
    for key in keys:
        inner, is_nil = indirect(found)
        if is_nil or inner is None:
            raise CallError("index of nil pointer")
        found = _at(inner, unwrap(key))
    return found


def _at(item: Value, key: Value | None) -> Value:
    if item.kind in ("slice", "string"):
        size = length(item) or 0
        at = _position(key, size)
        if at == size:
            problem = f"reflect: {item.kind} index out of range"
            raise CallError(problem)
        if item.kind == "string":
            return Value(UINT8, item.data.encode("utf-8", "surrogateescape")[at])
        return item.element(item.data[at])
    if item.kind == "map":
        return _map_entry(item, key)
    raise CallError(f"can't index item of type {item.type.text}")


def _map_entry(item: Value, key: Value | None) -> Value:
    wanted = item.type.key
    assert wanted is not None
    if key is None:
        raise CallError(f"value is nil; should be of type {wanted.text}")
    if not wanted.accepts(key.type) and not (key.kind in _INTEGERS and wanted.kind in _INTEGERS):
        raise CallError(f"value has type {key.type.text}; should be {wanted.text}")
    data = item.data or {}
    if key.data in data:
        return item.element(data[key.data])
    assert item.type.elem is not None
    return zero(item.type.elem)


def zero(type: Type) -> Value:
    """Return the zero value of a type."""
    zeros = {"bool": False, "int": 0, "uint": 0, "float": 0.0, "complex": 0j, "string": "", "struct": ()}
    return Value(type, zeros.get(type.kind))


def slice_(item: Value | None, *bounds: Value | None) -> Value:
    """`slice x 1 2` is x[1:2], counted in bytes for a string."""
    item = unwrap(item)
    if item is None:
        raise CallError("slice of untyped nil")
    if len(bounds) > 3:
        raise CallError(f"too many slice indexes: {len(bounds)}")
    if item.kind not in ("string", "slice"):
        raise CallError(f"can't slice item of type {item.type.text}")
    if item.kind == "string" and len(bounds) == 3:
        raise CallError("cannot 3-index slice a string")
    size = length(item) or 0
    at = [0, size, size]
    for number, bound in enumerate(bounds):
        at[number] = _position(bound, size)
    if at[0] > at[1]:
        raise CallError(f"invalid slice index: {at[0]} > {at[1]}")
    if at[1] > at[2]:
        raise CallError(f"invalid slice index: {at[1]} > {at[2]}")
    if item.kind == "string":
        return Value(item.type, cut_bytes(item.data, at[0], at[1]))
    return Value(item.type, (item.data or ())[at[0] : at[1]])


def len_(item: Value | None) -> int:
    """Return the length of a string (in bytes), slice or map."""
    item, is_nil = indirect(item)
    if is_nil:
        raise CallError("len of nil pointer")
    size = None if item is None else length(item)
    if size is None:
        zero_value = "reflect: call of reflect.Value.Type on zero Value"
        raise CallError(zero_value if item is None else f"len of type {item.type.text}")
    return size


def _eq_pair(left: Value | None, right: Value | None) -> bool:
    left_kind = left.kind if left is not None and left.kind in _BASIC else ""
    right_kind = right.kind if right is not None and right.kind in _BASIC else ""
    if left_kind != right_kind:
        if left_kind in _INTEGERS and right_kind in _INTEGERS:
            assert left is not None
            assert right is not None
            return bool(left.data == right.data)
        if left is not None and right is not None:
            raise CallError("incompatible types for comparison")
        return False
    if left_kind:
        assert left is not None
        assert right is not None
        return bool(left.data == right.data)
    return _eq_others(left, right)


def _eq_others(left: Value | None, right: Value | None) -> bool:
    left_nil = left is None or (left.kind in ("pointer", "map", "slice") and left.data is None)
    right_nil = right is None or (right.kind in ("pointer", "map", "slice") and right.data is None)
    if left is not None and right is not None and left.kind != right.kind:
        shown = f"{sprintf('%s', [left])}: {left.type.text}, {right.type.text}: {gofmt.sprint([right])}"
        raise CallError(f"non-comparable types {shown}")
    if left_nil or right_nil:
        return left_nil == right_nil
    assert left is not None
    assert right is not None
    if right.kind in ("map", "slice", "func"):
        raise CallError(f"non-comparable type {sprintf('%s', [right])}: {right.type.text}")
    return left.type.text == right.type.text and left.data is right.data


def eq(first: Value | None, *others: Value | None) -> bool:
    """Whether the first equals any of the others."""
    if not others:
        raise CallError("missing argument for comparison")
    return any(_eq_pair(unwrap(first), unwrap(other)) for other in others)


def ne(left: Value | None, right: Value | None) -> bool:
    """Whether the two differ."""
    return not eq(left, right)


def lt(left: Value | None, right: Value | None) -> bool:
    """Whether the first is less."""
    left, right = unwrap(left), unwrap(right)
    for side in (left, right):
        if side is None or side.kind not in _BASIC:
            raise CallError("invalid type for comparison")
    assert left is not None
    assert right is not None
    if left.kind != right.kind and not (left.kind in _INTEGERS and right.kind in _INTEGERS):
        raise CallError("incompatible types for comparison")
    if left.kind in ("bool", "complex"):
        raise CallError("invalid type for comparison")
    if left.kind == "string":
        encoded = [side.data.encode("utf-8", "surrogateescape") for side in (left, right)]
        return bool(encoded[0] < encoded[1])
    return bool(left.data < right.data)


def le(left: Value | None, right: Value | None) -> bool:
    """Whether the first is less or equal."""
    return lt(left, right) or eq(left, right)


def _printable(value: Value | None) -> Value | None:
    """Return what printing an argument shows: pointers followed."""
    return indirect(value)[0] if value is not None and value.kind == "pointer" else value


def _text(arguments: tuple[Value | None, ...]) -> str:
    shown = [_printable(argument) for argument in arguments]
    no_value = Value(STRING, "<no value>")
    return gofmt.sprint([no_value if value is None else value for value in shown])


_HTML = {'"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\ufffd"}
_JS = {"\\": "\\\\", "'": "\\'", '"': '\\"', "<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "=": "\\u003D"}


def html(*arguments: Value | None) -> str:
    """Return the text of the arguments, escaped for HTML."""
    return "".join(_HTML.get(char, char) for char in _text(arguments))


def _js_char(char: str) -> str:
    if char in _JS:
        return _JS[char]
    if char < " ":
        return f"\\u00{ord(char):02X}"
    return char if char < "\x80" or char.isprintable() else f"\\u{ord(char):04X}"


def js(*arguments: Value | None) -> str:
    """Return the text of the arguments, escaped for a JavaScript string."""
    return "".join(map(_js_char, _text(arguments)))


def urlquery(*arguments: Value | None) -> str:
    """Return the text of the arguments, escaped for a query string."""
    out = []
    for byte in _text(arguments).encode("utf-8", "surrogateescape"):
        char = chr(byte)
        plain = byte < 128 and (char.isalnum() or char in "-_.~")
        out.append(char if plain else "+" if char == " " else f"%{byte:02X}")
    return "".join(out)


def _printf(form: Value, *arguments: Value | None) -> str:
    return sprintf(form.data, arguments)


BUILTINS = {
    "and": Function(lambda *values: values[-1], (VALUE, VALUE), True),
    "or": Function(lambda *values: values[-1], (VALUE, VALUE), True),
    "not": Function(lambda value: not is_true(unwrap(value)), (VALUE,)),
    "call": Function(lambda *values: None, (VALUE, VALUE), True),
    "html": Function(html, (ANY,), True),
    "js": Function(js, (ANY,), True),
    "urlquery": Function(urlquery, (ANY,), True),
    "index": Function(index, (VALUE, VALUE), True),
    "slice": Function(slice_, (VALUE, VALUE), True),
    "len": Function(len_, (VALUE,)),
    "print": Function(lambda *values: gofmt.sprint(values), (ANY,), True),
    "println": Function(lambda *values: gofmt.sprintln(values), (ANY,), True),
    "printf": Function(_printf, (STRING, ANY), True),
    "eq": Function(eq, (VALUE, VALUE), True),
    "ne": Function(ne, (VALUE, VALUE)),
    "lt": Function(lt, (VALUE, VALUE)),
    "le": Function(le, (VALUE, VALUE)),
    "gt": Function(lambda left, right: not le(left, right), (VALUE, VALUE)),
    "ge": Function(lambda left, right: not lt(left, right), (VALUE, VALUE)),
}
