"""What is typed while a program reads the terminal: whose line it is, and the program that goes on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError
from tutor.session.talk import Talk, nobody
from tutor.shell.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from tutor.session.moment import Foreground
    from tutor.session.session import Session

UNSEEN = "# typed unseen"
"""What the history keeps of a line that was typed without an echo."""


def for_the_tutor(waits: Foreground, line: str) -> bool:
    """Whether a line typed at a program's prompt is a tutor word, alone or with what it takes.

    None is where the program shows no prompt: there a line may be anything, and a blank before a word gives it away.
    """
    from tutor.session.words import WORDS

    if not waits.prompt or not waits.seen or not line or line[0].isspace():
        return False
    word, *more = line.split()
    if word not in WORDS:
        return False
    return not more or word == "answer" or (word in ("undo", "redo") and len(more) == 1 and more[0].isdecimal())


def again(session: Session, waits: Foreground) -> Talk:
    """Run a line once more, up to where it waits. Raises LayerwiseError where it does not come there."""
    from tutor.session.session import at_prompt

    machine = session.machine(True, DEFAULT_LIMITS, waits.line, waits.before)
    machine.at(waits.began)
    talk = Talk(machine, lambda stdin, out, err: at_prompt(machine, waits.line, stdin, out, err))
    with session.stoppable(machine.stop):
        talk.start(nobody)
        for now, line in waits.typed:
            if talk.waits:
                talk.type(line, now, nobody)
    if not talk.waits:
        raise LayerwiseError(
            f"{waits.line!r} cannot be brought back to where it waited", "it has ended; run it again, or undo"
        )
    return talk
