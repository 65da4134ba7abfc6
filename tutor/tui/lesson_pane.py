"""The lesson: prose that scrolls, and below it the checklist, which ticks itself.

Where the checklist leaves too little room for the prose, it scrolls with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from tutor.session.drawing.canvas import Row, Run
from tutor.session.views import LessonView
from tutor.tui.keymap import typed
from tutor.tui.lesson_rows import checklist_rows, prose_rows
from tutor.tui.paint import Painter
from tutor.tui.panes import FramedPane

if TYPE_CHECKING:
    from textual import events

_KEYS = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8, "home": -9999, "end": 9999}


class LessonPane(FramedPane):
    """Shows one `LessonView`; empty until there is one. Keys that scroll are its own; what is typed is the shell's."""

    can_focus = True

    class Typed(Message):
        """A key that the shell is to have."""

        def __init__(self, key: str, character: str | None) -> None:
            super().__init__()
            self.key = key
            self.character = character

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(painter, name, "Lesson")
        self._view: LessonView | None = None
        self._made: tuple[object, int, Sequence[Row], Sequence[Row]] | None = None

    def show(self, view: LessonView | None) -> None:
        """Show a step. A new step is shown from its start; a new hint, or the end, is scrolled into sight."""
        old = self._view
        if view == old:
            return
        self._view = view
        if view is None or old is None or (view.id, view.step) != (old.id, old.step):
            self.top = 0
        self.title = f"Lesson · step {view.step} of {view.steps}" if view is not None else "Lesson"
        if view is not None and old is not None and ((view.hint and view.hint != old.hint) or view.done > old.done):
            self.top = 9999
        self.update()

    def body(self, width: int, height: int) -> tuple[Sequence[Row], int]:
        """The prose as far as it is seen, a rule, and the checklist."""
        view = self._view
        if view is None:
            return [], 0
        if self._made is None or self._made[0] is not view or self._made[1] != width:
            self._made = (view, width, prose_rows(view, width), checklist_rows(view, width))
        text, checks = self._made[2], self._made[3]
        if len(checks) > height - 4:
            text, checks = (*text, (), *checks), ()
        room = height - len(checks) - 1 if checks or len(text) > height else height
        self.top = max(0, min(self.top, len(text) - room))
        seen = list(text[self.top : self.top + room])
        if room < height:
            seen += [()] * (room - len(seen))
            below = len(text) - self.top - room
            keys = "" if self.has_focus else "F5 "
            note = f" {keys}▼ {below} more {'row' if below == 1 else 'rows'} " if below > 0 else ""
            seen.append((Run("─" * (width - len(note)), "border"), Run(note, "dim")))
            seen.extend(checks)
        return seen, len(text) + height - room

    def on_key(self, event: events.Key) -> None:
        """Scroll, or hand on what is typed."""
        if event.key in _KEYS:
            event.stop()
            self.scroll_rows(_KEYS[event.key])
        elif typed(event) or event.key in ("enter", "backspace"):
            event.stop()
            self.post_message(self.Typed(event.key, event.character))
