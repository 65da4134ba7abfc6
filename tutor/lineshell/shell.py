"""The line shell: the full screen's sitting, one line after another, for screen readers, slow links and pipes.

On a terminal, prompt_toolkit edits, completes and colours the line; `plain` asks for it with nothing but text; without
a terminal, lines are simply read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.lineshell.telling import AsciiOut, Teller
from tutor.session.interrupt import cancelling
from tutor.shell.terminal import CTRL_C, CTRL_D

if TYPE_CHECKING:
    from typing import TextIO

    from tutor.session.editor.views import OpenFile
    from tutor.session.port import Sitting


_ENDS = 16
"""How often a program is told that nothing more comes; each may read on after that."""


def run(
    sitting: Sitting | Callable[[], Sitting], stdin: TextIO, stdout: TextIO, stderr: TextIO | None = None, *,
    plain: bool = False, ascii_only: bool = False, vi: bool = False,
) -> int:  # fmt: skip
    """Serve a sitting line by line until it is left or the input ends; the last command's exit status.

    `sitting` may be a function that opens it. With `plain` nothing is sent to a terminal but text, with
    `ascii_only` nothing beyond ASCII; with `vi` its line has vi's keys. Raises LayerwiseError where the workspace
    itself fails.
    """
    opened = sitting() if callable(sitting) else sitting
    if ascii_only:
        stdout, stderr = _ascii(stdout), _ascii(stderr or sys.stderr)
    try:
        if plain:
            from tutor.lineshell.plain import PlainOut, PlainPrompt

            out: TextIO = PlainOut(stdout)  # type: ignore[assignment]  # it writes and flushes, which is all that is asked
            asking = PlainPrompt(opened, stdin, stdout)
            return _talk(opened, Teller(opened, out, out), asking.ask, asking.edit)
        if stdin.isatty() and stdout.isatty():
            from tutor.lineshell.prompt import Prompt

            opened.width = os.get_terminal_size(stdout.fileno()).columns
            teller = Teller(opened, stdout, stdout, min(100, opened.width - 2))
            prompt = Prompt(opened, stdin, stdout, vi=vi)
            return _talk(opened, teller, prompt.ask, prompt.edit)
        return _read(opened, Teller(opened, stdout, stderr or sys.stderr), stdin)
    finally:
        opened.close()


def _ascii(stream: TextIO) -> TextIO:
    return AsciiOut(stream)  # type: ignore[return-value]  # it does all that is asked of a stream here


def _talk(
    sitting: Sitting,
    teller: Teller,
    ask: Callable[[], str | None],
    edit: Callable[[OpenFile, Callable[[str], None]], None],
) -> int:
    """Ask for lines; `ask` gives None at the end of input and raises KeyboardInterrupt for Ctrl-C.

    `edit(file, say)` lets the learner edit a file, and says what came of it.
    """
    teller.welcome()
    code = 0
    while True:
        try:
            line = ask()
        except KeyboardInterrupt:
            if not sitting.prompt().program:
                continue
            line = CTRL_C
        view = sitting.prompt()
        if line is None:
            if not view.depth and not view.program:
                return code
            line = CTRL_D if view.program else "exit"
        if not line.strip() and not view.program:
            continue
        with cancelling(sitting.cancel):
            result = teller.run(line)
        code = result.code
        if result.leave:
            return code
        if result.edit is not None:
            edit(result.edit, teller.say)
            teller.news()


def _read(sitting: Sitting, teller: Teller, stdin: TextIO) -> int:
    """Read lines; those of one unfinished command are put together."""
    code = 0
    held: list[str] = []
    for text in stdin:
        held.append(text.rstrip("\n"))
        whole = "\n".join(held)
        if sitting.missing(whole):
            continue
        held.clear()
        if whole.strip() or sitting.prompt().program:
            with cancelling(sitting.cancel):
                result = teller.run(whole)
            code = result.code
            if result.leave:
                return code
    if held:
        with cancelling(sitting.cancel):
            code = teller.run("\n".join(held)).code
    for _ in range(_ENDS):
        if not sitting.prompt().program:
            break
        code = teller.run(CTRL_D).code
    return code
