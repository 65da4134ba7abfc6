"""A page about an image, a layer, a container: what it says, and links that are gone to with keys or the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from tutor.dataclass import dataclass, replace
from tutor.session.drawing.canvas import Row, Run, whole_parts
from tutor.session.drawing.characters import erased
from tutor.session.drawing.light import light
from tutor.session.inside.target import pair
from tutor.tui.keymap import typed
from tutor.tui.paint import Painter
from tutor.tui.panes import FramedPane

if TYPE_CHECKING:
    from textual import events

    from tutor.session.drawing.page import Lines, PageLine, Spot
    from tutor.session.inside.target import Target
    from tutor.session.inside.views import Page

HELP = "↑↓ ←→ choose · Enter goes there · Backspace back · 1-9 pages · / find · c compare · Esc closes"
_COMPARED = ("image", "layer", "container")


@dataclass(frozen=True, slots=True)
class _Stay:
    """Where one was on a page."""

    target: Target
    top: int
    y: int
    number: int


class PagePane(FramedPane):
    """Shows one page; posts `Wanted` for another one, and `Closed`."""

    can_focus = True

    class Wanted(Message):
        """The page of a target is wanted."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    class Closed(Message):
        """The page is not wanted any more."""

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(painter, name)
        self.page: Page | None = None
        self._lines: Lines = ()
        self._width = 0
        self._y = self._number = 0
        self._behind: list[_Stay] = []
        self._coming: _Stay | None = None
        self._marked: tuple[Target, str] | None = None
        self._fresh = False
        self._sought: str | None = None
        self._said = ""

    # -- what to show

    def show(self, page: Page) -> None:
        """Show a page: another one from its top, the same one again where one was."""
        old, stay, self._coming = self.page, self._coming, None
        self.page, self.title, self._width = page, page.title, 0
        self._sought, self._said = None, ""
        if stay is not None and stay.target == page.target:
            self.top, self._y, self._number = stay.top, stay.y, stay.number
        elif old is None or old.target != page.target:
            self.top = self._number = 0
            self._fresh = True
            self._y = 3 if page.tabs else 0
        self.update()

    def open(self, page: Page) -> None:
        """Show a page that is come to from outside: there is nothing behind it."""
        self._behind.clear()
        self.page = None
        self.show(page)

    def _go(self, target: Target) -> None:
        if self.page is not None and target != self.page.target:
            self._behind.append(_Stay(self.page.target, self.top, self._y, self._number))
            self.post_message(self.Wanted(target))

    def _back(self) -> None:
        if self._behind:
            self._coming = self._behind.pop()
            self.post_message(self.Wanted(self._coming.target))
        else:
            self.post_message(self.Closed())

    # -- drawing

    def body(self, width: int, height: int) -> tuple[Sequence[Row], int]:
        """The lines in sight, the chosen link lit, and the keys."""
        if self.page is None:
            return [], 0
        if width != self._width:
            from tutor.session.drawing.page import page_lines, tab_lines  # not before there is a page

            self._lines, self._width = page_lines(self.page, width), width
            head = len(tab_lines(self.page, width))
            if self._fresh and 2 * head > height:
                self.top = head  # in a low pane the tabs are above what is seen: their numbers work all the same
        self._fresh = False
        height -= 1
        self.top = max(0, min(self.top, len(self._lines) - height))
        rows = [line.row for line in self._lines[self.top : self.top + height]]
        spot = self._spot()
        if spot is not None and self.has_focus and self.top <= self._y < self.top + height:
            rows[self._y - self.top] = light(rows[self._y - self.top], spot.x, spot.end)
        rows += [()] * (height - len(rows))
        foot = f"find: {self._sought}▏ · {self._said}" if self._sought is not None else self._said or HELP
        return [*rows, (Run(whole_parts(foot, width), "hint"),)], len(self._lines) + 1

    def _spots(self, y: int) -> tuple[Spot, ...]:
        return self._lines[y].spots if 0 <= y < len(self._lines) else ()

    def _spot(self) -> Spot | None:
        spots = self._spots(self._y)
        return spots[min(self._number, len(spots) - 1)] if spots else None

    # -- going about

    def _move(self, down: int) -> None:
        """To the next line with a link if one is in sight, else one line on."""
        height = self.size.height - 3
        here = self._spot()
        if not self.top <= self._y < self.top + height:
            self._y = self.top - 1 if down > 0 else self.top + height
        y = self._y + down
        while self.top - 1 <= y <= self.top + height and 0 <= y < len(self._lines):
            if self._spots(y):
                x = here.x if here is not None else 0
                spots = self._spots(y)
                self._y, self._number = y, min(range(len(spots)), key=lambda at: abs(spots[at].x - x))
                break
            y += down
        else:
            self.top += down
            return
        self._into_sight(self._y)

    def _into_sight(self, y: int) -> None:
        height = self.size.height - 3
        if y < self.top:
            self.top = y if y > 2 else 0
        elif y >= self.top + height:
            self.top = y - height + 1

    def _aside(self, step: int) -> None:
        """To the next link of the line; from the last one to the tabs' neighbour it stays."""
        spots = self._spots(self._y)
        if spots:
            self._number = max(0, min(min(self._number, len(spots) - 1) + step, len(spots) - 1))

    def _find(self, start: int) -> None:
        """To the next line that holds what is sought."""
        text = (self._sought or "").lower()
        count = len(self._lines)
        for y in (at % count for at in range(start, start + count)):
            if text in _text(self._lines[y]).lower():
                self._y, self._number = y, 0
                self._into_sight(y)
                self._said = ""
                return
        self._said = f"{self._sought!r} is not on this page"

    def _compare(self) -> None:
        """Mark what this page is about; with something marked already, compare the two."""
        page = self.page
        if page is None or page.target.what not in _COMPARED or page.target.path:
            self._said = "c compares two images, two layers or two containers: go to the page of one"
            return
        target = replace(page.target)
        marked = self._marked
        if marked is None or marked[0] == target or marked[0].what != target.what:
            self._marked = target, page.title
            self._said = f"{page.title} is marked: go to another one and press c to compare them"
        else:
            self._marked = None
            self._go(pair(marked[0], target))

    def on_key(self, event: events.Key) -> None:
        """Choose, follow, go back, find, compare, close."""
        if self.page is None:
            return
        if self._sought is not None and not self._seek(event):
            return
        key = event.key
        if key in ("up", "down"):
            self._move(-1 if key == "up" else 1)
        elif key in ("left", "right"):
            self._aside(-1 if key == "left" else 1)
        elif key in ("pageup", "pagedown"):
            self.top += (self.size.height - 5) * (-1 if key == "pageup" else 1)
        elif key in ("home", "end"):
            self.top = 0 if key == "home" else len(self._lines)
            self._y = 0 if key == "home" else len(self._lines) - 1
        elif key == "enter":
            spot = self._spot()
            if spot is not None:
                self._go(spot.target)
        elif key == "backspace":
            self._back()
        elif key == "escape":
            self.post_message(self.Closed())
        elif key == "slash":
            self._sought = ""
        elif key == "c":
            self._compare()
        elif key.isdecimal() and 0 < int(key) <= len(self.page.tabs):
            self._go(self.page.tabs[int(key) - 1].target)
        else:
            return
        event.stop()
        self.update()

    def _seek(self, event: events.Key) -> bool:
        """A key while a text to find is typed; whether it means what it always means."""
        sought = self._sought or ""
        if event.key == "enter":
            self._find(self._y + 1)
        elif event.key == "escape":
            self._sought = None
        elif event.key == "backspace":
            self._sought = erased(sought) if sought else None
        elif text := typed(event):
            self._sought = sought + text
            self._find(self._y)
        else:
            self._sought = None
            return True
        event.stop()
        self.update()
        return False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Follow the link under the pointer."""
        self.focus()
        y, x = event.y - 1 + self.top, event.x - 2
        for number, spot in enumerate(self._spots(y) if event.y >= 1 else ()):
            if spot.x <= x < spot.end:
                self._y, self._number = y, number
                self._go(spot.target)
        self.update()


def _text(line: PageLine) -> str:
    return "".join(run.text for run in line.row)
