"""Dates as people type them, in the forms that busybox knows."""

from __future__ import annotations

import re

from tutor.shell.commands._times import MONTHS
from tutor.shell.commands._zone import Zone, epoch

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
        local = _checked(year, month, day, clock)
        if local is None:
            return None
        ahead = parts.get("zone")
        return float(local - _offset(ahead)) if ahead else zone.universal(local)
    return parse_stamp(text, now, env, utc)


def _offset(text: str) -> int:
    if text in ("UTC", "GMT", "Z"):
        return 0
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return -seconds if text[0] == "-" else seconds


def _checked(year: int, month: int, day: int, clock: list[int]) -> int | None:
    """Return the time of a date in UTC; None if there is no such one."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and clock[0] < 24 and clock[1] < 60 and clock[2] < 61):
        return None
    return epoch(year, month, day, *clock)


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
    local = _checked(fields[0], fields[1], fields[2], [fields[3], fields[4], int(seconds or 0)])
    return None if local is None else zone.universal(local)


_DIGITS = {"Y": 4, "m": 2, "d": 2, "e": 2, "H": 2, "M": 2, "S": 2, "y": 2, "j": 3}
_WHOLE = {"D": "%m/%d/%y", "F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M"}


def parse_form(text: str, form: str, now: float, env: Mapping[str, str], utc: bool = False) -> float | None:
    """Return the time that a date in a form of C's strptime means; None if it does not fit. The rest is 0:00 today."""
    zone = Zone(env, utc)
    today = zone.local(now)
    found = {"Y": today.tm_year, "m": today.tm_mon, "d": today.tm_mday, "H": 0, "M": 0, "S": 0}
    for short, long in _WHOLE.items():
        form = form.replace(f"%{short}", long)
    at = 0
    for blank, letter, plain in re.findall(r"(\s+)|%(.)|(.)", form, re.DOTALL):
        at += len(text[at:]) - len(text[at:].lstrip()) if blank or letter in _DIGITS else 0
        if plain or letter == "%":
            if text[at : at + 1] != (plain or "%"):
                return None
            at += 1
        elif letter:
            size = _take(text[at:], letter, found)
            if not size:
                return None
            at += size
    if "s" in found:
        return float(found["s"])
    if "y" in found:
        found["Y"] = found["y"] + (1900 if found["y"] >= 69 else 2000)
    month, day = (1, found["j"]) if "j" in found else (found["m"], found["d"])
    return zone.universal(epoch(found["Y"], month, day, found["H"], found["M"], found["S"]))


def _take(text: str, letter: str, found: dict[str, int]) -> int:
    """Note one field of a date; return how many characters it has, 0 if it is none."""
    if letter in "bBh":
        names = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
        for name in (*names, *(name[:3] for name in names)):
            if text.lower().startswith(name):
                found["m"] = next(number for whole, number in names.items() if whole.startswith(name))
                return len(name)
        return 0
    if letter in "aA":
        word = re.match(r"[A-Za-z]+", text)
        return word.end() if word else 0
    digits = re.match(rf"\d{{1,{_DIGITS.get(letter, 20)}}}", text)
    if digits is None or (letter not in _DIGITS and letter != "s"):
        return 0
    found["d" if letter == "e" else letter] = int(digits[0])
    return digits.end()
