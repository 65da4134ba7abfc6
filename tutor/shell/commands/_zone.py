"""Where TZ says we are. POSIX.1-2017, volume 1, section 8.3.

A zone's name from the time zone database (`Europe/Oslo`) means UTC, as in an image without the database.
"""

from __future__ import annotations

import re
from time import gmtime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from time import struct_time

_NAME = r"([A-Za-z]{3,}|<[+\-0-9A-Za-z]{3,}>)"
_CLOCK = r"([+-]?\d{1,3}(?::\d{2}){0,2})"
_ZONE = re.compile(rf"{_NAME}{_CLOCK}(?:{_NAME}{_CLOCK}?(?:,([^,]+),([^,]+))?)?")
_RULE = re.compile(rf"(?:M(\d+)\.(\d)\.(\d)|(J?)(\d+))(?:/{_CLOCK})?")
_BEGIN, _END = "M3.2.0", "M11.1.0"
"""When summer time begins and ends where TZ has a name for it, but no rules."""


class Zone:
    """A zone, with summer time if it has one."""

    __slots__ = ("_rules", "_standard", "_summer")

    def __init__(self, env: Mapping[str, str], utc: bool = False) -> None:
        self._standard = ("UTC", 0)
        self._summer: tuple[str, int] | None = None
        self._rules = (_BEGIN, _END)
        found = None if utc else _ZONE.match(env.get("TZ", ""))
        if found is None:
            return
        offset = -_seconds(found[2])
        self._standard = (found[1].strip("<>"), offset)
        if found[3]:
            self._summer = (found[3].strip("<>"), -_seconds(found[4]) if found[4] else offset + 3600)
            self._rules = (found[5] or _BEGIN, found[6] or _END)

    def at(self, seconds: float) -> tuple[str, int]:
        """Return the zone's name at a time, and the seconds that are added to UTC."""
        if self._summer is None:
            return self._standard
        year = gmtime(int(seconds // 1) + self._standard[1]).tm_year
        begin = _moment(self._rules[0], year) - self._standard[1]
        end = _moment(self._rules[1], year) - self._summer[1]
        summer = begin <= seconds < end if begin < end else not end <= seconds < begin
        return self._summer if summer else self._standard

    def local(self, seconds: float) -> struct_time:
        """The calendar's view of a time."""
        return gmtime(int(seconds // 1) + self.at(seconds)[1])

    def universal(self, local: float) -> float:
        """Return the time of what local clocks show."""
        guess = local - self._standard[1]
        return local - self.at(guess)[1]

    def text(self, seconds: float) -> str:
        """The offset at a time as `+hhmm`."""
        offset = self.at(seconds)[1]
        minutes = abs(offset) // 60
        return f"{'-' if offset < 0 else '+'}{minutes // 60:02d}{minutes % 60:02d}"


def _seconds(clock: str) -> int:
    """Return what `[+-]hh[:mm[:ss]]` means."""
    parts = [int(part) for part in clock.lstrip("+-").split(":")]
    seconds = sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
    return -seconds if clock.startswith("-") else seconds


def _moment(rule: str, year: int) -> int:
    """Return when a rule holds in a year, by local clocks."""
    found = _RULE.fullmatch(rule)
    if found is None:
        return epoch(year, 1, 1)
    clock = _seconds(found[6]) if found[6] else 7200
    if found[5]:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        day = int(found[5])
        # `Jn` counts from 1 and never counts 29 February, `n` counts from 0
        extra = (day - 1 + (leap and day >= 60)) if found[4] else day
        return epoch(year, 1, 1 + extra) + clock
    month, week, weekday = int(found[1]), int(found[2]), int(found[3])
    first = epoch(year, month, 1)
    day = 1 + (weekday - (gmtime(first).tm_wday + 1)) % 7 + 7 * (week - 1)
    last = (epoch(year, month + 1, 1) - first) // 86400
    return epoch(year, month, day if day <= last else day - 7) + clock


def epoch(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """Return the seconds since 1970 of a date in UTC; months and days beyond their range carry over."""
    year += (month - 1) // 12
    month = (month - 1) % 12 + 1
    shifted = year - (month <= 2)
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return days * 86400 + hour * 3600 + minute * 60 + second
