"""The functions that the docker CLI adds to Go's: json join lower upper title split pad truncate.

`HEADER` are their stand-ins for the header of a table, which leave a column's name as it is.
"""

from __future__ import annotations

from tutor.gotemplate import gofmt
from tutor.gotemplate.errors import CallError
from tutor.gotemplate.gojson import encode
from tutor.gotemplate.values import ANY, INT, STRING, STRINGS, Function, Value, byte_length, cut_bytes, sorted_items


def upper(text: str) -> str:
    """Upper case letter by letter: what would become two letters (ß) stays."""
    return "".join(big if len(big := char.upper()) == 1 else char for char in text)


def lower(text: str) -> str:
    """Lower case letter by letter."""
    return "".join(small if len(small := char.lower()) == 1 else small[0] for char in text)


def title(text: str) -> str:
    """Each letter that begins a word in title case; words are letters, digits and underscores."""
    out = []
    inside = False
    for char in text:
        out.append(char if inside or len(char.title()) != 1 else char.title())
        inside = char.isalnum() or char == "_" or (not char.isascii() and not char.isspace())
    return "".join(out)


def split(text: str, separator: str) -> Value:
    """Return the parts between separators; the characters, if the separator is empty."""
    parts = text.split(separator) if separator else list(text)
    return Value(STRINGS, parts)


def join(items: Value | None, separator: str) -> str:
    """Return the elements of a slice (a map's values, sorted), printed and joined."""
    if items is None:
        return ""
    if items.kind == "slice":
        return separator.join(gofmt.sprint([items.element(item)]) for item in items.data or ())
    if items.kind == "map":
        return separator.join(sorted(gofmt.sprint([value]) for _, value in sorted_items(items)))
    raise CallError(f"expected slice, got {items.type.text}")


def pad(text: str, before: int, after: int) -> str:
    """Spaces around a text that is not empty."""
    if not text:
        return ""
    if before < 0 or after < 0:
        raise CallError("strings: negative Repeat count")
    if before + after > 1_000_000:
        raise CallError("strings: Repeat output length overflow")
    return " " * before + text + " " * after


def truncate(text: str, size: int) -> str:
    """Return the first `size` bytes."""
    if byte_length(text) < size:
        return text
    if size < 0:
        raise CallError(f"runtime error: slice bounds out of range [:{size}]")
    return cut_bytes(text, 0, size)


def _json(value: Value | None) -> str:
    try:
        return encode(value)
    except ValueError as fault:
        raise CallError(str(fault)) from None


DOCKER = {
    "json": Function(_json, (ANY,)),
    "split": Function(lambda text, separator: split(text.data, separator.data), (STRING, STRING)),
    "join": Function(lambda items, separator: join(items, separator.data), (ANY, STRING)),
    "title": Function(lambda text: title(text.data), (STRING,)),
    "lower": Function(lambda text: lower(text.data), (STRING,)),
    "upper": Function(lambda text: upper(text.data), (STRING,)),
    "pad": Function(lambda text, before, after: pad(text.data, before.data, after.data), (STRING, INT, INT)),
    "truncate": Function(lambda text, size: truncate(text.data, size.data), (STRING, INT)),
}

HEADER = {
    **DOCKER,
    **{name: Function(lambda text: text.data, (STRING,)) for name in ("json", "title", "lower", "upper")},
    **{name: Function(lambda text, separator: text.data, (STRING, STRING)) for name in ("split", "join")},
    "truncate": Function(lambda text, size: text.data, (STRING, INT)),
}
