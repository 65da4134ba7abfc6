"""The live layer stack: what is, or what would be if the line being typed were run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.session.drawing import Drawing, Form, draw
from tutor.session.drawing.blocks import size_text, totals, walk
from tutor.session.drawing.canvas import Row, Run, cells, elide
from tutor.session.drawing.wrap import wrap_words
from tutor.session.views import LayerNode, StackView
from tutor.tui.paint import Painter
from tutor.tui.panes import FramedPane

if TYPE_CHECKING:
    from textual import events

TITLE = "Layer stack"
_EMPTY = (
    "Nothing here yet. An image is drawn as layers that grow from their base; its names are flags on top, and what two "
    "images share is drawn once."
)


class StackPane(FramedPane):
    """Draws the present stack, or a preview over it. In focus, the arrow keys go from layer to layer."""

    can_focus = True

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(painter, name, TITLE)
        self._view = StackView()
        self._ghost: StackView | None = None
        self._drawing: Drawing | None = None
        self._drawn: tuple[StackView, int, int, Form] | None = None
        self._anchor: tuple[int, int] | None = None
        self.form: Form = "auto"
        self.selected = ""

    # -- what to show

    def show(self, view: StackView, drawing: Drawing | None = None) -> None:
        """Show what is; a drawing made for this pane's size may come with it."""
        self._view, self._ghost = view, None
        self.title, self.note = TITLE, totals(view)
        self._take(view, drawing)

    def preview(self, ghost: StackView | None, drawing: Drawing | None = None) -> None:
        """Show what would be; None goes back to what is."""
        if ghost is None and self._ghost is None:
            return
        self._ghost = ghost
        self.title = TITLE if ghost is None else f"{TITLE} · if you press Enter"
        self._take(ghost or self._view, drawing)

    @property
    def canvas(self) -> tuple[int, int]:
        """The cells that a drawing may use."""
        width, height = self.size
        return (width, height) if height <= 2 else (max(1, width - 4), max(1, height - 2))

    def _take(self, view: StackView, drawing: Drawing | None) -> None:
        if drawing is not None and drawing.width == self.canvas[0]:
            self._drawing, self._drawn = drawing, (view, *self.canvas, self.form)
        self._anchor = None
        self.update()

    # -- drawing

    def compose_rows(self, width: int, height: int) -> Sequence[Row]:
        """The frame and the picture; in two rows or less, one line without a frame."""
        if height <= 2:
            return self._picture(width, height).rows
        return super().compose_rows(width, height)

    def _picture(self, width: int, height: int) -> Drawing:
        wanted = (self._ghost or self._view, width, height, self.form)
        if self._drawing is None or self._drawn is None or self._drawn[0] is not wanted[0] or self._drawn != wanted:
            self._drawing, self._drawn = draw(wanted[0], width, height, self.form), wanted
        return self._drawing

    def body(self, width: int, height: int) -> tuple[Sequence[Row], int]:
        """The part of the picture that is seen; it stands on the pane's bottom, and what changes comes into sight."""
        if not (self._ghost or self._view).roots:
            rows = wrap_words([Run(_EMPTY, "dim")], min(width, 64))
            return [()] * max(0, (height - len(rows)) // 2) + rows, 0
        facts = self._facts(width) if self.selected else []
        height -= len(facts)
        drawing = self._picture(width, height)
        if drawing.height <= height:
            self.top = 0
            return [*[()] * (height - drawing.height), *self._lit(drawing, 0, drawing.height), *facts], 0
        focus = drawing.focus or self._selection(drawing)
        if focus is not None and focus != self._anchor:
            self._anchor = focus
            if not self.top <= focus[1] < self.top + height:
                self.top = max(0, focus[1] - height // 3)
        self.top = max(0, min(self.top, drawing.height - height))
        return [*self._lit(drawing, self.top, self.top + height), *facts], drawing.height + len(facts)

    def _lit(self, drawing: Drawing, start: int, end: int) -> list[Row]:
        """The rows from `start` on, with the selected layer lit."""
        rows = list(drawing.rows[start:end])
        for hit in drawing.hits if self.has_focus else ():
            if hit.key == self.selected and start <= hit.y < end:
                rows[hit.y - start] = _light(rows[hit.y - start], hit.x, hit.end)
        return rows

    # -- walking over the layers

    def _selection(self, drawing: Drawing) -> tuple[int, int] | None:
        return next(((hit.x, hit.y) for hit in drawing.hits if hit.key == self.selected), None)

    def _node(self) -> LayerNode | None:
        return next((node for node in walk(self._ghost or self._view) if node.key == self.selected), None)

    def _facts(self, width: int) -> list[Row]:
        """What there is to say about the selected layer, in at most four rows and a rule."""
        node = self._node()
        if node is None or not self.has_focus:
            return []
        rows: list[Row] = [(Run("─" * width, "border"),)]
        rows += wrap_words([Run(node.text, "text")], width)[:2]
        what = "changes metadata only, 0 B" if node.empty else f"{size_text(node.size)} · {node.digest}"
        rows.append((Run(elide(what, width), "dim"),))
        above = [image for layer in walk(StackView((node,))) for image in layer.images]
        names = ", ".join(image.flags[0].name if image.flags else image.id[:7] for image in above)
        shared = f"part of {names}" if len(above) == 1 else f"stored once, part of {len(above)} images: {names}"
        rows.append((Run(elide(shared, width), "info"),))
        return rows

    def on_focus(self) -> None:
        """Select the topmost layer when none is."""
        drawing = self._drawing
        if drawing is not None and drawing.hits and self._selection(drawing) is None:
            self.selected = min(drawing.hits, key=lambda hit: (hit.y, hit.x)).key
        self.update()

    def on_key(self, event: events.Key) -> None:
        """Arrow keys go from layer to layer, `o` changes between columns and outline."""
        step = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}.get(event.key)
        if step is not None:
            self._walk(*step)
        elif event.key == "o":
            self.form = "outline" if self.form == "auto" else "auto"
        elif event.key in ("pageup", "pagedown"):
            self.scroll_rows(-8 if event.key == "pageup" else 8)
        else:
            return
        event.stop()
        self.update()

    def _walk(self, across: int, down: int) -> None:
        drawing = self._drawing
        here = self._selection(drawing) if drawing is not None else None
        if drawing is None or here is None:
            return
        x, y = here
        ahead = [
            hit for hit in drawing.hits
            if ((hit.y - y) * down > 0 if down else (hit.x - x) * across > 0)
        ]  # fmt: skip
        if ahead:
            self.selected = min(ahead, key=lambda hit: (abs(hit.y - y) + 3 * abs(hit.x - x)) if down
                                else (abs(hit.x - x) + 3 * abs(hit.y - y))).key  # fmt: skip


def _light(row: Row, start: int, end: int) -> Row:
    """The row with the cells from `start` to before `end` in the selection's role."""
    runs: list[Run] = []
    x = 0
    for run in row:
        size = cells(run.text)
        if x + size <= start or x >= end or size != len(run.text):
            runs.append(run)
        else:
            first, last = max(0, start - x), min(size, end - x)
            runs += [
                Run(run.text[:first], run.role),
                Run(run.text[first:last], "selected"),
                Run(run.text[last:], run.role),
            ]
        x += size
    return tuple(run for run in runs if run.text)
