"""Are the checks sharp? Each solution with a command dropped, swapped or altered has to be rejected.

A mutant that leaves the same facts behind as a solution is truly equivalent and does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.course.facts import facts
from tutor.dataclass import dataclass
from tutor.session.line import read
from tutor.shell.parser import split_commands

if TYPE_CHECKING:
    from tutor.course.facts import Facts
    from tutor.course.model import Step
    from tutor.session.audit.walk import Walk
    from tutor.session.moment import Moment

_NAME = re.compile(r"^[\w./-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?$")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A solution that was changed: `what` says how; `fate` is "rejected", "equivalent" or "accepted"."""

    line: int
    what: str
    script: str
    fate: str


def mutants(walk: Walk, step: Step, start: Moment) -> Iterator[Mutant]:
    """What becomes of each mutant of a step's solution."""
    if not step.checks or not step.solutions:
        return
    begun = facts(start.state, start.state)
    right = [_facts(walk, solution.script, start) for solution in step.solutions]
    for what, script in mutations(step.solution):
        moment = walk.after(script, start) if script.strip() else start
        if not all(verdict.met for verdict in walk.verdicts(step, moment)):
            fate = "rejected"
        else:
            now = facts(moment.state, start.state) if script.strip() else begun
            fate = "equivalent" if now in right else "accepted"
        yield Mutant(step.solutions[0].line, what, script, fate)


def _facts(walk: Walk, script: str, start: Moment) -> Facts:
    return facts(walk.after(script, start).state, start.state)


def mutations(script: str) -> Iterator[tuple[str, str]]:
    """Scripts with one command dropped, two neighbours swapped, or one word dropped or altered; each with how."""
    pieces = [text for text, _ in split_commands(script)]
    seen = {script}

    def fresh(what: str, changed: list[str]) -> Iterator[tuple[str, str]]:
        text = "\n".join(changed)
        if text not in seen:
            seen.add(text)
            yield what, text

    for at, piece in enumerate(pieces):
        yield from fresh(f"without {_short(piece)}", pieces[:at] + pieces[at + 1 :])
    for at in range(len(pieces) - 1):
        swapped = [*pieces[:at], pieces[at + 1], pieces[at], *pieces[at + 2 :]]
        yield from fresh(f"{_short(pieces[at + 1])} before {_short(pieces[at])}", swapped)
    for at, piece in enumerate(pieces):
        for what, changed in _altered(piece):
            yield from fresh(what, [*pieces[:at], changed, *pieces[at + 1 :]])


def _altered(piece: str) -> Iterator[tuple[str, str]]:
    """One command with one word less, or with another name in a word's place."""
    for command in read(piece).commands:
        words = command.words[1:]
        docker = piece[command.words[0].start : command.words[0].end] == "docker" if command.words else False
        skip = 1 if docker else 0
        for word in words[skip:]:
            text = piece[word.start : word.end]
            yield f"without {text!r} in {_short(piece)}", piece[: word.start].rstrip() + piece[word.end :]
            if _NAME.match(text) and not text.startswith("-"):
                yield f"{text}x for {text} in {_short(piece)}", f"{piece[: word.end]}x{piece[word.end :]}"


def _short(text: str) -> str:
    line = text.split("\n")[0]
    return line if len(line) <= 50 else line[:49] + "…"
