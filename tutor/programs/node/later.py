"""Promise, Date and timers: what has to do with time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tutor.programs.node.naming import at, maker, methods
from tutor.programs.node.values import (
    UNDEFINED,
    Function,
    Object,
    Thrown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.runtime import Runtime

    Native = Callable[[Any, list[Any]], Any]


def fill_promises(runtime: Runtime) -> None:
    """Make Promise."""

    def settle(promise: Object, state: str) -> Function:
        def call(this: Any, given: list[Any]) -> Any:
            runtime.settle(promise, state, at(given, 0))
            return UNDEFINED

        return runtime.function("", call)

    def make(this: Any, given: list[Any]) -> Object:
        promise = runtime.promise()
        try:
            runtime.call(at(given, 0), UNDEFINED, [settle(promise, "fulfilled"), settle(promise, "rejected")])
        except Thrown as thrown:
            runtime.settle(promise, "rejected", thrown.value)
        return promise

    def follow(this: Any, done: Any, failed: Any) -> Object:
        promise = runtime.promise()

        def react(function: Any, state: str) -> Callable[[Any], None]:
            def run(value: Any) -> None:
                if not isinstance(function, Function):
                    runtime.settle(promise, state, value)
                    return
                try:
                    runtime.settle(promise, "fulfilled", runtime.call(function, UNDEFINED, [value]))
                except Thrown as thrown:
                    runtime.settle(promise, "rejected", thrown.value)

            return run

        runtime.then(this, react(done, "fulfilled"), react(failed, "rejected"))
        return promise

    def last(this: Any, given: list[Any]) -> Object:
        function = at(given, 0)

        def done(_: Any, values: list[Any]) -> Any:
            runtime.call(function, UNDEFINED, [])
            return at(values, 0)

        def failed(_: Any, values: list[Any]) -> Any:
            runtime.call(function, UNDEFINED, [])
            raise Thrown(at(values, 0))

        return follow(this, runtime.function("", done), runtime.function("", failed))

    def resolved(this: Any, given: list[Any]) -> Object:
        value = at(given, 0)
        if isinstance(value, Object) and value.kind == "Promise":
            return value
        promise = runtime.promise()
        runtime.settle(promise, "fulfilled", value)
        return promise

    def rejected(this: Any, given: list[Any]) -> Object:
        promise = runtime.promise()
        runtime.settle(promise, "rejected", at(given, 0))
        return promise

    def together(kind: str) -> Native:
        def call(this: Any, given: list[Any]) -> Object:
            promises = [resolved(this, [item]) for item in runtime.iterate(at(given, 0))]
            result = runtime.promise()
            values: list[Any] = [UNDEFINED] * len(promises)
            left = [len(promises)]

            def one(place: int, state: str, value: Any) -> None:
                if kind == "race":
                    runtime.settle(result, state, value)
                    return
                if kind == "all" and state == "rejected":
                    runtime.settle(result, "rejected", value)
                    return
                if kind == "allSettled":
                    value = runtime.object({"status": state, "value" if state == "fulfilled" else "reason": value})
                values[place] = value
                left[0] -= 1
                if left[0] == 0:
                    runtime.settle(result, "fulfilled", runtime.array(values))

            for place, promise in enumerate(promises):
                runtime.then(
                    promise,
                    lambda value, place=place: one(place, "fulfilled", value),  # type: ignore[misc]
                    lambda value, place=place: one(place, "rejected", value),  # type: ignore[misc]
                )
            if not promises and kind != "race":
                runtime.settle(result, "fulfilled", runtime.array([]))
            return result

        return call

    methods(runtime, runtime.protos["Promise"], {
        "then": lambda this, given: follow(this, at(given, 0), at(given, 1)),
        "catch": lambda this, given: follow(this, UNDEFINED, at(given, 0)),
        "finally": last,
    })  # fmt: skip
    maker(
        runtime,
        "Promise",
        make,
        runtime.protos["Promise"],
        resolve=resolved,
        reject=rejected,
        all=together("all"),
        race=together("race"),
        allSettled=together("allSettled"),
    )


def fill_dates(runtime: Runtime) -> None:
    """Make Date."""
    import datetime

    proto = runtime.protos["Date"]

    def now() -> float:
        return float(int(runtime.process.host.now() * 1000))

    def make(this: Any, given: list[Any]) -> Object:
        made = Object(proto, None, "Date")
        value = at(given, 0)
        made.native = now()
        if isinstance(value, float):
            made.native = value
            if len(given) > 1:
                parts = [runtime.integer(part) for part in given[:6]]
                parts += [1] * (3 - len(parts))
                whole = [*parts, 0, 0, 0][:6]
                made.native = (
                    datetime.datetime(
                        whole[0], whole[1] + 1, whole[2], whole[3], whole[4], whole[5], tzinfo=datetime.UTC
                    ).timestamp()
                    * 1000
                )
        elif isinstance(value, str):
            try:
                moment = datetime.datetime.fromisoformat(value)
                made.native = (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).timestamp() * 1000
            except ValueError:
                made.native = math.nan
        return made

    def moment(this: Any) -> datetime.datetime:
        if this.native != this.native or abs(this.native) > 8.64e15 / 4:
            raise runtime.error("RangeError", "Invalid time value")
        return datetime.datetime.fromtimestamp(this.native / 1000, datetime.UTC)

    def iso(this: Any, given: list[Any]) -> str:
        return moment(this).strftime("%Y-%m-%dT%H:%M:%S") + f".{int(this.native % 1000):03}Z"

    table: dict[str, Native] = {
        "toISOString": iso, "toJSON": iso, "getTime": lambda this, given: this.native,
        "valueOf": lambda this, given: this.native,
        "toString": lambda this, given: moment(this).strftime("%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal "
                                                              "Time)"),
        "getTimezoneOffset": lambda this, given: 0.0,
        "toLocaleDateString": lambda this, given: f"{moment(this).month}/{moment(this).day}/{moment(this).year}",
        "toLocaleTimeString": lambda this, given: moment(this).strftime("%I:%M:%S %p").lstrip("0"),
        "toDateString": lambda this, given: moment(this).strftime("%a %b %d %Y"),
    }  # fmt: skip
    for prefix in ("get", "getUTC"):
        table.update({
            f"{prefix}FullYear": lambda this, given: float(moment(this).year), f"{prefix}Month": lambda this,
            given: float(moment(this).month - 1),
            f"{prefix}Date": lambda this, given: float(moment(this).day), f"{prefix}Day": lambda this,
            given: float(moment(this).isoweekday() % 7),
            f"{prefix}Hours": lambda this, given: float(moment(this).hour), f"{prefix}Minutes": lambda this,
            given: float(moment(this).minute),
            f"{prefix}Seconds": lambda this, given: float(moment(this).second), f"{prefix}Milliseconds": lambda this,
            given: this.native % 1000,
        })  # fmt: skip
    methods(runtime, proto, table)
    maker(runtime, "Date", make, proto, now=lambda this, given: now())


def fill_timers(runtime: Runtime) -> None:
    """Make setTimeout and its like."""

    def later(repeats: bool) -> Native:
        def call(this: Any, given: list[Any]) -> Any:
            function, rest = at(given, 0), given[2:]
            seconds = runtime.number(at(given, 1)) / 1000 if len(given) > 1 else 0.0
            seconds = seconds if seconds == seconds else 0.0
            number = runtime.after(
                seconds, lambda: runtime.call(function, UNDEFINED, list(rest)), seconds if repeats else None
            )
            made = runtime.object()
            made.native = number
            methods(runtime, made, {"unref": lambda this, given: this, "ref": lambda this, given: this})
            return made

        return call

    def cancel(this: Any, given: list[Any]) -> Any:
        if isinstance(at(given, 0), Object) and isinstance(given[0].native, int):
            runtime.cancel(given[0].native)
        return UNDEFINED

    def soon(this: Any, given: list[Any]) -> Any:
        runtime.micro.append(lambda: runtime.call(at(given, 0), UNDEFINED, given[1:]))
        return UNDEFINED

    def immediate(this: Any, given: list[Any]) -> Any:
        runtime.after(0.0, lambda: runtime.call(at(given, 0), UNDEFINED, given[1:]))
        return runtime.object()

    for name, call in {
        "setTimeout": later(False), "setInterval": later(True), "clearTimeout": cancel, "clearInterval": cancel,
        "queueMicrotask": soon,
        "setImmediate": immediate,
    }.items():  # fmt: skip
        runtime.names[name] = runtime.function(name, call)
