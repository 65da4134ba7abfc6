"""Lines of a terminal for who cannot see it: prompts and answers are plain text, nothing moves, nothing is coloured.

The terminal's own line editing is all there is, so a screen reader reads each line once, in its order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from tutor.session.editor.views import OpenFile
    from tutor.session.port import Sitting

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[ -/]*[0-OQ-WYZ\\`-~])", re.S
)
_MOVES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class PlainOut:
    """A text stream without escape sequences; what a carriage return would overwrite stands on a line of its own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._held = ""

    @property
    def encoding(self) -> str:
        """The stream's encoding."""
        return self._stream.encoding

    def write(self, text: str) -> int:
        """Write what of the text is text; a sequence that is cut off waits for its end."""
        whole = self._held + text
        cut = whole.rfind("\x1b")
        self._held = ""
        if cut >= 0 and _ESCAPES.match(whole, cut) is None and len(whole) - cut < 64:
            whole, self._held = whole[:cut], whole[cut:]
        bare = _ESCAPES.sub("", whole).replace("\r\n", "\n").replace("\r", "\n")
        self._stream.write(_MOVES.sub("", bare))
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Whether a terminal is at the other end."""
        return self._stream.isatty()


class PlainPrompt:
    """Asks for one command line at a time, and keeps what a program asks for unseen off the screen."""

    def __init__(self, sitting: Sitting, stdin: TextIO, stdout: TextIO) -> None:
        self._sitting = sitting
        self._stdin = stdin
        self._stdout = stdout

    def ask(self) -> str | None:
        """A whole command line; None at the end of input. Raises KeyboardInterrupt for Ctrl-C."""
        view = self._sitting.prompt()
        if not view.seen:
            return self._secret(view.sign)
        line = self._line(self._sign())
        while line is not None and self._sitting.missing(line):
            more = self._line(view.continuation or "> ")
            if more is None:
                break
            line += "\n" + more
        return line

    def _sign(self) -> str:
        view = self._sitting.prompt()
        where = "" if view.program or view.depth else f"{view.cwd} "
        return f"{where}{view.sign}"

    def _line(self, sign: str) -> str | None:
        self._stdout.write(sign)
        self._stdout.flush()
        text = self._stdin.readline()
        return text.rstrip("\n") if text else None

    def _secret(self, sign: str) -> str | None:
        from getpass import getpass

        try:
            return getpass(sign, self._stdout) if self._stdin.isatty() else self._line(sign)
        except EOFError:
            return None

    def edit(self, file: OpenFile, say: object) -> None:
        """There is no editor here; sittings know that and open none."""
