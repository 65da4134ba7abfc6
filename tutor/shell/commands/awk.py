"""The applet `awk`."""

from __future__ import annotations

from contextlib import suppress

from tutor.shell.commands._applet import Failure, Output, Usage, applet, options
from tutor.shell.commands._awk_code import Code
from tutor.shell.commands._awk_lexer import SyntaxFault, unescaped
from tutor.shell.commands._awk_program import Program
from tutor.shell.commands._awk_runtime import Runtime
from tutor.shell.commands._awk_statements import Exit, Next
from tutor.shell.commands._awk_streams import Fault
from tutor.shell.commands._awk_values import Array, AwkError, Input
from tutor.shell.commands._files import open_input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands._applet import Options
    from tutor.shell.process import Process

_COMMAND_LINE = "cmd. line"


@applet("[-F SEP] [-v VAR=VAL]... [-f FILE]... [AWK_PROGRAM] [FILE]...", "Do with records what a program says.")
def main(process: Process) -> int:
    """Run an awk program."""
    opts = options(process, "F:v:f:e:W:", permute=False)
    if "W" in opts:
        process.fail("warning: option -W is ignored")
    with Output(process) as out:
        runtime = Runtime(process, out)
        program = Program(Code(runtime))
        words = _prepare(process, opts, runtime, program)
        _arguments(runtime, words)
        return _run(runtime, program)


def _bytes(text: str) -> str:
    """Return an argument as a string of bytes."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _prepare(process: Process, opts: Options, runtime: Runtime, program: Program) -> list[str]:
    """Set variables and read the program; return the arguments that are left."""
    environment = Array()
    for name, value in process.env.items():
        environment.set(_bytes(name), Input(_bytes(value)))
    runtime.cell("ENVIRON").value = environment
    separator = opts.value("F")
    if separator is not None:
        runtime.assign("FS", unescaped(_bytes(separator)))
    for word in opts.values("v"):
        if not runtime.assignment(_bytes(word)):
            raise Usage
    words = list(opts.arguments)
    texts: list[tuple[str, str]] = []
    for name in opts.values("f"):
        try:
            texts.append((name, open_input(process, name).read().decode("latin-1")))
        except FsError as error:
            raise Failure(f"can't open '{name}': {error.strerror}") from None
    texts += [(_COMMAND_LINE, _bytes(text)) for text in opts.values("e")]
    if not texts:
        if not words:
            raise Usage
        texts = [(_COMMAND_LINE, _bytes(words.pop(0)))]
    for name, text in texts:
        try:
            program.add(text, name)
        except SyntaxFault as error:
            raise Failure(f"{name}:{error.line}: {error}") from None
    return words


def _arguments(runtime: Runtime, words: list[str]) -> None:
    """Fill ARGV."""
    arguments = Array()
    for number, word in enumerate(["awk", *words]):
        arguments.set(str(number), Input(_bytes(word)))
    runtime.cell("ARGV").value = arguments
    runtime.cell("ARGC").value = float(len(words) + 1)


def _run(runtime: Runtime, program: Program) -> int:
    """Run a program; return its status."""
    try:
        try:
            _do(runtime, program.begin)
            if program.rules or program.end:
                while runtime.next_record():
                    try:
                        for rule in program.rules:
                            rule.run()
                    except Next as found:
                        if found.file:
                            runtime.skip_file()
        except Exit:
            pass
        with suppress(Exit):
            _do(runtime, program.end)
        runtime.streams.close_all()
    except Fault as error:
        raise Failure(str(error)) from None
    except AwkError as error:
        source, line = runtime.place
        raise Failure(f"{source}:{line}: {error}") from None
    return runtime.code


def _do(runtime: Runtime, statements: list[Callable[[], int | None]]) -> None:
    """Run the actions of BEGIN or END; `next` ends one of them."""
    for statement in statements:
        try:
            statement()
        except Next:
            continue
