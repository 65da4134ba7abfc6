"""What the shell pane has printed: a little teletype that understands the escape sequences programs use, and its rows.

Roles: "out" and "err" for the two streams, "ansi.<codes>" where a program chose colours (SGR parameters, ECMA-48), and
those of command lines. Knows no screen library. Old lines are dropped beyond `LINES`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.session.drawing.canvas import Row, Run
from tutor.session.drawing.characters import stacks, width_of
from tutor.session.drawing.wrap import merge, wrap_hard

LINES = 5_000
TAB = 8

_SPECIAL = re.compile(r"[\x00-\x1f\x7f]|\x1b")
_SEQUENCE = re.compile(
    r"\x1b(?:\[([0-?]*)([ -/]*[@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-OQ-WYZ\\`-~])"
)

_Cells = list[tuple[str, str]]


class Scrollback:
    """Lines of output, broken into rows for one width at a time."""

    def __init__(self) -> None:
        self._lines: list[Row] = []
        self._open: _Cells | None = None
        self._at = 0
        self._column = 0
        self._floor = 0
        self._sgr = ""
        self._pending = ""
        self._home = False
        self._width = 80
        self._rows: list[Row] = []
        self._starts: list[int] = []

    # -- writing

    def command(self, runs: Sequence[Run]) -> None:
        """Add a command line as it was typed; output starts on a line of its own after it."""
        self.finish()
        self._append(merge(runs))
        self._floor = len(self._lines)
        self._at, self._column = self._floor, 0

    def write(self, text: str, role: str = "out") -> None:
        """Add output as a terminal would show it."""
        text = self._pending + text
        self._pending = ""
        if len(text) > 2 * LINES and "\x1b" not in text:
            text = _end(text)
        start, end = 0, len(text)
        while start < end:
            found = _SPECIAL.search(text, start)
            stop = found.start() if found else end
            if stop > start:
                self._home = False
                self._print(text[start:stop], f"ansi.{self._sgr}" if self._sgr else role)
            if found is None:
                break
            start = self._control(text, stop)

    def finish(self) -> None:
        """End the output of a command: an unfinished line is ended, colours go back to normal."""
        self._close()
        self._sgr = self._pending = ""
        self._floor = self._at = len(self._lines)
        self._column = 0

    def clear(self) -> None:
        """Forget everything."""
        self._lines.clear()
        self._rows.clear()
        self._starts.clear()
        self._open = None
        self._at = self._column = self._floor = 0

    def _control(self, text: str, at: int) -> int:
        """Obey the control character or sequence at that place; returns the place after it."""
        char = text[at]
        if char == "\x1b":
            match = _SEQUENCE.match(text, at)
            if match is None:
                if len(text) - at < 64:
                    self._pending = text[at:]
                    return len(text)
                return at + 1
            self._sequence(match[1] or "", match[2] or "")
            return match.end()
        self._home = False
        if char == "\n":
            self._newline()
        elif char == "\r":
            self._column = 0
        elif char == "\b":
            self._column = max(0, self._column - 1)
        elif char == "\t":
            self._print(" " * (TAB - self._column % TAB), "out")
        return at + 1

    def _sequence(self, codes: str, final: str) -> None:
        first = codes.split(";")[0]
        count = int(first) if first.isdecimal() else 0
        if final == "m":
            self._sgr = "" if codes in ("", "0") else f"{self._sgr};{codes}" if self._sgr else codes
            if ";0" in self._sgr:
                self._sgr = self._sgr.rpartition(";0")[2].lstrip(";")
        elif final == "K":
            self._erase_line(count)
        elif final == "H":
            self._home = codes in ("", "1", ";", "1;1")
        elif final == "J" and (count >= 2 or (self._home and count == 0)):
            self.clear()
        elif final == "J":
            self._erase_line(0)
            self._cut(self._at + 1)
        elif final == "A":
            self._move(self._at - max(1, count))
        elif final == "B":
            self._move(self._at + max(1, count))
        elif final == "C":
            self._column += max(1, count)
        elif final == "D":
            self._column = max(0, self._column - max(1, count))
        elif final == "G":
            self._column = max(0, count - 1)

    def _print(self, text: str, role: str) -> None:
        if self._open is None and self._column == 0 and self._at >= len(self._lines):
            # The usual case, made fast: a new line, printed from its start.
            self._append((Run(text, role),))
            self._column = sum(map(width_of, text)) if not text.isascii() else len(text)
            self._at = len(self._lines) - 1
            return
        line = self._opened()
        for piece, size in stacks(text):
            while len(line) <= self._column + size - 1:
                line.append((" ", role))
            if size:
                self._put(line, self._column, piece, role)
                if size == 2:
                    self._put(line, self._column + 1, "", role)
            elif 0 < self._column <= len(line):
                self._mark(line, self._column - 1, piece)
            self._column += size

    @staticmethod
    def _mark(line: _Cells, at: int, marks: str) -> None:
        """Put marks on the character in a cell."""
        at -= bool(at and not line[at][0])
        line[at] = (line[at][0] + marks, line[at][1])

    @staticmethod
    def _put(line: _Cells, at: int, char: str, role: str) -> None:
        """Put a character in a cell; half of a wide character that stays behind becomes a space."""
        if char and not line[at][0] and at:
            line[at - 1] = (" ", line[at - 1][1])
        if at + 1 < len(line) and not line[at + 1][0]:
            line[at + 1] = (" ", line[at + 1][1])
        line[at] = (char, role)

    def _newline(self) -> None:
        self._close()
        if self._at >= len(self._lines):
            self._append(())
        self._at += 1
        self._column = 0
        if len(self._lines) > LINES + 500:
            self._drop(len(self._lines) - LINES)

    def _move(self, line: int) -> None:
        self._close()
        self._at = max(self._floor, min(line, len(self._lines)))

    def _erase_line(self, how: int) -> None:
        line = self._opened()
        if how == 0:
            if self._column < len(line):
                self._put(line, self._column, " ", "out")
            del line[self._column :]
        else:
            end = len(line) if how == 2 else min(len(line), self._column + 1)
            for at in range(end):
                self._put(line, at, " ", "out")

    def _opened(self) -> _Cells:
        """The present line as cells that can be changed."""
        if self._open is None:
            while self._at >= len(self._lines):
                self._append(())
            self._open = []
            for run in self._lines[self._at]:
                for piece, size in stacks(run.text):
                    self._open.append((piece, run.role))
                    self._open.extend([("", run.role)] * (size - 1))
        return self._open

    def _close(self) -> None:
        if self._open is not None:
            line, self._open = merge(Run(char, role) for char, role in self._open), None
            if self._at == len(self._lines) - 1:
                self._cut(self._at)
                self._append(line)
            else:
                self._lines[self._at] = line
                self._rewrap()

    # -- rows

    def _append(self, line: Row) -> None:
        self._lines.append(line)
        self._starts.append(len(self._rows))
        self._rows.extend(wrap_hard(line, self._width))

    def _cut(self, line: int) -> None:
        if line < len(self._lines):
            del self._rows[self._starts[line] :]
            del self._lines[line:], self._starts[line:]

    def _drop(self, count: int) -> None:
        first = self._starts[count]
        del self._lines[:count], self._rows[:first]
        self._starts = [start - first for start in self._starts[count:]]
        self._at = max(0, self._at - count)
        self._floor = max(0, self._floor - count)

    def _rewrap(self) -> None:
        lines, self._lines, self._rows, self._starts = self._lines, [], [], []
        for line in lines:
            self._append(line)

    def rows(self, width: int) -> list[Row]:
        """All rows at that width, oldest first. The list is the scrollback's own: read it, do not keep it."""
        if self._open is not None:
            line, at, column = self._open, self._at, self._column
            self._close()
            self._open, self._at, self._column = line, at, column
        if width != self._width:
            self._width = width
            self._rewrap()
        return self._rows

    @property
    def text(self) -> str:
        """Everything as plain text."""
        self.rows(self._width)
        return "\n".join("".join(run.text for run in line) for line in self._lines)


def _end(text: str) -> str:
    """What is left to see of plain text that is longer than all that is kept: its start goes up and is dropped."""
    at = len(text)
    for _ in range(LINES + 1):
        at = text.rfind("\n", 0, at)
        if at < 0:
            return text
    return text[at:]
