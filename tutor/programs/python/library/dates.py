"""`datetime`: Python's own dates (they know no clock), and the sandbox's clock for `now`; everything is in UTC."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tutor.programs.python.methods import METHODS, fields
from tutor.programs.python.values import Builtin, Class

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine


def _table(methods: str, names: str) -> dict[str, Any]:
    return {**dict.fromkeys(methods.split()), **fields(names)}


_DATE = "isoformat strftime weekday isoweekday toordinal replace ctime timetuple"
METHODS[datetime.date] = _table(_DATE, "year month day")
METHODS[datetime.datetime] = _table(
    f"{_DATE} timestamp date time astimezone utcoffset tzname",
    "year month day hour minute second microsecond tzinfo",
)
METHODS[datetime.time] = _table("isoformat strftime replace", "hour minute second microsecond tzinfo")
METHODS[datetime.timedelta] = _table("total_seconds", "days seconds microseconds")
METHODS[datetime.timezone] = _table("utcoffset tzname", "")
_KINDS = (datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone)


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill `datetime`."""
    now = machine.process.host.now
    classes: dict[type, Class] = {}
    for kind in _KINDS:
        over = (classes[datetime.date],) if kind is datetime.datetime else (machine.object,)
        cls = Class(machine, kind.__name__, over, module="datetime", native=kind)
        cls.namespace["__new__"] = Builtin("__new__", lambda cls, *given, kind=kind, **named: kind(*given, **named))
        for name in ("min", "max"):
            if hasattr(kind, name):
                cls.namespace[name] = getattr(kind, name)
        classes[kind] = machine.types[kind] = names[kind.__name__] = cls

    def moment(zone: Any = None) -> datetime.datetime:
        here = datetime.datetime.fromtimestamp(now(), datetime.UTC)
        return here.replace(tzinfo=None) if zone is None else here.astimezone(zone)

    def at(seconds: float, tz: Any = None) -> datetime.datetime:
        here = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
        return here.replace(tzinfo=None) if tz is None else here.astimezone(tz)

    whole, date = classes[datetime.datetime].namespace, classes[datetime.date].namespace
    table: dict[str, Any] = {
        "now": lambda tz=None: moment(tz),
        "utcnow": moment,
        "today": moment,
        "fromtimestamp": at,
        "utcfromtimestamp": at,
        "fromisoformat": datetime.datetime.fromisoformat,
        "strptime": datetime.datetime.strptime,
        "combine": datetime.datetime.combine,
    }
    for name, call in table.items():
        whole[name] = Builtin(name, call)
    date["today"] = Builtin("today", lambda: moment().date())
    date["fromisoformat"] = Builtin("fromisoformat", datetime.date.fromisoformat)
    classes[datetime.timezone].namespace["utc"] = datetime.UTC
    names["UTC"] = datetime.UTC
    names["MINYEAR"], names["MAXYEAR"] = 1, 9999
