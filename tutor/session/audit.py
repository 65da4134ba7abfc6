"""Is a lesson right? It is done by its own solutions, as a learner would do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.course.checks import evaluate
from tutor.dataclass import dataclass
from tutor.session.session import Session
from tutor.session.sitting import lesson_start
from tutor.store.workspace import MemoryWorkspace

if TYPE_CHECKING:
    from tutor.course.model import Lesson
    from tutor.engine.hub import Hub


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, and the 1-based line of the lesson file where it stands."""

    line: int
    text: str


def audit_lesson(lesson: Lesson, hub: Hub, clock: Callable[[], float]) -> tuple[Finding, ...]:
    """What is wrong with the lesson: a step that starts solved, a solution that does not do, no hint.

    Raises LayerwiseError where the set-up fails.
    """
    session = Session(MemoryWorkspace(), lambda: lesson_start(lesson, hub, clock), hub, clock)
    findings: list[Finding] = []

    def fork(script: str) -> tuple[int, str]:
        forked = session.fork(script)
        return forked.code, forked.fault

    for step in lesson.steps:
        if all(verdict.met for verdict in evaluate(step, fork)):
            findings.append(Finding(step.line, f"{step.title!r} is solved before it begins"))
        printed: list[bytes] = []

        def emit(stream: str, data: bytes, kept: list[bytes] = printed) -> None:
            kept.append(data)

        ran = session.run(step.solution, emit)
        if ran.code != 0:
            last = b"".join(printed).decode("utf-8", "replace").strip().splitlines()[-1:]
            findings.append(Finding(step.line, f"the solution of {step.title!r} fails: {''.join(last)}"))
        findings += [
            Finding(verdict.check.line, f"the solution does not meet {verdict.check.text!r}: {verdict.reason}")
            for verdict in evaluate(step, fork) if not verdict.met
        ]  # fmt: skip
        if not step.hints:
            findings.append(Finding(step.line, f"{step.title!r} has no hint"))
    return tuple(findings)
