"""What the office does on a sitting. Everything here runs in the worker thread and gives back frozen values."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from tutor.dataclass import dataclass
from tutor.errors import LayerwiseError
from tutor.session.drawing import Drawing
from tutor.session.drawing.sight import Sight
from tutor.session.editor.views import Saved
from tutor.session.views import (
    Completions,
    HistoryEntry,
    LessonItem,
    LessonView,
    Piece,
    Preview,
    PromptView,
    Result,
    Span,
    StackView,
)

if TYPE_CHECKING:
    from tutor.session.editor.views import OpenFile
    from tutor.session.inside.target import Target
    from tutor.session.inside.views import Page
    from tutor.session.port import Sitting


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything there is to show after something happened.

    `drawing` is the stack, drawn for the pane's size, `passing` what changed in it, None where that is not watched.
    """

    prompt: PromptView
    stack: StackView
    lesson: LessonView | None
    drawing: Drawing | None
    result: Result | None = None
    history: tuple[HistoryEntry, ...] | None = None
    welcome: str = ""
    saved: Saved | None = None
    passing: Drawing | None = None


class Jobs:
    """The jobs of one screen. `tell` calls something in the screen's thread; `show` receives output there.

    `watched` is whether changes are to be seen coming.

    What happens is told in the order in which it happened: output, the beginnings and the ends of commands go through
    one queue, which `drain` empties in the screen's thread.
    """

    def __init__(self, tell: Callable[..., None], show: Callable[[list[Piece]], None]) -> None:
        self._tell = tell
        self._show = show
        self._events: deque[Piece | Callable[[], None]] = deque()
        self._told = False
        self.watched = False

    def _post(self, event: Piece | Callable[[], None]) -> None:
        self._events.append(event)
        if not self._told:
            self._told = True
            self._tell(self.drain)

    def drain(self) -> None:
        """Show the output and call what is to be called, in order. Called in the screen's thread."""
        self._told = False
        pieces: list[Piece] = []
        while self._events:
            event = self._events.popleft()
            if isinstance(event, Piece):
                pieces.append(event)
                continue
            if pieces:
                self._show(pieces)
                pieces = []
            event()
        if pieces:
            self._show(pieces)

    def _scene(self, sitting: Sitting, sight: Sight, **more: Any) -> Scene:
        stack = sitting.stack()
        return Scene(sitting.prompt(), stack, sitting.lesson(), _drawn(stack, sight), **more)

    def first(self, sitting: Sitting, sight: Sight) -> Scene:
        """The sitting as it was opened."""
        return self._scene(sitting, sight, history=sitting.history(), welcome=sitting.welcome())

    def run(
        self, sitting: Sitting, line: str, unfinished: Callable[[], None], begin: Callable[[Sequence[Span]], None],
        done: Callable[[Scene], None], sight: Sight,
    ) -> None:  # fmt: skip
        """Run a line, if it is whole.

        All three are called in the screen's thread: `unfinished()` instead of running a command that goes on, or
        `begin(spans)` before the output and `done(scene)` after it.
        """
        if line.strip() and sitting.missing(line):
            self._post(unfinished)
            return
        self._post(partial(begin, sitting.highlight(line)))
        self._end(sitting, lambda: sitting.run(line, self._post), done, sight)

    def act(
        self, sitting: Sitting, action: Callable[[Sitting], Result], begin: Callable[[], None],
        done: Callable[[Scene], None], sight: Sight,
    ) -> None:  # fmt: skip
        """Do what a key or a list asks for: undo, a tutor word, another lesson."""
        self._post(begin)

        def act() -> Result:
            result = action(sitting)
            for piece in result.pieces:
                self._post(piece)
            return result

        self._end(sitting, act, done, sight)

    def _end(
        self, sitting: Sitting, act: Callable[[], Result], done: Callable[[Scene], None], sight: Sight
    ) -> None:
        """Do something and post its end; a fault is a result too, so that what was begun is ended."""
        try:
            result = act()
        except Exception as error:
            said = str(error) if isinstance(error, LayerwiseError) else f"{type(error).__name__}: {error}"
            self._post(Piece(f"layerwise: {said}\n", "stderr"))
            result = Result(code=1)
        passing = None
        if self.watched and result.change is not None:
            passing = _drawn(result.change, sight)
        self._post(partial(done, self._scene(sitting, sight, result=result, passing=passing)))

    def save(
        self, sitting: Sitting, file: OpenFile, text: str, over: bool, done: Callable[[Scene], None], sight: Sight,
    ) -> None:  # fmt: skip
        """Save an edited file. `done(scene)` is called in the screen's thread."""
        try:
            saved = sitting.save(file, text, over=over)
        except Exception as error:  # a full disk, say: the text is still there to be saved again
            saved = Saved(None, str(error) or type(error).__name__)
        self._post(partial(done, self._scene(sitting, sight, saved=saved)))

    def preview(self, sitting: Sitting, line: str, cursor: int, sight: Sight) -> tuple[str, Preview, Drawing | None]:
        """What the line would do, and the picture of it."""
        preview = sitting.preview(line, cursor)
        return line, preview, _drawn(preview.stack, sight) if preview.stack is not None else None

    def complete(self, sitting: Sitting, line: str, cursor: int) -> tuple[str, Completions]:
        """The ways to go on."""
        return line, sitting.complete(line, cursor)

    def inside(self, sitting: Sitting, what: Target | str, beside: Target | str) -> Page | None:
        """A page about something, or about two beside each other."""
        return sitting.inside(what, beside)

    def lessons(self, sitting: Sitting) -> tuple[LessonItem, ...]:
        """The course."""
        return sitting.lessons()

    def history(self, sitting: Sitting) -> tuple[HistoryEntry, ...]:
        """What was run."""
        return sitting.history()


def _drawn(stack: StackView, sight: Sight) -> Drawing | None:
    return sight.draw(stack) if sight.open else None
