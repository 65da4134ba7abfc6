"""The names that every script finds: console, JSON, Math, Object, Array, String, Promise, timers and their like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tutor.programs.node.containers import fill_arrays, fill_collections, fill_objects
from tutor.programs.node.inspect import inspect
from tutor.programs.node.later import fill_dates, fill_promises, fill_timers
from tutor.programs.node.naming import at, maker, methods
from tutor.programs.node.scalars import fill_numbers, fill_strings
from tutor.programs.node.serial import fill_json, stringified
from tutor.programs.node.values import (
    UNDEFINED,
    Object,
    number_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.runtime import Runtime

    Native = Callable[[Any, list[Any]], Any]

_ERRORS = ("Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError")


def fill(runtime: Runtime) -> None:
    """Make the global names."""
    names = runtime.names
    names.update({"NaN": math.nan, "Infinity": math.inf, "undefined": UNDEFINED, "globalThis": runtime.object()})
    _errors(runtime)
    _console(runtime)
    fill_objects(runtime)
    fill_arrays(runtime)
    fill_strings(runtime)
    fill_numbers(runtime)
    fill_json(runtime)
    fill_collections(runtime)
    fill_promises(runtime)
    fill_dates(runtime)
    fill_timers(runtime)


def _errors(runtime: Runtime) -> None:
    base = runtime.protos["Error"]
    for name in _ERRORS:
        proto = base if name == "Error" else Object(base)
        proto.props.update(name=name, message="")
        proto.hidden.update(("name", "message"))

        def make(this: Any, given: list[Any], name: str = name, proto: Object = proto) -> Object:
            message = "" if at(given, 0) is UNDEFINED else runtime.text(given[0])
            made = Object(proto, {"stack": f"{name}: {message}" if message else name, "message": message}, "Error")
            made.hidden.update(("stack", "message"))
            options = at(given, 1)
            if isinstance(options, Object) and "cause" in options.props:
                made.props["cause"] = options.props["cause"]
            return made

        maker(runtime, name, make, proto, captureStackTrace=lambda this, given: UNDEFINED)

    def text(this: Any, given: list[Any]) -> str:
        name, message = runtime.text(runtime.get(this, "name")), runtime.text(runtime.get(this, "message"))
        return f"{name}: {message}" if message else name

    methods(runtime, base, {"toString": text})


def formatted(runtime: Runtime, given: list[Any]) -> str:
    """Return what console.log writes, without the line end."""
    parts = list(given)
    text = ""
    if parts and isinstance(parts[0], str) and "%" in parts[0] and len(parts) > 1:
        form = parts.pop(0)
        place = 0
        while place < len(form):
            letter, following = form[place], form[place + 1 : place + 2]
            if letter == "%" and following in ("s", "d", "i", "f", "j", "o", "O") and parts:
                value = parts.pop(0)
                text += _directive(runtime, following, value)
                place += 2
            elif letter == "%" and following == "%":
                text += "%"
                place += 2
            else:
                text += letter
                place += 1
        parts.insert(0, text)
    return " ".join(value if isinstance(value, str) else inspect(runtime, value) for value in parts)


def _directive(runtime: Runtime, letter: str, value: Any) -> str:
    """Return a value as %d, %s and their like write it."""
    if letter in "df":
        return number_text(runtime.number(value))
    if letter == "i":
        return number_text(float(runtime.integer(value)))
    if letter == "j":
        return str(stringified(runtime, value))
    return value if letter == "s" and isinstance(value, str) else inspect(runtime, value)


def _console(runtime: Runtime) -> None:
    process = runtime.process
    state = {"indent": ""}
    counts: dict[str, int] = {}

    def write(out: Callable[[str], None]) -> Native:
        def call(this: Any, given: list[Any]) -> Any:
            text = formatted(runtime, given)
            if state["indent"]:
                text = state["indent"] + text.replace("\n", "\n" + state["indent"])
            out(text + "\n")
            return UNDEFINED

        return call

    def group(this: Any, given: list[Any]) -> Any:
        if given:
            write(process.out)(this, given)
        state["indent"] += "  "
        return UNDEFINED

    def ungroup(this: Any, given: list[Any]) -> Any:
        state["indent"] = state["indent"][2:]
        return UNDEFINED

    def count(this: Any, given: list[Any]) -> Any:
        label = "default" if at(given, 0) is UNDEFINED else runtime.text(given[0])
        counts[label] = counts.get(label, 0) + 1
        process.out(f"{label}: {counts[label]}\n")
        return UNDEFINED

    def ended(this: Any, given: list[Any]) -> Any:
        process.out(f"{runtime.text(at(given, 0))}: 0.1ms\n")
        return UNDEFINED

    console = runtime.object()
    methods(runtime, console, {
        "log": write(process.out), "info": write(process.out), "debug": write(process.out),
        "error": write(process.err), "warn": write(process.err),
        "trace": write(process.err), "group": group, "groupEnd": ungroup, "count": count, "table": write(process.out),
        "time": lambda this, given: UNDEFINED,
        "timeEnd": ended,
    })  # fmt: skip
    runtime.names["console"] = console
