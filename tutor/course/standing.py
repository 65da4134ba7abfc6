"""How far a learner is in the course, as plain values for texts and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

    from tutor.course.model import Course
    from tutor.course.progress import Progress


@dataclass(frozen=True, slots=True)
class LessonStanding:
    """One lesson: `commands` is the fewest that it was done with (0: not known), `par` how few are enough."""

    id: str
    title: str
    done: bool
    commands: int
    par: int

    @property
    def stars(self) -> int:
        """How well it was done; 0 for what is not done."""
        return stars(self.commands, self.par) if self.done else 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner in the course: chapters with their lessons, and the numbers of the objectives that are learnt."""

    course: str
    learner: str
    chapters: tuple[tuple[str, tuple[LessonStanding, ...]], ...]
    learnt: tuple[int, ...]
    objectives: int

    @property
    def lessons(self) -> tuple[LessonStanding, ...]:
        """All lessons in course order."""
        return tuple(lesson for _, lessons in self.chapters for lesson in lessons)

    @property
    def done(self) -> int:
        """How many lessons are done."""
        return sum(lesson.done for lesson in self.lessons)


def stars(commands: int, par: int) -> int:
    """Three for par, two for up to half as many commands more, one for any more or a number that is not known (0)."""
    over = commands - par
    return 1 if not commands else 3 if over <= 0 else 2 if over * 2 <= par else 1


def standing(course: Course, progress: Progress, objectives: Collection[int]) -> Standing:
    """How far the learner is."""
    chapters = tuple(
        (
            chapter.title,
            tuple(
                LessonStanding(
                    lesson.id, lesson.title, lesson.id in progress.done, progress.done.get(lesson.id, 0), lesson.par
                )
                for lesson in chapter.lessons
            ),
        )
        for chapter in course.chapters
    )
    learnt = {number for lesson in course.lessons if lesson.id in progress.done for number in lesson.objectives}
    return Standing(course.title, progress.name, chapters, tuple(sorted(learnt & set(objectives))), len(objectives))
