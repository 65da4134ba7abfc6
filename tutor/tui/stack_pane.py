"""The live layer stack: what is, or what would be if the line being typed were run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from tutor.session.drawing import Drawing, Form, draw
from tutor.session.drawing.blocks import size_text, totals, walk
from tutor.session.drawing.canvas import Row, Run, elide
from tutor.session.drawing.columns import Hit
from tutor.session.drawing.light import light
from tutor.session.drawing.wrap import wrap_words
from tutor.session.inside.views import Target
from tutor.session.views import LayerNode, StackView
from tutor.tui.paint import Painter
from tutor.tui.panes import FramedPane

if TYPE_CHECKING:
    from textual import events

TITLE = "Layer stack"
_FAR = 60
"""Rows within which an arrow key looks for the next one."""
_EMPTY = (
    "Nothing here yet. An image is drawn as layers that grow from their base; its names are flags on top, and what two "
    "images share is drawn once."
)


class StackPane(FramedPane):
    """Draws the present stack, or a preview over it. In focus, the arrow keys go from layer to layer."""

    can_focus = True

    class Opened(Message):
        """Something is to be looked into: a layer, or an image or container by its name."""

        def __init__(self, what: Target | str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(painter, name, TITLE)
        self._view = StackView()
        self._ghost: StackView | None = None
        self._drawing: Drawing | None = None
        self._drawn: tuple[StackView, int, int, Form] | None = None
        self._anchor: tuple[int, int] | None = None
        self._found: tuple[Drawing, Hit] | None = None
        self._shift = 0
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
        if self.has_focus and drawing.hits and self._selection(drawing) is None:
            layers = (hit for hit in drawing.hits if " " not in hit.key)
            self._select(drawing, next(layers, drawing.hits[0]))
            self.call_after_refresh(self.update)  # with what there is to say about it
        self._shift = max(0, height - drawing.height)
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
        """The rows from `start` on, with what is selected lit."""
        rows = list(drawing.rows[start:end])
        for hit in drawing.hits_between(start, end) if self.has_focus else ():
            if hit.key == self.selected:
                rows[hit.y - start] = light(rows[hit.y - start], hit.x, hit.end)
        return rows

    # -- walking over layers, images and containers

    def _selection(self, drawing: Drawing) -> tuple[int, int] | None:
        if self._found is None or self._found[0] is not drawing or self._found[1].key != self.selected:
            hit = next((hit for hit in drawing.hits if hit.key == self.selected), None)
            self._found = (drawing, hit) if hit is not None else None
        return (self._found[1].x, self._found[1].y) if self._found is not None else None

    def _node(self) -> LayerNode | None:
        return next((node for node in walk(self._ghost or self._view) if node.key == self.selected), None)

    def _select(self, drawing: Drawing, hit: Hit) -> None:
        self.selected = hit.key
        self._found = drawing, hit

    def _open(self) -> None:
        """Look inside what is selected."""
        kind, _, name = self.selected.partition(" ")
        if self.selected:
            self.post_message(self.Opened(name if name else Target("layer", kind)))

    def _facts(self, width: int) -> list[Row]:
        """What there is to say about the selected layer, in at most four rows and a rule."""
        if not self.has_focus:
            return []
        rows: list[Row] = [(Run("─" * width, "border"),)]
        kind, _, name = self.selected.partition(" ")
        if name:
            what = "looks at its files and steps" if kind == "image" else f"looks inside the {kind}"
            return [*rows, (Run(elide(f"{self.selected} · Enter {what}", width), "text"),)]
        node = self._node()
        if node is None:
            return []
        rows += wrap_words([Run(node.text, "text")], width)[:2]
        what = "changes metadata only, 0 B" if node.empty else f"{size_text(node.size)} · {node.digest}"
        rows.append((Run(elide(what, width), "dim"),))
        above = [image for layer in walk(StackView((node,))) for image in layer.images]
        names = ", ".join(image.flags[0].name if image.flags else image.id[:7] for image in above)
        shared = f"part of {names}" if len(above) == 1 else f"stored once, part of {len(above)} images: {names}"
        rows.append((Run(elide(shared, width), "info"),))
        return rows

    def on_key(self, event: events.Key) -> None:
        """Arrow keys go from one to the next, Enter looks inside, `o` changes between columns and outline."""
        step = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}.get(event.key)
        if step is not None:
            self._walk(*step)
        elif event.key == "enter":
            self._open()
        elif event.key == "o":
            self.form = "outline" if self.form == "auto" else "auto"
        elif event.key in ("pageup", "pagedown"):
            self.scroll_rows(-8 if event.key == "pageup" else 8)
        else:
            return
        event.stop()
        self.update()

    def _walk(self, across: int, down: int) -> None:
        """To the nearest one in a direction."""
        drawing = self._drawing
        here = self._selection(drawing) if drawing is not None else None
        if drawing is None or here is None:
            return
        x, y = here
        if down:
            rows = (y + 1, y + _FAR) if down > 0 else (max(0, y - _FAR), y)
            ahead = drawing.hits_between(*rows)
        else:
            ahead = [hit for hit in drawing.hits_between(max(0, y - _FAR), y + _FAR) if (hit.x - x) * across > 0]
        if ahead:
            self._select(drawing, min(ahead, key=lambda hit: (abs(hit.y - y) + 3 * abs(hit.x - x)) if down
                                      else (abs(hit.x - x) + 3 * abs(hit.y - y))))  # fmt: skip

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Select what is under the pointer; a second click on it looks inside."""
        drawing = self._drawing
        if drawing is None or self.size.height <= 2 or not self.has_focus:
            return
        x, y = event.x - 2, event.y - 1 - self._shift + self.top
        hit = next((hit for hit in drawing.hits_between(y, y + 1) if hit.x <= x < hit.end), None)
        if hit is None:
            return
        if hit.key == self.selected:
            self._open()
        self._select(drawing, hit)
        self.update()
