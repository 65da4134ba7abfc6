"""What the office does on a sitting. Everything here runs in the worker thread and gives back frozen values."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
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


HELD = 1 << 18
"""Characters of output that may wait to be shown; a command that prints more waits."""
AT_ONCE = 1 << 15
"""Characters that are shown in one go."""
TURN = 0.01
"""Seconds for which output is shown before keys have their turn."""


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
    one queue, which `drain` empties in the screen's thread, some at a time, so that keys have their turn. Where output
    comes faster than it can be shown, the command waits, as it does for a real terminal.
    """

    def __init__(self, tell: Callable[..., None], show: Callable[[list[Piece]], None]) -> None:
        self._tell = tell
        self._show = show
        self._events: deque[Piece | Callable[[], None]] = deque()
        self._told = False
        self._held = 0
        self._room = threading.Condition()
        self._closed = False
        self.watched = False

    def close(self) -> None:
        """Nobody will look any more: let no command wait for it."""
        self._closed = True

    @property
    def idle(self) -> bool:
        """Whether all that happened was told."""
        return not self._events

    def _post(self, event: Piece | Callable[[], None]) -> None:
        if isinstance(event, Piece):
            with self._room:
                while self._held > HELD and not self._closed:
                    self._room.wait(0.1)
                self._held += len(event.text)
        self._events.append(event)
        if not self._told:
            self._told = True
            self._tell(self.drain)

    def drain(self) -> None:
        """Show the output and call what is to be called, in order. Called in the screen's thread."""
        end = monotonic() + TURN
        while self._told:
            while self._events:
                if monotonic() > end:
                    self._tell(self.drain)
                    return
                if isinstance(self._events[0], Piece):
                    self._show(self._some())
                else:
                    self._events.popleft()()  # type: ignore[operator]  # no piece, as was seen
            self._told = False
            self._told = bool(self._events)  # what came just now was posted by one who saw that we were at it

    def _some(self) -> list[Piece]:
        """The next pieces, not too many at once; those of one stream are made one."""
        pieces: list[Piece] = []
        texts: list[str] = []
        size = 0
        while self._events and size < AT_ONCE:
            event = self._events[0]
            if not isinstance(event, Piece):
                break
            self._events.popleft()
            if pieces and pieces[-1].stream != event.stream:
                pieces[-1] = Piece("".join(texts), pieces[-1].stream)
                texts.clear()
                pieces.append(event)
            elif not pieces:
                pieces.append(event)
            texts.append(event.text)
            size += len(event.text)
        if pieces:
            pieces[-1] = Piece("".join(texts), pieces[-1].stream)
        with self._room:
            self._held -= size
            self._room.notify()
        return pieces

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
