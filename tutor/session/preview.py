"""What a line would do if Enter were pressed now: it is run on a fork of the state, and the fork is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.contents import Latest
from tutor.session import editors
from tutor.session.build_told import build_notes, build_sentence
from tutor.session.fault import last_error
from tutor.session.highlight import highlight
from tutor.session.line import place, read
from tutor.session.narrate import narrate
from tutor.session.picture import picture
from tutor.session.programs import exists, names
from tutor.session.session import HISTORY
from tutor.session.views import MessageKind, Preview, StackView
from tutor.session.word_help import about_program, about_redirect
from tutor.session.words import ABOUT
from tutor.shell.limits import Limits

if TYPE_CHECKING:
    from tutor.session.session import Session
    from tutor.session.stack import Forest

LIMITS = Limits(steps=5000, depth=200, output=1 << 20, memory=8 << 20, intake=1 << 20)
"""What a preview may use up: it has to be over before the next key."""


def preview(session: Session, line: str, cursor: int, now: Forest) -> Preview:
    """The preview of a line; `now` are the layers of the present state."""
    script = read(line)
    spans = highlight(session.state, line)
    if not line.strip():
        return Preview(spans=spans)
    missing = script.incomplete or ""
    message, kind, whole = _describe(session, line, cursor)
    if kind == "error" and line[:cursor].endswith((" -", " --")):
        message, kind, whole = "", "", False  # an option is being begun
    stack: StackView | None = None
    if whole and not missing and not script.errors and kind != "error" and _draws(session, line):
        stack, sentence, fault = _fork(session, line, now)
        if fault and not _goes_on(session, line, cursor):
            message, kind = f"would fail: {fault}", "error"
        else:
            message = " · ".join(part for part in (message, sentence) if part)
            kind = kind or ("info" if sentence else "")
    if missing and not message:
        message, kind = f"unfinished: waits for {_MISSING.get(missing, missing)}", "hint"
    if script.errors and not message and not _goes_on(session, line, cursor):
        message, kind = str(script.errors[0]), "error"
    return Preview(stack, message, kind, spans, missing)


_MISSING = {
    "quote": "the closing quote", "heredoc": "the end of the here-document", "substitution": "a closing )",
    "command": "a command", "word": "a word", "backslash": "the next line", "brace": "a closing }",
}  # fmt: skip


def _draws(session: Session, line: str) -> bool:
    """Whether the line could change what is drawn: docker commands, ways through the history, what containers run."""
    return bool(session.state.attached) or any(
        command.words and command.words[0].plain in ("docker", *HISTORY) for command in read(line).commands
    )


def _fork(session: Session, line: str, now: Forest) -> Forked:
    """What the line would draw and say; where it would fail and change nothing, what it would print last.

    What the last line would draw is kept: the cursor may move in it, and a build may take its time.
    """
    found = DRAWN.of((session.state, now), lambda: _rehearsed(session, line, now), line)
    if found[0] is None:
        DRAWN.forget()  # it may have been stopped
    return found


Forked = tuple["StackView | None", str, str]
DRAWN: Latest[Forked] = Latest()
"""What the last line would draw; benchmarks forget it."""


def _rehearsed(session: Session, line: str, now: Forest) -> Forked:
    before = session.state
    rehearsal = session.rehearse(line, LIMITS)
    after = rehearsal.state
    if after is None:
        return None, rehearsal.reason, ""
    fault = last_error(rehearsal.errors) if rehearsal.code else ""
    if all(getattr(after, name) is getattr(before, name) for name in ("images", "containers", "volumes", "cache")):
        return None, rehearsal.told, fault
    view = now.marked(picture(after, now.picture), build_notes(rehearsal.events, after))
    built = build_sentence(rehearsal.events, after)
    sentences = [*filter(None, (rehearsal.told, built)), *narrate(view, would=True, besides=now.view)]
    return (view, " ".join(sentences), "") if sentences else (None, "", fault)


def _goes_on(session: Session, line: str, cursor: int) -> bool:
    """Whether the word under the cursor may be the beginning of a longer one: too early to call it wrong."""
    from tutor.session.complete import complete

    found = complete(session, line, cursor)
    typed = line[found.start : cursor]
    offers = {item.text for item in found.items}
    whole = typed in offers or f"{typed}:latest" in offers
    return not whole and any(offer.startswith(typed) for offer in offers)


def _describe(session: Session, line: str, cursor: int) -> tuple[str, MessageKind, bool]:
    """What the word under the cursor means, or what is wrong with it; and whether its command has all it needs."""
    state = session.state
    here = place(line, cursor)
    if not here.words:
        return "", "", True
    if here.words[0] == "docker" and not state.attached:
        from tutor.docker.describe import describe

        told = describe(list(here.words[1:]), max(here.index - 1, 0), state, session.hub)
        if told.kind == "error" and _comes_after_another(line, cursor):
            return "", "", True  # what is missing now may be there by then: running all of it tells
        return told.text, told.kind, told.whole
    open_name = here.index == 0 and read(line).incomplete == "quote"
    fault = "" if open_name else _unknown(session, line, cursor, here.words[0])
    if fault:
        return fault, "error", False
    if here.redirect and not state.attached:
        about = about_redirect(line, cursor)
    else:
        about = ABOUT.get(here.words[0]) or editors.ABOUT.get(here.words[0]) or about_program(here)
    return (about, "hint", True) if about else ("", "", True)


def _comes_after_another(line: str, cursor: int) -> bool:
    """Whether a docker command stands before the one that the cursor is in."""
    before = [command for command in read(line).commands if command.end < cursor and command.words]
    return any(command.words[0].plain == "docker" for command in before[:-1]) or (
        bool(before) and before[-1].words[0].plain == "docker" and bool(line[before[-1].end : cursor].strip(" \t"))
    )


def _unknown(session: Session, line: str, cursor: int, name: str) -> str:
    """What is wrong with the name of a command that is not there, and not about to be typed."""
    state = session.state
    if exists(state, name) or "=" in name or "$" in name or _goes_on(session, line, cursor):
        return ""
    from tutor.docker.roles import nearest

    meant = nearest(name, sorted(names(state)))
    return f"no command {name}" + (f": did you mean {meant}?" if meant else "")
