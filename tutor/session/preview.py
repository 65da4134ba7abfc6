"""What a line would do if Enter were pressed now: it is run on a fork of the state, and the fork is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.session.highlight import highlight
from tutor.session.line import place, read
from tutor.session.narrate import narrate
from tutor.session.stack import Picture, draw, picture
from tutor.session.views import MessageKind, Preview, StackView
from tutor.shell.limits import Limits

if TYPE_CHECKING:
    from tutor.session.session import Session

LIMITS = Limits(steps=5000, depth=200, output=1024 * 1024, memory=8 * 1024 * 1024)
"""What a preview may use up: it has to be over before the next key."""


def preview(session: Session, line: str, cursor: int, now: Picture) -> Preview:
    """The preview of a line; `now` is the picture of the present state."""
    script = read(line)
    spans = highlight(session.state, line)
    if not line.strip():
        return Preview(spans=spans)
    missing = script.incomplete or ""
    message, kind = _describe(session, line, cursor)
    stack: StackView | None = None
    if not missing and not script.errors and kind != "error" and _draws(session, line):
        stack, sentence = _fork(session, line, now)
        message = " · ".join(part for part in (message, sentence) if part)
        kind = kind or ("info" if sentence else "")
    if missing and not message:
        message, kind = f"unfinished: waits for {_MISSING.get(missing, missing)}", "hint"
    if script.errors and not message:
        message, kind = str(script.errors[0]), "error"
    return Preview(stack, message, kind, spans, missing)


_MISSING = {
    "quote": "the closing quote", "heredoc": "the end of the here-document", "substitution": "a closing )",
    "command": "a command", "word": "a word", "backslash": "the next line", "brace": "a closing }",
}  # fmt: skip


def _draws(session: Session, line: str) -> bool:
    """Whether the line could change what is drawn: only docker commands and what runs in a container can."""
    return bool(session.state.attached) or any(
        command.words and command.words[0].plain == "docker" for command in read(line).commands
    )


def _fork(session: Session, line: str, now: Picture) -> tuple[StackView | None, str]:
    before = session.state
    rehearsal = session.rehearse(line, LIMITS)
    after = rehearsal.state
    if after is None:
        return None, rehearsal.reason
    if after.images is before.images and after.containers is before.containers:
        return None, ""
    view = draw(now, picture(after))
    sentences = narrate(view, would=True)
    return (view if sentences else None), " ".join(sentences)


def _describe(session: Session, line: str, cursor: int) -> tuple[str, MessageKind]:
    """What the word under the cursor means, or what is wrong with it."""
    state = session.state
    here = place(line, cursor)
    if not here.words:
        return "", ""
    if here.words[0] == "docker" and not state.attached:
        from tutor.docker.describe import describe

        told = describe(list(here.words[1:]), max(here.index - 1, 0), state, session.hub)
        return told.text, told.kind
    if here.index == 0 or state.attached:
        return "", ""
    from tutor.session.words import ABOUT

    return (ABOUT[here.words[0]], "hint") if here.words[0] in ABOUT else ("", "")
