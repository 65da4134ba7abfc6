"""String, Number, Boolean and Math."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tutor.programs.node.naming import at, maker, methods
from tutor.programs.node.values import (
    UNDEFINED,
    Array,
    Function,
    number_text,
    truthy,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.runtime import Runtime

    Native = Callable[[Any, list[Any]], Any]


def fill_strings(runtime: Runtime) -> None:
    """Make String."""
    text = runtime.text

    def span(this: str, given: list[Any], swap: bool) -> tuple[int, int]:
        size = len(this)
        first, last = runtime.integer(at(given, 0)), runtime.integer(at(given, 1), size)
        if swap:
            first, last = min(max(first, 0), size), min(max(last, 0), size)
            return min(first, last), max(first, last)
        return max(0, first + size) if first < 0 else first, last + size if last < 0 else last

    def pad(left: bool) -> Native:
        def call(this: str, given: list[Any]) -> str:
            size, filler = runtime.integer(at(given, 0)), " " if at(given, 1) is UNDEFINED else text(given[1])
            missing = size - len(this)
            if missing <= 0 or not filler:
                return this
            runtime.made(size)
            more = (filler * (missing // len(filler) + 1))[:missing]
            return more + this if left else this + more

        return call

    def replace(every: bool) -> Native:
        def call(this: str, given: list[Any]) -> str:
            old, new = text(at(given, 0)), at(given, 1)
            put = text(runtime.call(new, UNDEFINED, [old])) if isinstance(new, Function) else text(new)
            runtime.made(len(this) + (this.count(old) if every else 1) * len(put))
            return this.replace(old, put, -1 if every else 1)

        return call

    def repeat(this: str, given: list[Any]) -> str:
        count = runtime.integer(at(given, 0))
        if count < 0:
            raise runtime.error("RangeError", f"Invalid count value: {text(at(given, 0))}")
        runtime.made(len(this) * count)
        return this * count

    def split(this: str, given: list[Any]) -> Array:
        runtime.made(len(this) * 8)
        mark = at(given, 0)
        if mark is UNDEFINED:
            return runtime.array([this])
        parts = list(this) if text(mark) == "" else this.split(text(mark))
        return runtime.array(parts[: runtime.integer(at(given, 1), len(parts))])

    def letter(this: str, given: list[Any]) -> str:
        place = runtime.integer(at(given, 0))
        return this[place] if 0 <= place < len(this) else ""

    def code(this: str, given: list[Any]) -> float:
        place = runtime.integer(at(given, 0))
        return float(ord(this[place])) if 0 <= place < len(this) else math.nan

    def single(this: str, given: list[Any]) -> Any:
        place = runtime.integer(at(given, 0))
        place = place + len(this) if place < 0 else place
        return this[place] if 0 <= place < len(this) else UNDEFINED

    methods(runtime, runtime.protos["String"], {
        "toUpperCase": lambda this, given: this.upper(), "toLowerCase": lambda this, given: this.lower(),
        "trim": lambda this, given: this.strip(),
        "trimStart": lambda this, given: this.lstrip(), "trimEnd": lambda this, given: this.rstrip(), "split": split,
        "repeat": repeat,
        "includes": lambda this, given: text(at(given, 0)) in this,
        "startsWith": lambda this, given: this.startswith(text(at(given, 0))),
        "endsWith": lambda this, given: this.endswith(text(at(given, 0))),
        "indexOf": lambda this, given: float(this.find(text(at(given, 0)))),
        "lastIndexOf": lambda this, given: float(this.rfind(text(at(given, 0)))), "charAt": letter, "charCodeAt": code,
        "codePointAt": code,
        "slice": lambda this, given: this[slice(*span(this, given, False))],
        "substring": lambda this, given: this[slice(*span(this, given, True))],
        "padStart": pad(True), "padEnd": pad(False), "replace": replace(False), "replaceAll": replace(True),
        "at": single,
        "concat": lambda this, given: this + "".join(map(text, given)), "toString": lambda this, given: this,
        "valueOf": lambda this, given: this,
        "localeCompare": lambda this, given: float((this > text(at(given, 0))) - (this < text(at(given, 0)))),
    })  # fmt: skip
    maker(runtime, "String", lambda this, given: text(given[0]) if given else "", runtime.protos["String"],
          fromCharCode=lambda this, given: "".join(chr(runtime.integer(code) & 0xFFFF) for code in given))  # fmt: skip


def fill_numbers(runtime: Runtime) -> None:
    """Make Number, Boolean, Math and the functions of numbers."""
    number, whole = runtime.number, runtime.integer

    def fixed(this: float, given: list[Any]) -> str:
        return f"{this:.{min(max(whole(at(given, 0)), 0), 100)}f}"

    def shown(this: float, given: list[Any]) -> str:
        base = whole(at(given, 0), 10)
        if base == 10 or not 2 <= base <= 36 or this != int(this):
            return number_text(this)
        value, digits = abs(int(this)), ""
        while value or not digits:
            value, rest = divmod(value, base)
            digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        return ("-" if this < 0 else "") + digits

    def grouped(this: float, given: list[Any]) -> str:
        return f"{this:,.3f}".rstrip("0").rstrip(".") if this == this else "NaN"

    methods(runtime, runtime.protos["Number"], {
        "toFixed": fixed, "toString": shown, "valueOf": lambda this, given: this, "toLocaleString": grouped,
        "toPrecision": lambda this, given: f"{this:.{max(1, min(whole(at(given, 0), 6), 100))}g}",
    })  # fmt: skip
    methods(runtime, runtime.protos["Boolean"], {"toString": lambda this, given: "true" if this else "false"})

    def parse_int(this: Any, given: list[Any]) -> float:
        text, base = runtime.text(at(given, 0)).strip(), whole(at(given, 1), 10) or 10
        sign = -1 if text.startswith("-") else 1
        text = text.lstrip("+-")
        if text[:2].lower() == "0x":
            text, base = text[2:], 16
        digits = ""
        for letter in text.lower():
            place = "0123456789abcdefghijklmnopqrstuvwxyz".find(letter)
            if not 0 <= place < base or len(digits) > 300:
                break
            digits += letter
        return float(sign * int(digits, base)) if digits and 2 <= base <= 36 else math.nan

    def parse_float(this: Any, given: list[Any]) -> float:
        import re

        found = re.match(r"\s*[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|Infinity)", runtime.text(at(given, 0))[:400])
        return number(found[0]) if found else math.nan

    made = maker(
        runtime, "Number", lambda this, given: number(given[0]) if given else 0.0, runtime.protos["Number"],
        isInteger=lambda this, given: isinstance(at(given, 0), float) and given[0].is_integer(),
        isNaN=lambda this, given: isinstance(at(given, 0), float) and given[0] != given[0],
        isFinite=lambda this, given: isinstance(at(given, 0), float) and math.isfinite(given[0]), parseInt=parse_int,
        parseFloat=parse_float,
    )  # fmt: skip
    made.props.update(
        MAX_SAFE_INTEGER=2.0**53 - 1, MIN_SAFE_INTEGER=1 - 2.0**53, EPSILON=2.0**-52, MAX_VALUE=1.7976931348623157e308
    )
    maker(runtime, "Boolean", lambda this, given: truthy(at(given, 0)), runtime.protos["Boolean"])
    methods(runtime, runtime.names["globalThis"], {})
    runtime.names.update({
        "parseInt": made.props["parseInt"], "parseFloat": made.props["parseFloat"],
        "isNaN": runtime.function("isNaN", lambda this, given: number(at(given, 0)) != number(at(given, 0))),
        "isFinite": runtime.function("isFinite", lambda this, given: math.isfinite(number(at(given, 0)))),
    })  # fmt: skip
    from tutor.programs.python.twister import Twister

    bits = Twister(int(runtime.process.host.now() * 1_000_000) * 65_537 + runtime.process.pid)

    def one(call: Callable[[float], float]) -> Native:
        def run(this: Any, given: list[Any]) -> float:
            value = number(at(given, 0))
            try:
                return float(call(value)) if math.isfinite(value) else value
            except (ValueError, OverflowError):
                return math.nan

        return run

    plain_functions: dict[str, Callable[[float], float]] = {
        "floor": math.floor, "ceil": math.ceil, "abs": abs, "sqrt": math.sqrt, "trunc": math.trunc,
        "sin": math.sin, "cos": math.cos,
        "tan": math.tan, "log": math.log, "log2": math.log2, "log10": math.log10, "exp": math.exp,
        "cbrt": math.cbrt,
        "round": lambda value: math.floor(value + 0.5), "sign": lambda value: (value > 0) - (value < 0),
    }  # fmt: skip
    library = runtime.object({"PI": math.pi, "E": math.e, "SQRT2": math.sqrt(2), "LN2": math.log(2)})
    methods(runtime, library, {
        **{name: one(call) for name, call in plain_functions.items()},
        "max": lambda this, given: max(map(number, given), default=-math.inf),
        "min": lambda this, given: min(map(number, given), default=math.inf),
        "pow": lambda this, given: math.nan if len(given) < 2 else _pow(number(given[0]), number(given[1])),
        "random": lambda this, given: bits.random(), "hypot": lambda this, given: math.hypot(*map(number, given)),
    })  # fmt: skip
    runtime.names["Math"] = library


def _pow(a: float, b: float) -> float:
    try:
        return float(math.pow(a, b))
    except (OverflowError, ValueError):
        return math.inf
