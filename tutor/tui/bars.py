"""The bar at the top, which says where in the course one is, and the bar at the bottom, which names the keys."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.session.drawing.canvas import Row, Run, cells, elide
from tutor.session.views import LessonView
from tutor.tui.keymap import footer
from tutor.tui.lesson_rows import progress_text
from tutor.tui.paint import Painter
from tutor.tui.panes import Pane

KEYS = footer()


def header_row(view: LessonView | None, width: int) -> Row:
    """Course ▸ chapter ▸ lesson, then the steps as dots, the lesson's number, and how to see the keys."""
    right = [Run("? keys ", "top.dim")]
    if view is None:
        left = [Run(" Layerwise", "top.here"), Run("  ▸ sandbox", "top.dim")]
    else:
        dots = progress_text(view)
        right.insert(0, Run(f"{view.number}/{view.count}   ", "top.dim"))
        right.insert(0, Run(f"{dots}  ", "top.done"))
        parts = [view.course, view.chapter, view.title]
        room = width - sum(cells(run.text) for run in right) - 2
        while len(parts) > 1 and sum(map(cells, parts)) + 4 * len(parts) > room:
            parts.pop(0)
        left = [Run(f" {elide(part, room)}  ▸ ", "top.dim") for part in parts[:-1]]
        left.append(Run(f" {elide(parts[-1], room)}", "top.here"))
    used = sum(cells(run.text) for run in (*left, *right))
    return (*left, Run(" " * max(1, width - used), "top"), *right)


def footer_row(width: int, lesson: bool) -> Row:
    """As many keys as fit; those of lessons only where there is one. "everything" always stays."""
    keys = [key for key in KEYS if lesson or key[1] not in ("hint", "check", "lesson", "next")]
    while len(keys) > 2 and sum(len(key) + len(label) + 3 for key, label in keys) > width:
        del keys[-2]
    runs: list[Run] = []
    for key, label in keys:
        runs += [Run(f" {key}", "key"), Run(f" {label} ", "key.label")]
    used = sum(cells(run.text) for run in runs)
    return (*runs, Run(" " * max(0, width - used), "top"))


class Header(Pane):
    """The top line."""

    view: LessonView | None = None

    def compose_rows(self, width: int, height: int) -> Sequence[Row]:
        """One row."""
        return [header_row(self.view, width)]


class Footer(Pane):
    """The bottom line."""

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(painter, name)
        self.lesson = False

    def compose_rows(self, width: int, height: int) -> Sequence[Row]:
        """One row."""
        return [footer_row(width, self.lesson)]
