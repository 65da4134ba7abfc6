"""The panes around the text in the editor: each paints some rows of the one `EditorView`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tutor.session.drawing.canvas import Row
from tutor.tui.paint import Painter
from tutor.tui.panes import Pane

if TYPE_CHECKING:
    from textual import events

    from tutor.tui.editor_area import EditorArea
    from tutor.tui.editor_view import EditorView


class EditorPart(Pane):
    """A pane of the editor: `draw(view, width, height)` says what there is to see. A click goes to the text."""

    def __init__(self, painter: Painter, name: str, draw: Callable[[EditorView, int, int], Sequence[Row]]) -> None:
        super().__init__(painter, name)
        self.area: EditorArea | None = None
        self._draw = draw

    def compose_rows(self, width: int, height: int) -> Sequence[Row]:
        """The rows of this part."""
        return self._draw(self.area.view, width, height) if self.area is not None else []

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go on editing."""
        if self.area is not None:
            self.area.focus()


def parts(painter: Painter) -> dict[str, EditorPart]:
    """The parts by their names in the plan."""

    def top(view: EditorView, width: int, height: int) -> Sequence[Row]:
        return [view.top_row(width)]

    def gutter(view: EditorView, width: int, height: int) -> Sequence[Row]:
        area = made["edit-gutter"].area
        return view.gutter_rows(int(area.scroll_offset.y) if area is not None else 0, height, width)

    def side(view: EditorView, width: int, height: int) -> Sequence[Row]:
        return view.side_rows(width, height, below=made["edit-side"].region.x == made["edit-foot"].region.x)

    def foot(view: EditorView, width: int, height: int) -> Sequence[Row]:
        return view.foot_rows(width, height)

    draws = {"edit-top": top, "edit-gutter": gutter, "edit-side": side, "edit-foot": foot}
    made = {name: EditorPart(painter, name, draw) for name, draw in draws.items()}
    return made
