"""A list to choose from: lessons, history, everything one can do, the keys. Typing narrows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from tutor.dataclass import dataclass
from tutor.session.drawing.canvas import Row, Run, cells, elide, elide_start, whole_parts
from tutor.session.drawing.characters import erased
from tutor.tui.keymap import typed
from tutor.tui.paint import Painter
from tutor.tui.panes import FramedPane

if TYPE_CHECKING:
    from textual import events


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: `value` is what choosing it means ("" cannot be chosen), `detail` stands behind the text.

    `heading` starts a group; `sign` is one character before the text. What is `deep` is seen only once
    something is typed.
    """

    text: str
    detail: str = ""
    value: str = ""
    heading: str = ""
    sign: str = " "
    deep: bool = False


MOST = 300
"""So many items are shown of those that match."""

PROSE = ("everything", "terms")
"""The lists whose details are sentences: all begin in one column, to be read down. Others stand at the right edge."""


class ListPane(FramedPane):
    """Shows items; posts `Chosen` or `Closed`."""

    can_focus = True

    class Chosen(Message):
        """An item was chosen from the list of that purpose."""

        def __init__(self, purpose: str, value: str) -> None:
            super().__init__()
            self.purpose = purpose
            self.value = value

    class Closed(Message):
        """The list is not wanted any more."""

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(painter, name)
        self.purpose = ""
        self.query_text = ""
        self._items: tuple[Item, ...] = ()
        self._chosen = 0

    def open(self, purpose: str, title: str, items: Sequence[Item], chosen: int = 0) -> None:
        """Show a list; what is chosen is posted together with its purpose."""
        self.purpose, self.title = purpose, title
        self._items, self._chosen = tuple(items), chosen
        self.query_text = ""
        self.top = 0
        self.update()

    def add(self, purpose: str, items: Sequence[Item]) -> None:
        """Add items to a list that is open for that purpose."""
        if self.purpose == purpose:
            self._items = (*self._items, *items)
            self.update()

    def matching(self) -> list[Item]:
        """The items that hold every word typed so far: first those that begin so, then those whose text holds them."""
        words = self.query_text.lower().split()
        if not words:
            return [item for item in self._items if not item.deep]
        found: tuple[list[Item], ...] = ([], [], [])
        for item in self._items:
            text = item.text.lower()
            if all(word in text for word in words):
                found[0 if text.startswith(" ".join(words)) else 1].append(item)
            elif all(word in text or word in item.detail.lower() for word in words):
                found[2].append(item)
        return [item for items in found for item in items][:MOST]

    def body(self, width: int, height: int) -> tuple[Sequence[Row], int]:
        """What was typed, then the items."""
        items = self.matching()
        self._chosen = max(0, min(self._chosen, len(items) - 1))
        rows: list[Row] = []
        at, column = 0, self._column(items, width)
        for index, item in enumerate(items):
            if item.heading and not self.query_text:  # what is found stands in another order
                if rows:
                    rows.append(())
                rows.append((Run(elide(item.heading, width), "dim"),))
            if index == self._chosen:
                at = len(rows)
            rows.append(self._row(item, width, index == self._chosen, column))
        if not items:
            rows.append((Run("nothing matches", "dim"),))
        room = max(1, height - 2)
        if at < self.top or self._chosen == 0:
            self.top = max(0, at - 1 if self._chosen else 0)
        if at >= self.top + room:
            self.top = at - room + 1
        sign = (Run("› ", "sign"), Run(elide_start(self.query_text, width - 3), "text"), Run(" ", "cursor"))
        help_text = "  type to narrow · Enter chooses · Esc closes" if not self.query_text else ""
        head: Row = (*sign, Run(whole_parts(help_text, width - 4), "hint"))
        return [head, (), *rows[self.top : self.top + room]], len(rows) + 2

    def _column(self, items: Sequence[Item], width: int) -> int:
        """Where the details begin: behind the longest text, but the texts leave room for the details, or half of it.

        0 is for details at the right edge.
        """
        if self.purpose not in PROSE:
            return 0
        widest = max((cells(item.text) for item in items), default=0)
        details = max((cells(item.detail) for item in items), default=0)
        return min(widest + 5, max(width // 2, width - details - 1))

    def _row(self, item: Item, width: int, chosen: bool, column: int) -> Row:
        role = "selected" if chosen else "text"
        room = width - column - 1 if column else max(0, width - 24, width - cells(item.text) - 6)
        detail = elide(item.detail, room)
        start = column or width - cells(detail) - 1
        text = elide(f"{item.sign} {item.text}", start - 2)
        return (
            Run(f"{'▸' if chosen else ' '}{text}", role),
            Run(" " * max(1, start - cells(text) - 1), role),
            Run(detail + " " * max(1, width - start - cells(detail)), role if chosen else "dim"),
        )

    def on_key(self, event: events.Key) -> None:
        """Move, narrow, choose, close."""
        items = self.matching()
        moves = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8, "home": -9999, "end": 9999, "ctrl+n": 1}
        if event.key in moves:
            self._chosen = max(0, min(self._chosen + moves[event.key], len(items) - 1))
        elif event.key == "escape" or (event.key == "ctrl+c"):
            self.post_message(self.Closed())
        elif event.key == "enter":
            if items and items[self._chosen].value:
                self.post_message(self.Chosen(self.purpose, items[self._chosen].value))
            elif items:
                self.post_message(self.Closed())
        elif event.key == "ctrl+u":
            self.query_text = ""
            self._chosen = 0
        elif event.key == "backspace":
            self.query_text = erased(self.query_text)
        elif text := typed(event):
            self.query_text += text
            self._chosen = 0
        else:
            return
        event.stop()
        self.update()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Nothing: a click only gives the focus."""
        self.focus()
