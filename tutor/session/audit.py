"""Is a lesson right? Its scripts are shell language, and it is done by its own solutions, as a learner would do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tutor.course.checks import evaluate
from tutor.course.errors import LessonError
from tutor.dataclass import dataclass
from tutor.session.session import Session
from tutor.session.sitting import lesson_start
from tutor.shell.parser import parse
from tutor.shell.syntax import ShellSyntaxError
from tutor.store.workspace import MemoryWorkspace

if TYPE_CHECKING:
    from tutor.course.model import Lesson, Step
    from tutor.engine.hub import Hub


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, the 1-based line of the lesson file where it stands, and what to do about it."""

    line: int
    text: str
    remedy: str


def audit_lesson(lesson: Lesson, hub: Hub, clock: Callable[[], float]) -> tuple[Finding, ...]:
    """What is wrong with the lesson, in the order of the file.

    A script that is no shell language, a set-up that fails, a step that starts solved, a solution that does not do, no
    hint. Where scripts cannot be read, nothing is run.
    """
    findings = [finding for line, script in _scripts(lesson) if (finding := _syntax(line, script)) is not None]
    if findings:
        return tuple(findings)
    try:
        session = Session(MemoryWorkspace(), lambda: lesson_start(lesson, hub, clock), hub, clock)
    except LessonError as error:
        return (Finding(error.line, error.problem, error.remedy),)
    for step in lesson.steps:
        findings += _step(session, step)
    return tuple(findings)


def _scripts(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Every shell script of a lesson and the line where it begins."""
    yield lesson.setup_line, lesson.setup
    for step in lesson.steps:
        yield from ((check.line + 1, check.commands) for check in step.checks)
        yield from ((hint.line, hint.when) for hint in step.hints)
        yield step.solution_line, step.solution


def _syntax(line: int, script: str) -> Finding | None:
    try:
        parse(script)
    except ShellSyntaxError as error:
        return Finding(line + error.line - 1, error.message, "mend the script")
    return None


def _step(session: Session, step: Step) -> Iterator[Finding]:
    """Do one step; what is wrong with it."""

    def fork(script: str) -> tuple[int, str]:
        forked = session.fork(script)
        return forked.code, forked.text

    if all(verdict.met for verdict in evaluate(step, fork)):
        text = f"{step.title!r} is solved before it begins"
        yield Finding(step.line, text, "check something that the learner has yet to do")
    printed: list[bytes] = []
    ran = session.run(step.solution, lambda _stream, data: printed.append(data))
    if ran.code != 0:
        last = b"".join(printed).decode("utf-8", "replace").strip().splitlines()[-1:]
        text = f"the solution of {step.title!r} fails ({''.join(last) or f'code {ran.code}'})"
        yield Finding(step.solution_line, text, "mend the solution")
    for verdict in evaluate(step, fork):
        if not verdict.met:
            why = f" ({verdict.reason})" if verdict.reason else ""
            text = f"the solution does not meet {verdict.check.text!r}{why}"
            yield Finding(verdict.check.line, text, "mend the check or the solution")
    if not step.hints:
        yield Finding(step.line, f"{step.title!r} has no hint", "add a ```sh hint block")
