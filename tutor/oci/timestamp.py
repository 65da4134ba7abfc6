"""Times in images: RFC 3339 text as Go writes and reads it.

One rule: inside, a time is a whole number of nanoseconds since 1970 (UTC), so that no digit is lost.
"""

from __future__ import annotations

import re

from tutor.errors import LayerwiseError

SECOND = 1_000_000_000
ZERO = "0001-01-01T00:00:00Z"  # Go's zero time: how old documents say "never"

_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))")


class InvalidTime(LayerwiseError):
    """A text that is no RFC 3339 time."""

    def __init__(self, text: str) -> None:
        super().__init__(f'"{text}" is not a time such as 2006-01-02T15:04:05Z')
        self.text = text


def format_time(nanoseconds: int) -> str:
    """Return a time as Go marshals it in UTC: `2026-11-23T03:16:41.0502896Z`, no zeros at the end of the fraction."""
    seconds, fraction = divmod(nanoseconds, SECOND)
    days, rest = divmod(seconds, 86_400)
    year, month, day = _civil(days)
    text = f"{year:04d}-{month:02d}-{day:02d}T{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    if fraction:
        text += "." + f"{fraction:09d}".rstrip("0")
    return text + "Z"


def parse_time(text: str) -> int:
    """Return the nanoseconds since 1970 of an RFC 3339 time (digits past the ninth are cut). Raises InvalidTime."""
    match = _RFC3339.fullmatch(text)
    if match is None:
        raise InvalidTime(text)
    *civil, fraction, sign, ahead, past = match.groups()
    year, month, day, hour, minute, second = map(int, civil)
    if not (1 <= month <= 12 and 1 <= day <= _month_length(year, month) and hour < 24 and minute < 60 and second < 60):
        raise InvalidTime(text)
    total = (_days(year, month, day) * 24 + hour) * 3600 + minute * 60 + second
    if sign:
        offset = int(ahead) * 3600 + int(past) * 60
        total -= offset if sign == "+" else -offset
    return total * SECOND + (int(fraction[:9].ljust(9, "0")) if fraction else 0)


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _days(year: int, month: int, day: int) -> int:
    """Count the days from 1970-01-01 to a date of the proleptic Gregorian calendar."""
    before = year - 1 if month <= 2 else year
    era, of_era = divmod(before, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def _civil(days: int) -> tuple[int, int, int]:
    """Return year, month and day of a number of days since 1970-01-01."""
    era, of_era = divmod(days + 719_468, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    return year_of_era + era * 400 + (1 if month <= 2 else 0), month, of_year - (153 * shifted + 2) // 5 + 1
