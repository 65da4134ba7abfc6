r"""JSON as Go's `encoding/json` writes it, so that documents built here have the bytes the real tools would give them.

One rule: the caller decides the order of keys (a struct is a dict in its order; sort what is a map in Go).
Go escapes `<`, `>`, `&`, U+2028 and U+2029, and writes what is not valid UTF-8 as `\ufffd`; Python does neither.
"""

from __future__ import annotations

import re

_ESCAPED = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "\\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"


def encode(value: object, indent: int | str | None = None) -> bytes:
    """Return `value` (dicts, lists, tuples, str, int, bool, None) as Go's `json.Marshal` writes it, in UTF-8.

    With `indent` (a number of spaces, or the text of one step such as a tab) as `json.MarshalIndent` without a prefix.
    """
    import json

    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, ensure_ascii=False, separators=separators, indent=indent)
    if not text.isascii() or "<" in text or ">" in text or "&" in text:
        text = _ESCAPED.sub(_escape, text)
    return text.encode()


def sorted_map(pairs: object) -> dict[str, str]:
    """Return `(key, value)` pairs as the dict that encodes like a Go map: keys in order of their bytes."""
    items: dict[str, str] = dict(pairs)  # type: ignore[call-overload]
    return {key: items[key] for key in sorted(items, key=_utf8)}


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
