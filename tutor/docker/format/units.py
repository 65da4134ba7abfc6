"""Sizes and durations for people, as the library go-units of Docker writes and reads them."""

from __future__ import annotations

import re
from functools import lru_cache

DECIMAL = ("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")
BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")
_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_SECONDS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}


def _scaled(size: float, base: float, units: tuple[str, ...], precision: int) -> str:
    """Return the size in the largest unit in which it is at least 1, with this many significant digits (Go's %.*g)."""
    step = 0
    while size >= base and step < len(units) - 1:
        size /= base
        step += 1
    return f"{size:.{precision}g}{units[step]}"


@lru_cache(4096)
def human_size(size: float, precision: int = 4) -> str:
    """Return a number of bytes in powers of 1000: "3.159MB"; the newer columns show three digits."""
    return _scaled(size, 1000.0, DECIMAL, precision)


def bytes_size(size: float) -> str:
    """Return a number of bytes in powers of 1024: "64MiB"."""
    return _scaled(size, 1024.0, BINARY, 4)


def human_duration(seconds: float) -> str:
    """Return a time that passed: "Less than a second", "5 minutes", "About an hour", "3 weeks"."""
    whole = int(seconds)
    if whole < 1:
        return "Less than a second"
    if whole < 60:
        return "1 second" if whole == 1 else f"{whole} seconds"
    if whole < 3600:
        return "About a minute" if whole < 120 else f"{whole // 60} minutes"
    hours = int(seconds / 3600 + 0.5)
    if hours == 1:
        return "About an hour"
    for limit, unit, name in (
        (48, 1, "hours"),
        (24 * 14, 24, "days"),
        (24 * 60, 24 * 7, "weeks"),
        (24 * 730, 720, "months"),
    ):
        if hours < limit:
            return f"{hours // unit} {name}"
    return f"{whole // 3600 // 24 // 365} years"


def ago(seconds: float) -> str:
    """How long ago something happened: "2 hours ago"."""
    return human_duration(seconds) + " ago"


def parse_bytes(text: str) -> int:
    """Return an amount of memory ("64m", "1.5GiB", "512") in bytes. Raises ValueError with go-units' text."""
    cut = max((i for i, char in enumerate(text) if char in "0123456789. "), default=-1)
    if cut == -1:
        raise ValueError(f"invalid size: '{text}'")
    number, suffix = (text[:cut], text[cut + 1 :]) if text[cut] == " " else (text[: cut + 1], text[cut + 1 :])
    if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)", number):
        raise ValueError(f'strconv.ParseFloat: parsing "{number}": invalid syntax')
    size = float(number)
    if size < 0:
        raise ValueError(f"invalid size: '{text}'")
    if not suffix:
        return int(size)
    lower = suffix.lower()
    if lower == "b":
        return int(size)
    if len(suffix) > 3 or lower[0] not in _POWERS or lower[1:] not in ("", "b", "ib"):
        raise ValueError(f"invalid suffix: '{suffix if len(suffix) > 3 else lower}'")
    return int(size * 1024.0 ** _POWERS[lower[0]])


def parse_duration(text: str) -> int:
    """Go's time.ParseDuration ("1h30m", "1.5s") in nanoseconds. Raises ValueError with Go's text."""
    quoted = f'"{text}"'
    rest = text[1:] if text[:1] in ("-", "+") else text
    sign = -1 if text.startswith("-") else 1
    if rest == "0":
        return 0
    if not rest:
        raise ValueError(f"time: invalid duration {quoted}")
    total = 0.0
    while rest:
        match = re.match(r"(\d*)(\.\d*)?", rest)
        number = match[0] if match else ""
        if not number or number == ".":
            raise ValueError(f"time: invalid duration {quoted}")
        rest = rest[len(number) :]
        match = re.match(r"[^\d.]+", rest)
        if not match:
            raise ValueError(f"time: missing unit in duration {quoted}")
        unit = match[0]
        if unit not in _SECONDS:
            raise ValueError(f'time: unknown unit "{unit}" in duration {quoted}')
        rest = rest[len(unit) :]
        total += float(number) * _SECONDS[unit]
    return sign * round(total)


def show_duration(nanoseconds: int) -> str:
    """Go's way to write a duration: "1h30m0s", "1.5s", "0s"."""
    if nanoseconds == 0:
        return "0s"
    sign, left = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    if left < 10**9:
        for unit, name in ((10**6, "ms"), (10**3, "µs"), (1, "ns")):
            if left >= unit:
                return f"{sign}{_decimal(left, unit)}{name}"
    minutes, rest = divmod(left, 60 * 10**9)
    hours, minutes = divmod(minutes, 60)
    text = f"{_decimal(rest, 10**9)}s"
    if hours:
        return f"{sign}{hours}h{minutes}m{text}"
    return f"{sign}{minutes}m{text}" if minutes else sign + text


def _decimal(number: int, unit: int) -> str:
    """number/unit without trailing zeros."""
    whole, part = divmod(number, unit)
    if not part:
        return str(whole)
    return f"{whole}.{str(part).zfill(len(str(unit)) - 1).rstrip('0')}"
