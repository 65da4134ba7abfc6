"""Points in simulated time, as text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from time import struct_time

    from tutor.shell.commands._zone import Zone

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def listing_date(seconds: float, now: float, zone: Zone) -> str:
    """Return a date as `ls -l` shows it: with the time of day for half a year, with the year otherwise."""
    t = zone.local(seconds)
    head = f"{MONTHS[t.tm_mon - 1][:3]} {t.tm_mday:2d}"
    age = int(now) - int(seconds)
    if -15 * 60 < age < 3600 * 24 * 365 // 2:
        return f"{head} {t.tm_hour:02d}:{t.tm_min:02d}"
    return f"{head}  {t.tm_year}"


def strftime(template: str, seconds: float, zone: Zone) -> str:
    """Return a time in a format of C's strftime (locale C)."""
    t = zone.local(seconds)
    out: list[str] = []
    at = 0
    while at < len(template):
        letter = template[at]
        at += 1
        if letter != "%" or at >= len(template):
            out.append(letter)
            continue
        flag = ""
        if template[at] in "-_0^" and at + 1 < len(template):
            flag = template[at]
            at += 1
        if template[at] in "EO" and at + 1 < len(template):
            at += 1
        text = _field(template[at], t, seconds, zone)
        out.append(_flagged(flag, text) if text is not None else "%" + flag + template[at])
        at += 1
    return "".join(out)


def _flagged(flag: str, text: str) -> str:
    if flag == "-":
        return text.lstrip("0 ") or "0"
    if flag == "_":
        bare = text.lstrip("0") or "0"
        return bare.rjust(len(text))
    if flag == "0":
        return text.replace(" ", "0")
    return text.upper() if flag == "^" else text


def _field(letter: str, t: struct_time, seconds: float, zone: Zone) -> str | None:
    """Return one conversion; None if there is no such one."""
    if letter in _COMPOUND:
        return strftime(_COMPOUND[letter], seconds, zone)
    twelve = t.tm_hour % 12 or 12
    day, month = DAYS[t.tm_wday], MONTHS[t.tm_mon - 1]
    sunday = (t.tm_wday + 1) % 7
    year, week = _iso_week(t)
    fields = {
        "Y": str(t.tm_year), "C": f"{t.tm_year // 100:02d}", "y": f"{t.tm_year % 100:02d}", "m": f"{t.tm_mon:02d}",
        "d": f"{t.tm_mday:02d}", "e": f"{t.tm_mday:2d}", "H": f"{t.tm_hour:02d}", "I": f"{twelve:02d}",
        "k": f"{t.tm_hour:2d}", "l": f"{twelve:2d}", "M": f"{t.tm_min:02d}", "S": f"{t.tm_sec:02d}",
        "j": f"{t.tm_yday:03d}", "a": day[:3], "A": day, "b": month[:3], "B": month, "h": month[:3],
        "p": "AM" if t.tm_hour < 12 else "PM", "P": "am" if t.tm_hour < 12 else "pm", "u": str(sunday or 7),
        "w": str(sunday), "s": str(int(seconds // 1)), "Z": zone.at(seconds)[0], "z": zone.text(seconds), "n": "\n",
        "t": "\t", "%": "%", "G": str(year), "g": f"{year % 100:02d}", "V": f"{week:02d}",
        "U": f"{(t.tm_yday + 6 - sunday) // 7:02d}", "W": f"{(t.tm_yday + 6 - t.tm_wday) // 7:02d}",
        "N": f"{int(seconds % 1 * 1_000_000_000):09d}",
    }  # fmt: skip
    return fields.get(letter)


_COMPOUND = {
    "c": "%a %b %e %H:%M:%S %Y", "D": "%m/%d/%y", "x": "%m/%d/%y", "F": "%Y-%m-%d", "T": "%H:%M:%S", "X": "%H:%M:%S",
    "R": "%H:%M", "r": "%I:%M:%S %p",
}  # fmt: skip


def _iso_week(t: struct_time) -> tuple[int, int]:
    """The ISO 8601 year and week of a date."""
    week = (t.tm_yday - t.tm_wday + 9) // 7
    if week < 1:
        return t.tm_year - 1, _weeks(t.tm_year - 1)
    if week > _weeks(t.tm_year):
        return t.tm_year + 1, 1
    return t.tm_year, week


def _weeks(year: int) -> int:
    def last_day(y: int) -> int:
        return (y + y // 4 - y // 100 + y // 400) % 7

    return 53 if last_day(year) == 4 or last_day(year - 1) == 3 else 52
