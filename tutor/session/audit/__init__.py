"""Is a lesson right? It is done as learners would do it, its words are read, its checks are put to the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tutor.course.errors import LessonError
from tutor.course.facts import facts
from tutor.dataclass import dataclass
from tutor.session.audit import prose
from tutor.session.audit.finding import Finding as Finding
from tutor.session.audit.mutants import Mutant, mutants
from tutor.session.audit.walk import Walk
from tutor.shell.parser import parse
from tutor.shell.syntax import ShellSyntaxError

if TYPE_CHECKING:
    from tutor.course.model import Course, Lesson
    from tutor.engine.hub import Hub


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is there when a lesson begins: docker commands taught before, the glossary's terms, the course's lessons."""

    taught: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    lessons: frozenset[str] = frozenset()


def surroundings(course: Course, lesson: Lesson, terms: frozenset[str]) -> Surroundings:
    """What a lesson of the course can build on: all before it, or all of the course for a lesson from outside."""
    before: set[str] = set()
    for other in course.lessons:
        if other.id == lesson.id:
            break
        before |= prose.taught(other)
    return Surroundings(frozenset(before), terms, frozenset(other.id for other in course.lessons))


def audit_lesson(
    lesson: Lesson, hub: Hub, clock: Callable[[], float], around: Surroundings | None = None
) -> tuple[Finding, ...]:
    """What is wrong with the lesson, in the order of the file.

    Where a script cannot be read as shell language, nothing is run.
    """
    around = around or Surroundings()
    found = [finding for line, script in _scripts(lesson) if (finding := _syntax(line, script)) is not None]
    if found:
        return tuple(found)
    try:
        walk = Walk(lesson, hub, clock)
    except LessonError as error:
        return (Finding(error.line, error.problem, error.remedy),)
    found = list(walk.findings())
    aims = []
    for step, start in zip(lesson.steps, walk.beginnings, strict=False):
        after = walk.after(step.solution, start)
        aims.append((step, facts(start.state, start.state), facts(after.state, start.state)))
    found += prose.findings(lesson, set(around.taught), set(around.terms), set(around.lessons), aims)
    return tuple(sorted(found, key=lambda finding: finding.line))


def mutate_lesson(lesson: Lesson, hub: Hub, clock: Callable[[], float]) -> Iterator[Mutant]:
    """What becomes of each mutant of the lesson's solutions. The lesson itself has to be right."""
    walk = Walk(lesson, hub, clock)
    for _ in walk.findings():
        pass
    for step, start in zip(lesson.steps, walk.beginnings, strict=False):
        yield from mutants(walk, step, start)


def missing_objectives(course: Course, known: frozenset[int]) -> tuple[int, ...]:
    """The objectives that no lesson teaches."""
    taught = {objective for lesson in course.lessons for objective in lesson.objectives}
    return tuple(sorted(known - taught))


def _scripts(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Every shell script of a lesson and the line where it begins."""
    yield lesson.setup_line, lesson.setup
    for step in lesson.steps:
        yield step.world_line, step.world
        yield from ((check.line + 1, check.commands) for check in step.checks)
        yield from ((hint.line, hint.when) for hint in step.hints)
        yield from ((solution.line, solution.script) for solution in step.solutions)
        yield from ((mistake.line + 1, mistake.script) for mistake in step.mistakes)
        yield from ((mistake.line, mistake.when) for mistake in step.mistakes)
        yield from ((question.line + 1, question.script) for question in step.questions)


def _syntax(line: int, script: str) -> Finding | None:
    try:
        parse(script)
    except ShellSyntaxError as error:
        return Finding(line + error.line - 1, error.message, "mend the script")
    return None
