"""`time`: the sandbox's clock, in UTC."""

from __future__ import annotations

import time as real
from typing import TYPE_CHECKING, Any

from tutor.programs.python.methods import METHODS, TUPLE, fields
from tutor.programs.python.values import Builtin

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine

_NAMES = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")
METHODS[real.struct_time] = {
    **TUPLE, **fields(" ".join(_NAMES)),
}  # fmt: skip


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill `time`."""
    now = machine.process.host.now
    start = now()

    def wait(seconds: Any) -> None:
        if not isinstance(seconds, int | float):
            raise TypeError(f"'{machine.type_name(seconds)}' object cannot be interpreted as an integer")
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        machine.sleep(float(seconds))

    def shown(form: str, moment: Any = None) -> str:
        machine.made(len(form) * 16)
        return real.strftime(form, real.gmtime(now()) if moment is None else moment)

    spent = [0]

    def counter() -> float:
        spent[0] += 1
        return round(now() - start + 1000.0 + spent[0] * 1e-6, 9)

    table: dict[str, Any] = {
        "time": now,
        "time_ns": lambda: int(now() * 1_000_000_000),
        "sleep": wait,
        "monotonic": counter,
        "perf_counter": counter,
        "process_time": counter,
        "gmtime": lambda seconds=None: real.gmtime(now() if seconds is None else seconds),
        "localtime": lambda seconds=None: real.gmtime(now() if seconds is None else seconds),
        "strftime": shown,
        "ctime": lambda seconds=None: real.asctime(real.gmtime(now() if seconds is None else seconds)),
        "asctime": lambda moment=None: real.asctime(real.gmtime(now()) if moment is None else moment),
        "mktime": lambda moment: float(_seconds(moment)),
    }
    for name, call in table.items():
        names[name] = Builtin(name, call)
    names.update(timezone=0, tzname=("UTC", "UTC"))


def _seconds(moment: Any) -> int:
    from calendar import timegm

    return timegm(tuple(moment))
