"""What is sent for changed cells, given to a terminal that shows the old picture, leaves the new picture on it."""

from __future__ import annotations

import io

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from textual._compositor import ChopsUpdate

from tutor.session.drawing.canvas import Row, Run
from tutor.tui.paint import Painter
from tutor.tui.panes import difference
from tutor.tui.spans import Spans

WIDTH, HEIGHT = 24, 4
PAINTER = Painter()
CONSOLE = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=WIDTH, legacy_windows=False)

TEXT = st.text("ab 層שé─⚑\u0301\u202e\u200d\U0001f680\U0001f1e9", max_size=9)
runs = st.builds(Run, TEXT, st.sampled_from(["", "border", "title", "dim", "new"]))
rows = st.lists(runs, max_size=5).map(tuple)
pictures = st.lists(rows, min_size=HEIGHT, max_size=HEIGHT)


class Shown:
    """A terminal, and what it shows."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.screen.reset_mode(7, private=True)  # no wrapping, as the program asks for
        self.stream = pyte.Stream(self.screen)

    def send(self, picture: list[Row], spans: list[tuple[int, int, int]]) -> int:
        """Send these spans of a picture in two panes that part at column 10; how many characters that took."""
        chops = []
        for row in picture:
            left, right = PAINTER.strip(row, WIDTH).divide([10, WIDTH])
            chops.append({0: left, 10: right})
        text = Spans(ChopsUpdate(chops, spans, [[10, WIDTH]] * HEIGHT)).render_segments(CONSOLE)
        self.stream.feed(text)
        return len(text)

    def cells(self) -> list[tuple[object, ...]]:
        return [
            tuple((cell.data, cell.fg, cell.bg, cell.bold) for cell in (line[x] for x in range(WIDTH)))
            for line in (self.screen.buffer[y] for y in range(HEIGHT))
        ]


@given(pictures, pictures)
def test_the_cells_that_differ_are_enough(old: list[Row], new: list[Row]) -> None:
    """Whatever was there, wide characters and the edges of panes among it."""
    whole = [(y, 0, WIDTH) for y in range(HEIGHT)]
    shown, fresh = Shown(), Shown()
    shown.send(old, whole)
    regions = [difference(mine, other, WIDTH, y) for y, (mine, other) in enumerate(zip(old, new, strict=True))]
    shown.send(new, [(y, x, x + width) for x, y, width, _ in regions if old[y] != new[y]])
    fresh.send(new, whole)
    assert shown.cells() == fresh.cells()


def test_a_changed_cell_is_sent_alone() -> None:
    """Not the row that it is in."""
    rows: list[Row] = [(Run("a long line of text", ""),)] * HEIGHT
    assert Shown().send(rows, [(0, 15, 16)]) < 60
