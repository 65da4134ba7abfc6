"""What the office does on a sitting. Everything here runs in the worker thread and gives back frozen values.

Lines that belong to one unfinished command are held here until it is whole.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tutor.session.drawing import Drawing, Form, draw
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
    from tutor.session.port import Sitting

Cells = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything there is to show after something happened. `drawing` is the stack, drawn for the pane's size."""

    prompt: PromptView
    stack: StackView
    lesson: LessonView | None
    drawing: Drawing | None
    result: Result | None = None
    held: bool = False
    history: tuple[HistoryEntry, ...] | None = None
    welcome: str = ""


class Jobs:
    """The jobs of one screen. `tell` calls something in the screen's thread."""

    def __init__(self, tell: Callable[..., None]) -> None:
        self._tell = tell
        self._held: list[str] = []
        self._out: deque[Piece] = deque()
        self._told = False

    def _scene(self, sitting: Sitting, cells: Cells, form: Form, **more: Any) -> Scene:
        stack = sitting.stack()
        return Scene(sitting.prompt(), stack, sitting.lesson(), _drawn(stack, cells, form), **more)

    def first(self, sitting: Sitting, cells: Cells, form: Form) -> Scene:
        """The sitting as it was opened."""
        return self._scene(sitting, cells, form, history=sitting.history(), welcome=sitting.welcome())

    def run(self, sitting: Sitting, line: str, begin: Callable[[bool], None], flush: Callable[[], None],
            cells: Cells, form: Form) -> Scene:  # fmt: skip
        """Run a line, or hold it if the command goes on.

        `begin(more)` and `flush` are called in the screen's thread.
        """
        whole = "\n".join([*self._held, line])
        more = bool(whole.strip()) and bool(sitting.missing(whole))
        self._tell(begin, more)
        if more:
            self._held.append(line)
            return self._scene(sitting, cells, form, held=True)
        self._held.clear()

        def output(piece: Piece) -> None:
            self._out.append(piece)
            if not self._told:
                self._told = True
                self._tell(flush)

        result = sitting.run(whole, output)
        return self._scene(sitting, cells, form, result=result)

    def act(self, sitting: Sitting, action: Callable[[Sitting], Result], cells: Cells, form: Form) -> Scene:
        """Do what a key or a list asks for: undo, a tutor word, another lesson."""
        self._held.clear()
        result = action(sitting)
        self._out.extend(result.pieces)
        return self._scene(sitting, cells, form, result=result)

    def drop(self, sitting: Sitting) -> None:
        """Forget the lines held so far."""
        self._held.clear()

    def preview(self, sitting: Sitting, line: str, cursor: int, cells: Cells,
                form: Form) -> tuple[str, Preview, Drawing | None]:  # fmt: skip
        """What the line would do, and the picture of it."""
        before = "".join(held + "\n" for held in self._held)
        preview = sitting.preview(before + line, len(before) + cursor)
        if before:
            skip = len(before)
            here = (span for span in preview.spans if span.end > skip)
            spans = tuple(Span(max(0, span.start - skip), span.end - skip, span.kind) for span in here)
            preview = replace(preview, spans=spans)
        return line, preview, _drawn(preview.stack, cells, form) if preview.stack is not None else None

    def complete(self, sitting: Sitting, line: str, cursor: int) -> tuple[str, Completions]:
        """The ways to go on."""
        before = "".join(held + "\n" for held in self._held)
        found = sitting.complete(before + line, len(before) + cursor)
        return line, Completions(max(0, found.start - len(before)), found.items)

    def lessons(self, sitting: Sitting) -> tuple[LessonItem, ...]:
        """The course."""
        return sitting.lessons()

    def history(self, sitting: Sitting) -> tuple[HistoryEntry, ...]:
        """What was run."""
        return sitting.history()

    def taken(self) -> list[Piece]:
        """The output that came since the last call. Called in the screen's thread."""
        self._told = False
        pieces = []
        while self._out:
            pieces.append(self._out.popleft())
        return pieces


def _drawn(stack: StackView, cells: Cells, form: Form) -> Drawing | None:
    return draw(stack, *cells, form) if min(cells) > 0 else None
