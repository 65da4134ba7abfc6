"""Is a step done? Its checks are commands, run on a fork of the learner's state, so asking changes nothing."""

from __future__ import annotations

from typing import Protocol

from tutor.course.model import Check, Hint, Step
from tutor.dataclass import dataclass


class Fork(Protocol):
    """Runs a script on a fork of the state and forgets the fork: (exit code, what it printed on both streams)."""

    def __call__(self, script: str) -> tuple[int, str]:
        """Run the script."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one check holds; `reason` is what its commands printed last when it does not ("" where nothing)."""

    check: Check
    met: bool
    reason: str


def evaluate(step: Step, fork: Fork) -> tuple[Verdict, ...]:
    """A verdict for each check of the step, in order."""
    return tuple(_judge(check, fork) for check in step.checks)


def _judge(check: Check, fork: Fork) -> Verdict:
    code, printed = fork(check.commands)
    lines = [line for line in printed.splitlines() if line.strip()]
    return Verdict(check, code == 0, "" if code == 0 or not lines else lines[-1])


def next_hint(step: Step, fork: Fork, given: int) -> Hint | None:
    """The hint to give after `given` hints: of those whose condition holds now the next one, or the last; or None."""
    fitting = [hint for hint in step.hints if not hint.when or fork(hint.when)[0] == 0]
    return fitting[min(given, len(fitting) - 1)] if fitting else None
