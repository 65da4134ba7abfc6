"""The sitting that a front end talks to (`port.Sitting`): a session, the lesson beside it, and the views of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from tutor.errors import LayerwiseError
from tutor.session.begin import lesson_start, step_start
from tutor.session.desk import SANDBOX, TutorDesk
from tutor.session.guide import Guide
from tutor.session.narrate import narrate
from tutor.session.picture import picture
from tutor.session.prompt import prompt_at
from tutor.session.session import HISTORY, PASSING, Session, first_moment
from tutor.session.stack import Forest
from tutor.session.views import (
    Completions,
    HistoryEntry,
    LessonItem,
    LessonView,
    Piece,
    Preview,
    PromptView,
    Result,
    StackView,
)
from tutor.shell.terminal import CONTROL

if TYPE_CHECKING:
    from tutor.course.model import Course, Lesson
    from tutor.course.progress import Progress
    from tutor.engine.hub import Hub
    from tutor.session.drills.drilling import Drilling
    from tutor.session.editor.views import Forecast, Look, OpenFile, Saved
    from tutor.session.inside.target import Target
    from tutor.session.inside.views import Page
    from tutor.session.moment import Moment
    from tutor.session.pointing import Pointer
    from tutor.session.port import Output
    from tutor.session.views import Found, Frame, HistoryPoint, Preview, Span
    from tutor.store.workspace import Workspace

Say = Callable[[str], None]


class Workspaces(Protocol):
    """Where histories are kept by name."""

    def open(self, name: str) -> Workspace:
        """Open a workspace. Raises LayerwiseError (in use, unreadable, …)."""


class LearnerSitting:
    """One learner's sitting. `lesson` is the id to start with, "" for free play in the workspace `name`.

    `speed` is by how much transfers last longer than usual for someone who watches; with 0 they are over at once.
    `spoken` says that what is printed is read aloud: there is no editor then, and nothing is drawn.
    """

    def __init__(
        self,
        workspaces: Workspaces,
        hub: Hub,
        clock: Callable[[], float],
        course: Course,
        progress: Progress,
        glossary: Callable[[str], tuple[int, str]],
        *,
        lesson: str = "",
        name: str = SANDBOX,
        interactive: bool = True,
        speed: float = 0.0,
        drills: Drilling | None = None,
        spoken: bool = False,
    ) -> None:
        self._workspaces = workspaces
        self._hub = hub
        self._clock = clock
        self._course = course
        self._progress = progress
        self._name = name
        self._interactive = interactive
        self.speed = speed
        self._spoken = spoken
        self.width = 80
        self._desk = TutorDesk(course, progress, glossary)
        self._session: Session
        self._guide: Guide | None = None
        self._drills = drills
        self._open(lesson, drills.following() if drills is not None else None)

    # -- opening

    def _open(self, lesson_id: str, drill: Lesson | None = None) -> None:
        """Open the lesson's workspace, or the sandbox's; a drill has one that nobody keeps."""
        lesson = drill or (self._course.lesson(lesson_id) if lesson_id else None)
        if lesson_id and lesson is None:
            raise LayerwiseError(f"there is no lesson {lesson_id!r}", "layerwise lesson list shows them")
        name = f"lesson-{lesson.id}" if lesson else self._name
        course = self._course
        if drill is not None:
            from tutor.session.drills.making import alone
            from tutor.store.workspace import MemoryWorkspace

            course = alone(drill)
        workspace = self._workspaces.open(name) if drill is None else MemoryWorkspace()
        self._session = Session(
            workspace,
            lambda clock: self._first(lesson, clock),
            self._hub,
            self._clock,
            interactive=self._interactive,
            desk=self._desk,
        )
        self._session.spoken = self._spoken
        self._guide = guide = Guide(course, lesson, self._session, self._progress) if lesson else None
        if guide is not None:
            self._session.origin = lambda: guide.beginning
        self._desk.session, self._desk.guide = self._session, self._guide
        if drill is None:
            self._progress.open(lesson.id if lesson else "")
        self._seen: Forest | None = None
        self._pointed: tuple[StackView, Pointer, StackView] | None = None
        self._desk.look()

    def _first(self, lesson: Lesson | None, clock: Callable[[], float]) -> Moment:
        """Where a workspace begins: a fresh sandbox, after the lesson's set-up."""
        now = clock()
        if lesson is None:
            return first_moment(f"{self._name} {now}", now)
        return lesson_start(lesson, self._hub, clock, self._progress.seed)

    # -- doing something

    def run(self, line: str, output: Output | None = None) -> Result:
        """Run a line, then judge the lesson's checks."""
        before, session = self._forest(), self._session
        pieces: list[Piece] = []

        def emit(stream: str, data: bytes) -> None:
            piece = Piece(data.decode("utf-8", "replace"), "stderr" if stream == "stderr" else "stdout")
            if stream != PASSING:
                pieces.append(piece)
            if output is not None:
                output(piece)

        session.width, session.speed = self.width, self.speed
        ran = session.run(line, emit)
        if self._guide is not None and line.strip() and not ran.asked:
            self._guide.tried = True
        changed = ran.changed
        for word, argument in ran.asked:
            try:
                changed |= self._do(word, argument, lambda text: emit("stdout", text.encode()))
            except LayerwiseError as error:
                emit("stderr", f"{error}\n".encode())
        change = self._change(before, session, changed)
        said = self._said(before, change)
        return Result(tuple(pieces), ran.code, changed, said, ran.leave, ran.opened, change)

    def save(self, file: OpenFile, text: str, *, over: bool = False) -> Saved:
        """Save an edited file, then judge the lesson's checks."""
        from tutor.session.editor.saving import Outdated, save
        from tutor.session.editor.views import Saved

        before, session = self._forest(), self._session
        try:
            saved, events = save(session, file, text, over=over)
        except LayerwiseError as error:
            return Saved(None, str(error), isinstance(error, Outdated))
        if self._guide is not None:
            self._guide.tried = True
        said = self._said(before, self._change(before, session, bool(events)))
        return Saved(saved, changed=bool(events), said=said)

    def cancel(self) -> None:
        """Ask the running command to stop."""
        self._session.cancel()

    def undo(self, count: int = 1) -> Result:
        """Go back before the last commands that changed something."""
        return self._tell("undo", str(count))

    def redo(self, count: int = 1) -> Result:
        """Take back undos."""
        return self._tell("redo", str(count))

    def reset(self) -> Result:
        """Start over."""
        return self._tell("reset", "")

    def travel(self, word: str, argument: str) -> Result:
        """Go to a point of the history, or name one."""
        return self._tell(word, argument)

    def tutor(self, word: str) -> Result:
        """Do what a tutor word does."""
        if word == "next":
            return self._tell("next", "")
        code, text = {"hint": self._desk.hint, "check": self._desk.check, "solution": self._desk.solution}[word]()
        return Result((Piece(text + "\n", "stdout" if code == 0 else "stderr"),), code)

    def start_lesson(self, lesson_id: str) -> Result:
        """Begin a lesson or go on with it; "" leaves for free play."""
        return self._tell("lessons", lesson_id or SANDBOX)

    def receipt(self, name: str) -> dict[str, Any] | None:
        """What was done in the lesson, in the name of a learner, to be verified; None without a lesson."""
        from tutor.session.receipts import Learner, make

        guide = self._guide
        return make(self._session, guide, Learner(name, self._progress.seed)) if guide is not None else None

    def _keep_receipt(self) -> None:
        """Keep the receipt of a lesson that is done; where it cannot be made, the lesson is done all the same."""
        guide = self._guide
        if guide is not None and guide.finished and guide.last and self._progress.path is not None:
            from tutor.session.receipts import ReceiptError

            try:
                made = self.receipt(self._progress.name)
            except ReceiptError:
                return
            if made is not None:
                self._progress.keep(made)

    def close(self) -> None:
        """End the sitting."""
        self._session.workspace.close()

    def _tell(self, word: str, argument: str) -> Result:
        before, session = self._forest(), self._session
        texts: list[str] = []
        try:
            changed = self._do(word, argument, texts.append)
        except LayerwiseError as error:
            return Result((Piece(f"{error}\n", "stderr"),), 1)
        change = self._change(before, session, changed)
        return Result((Piece("".join(texts)),), 0, changed, self._said(before, change), change=change)

    def _change(self, before: Forest, session: Session, changed: bool) -> StackView | None:
        """The stack before and now in one, None where they are alike or not of the same sitting."""
        if not changed or session is not self._session:
            return None
        view = before.marked(self._forest().picture)
        return view if view is not before.view else None

    def _said(self, before: Forest, change: StackView | None) -> tuple[str, ...]:
        """What changed, in sentences, and whether the lesson's step is done now."""
        said: list[str] = []
        if change is not None:
            said.extend(narrate(change, besides=before.view))
        if self._desk.look() and self._guide is not None:
            view = self._guide.view()
            self._keep_receipt()
            if not view.done:
                said.append("Step done. next goes on.")
            elif self._guide.drill:
                said.append(self._drilled())
            elif view.following:
                said.append("Lesson done! next opens the one that follows.")
            else:
                said.append("Lesson done, and it was the last one.")
        return tuple(said)

    def _do(self, word: str, argument: str, say: Say) -> bool:
        """What a tutor word asked for; whether the sandbox differs afterwards."""
        if word in HISTORY:
            say(self._session.travel(word, argument))
            return word != "mark"
        if word == "next":
            return self._next(say)
        if word == "play":
            return self._play(say)
        if word == "answer":
            return self._answer(argument, say)
        if word == "drill":
            return self._drill(argument, say)
        return self._switch("" if argument == SANDBOX else argument, say)

    def _next(self, say: Say) -> bool:
        self._session.hang_up()
        guide = self._guide
        if guide is None:
            say("There is no lesson open. lessons lists them, lessons 1 starts the first.\n")
            return False
        if guide.playing:
            guide.come_back()
            say("Back from play: everything is as you left it.\n")
            return True
        self._desk.look()
        if not guide.met:
            missing = [item.text for item in guide.checklist() if not item.done]
            missing += [f"answer: {question.text}" for question in guide.questions() if not question.settled]
            say("Not yet:\n" + "".join(f"  {text}\n" for text in missing) + "hint helps, solution shows one way.\n")
            return False
        if not guide.last:
            return self._begin(guide.place + 1, say)
        if guide.drill:
            return self._drill(None, say)
        following = self._course.after(guide.lesson)
        if following is None:
            say("That was the last lesson. lessons lists them all; lessons sandbox is free play.\n")
            return False
        return self._switch(following.id, say)

    def _begin(self, place: int, say: Say) -> bool:
        """Begin a step of the lesson: its files are there and its world is as it says."""
        guide = self._guide
        assert guide is not None
        session, step = self._session, guide.lesson.steps[place]
        before = session.state
        with session.standing_still():
            session.become("next", step_start(guide.lesson, step, session, session.moment))
        guide.begin(place)
        say(f"Step {place + 1} of {len(guide.lesson.steps)}: {step.title}\n")
        return session.state is not before

    def _play(self, say: Say) -> bool:
        """Leave the checklist alone for a while."""
        guide = self._guide
        if guide is None:
            say("You are playing already: this is the sandbox.\n")
        elif guide.playing:
            say("You are playing already. next comes back to the lesson.\n")
        else:
            guide.play()
            say("Play as you like: nothing counts, nothing is lost. next comes back to the lesson.\n")
        return False

    def _answer(self, text: str, say: Say) -> bool:
        """Answer the question that is open."""
        guide = self._guide
        if guide is None:
            say("Nothing is asked here: there is no lesson open.\n")
            return False
        question = guide.open_question()
        if question is None:
            say("Every question here is answered.\n" if guide.step.questions else "Nothing is asked in this step.\n")
            return False
        if not text:
            say(f"{question.text}\n" + "".join(f"  {letter}  {text}\n" for letter, text in guide.options(question)))
            return False
        judgement = guide.answer(text)
        assert judgement is not None
        if judgement.right is None:
            say(f"That is no answer here: {judgement.said}.\n")
        elif question.kind == "predict":
            say("Kept. Now do it and see.\n" if guide.step.checks else f"{guide.told(question)}\n")
        else:
            say(f"{'Right.' if judgement.right else 'Not quite.'} {judgement.said}".rstrip() + "\n")
        return False

    def _drill(self, wish: str | None, say: Say) -> bool:
        """Begin a drill: of a new row for that wish, or with None the next of the present row."""
        from tutor.session.drills.drilling import Drilling

        row = self._drills
        if row is None or wish is not None:
            row = Drilling(wish or "", self._hub, self._clock, self._progress)
        elif row.over:
            say(f"That {'was the drill' if row.count == 1 else f'were {row.count} drills'}. drill makes more.\n")
            return False
        lesson = row.following()
        self._drills = row
        self._session.workspace.close()
        self._open("", lesson)
        say(f"Drill: {lesson.title}\n")
        return True

    def _drilled(self) -> str:
        """What is said at the end of a drill."""
        guide = self._guide
        assert guide is not None
        par, needed = guide.lesson.par, guide.needed
        plural = "command" if needed == 1 else "commands"
        how = f" in {needed} {plural}{'' if needed <= par else f'; {par} would do'}" if par else ""
        again = "" if not guide.helped else " It comes back soon."
        return f"Drill done{how}.{again} next makes another one; lessons goes back to the course."

    def _switch(self, lesson: str, say: Say) -> bool:
        if lesson and self._course.lesson(lesson) is None:
            say(f"There is no lesson {lesson!r}. lessons lists them.\n")
            return False
        present = self._guide.lesson.id if self._guide and not self._guide.drill else ""
        self._session.workspace.close()
        try:
            self._open(lesson)
        except LayerwiseError:
            self._open(present)
            raise
        say(f"Lesson: {self._guide.lesson.title}\n" if self._guide else "Free play: nothing to do but try things.\n")
        return True

    # -- asking without changing anything

    def preview(self, line: str, cursor: int) -> Preview:
        """What the line would do."""
        from tutor.session.preview import preview

        if self._typing:
            return Preview()

        return preview(self._session, line, cursor, self._forest())

    def warm_up(self) -> Iterator[None]:
        """Preview a line of each kind: what is imported and parsed for it is there when the learner types one.

        The documents of all images are read by then, and what they say of the stack and of lists is known. They would
        take more memory than that: whatever needs one again reads it again.
        """
        from tutor.engine import contents

        for line in ("docker image ls", "docker pull hello-world", "docker build .", "docker run hello-world"):
            self.preview(line, len(line))
            contents.forget()
            yield

    def look(self, file: OpenFile, text: str) -> Look:
        """Colours and problems of a file's text, and the file itself where it is another by now."""
        from tutor.session.editor.checks import problems
        from tutor.session.editor.colours import spans
        from tutor.session.editor.saving import reread
        from tutor.session.editor.views import Look

        return Look(spans(file.kind, text), problems(file.kind, text), reread(self._session, file))

    def forecast(self, file: OpenFile, text: str) -> Forecast | None:
        """What a build would do with the text in the file's place."""
        from tutor.session.editor.forecast import forecast

        return forecast(self._session, file, text)

    def complete(self, line: str, cursor: int) -> Completions:
        """The ways to go on at the cursor."""
        from tutor.session.complete import complete

        if self._typing:
            return Completions(cursor, ())
        return complete(self._session, line, cursor)

    def highlight(self, line: str) -> tuple[Span, ...]:
        """The line's parts."""
        from tutor.session.highlight import highlight

        if self._typing:
            return ()
        return highlight(self._session.state, line)

    def missing(self, line: str) -> str:
        """What an unfinished line waits for."""
        from tutor.session.highlight import missing

        return "" if self._typing else missing(line)

    @property
    def _typing(self) -> bool:
        """Whether a program reads what is typed: it is no command then."""
        return self._session.moment.foreground is not None

    def prompt(self) -> PromptView:
        """Where the next line will run."""
        return prompt_at(self._session.moment)

    def stack(self) -> StackView:
        """The layers, names and containers that are there, those marked that stand in the way of the lesson's step."""
        view, pointer = self._forest().view, self._guide.pointer if self._guide is not None else None
        if pointer is None or (self._guide is not None and self._guide.playing):
            return view
        if self._pointed is None or self._pointed[0] is not view or self._pointed[1] != pointer:
            from tutor.session.pointing import pointed

            self._pointed = (view, pointer, pointed(view, pointer))
        return self._pointed[2]

    def inside(self, what: Target | str, beside: Target | str = "") -> Page | None:
        """A page about something, or about two beside each other."""
        from tutor.engine.errors import EngineError
        from tutor.session.inside.find import find
        from tutor.session.inside.look import page_of
        from tutor.session.inside.target import pair

        state = self._session.state
        if not isinstance(what, str) and what.what == "points":
            from tutor.session.travelling import page

            return page(self._session.workspace, what)
        if not isinstance(what, str) and what.what == "tour":
            from tutor.session.tour import tour_page

            return tour_page(what)
        try:
            target, other = (find(state, it) if isinstance(it, str) and it else it for it in (what, beside))
        except EngineError:
            return None
        if isinstance(target, str):
            return None
        return page_of(state, pair(target, other) if not isinstance(other, str) else target)

    def lesson(self) -> LessonView | None:
        """The step that the learner is at."""
        return self._guide.view() if self._guide else None

    def lessons(self) -> tuple[LessonItem, ...]:
        """Every lesson of the course."""
        from tutor.session.course_map import lesson_items

        return lesson_items(self._course, self._progress, self._guide.lesson.id if self._guide else "")

    def catalogue(self) -> tuple[Found, ...]:
        """All that can be searched for."""
        from tutor.session.catalogue import catalogue

        return tuple(catalogue(self._session, self._desk))

    def terms(self, line: str) -> tuple[Found, ...]:
        """The glossary, with the terms of the step and of the line first."""
        from tutor.session.views import Found

        guide = self._guide
        view = guide.view() if guide is not None else None
        near = self._desk.terms_in(f"{line}\n{view.heading}\n{view.markdown}" if view is not None else line)
        every = [term for term in self._desk.glossary("")[1].split(", ") if term and term not in near]
        return tuple(Found("near" if term in near else "term", term, self._meaning(term), term)
                     for term in (*near, *every))  # fmt: skip

    def _meaning(self, term: str) -> str:
        return self._desk.glossary(term)[1].removeprefix(f"{term}: ").partition("\n")[0]

    def history(self) -> tuple[HistoryEntry, ...]:
        """The commands of this workspace, undone ones too."""
        workspace = self._session.workspace
        path = workspace.path()
        here = {entry.id for entry in path}
        return tuple(
            HistoryEntry(entry.id, entry.line, entry.code, entry.changed, entry.id == path[-1].id, entry.id not in here)
            for entry in workspace.entries()
            if entry.line and entry.line not in CONTROL
        )

    def points(self) -> tuple[HistoryPoint, ...]:
        """The history as a tree."""
        from tutor.session.past import points

        return points(self._session.workspace)

    def at(self, point: int) -> Preview:
        """What going to a point of the history would change."""
        from tutor.session.views import Preview

        session, now = self._session, self._forest()
        moment = session.moment_of(session.workspace.entry(point))
        view = now.marked(picture(moment.state, now.picture))
        sentences = narrate(view, would=True, besides=now.view)
        return Preview(view if sentences else None, " ".join(sentences), "info" if sentences else "")

    def replay(self, point: int) -> tuple[Frame, ...]:
        """A step in slow motion."""
        from tutor.session.past import last_change

        workspace = self._session.workspace
        return self._session.slowly(workspace.entry(point) if point else last_change(workspace.path()))

    def welcome(self) -> str:
        """What stands at the top of an empty shell; the tour is offered once."""
        return self._greeting() + self._offer()

    def _offer(self) -> str:
        """The tour, for who has done nothing yet and was not asked before."""
        workspace = self._session.workspace
        if self._progress.done or len(workspace.path()) > 1 or workspace.meta("tour"):
            return ""
        workspace.set_meta({"tour": "offered"})
        return "New here? tour shows you around.\n"

    def _greeting(self) -> str:
        if self._guide is not None:
            return "Type here. hint helps, undo takes back, tutor lists all words.\n"
        return "A sandbox of your own: nothing here touches your computer.\nTry: docker pull alpine:3.20\n"

    def _forest(self) -> Forest:
        """The layers of the present state."""
        state, seen = self._session.state, self._seen
        if seen is None or seen.picture.state is not state:
            seen = self._seen = Forest(picture(state, seen.picture if seen is not None else None))
        return seen
