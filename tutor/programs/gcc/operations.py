"""Operators of C on words of 32 bits and doubles; what a processor traps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable


class Exit(BaseException):
    """The program ends."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Env(dict[str, Any]):
    """The variables of a block, and the block around it."""

    parent: Env | None = None
    result: Any = 0

    def holder(self, name: str) -> Env:
        """Return the block that has a variable."""
        env: Env | None = self
        while env is not None and name not in env:
            env = env.parent
        return env if env is not None else self


def _joined(operator: str, left: Any, right: Any) -> Any:
    """Return an operator between two expressions; `&&` and `||` leave out the second where the first decides."""
    if operator in ("&&", "||"):
        wanted = operator == "||"
        return lambda env: int(wanted if bool(left(env)) == wanted else bool(right(env)))
    return lambda env: _apply(operator, left(env), right(env))


def _indexed(value: Any, index: Any) -> tuple[Any, Any]:
    def get(env: Env) -> Any:
        items, at = value(env), index(env)
        if isinstance(items, str):
            return ord(items[at]) if 0 <= at < len(items) else 0
        if not isinstance(items, list) or not 0 <= at < len(items):
            raise Exit(139)
        return items[at]

    def put(env: Env, new: Any) -> Any:
        items, at = value(env), index(env)
        if not isinstance(items, list) or not 0 <= at < len(items):
            raise Exit(139)
        items[at] = new
        return new

    return get, put


def _stepped(value: Any, put: Any, by: int) -> Any:
    def run(env: Env) -> Any:
        old = value(env)
        put(env, _apply("+", old, by))
        return old

    return run


def _word(value: Any) -> Any:
    """Return an integer within 32 bits."""
    if isinstance(value, float):
        value = int(value)
    if isinstance(value, int) and not -(1 << 31) <= value < 1 << 31:
        return (value + (1 << 31)) % (1 << 32) - (1 << 31)
    return value


def _apply(operator: str, a: Any, b: Any) -> Any:
    """Return `a operator b`. Raises Exit for what a processor traps, Outside."""
    if isinstance(a, str | list) or isinstance(b, str | list):
        if operator in ("==", "!="):
            return int((a is b) == (operator == "=="))
        raise Outside("arithmetic on pointers")
    if operator in ("/", "%"):
        if isinstance(a, float) or isinstance(b, float):
            return a / b if b else float("inf") if a > 0 else float("nan")
        if not b:
            raise Exit(136)
        whole = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        return _word(whole if operator == "/" else a - whole * b)
    simple: dict[str, Callable[[], Any]] = {
        "+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "&": lambda: a & b, "|": lambda: a | b,
        "^": lambda: a ^ b,
        "<<": lambda: a << (b & 31), ">>": lambda: a >> (b & 31), "==": lambda: int(a == b), "!=": lambda: int(a != b),
        "<": lambda: int(a < b),
        ">": lambda: int(a > b), "<=": lambda: int(a <= b), ">=": lambda: int(a >= b),
    }  # fmt: skip
    found = simple[operator]()
    return found if isinstance(found, float) else _word(found)
