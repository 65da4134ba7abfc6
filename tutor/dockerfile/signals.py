"""The names of signals that STOPSIGNAL takes."""

from __future__ import annotations

import re

_NAMES = frozenset(
    [*("ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL")]
    + [*("PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG")]
    + [*("USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX")]
    + [f"RTMIN+{number}" for number in range(1, 16)]
    + [f"RTMAX-{number}" for number in range(1, 15)]
)
_NUMBER = re.compile(r"[+-]?[0-9]+\Z")


def is_signal(text: str) -> bool:
    """Whether Docker knows a signal by this number or name, `SIG` before it or not, in any case."""
    if _NUMBER.match(text):
        return int(text) != 0
    return text.upper().removeprefix("SIG") in _NAMES
