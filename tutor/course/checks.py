"""Is a step done? Its checks are commands, run on a fork of the learner's state, so asking changes nothing."""

from __future__ import annotations

from collections.abc import Container
from typing import Protocol

from tutor.course.model import Check, Hint, Step
from tutor.dataclass import dataclass


class Fork(Protocol):
    """Runs a script on a fork of the state and forgets the fork: (exit code, what went wrong in a line, or "")."""

    def __call__(self, script: str) -> tuple[int, str]:
        """Run the script."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one check holds; `reason` is the last error of its commands when it does not ("" where there is none)."""

    check: Check
    met: bool
    reason: str


def evaluate(step: Step, fork: Fork) -> tuple[Verdict, ...]:
    """A verdict for each check of the step, in order."""
    return tuple(_judge(check, fork) for check in step.checks)


def together(commands: str) -> str:
    """A script that fails with the first of the commands that fails; what one sets the next ones see."""
    from tutor.shell.parser import split_commands

    pieces = [piece for piece, _ in split_commands(commands)]
    return " && ".join(f"{{ {piece}\n}}" for piece in pieces) if len(pieces) > 1 else commands


def _judge(check: Check, fork: Fork) -> Verdict:
    code, fault = fork(together(check.commands))
    return Verdict(check, code == 0, fault if code else "")


def next_hint(step: Step, fork: Fork, given: Container[Hint]) -> Hint | None:
    """Of the hints whose condition holds now the first one not yet given, else the last; None where none holds."""
    fitting = [hint for hint in step.hints if not hint.when or fork(hint.when)[0] == 0]
    return next((hint for hint in fitting if hint not in given), fitting[-1] if fitting else None)
