"""Names and blocks of Go, when a program is compiled and when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.golang.values import (
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.golang.tree import Node

    Eval = Callable[["Env"], Any]
    Exec = Callable[["Env"], int | None]


class Env:
    """The variables of a block that is running."""

    __slots__ = ("parent", "result", "vars")

    def __init__(self, parent: Env | None) -> None:
        self.parent = parent
        self.vars: dict[str, Any] = {}
        self.result: tuple[Any] | None = None


class Name:
    """What a name is: var, const, func, type or package; whether it is used."""

    __slots__ = ("column", "kind", "line", "type", "used", "value")

    def __init__(self, kind: str, line: int = 0, column: int = 0, type: Type | None = None, value: Any = None) -> None:
        self.kind = kind
        self.line = line
        self.column = column
        self.type = type
        self.value = value
        self.used = False


class Scope:
    """The names of a block."""

    def __init__(self, parent: Scope | None, function: Signature | None = None) -> None:
        self.parent = parent
        self.names: dict[str, Name] = {}
        self.function: Signature | None = function or (parent.function if parent is not None else None)

    def find(self, text: str) -> tuple[Name, int] | None:
        """Return a name and how many blocks up it stands."""
        scope: Scope | None = self
        up = 0
        while scope is not None:
            if text in scope.names:
                return scope.names[text], up
            scope = scope.parent
            up += 1
        return None


class Signature:
    """What a function takes and gives."""

    def __init__(self, parameters: list[tuple[str, Type, bool]], results: list[tuple[str, Type, bool]]) -> None:
        self.parameters = parameters
        self.results = results
        self.named = [name for name, _, _ in results if name != "_"]


class _Spread:
    """The slice of `f(items...)`."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def _spread(values: list[Any], count: int) -> list[Any]:
    """Return the values of an assignment: one call may give several."""
    if len(values) == 1 and count > 1 and isinstance(values[0], tuple):
        return list(values[0])
    return values


def _ends(block: Node) -> bool:
    """Whether a block ends in a statement after which nothing follows."""
    if not block.body:
        return False
    last = block.body[-1]
    if last.kind == "return":
        return True
    if last.kind == "expression" and last.value.kind == "call" and last.value.function.kind in ("name", "selector"):
        return last.value.function.name in ("panic",)
    if last.kind == "for":
        return last.test is None
    if last.kind == "block":
        return _ends(last)
    if last.kind == "if":
        return (
            last.otherwise is not None
            and _ends(last.body)
            and (
                _ends(last.otherwise)
                if last.otherwise.kind == "block"
                else _ends(type(last)("block", 0, 0, body=[last.otherwise]))
            )
        )
    if last.kind == "switch":
        bodies = [type(last)("block", 0, 0, body=body) for _, body in last.cases]
        return any(tests is None for tests, _ in last.cases) and all(_ends(body) for body in bodies)
    return False
