"""The applets `expand` and `unexpand`."""

from __future__ import annotations

import re

from tutor.shell.commands._applet import Charset, Output, applet, number, options
from tutor.shell.commands._files import each_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_MOST = (1 << 32) - 1


def main(process: Process) -> int:
    """Turn tabs into blanks, or blanks into tabs."""
    return _unexpand(process) if process.name == "unexpand" else _expand(process)


@applet("[-i] [-t N] [FILE]...", "Turn tabs into blanks; -i: only those at the beginning of lines.")
def _expand(process: Process) -> int:
    opts = options(process, "it:", {"initial": "i", "tabs:": "t"})
    size = number(opts.value("t") or "8", 1, _MOST)
    charset = Charset(process.env)
    with Output(process) as out:
        for _, stream in each_input(process, out, opts.arguments or ["-"]):
            for line in stream:
                text = charset.decode(line)
                head = re.match(r"[ \t]*", text) if "i" in opts else None
                end = head.end() if head is not None else len(text)
                out.write(charset.encode(_spaced(text[:end], size) + text[end:]))
        return out.code


def _spaced(text: str, size: int) -> str:
    """Return a text without tabs; each goes to the next stop from where the one before it ended."""
    first, *rest = text.split("\t")
    parts = [first]
    before = first
    for part in rest:
        parts += [" " * (size - len(before) % size), part]
        before = part
    return "".join(parts)


@applet("[-fa] [-t N] [FILE]...", "Turn blanks at the beginning of lines into tabs; -a: all blanks.")
def _unexpand(process: Process) -> int:
    opts = options(process, "ft:a", {"first-only": "f", "tabs:": "t", "all": "a"})
    size = number(opts.value("t") or "8", 1, _MOST)
    everywhere = ("a" in opts or "t" in opts) and "f" not in opts
    charset = Charset(process.env)
    with Output(process) as out:
        for _, stream in each_input(process, out, opts.arguments or ["-"]):
            for line in stream:
                out.write(charset.encode(_tabbed(charset.decode(line), size, everywhere)))
        return out.code


def _tabbed(text: str, size: int, everywhere: bool) -> str:
    """Return a text in which blanks that reach a stop are tabs."""
    out: list[str] = []
    at = column = 0
    while at < len(text):
        start = at
        while text.startswith(" ", at):
            at += 1
        blanks = at - start
        column += blanks
        if text.startswith("\t", at):
            column += size - column % size
            at += 1
            continue
        stops = column // size
        if stops:
            blanks = column = column % size
            out.append("\t" * stops)
        if not everywhere and at:
            return "".join([*out, " " * blanks, text[at:]])
        word = re.compile(r"[^\t ]*").match(text, at)
        assert word is not None
        out += [" " * blanks, word[0]]
        at = word.end()
        column = (column + len(word[0])) % size
    return "".join(out)
