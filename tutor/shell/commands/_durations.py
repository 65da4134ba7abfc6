"""Lengths of time as arguments."""

from __future__ import annotations

import re

from tutor.shell.commands._applet import fail_number

_FORM = re.compile(r"(\d+\.?\d*|\.\d+)([smhd]?)")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(text: str) -> float:
    """Return a length of time such as `1.5m` in seconds. Raises Failure."""
    if text in ("inf", "infinity"):
        return 1e12
    found = _FORM.fullmatch(text)
    if found is None:
        fail_number(text)
    return float(found.group(1)) * _UNITS[found.group(2)]
