"""A sitting as an asciicast, a recording that terminals and web pages play: what was typed, and what came of it.

Only lines are kept, so each is done again at its own time on the moment before it, which brings the same output. Then
they are typed at a pace at which one can follow. Format: asciicast v2, a line of JSON for the head and one for each
event (https://docs.asciinema.org/manual/asciicast/v2/); seconds.
"""

from __future__ import annotations

import json
from codecs import getincrementaldecoder
from itertools import pairwise
from typing import TYPE_CHECKING

from tutor.session.editors import EDITORS
from tutor.session.foreground import UNSEEN
from tutor.session.prompt import prompt_at
from tutor.session.session import Session
from tutor.session.words import WORDS
from tutor.store.workspace import MemoryWorkspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.engine.hub import Hub
    from tutor.session.moment import Moment
    from tutor.session.views import PromptView
    from tutor.store.workspace import Entry

COLUMNS, ROWS = 100, 28
_KEY, _THOUGHT = 0.06, 0.5
"""How long a key takes, and the pause before Enter."""
_READ, _LINE, _LONGEST = 1.0, 0.12, 5.0
"""How long output stands before the next line is typed: at least, more for each of its lines, at most."""
_MOMENT = 0.02
"""Between two pieces of output."""
_MOST = 50_000
"""Bytes of a line's output that are shown."""


def head(width: int, height: int, began: float, title: str) -> str:
    """The first line of an asciicast; `began` in seconds since 1970."""
    table = {"version": 2, "width": width, "height": height, "timestamp": int(began), "title": title,
             "env": {"TERM": "xterm-256color"}}  # fmt: skip
    return json.dumps(table) + "\n"


def event(when: float, kind: str, data: str) -> str:
    """A further line: after `when` seconds, output (kind "o") or a new size (kind "r", data "80x24")."""
    return json.dumps([round(when, 6), kind, data], ensure_ascii=False) + "\n"


def cast(session: Session, title: str) -> Iterator[str]:
    """The path that led to the present moment of a session, line by line of the file."""
    path = session.workspace.path()
    again = _Again(session.moment_of(path[0]), session.hub)
    yield head(COLUMNS, ROWS, path[0].time, title)
    now = 0.0
    for before, entry in pairwise(path):
        if not _is_typed(entry):
            continue
        moment = session.moment_of(before)
        prompt = prompt_at(moment)
        yield event(now, "o", _sign(prompt))
        now += _THOUGHT
        for char in entry.line if prompt.seen and entry.line != UNSEEN else "":
            yield event(now, "o", char if char != "\n" else f"\r\n{prompt.continuation}")
            now += _KEY
        now += _THOUGHT
        yield event(now, "o", "\r\n")
        lines = 0
        for text in again.do(entry, moment):
            now += _MOMENT
            lines += text.count("\n")
            yield event(now, "o", text.replace("\r\n", "\n").replace("\n", "\r\n"))
        now += min(_LONGEST, _READ + _LINE * lines)
    yield event(now, "o", _sign(prompt_at(session.moment)))


def _sign(prompt: PromptView) -> str:
    where = "" if prompt.depth or prompt.program else f"\x1b[2m{prompt.cwd}\x1b[0m "
    return where + prompt.sign


def _is_typed(entry: Entry) -> bool:
    """Whether a shell or a program read the line: what a tutor word or an editor did shows on no terminal."""
    return entry.line.split(" ")[0] not in (*WORDS, *EDITORS) and not entry.line.startswith("# copied in")


class _Again:
    """Does lines again, each on a moment of its own; nothing of it is kept."""

    def __init__(self, start: Moment, hub: Hub) -> None:
        self._now = 0.0
        self._session = Session(MemoryWorkspace(), lambda clock: start, hub, lambda: self._now, interactive=True)
        self._session.columns = self._session.width = COLUMNS

    def do(self, entry: Entry, before: Moment) -> list[str]:
        """What a line prints, in the pieces in which it comes; what nobody would watch to its end is cut off."""
        told: list[str] = []
        decoders = {stream: getincrementaldecoder("utf-8")("replace") for stream in ("stdout", "stderr")}
        room = _MOST

        def emit(stream: str, data: bytes) -> None:
            nonlocal room
            text = decoders[stream].decode(data)[: max(0, room)]
            room -= len(data)
            if text:
                told.append(text)
            if room <= 0:
                self._session.cancel()

        self._now, self._session.moment = entry.time, before
        self._session.run(entry.line, emit)
        return told
