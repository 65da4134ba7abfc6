"""Textual's side of `plan`: puts the screen's panes where the plan says, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement

if TYPE_CHECKING:
    from textual.widget import Widget

    from tutor.tui.plan import Box


class Arrangement(Layout):
    """Places the children by their ids; a child that the plan leaves out is not shown."""

    name = "arrangement"

    def __init__(self, boxes: Callable[[int, int], dict[str, Box]]) -> None:
        super().__init__()
        self._boxes = boxes

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Give the places of all children that are shown."""
        boxes = self._boxes(size.width, size.height)
        return [
            WidgetPlacement(Region(*boxes[child.id]), NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if child.id in boxes
        ]
