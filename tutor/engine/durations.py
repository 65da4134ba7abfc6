"""How long ago something was, in words (docker/go-units, `HumanDuration`)."""

from __future__ import annotations


def human(seconds: float) -> str:
    """Return "Less than a second", "5 seconds", "About a minute", "3 weeks" and so on."""
    whole = int(seconds)
    if whole < 1:
        return "Less than a second"
    if whole == 1:
        return "1 second"
    if whole < 60:
        return f"{whole} seconds"
    minutes = whole // 60
    if minutes == 1:
        return "About a minute"
    if minutes < 60:
        return f"{minutes} minutes"
    hours = int(seconds / 3600 + 0.5)
    if hours == 1:
        return "About an hour"
    for limit, unit, name in (
        (48, 1, "hours"), (24 * 14, 24, "days"), (24 * 60, 24 * 7, "weeks"), (24 * 730, 24 * 30, "months")
    ):  # fmt: skip
        if hours < limit:
            return f"{hours // unit} {name}"
    return f"{whole // 3600 // 24 // 365} years"
