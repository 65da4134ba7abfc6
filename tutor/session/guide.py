"""Where the learner stands in a lesson: the step, its checklist as it holds now, the hints already given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.course.checks import Fork, Verdict, evaluate, next_hint
from tutor.session.views import CheckItem, LessonView

if TYPE_CHECKING:
    from tutor.course.model import Course, Lesson, Step
    from tutor.course.progress import Progress
    from tutor.store.workspace import Workspace


class Guide:
    """One lesson being taken. The workspace remembers the step, `progress` what is finished over all lessons.

    `tried` is whether the learner has run a command or asked for a check since the step began.
    """

    def __init__(self, course: Course, lesson: Lesson, workspace: Workspace, progress: Progress) -> None:
        self.course = course
        self.lesson = lesson
        self.workspace = workspace
        self.progress = progress
        kept = workspace.meta("step") or ""
        self.place = min(int(kept), len(lesson.steps) - 1) if kept.isdecimal() else 0
        self.finished = workspace.meta("finished") == "yes"
        self.given = 0
        self.hint = ""
        self.tried = False
        self.verdicts: tuple[Verdict, ...] = ()

    @property
    def step(self) -> Step:
        """The step that the learner is at."""
        return self.lesson.steps[self.place]

    @property
    def met(self) -> bool:
        """Whether every line of the checklist holds."""
        return bool(self.verdicts) and all(verdict.met for verdict in self.verdicts)

    def look(self, fork: Fork) -> bool:
        """Judge the step's checks on a fork; whether this completed the checklist just now."""
        before = self.met
        self.verdicts = evaluate(self.step, fork)
        if self.met and not before and self.place == len(self.lesson.steps) - 1 and not self.finished:
            self.finished = True
            self.workspace.set_meta({"finished": "yes"})
            self.progress.finish(self.lesson.id)
        return self.met and not before

    def advance(self) -> bool:
        """Go to the next step, which has to be looked at then; False after the last."""
        if self.place + 1 >= len(self.lesson.steps):
            return False
        self._stand(self.place + 1)
        return True

    def _stand(self, place: int) -> None:
        self.place = place
        self.given = 0
        self.hint = ""
        self.tried = False
        self.verdicts = ()
        self.workspace.set_meta({"step": str(place)})

    def next_hint(self, fork: Fork) -> str:
        """The next fitting hint's words, "" where there is none."""
        hint = next_hint(self.step, fork, self.given)
        if hint is not None:
            self.given += 1
            self.hint = hint.text
        return hint.text if hint is not None else ""

    def checklist(self) -> tuple[CheckItem, ...]:
        """The step's checklist as it was judged last; what stands in the way is said once the learner has tried."""
        if not self.verdicts:
            return tuple(CheckItem(check.text) for check in self.step.checks)
        items: list[CheckItem] = []
        for verdict in self.verdicts:
            said = verdict.reason if self.tried and verdict.reason not in {item.note for item in items} else ""
            items.append(CheckItem(verdict.check.text, verdict.met, said))
        return tuple(items)

    def view(self) -> LessonView:
        """What a front end shows."""
        lessons = self.course.lessons
        following = self.course.after(self.lesson)
        done = self.finished and self.met and self.place == len(self.lesson.steps) - 1
        intro = self.lesson.intro + "\n\n" if self.place == 0 and self.lesson.intro else ""
        return LessonView(
            id=self.lesson.id,
            course=self.course.title,
            chapter=self.course.chapter_of(self.lesson).title,
            title=self.lesson.title,
            number=lessons.index(self.lesson) + 1,
            count=len(lessons),
            step=self.place + 1,
            steps=len(self.lesson.steps),
            heading=self.step.title,
            markdown=intro + self.step.prose,
            checklist=self.checklist(),
            progress=tuple(at < self.place or (at == self.place and self.met) for at in range(len(self.lesson.steps))),
            hint=self.hint,
            done=done,
            following=following.title if following else "",
        )
