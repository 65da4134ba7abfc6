"""The full-screen app: one screen, whose panes show frozen views. What a line does is decided below, never here.

The first picture is painted before the sitting is opened; from then on the sitting lives in a thread of its own
(`office`).
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ComposeResult
from textual.events import Key
from textual.screen import Screen

from tutor.dataclass import replace
from tutor.errors import LayerwiseError
from tutor.session.drawing.motion import SECONDS
from tutor.shell.terminal import CTRL_D
from tutor.tui.arrangement import Arrangement
from tutor.tui.bars import Footer, Header
from tutor.tui.history_pane import HistoryPane
from tutor.tui.keymap import table
from tutor.tui.lesson_pane import LessonPane
from tutor.tui.list_pane import ListPane
from tutor.tui.page_pane import PagePane
from tutor.tui.paint import Painter
from tutor.tui.palettes import MONO, PALETTES
from tutor.tui.plan import Wish, plan
from tutor.tui.shell_pane import ShellPane
from tutor.tui.spans import Spans, Whole
from tutor.tui.stack_pane import StackPane

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.binding import BindingType
    from textual.events import Event
    from textual.widget import Widget

    from tutor.session.port import Sitting
    from tutor.tui.desk import Desk
    from tutor.tui.editor import Editor

SWITCH_INTERVAL = 0.001
"""Seconds after which a busy sitting lets the screen's thread go on: a key must not wait longer for its echo."""


class Stage(Screen[None]):
    """The one screen. Its panes are placed by `plan`."""

    def __init__(self, wish: Callable[[], Wish]) -> None:
        super().__init__()
        self._arrangement = Arrangement(lambda width, height: plan(width, height, wish()))

    @property
    def layout(self) -> Arrangement:
        """Where the panes go (Textual asks for it)."""
        return self._arrangement


class LayerwiseApp(App[int]):
    """Shows a sitting. `open_sitting` is called once, in the worker thread, after the first paint.

    `speed` is by how much changes last longer than usual for someone who watches; with 0 they are there at once. `vi`
    gives the command line vi's keys. Pictures are kept in `folder`; "" is for none.
    """

    TITLE = "Layerwise"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [(key, action, action) for key, action in table("app").items()]

    def __init__(
        self, open_sitting: Callable[[], Sitting], painter: Painter, *, choose: bool = False, speed: float = 0.0,
        vi: bool = False, folder: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.painter = painter
        self.speed = speed if self.animation_level != "none" else 0.0
        self.wish = Wish()
        self.fault: BaseException | None = None
        self.choose = choose
        self.folder = folder
        self._vi = vi
        self._open_sitting = open_sitting
        self._desk: Desk | None = None
        self._under: tuple[Wish, Widget | None] = Wish(), None

    def get_default_screen(self) -> Stage:
        """The one screen."""
        stage = Stage(lambda: self.wish)
        stage.styles.background = _ground(self.painter.theme)
        return stage

    def compose(self) -> ComposeResult:
        """All panes; the plan decides which are seen."""
        self.header = Header(self.painter, "header")
        self.lesson_pane = LessonPane(self.painter, "lesson")
        self.stack_pane = StackPane(self.painter, "stack", SECONDS * self.speed)
        self.list_pane = ListPane(self.painter, "list")
        self.page_pane = PagePane(self.painter, "page")
        self.history_pane = HistoryPane(self.painter, "history")
        self.shell_pane = ShellPane(self.painter, "shell")
        self.footer = Footer(self.painter, "footer")
        upper = (self.lesson_pane, self.stack_pane, self.list_pane, self.page_pane, self.history_pane)
        yield from (self.header, *upper, self.shell_pane, self.footer)

    def on_mount(self) -> None:
        """Take keys at once; open the sitting when the first picture is on the screen."""
        self.shell_pane.focus()
        self.shell_pane.use_vi(self._vi)
        self._order_text(False)
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        """Leave the terminal as it was."""
        self._order_text(True)

    def _order_text(self, on: bool) -> None:
        """Whether the terminal may reorder what it shows for right-to-left scripts (ECMA-48, BDSM).

        In a grid of panes that would swap columns.
        """
        if self._driver is not None and not self.is_headless:
            self._driver.write("\x1b[8h" if on else "\x1b[8l")

    def _begin(self) -> None:
        from tutor.tui.desk import Desk

        sys.setswitchinterval(SWITCH_INTERVAL)
        self._desk = Desk(self, self._open_sitting)
        self._desk.start()

    async def on_event(self, event: Event) -> None:
        """A key ends whatever moves: what is there is drawn at once."""
        if isinstance(event, Key) and self._desk is not None:
            self.stack_pane.rest()
        await super().on_event(event)

    def settled(self) -> None:
        """The sitting is open: what is loaded now stays, so the collector need not look at it again."""
        gc.collect()
        gc.freeze()

    @property
    def desk(self) -> Desk:
        """What the panes' messages are handed to. Raises RuntimeError before the first paint."""
        if self._desk is None:
            raise RuntimeError("the app has not begun yet")
        return self._desk

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send what has changed and no more, each cell at its place."""
        update: object = renderable
        if isinstance(renderable, ChopsUpdate):
            update = Spans(renderable)
        elif isinstance(renderable, LayoutUpdate):
            update = Whole(renderable)
        super()._display(screen, update)  # type: ignore[arg-type]  # Textual takes its own updates here, too

    def arrange(self, **wanted: object) -> None:
        """Change what is seen where."""
        old, self.wish = self.wish, replace(self.wish, **wanted)  # type: ignore[arg-type]
        if plan(*self.size, old) != plan(*self.size, self.wish):
            self.shell_pane.refresh(layout=True)  # a child asks: that makes the screen ask the plan again

    # -- messages of the panes

    def on_shell_pane_entered(self, message: ShellPane.Entered) -> None:
        """Run a line."""
        self.desk.run(message.line)

    def on_shell_pane_paused(self) -> None:
        """Preview the line."""
        self.desk.preview()

    def on_shell_pane_completion_wanted(self) -> None:
        """Complete the word under the cursor."""
        self.desk.complete()

    def on_shell_pane_stopped(self) -> None:
        """Stop what runs."""
        self.desk.stop()

    def on_shell_pane_ended(self) -> None:
        """End the prompt: a program's input, `exit` in a container, the end of the sitting at the host."""
        if self.shell_pane.view.prompt.program:
            self.desk.run(CTRL_D)
        elif self.shell_pane.view.prompt.depth:
            self.desk.run("exit")
        else:
            self.action_leave()

    def on_shell_pane_keys_wanted(self) -> None:
        """Show the keys."""
        self.desk.show_keys()

    def on_lesson_pane_typed(self, message: LessonPane.Typed) -> None:
        """Whoever types while reading means the shell."""
        self.shell_pane.focus()
        self.shell_pane.post_message(Key(message.key, message.character))

    def on_list_pane_chosen(self, message: ListPane.Chosen) -> None:
        """Do what was chosen."""
        self.action_shell()
        self.desk.chosen(message.purpose, message.value)

    def on_history_pane_asked(self, message: HistoryPane.Asked) -> None:
        """Do something with a point of the history."""
        self.desk.past.asked(message)

    def on_history_pane_closed(self) -> None:
        """Back to the shell."""
        self.desk.past.close()

    def on_stack_pane_opened(self, message: StackPane.Opened) -> None:
        """Look inside what is chosen in the stack."""
        self.desk.inside(message.what, message.beside)

    def on_stack_pane_wanted(self) -> None:
        """Keep a picture of the stack."""
        self.desk.keep_picture()

    def on_page_pane_wanted(self, message: PagePane.Wanted) -> None:
        """Go to another page."""
        self.desk.inside(message.target)

    def on_page_pane_closed(self) -> None:
        """Back to the stack, where the page was opened."""
        self.close_page()

    def open_page(self) -> None:
        """Show the page pane in the place of stack and lesson."""
        self._under = self.wish, self.focused
        self.arrange(upper="page", zoom=True)
        self.page_pane.focus()

    def close_page(self) -> None:
        """Back from the page to where it was opened: the layers, the history, or the shell and what stood above."""
        if self.wish.upper == "page":
            under, focused = self._under
            if not self.page_pane.has_focus or focused is None:
                under, focused = Wish(upper="lesson" if under.upper == "lesson" else "stack"), self.shell_pane
            self.arrange(upper=under.upper, zoom=under.zoom)
            focused.focus()

    def on_list_pane_closed(self) -> None:
        """Back to where the list was asked for."""
        self.action_shell()
        if self._editor is not None and self.desk.back_to_editor:
            self._editor.focus()

    def on_text_area_changed(self) -> None:
        """The edited text is another one."""
        if self._editor is not None:
            self._editor.edited()

    # -- actions of the keys

    def action_word(self, word: str) -> None:
        """A tutor word, undo or redo on a key."""
        self.desk.word(word)

    def action_layers(self) -> None:
        """Enlarge the stack and walk over its layers; again, back to the shell."""
        if self.stack_pane.has_focus:
            self.action_shell()
        else:
            self.arrange(upper="stack", zoom=True)
            self.stack_pane.focus()

    def action_lesson(self) -> None:
        """Read the lesson, with keys that scroll; again, back to stack and shell. Without a lesson, a list of them."""
        if not self.wish.lesson:
            self.desk.show_lessons()
            return
        upper = "editor" if self._editor is not None else "stack"
        if self.lesson_pane.has_focus and self._editor is not None:
            self._editor.focus()
        elif self.lesson_pane.has_focus:
            self.arrange(upper="stack", zoom=False)
            self.shell_pane.focus()
        else:
            beside = "lesson" in plan(*self.size, replace(self.wish, upper=upper, zoom=False))
            self.arrange(upper=upper if beside else "lesson", zoom=False)
            self.lesson_pane.focus()

    def action_history(self) -> None:
        """Walk over the history; again, back to the shell."""
        if self.wish.upper == "history" and self.history_pane.has_focus:
            self.desk.past.close()
        else:
            self.desk.past.open()

    def action_replay(self) -> None:
        """Replay the last command in slow motion."""
        self.desk.past.replay()

    def action_map(self) -> None:
        """Show the map of the course."""
        self.desk.show_lessons()

    def action_glossary(self) -> None:
        """Show the glossary."""
        self.desk.show_terms()

    def action_everything(self) -> None:
        """Show everything that can be done."""
        self.desk.show_everything()

    def action_theme(self, name: str) -> None:
        """Take another theme, at once; `layerwise settings theme` keeps one."""
        self.painter.theme = name
        self.screen.styles.background = _ground(name)
        for pane in self.screen.children:
            pane.refresh(layout=True)

    def action_shell(self) -> None:
        """Back to the shell, with the editor above it where a file is open."""
        upper = "lesson" if self.wish.upper == "lesson" else "stack"
        if self._editor is not None and self.wish.upper in ("stack", "list", "page", "editor", "history"):
            upper = "editor"
        self.arrange(upper=upper, zoom=False)
        self.shell_pane.focus()

    @property
    def _editor(self) -> Editor | None:
        return self._desk.editor if self._desk is not None else None

    def action_editor(self) -> None:
        """Go on editing the file that is open."""
        if self._editor is not None:
            self._editor.focus()
        else:
            self.shell_pane.view.say("No file is open: nano FILE opens one", "hint")
            self.shell_pane.update()

    def action_leave(self) -> None:
        """Leave the app; ask first where an edited file is not saved. Everything that ran is saved."""
        if self._editor is not None and self._editor.unsaved:
            self._editor.ask_to_close(lambda: self.exit(0))
        else:
            self.exit(0)

    def failed(self, error: BaseException) -> None:
        """The sitting could not be opened: leave, and let `run` say why."""
        self.fault = error
        self.exit(1, return_code=1)

    def close_desk(self) -> None:
        """End the sitting."""
        if self._desk is not None:
            self._desk.close()


def _here() -> str:
    """The folder in which the app was started; "" where it is gone."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def _ground(theme: str) -> str:
    return PALETTES.get(theme, PALETTES["dark"]).ground


def run(
    sitting: Sitting | Callable[[], Sitting], *, choose: bool = False, speed: float = 0.0, ascii_only: bool = False,
    vi: bool = False, theme: str = "dark",
) -> int:  # fmt: skip
    """Show a sitting until the learner leaves; returns the exit status.

    `sitting` may be a function that opens it: it is then called after the first paint, in the thread in which the
    sitting lives. If it raises LayerwiseError, that is said in one line on standard error after the screen is gone.
    `choose` opens the list of lessons at once. Changes of the stack are seen coming, `speed` times as long as usual;
    not at all with 0, or where TEXTUAL_ANIMATIONS is "none". `ascii_only` draws with nothing else;
    `vi` gives the line vi's keys; `theme` is one of `palettes.THEMES`, and NO_COLOR stands above it.
    """
    theme = MONO if "NO_COLOR" in os.environ else theme
    painter = Painter(theme=theme, unicode=not ascii_only)
    app = LayerwiseApp(sitting if callable(sitting) else lambda: sitting, painter, choose=choose, speed=speed, vi=vi,
                       folder=_here())  # fmt: skip
    painter.few = app.console.color_system not in ("256", "truecolor")
    interval = sys.getswitchinterval()
    try:
        code = app.run()
    finally:
        app.close_desk()
        sys.setswitchinterval(interval)
    if isinstance(app.fault, LayerwiseError):
        print(f"layerwise: {app.fault}", file=sys.stderr)
        return 1
    if app.fault is not None:
        raise app.fault
    return int(code or app.return_code or 0)
