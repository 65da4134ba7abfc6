"""Filters, "name=value" as `--filter` takes them and the daemon checks them."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.engine.errors import EngineError, invalid
from tutor.oci.timestamp import SECOND, InvalidTime, parse_time

if TYPE_CHECKING:
    from collections.abc import Collection

Filters = dict[str, tuple[str, ...]]

_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)")
_TRUE = ("1", "true")
_FALSE = ("0", "false")


def parse(filters: tuple[str, ...], known: Collection[str] | None = None) -> Filters:
    """Return the values of each filter. Raises EngineError ("invalid filter 'foo'") for one that is not `known`."""
    found: dict[str, list[str]] = {}
    for text in filters:
        if not text:
            continue
        name, equals, value = text.partition("=")
        name = name.strip().lower()
        if not name or not equals:
            raise invalid("invalid filter")
        values = found.setdefault(name, [])
        if value.strip() not in values:
            values.append(value.strip())
    for name in found:
        if known is not None and name not in known:
            raise invalid(f"invalid filter '{name}'", name)
    return {name: tuple(values) for name, values in found.items()}


def boolean(filters: Filters, name: str, default: bool) -> bool:
    """Return the truth of a filter. Raises EngineError where it is neither true nor false, or both."""
    values = filters.get(name)
    if values is None:
        return default
    true, false = any(value in _TRUE for value in values), any(value in _FALSE for value in values)
    if true == false:
        raise invalid(f"invalid filter '{name}=[{' '.join(sorted(values))}]'", name)
    return true


@lru_cache(256)
def expression(pattern: str) -> re.Pattern[str] | None:
    """Return what a user's pattern means, None where it is no regular expression."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # "[[" in a set means itself, in Go as in this Python
        try:
            return re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            return None


def until(value: str, now: float, *, named: bool = True) -> float:
    """Return the time (seconds since 1970) that `until=value` means: a date, a Unix time, or a duration before `now`.

    Raises EngineError; with `named` its text begins with "invalid value for 'until' filter: ".
    """
    prefix = "invalid value for 'until' filter: " if named else ""
    try:
        return timestamp(value, now)
    except EngineError as error:
        raise invalid(f"{prefix}failed to parse value as time or duration: {error.message}", "until") from None


def timestamp(value: str, now: float) -> float:
    """Return seconds since 1970 for what `--since` and `until` take. Raises EngineError with Go's reason."""
    if not value:
        raise invalid("value is empty")
    seconds = duration(value)
    if seconds is not None:
        return now - seconds
    found = _date(value)
    if found is not None:
        return found
    whole, dot, fraction = value.partition(".")
    if re.fullmatch(r"[+-]?\d+", whole) is None:
        raise invalid(f'invalid seconds "{whole}": invalid syntax')
    if dot and not fraction.isdecimal():
        raise invalid(f'invalid nanoseconds "{fraction}": invalid syntax')
    return int(whole) + (int(fraction[:9].ljust(9, "0")) / SECOND if fraction else 0.0)


def duration(text: str) -> float | None:
    """Return the seconds of a Go duration ("1h30m", "0"), None where it is none."""
    sign = -1.0 if text.startswith("-") else 1.0
    rest = text[1:] if text[:1] in ("+", "-") else text
    if rest == "0":
        return 0.0
    total, at = 0.0, 0
    while match := _DURATION.match(rest, at):
        total += float(match[1]) * _UNITS[match[2]]
        at = match.end()
    return sign * total if rest and at == len(rest) else None


def _date(value: str) -> float | None:
    """Return the time of a date, with or without hours, minutes, seconds and zone; without one it is UTC."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?)?(Z|[+-]\d\d:\d\d)?", value)
    if match is None:
        return None
    text = f"{match[1]}T{match[2] or '00'}:{match[3] or '00'}:{match[4] or '00'}{match[5] or 'Z'}"
    try:
        return parse_time(text) / SECOND
    except InvalidTime:
        return None


def matches_labels(filters: Filters, labels: dict[str, str]) -> bool:
    """Whether labels satisfy all of `label=key`, `label=key=value` and none of `label!=…` (kept as "label!")."""
    return all(_has(labels, text) for text in filters.get("label", ())) and not any(
        _has(labels, text) for text in filters.get("label!", ())
    )


def _has(labels: dict[str, str], text: str) -> bool:
    key, equals, value = text.partition("=")
    return key in labels and (not equals or labels[key] == value)
