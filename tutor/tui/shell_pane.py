"""The shell pane: keys to edits. Each key is painted first; what it means for the stack is asked only afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from tutor.session.drawing.canvas import Row
from tutor.session.views import Completions
from tutor.tui.keymap import table, typed
from tutor.tui.paint import Painter
from tutor.tui.panes import Pane
from tutor.tui.shell_view import Menu, ShellView

if TYPE_CHECKING:
    from textual import events

    from tutor.tui.vi_keys import ViKeys

PAUSE = 0.006
"""Seconds without a key before a preview is asked for: the key's echo is on the screen by then."""
LONGEST_PAUSE = 0.06
"""Seconds after which one is asked for even while keys keep coming."""

LINE = table("line")


class ShellPane(Pane):
    """The line being typed, and everything above it."""

    can_focus = True

    class Entered(Message):
        """A line is to be run."""

        def __init__(self, line: str) -> None:
            super().__init__()
            self.line = line

    class Paused(Message):
        """The learner paused while typing: time for a preview."""

    class CompletionWanted(Message):
        """Tab was pressed."""

    class Stopped(Message):
        """Ctrl-C: stop what runs; the line is dropped already."""

    class Ended(Message):
        """Ctrl-D on an empty line: leave this prompt."""

    class KeysWanted(Message):
        """`?` on an empty line: show the keys."""

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(painter, name)
        self.view = ShellView()
        self.vi: ViKeys | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._first_edit = 0.0

    def use_vi(self, vi: bool) -> None:
        """Take vi's keys, or Emacs' again."""
        if vi:
            from tutor.tui.vi_keys import ViKeys

            self.vi = ViKeys(self.view.edit)
        else:
            self.vi = None
        self.view.mode = ""

    def compose_rows(self, width: int, height: int) -> Sequence[Row]:
        """Everything, as the view has it."""
        return self.view.rows(width, height)

    def on_focus(self) -> None:
        """Show the cursor."""
        self.view.focus = True
        self.update()

    def on_blur(self) -> None:
        """Dim the cursor."""
        self.view.focus = False
        self.update()

    # -- keys

    def on_key(self, event: events.Key) -> None:
        """Edit the line; keys that mean nothing here go on to the app."""
        view = self.view
        before = view.edit.text
        if not self._take(event):
            return
        event.stop()
        event.prevent_default()
        if view.edit.text != before or view.menu is not None:
            view.edited(before)
            self.ask_soon()
        self.update()

    def _take(self, event: events.Key) -> bool:
        """Do what a key means. Returns whether it means anything."""
        view, key, text = self.view, event.key, typed(event)
        edit = view.edit
        if view.pasted:
            return self._answer_paste(key)
        if edit.search is not None and self._search(key, text):
            return True
        if view.menu is not None and self._choose(key):
            return True
        if self.vi is not None and self._vi(self.vi, key, text):
            return True
        if text:
            if text == "?" and not edit.text and not view.prompt.program:
                self.post_message(self.KeysWanted())
            else:
                edit.insert(text)
            return True
        action = LINE.get(key)
        if action is None or (action == "yank" and not edit.cut_here):
            return False  # nothing to bring back: the app's redo
        # Not named _key_…: Textual would call that a second time for a key that goes on to the app.
        (getattr(self, f"_do_{action}", None) or getattr(edit, action))()
        return True

    def _vi(self, vi: ViKeys, key: str, character: str) -> bool:
        """Do what a key means in vi's modes; what it means in both ways of typing is done by the caller."""
        if key == "escape":
            self.view.back = 0
            vi.escape()
        elif key in ("enter", "ctrl+c", "ctrl+d"):
            vi.fresh()
            self.view.mode = ""
            return False
        elif vi.mode == "insert" or not character or (character == "?" and not self.view.edit.text):
            return False
        else:
            vi.press(character)
        self.view.mode = f"{vi.mode} mode {vi.pending}".rstrip() if vi.mode != "insert" else ""
        return True

    def _do_run(self) -> None:
        line = self.view.edit.take()
        self.view.spans = ()
        self.view.say("", "")
        self.post_message(self.Entered(line))

    def _do_complete(self) -> None:
        self.post_message(self.CompletionWanted())

    def _do_right_or_take(self) -> None:
        self._accept_or(self.view.edit.right)

    def _do_end_or_take(self) -> None:
        self._accept_or(self.view.edit.end)

    def _accept_or(self, move: Callable[[], None]) -> None:
        """At the end of the line take what history suggests, else move."""
        suggestion = "" if self.view.prompt.program else self.view.edit.suggestion()
        if suggestion:
            self.view.edit.insert(suggestion)
        else:
            move()

    def _do_search(self) -> None:
        self.view.edit.search_more()

    def _do_clear(self) -> None:
        self.view.scrollback.clear()

    def _do_drop(self) -> None:
        view = self.view
        if not view.running:
            view.drop()
        self.post_message(self.Stopped())

    def _do_end_prompt(self) -> None:
        if self.view.edit.text:
            self.view.edit.delete()
        else:
            self.post_message(self.Ended())

    def _do_newest(self) -> None:
        self.view.back = 0

    def _do_look_back(self) -> None:
        self.view.scroll(max(1, self.view.page - 1))

    def _do_look_on(self) -> None:
        self.view.scroll(-max(1, self.view.page - 1))

    # -- searching, choosing, pasting

    def _search(self, key: str, character: str) -> bool:
        edit = self.view.edit
        if character:
            edit.search_type(character)
        elif key in ("backspace", "ctrl+h"):
            edit.search_erase()
        elif key == "ctrl+r":
            edit.search_more()
        elif key in ("escape", "ctrl+g", "ctrl+c"):
            edit.search_cancel()
        else:
            edit.search_accept()
            return False
        return True

    def completed(self, text: str, found: Completions) -> None:
        """The ways to go on from the line `text`; too late if the line is another by now."""
        view = self.view
        edit = view.edit
        if edit.text != text:
            return
        if not found.items:
            view.say("nothing to complete here", "hint")
            self.update()
            return
        if len(found.items) == 1:
            item = found.items[0]
            space = "" if item.kind == "folder" or item.text[-1:] in ("=", ":") else " "
            follows = edit.text[edit.cursor : edit.cursor + 1]
            edit.replace(found.start, edit.cursor, item.text + ("" if follows == space else space))
        else:
            shared = _common([item.text for item in found.items])
            if len(shared) > edit.cursor - found.start and shared.startswith(edit.text[found.start : edit.cursor]):
                edit.replace(found.start, edit.cursor, shared)
            view.menu = Menu(found.items, found.start, edit.text, edit.cursor)
        view.edited(text)
        self.ask_soon()
        self.update()

    def _choose(self, key: str) -> bool:
        """Move in the menu; any other key takes what is chosen and means what it always means."""
        view = self.view
        menu = view.menu
        assert menu is not None
        step = {"tab": 1, "down": 1, "shift+tab": -1, "up": -1}.get(key)
        if step is not None:
            first = 0 if step > 0 else len(menu.items) - 1
            menu.chosen = (menu.chosen + step) % len(menu.items) if menu.chosen >= 0 else first
            view.edit.set(menu.text, menu.cursor)
            view.edit.replace(menu.start, menu.cursor, menu.items[menu.chosen].text)
            return True
        view.menu = None
        if key == "escape":
            view.edit.set(menu.text, menu.cursor)
            return True
        if key == "enter" and menu.chosen >= 0:
            item = menu.items[menu.chosen]
            view.edit.insert("" if item.kind == "folder" or item.text[-1:] in ("=", ":") else " ")
            return True
        return False

    def on_paste(self, event: events.Paste) -> None:
        """Insert one line; ask first before running many."""
        event.stop()
        before = self.view.edit.text
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        lines = text.removesuffix("\n").split("\n")
        if len(lines) == 1:
            self.view.edit.insert(lines[0])
        else:
            self.view.pasted = tuple(lines)
        self.view.edited(before)
        self.ask_soon()
        self.update()

    def _answer_paste(self, key: str) -> bool:
        view = self.view
        lines, view.pasted = view.pasted, ()
        if key == "enter":
            lines = (view.edit.take() + lines[0], *lines[1:])
            view.spans = ()
            for line in lines:
                self.post_message(self.Entered(line))
        elif key == "tab":
            view.edit.insert("\n".join(lines))
        elif key not in ("escape", "ctrl+c"):
            view.pasted = lines
        return True

    # -- pausing

    def ask_soon(self) -> None:
        """Ask for a preview once the learner pauses, but do not wait for ever."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._timer is not None:
            self._timer.cancel()
        else:
            self._first_edit = now
        self._timer = loop.call_at(min(now + PAUSE, max(now, self._first_edit + LONGEST_PAUSE)), self._ask)

    @property
    def pausing(self) -> bool:
        """Whether a preview will be asked for soon."""
        return self._timer is not None

    def _ask(self) -> None:
        self._timer = None
        self.post_message(self.Paused())

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back with the wheel."""
        event.stop()
        self.view.scroll(3)
        self.update()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down with the wheel."""
        event.stop()
        self.view.scroll(-3)
        self.update()


def _common(texts: Sequence[str]) -> str:
    """The longest beginning that all share."""
    first, last = min(texts), max(texts)
    same = 0
    while same < len(first) and same < len(last) and first[same] == last[same]:
        same += 1
    return first[:same]
