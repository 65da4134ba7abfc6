"""The interactive prompt: statement by statement, with the value of each expression shown."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.python.parsing import parsed
from tutor.programs.python.scopes import Scope
from tutor.programs.python.unit import Unit, load
from tutor.programs.python.values import Code, Frame, Raised

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine

_UNFINISHED = (
    "was never closed", "unexpected EOF", "expected an indented block", "unterminated triple-quoted", "EOF in",
)  # fmt: skip


def prompt(machine: Machine, names: dict[str, Any]) -> int:
    """Read, run and show until the input ends. Raises Raised (SystemExit)."""
    from tutor.programs.python.main import ended

    load()
    process = machine.process
    version = ".".join(map(str, machine.version))
    process.out(
        f"Python {version} (main, Jun  6 2025, 17:42:23) [GCC 12.2.0] on linux\n"
        'Type "help", "copyright", "credits" or "license" for more information.\n'
    )
    while True:
        try:
            source = _statement(machine)
        except Raised as interrupt:
            machine.flushed[0].flush()
            process.out(f"{interrupt.value.cls.name}\n")
            continue
        if source is None:
            return 0
        if not source.strip():
            continue
        try:
            _run(machine, source, names)
        except Raised as error:
            if machine.is_a(error.value, "SystemExit"):
                raise
            ended(machine, error.value)
        machine.flushed[0].flush()


def _statement(machine: Machine) -> str | None:
    """Read one statement; None at the end of the input."""
    process = machine.process
    source = ""
    while True:
        process.out("... " if source else ">>> ")
        line = process.stdin.readline().decode("utf-8", "replace")
        if not line:
            return source or None
        source += line
        if not _unfinished(source):
            return source


def _unfinished(source: str) -> bool:
    """Whether more lines must follow: an open bracket or text, or a block that no empty line has ended."""
    last = source.removesuffix("\n").rpartition("\n")[2]
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return any(text in str(error.msg) for text in _UNFINISHED) and bool(last.strip() or "triple" in str(error.msg))
    except (ValueError, RecursionError, MemoryError):
        return False
    blocks = (ast.If, ast.For, ast.While, ast.FunctionDef, ast.ClassDef, ast.With, ast.Try, ast.Match)
    return bool(tree.body) and isinstance(tree.body[-1], blocks) and bool(last.strip())


def _run(machine: Machine, source: str, names: dict[str, Any]) -> None:
    tree = parsed(machine, source.encode("utf-8", "surrogateescape"), "<stdin>")
    unit = Unit(machine, Code("<stdin>", "<module>", []), Scope("module"))
    frame = Frame(unit.code, names, names)
    for node in tree.body:
        if not isinstance(node, ast.Expr):
            unit.body([node])(frame)
            continue
        value = unit.expression(node.value)(frame)
        if value is not None:
            names["_"] = value
            machine.flushed[0].write(f"{machine.repr(value)}\n")
