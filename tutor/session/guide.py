"""Where the learner stands in a lesson: the step, its checklist and questions as they hold now, the hints given.

The step follows from the history: beginning a step is an entry of it, so going back before that entry goes back to the
step before, and no step is ever shown over a sandbox that it does not fit.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tutor.course.checks import Fork, Verdict, evaluate, next_hint
from tutor.course.model import PREFIX
from tutor.course.questions import LETTERS, Judgement, judge, right_answer, shown
from tutor.session.recap import recap
from tutor.session.views import CheckItem, LessonView, QuestionView

if TYPE_CHECKING:
    from tutor.course.model import Course, Hint, Lesson, Question, Step
    from tutor.course.progress import Progress
    from tutor.session.aim import Aim, Note
    from tutor.session.moment import Moment
    from tutor.session.pointing import Pointer
    from tutor.session.session import Session

DAY = 86_400
"""Seconds."""


class Guide:
    """One lesson being taken. The workspace remembers where steps began and what was answered; `progress` what is done.

    `tried` is whether the learner has run a command or asked for a check since the step began; `playing` whether the
    learner plays around and will come back.
    """

    def __init__(self, course: Course, lesson: Lesson, session: Session, progress: Progress) -> None:
        self.course = course
        self.lesson = lesson
        self.session = session
        self.progress = progress
        self._meta = session.workspace.meta
        self.finished = self._meta("finished") == "yes"
        self.given: set[Hint] = set()
        self.hint = ""
        self.tried = False
        self.verdicts: tuple[Verdict, ...] = ()
        self.drill = lesson.id.startswith(PREFIX)
        self.needed = 0
        self._announced = False
        self._notes: dict[str, Note] = {}
        self.pointer: Pointer | None = None
        self._aim: tuple[int, Aim] | None = None
        self._answers: dict[str, str] = json.loads(self._meta("answers") or "{}")
        self._truths: dict[tuple[int, int], str] = {}
        self.place, self._began = self._where()

    # -- which step

    def _where(self) -> tuple[int, int]:
        """The last step that began on the way to here, and the entry that it began with."""
        path = {entry.id for entry in self.session.workspace.path()}
        begun = json.loads(self._meta("steps") or "[]")
        place, entry = max(((place, entry) for place, entry in begun if entry in path), default=(0, min(path)))
        return (place, entry) if place < len(self.lesson.steps) else (0, min(path))

    @property
    def step(self) -> Step:
        """The step that the learner is at."""
        return self.lesson.steps[self.place]

    @property
    def beginning(self) -> Moment:
        """The sandbox as it was when the present step began."""
        return self.session.moment_of(self.session.workspace.entry(self._began))

    @property
    def last(self) -> bool:
        """Whether no step follows."""
        return self.place + 1 == len(self.lesson.steps)

    def begin(self, place: int) -> None:
        """Remember that a step begins at the present entry of the history."""
        head = self.session.workspace.head
        assert head is not None
        begun = [row for row in json.loads(self._meta("steps") or "[]") if row[1] != head.id]
        self.session.workspace.set_meta({"steps": json.dumps([*begun, (place, head.id)])})
        self._stand(place, head.id)

    def _stand(self, place: int, entry: int) -> None:
        self.place, self._began = place, entry
        self.given.clear()
        self.hint = ""
        self.tried = False
        self.verdicts = ()
        self.pointer = None
        self._announced = False

    # -- free play inside a step

    @property
    def playing(self) -> bool:
        """Whether the learner plays around."""
        return bool(self._meta("play"))

    def play(self) -> None:
        """Remember where to come back to."""
        head = self.session.workspace.head
        assert head is not None
        self.session.workspace.set_meta({"play": str(head.id)})

    def come_back(self) -> None:
        """End the play: the sandbox is as it was when it began. What was played stays in the history."""
        self.session.go(int(self._meta("play") or 0))
        self.session.workspace.set_meta({"play": None})

    # -- the checklist

    @property
    def met(self) -> bool:
        """Whether every line of the checklist holds and every question is answered."""
        if len(self.verdicts) < len(self.step.checks) or not all(verdict.met for verdict in self.verdicts):
            return False
        return all(self._answered(number) for number in range(len(self.step.questions)))

    def look(self, fork: Fork) -> bool:
        """Judge the step's checks on a fork; whether this completed the step just now."""
        if self.playing:
            return False
        place, entry = self._where()
        if entry != self._began:
            self._stand(place, entry)
        before = self._announced
        self.verdicts = evaluate(self.step, fork)
        self._notes = self._aimed().notes(self.session.state, self.verdicts, fork) if self.tried else {}
        self.pointer = self._aimed().pointer(self.session.state, self._notes.values()) if self._notes else None
        self._announced = self.met
        if self.met and self.last and not self.finished:
            self.finished = True
            self.session.workspace.set_meta({"finished": "yes"})
            self.needed = self.commands
            if not self.drill:
                self.progress.finish(self.lesson.id, self.needed)
            self.progress.practise(self.lesson.objectives, not self.helped, int(self.session.clock() // DAY))
            return True
        return self.met and not before

    @property
    def helped(self) -> bool:
        """Whether the learner got something wrong, or was told how it goes."""
        return bool(self._meta("helped"))

    def help(self) -> None:
        """Remember that the learner needed help: what the lesson is about comes back in drills."""
        self.session.workspace.set_meta({"helped": "yes"})

    def _aimed(self) -> Aim:
        """What the present step aims at."""
        from tutor.session.aim import Aim

        if self._aim is None or self._aim[0] != self._began:
            self._aim = (self._began, Aim(self.session, self.step, self.beginning))
        return self._aim[1]

    @property
    def commands(self) -> int:
        """How many commands that changed something led to here."""
        path = self.session.workspace.path()[1:]
        return sum(1 for entry in path if entry.changed and entry.line != "next")

    def next_hint(self, fork: Fork) -> str:
        """The words for a known mistake that was made, else of the next fitting hint; "" where there are none."""
        unmet = frozenset(verdict.check.text for verdict in self.verdicts if not verdict.met)
        mistake = self._aimed().mistake_at(self.session.state, unmet, fork) if unmet and self.step.mistakes else None
        if mistake is not None:
            self.help()
            self.hint = mistake.text
            return mistake.text
        hint = next_hint(self.step, fork, self.given)
        if hint is not None:
            if self.given and hint == self.step.hints[-1]:
                self.help()  # the last one says how it goes
            self.given.add(hint)
            self.hint = hint.text
        return hint.text if hint is not None else ""

    def checklist(self) -> tuple[CheckItem, ...]:
        """The step's checklist as it was judged last; what stands in the way is said once the learner has tried."""
        if not self.verdicts:
            return tuple(CheckItem(check.text) for check in self.step.checks)
        items: list[CheckItem] = []
        for verdict in self.verdicts:
            note = self._notes.get(verdict.check.text) if self.tried else None
            said = note.text if note is not None else ""
            said = "" if said in {item.note for item in items} else said
            items.append(CheckItem(verdict.check.text, verdict.met, said))
        return tuple(items)

    # -- the questions

    def open_question(self) -> Question | None:
        """The first question that is not answered yet."""
        questions = self.step.questions
        return next((question for at, question in enumerate(questions) if not self._answered(at)), None)

    def answer(self, text: str) -> Judgement | None:
        """Take an answer to the first open question and keep it; None where nothing is asked."""
        question = self.open_question()
        if question is None:
            return None
        number = self.step.questions.index(question)
        judgement = self._judge(number, text)
        if judgement.right is False and question.kind != "predict":
            self.help()
        if judgement.right is not None:
            self._answers[f"{self.place}.{number}"] = text
            self.session.workspace.set_meta({"answers": json.dumps(self._answers)})
        return judgement

    def options(self, question: Question) -> tuple[tuple[str, str], ...]:
        """What can be answered, each its letter and what it stands for; for a text nothing."""
        options = shown(question, self.lesson.seed)
        return tuple((letter, option.text) for letter, option in zip(LETTERS, options, strict=False))

    def told(self, question: Question) -> str:
        """What there is to say of a guess that was made."""
        return self.questions()[self.step.questions.index(question)].said

    def truth(self, number: int) -> str:
        """What a prediction's script prints at the step's beginning; "" for other questions."""
        question = self.step.questions[number]
        if not question.script:
            return ""
        key = (self._began, number)
        if key not in self._truths:
            fork = self.session.fork(question.script, self.beginning)
            self._truths[key] = fork.output.decode("utf-8", "replace").strip()
        return self._truths[key]

    @property
    def answered(self) -> dict[str, str]:
        """What was answered, by step and question ("0.1": the second of the first step)."""
        return dict(self._answers)

    def answers(self) -> tuple[str, ...]:
        """The words that answer the step's questions rightly, in their order."""
        return tuple(
            right_answer(question, self.lesson.seed, self.truth(number))
            for number, question in enumerate(self.step.questions)
        )

    def _judge(self, number: int, text: str) -> Judgement:
        return judge(self.step.questions[number], self.lesson.seed, text, self.truth(number))

    def _answered(self, number: int) -> bool:
        """Whether a question needs no answer any more: a guess counts as it is, anything else has to be right."""
        given = self._answers.get(f"{self.place}.{number}")
        if given is None:
            return False
        return self.step.questions[number].kind == "predict" or self._judge(number, given).right is True

    def questions(self) -> tuple[QuestionView, ...]:
        """The step's questions with what was answered; the truth of a guess is told when the checklist is met."""
        views = []
        done = bool(self.verdicts) and all(verdict.met for verdict in self.verdicts)
        for number, question in enumerate(self.step.questions):
            options = tuple(option.text for option in shown(question, self.lesson.seed))
            given = self._answers.get(f"{self.place}.{number}", "")
            state, said = "open", ""
            if given:
                judgement = self._judge(number, given)
                state, said = ("right" if judgement.right else "wrong"), judgement.said
                if question.kind == "predict":
                    state, said = self._guess(number, judgement, done)
            views.append(QuestionView(question.text, question.kind, options, self._spelt(question, given), state, said))
        return tuple(views)

    def _guess(self, number: int, judgement: Judgement, done: bool) -> tuple[str, str]:
        """How a guess stands: kept until the learner has done it and seen."""
        if self.step.checks and not done:
            return "guessed", "Now do it and see."
        question = self.step.questions[number]
        why = f" {question.why}" if question.why else ""
        if judgement.right:
            return "right", f"As you said.{why}"
        return "wrong", f"It is {self.truth(number)}.{why}"

    def _spelt(self, question: Question, given: str) -> str:
        """An answer of letters with what they stand for."""
        options = shown(question, self.lesson.seed)
        letters = [word for word in given.lower().replace(",", " ").split() if len(word) == 1 and word in LETTERS]
        if not options or len(letters) != len(given.replace(",", " ").split()):
            return given
        places = [LETTERS.index(letter) for letter in letters]
        return ", ".join(options[place].text for place in places if place < len(options))

    # -- what a front end shows

    def view(self) -> LessonView:
        """The present step."""
        lessons = self.course.lessons
        following = self.course.after(self.lesson)
        done = self.finished and self.met and self.last
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
            questions=self.questions(),
            progress=tuple(at < self.place or (at == self.place and self.met) for at in range(len(self.lesson.steps))),
            hint=self.hint,
            done=done,
            following=following.title if following else "",
            playing=self.playing,
            recap=recap(self.lesson) if done else (),
            commands=(self.needed if self.drill else self.progress.done.get(self.lesson.id, 0)) if done else 0,
            par=self.lesson.par if done else 0,
        )
