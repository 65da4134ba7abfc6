"""Durations and sizes as Go reads them."""

from __future__ import annotations

import re

from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.text import quote

_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_PART = re.compile(r"([0-9]*)(?:(\.)([0-9]*))?([^0-9.]*)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([kKmMgGtTpP]?)(?:[iI]?[bB])?\Z")


def parse_duration(text: str) -> int:
    """Read a duration like `1m30s` in nanoseconds (time.ParseDuration). Raises `ParseError` with Go's text."""
    shown = quote(text)
    body = text[1:] if text[:1] in ("-", "+") else text
    if body == "0":
        return 0
    if not body:
        raise ParseError(f"time: invalid duration {shown}")
    total, pos = 0, 0
    while pos < len(body):
        match = _PART.match(body, pos)
        assert match is not None
        if not match[1] and not match[3]:
            raise ParseError(f"time: invalid duration {shown}")
        if not match[4]:
            raise ParseError(f"time: missing unit in duration {shown}")
        if match[4] not in _UNITS:
            raise ParseError(f"time: unknown unit {quote(match[4])} in duration {shown}")
        unit, fraction = _UNITS[match[4]], match[3] or ""
        total += int(match[1] or 0) * unit + (int(fraction) * unit // 10 ** len(fraction) if fraction else 0)
        if total >= 2**63:
            raise ParseError(f"time: invalid duration {shown}")
        pos = match.end()
    return -total if text.startswith("-") else total


def parse_size(text: str) -> int | None:
    """Read a size like `64m` in bytes, units being powers of 1024; None if it is none."""
    match = _SIZE.match(text)
    if match is None:
        return None
    return int(float(match[1]) * 1024 ** " kmgtp".index(match[2].lower() or " "))
