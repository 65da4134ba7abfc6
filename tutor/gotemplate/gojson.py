"""Values as Go's encoding/json writes them: compact, maps sorted by key, struct fields by their tags."""

from __future__ import annotations

from tutor.gotemplate.strconv import format_float
from tutor.gotemplate.values import Struct, Value, field, is_true, sorted_items, unwrap

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def encode_string(text: str, escape_html: bool = False) -> str:
    """Return a JSON string; `escape_html` also escapes < > and &, as Go does unless told otherwise."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text and not escape_html:
        return f'"{text}"'
    out = []
    for char in text:
        code = ord(char)
        if char in _ESCAPES:
            out.append(_ESCAPES[char])
        elif code < 0x20 or (escape_html and char in "<>&") or char in "\u2028\u2029":
            out.append(f"\\u{code:04x}")
        elif 0xD800 <= code <= 0xDFFF:
            out.append("\\ufffd")
        else:
            out.append(char)
    return f'"{"".join(out)}"'


def encode(value: Value | None, escape_html: bool = False) -> str:
    """Return a value as JSON text. ValueError, with Go's text, for a function or a float that JSON does not have."""
    value = unwrap(value)
    if value is None:
        return "null"
    kind = value.kind
    if kind == "string":
        return str(value.data) if value.type.text == "json.Number" else encode_string(value.data, escape_html)
    if kind == "bool":
        return "true" if value.data else "false"
    if kind in ("int", "uint"):
        return str(value.data)
    if kind == "float":
        return _float(value.data)
    if kind in ("pointer", "slice", "map") and value.data is None:
        return "null"
    if kind == "pointer":
        return encode(value.pointee(), escape_html)
    if kind == "slice":
        return f"[{','.join(encode(value.element(item), escape_html) for item in value.data)}]"
    if kind == "map":
        pairs = (f"{_key(key, escape_html)}:{encode(item, escape_html)}" for key, item in sorted_items(value))
        return f"{{{','.join(pairs)}}}"
    if kind == "struct":
        return _struct(value, escape_html)
    raise ValueError(f"json: unsupported type: {value.type.text}")


def _key(key: Value, escape_html: bool) -> str:
    return encode_string(key.data if key.kind == "string" else str(key.data), escape_html)


def _float(number: float) -> str:
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(f"json: unsupported value: {format_float(number, 'g')}")
    size = abs(number)
    if size != 0 and (size < 1e-6 or size >= 1e21):
        text = format_float(number, "e")
        return text[:-2] + text[-1] if text[-4:-1] == "e-0" else text
    return format_float(number, "f")


def _struct(value: Value, escape_html: bool) -> str:
    struct = value.data
    if not isinstance(struct, Struct):
        return "{}"
    if struct.marshal is not None:
        return struct.marshal()
    pairs = []
    for name, item in struct.fields.items():
        tag, _, options = struct.tags.get(name, "").partition(",")
        if callable(item) or (tag == "-" and not options):
            continue
        inner = field(item)
        if "omitempty" in options and inner.kind != "struct" and not is_true(inner):
            continue
        pairs.append(f"{encode_string(tag or name, escape_html)}:{encode(inner, escape_html)}")
    return f"{{{','.join(pairs)}}}"
