"""What a lesson is: steps of prose, each with the checks and questions that say when it is done."""

from __future__ import annotations

from tutor.dataclass import dataclass

PREFIX = "drill-"
"""How the ids of lessons begin that are made up as one goes (`session.drills`)."""


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
class Solution:
    """A script that does the step. The first of a step is the one that learners are shown."""

    script: str
    line: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known wrong way: doing `script` leaves the check `fails` unmet; `text` explains it to who did so.

    `when` is a shell condition that recognises it; "" compares what was changed with what the script changes.
    """

    fails: str
    script: str
    text: str
    when: str
    line: int


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, or one thing to put in order. `why` is said to who chose it; "" says nothing."""

    text: str
    right: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a step asks.

    `kind` says how it is answered:

    choice    `options`, one or several of them right
    order     `options` in their right order
    fill      a text: one of `answers`
    predict   a guess before doing; the right answer is what `script` prints on a fork of the step's beginning, and
              one of `options` if there are any
    """

    kind: str
    text: str
    line: int
    options: tuple[Option, ...] = ()
    answers: tuple[str, ...] = ()
    script: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class SandboxFile:
    """A file that is put into the sandbox when its step begins (with the set-up, where it stands before the steps).

    `path` begins with "~/" or "/"; `text` ends in a newline; what is not `hidden` is shown in the prose too.
    """

    path: str
    text: str
    hidden: bool
    line: int


@dataclass(frozen=True, slots=True)
class Example:
    """Commands with what they print, shown in the prose and run by the audit: (command, printed text) in order.

    They are run at the step's beginning, or with `after` when its solution is done. A line "…" stands for any lines.
    """

    commands: tuple[tuple[str, str], ...]
    after: bool
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step: Markdown to read, a checklist to meet, questions to answer, hints in order, ways to do it.

    `world` is a script that runs before the learner sees the step (the network goes down, a tag moves). `line` is the
    1-based line of its heading.
    """

    title: str
    prose: str
    line: int
    checks: tuple[Check, ...] = ()
    questions: tuple[Question, ...] = ()
    hints: tuple[Hint, ...] = ()
    solutions: tuple[Solution, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    files: tuple[SandboxFile, ...] = ()
    examples: tuple[Example, ...] = ()
    world: str = ""
    world_line: int = 0

    @property
    def solution(self) -> str:
        """The script that learners are shown; "" for a step that only asks."""
        return self.solutions[0].script if self.solutions else ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson file. `objectives` are numbers of the curriculum; `minutes` an estimate; `setup` a shell script.

    `varies` gives each learner names and IDs of their own instead of those that follow from `seed`. `setup_line` is
    the 1-based line of the file where the set-up's first command stands; `version` the SHA-256 of the file's text.
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
    files: tuple[SandboxFile, ...] = ()
    varies: bool = False
    version: str = ""

    @property
    def par(self) -> int:
        """The fewest commands that do it: those of the shortest solution of each step."""
        return sum(min((count_commands(s.script) for s in step.solutions), default=0) for step in self.steps)


def count_commands(script: str) -> int:
    """How many complete commands a script has: a line is one, whatever it joins."""
    from tutor.shell.parser import split_commands

    return len(split_commands(script))


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
