"""What was typed in a sitting, as scripts that can be run again without a terminal.

A line `# Title` begins a step; what comes before the first one is the set-up.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, field
from tutor.session.editors import GUESTS
from tutor.session.foreground import UNSEEN
from tutor.session.words import WORDS
from tutor.shell.parser import split_commands
from tutor.shell.terminal import CONTROL
from tutor.vfs.changes import entry_changes
from tutor.vfs.nodes import Directory, File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.session.moment import Moment
    from tutor.session.session import Session
    from tutor.store.workspace import Entry

_MARK = re.compile(r"^#+ +(?P<title>\S.*)$")
_TERMINAL = re.compile(r"(?<= )(?:-it|-ti|-i -t|-t -i|--interactive --tty|--tty --interactive)(?= )")
_MOST = 65536


@dataclass(slots=True)
class Part:
    """What belongs to one step: its title and its commands in order, each a whole script."""

    title: str
    commands: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: the set-up's commands, the steps, and a line for each thing that could not be taken over."""

    setup: tuple[str, ...]
    parts: tuple[Part, ...]
    left_out: tuple[str, ...]


def typed(session: Session) -> Typed:
    """What led to the present moment of a session; what was undone does not count."""
    left_out: list[str] = []
    return _parted(list(_scripts(session, left_out)), left_out)


def script(text: str) -> Typed:
    """The same of a script with lines `# Title` between its commands."""
    lines: list[str] = []
    at = 0
    for command, (start, end) in split_commands(text):
        lines += [line for line in text[at:start].split("\n") if _MARK.match(line)]
        lines.append(command)
        at = end
    return _parted(lines, [])


def _parted(lines: list[str], left_out: list[str]) -> Typed:
    """Lines by steps; without any mark each command is a step of its own, if it changes anything."""
    marked = any(_MARK.match(line) for line in lines)
    setup: list[str] = []
    parts: list[Part] = []
    for line in lines:
        if (match := _MARK.match(line)) and "\n" not in line:
            parts.append(Part(match["title"]))
        elif marked:
            (parts[-1].commands if parts else setup).append(line)
        else:
            parts.append(Part("", [line]))
    return Typed(tuple(setup), tuple(part for part in parts if part.commands), tuple(left_out))


def _scripts(session: Session, left_out: list[str]) -> Iterator[str]:
    entries = session.workspace.path()
    inside: list[str] = []
    opened = ""
    for before, entry in pairwise(entries):
        was, now = session.moment_of(before), session.moment_of(entry)
        if was.state.attached:
            if now.state.attached:
                inside.append(entry.line)
            else:
                yield _piped(opened, inside)
            continue
        if now.state.attached:
            opened, inside = entry.line, []
        elif was.foreground is not None or now.foreground is not None or entry.line in (UNSEEN, *CONTROL):
            if entry.line not in (UNSEEN, *CONTROL):
                left_out.append(f"{entry.line!r}: it reads a terminal, which a solution has not")
        elif entry.line.startswith("# copied in") or _first(entry.line) in GUESTS:
            yield from _written(was, now, entry, left_out)
        elif entry.line.startswith("#") or (_first(entry.line) not in WORDS and entry.line != "reset"):
            yield entry.line
        elif entry.line == "reset":
            left_out.append("'reset': leave it out, or record once more with --fresh")
    if session.moment.state.attached:
        yield _piped(opened, inside)


def _first(line: str) -> str:
    return next(iter(line.split()), "")


def _piped(line: str, inside: list[str]) -> str:
    """A prompt in a container as a script: what was typed there is its standard input."""
    typed = [text for text in inside if text.strip() not in ("exit", "") and text not in CONTROL]
    bare = _TERMINAL.sub("-i", line)
    return _here(bare, "\n".join(typed) + "\n") if typed else f"{bare} < /dev/null"


def _here(command: str, text: str) -> str:
    """A command with a text as its standard input."""
    end = "EOF"
    while end in text.split("\n"):
        end += "_"
    return f"{command} <<'{end}'\n{text.removesuffix(chr(10))}\n{end}"


def _written(was: Moment, now: Moment, entry: Entry, left_out: list[str]) -> Iterator[str]:
    """Commands that write the files which an editor wrote, or which were copied in."""
    cwd = now.state.shells[0].cwd
    for path, old, node in entry_changes(was.state.host, now.state.host):
        name = quoted(path.removeprefix(f"{cwd}/"))
        if isinstance(node, Directory):
            if old is None:
                yield f"mkdir -p {name}"
        elif node is None:
            yield f"rm -r {name}"
        elif isinstance(node, File) and (text := _text(node)) is not None:
            yield _here(f"cat > {name}", text)
        else:
            left_out.append(f"{path} ({entry.line}): it is no text of at most {_MOST} bytes")


def _text(node: File) -> str | None:
    if node.size > _MOST:
        return None
    try:
        text = node.content.read().decode()
    except UnicodeDecodeError:
        return None
    return text if "\0" not in text and (not text or text.endswith("\n")) else None


def quoted(text: str) -> str:
    """A word of the shell that means this text."""
    return text if re.fullmatch(r"[\w./:@%+,=-]+", text) else "'" + text.replace("'", "'\\''") + "'"
