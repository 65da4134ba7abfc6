"""The names that every script finds: console, JSON, Math, Object, Array, String, Promise, timers and their like."""

from __future__ import annotations

import json
import math
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from tutor.programs.node.inspect import inspect
from tutor.programs.node.operators import keys
from tutor.programs.node.values import (
    UNDEFINED,
    Accessor,
    Array,
    Function,
    Object,
    Thrown,
    number_text,
    strict_equal,
    truthy,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.runtime import Runtime

    Native = Callable[[Any, list[Any]], Any]

_ERRORS = ("Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError")


def at(given: list[Any], index: int) -> Any:
    """Return an argument, UNDEFINED where it is missing."""
    return given[index] if index < len(given) else UNDEFINED


def fill(runtime: Runtime) -> None:
    """Make the global names."""
    names = runtime.names
    names.update({"NaN": math.nan, "Infinity": math.inf, "undefined": UNDEFINED, "globalThis": runtime.object()})
    _errors(runtime)
    _console(runtime)
    _objects(runtime)
    _arrays(runtime)
    _strings(runtime)
    _numbers(runtime)
    _json(runtime)
    _collections(runtime)
    _promises(runtime)
    _dates(runtime)
    _timers(runtime)


def methods(runtime: Runtime, target: Object, table: dict[str, Native]) -> None:
    """Give an object functions that are not listed."""
    for name, call in table.items():
        target.props[name] = runtime.function(name, call)
        target.hidden.add(name)


def maker(runtime: Runtime, name: str, call: Native, proto: Object, **static: Native) -> Function:
    """Return a constructor with its prototype, as a global name."""
    made = runtime.function(name, call)
    made.props["prototype"] = proto
    made.hidden.add("prototype")
    proto.props["constructor"] = made
    proto.hidden.add("constructor")
    methods(runtime, made, static)
    runtime.names[name] = made
    return made


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


def _objects(runtime: Runtime) -> None:
    proto = runtime.object_proto

    def described(this: Any, given: list[Any]) -> str:
        kind = "Null" if this is None else "Undefined" if this is UNDEFINED else getattr(this, "kind", "Object")
        return f"[object {kind}]"

    methods(runtime, proto, {
        "toString": described,
        "valueOf": lambda this, given: this,
        "hasOwnProperty": lambda this, given: isinstance(this, Object) and runtime.key(at(given, 0)) in this.props,
        "toLocaleString": lambda this, given: runtime.text(this),
    })  # fmt: skip

    def values(value: Any) -> list[Any]:
        return [runtime.get(value, key) for key in keys(value)]

    def pairs(this: Any, given: list[Any]) -> Array:
        return runtime.array([runtime.array([key, runtime.get(given[0], key)]) for key in keys(at(given, 0))])

    def assign(this: Any, given: list[Any]) -> Any:
        for source in given[1:]:
            for key in keys(source):
                runtime.set(given[0], key, runtime.get(source, key))
        return at(given, 0)

    def freeze(this: Any, given: list[Any]) -> Any:
        if isinstance(at(given, 0), Object):
            given[0].frozen = True
        return at(given, 0)

    def entries(this: Any, given: list[Any]) -> Object:
        return runtime.object(
            {runtime.key(runtime.get(pair, "0")): runtime.get(pair, "1") for pair in runtime.iterate(at(given, 0))}
        )

    def define(this: Any, given: list[Any]) -> Any:
        target, name, how = given[0], runtime.key(at(given, 1)), at(given, 2)
        getter, setter = runtime.get(how, "get"), runtime.get(how, "set")
        if isinstance(getter, Function) or isinstance(setter, Function):
            target.props[name] = Accessor(
                getter if isinstance(getter, Function) else None, setter if isinstance(setter, Function) else None
            )
        else:
            target.props[name] = runtime.get(how, "value")
        if not truthy(runtime.get(how, "enumerable")):
            target.hidden.add(name)
        return target

    def make(this: Any, given: list[Any]) -> Any:
        return given[0] if isinstance(at(given, 0), Object) else runtime.object()

    maker(
        runtime, "Object", make, proto,
        keys=lambda this, given: runtime.array(list(keys(at(given, 0)))),
        values=lambda this, given: runtime.array(values(at(given, 0))),
        entries=pairs,
        assign=assign, freeze=freeze, fromEntries=entries, defineProperty=define,
        isFrozen=lambda this, given: not isinstance(at(given, 0), Object) or given[0].frozen,
        create=lambda this, given: Object(given[0] if isinstance(at(given, 0), Object) else None),
        getPrototypeOf=lambda this, given: given[0].proto if isinstance(at(given, 0), Object) else None,
        getOwnPropertyNames=lambda this, given: runtime.array(list(given[0].props)),
    )  # fmt: skip

    def apply(this: Any, given: list[Any]) -> Any:
        return runtime.call(this, at(given, 0), list(runtime.iterate(given[1])) if len(given) > 1 else [])

    def bind(this: Any, given: list[Any]) -> Function:
        target, receiver, first = this, at(given, 0), given[1:]
        return runtime.function(f"bound {target.name}", lambda _, rest: runtime.call(target, receiver, [*first, *rest]))

    methods(runtime, runtime.function_proto, {
        "call": lambda this, given: runtime.call(this, at(given, 0), given[1:]), "apply": apply, "bind": bind,
        "toString": lambda this, given: f"function {this.name}() {{ [native code] }}",
    })  # fmt: skip


def _each(values: list[Any], call: Callable[[Any, int], Any]) -> Any:
    for place, item in enumerate(values):
        call(item, place)
    return UNDEFINED


def _arrays(runtime: Runtime) -> None:
    array = runtime.array

    def items(this: Any) -> list[Any]:
        if not isinstance(this, Array):
            raise runtime.error("TypeError", "Array method called on incompatible receiver")
        runtime.tick(1 + len(this.items) // 32)
        return this.items

    def each(run: Callable[[list[Any], Callable[[Any, int], Any]], Any]) -> Native:
        """Return a method whose first argument is called for items."""

        def call(this: Any, given: list[Any]) -> Any:
            function = at(given, 0)
            if not isinstance(function, Function):
                raise runtime.error("TypeError", f"{inspect(runtime, function)} is not a function")
            return run(
                list(items(this)), lambda item, place: runtime.call(function, at(given, 1), [item, float(place), this])
            )

        return call

    def push(this: Any, given: list[Any]) -> float:
        runtime.tick(len(given))
        this.items.extend(given)
        return float(len(this.items))

    def span(this: Any, given: list[Any]) -> tuple[int, int]:
        size = len(this.items)
        first, last = runtime.integer(at(given, 0)), runtime.integer(at(given, 1), size)
        return max(0, first + size) if first < 0 else first, last + size if last < 0 else last

    def cut(this: Any, given: list[Any]) -> Array:
        size = len(items(this))
        first = runtime.integer(at(given, 0))
        first = max(0, first + size) if first < 0 else min(first, size)
        count = runtime.integer(at(given, 1), size) if len(given) > 1 else size
        gone = this.items[first : first + max(0, count)]
        this.items[first : first + max(0, count)] = given[2:]
        return array(gone)

    def sort(this: Any, given: list[Any]) -> Any:
        function = at(given, 0)
        runtime.tick(len(items(this)) * 2)
        if isinstance(function, Function):
            this.items.sort(
                key=cmp_to_key(
                    lambda a, b: (
                        int(math.copysign(1, n))
                        if (n := runtime.number(runtime.call(function, UNDEFINED, [a, b]))) == n and n
                        else 0
                    )
                )
            )
        else:
            this.items.sort(key=runtime.text)
        return this

    def reduce(backwards: bool) -> Native:
        def call(this: Any, given: list[Any]) -> Any:
            pairs = list(enumerate(items(this)))
            pairs = pairs[::-1] if backwards else pairs
            if len(given) > 1:
                result = given[1]
            elif pairs:
                result = pairs.pop(0)[1]
            else:
                raise runtime.error("TypeError", "Reduce of empty array with no initial value")
            for place, item in pairs:
                result = runtime.call(at(given, 0), UNDEFINED, [result, item, float(place), this])
            return result

        return call

    def join(this: Any, given: list[Any]) -> str:
        mark = "," if at(given, 0) is UNDEFINED else runtime.text(given[0])
        parts = ["" if item is None or item is UNDEFINED else runtime.text(item) for item in items(this)]
        runtime.made(sum(map(len, parts)) + len(mark) * len(parts))
        return mark.join(parts)

    def flat(values: list[Any], depth: int) -> list[Any]:
        found: list[Any] = []
        for item in values:
            found.extend(flat(item.items, depth - 1) if isinstance(item, Array) and depth > 0 else [item])
            runtime.tick()
        return found

    def index(this: Any, given: list[Any]) -> float:
        return float(next((place for place, item in enumerate(items(this)) if strict_equal(item, at(given, 0))), -1))

    def concat(this: Any, given: list[Any]) -> Array:
        found = list(items(this))
        for value in given:
            found.extend(value.items if isinstance(value, Array) else [value])
        runtime.made(len(found) * 8)
        return array(found)

    def first(values: list[Any], call: Callable[[Any, int], Any], wanted: str) -> Any:
        order = range(len(values)) if "Last" not in wanted else reversed(range(len(values)))
        for place in order:
            if truthy(call(values[place], place)):
                return float(place) if "Index" in wanted else values[place]
        return -1.0 if "Index" in wanted else UNDEFINED

    def seeker(name: str) -> Callable[[list[Any], Callable[[Any, int], Any]], Any]:
        return lambda values, call: first(values, call, name)

    def single(this: Any, given: list[Any]) -> Any:
        place = runtime.integer(at(given, 0))
        place = place + len(this.items) if place < 0 else place
        return this.items[place] if 0 <= place < len(this.items) else UNDEFINED

    def reverse(this: Any, given: list[Any]) -> Any:
        items(this).reverse()
        return this

    def fill_(this: Any, given: list[Any]) -> Any:
        this.items[:] = [at(given, 0)] * len(items(this))
        return this

    def unshift(this: Any, given: list[Any]) -> float:
        items(this)[:0] = given
        return float(len(this.items))

    methods(runtime, runtime.array_proto, {
        "push": push, "pop": lambda this, given: items(this).pop() if this.items else UNDEFINED,
        "shift": lambda this, given: items(this).pop(0) if this.items else UNDEFINED, "unshift": unshift,
        "slice": lambda this, given: array(items(this)[slice(*span(this, given))]), "splice": cut, "concat": concat,
        "join": join,
        "map": each(lambda values, call: array([call(item, place) for place, item in enumerate(values)])),
        "filter": each(
            lambda values, call: array([item for place, item in enumerate(values) if truthy(call(item, place))])
        ),
        "forEach": each(_each),
        "some": each(lambda values, call: any(truthy(call(item, place)) for place, item in enumerate(values))),
        "every": each(lambda values, call: all(truthy(call(item, place)) for place, item in enumerate(values))),
        "flatMap": each(lambda values, call: array(flat([call(item, place) for place, item in enumerate(values)], 1))),
        **{name: each(seeker(name)) for name in ("find", "findIndex", "findLast", "findLastIndex")},
        "reduce": reduce(False), "reduceRight": reduce(True), "indexOf": index,
        "includes": lambda this, given: index(this, given) >= 0,
        "sort": sort, "reverse": reverse, "fill": fill_, "at": single, "toString": lambda this, given: join(this, []),
        "flat": lambda this, given: array(flat(items(this), min(runtime.integer(at(given, 0), 1), 50))),
        "keys": lambda this, given: array([float(place) for place in range(len(this.items))]),
        "values": lambda this, given: array(list(this.items)),
        "entries": lambda this, given: array([array([float(place), item]) for place, item in enumerate(items(this))]),
    })  # fmt: skip

    def make(this: Any, given: list[Any]) -> Array:
        if len(given) == 1 and isinstance(given[0], float):
            runtime.made(int(given[0]) * 8)
            return array([UNDEFINED] * int(given[0]))
        return array(list(given))

    def convert(this: Any, given: list[Any]) -> Array:
        source, function = at(given, 0), at(given, 1)
        if isinstance(source, Object) and not isinstance(source, Array) and source.kind not in ("Map", "Set"):
            size = runtime.integer(runtime.get(source, "length"))
            runtime.made(size * 8)
            found: list[Any] = [runtime.get(source, str(place)) for place in range(size)]
        else:
            found = list(runtime.iterate(source))
        if isinstance(function, Function):
            found = [runtime.call(function, UNDEFINED, [item, float(place)]) for place, item in enumerate(found)]
        return array(found)

    maker(runtime, "Array", make, runtime.array_proto, isArray=lambda this, given: isinstance(at(given, 0), Array),
          of=lambda this, given: array(list(given)), **{"from": convert})  # fmt: skip


def _strings(runtime: Runtime) -> None:
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


def _numbers(runtime: Runtime) -> None:
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


def plain(runtime: Runtime, value: Any, depth: int = 0) -> Any:
    """Return a value as Python's json takes it; UNDEFINED for what JSON leaves out. Raises Thrown."""
    runtime.tick()
    if depth > 200:
        raise runtime.error("TypeError", "Converting circular structure to JSON")
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value == int(value) and abs(value) < 1e21 else value
    if isinstance(value, Function) or value is UNDEFINED:
        return UNDEFINED
    if isinstance(value, Array):
        found = [plain(runtime, item, depth + 1) for item in value.items]
        return [None if item is UNDEFINED else item for item in found]
    if isinstance(value, Object):
        own = value.find("toJSON")
        if isinstance(own, Function):
            return plain(runtime, runtime.call(own, value, []), depth + 1)
        pairs = [(key, plain(runtime, runtime.get(value, key), depth + 1)) for key in keys(value)]
        return {key: item for key, item in pairs if item is not UNDEFINED}
    return value


def stringified(runtime: Runtime, value: Any, indent: Any = UNDEFINED) -> Any:
    """Return what JSON.stringify gives."""
    made = plain(runtime, value)
    if made is UNDEFINED:
        return UNDEFINED
    space = (
        min(int(indent), 10)
        if isinstance(indent, float) and indent
        else indent
        if isinstance(indent, str) and indent
        else None
    )
    text = json.dumps(made, ensure_ascii=False, indent=space, separators=(",", ": ") if space else (",", ":"))
    runtime.made(len(text))
    return text


def parsed(runtime: Runtime, value: Any) -> Any:
    """Return a value of Python's json as one of JavaScript."""
    runtime.tick()
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return runtime.array([parsed(runtime, item) for item in value])
    return runtime.object({key: parsed(runtime, item) for key, item in value.items()})


def _json(runtime: Runtime) -> None:
    def parse(this: Any, given: list[Any]) -> Any:
        text = runtime.text(at(given, 0))
        runtime.made(len(text) * 4)
        try:
            return parsed(runtime, json.loads(text))
        except json.JSONDecodeError as error:
            if error.pos >= len(text.rstrip()):
                raise runtime.error("SyntaxError", "Unexpected end of JSON input") from None
            wrong = text[error.pos]
            if runtime.version >= (20,):
                shown = text if len(text) < 40 else f"{text[max(0, error.pos - 10) : error.pos + 10]}"
                if wrong in "{[" or error.msg.startswith("Expecting property"):
                    raise runtime.error(
                        "SyntaxError", f"Expected property name or '}}' in JSON at position {error.pos}"
                    ) from None
                raise runtime.error(
                    "SyntaxError", f"Unexpected token '{wrong}', \"{shown}\" is not valid JSON"
                ) from None
            raise runtime.error("SyntaxError", f"Unexpected token {wrong} in JSON at position {error.pos}") from None
        except (RecursionError, ValueError):
            raise runtime.error("SyntaxError", "Unexpected token in JSON") from None

    library = runtime.object()
    methods(
        runtime,
        library,
        {"stringify": lambda this, given: stringified(runtime, at(given, 0), at(given, 2)), "parse": parse},
    )
    runtime.names["JSON"] = library


def _collections(runtime: Runtime) -> None:
    def key(value: Any) -> Any:
        return ("object", id(value)) if isinstance(value, Object) else (type(value).__name__, value)

    def make(kind: str) -> Native:
        def call(this: Any, given: list[Any]) -> Object:
            made = Object(runtime.protos[kind], None, kind)
            made.native = {}
            for item in runtime.iterate(given[0]) if at(given, 0) not in (UNDEFINED, None) and given else []:
                if kind == "Map":
                    pair = runtime.iterate(item)
                    made.native[key(pair[0])] = (pair[0], pair[1])
                else:
                    made.native[key(item)] = (item, item)
            return made

        return call

    def put(this: Any, given: list[Any]) -> Any:
        runtime.tick()
        this.native[key(at(given, 0))] = (at(given, 0), at(given, 1))
        return this

    def add(this: Any, given: list[Any]) -> Any:
        runtime.tick()
        this.native.setdefault(key(at(given, 0)), (at(given, 0), at(given, 0)))
        return this

    def each(this: Any, given: list[Any]) -> Any:
        for name, item in list(this.native.values()):
            runtime.call(at(given, 0), UNDEFINED, [item, name, this])
        return UNDEFINED

    def clear(this: Any, given: list[Any]) -> Any:
        this.native.clear()
        return UNDEFINED

    common: dict[str, Native] = {
        "has": lambda this, given: key(at(given, 0)) in this.native, "clear": clear, "forEach": each,
        "delete": lambda this, given: this.native.pop(key(at(given, 0)), None) is not None,
        "keys": lambda this, given: runtime.array([name for name, _ in this.native.values()]),
        "values": lambda this, given: runtime.array([item for _, item in this.native.values()]),
        "entries": lambda this, given: runtime.array([runtime.array([*pair]) for pair in this.native.values()]),
    }  # fmt: skip
    methods(
        runtime,
        runtime.protos["Map"],
        {**common, "get": lambda this, given: this.native.get(key(at(given, 0)), (0, UNDEFINED))[1], "set": put},
    )
    methods(runtime, runtime.protos["Set"], {**common, "add": add})
    for kind in ("Map", "Set"):
        size = runtime.function("size", lambda this, given: float(len(this.native)))
        runtime.protos[kind].props["size"] = Accessor(size)
        maker(runtime, kind, make(kind), runtime.protos[kind])


def _promises(runtime: Runtime) -> None:
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


def _dates(runtime: Runtime) -> None:
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


def _timers(runtime: Runtime) -> None:
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
