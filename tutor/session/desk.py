"""What the tutor words answer: the lesson's hints and checks, the list of lessons, the glossary, the stack as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.course.model import Course
    from tutor.course.progress import Progress
    from tutor.session.guide import Guide
    from tutor.session.machine import Machine
    from tutor.session.session import Session

SANDBOX = "sandbox"
"""The workspace of free play."""

NO_LESSON = (1, "There is no lesson open. lessons lists them, lessons 1 starts the first.")


class TutorDesk:
    """The `words.Desk` of one sitting. `session` and `guide` change when another lesson is opened."""

    def __init__(self, course: Course, progress: Progress, glossary: Callable[[str], tuple[int, str]]) -> None:
        self.course = course
        self.progress = progress
        self.glossary = glossary
        self.session: Session | None = None
        self.guide: Guide | None = None

    def titles(self) -> tuple[tuple[str, str], ...]:
        """The course's lessons, each its id and title."""
        return tuple((lesson.id, lesson.title) for lesson in self.course.lessons)

    def letters(self) -> tuple[tuple[str, str], ...]:
        """What the open question can be answered with, each its letter and what it stands for."""
        question = self.guide.open_question() if self.guide is not None else None
        return self.guide.options(question) if self.guide is not None and question is not None else ()

    def terms_in(self, text: str) -> tuple[str, ...]:
        """The glossary's terms that stand in a text, in its order; of a longer and a shorter one the longer."""
        import re

        terms = sorted(filter(None, self.glossary("")[1].split(", ")), key=len, reverse=True)
        if not terms:
            return ()
        pattern = rf"(?<![\w.:/-])({'|'.join(map(re.escape, terms))})s?(?![\w:/-])"
        return tuple(dict.fromkeys(match[1].lower() for match in re.finditer(pattern, text, re.IGNORECASE)))

    def fork(self, script: str) -> tuple[int, str]:
        """Run a script on a fork of the present moment."""
        assert self.session is not None
        fork = self.session.fork(script)
        return fork.code, fork.fault

    def look(self) -> bool:
        """Judge the checklist; whether it was completed just now."""
        return self.guide is not None and self.guide.look(self.fork)

    def hint(self, machine: Machine | None = None) -> tuple[int, str]:
        """The next fitting hint."""
        if self.guide is None:
            return NO_LESSON
        self.look()
        if self.guide.met:
            return 0, "This step is done. next goes on."
        return 0, self.guide.next_hint(self.fork) or "There is no hint for this. solution shows one way."

    def check(self, machine: Machine | None = None) -> tuple[int, str]:
        """The checklist, with what stands in the way."""
        if self.guide is None:
            return NO_LESSON
        self.guide.tried = True
        self.look()
        rows = []
        for item in self.guide.checklist():
            rows.append(f"{'[x]' if item.done else '[ ]'} {item.text}")
            if item.note and not item.done:
                rows.append(f"      {item.note}")
        for question in self.guide.questions():
            rows.append(f"{'[x]' if question.settled else '[ ]'} answer: {question.text}")
            if question.said:
                rows.append(f"      {question.said}")
        return 0, "\n".join([*rows, "Done. next goes on." if self.guide.met else "Not yet."])

    def solution(self) -> tuple[int, str]:
        """One way to do the step."""
        if self.guide is None:
            return NO_LESSON
        self.guide.help()
        answers = [f"answer {answer}" for answer in self.guide.answers()]
        return 0, "\n".join([*answers, *filter(None, [self.guide.step.solution])])

    def map(self) -> tuple[int, str]:
        """The course with stars, times and what builds on what."""
        from tutor.session.course_map import lesson_items, map_text

        present = self.guide.lesson.id if self.guide is not None else ""
        return 0, map_text(self.course.title, lesson_items(self.course, self.progress, present))

    def lessons(self) -> tuple[int, str]:
        """The course, with marks."""
        rows = [self.course.title]
        number = 0
        for chapter in self.course.chapters:
            rows.append(f"\n{chapter.title}")
            for lesson in chapter.lessons:
                number += 1
                here = self.guide is not None and self.guide.lesson.id == lesson.id
                mark = "[x]" if lesson.id in self.progress.done else "[>]" if here else "[ ]"
                rows.append(f"  {mark} {number:2}  {lesson.title} ({lesson.minutes} min)  {lesson.id}")
        return 0, "\n".join([*rows, "\nlessons NUMBER opens one; lessons sandbox is free play."])
