"""What all panes have in common: a pane is a list of rows, and only what differs from the last list is painted.

Subclasses say what there is to see (`compose_rows`); nothing of a pane is laid out by style sheets, its frame neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tutor.session.drawing.canvas import Row, Run, cells, fit_row
from tutor.session.drawing.characters import width_of
from tutor.tui.paint import Painter, bottom_line, thumb, top_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


class Pane(Widget):
    """A widget of rows."""

    ALLOW_SELECT = False

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(id=name)
        self.painter = painter
        self._rows: list[Row] = []
        self._strips: dict[int, Strip] = {}

    def compose_rows(self, width: int, height: int) -> Sequence[Row]:
        """All rows of the pane, at most `height`, at most `width` cells each."""
        raise NotImplementedError

    def update(self) -> None:
        """Ask for the rows again and have those cells painted that differ."""
        width, height = self.size
        if not width or not height:
            return
        old, new = self._rows, list(self.compose_rows(width, height)[:height])
        new.extend([()] * (height - len(new)))
        self._rows = new
        if len(old) != height:
            self.refresh()
            return
        changed = [y for y in range(height) if old[y] is not new[y] and old[y] != new[y]]
        if not changed:
            return
        for y in changed:
            self._strips.pop(y, None)
        super().refresh(*(Region(*difference(old[y], new[y], width, y)) for y in changed))

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Pane:
        """Forget what was painted (Textual asks for it when sizes or themes change)."""
        if not regions:
            self._strips.clear()
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._rows = []
        self._strips.clear()
        self.update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the rows of a region (Textual asks for it)."""
        width, height = self.size
        if len(self._rows) != height:
            rows = list(self.compose_rows(width, height)[:height])
            self._rows = rows + [()] * (height - len(rows))
            self._strips.clear()
        strips = []
        for y in crop.line_range:
            strip = self._strips.get(y)
            if strip is None:
                strip = self._strips[y] = self.painter.strip(self._rows[y] if y < len(self._rows) else (), width)
            strips.append(strip)
        if crop.column_span != (0, width):
            return [strip.crop(*crop.column_span) for strip in strips]
        return strips


def difference(old: Row, new: Row, width: int, y: int) -> tuple[int, int, int, int]:
    """The least region (x, y, width, height) of row y that covers every cell in which two rows differ."""
    x = at = 0
    for mine, other in zip(old, new, strict=False):
        if mine != other:
            if mine.role == other.role:
                a, b = mine.text, other.text
                same = 0
                while same < len(a) and same < len(b) and a[same] == b[same]:
                    same += 1
                while same and not all(map(width_of, a[same : same + 1] + b[same : same + 1])):
                    same -= 1  # a mark that differs is in the cell of the character before it
                x += cells(a[:same])
            break
        x += cells(mine.text)
        at += 1
    end = width
    total = sum(cells(run.text) for run in old[at:])
    if total == sum(cells(run.text) for run in new[at:]):
        for mine, other in zip(reversed(old[at:]), reversed(new[at:]), strict=False):
            if mine != other:
                break
            total -= cells(mine.text)
        end = max(x + 1, sum(cells(run.text) for run in old[:at]) + total)
    else:
        longest = max(sum(cells(run.text) for run in old), sum(cells(run.text) for run in new))
        end = min(width, max(x + 1, longest))
    return x, y, end - x, 1


class FramedPane(Pane):
    """A pane with a frame, a title, and a body that scrolls."""

    def __init__(self, painter: Painter, name: str, title: str = "") -> None:
        super().__init__(painter, name)
        self.title = title
        self.note = ""
        self.top = 0
        self._total = 0

    def body(self, width: int, height: int) -> tuple[Sequence[Row], int]:
        """The rows that are seen inside the frame, and the number of all rows. May change `top`."""
        raise NotImplementedError

    def compose_rows(self, width: int, height: int) -> Sequence[Row]:
        """The frame and the body in it."""
        focus = self.has_focus
        border = "border.focus" if focus else "border"
        seen, self._total = self.body(max(1, width - 4), max(0, height - 2))
        rows: list[Row] = [top_line(width, self.title, self.note, focus=focus)]
        dark = thumb(self.top, height - 2, self._total)
        left, right, knob = Run("│ ", border), Run(" │", border), Run(" ┃", "thumb")
        for y in range(height - 2):
            row = fit_row(seen[y] if y < len(seen) else (), max(0, width - 4))
            rows.append((left, *row, knob if y in dark else right))
        rows.append(bottom_line(width, focus=focus))
        return rows

    def scroll_rows(self, count: int) -> None:
        """Scroll the body by rows, as far as there is something."""
        self.top = max(0, min(self.top + count, self._total - (self.size.height - 2)))
        self.update()

    def on_focus(self) -> None:
        """Light up the frame."""
        self.update()

    def on_blur(self) -> None:
        """Dim the frame."""
        self.update()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.scroll_rows(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.scroll_rows(-3)
