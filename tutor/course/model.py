"""What a lesson is: steps of prose, each with the checks that say when it is done."""

from __future__ import annotations

from tutor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a step's checklist: `text` is what the learner reads, `commands` must exit 0 on a fork of the state.

    `line` is the 1-based line of the lesson file where the text stands.
    """

    text: str
    commands: str
    line: int


@dataclass(frozen=True, slots=True)
class Hint:
    """Words for a learner who is stuck, shown when the shell condition `when` holds ("" always holds)."""

    when: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step: Markdown to read, a checklist to meet, hints in order, and one solution as a shell script.

    `line` and `solution_line` are the 1-based lines of its heading and of its solution's first command.
    """

    title: str
    prose: str
    checks: tuple[Check, ...]
    hints: tuple[Hint, ...]
    solution: str
    line: int
    solution_line: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson file. `objectives` are numbers of the curriculum; `minutes` an estimate; `setup` a shell script.

    `setup_line` is the 1-based line of the file where the set-up's first command stands.
    """

    id: str
    title: str
    objectives: tuple[int, ...]
    requires: tuple[str, ...]
    minutes: int
    seed: str
    intro: str
    setup: str
    steps: tuple[Step, ...]
    path: str
    setup_line: int = 1


@dataclass(frozen=True, slots=True)
class Chapter:
    """Lessons that belong together, in the order in which they are taken."""

    title: str
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """All chapters of one course."""

    title: str
    chapters: tuple[Chapter, ...]

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons in course order."""
        return tuple(lesson for chapter in self.chapters for lesson in chapter.lessons)

    def lesson(self, name: str) -> Lesson | None:
        """The lesson of that id, or of that 1-based number in course order; None if there is none."""
        lessons = self.lessons
        if name.isdecimal() and 0 < int(name) <= len(lessons):
            return lessons[int(name) - 1]
        return next((lesson for lesson in lessons if lesson.id == name), None)

    def chapter_of(self, lesson: Lesson) -> Chapter:
        """The chapter that holds the lesson."""
        return next(chapter for chapter in self.chapters if lesson in chapter.lessons)

    def after(self, lesson: Lesson) -> Lesson | None:
        """The lesson that follows in course order; None after the last."""
        lessons = self.lessons
        place = lessons.index(lesson) + 1
        return lessons[place] if place < len(lessons) else None
