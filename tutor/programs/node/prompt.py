"""The interactive prompt of node: each line's value, "..." while something is open, words that begin with a dot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.programs.node import modules
from tutor.programs.node.compiler import Compiler, Frame, Scope
from tutor.programs.node.inspect import inspect
from tutor.programs.node.lexer import JsSyntaxError
from tutor.programs.node.parser import parse
from tutor.programs.node.runtime import Exit
from tutor.programs.node.values import UNDEFINED, Object, Thrown
from tutor.programs.outside import Outside
from tutor.shell.kernel import SIGNALS

if TYPE_CHECKING:
    from tutor.programs.node.runtime import Runtime

_HELP = """.break    Sometimes you get stuck, this gets you out
.clear    Alias for .break
.exit     Exit the REPL
.help     Print this help message

Press Ctrl+C to abort current expression, Ctrl+D to exit the REPL
"""
_AGAIN = "(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n"
_AT_HAND = re.compile(r"\b(assert|child_process|crypto|events|fs|http|net|os|path|url|util)\b")


class _Interrupt(Exception):
    """Ctrl-C at the prompt."""


def prompt(runtime: Runtime) -> int:
    """Read, run and show until the input ends; the status."""
    process = runtime.process
    process.out(f'Welcome to Node.js v{".".join(map(str, runtime.version))}.\nType ".help" for more information.\n')
    module = modules.new_module(runtime)
    scope = Scope(None, Frame(UNDEFINED, None, ""))
    require = modules.require_of(runtime, process.cwd, f"{process.cwd}/[repl]", module)
    scope.vars.update({"module": module, "exports": module.props["exports"], "require": require})
    entry = process.kernel.processes.get(process.pid)
    warned = False
    waiting = ""
    number = 0

    def interrupt(signal: int) -> bool:
        if signal == SIGNALS["INT"]:
            raise _Interrupt
        return signal in process.ignored

    while True:
        process.out("... " if waiting else "> ")
        usual = entry.signal if entry is not None else None
        try:
            if entry is not None:
                entry.signal = interrupt
            line = process.stdin.readline().decode("utf-8", "replace")
        except _Interrupt:
            if warned and not waiting:
                return 0
            if not waiting:
                process.out(_AGAIN)
            warned, waiting = not waiting, ""
            continue
        finally:
            if entry is not None:
                entry.signal = usual
        warned = False
        if not line:
            return 0
        word = line.strip()
        if re.fullmatch(r"\.[a-z]+", word):
            if word == ".exit":
                return 0
            if word in (".break", ".clear"):
                waiting = ""
            else:
                process.out(_HELP if word == ".help" else "Invalid REPL keyword\n")
            continue
        waiting += line
        if not waiting.strip():
            waiting = ""
            continue
        number += 1
        try:
            nodes = _parsed(waiting, f"REPL{number}")
            text, waiting = waiting, ""
            if nodes is not None:
                _run(runtime, scope, nodes, text, number)
            else:
                waiting = text
        except JsSyntaxError as error:
            process.out(_complaint(waiting, error))
            waiting = ""
        except Thrown as thrown:
            process.out(_uncaught(runtime, thrown.value))
        except Outside as outside:
            process.out(outside.line("node"))
            waiting = ""
        except Exit as left:
            return left.code & 0xFF
        except RecursionError:
            process.out("Uncaught RangeError: Maximum call stack size exceeded\n")


def _parsed(text: str, name: str) -> list[Any] | None:
    """Return the statements of a text, None where more must follow. Raises JsSyntaxError.

    What begins with a brace is an object where it can be.
    """
    if text.lstrip().startswith("{") and not text.rstrip().endswith(";"):
        try:
            return parse(f"({text.rstrip()})", name)
        except JsSyntaxError:
            pass
    try:
        return parse(text, name)
    except JsSyntaxError as error:
        lines = text.rstrip().split("\n")
        past = error.line > len(lines) or (error.line == len(lines) and error.column > len(lines[-1]))
        if past or "Unexpected end of input" in error.message or "Unterminated template" in error.message:
            return None
        raise


def _run(runtime: Runtime, scope: Scope, nodes: list[Any], text: str, number: int) -> None:
    """Run statements and what they leave to be done, and show the last one's value. Raises Thrown, Exit, Outside."""
    for name in dict.fromkeys(_AT_HAND.findall(text)):
        if name not in scope.vars and name not in runtime.names:
            scope.vars[name] = runtime.call(scope.vars["require"], UNDEFINED, [name])
    compiler = Compiler(runtime, f"REPL{number}")
    last = nodes[-1] if nodes and nodes[-1][0] == "expression" else None
    try:
        body = compiler.block(nodes[:-1] if last is not None else nodes, own=False)
        end = compiler.expression(last[3]) if last is not None else None
    except (AttributeError, IndexError, TypeError, ValueError):
        raise Outside("such code") from None
    body(scope)
    value = end(scope) if end is not None else UNDEFINED
    if end is not None:
        scope.vars["_"] = value
    runtime.process.out(f"{inspect(runtime, value)}\n")
    runtime.loop()


def _uncaught(runtime: Runtime, value: Any) -> str:
    """Return what the prompt says of an error: without the places, which are all its own."""
    shown = inspect(runtime, value)
    if isinstance(value, Object) and value.kind == "Error":
        lines = shown.split("\n")
        shown = "\n".join([lines[0], *(line for line in lines[1:] if "REPL" not in line or " at " not in line)])
    return f"Uncaught {shown}\n"


def _complaint(text: str, error: JsSyntaxError) -> str:
    lines = text.rstrip("\n").split("\n")
    line = lines[error.line - 1] if error.line <= len(lines) else lines[-1]
    return f"{line}\n{' ' * (error.column - 1)}^\n\nUncaught SyntaxError: {error.message}\n"
