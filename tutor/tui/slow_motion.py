"""A replay on the screen: which frame is seen, and the captions as rows. Knows no widget and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.session.drawing.canvas import Row, Run
from tutor.session.drawing.wrap import wrap_words

if TYPE_CHECKING:
    from tutor.session.views import Frame, HistoryPoint

STEPS = {"space": 1, "right": 1, "down": 1, "enter": 1, "left": -1, "up": -1, "backspace": -1, "home": -9999,
         "end": 9999}  # fmt: skip


class SlowMotion:
    """The frames of one command; `at` is the one that is seen, `auto` whether they go on by themselves."""

    def __init__(self, point: HistoryPoint, frames: Sequence[Frame], *, auto: bool) -> None:
        self.point = point
        self.frames = tuple(frames)
        self.at = 0
        self.auto = auto

    @property
    def over(self) -> bool:
        """Whether the last frame is seen."""
        return self.at + 1 >= len(self.frames)

    def step(self, by: int) -> bool:
        """Go on or back; whether there is another frame to see."""
        before, self.at = self.at, max(0, min(self.at + by, len(self.frames) - 1))
        return self.at != before

    def rows(self, width: int) -> tuple[list[Row], int]:
        """What is replayed and the captions so far, and the row at which the present one begins."""
        rows = [*wrap_words([Run(f"$ {self.point.line}", "md.code")], width)[:3], ()]
        start = 0
        for number, frame in enumerate(self.frames[: self.at + 1], 1):
            start = len(rows)
            now = number == self.at + 1
            lead = f"{'▸' if now else ' '}{number:2}  "
            rows += wrap_words([Run(lead, "because"), Run(frame.caption, "text" if now else "dim")], width, "     ")
        return rows, start

    def keys(self) -> str:
        """The keys, and how far it is."""
        auto = "a stops" if self.auto else "a plays"
        done = "That was all. " if self.over else ""
        return f"{done}{self.at + 1} of {len(self.frames)} · Space on · ← back · {auto} · Esc ends"
