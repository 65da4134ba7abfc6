"""Between the panes and the office: what is asked of the sitting, and where its answers are shown."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError
from tutor.session.drawing.motion import SECONDS
from tutor.session.inside.target import Target
from tutor.session.pace import SPEEDS
from tutor.session.port import WORDS
from tutor.session.views import Piece
from tutor.shell.terminal import CONTROL, CTRL_C
from tutor.tui.jobs import Jobs, Scene
from tutor.tui.lists import everything, found_items, keys, lesson_items, term_items
from tutor.tui.office import PREVIEW, Office
from tutor.tui.past import Past

if TYPE_CHECKING:
    from tutor.session.drawing import Drawing
    from tutor.session.editor.views import OpenFile, Saved
    from tutor.session.inside.views import Page
    from tutor.session.port import Sitting
    from tutor.session.views import Completions, LessonItem, Preview, Result, Span
    from tutor.tui.app import LayerwiseApp
    from tutor.tui.editor import Editor
    from tutor.tui.list_pane import Item


_NOWHERE = "Nothing to see: only what is in the sandbox can be looked into, and only two of a kind compared"


class Desk:
    """Serves one app."""

    def __init__(self, app: LayerwiseApp, open_sitting: Callable[[], Sitting]) -> None:
        self._app = app
        self._office = Office(open_sitting, self._failed)
        self._jobs = Jobs(self._office.tell, self._output)
        self.past = Past(app, self, self._office)
        self._jobs.watched = app.stack_pane.seconds > 0
        self._opened = self._judging = False
        self._entered: deque[str] = deque()
        self._editor: Editor | None = None
        self.back_to_editor = False

    def start(self) -> None:
        """Open the sitting."""
        self._office.start()
        sight = self._app.stack_pane.sight
        self._office.ask(lambda sitting: self._jobs.first(sitting, sight), self._first)

    def close(self) -> None:
        """End the sitting."""
        self._jobs.close()
        self._office.close()

    @property
    def idle(self) -> bool:
        """Whether everything that was asked is answered."""
        asked = self._opened and self._office.idle and self._jobs.idle
        return asked and not (self._editor is not None and self._editor.pausing)

    @property
    def editor(self) -> Editor | None:
        """The editor, where a file is open in it."""
        return self._editor if self._editor is not None and self._editor.is_open else None

    # -- lines

    def run(self, line: str) -> None:
        """Run a line, after those that were entered before it."""
        if line.strip() == "tour" and not self._app.shell_pane.view.prompt.program:
            self.show_tour()
            return
        self._entered.append(line)
        self._run_next()

    def _run_next(self) -> None:
        """Ask the sitting for the next line; only then is known whether the one after it goes on with it."""
        if self._judging or not self._entered:
            return
        self._judging = True
        line = self._entered.popleft()
        sight = self._app.stack_pane.sight
        shell = self._app.shell_pane
        self._office.forget(PREVIEW)

        def begin(spans: Sequence[Span]) -> None:
            self._judging = False
            if shell.view.prompt.seen and line not in CONTROL:
                shell.view.edit.remember(line)
            shell.view.begin(line, spans)
            shell.update()
            self._app.stack_pane.preview(None)  # what it would do is being done
            self._run_next()

        def unfinished() -> None:
            self._judging = False
            if self._entered:
                self._entered[0] = f"{line}\n{self._entered[0]}"
                self._run_next()
            else:
                shell.view.go_on(line)
                shell.update()
                self.preview()

        width = shell.size.width

        def job(sitting: Sitting) -> None:
            sitting.width = width
            self._jobs.run(sitting, line, unfinished, begin, self._ran, sight)

        self._office.ask(job, self._told)

    def preview(self) -> None:
        """Ask what the present line would do; only the newest question counts."""
        edit = self._app.shell_pane.view.edit
        line, cursor = edit.text, edit.cursor
        sight = self._app.stack_pane.sight
        self._office.ask(lambda it: self._jobs.preview(it, line, cursor, sight), self._previewed, PREVIEW)

    def complete(self) -> None:
        """Ask for the ways to go on."""
        edit = self._app.shell_pane.view.edit
        line, cursor = edit.text, edit.cursor
        self._office.ask(lambda sitting: self._jobs.complete(sitting, line, cursor), self._completed, "complete")

    def stop(self) -> None:
        """Stop the command that runs."""
        shell = self._app.shell_pane
        if shell.view.running:
            self._output([Piece("^C\n", "stderr")])  # as a terminal echoes it
            self._office.cancel()
        elif shell.view.prompt.program:
            self.run(CTRL_C)
        else:
            self.preview()

    # -- answers

    def _output(self, pieces: Sequence[Piece]) -> None:
        self._app.shell_pane.view.output(pieces)
        self._app.shell_pane.update()

    def _told(self, _: object) -> None:
        """What came of it is told in its turn, after its output."""

    def _first(self, scene: Scene) -> None:
        self._opened = True
        shell = self._app.shell_pane
        shell.view.edit.load_history([entry.line for entry in scene.history or ()])
        if scene.welcome:
            shell.view.scrollback.write(scene.welcome, "dim")
            shell.view.scrollback.finish()
        self._show(scene)
        self._app.settled()
        if self._app.choose and scene.lesson is None:
            self.show_lessons()
        elif shell.view.edit.text:
            self.preview()

    def _ran(self, scene: Scene) -> None:
        shell = self._app.shell_pane
        result = scene.result
        if result is not None:
            shell.view.ended(result.code)
            self._say(result)
        self._show(scene)
        if result is not None and result.edit is not None:
            self._edit(result.edit)
        elif self.editor is not None:
            self.editor.look_again()
            if result is not None:
                self.editor.told(" ".join(result.text.split()))
        if result is not None and result.leave:
            self._app.action_leave()
        elif shell.view.edit.text:
            self.preview()

    def _edit(self, file: OpenFile) -> None:
        """Open a file in the editor, which is loaded when it is first needed."""
        from tutor.tui.editor import Editor

        if self._editor is None:
            self._editor = Editor(self._app, self._office, self._save)
        fault = self._editor.open(file)
        if fault:
            self._output([Piece(f"{file.program}: {fault}\n", "stderr")])
            self._app.shell_pane.view.scrollback.finish()

    def _save(self, file: OpenFile, text: str, over: bool, answer: Callable[[Saved], None]) -> None:
        sight = self._app.stack_pane.sight

        def done(scene: Scene) -> None:
            self._show(scene)
            if scene.saved is not None:
                answer(scene.saved)

        self._office.ask(lambda it: self._jobs.save(it, file, text, over, done, sight), self._told)

    def _say(self, result: Result) -> None:
        if not self._app.shell_pane.view.edit.text:
            self._app.shell_pane.view.say(" ".join(result.said), "info")

    def _show(self, scene: Scene) -> None:
        app = self._app
        old, new = app.header.view, scene.lesson
        app.shell_pane.view.prompt = scene.prompt
        app.header.view = new
        app.footer.lesson = scene.lesson is not None
        app.lesson_pane.show(scene.lesson)
        app.stack_pane.show(scene.stack, scene.drawing, scene.passing)
        if app.wish.upper == "page" and app.page_pane.page is not None:
            self.inside(app.page_pane.page.target, again=True)
        if app.wish.upper == "history":
            self.past.load()
        app.arrange(lesson=new is not None)
        if new is not None and (old is None or (new.id, new.step) != (old.id, old.step)) and app.wish.upper == "stack":
            app.arrange(upper="lesson")  # a new step is to be read first
        for pane in (app.header, app.footer, app.shell_pane):
            pane.update()

    def _previewed(self, answer: tuple[str, Preview, Drawing | None]) -> None:
        line, preview, drawing = answer
        shell = self._app.shell_pane
        if line != shell.view.edit.text:
            return
        shell.view.spans = preview.spans
        if line or preview.message:
            shell.view.say(preview.message, preview.kind)
        elif shell.view.kind != "info":
            shell.view.say("", "")
        shell.update()
        if preview.stack is not None and self._app.wish.upper == "lesson":
            self._app.arrange(upper="stack")  # what would change is to be seen
        self._app.stack_pane.preview(preview.stack, drawing)

    def _completed(self, answer: tuple[str, Completions]) -> None:
        self._app.shell_pane.completed(*answer)

    def _failed(self, error: BaseException) -> None:
        if not self._opened:
            self._app.failed(error)
            return
        self._judging = False
        shell = self._app.shell_pane
        said = str(error) if isinstance(error, LayerwiseError) else f"{type(error).__name__}: {error}"
        shell.view.say(f"layerwise: {said}", "error")
        shell.update()

    # -- looking inside

    def inside(self, what: Target | str, beside: Target | str = "", *, again: bool = False) -> None:
        """Show the page of something, or of two things beside each other.

        `again` is for one that is on the screen, whose subject may be gone by now.
        """

        def answer(page: Page | None) -> None:
            app = self._app
            pane = app.page_pane
            if page is None and again:
                app.close_page()
            elif page is None:
                app.shell_pane.view.say(_NOWHERE, "hint")
                app.shell_pane.update()
            elif app.wish.upper == "page":
                pane.show(page)
            elif not again:
                pane.open(page)
                app.open_page()

        self._office.ask(lambda sitting: self._jobs.inside(sitting, what, beside), answer, "inside")

    # -- keys and lists

    def word(self, word: str) -> None:
        """Do what a tutor word, `undo`, `redo` or `reset` does, and show the word as if it had been typed."""
        shell = self._app.shell_pane

        def action(sitting: Sitting) -> Result:
            if word in WORDS:
                return sitting.tutor(word)
            return {"undo": sitting.undo, "redo": sitting.redo, "reset": sitting.reset}[word]()

        def begin() -> None:
            shell.view.begin(word, ())
            shell.update()

        self._act(action, begin)

    def travel(self, word: str, argument: str) -> None:
        """Go to a point of the history or name one, shown as if the word had been typed."""
        shell = self._app.shell_pane

        def begin() -> None:
            shell.view.begin(f"{word} {argument}", ())
            shell.update()

        self._act(lambda sitting: sitting.travel(word, argument), begin)

    def _act(self, action: Callable[[Sitting], Result], begin: Callable[[], None]) -> None:
        sight = self._app.stack_pane.sight
        self._office.forget(PREVIEW)
        self._office.ask(lambda it: self._jobs.act(it, action, begin, self._ran, sight), self._told)

    def _list(self, purpose: str, title: str, items: Sequence[Item], chosen: int = 0) -> None:
        app = self._app
        self.back_to_editor = self.editor is not None and self.editor.area.has_focus
        app.list_pane.open(purpose, title, items, chosen)
        app.arrange(upper="list", zoom=False)
        app.list_pane.focus()

    def keep_picture(self) -> None:
        """Write the stack into a new file in the folder where the app was started."""
        folder, shell = self._app.folder, self._app.shell_pane

        def job(sitting: Sitting) -> str:
            from tutor.session.pictures import pictured
            from tutor.tui.keep import keep

            return keep(folder, "layerwise-stack", "svg", pictured(sitting.stack(), "svg"))

        def answer(name: str) -> None:
            shell.view.say(f"Saved {name}: a browser shows it. As PNG and more: layerwise stack --help", "info")
            shell.update()

        self._office.ask(job, answer, "picture")

    def _speed(self, factor: float) -> None:
        """From now on, let changes and transfers last so long."""
        self._app.stack_pane.seconds = SECONDS * factor
        self._jobs.watched = factor > 0

        def job(sitting: Sitting) -> None:
            sitting.speed = factor

        self._office.ask(job, lambda _: None)
        self._keeps("speed", next(name for name, each in SPEEDS.items() if each == factor))

    def _keeps(self, name: str, value: str) -> None:
        """Say how what was chosen for this once is chosen for good."""
        shell = self._app.shell_pane
        shell.view.say(f"So it is until you leave. To keep it: layerwise settings {name} {value}", "info")
        shell.update()

    def show_keys(self) -> None:
        """List the keys."""
        self._list("keys", "Keys", keys(vi=self._app.shell_pane.vi is not None))

    def show_everything(self) -> None:
        """List everything that can be done."""
        title = "Everything: type to search actions, lessons, terms, commands, images, points"
        self._list("everything", title, everything(lesson=self._app.wish.lesson, editor=self.editor is not None))
        add = self._app.list_pane.add
        self._office.ask(lambda it: found_items(it.catalogue()), lambda items: add("everything", items), "catalogue")

    def show_tour(self) -> None:
        """Show a newcomer around, page by page."""
        self.inside(Target("tour", "1"))

    def show_terms(self) -> None:
        """List the glossary, what stands in the step and the line first."""
        line = self._app.shell_pane.view.edit.text

        def answer(items: Sequence[Item]) -> None:
            self._list("terms", "Glossary", items)

        self._office.ask(lambda sitting: term_items(sitting.terms(line)), answer, "terms")

    def show_lessons(self) -> None:
        """List the lessons."""

        def answer(lessons: Sequence[LessonItem]) -> None:
            from tutor.session.course_map import following, how_far

            after = following(lessons)
            here = next((at for at, lesson in enumerate(lessons) if lesson.current or lesson is after), 0)
            self._list("lessons", f"Map of the course: {how_far(lessons)}", lesson_items(lessons), here)

        self._office.ask(self._jobs.lessons, answer)

    def chosen(self, purpose: str, value: str) -> None:
        """Do what was chosen from a list."""
        shell = self._app.shell_pane
        if purpose == "history":
            shell.view.edit.set(value)
            shell.ask_soon()
            shell.update()
        elif purpose == "lessons":
            self._act(lambda it: it.start_lesson("" if value == "sandbox" else value), shell.view.scrollback.clear)
        elif purpose == "terms":
            self.run(f"glossary {value}")
        elif purpose == "everything":
            self._do(value)

    def _do(self, value: str) -> None:
        actions = {
            "layers": self._app.action_layers, "history": self._app.action_history, "lesson": self._app.action_lesson,
            "lessons": self.show_lessons, "editor": self._app.action_editor, "keys": self.show_keys,
            "leave": self._app.action_leave, "replay": self.past.replay, "glossary": self.show_terms,
            "tour": self.show_tour, "picture": self.keep_picture,
        }  # fmt: skip
        kind, _, rest = value.partition(" ")
        if kind == "lesson" and rest:
            self.chosen("lessons", rest)
        elif kind == "theme":
            self._app.action_theme(rest)
            self._keeps("theme", rest)
        elif kind == "speed":
            self._speed(SPEEDS[rest])
        elif kind == "vi":
            self._app.shell_pane.use_vi(rest == "on")
            self._keeps("vi", "yes" if rest == "on" else "no")
        elif kind == "term":
            self.chosen("terms", rest)
        elif kind == "line":
            self.chosen("history", rest)
        elif kind == "inside":
            self.inside(rest)
        elif kind == "point":
            self.travel("goto", f"@{rest}")
        elif value in actions:
            actions[value]()
        else:
            self.word(value)
