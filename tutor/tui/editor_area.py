"""The text being edited: Textual's text area for editing and moving, our own rows for what is seen, our own keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import TextArea

from tutor.session.drawing.canvas import Row
from tutor.session.drawing.characters import after, before, erased
from tutor.session.editor.text import hidden, shown
from tutor.tui.editor_view import EditorView, column_of, visible_row
from tutor.tui.keymap import typed
from tutor.tui.paint import Painter
from tutor.tui.panes import difference

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.document._document import Location

UNDO_STEPS = 500
MOVES = {
    "up": "cursor_up", "down": "cursor_down", "left": "cursor_left", "right": "cursor_right",
    "ctrl+left": "cursor_word_left", "ctrl+right": "cursor_word_right", "home": "cursor_line_start",
    "end": "cursor_line_end",
}  # fmt: skip
"""Keys that move the cursor; with Shift they select too."""
EDITS = {
    "pageup": "cursor_page_up", "pagedown": "cursor_page_down", "ctrl+a": "cursor_line_start",
    "ctrl+e": "cursor_line_end", "backspace": "delete_left", "ctrl+h": "delete_left", "delete": "delete_right",
    "ctrl+d": "delete_right", "ctrl+backspace": "delete_word_left", "alt+backspace": "delete_word_left",
    "alt+d": "delete_word_right", "ctrl+z": "undo", "ctrl+y": "redo", "alt+u": "undo", "alt+e": "redo",
    "ctrl+k": "cut", "ctrl+u": "paste", "ctrl+v": "paste", "alt+b": "cursor_word_left", "alt+f": "cursor_word_right",
}  # fmt: skip
COMMANDS = {
    "ctrl+s": "save", "ctrl+o": "save", "ctrl+x": "close", "ctrl+q": "leave", "ctrl+w": "find", "ctrl+f": "find",
    "ctrl+g": "line", "ctrl+underscore": "line", "f8": "next", "shift+f8": "previous", "f20": "previous",
    "f9": "shell", "ctrl+r": "reload", "ctrl+n": "again", "escape": "escape", "ctrl+c": "break",
}  # fmt: skip
"""Keys that mean something for the editor as a whole. (Some terminals send F20 for Shift-F8.)"""


class EditorArea(TextArea):
    """The text. `view` is what surrounds it; `seen` is called after anything that is seen has changed.

    `command` does what a key asks of the editor as a whole, at once: the next key may be the answer to its question.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        painter: Painter,
        name: str,
        view: EditorView,
        seen: Callable[[], None],
        command: Callable[[str], None],
    ) -> None:
        self.painter = painter
        self.view = view
        self._seen = seen
        self._command = command
        self._rows: list[Row] = []
        self._strips: dict[int, Strip] = {}
        self._widest = 0
        super().__init__(id=name, soft_wrap=False, tab_behavior="indent", max_checkpoints=UNDO_STEPS)
        self.cursor_blink = False
        styles = self.styles
        styles.border = ("none", "transparent")
        styles.padding = 0
        styles.scrollbar_size_horizontal = styles.scrollbar_size_vertical = 0

    # -- the text

    def open(self, view: EditorView) -> None:
        """Show another file."""
        self.view = view
        kind = view.file.kind
        self.indent_width = 2 if kind in ("yaml", "json") else 4
        self.indent_type = "tabs" if "\n\t" in view.file.text and kind not in ("yaml", "json", "python") else "spaces"
        self._widest = 0
        self.load_text(view.file.text)
        self._widest = max(map(len, self.document.lines), default=0)
        self._refresh_size()
        self.go(view.file.line - 1)

    def go(self, row: int, column: int = 0) -> None:
        """Go to a place, as far as it exists."""
        row = max(0, min(row, self.document.line_count - 1))
        self.move_cursor((row, max(0, min(column, len(self.document[row])))), center=True)

    def find(self, words: str, *, back: bool = False) -> bool:
        """Go to the next place that holds the words, in any case; from the end on to the start."""
        words = words.lower()
        row, column = self.cursor_location
        count = self.document.line_count
        for step in range(count + 1):
            at = (row + step) % count
            line = self.document[at].lower()
            found = line.find(words, column + 1 if step == 0 else 0)
            if found >= 0 and (step < count or found <= column):
                self.go(at, found)
                return True
        return False

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """None: a bracket's other half may be a megabyte away, and every key would look for it."""
        return None

    def _refresh_size(self) -> None:
        """Measure the present line alone: the base class measures all of them after each key."""
        row = min(self.cursor_location[0], self.document.line_count - 1)
        self._widest = max(self._widest, self.get_column_width(row, len(self.document[row])))
        self.virtual_size = Size(self._widest + 1, self.document.line_count)

    def get_column_width(self, row: int, column: int) -> int:
        """The cells before a place, as they are drawn here (Textual asks for it)."""
        return column_of(shown(self.document[row][:column]), self.indent_width)

    def _recompute_cursor_offset(self) -> None:
        row, column = self.cursor_location
        self._cursor_offset = Offset(self.get_column_width(row, column), row)

    def get_cursor_left_location(self) -> Location:
        """The place a grapheme to the left, or the end of the line above (Textual asks for it)."""
        row, column = self.cursor_location
        return (row, before(self.document[row], column)) if column else super().get_cursor_left_location()

    def get_cursor_right_location(self) -> Location:
        """The place a grapheme to the right, or the start of the line below (Textual asks for it)."""
        row, column = self.cursor_location
        line = self.document[row]
        return (row, after(line, column)) if column < len(line) else super().get_cursor_right_location()

    def get_cursor_up_location(self) -> Location:
        """The place in the line above (Textual asks for it)."""
        return self._whole_character(super().get_cursor_up_location())

    def get_cursor_down_location(self) -> Location:
        """The place in the line below (Textual asks for it)."""
        return self._whole_character(super().get_cursor_down_location())

    def _whole_character(self, place: Location) -> Location:
        row, column = place
        line = self.document[row]
        return (row, before(line, column + 1)) if column < len(line) else place

    # -- keys

    async def on_key(self, event: events.Key) -> None:
        """Take every key that means something here; the others go on to the app."""
        if self._take(event):
            event.stop()
            event.prevent_default()
            self.refresh()

    def _take(self, event: events.Key) -> bool:
        view, key = self.view, event.key
        if view.prompt is not None:
            return self._answer(event)
        view.say("")
        if key == "ctrl+c" and self.selected_text:
            self.action_copy()
        elif key in COMMANDS:
            self._command(COMMANDS[key])
        elif key.removeprefix("shift+") in MOVES:
            self._call(MOVES[key.removeprefix("shift+")], key.startswith("shift+"))
        elif key in ("ctrl+home", "ctrl+end"):
            last = self.document.line_count - 1
            self.move_cursor((0, 0) if key == "ctrl+home" else (last, len(self.document[last])))
        elif key in EDITS:
            self._call(EDITS[key])
        elif key == "enter":
            self._new_line()
        elif key != "tab" and not typed(event):
            return False
        else:
            return self._type(event)
        return True

    def _type(self, event: events.Key) -> bool:
        """Insert a character, or go to the next tab stop."""
        text = typed(event)
        if event.key == "tab":
            text = "\t" if self.indent_type == "tabs" else " " * self._find_columns_to_next_tab_stop()
        self._replace_via_keyboard(text, *self.selection)
        return True

    def _call(self, action: str, *select: bool) -> None:
        getattr(self, f"action_{action}")(*select)

    def _new_line(self) -> None:
        """Break the line; the new one begins below the old one's first word."""
        row, column = min(self.selection)
        before = self.document[row][:column]
        self._replace_via_keyboard("\n" + before[: len(before) - len(before.lstrip(" \t"))], *self.selection)

    def _answer(self, event: events.Key) -> bool:
        """A key for the question in the last row."""
        prompt = self.view.prompt
        assert prompt is not None
        key = event.key
        if prompt.purpose == "close":
            self._command(f"close {key}")
        elif key in ("escape", "ctrl+c", "ctrl+g"):
            self.view.prompt = None
        elif key == "enter":
            self._command("answer")
        elif key in ("backspace", "ctrl+h"):
            prompt.text = erased(prompt.text)
            if prompt.purpose == "vi" and not prompt.text:
                self.view.prompt = None
        elif key in ("ctrl+u", "ctrl+w"):
            prompt.text = ""
        elif text := typed(event):
            if prompt.purpose == "vi" and not prompt.text and text not in ":/":
                self.view.prompt = None  # i, a, o: whoever knows vi wants to type
                self.view.say("" if text in "iaIAoO" else "Type :w :q :wq :x :q! :LINE or /text after Esc")
            else:
                prompt.text += text
        else:
            return key not in ("f1", "f2", "f3", "f4", "f5", "f6")
        return True

    async def on_paste(self, event: events.Paste) -> None:
        """Insert what is pasted, whatever line ends it has, without characters that move the cursor."""
        event.stop()
        event.prevent_default()
        text = hidden(event.text.replace("\r\n", "\n").replace("\r", "\n"))
        if self.view.prompt is not None:
            self.view.prompt.text += text.partition("\n")[0]
        elif result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)
        self.refresh()

    # -- painting

    def compose_rows(self, width: int, height: int) -> list[Row]:
        """The lines that are seen."""
        left, top = self.scroll_offset
        lines = self.document.lines
        first, last = sorted(self.selection)
        here = self.cursor_location
        rows: list[Row] = []
        for row in range(top, min(top + height, len(lines))):
            text = lines[row]
            start = first[1] if row == first[0] else 0 if first[0] < row <= last[0] else -1
            end = last[1] if row == last[0] else len(text) + 1 if first[0] <= row < last[0] else -1
            cursor = here[1] if row == here[0] and self.view.focus and self.view.prompt is None else -1
            rows.append(
                visible_row(shown(text), self.view.spans(row, text), start, end, cursor, left, width, self.indent_width)
            )
        return rows + [()] * (height - len(rows))

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Any:
        """Paint the cells that differ, whatever Textual believes to have changed."""
        width, height = self.size
        if layout or recompose or not self.is_mounted or not width or len(self._rows) != height:
            self._strips.clear()
            self._rows = []
            super().refresh(repaint=repaint, layout=layout, recompose=recompose)
        else:
            old, new = self._rows, self.compose_rows(width, height)
            changed = [y for y in range(height) if old[y] != new[y]]
            self._rows = new
            for y in changed:
                self._strips.pop(y, None)
            if changed:
                places = (Region(*difference(old[y], new[y], width, y)) for y in changed)
                super().refresh(*(self._whole(place, width) for place in places))
        self._seen()
        return self

    def _whole(self, place: Region, width: int) -> Region:
        return place if place.right <= width else Region(place.x, place.y, max(1, width - place.x), 1)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint rows (Textual asks for it); the styles of the base class are not asked."""
        return ScrollView.render_lines(self, crop)

    def render_line(self, y: int) -> Strip:
        """Paint a row."""
        width, height = self.size
        if len(self._rows) != height:
            self._rows = self.compose_rows(width, height)
            self._strips.clear()
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self.painter.strip(self._rows[y] if y < len(self._rows) else (), width)
        return strip
