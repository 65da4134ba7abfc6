"""What a step aims at: its beginning, its solutions and its known mistakes as facts, each worked out when first asked.

Scripts run on forks of the beginning, so asking changes nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tutor.course.differences import Difference, differences, telling
from tutor.course.facts import Facts, facts
from tutor.course.mistakes import Changes, changes, recognise

if TYPE_CHECKING:
    from tutor.course.checks import Fork, Verdict
    from tutor.course.model import Mistake, Step
    from tutor.engine.state import State
    from tutor.session.moment import Moment
    from tutor.session.session import Session


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
        return min((differences(self.start, solved, now) for solved in self.solved), key=len, default=())

    def notes(self, state: State, verdicts: tuple[Verdict, ...], fork: Fork) -> dict[str, str]:
        """For each check that is not met what stands in the way: a known mistake's words, else what differs.

        Where nothing that lasts differs, it is the last error of the check's commands.
        """
        unmet = [verdict for verdict in verdicts if not verdict.met]
        if not unmet:
            return {}
        now = facts(state, self._beginning.state)
        mistake = self.mistake(now, frozenset(verdict.check.text for verdict in unmet), fork)
        found = self.differences(now)
        notes: dict[str, str] = {}
        for verdict in unmet:
            check = verdict.check
            if mistake is not None and mistake.fails == check.text:
                notes[check.text] = mistake.text
                continue
            told = telling(found, f"{check.text}\n{check.commands}")
            notes[check.text] = " ".join(difference.text for difference in told) or verdict.reason
        return notes
