"""Functions of the C library that programs may call."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from tutor.programs.gcc.operations import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

_VERB = re.compile(r"%([-+# 0]*)(\d*)(\.\d+)?(?:hh?|ll?|z|j)?([a-zA-Z%])")
_WIDEST = 10_000


def formatted(form: str, values: tuple[Any, ...]) -> str:
    """Return what printf writes."""
    rest = list(values)

    def one(match: re.Match[str]) -> str:
        flags, width, precision, verb = match.groups()
        if verb == "%":
            return "%"
        value = rest.pop(0) if rest else 0
        size = str(min(int(width), _WIDEST)) if width else ""
        if verb in ("d", "i", "u", "x", "X", "o") and isinstance(value, int | float):
            number = int(value) & 0xFFFFFFFF if verb in "uxXo" and value < 0 else int(value)
            return f"%{flags}{size}{precision or ''}{'d' if verb in 'iu' else verb}" % number
        if verb == "c":
            return f"%{flags}{size}s" % (chr(int(value) & 0xFF) if isinstance(value, int | float) else "")
        if verb in ("f", "F", "e", "E", "g", "G") and isinstance(value, int | float):
            return f"%{flags}{size}{precision or ''}{verb}" % float(value)
        if verb == "p":
            return "0x55d0c8f2a004"
        text = value if isinstance(value, str) else "(null)"
        text = text.partition("\0")[0]
        return f"%{flags.replace('0', '')}{size}s" % (text[: int(precision[1:])] if precision else text)

    return _VERB.sub(one, form.partition("\0")[0])


def _print(process: Process, form: str, *values: Any) -> int:
    text = formatted(form, values)
    process.out(text)
    return len(text)


def _fprint(process: Process, stream: Any, form: str, *values: Any) -> int:
    text = formatted(form, values)
    (process.err if stream == 2 else process.out)(text)
    return len(text)


def _exit(process: Process, code: int) -> None:
    raise Exit(code & 0xFF)


def _sleep(process: Process, seconds: float) -> int:
    process.sleep(max(0.0, float(seconds)))
    return 0


def _number(process: Process, text: str) -> int:
    found = re.match(r"\s*[+-]?\d{1,18}", text)
    return int(found[0]) if found else 0


def _compare(process: Process, a: str, b: str) -> int:
    return (a > b) - (a < b)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "printf": _print, "puts": lambda process, text: _print(process, "%s\n", text), "putchar": lambda process,
    code: _print(process, "%c", code),
    "fprintf": _fprint, "exit": _exit, "sleep": _sleep, "usleep": lambda process, micro: _sleep(process, micro / 1e6),
    "atoi": _number,
    "strlen": lambda process, text: len(text.encode("utf-8", "surrogateescape")), "strcmp": _compare,
    "abs": lambda process, value: abs(value),
    "getenv": lambda process, name: process.env.get(name, 0), "getpid": lambda process: process.pid,
    "getuid": lambda process: process.fs.uid,
    "sqrt": lambda process, value: math.sqrt(value) if value >= 0 else math.nan, "fflush": lambda process, stream: 0,
    "pow": lambda process, a, b: float(a) ** float(b) if abs(b) < 300 and abs(a) < 1e9 else math.inf,
}  # fmt: skip
