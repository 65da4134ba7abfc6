"""The applet `fold`."""

from __future__ import annotations

from tutor.shell.commands._applet import Charset, Output, applet, number, options
from tutor.shell.commands._files import each_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-bs] [-w WIDTH] [FILE]...", "Break lines that are longer than 80 columns; -s: at blanks.")
def main(process: Process) -> int:
    """Break long lines."""
    argv = [f"-w{word[1:]}" if word[:1] == "-" and word[1:2].isdecimal() else word for word in process.argv[1:]]
    opts = options(process, "bsw:", argv=argv)
    width = number(opts.value("w") or "80", 1, 10000)
    charset = Charset(process.env)
    with Output(process) as out:
        for _, stream in each_input(process, out, opts.arguments or ["-"]):
            for line in stream:
                text = charset.decode(line) if "b" not in opts else line.decode("latin-1")
                folded = _folded(text, width, by_bytes="b" in opts, at_blanks="s" in opts)
                out.write(charset.encode(folded) if "b" not in opts else folded.encode("latin-1"))
        return out.code


def _folded(text: str, width: int, by_bytes: bool, at_blanks: bool) -> str:
    """Return a line, broken where it gets too wide."""
    out: list[str] = []
    line: list[str] = []
    column = 0
    for letter in text:
        if letter == "\n":
            line.append(letter)
            break
        moved = _moved(column, letter, by_bytes)
        while moved > width and line:
            blank = _last_blank(line) if at_blanks else -1
            if blank < 0:
                out += [*line, "\n"]
                line = []
            else:
                out += [*line[: blank + 1], "\n"]
                line = line[blank + 1 :]
            column = 0
            for kept in line:
                column = _moved(column, kept, by_bytes)
            moved = _moved(column, letter, by_bytes)
        line.append(letter)
        column = moved
    return "".join(out + line)


def _last_blank(line: list[str]) -> int:
    return next((at for at in range(len(line) - 1, -1, -1) if line[at] in " \t"), -1)


def _moved(column: int, letter: str, by_bytes: bool) -> int:
    """Return the column behind a character."""
    if by_bytes:
        return column + 1
    if letter == "\t":
        return column + 8 - column % 8
    if letter == "\b":
        return max(column - 1, 0)
    return 0 if letter == "\r" else column + 1
