"""Operators of JavaScript."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tutor.programs.node.values import UNDEFINED, Array, Function, Object, strict_equal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.runtime import Runtime

    Binary = Callable[[Runtime, Any, Any], Any]


def keys(value: Any) -> list[str]:
    """Return the names of a value's own properties that are listed."""
    if isinstance(value, Array):
        return [*map(str, range(len(value.items))), *value.listed()]
    if isinstance(value, str):
        return list(map(str, range(len(value))))
    return [key for key in value.listed() if not key.startswith("#")] if isinstance(value, Object) else []


def _add(runtime: Runtime, a: Any, b: Any) -> Any:
    if type(a) is float and type(b) is float:
        return a + b
    if isinstance(a, Object):
        a = runtime.primitive(a, "default")
    if isinstance(b, Object):
        b = runtime.primitive(b, "default")
    if isinstance(a, str) or isinstance(b, str):
        left, right = runtime.text(a), runtime.text(b)
        runtime.made(len(left) + len(right))
        return left + right
    return runtime.number(a) + runtime.number(b)


def _numeric(apply: Callable[[float, float], float]) -> Binary:
    def run(runtime: Runtime, a: Any, b: Any) -> float:
        try:
            return float(apply(runtime.number(a), runtime.number(b)))
        except (OverflowError, ValueError):
            return math.nan

    return run


def _divide(a: float, b: float) -> float:
    if b == 0:
        if a == 0 or a != a:
            return math.nan
        return math.copysign(math.inf, a) * math.copysign(1, b)
    return a / b


def _remainder(a: float, b: float) -> float:
    return math.nan if b == 0 or math.isinf(a) else math.fmod(a, b)


def _power(a: float, b: float) -> float:
    try:
        found = a**b
    except (OverflowError, ZeroDivisionError):
        return math.inf
    return math.nan if isinstance(found, complex) else found


def word(value: float) -> int:
    """Return a number as a 32-bit integer."""
    if value != value or math.isinf(value):
        return 0
    number = int(value) & 0xFFFFFFFF
    return number - (1 << 32) if number >= 1 << 31 else number


def _bits(apply: Callable[[int, int], int]) -> Binary:
    def run(runtime: Runtime, a: Any, b: Any) -> float:
        return float(word(float(apply(word(runtime.number(a)), word(runtime.number(b))))))

    return run


def _compare(apply: Callable[[Any, Any], bool]) -> Binary:
    def run(runtime: Runtime, a: Any, b: Any) -> bool:
        if isinstance(a, Object):
            a = runtime.primitive(a, "number")
        if isinstance(b, Object):
            b = runtime.primitive(b, "number")
        if isinstance(a, str) and isinstance(b, str):
            return apply(a, b)
        return apply(runtime.number(a), runtime.number(b))

    return run


def loose_equal(runtime: Runtime, a: Any, b: Any) -> bool:
    """Return `a == b`."""
    nothing = (None, UNDEFINED)
    if a in nothing if not isinstance(a, float | str | Object) else False:
        return not isinstance(b, float | str | bool | Object)
    if b is None or b is UNDEFINED:
        return False
    if isinstance(a, Object) and isinstance(b, Object):
        return a is b
    if isinstance(a, Object):
        return loose_equal(runtime, runtime.primitive(a, "default"), b)
    if isinstance(b, Object):
        return loose_equal(runtime, a, runtime.primitive(b, "default"))
    if type(a) is type(b):
        return strict_equal(a, b)
    return runtime.number(a) == runtime.number(b)


def _instance(runtime: Runtime, a: Any, b: Any) -> bool:
    if not isinstance(b, Function):
        raise runtime.error("TypeError", "Right-hand side of 'instanceof' is not callable")
    wanted = b.props.get("prototype")
    holder = a.proto if isinstance(a, Object) else None
    while holder is not None:
        if holder is wanted:
            return True
        holder = holder.proto
    return False


def _inside(runtime: Runtime, a: Any, b: Any) -> bool:
    if not isinstance(b, Object):
        raise runtime.error(
            "TypeError", f"Cannot use 'in' operator to search for '{runtime.text(a)}' in {runtime.text(b)}"
        )
    name = runtime.key(a)
    if isinstance(b, Array) and name.isdecimal():
        return int(name) < len(b.items)
    return b.has(name)


TABLE: dict[str, Binary] = {
    "+": _add, "-": _numeric(lambda a, b: a - b), "*": _numeric(lambda a, b: a * b), "/": _numeric(_divide),
    "%": _numeric(_remainder),
    "**": _numeric(_power), "&": _bits(lambda a, b: a & b), "|": _bits(lambda a, b: a | b),
    "^": _bits(lambda a, b: a ^ b),
    "<<": _bits(lambda a, b: a << (b & 31)), ">>": _bits(lambda a, b: a >> (b & 31)),
    ">>>": lambda runtime, a, b: float((word(runtime.number(a)) & 0xFFFFFFFF) >> (word(runtime.number(b)) & 31)),
    "===": lambda runtime, a, b: strict_equal(a, b), "!==": lambda runtime, a, b: not strict_equal(a, b),
    "==": loose_equal,
    "!=": lambda runtime, a, b: not loose_equal(runtime, a, b), "<": _compare(lambda a, b: a < b),
    ">": _compare(lambda a, b: a > b),
    "<=": _compare(lambda a, b: a <= b), ">=": _compare(lambda a, b: a >= b), "instanceof": _instance, "in": _inside,
}  # fmt: skip
