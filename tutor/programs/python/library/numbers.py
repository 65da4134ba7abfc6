"""`math`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tutor.programs.python.values import Builtin

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine

_PLAIN = (
    "ceil", "floor", "trunc", "sqrt", "exp", "log", "log2", "log10", "log1p", "expm1", "pow", "sin", "cos", "tan",
    "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "degrees", "radians", "hypot",
    "fabs", "fmod", "isnan", "isinf", "isfinite", "isclose", "copysign", "gcd", "lcm", "modf", "frexp", "ldexp",
    "erf", "gamma", "cbrt",
)  # fmt: skip


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill `math`."""
    names.update(pi=math.pi, e=math.e, tau=math.tau, inf=math.inf, nan=math.nan)
    for name in _PLAIN:
        names[name] = Builtin(name, getattr(math, name))

    def factorial(value: int) -> int:
        if isinstance(value, int) and value > 1:
            machine.bits(value * value.bit_length())
        return math.factorial(value)

    def chosen(name: str) -> Any:
        def run(count: int, of: int) -> Any:
            if isinstance(count, int) and isinstance(of, int):
                machine.bits(min(abs(of), abs(count)) * count.bit_length())
            return getattr(math, name)(count, of)

        return run

    def product(items: Any, start: Any = 1) -> Any:
        import ast

        from tutor.programs.python.operators import binary

        multiply = binary(ast.Mult)
        for item in machine.counted(items):
            start = multiply(machine, start, item)
        return start

    def root(value: int) -> int:
        return math.isqrt(value)

    for name, call in {
        "factorial": factorial, "comb": chosen("comb"), "perm": chosen("perm"), "prod": product, "isqrt": root,
        "fsum": lambda items: math.fsum(machine.counted(items)),
        "dist": lambda a, b: math.dist(machine.listed(a), machine.listed(b)),
    }.items():  # fmt: skip
        names[name] = Builtin(name, call)
