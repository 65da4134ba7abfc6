"""Dates as people type them, in the forms that busybox knows."""

from __future__ import annotations

import re

from tutor.shell.commands._times import MONTHS, Zone, epoch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d*)?)?"
_DATE = r"(?P<year>\d{4})[.\-](?P<month>\d{1,2})[.\-](?P<day>\d{1,2})"
_ZONE = r"(?: ?(?P<zone>UTC|GMT|Z|[+-]\d{2}:?\d{2}))?"
_NAME = r"(?P<name>[A-Z][a-z]{2})"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_FORMS = (
    re.compile(_TIME),
    re.compile(rf"{_DATE}(?:[ T\-]{_TIME})?{_ZONE}"),
    re.compile(rf"(?P<month>\d{{1,2}})\.{_DAY}-{_TIME}"),
    re.compile(rf"(?:[A-Z][a-z]{{2,}},? )?{_NAME}[a-z]* +{_DAY} {_TIME}(?: [A-Z]{{3,4}})? {_YEAR}"),
    re.compile(rf"(?:[A-Z][a-z]{{2}}, )?{_DAY} {_NAME} {_YEAR}(?: {_TIME})?{_ZONE}"),
)


def parse_date(
    text: str, now: float, env: Mapping[str, str], utc: bool = False, midnight: bool = False
) -> float | None:
    """Return the time (seconds since 1970) that a date means; None if it is none that is known.

    What is not said is taken from `now`; with `midnight` the time of day is 0:00 then.
    """
    zone = Zone(env, utc)
    if text.startswith("@") and re.fullmatch(r"-?\d+(\.\d+)?", text[1:]):
        return float(text[1:])
    today = zone.local(now)
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        clock = [0, 0, 0] if midnight else [today.tm_hour, today.tm_min, today.tm_sec]
        for at, name in enumerate(("hour", "minute", "second")):
            if parts.get(name):
                clock[at] = int(parts[name])
        month = int(parts.get("month") or today.tm_mon)
        if parts.get("name"):
            names = [name[:3] for name in MONTHS]
            if parts["name"] not in names:
                return None
            month = names.index(parts["name"]) + 1
        year, day = int(parts.get("year") or today.tm_year), int(parts.get("day") or today.tm_mday)
        return _checked(year, month, day, clock, _offset(parts.get("zone"), zone))
    return parse_stamp(text, now, env, utc)


def _offset(text: str | None, zone: Zone) -> int:
    if not text:
        return zone.offset
    if text in ("UTC", "GMT", "Z"):
        return 0
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return -seconds if text[0] == "-" else seconds


def _checked(year: int, month: int, day: int, clock: list[int], offset: int) -> float | None:
    if not (1 <= month <= 12 and 1 <= day <= 31 and clock[0] < 24 and clock[1] < 60 and clock[2] < 61):
        return None
    return float(epoch(year, month, day, *clock) - offset)


def parse_stamp(text: str, now: float, env: Mapping[str, str], utc: bool = False) -> float | None:
    """Return the time that `[[[[[YY]YY]MM]DD]hh]mm[.ss]` means; None if it is none."""
    zone = Zone(env, utc)
    digits, dot, seconds = text.partition(".")
    if not digits.isdecimal() or len(digits) % 2 or not 2 <= len(digits) <= 12:
        return None
    if dot and not re.fullmatch(r"\d\d", seconds):
        return None
    today = zone.local(now)
    fields = [today.tm_year, today.tm_mon, today.tm_mday, today.tm_hour, 0]
    if len(digits) == 12:
        fields[0] = int(digits[:4])
        digits = digits[4:]
    elif len(digits) == 10:
        short = int(digits[:2])
        fields[0] = 1900 + short if short >= 69 else 2000 + short
        digits = digits[2:]
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    fields[5 - len(pairs) :] = pairs
    return _checked(fields[0], fields[1], fields[2], [fields[3], fields[4], int(seconds or 0)], zone.offset)
