"""What a step aims at: its beginning, its solutions and its known mistakes as facts, each worked out when first asked.

Scripts run on forks of the beginning, so asking changes nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tutor.course.comparison import comparison
from tutor.course.differences import Difference, concerned, differences
from tutor.course.facts import Facts, Layer, Thing, facts
from tutor.course.mistakes import Changes, changes, recognise
from tutor.course.sentences import ranked, sentence, vague
from tutor.dataclass import dataclass
from tutor.session.pointing import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.course.checks import Fork, Verdict
    from tutor.course.model import Mistake, Step
    from tutor.engine.state import State
    from tutor.session.moment import Moment
    from tutor.session.session import Session


MOST = 2
"""Sentences that are said of one check."""


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the way of a check: words, and the differences that they are about, the nearest first."""

    text: str
    about: tuple[Difference, ...] = ()


class Aim:
    """The aim of one step that began at `beginning`."""

    def __init__(self, session: Session, step: Step, beginning: Moment) -> None:
        self._session = session
        self._step = step
        self._beginning = beginning
        self._made: dict[Mistake, Changes] = {}

    @cached_property
    def start(self) -> Facts:
        """The facts at the beginning."""
        return facts(self._beginning.state, self._beginning.state)

    @cached_property
    def solved(self) -> tuple[Facts, ...]:
        """The facts after each solution."""
        return tuple(self._after(solution.script) for solution in self._step.solutions)

    def _after(self, script: str) -> Facts:
        fork = self._session.fork(script, self._beginning)
        return facts(fork.machine.moment().state, self._beginning.state)

    def _changes(self, mistake: Mistake) -> Changes:
        if mistake not in self._made:
            self._made[mistake] = changes(self.start, self._after(mistake.script))
        return self._made[mistake]

    def mistake(self, now: Facts, unmet: frozenset[str], fork: Fork) -> Mistake | None:
        """The known mistake that was made, None where none is recognised."""
        return recognise(self._step, unmet, changes(self.start, now), self._changes, fork)

    def mistake_at(self, state: State, unmet: frozenset[str], fork: Fork) -> Mistake | None:
        """The known mistake that led to a state, None where none is recognised."""
        return self.mistake(facts(state, self._beginning.state), unmet, fork)

    def differences(self, now: Facts) -> tuple[Difference, ...]:
        """How `now` differs from the solution that is nearest to it."""
        rows = (differences(self.start, solved, now) for solved in self.solved)
        return min(rows, key=lambda found: (concerned(found), len(found)), default=())

    def notes(self, state: State, verdicts: tuple[Verdict, ...], fork: Fork) -> dict[str, Note]:
        """For each check that is not met what stands in the way: a known mistake's words, else what differs.

        Where nothing that lasts differs, it is the last error of the check's commands.
        """
        unmet = [verdict for verdict in verdicts if not verdict.met]
        if not unmet:
            return {}
        now = facts(state, self._beginning.state)
        mistake = self.mistake(now, frozenset(verdict.check.text for verdict in unmet), fork)
        found = self.differences(now)
        notes: dict[str, Note] = {}
        for verdict in unmet:
            note = self._note(verdict, found)
            if mistake is not None and mistake.fails == verdict.check.text:
                note = Note(mistake.text, note.about)
            notes[verdict.check.text] = note
        return notes

    def _note(self, verdict: Verdict, found: tuple[Difference, ...]) -> Note:
        """What the check asks for and is not so; then what its commands compare; then what else is other there."""
        check = verdict.check
        rows = ranked(found, f"{check.text}\n{check.commands}")
        told: list[Difference] = []

        def tell(*distances: int) -> None:
            for distance, difference in rows:
                if len(told) < MOST and distance in distances and not _told_like(difference, told):
                    told.append(difference)

        tell(0, 1)
        asked, compared = len(told), ""
        if all(vague(difference) for difference in told):
            compared = comparison(check.commands, self._run)
            tell(2)
        if not told:
            tell(min((distance for distance, _ in rows), default=0))
        words = [sentence(difference) for difference in told]
        if compared:
            words.insert(asked, compared)
        return Note(" ".join(words[:MOST]) or verdict.reason, tuple(told[:MOST]))

    def pointer(self, state: State, notes: Iterable[Note]) -> Pointer:
        """Where on the stack it is that stands in the way."""
        found = [difference for note in notes for difference in note.about]
        now = facts(state, self._beginning.state) if any(difference.kind == "path" for difference in found) else {}
        things = {difference.thing for difference in found}
        things |= {Thing(difference.thing.kind, difference.other) for difference in found if difference.other}
        layers = []
        for difference in found:
            if difference.kind == "path":
                layer = _holder(now[difference.thing].get("layers", ()), difference.name)
                if layer is not None:
                    layers.append((difference.thing.name, layer.diff_id, difference.name))
        return Pointer(frozenset(things), tuple(layers))

    def _run(self, script: str) -> tuple[int, str]:
        forked = self._session.fork(script)
        return forked.code, forked.output.decode("utf-8", "replace")


def _holder(layers: tuple[Layer, ...], path: str) -> Layer | None:
    """The topmost layer that has or takes away a path, of those on top of the base."""
    return next((layer for layer in reversed(layers[1:]) if path in dict(layer.files or ())), None)


def _told_like(difference: Difference, told: list[Difference]) -> bool:
    """Whether another file of the same thing is told: one says where to look."""
    return difference.kind == "path" and any(
        other.kind == "path" and other.thing == difference.thing for other in told
    )
