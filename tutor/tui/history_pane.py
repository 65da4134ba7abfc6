"""The history as a tree that one walks over; the stack beside it shows what going to each point would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from tutor.session.drawing.canvas import Row, Run
from tutor.session.drawing.characters import erased
from tutor.session.drawing.timeline import point_row
from tutor.session.drawing.wrap import wrap_words
from tutor.tui.keymap import typed
from tutor.tui.paint import Painter
from tutor.tui.panes import FramedPane
from tutor.tui.slow_motion import STEPS, SlowMotion

if TYPE_CHECKING:
    from textual import events

    from tutor.session.views import Frame, HistoryPoint

HELP = "↑↓ walk · Enter goes there · n name · c compare · r replay · e edit the line · / find · Esc back"


class HistoryPane(FramedPane):
    """Shows the points; posts `Asked` for what is to be done with one, and `Closed`."""

    can_focus = True

    class Asked(Message):
        """Something is to be done with a point: "look", "goto", "mark" (`text` is the name), "replay", "edit".

        With "compare" `other` is the point that it is compared with.
        """

        def __init__(self, what: str, point: HistoryPoint, text: str = "", other: int = 0) -> None:
            super().__init__()
            self.what = what
            self.point = point
            self.text = text
            self.other = other

    class Closed(Message):
        """The history is not wanted any more."""

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(painter, name, "History")
        self._points: tuple[HistoryPoint, ...] = ()
        self._words: Sequence[str] = ()
        self._seen: Sequence[int] = ()
        self._chosen = 0
        self._marked = 0
        self._typed: tuple[str, str] | None = None
        self.said = ""
        self.motion: SlowMotion | None = None
        self.pace = 0.0

    # -- what to show

    def show(self, points: tuple[HistoryPoint, ...], words: Sequence[str], *, fresh: bool) -> None:
        """Show the points; `words` are their texts in small letters. `fresh` begins at the present one."""
        here = next((at for at, point in enumerate(points) if point.here), 0)
        kept = self.chosen
        self._points, self._words = points, words
        self.note = f"{len(points)} point{'s' if len(points) != 1 else ''}"
        if fresh:
            self._typed, self._marked, self.said = None, 0, ""
        self._filter()
        stay = kept.id if kept is not None and not fresh else points[here].id if points else 0
        self._choose(next((at for at, index in enumerate(self._seen) if points[index].id == stay), 0))
        self.update()

    def play(self, point: HistoryPoint, frames: Sequence[Frame], pace: float) -> None:
        """Replay a point's command, a frame each `pace` seconds; with 0 only keys go on."""
        self.motion, self.pace = SlowMotion(point, frames, auto=pace > 0), pace
        self.title = f"Replay of @{point.id}"
        self._show_frame()

    def stop(self) -> None:
        """Back from a replay to the points."""
        if self.motion is not None:
            point, self.motion = self.motion.point, None
            self.title = "History"
            self.post_message(self.Asked("look", self.chosen or point))
            self.update()

    def _show_frame(self) -> None:
        motion = self.motion
        if motion is None:
            return
        self.post_message(self.Asked("frame", motion.point, other=motion.at))
        if motion.auto and not motion.over:
            at = motion.at
            self.set_timer(self.pace, lambda: self._go_on(motion, at))
        self.update()

    def _go_on(self, motion: SlowMotion, at: int) -> None:
        """Go on by itself, if nobody went on meanwhile."""
        if self.motion is motion and motion.auto and motion.at == at and motion.step(1):
            self._show_frame()

    def _press(self, motion: SlowMotion, key: str) -> bool:
        """A key during a replay; whether it meant anything."""
        if key in STEPS:
            motion.auto = False
            motion.step(STEPS[key])
        elif key == "a":
            motion.auto = not motion.auto and self.pace > 0
            if motion.auto and motion.over:
                motion.at = 0
        elif key in ("escape", "r"):
            self.stop()
            return True
        else:
            return False
        self._show_frame()
        return True

    @property
    def chosen(self) -> HistoryPoint | None:
        """The point that one stands at."""
        return self._points[self._seen[self._chosen]] if self._chosen < len(self._seen) else None

    def _filter(self) -> None:
        query = self._typed[1].lower().split() if self._typed is not None and self._typed[0] == "find" else []
        if query:
            self._seen = [at for at, text in enumerate(self._words) if all(word in text for word in query)]
        else:
            self._seen = range(len(self._points))

    def _choose(self, at: int) -> None:
        self._chosen = max(0, min(at, len(self._seen) - 1))

    def body(self, width: int, height: int) -> tuple[Sequence[Row], int]:
        """The rows in sight, and the keys or what is being typed."""
        if self.motion is not None:
            rows, start = self.motion.rows(width)
            keys = list(wrap_words([Run(self.motion.keys(), "hint")], width))[:2]
            room = max(1, height - len(keys))
            self.top = max(0, min(max(start, len(rows) - room), len(rows) - room))
            seen = rows[self.top : self.top + room]
            return [*seen, *[()] * (room - len(seen)), *keys], len(rows) + len(keys)
        asked = f"{self._typed[0]}: {self._typed[1]}▏" if self._typed is not None else ""
        foot = list(wrap_words([Run(asked or self.said or HELP, "hint")], width))[: max(1, height // 6)]
        room = max(1, height - len(foot))
        if not self.top <= self._chosen < self.top + room:
            self.top = self._chosen - room // 2
        self.top = max(0, min(self.top, len(self._seen) - room))
        rows = []
        for at in range(self.top, min(self.top + room, len(self._seen))):
            point = self._points[self._seen[at]]
            row = point_row(point, width - 2, chosen=at == self._chosen and self.has_focus)
            lead = "▸ " if at == self._chosen else "c " if point.id == self._marked else "  "
            rows.append((Run(lead, "because"), *row))
        if not rows:
            rows.append((Run("no point holds these words", "dim"),))
        rows += [()] * (room - len(rows))
        return [*rows, *foot], len(self._seen) + len(foot)

    # -- keys and mouse

    def on_key(self, event: events.Key) -> None:
        """Walk, go, name, compare, replay, find, close."""
        if self.motion is not None:
            if self._press(self.motion, event.key):
                event.stop()
            return
        if self._typed is not None and self._type(event):
            return
        self.said = ""
        page = max(1, self.size.height - 4)
        moves = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -len(self._seen),
                 "end": len(self._seen)}  # fmt: skip
        asks = {"enter": "goto", "e": "edit", "r": "replay"}
        point = self.chosen
        if event.key in moves:
            self._walk(moves[event.key])
        elif event.key == "escape":
            self.post_message(self.Closed())
        elif event.key == "slash":
            self._typed = ("find", "")
        elif event.key == "n" and point is not None:
            self._typed = ("name", point.name)
        elif event.key == "c" and point is not None:
            self._compare(point)
        elif event.key in asks and point is not None:
            self.post_message(self.Asked(asks[event.key], point))
        else:
            return
        event.stop()
        self.update()

    def _walk(self, by: int) -> None:
        self._choose(self._chosen + by)
        if self.chosen is not None:
            self.post_message(self.Asked("look", self.chosen))

    def _compare(self, point: HistoryPoint) -> None:
        if not self._marked or self._marked == point.id:
            self._marked = 0 if self._marked else point.id
            self.said = f"@{point.id} is marked: go to another point and press c" if self._marked else ""
        else:
            self.post_message(self.Asked("compare", point, other=self._marked))
            self._marked = 0

    def _type(self, event: events.Key) -> bool:
        """A key while a name or something to find is typed; whether it was one for that."""
        assert self._typed is not None
        what, text = self._typed
        point = self.chosen
        if event.key == "escape" or (event.key == "backspace" and not text):
            self._typed = None
        elif event.key == "enter" and what == "name":
            self._typed = None
            if point is not None:
                self.post_message(self.Asked("mark", point, text))
        elif event.key == "backspace":
            self._typed = (what, erased(text))
        elif more := typed(event):
            self._typed = (what, text + more)
        elif what == "find" and event.key in ("up", "down", "pageup", "pagedown", "home", "end", "enter"):
            return False
        event.stop()
        if what == "find":
            self._find(point)
        self.update()
        return True

    def _find(self, before: HistoryPoint | None) -> None:
        """Show what matches; stay where one was if that is still seen, else at the newest match."""
        self._filter()
        stay = [at for at, index in enumerate(self._seen) if self._points[index] is before]
        self._choose(stay[0] if stay else len(self._seen) - 1)
        if self.chosen is not None and self.chosen is not before:
            self.post_message(self.Asked("look", self.chosen))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Stand at the point under the pointer; a second click on it goes there."""
        self.focus()
        if self.motion is not None:
            self._press(self.motion, "space")
            return
        at = self.top + event.y - 1
        if event.y < 1 or event.y >= self.size.height - 2 or at >= len(self._seen):
            return
        point = self._points[self._seen[at]]
        if at == self._chosen:
            self.post_message(self.Asked("goto", point))
        else:
            self._walk(at - self._chosen)
        self.update()
