"""A lesson done by its own solutions, mistakes and hints, as learners would do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tutor.course.checks import evaluate
from tutor.course.errors import LessonError
from tutor.course.questions import judge, right_answer
from tutor.session.aim import Aim
from tutor.session.audit.finding import Finding
from tutor.session.begin import lesson_start, step_start
from tutor.session.session import Session
from tutor.shell.parser import split_commands
from tutor.store.workspace import MemoryWorkspace

if TYPE_CHECKING:
    from tutor.course.checks import Fork, Verdict
    from tutor.course.model import Example, Lesson, Step
    from tutor.engine.hub import Hub
    from tutor.session.moment import Moment

_ANY = {"…", "..."}


class Walk:
    """One lesson being done: `beginnings` are the sandboxes in which its steps begin, as far as it can be done."""

    def __init__(self, lesson: Lesson, hub: Hub, clock: Callable[[], float]) -> None:
        self.lesson = lesson
        self.session = Session(MemoryWorkspace(), lambda clock: lesson_start(lesson, hub, clock), hub, clock)
        self.beginnings: list[Moment] = []

    def findings(self) -> Iterator[Finding]:
        """Do each step; what is wrong with it."""
        for place, step in enumerate(self.lesson.steps):
            if place:
                try:
                    begun = step_start(self.lesson, step, self.session, self.session.moment)
                except LessonError as error:
                    yield Finding(error.line, error.problem, error.remedy)
                    return
                self.session.become("next", begun)
            self.beginnings.append(self.session.moment)
            yield from self._step(step, self.session.moment)

    def fork(self, moment: Moment) -> Fork:
        """Runs scripts on forks of a moment."""

        def run(script: str) -> tuple[int, str]:
            forked = self.session.fork(script, moment)
            return forked.code, forked.fault

        return run

    def verdicts(self, step: Step, moment: Moment) -> tuple[Verdict, ...]:
        """The step's checks at a moment."""
        return evaluate(step, self.fork(moment))

    def after(self, script: str, moment: Moment) -> Moment:
        """The moment after a script."""
        return self.session.fork(script, moment).machine.moment()

    def _step(self, step: Step, start: Moment) -> Iterator[Finding]:
        if step.checks and all(verdict.met for verdict in self.verdicts(step, start)):
            text = f"{step.title!r} is solved before it begins"
            yield Finding(step.line, text, "check something that the learner has yet to do")
        yield from self._questions(step, start)
        yield from self._examples(step, start, after=False)
        yield from self._accepted(step, start)
        yield from self._mistakes(step, start)
        yield from self._hints(step, start)
        yield from self._solution(step)
        yield from self._examples(step, self.session.moment, after=True)

    def _solution(self, step: Step) -> Iterator[Finding]:
        """Do the step for good, line by line as a learner types it."""
        if not step.solutions:
            return
        line = step.solutions[0].line
        printed: list[bytes] = []
        ran = self.session.run(step.solution, lambda _stream, data: printed.append(data))
        if ran.code != 0:
            last = b"".join(printed).decode("utf-8", "replace").strip().splitlines()[-1:]
            text = f"the solution of {step.title!r} fails ({''.join(last) or f'code {ran.code}'})"
            yield Finding(line, text, "mend the solution")
        for verdict in self.verdicts(step, self.session.moment):
            if not verdict.met:
                why = f" ({verdict.reason})" if verdict.reason else ""
                text = f"the solution does not meet {verdict.check.text!r}{why}"
                yield Finding(verdict.check.line, text, "mend the check or the solution")

    def _accepted(self, step: Step, start: Moment) -> Iterator[Finding]:
        for solution in step.solutions[1:]:
            for verdict in self.verdicts(step, self.after(solution.script, start)):
                if not verdict.met:
                    why = f" ({verdict.reason})" if verdict.reason else ""
                    text = f"this accepted way does not meet {verdict.check.text!r}{why}"
                    yield Finding(solution.line, text, "mend the check, or take the block away")

    def _mistakes(self, step: Step, start: Moment) -> Iterator[Finding]:
        aim = Aim(self.session, step, start)
        for mistake in step.mistakes:
            moment = self.after(mistake.script, start)
            unmet = frozenset(verdict.check.text for verdict in self.verdicts(step, moment) if not verdict.met)
            if mistake.fails not in unmet:
                text = f"this mistake does not fail {mistake.fails!r}"
                yield Finding(mistake.line, text, "mend the mistake or the check")
                continue
            if aim.mistake_at(moment.state, unmet, self.fork(moment)) is not mistake:
                text = "this mistake would not be recognised, or another one would be"
                yield Finding(mistake.line, text, 'let it change something, or give it when="CONDITION"')

    def _hints(self, step: Step, start: Moment) -> Iterator[Finding]:
        """Each hint has to fit somewhere on the way: at the beginning, within a solution, after a mistake."""
        if not step.hints and step.checks:
            yield Finding(step.line, f"{step.title!r} has no hint", "add a ```sh hint block")
        moments = [start, *(self.after(mistake.script, start) for mistake in step.mistakes)]
        for solution in step.solutions:
            moment = start
            for command, _ in split_commands(solution.script)[:-1]:
                moment = self.after(command, moment)
                moments.append(moment)
        open_ones = [moment for moment in moments if not all(verdict.met for verdict in self.verdicts(step, moment))]
        for hint in step.hints:
            if hint.when and not any(self.fork(moment)(hint.when)[0] == 0 for moment in open_ones):
                text = "this hint is never given: it fits neither before, nor on the way, nor after a mistake"
                yield Finding(hint.line, text, "mend the condition, or add the mistake that it is for")

    def _questions(self, step: Step, start: Moment) -> Iterator[Finding]:
        for question in step.questions:
            truth = ""
            if question.script:
                forked = self.session.fork(question.script, start)
                truth = forked.output.decode("utf-8", "replace").strip()
                if forked.code != 0 or not truth or "\n" in truth:
                    why = forked.fault or "it has to print one line"
                    yield Finding(question.line, f"the prediction cannot be told ({why})", "mend the script")
                    continue
            answer = right_answer(question, self.lesson.seed, truth)
            if judge(question, self.lesson.seed, answer, truth).right is not True:
                text = f"no option of the prediction is what is printed, {truth!r}"
                yield Finding(question.line, text, "write it among the options")

    def _examples(self, step: Step, moment: Moment, *, after: bool) -> Iterator[Finding]:
        """Blocks of expected output: the commands are run, and have to print what stands there."""
        for example in step.examples:
            if example.after is after:
                yield from self._example(example, moment)

    def _example(self, example: Example, moment: Moment) -> Iterator[Finding]:
        for command, wanted in example.commands:
            forked = self.session.fork(f"{{ {command}\n}} 2>&1", moment)
            printed = forked.output.decode("utf-8", "replace").rstrip()
            moment = forked.machine.moment()
            if not _fits(wanted, printed):
                first = printed.split("\n")[0]
                yield Finding(example.line, f"{command!r} does not print this, but {first!r} …", "copy what it prints")
                return


def _fits(wanted: str, printed: str) -> bool:
    """Whether a text is what is shown, where a line "…" stands for any lines and "…" in a line for any characters."""
    pattern = ""
    for line in wanted.split("\n"):
        if line.strip() in _ANY:
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(map(re.escape, line.rstrip().split("…"))) + r"[ ]*\n"
    return re.fullmatch(pattern, printed + "\n") is not None
