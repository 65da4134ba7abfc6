"""A piece of code being turned into closures: what they need to know, and the table of who turns what.

The rule: `Eval` is a function of the frame that gives a value, `Exec` one that does a statement and gives None, or how
it was left (BREAK, CONTINUE, RETURN). Whatever can fail notes where it stands, once the error comes past.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.outside import Outside
from tutor.programs.python.errors import placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.machine import Machine
    from tutor.programs.python.scopes import Scope
    from tutor.programs.python.values import Code, Frame

    Eval = Callable[[Frame], Any]
    Exec = Callable[[Frame], int | None]

BREAK, CONTINUE, RETURN = 1, 2, 3

EXPRESSIONS: dict[type[ast.expr], Callable[[Unit, Any], Eval]] = {}
STATEMENTS: dict[type[ast.stmt], Callable[[Unit, Any], Exec]] = {}

NAMES: dict[type[ast.AST], str] = {
    ast.AsyncFunctionDef: "async def", ast.AsyncFor: "async for", ast.AsyncWith: "async with", ast.Await: "await",
    ast.Yield: "yield inside a larger expression", ast.YieldFrom: "yield from inside a larger expression",
}  # fmt: skip


class Unit:
    """The code, its scope, and the machine that it is for."""

    __slots__ = ("code", "machine", "qualname", "scope")

    def __init__(self, machine: Machine, code: Code, scope: Scope, qualname: str = "") -> None:
        self.machine = machine
        self.code = code
        self.scope = scope
        self.qualname = qualname

    def outside(self, node: ast.AST, what: str = "") -> Outside:
        """Return the error for a part of the language that is not here."""
        named = what or NAMES.get(type(node)) or type(node).__name__
        return Outside(named, f"{self.code.filename}, line {getattr(node, 'lineno', 0)}")

    def expression(self, node: ast.expr) -> Eval:
        """Return an expression as a function. Raises Outside."""
        make = EXPRESSIONS.get(type(node))
        if make is None:
            raise self.outside(node)
        return make(self, node)

    def statement(self, node: ast.stmt) -> Exec:
        """Return a statement as a function. Raises Outside."""
        make = STATEMENTS.get(type(node))
        if make is None:
            raise self.outside(node)
        return make(self, node)

    def body(self, nodes: list[ast.stmt]) -> Exec:
        """Return some statements as one function. Raises Outside."""
        parts = [self.statement(node) for node in nodes if not isinstance(node, ast.Pass)]
        machine = self.machine
        if not parts:
            return lambda frame: None
        if len(parts) == 1:
            only = parts[0]

            def one(frame: Frame) -> int | None:
                machine.work -= 1
                if machine.work < 0:
                    machine.tick()
                return only(frame)

            return one
        count = len(parts)

        def run(frame: Frame) -> int | None:
            machine.work -= count
            if machine.work < 0:
                machine.tick()
            for part in parts:
                left = part(frame)
                if left is not None:
                    return left
            return None

        return run

    def guarded(self, node: ast.AST, do: Callable[[Frame], Any]) -> Callable[[Frame], Any]:
        """Return a function that notes the node's place in errors that come past."""
        machine = self.machine

        def run(frame: Frame) -> Any:
            try:
                return do(frame)
            except Exception as error:
                raise placed(machine, error, frame, node) from None

        return run


def load() -> None:
    """Fill the tables."""
    from tutor.programs.python import calls, classes, comprehensions, expressions, matching, statements

    assert all((calls, classes, comprehensions, expressions, matching, statements))
