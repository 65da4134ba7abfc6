"""Values of SQL: their types, texts and comparisons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.programs.postgres.lexer import SqlError
from tutor.programs.postgres.sql import Expr

if TYPE_CHECKING:
    from collections.abc import Callable


NUMBERS = frozenset({"integer", "bigint", "smallint", "numeric", "double precision"})


_WHOLE = {"integer": 31, "bigint": 63, "smallint": 15}


_AGGREGATES = frozenset({"count", "sum", "min", "max", "avg"})


def _md5(text: Any) -> str:
    from hashlib import md5

    return md5(str(text).encode("utf-8", "surrogateescape")).hexdigest()


def shown(value: Any) -> str:
    """Return a value as the server sends it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def _moment(seconds: float) -> str:
    from time import gmtime, strftime

    return strftime("%Y-%m-%d %H:%M:%S", gmtime(seconds)) + f".{int(seconds * 1e6) % 1_000_000:06}"


def _kind_of(values: list[Any]) -> str:
    value = next((value for value in values if value is not None), None)
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer" if -(1 << 31) <= value < 1 << 31 else "bigint"
    return "numeric" if isinstance(value, float) else "text"


def _alike(left: Any, right: Any, expr: Expr) -> tuple[Any, Any]:
    """Return two values of one type, where one of them is a literal text. Raises SqlError."""
    for a, b, part in ((left, right, expr.parts[0]), (right, left, expr.parts[1])):
        if isinstance(a, str) and isinstance(b, int | float) and part.kind == "value":
            kind = "boolean" if isinstance(b, bool) else "integer" if isinstance(b, int) else "numeric"
            made = fitted(a, {"type": kind, "name": ""}, part.position)
            return (made, right) if part is expr.parts[0] else (left, made)
    if isinstance(left, str) != isinstance(right, str):
        names = f"{_kind_of([left])} {expr.value} {_kind_of([right])}"
        raise SqlError("42883", f"operator does not exist: {names}", expr.position,
                       hint="No operator matches the given name and argument types. You might need to add explicit "
                            "type casts.")  # fmt: skip
    return left, right


def fitted(value: Any, column: dict[str, Any], position: int) -> Any:
    """Return a value as a column of a type holds it. Raises SqlError."""
    kind = column["type"]
    if value is None:
        return None
    if kind in _WHOLE:
        try:
            number = int(value) if not isinstance(value, float) else round(value)
        except ValueError:
            raise SqlError("22P02", f'invalid input syntax for type {kind}: "{value}"', position) from None
        if not -(1 << _WHOLE[kind]) <= number < 1 << _WHOLE[kind]:
            raise SqlError("22003", f"{kind} out of range")
        return number
    if kind in ("numeric", "double precision"):
        try:
            return value if isinstance(value, int) and not isinstance(value, bool) else float(value)
        except ValueError:
            raise SqlError("22P02", f'invalid input syntax for type {kind}: "{value}"', position) from None
    if kind == "boolean":
        if isinstance(value, bool):
            return value
        text = str(value).lower()
        if text in ("t", "true", "yes", "on", "1"):
            return True
        if text in ("f", "false", "no", "off", "0"):
            return False
        raise SqlError("22P02", f'invalid input syntax for type boolean: "{value}"', position)
    if kind == "timestamp without time zone":
        return str(value).removesuffix("+00")
    return shown(value)


def _key(value: Any) -> tuple[bool, Any]:
    """Return what sorts a value: nulls last."""
    return (value is None, 0 if value is None else value)


def _like(text: str, pattern: str, ignore: bool) -> bool:
    from tutor.shell.patterns import matches

    if ignore:
        text, pattern = text.lower(), pattern.lower()
    quoted = re.sub(r"([*?\[\]\\])", r"\\\1", pattern).replace("%", "*").replace("_", "?")
    return matches(quoted, text)


def _label(expr: Expr) -> str:
    if expr.kind in ("column", "call"):
        return str(expr.value)
    if expr.kind == "cast":
        inner = expr.parts[0]
        short = {
            "integer": "int4",
            "bigint": "int8",
            "boolean": "bool",
            "character varying": "varchar",
            "double precision": "float8",
        }
        return _label(inner) if inner.kind == "column" else short.get(expr.value, str(expr.value).partition(" ")[0])
    return "bool" if expr.kind == "value" and isinstance(expr.value, bool) else "?column?"


def _aggregates(expr: Expr) -> bool:
    """Whether an expression counts or sums."""
    return (expr.kind == "call" and expr.value in _AGGREGATES) or any(
        isinstance(part, Expr) and _aggregates(part) for part in expr.parts
    )


def _frozen(expr: Expr) -> list[Any]:
    """Return an expression as JSON can hold it."""
    return [expr.kind, expr.value, [_frozen(part) if isinstance(part, Expr) else part for part in expr.parts]]


def _thawed(data: list[Any]) -> Expr:
    return Expr(data[0], data[1], tuple(_thawed(part) if isinstance(part, list) else part for part in data[2]))


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b,
}  # fmt: skip
