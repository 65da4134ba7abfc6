"""The command being typed: text of one or more lines, cursor, undo, a kill ring, history. Knows no screen and no keys.

Positions count code points. Every method leaves the cursor inside the text; what moves it stops at graphemes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tutor.dataclass import dataclass
from tutor.session.drawing.characters import after, before, erased

MOST_UNDONE = 200
"""So many edits of a line can be taken back."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search backwards through history: what is looked for, where it was found, and the line to go back to."""

    query: str = ""
    at: int = -1
    draft: str = ""
    failing: bool = False


class EditLine:
    """An editor of one command, with Emacs' movements.

    `history` is oldest first; `cut_here` says whether something was cut since the last line was entered.
    """

    def __init__(self, history: Sequence[str] = ()) -> None:
        self.text = ""
        self.cursor = 0
        self.history: list[str] = list(history)
        self.search: Search | None = None
        self.cut_here = False
        self._killed = ""
        self._killing = False
        self._at = len(self.history)
        self._draft = ""
        self._undone: list[tuple[str, int]] = []
        self._typing = False
        self._recalled = -1
        self._recall = (0, 0)

    # -- the text

    def set(self, text: str, cursor: int | None = None) -> None:
        """Replace the whole text."""
        if text != self.text:
            self._note()
        self.text = text
        self.cursor = len(text) if cursor is None else max(0, min(cursor, len(text)))
        self._settle()

    def insert(self, text: str) -> None:
        """Type text at the cursor."""
        if not (self._typing and len(text) == 1 and not text.isspace()):
            self._note()
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)
        self._settle()
        self._typing = True

    def replace(self, start: int, end: int, text: str) -> None:
        """Put text in the place of what stands from `start` to before `end`; the cursor goes after it."""
        self.set(self.text[:start] + text + self.text[end:], start + len(text))

    def go_on(self, text: str) -> None:
        """Put back a command that is not whole, before what has been typed since; the cursor stays where it is."""
        self.set(f"{text}\n{self.text}", len(text) + 1 + self.cursor)

    def newline(self) -> None:
        """Begin a further line."""
        self.insert("\n")

    def delete_range(self, start: int, end: int) -> None:
        """Delete what stands from `start` to before `end`; the cursor goes there."""
        if start < end:
            self.set(self.text[:start] + self.text[end:], start)

    def backspace(self) -> None:
        """Delete the character before the cursor, with its marks."""
        self.delete_range(before(self.text, self.cursor), self.cursor)

    def delete(self) -> None:
        """Delete the character under the cursor, with its marks."""
        self.delete_range(self.cursor, after(self.text, self.cursor))

    def _settle(self) -> None:
        """What was going on (a word being typed, cut or recalled) has ended."""
        self._killing = self._typing = False
        self._recalled = -1

    # -- undo within the line

    def _note(self) -> None:
        """Remember the text as it is before it changes."""
        self._undone.append((self.text, self.cursor))
        del self._undone[:-MOST_UNDONE]

    def undo(self) -> None:
        """Take the last edit back: a word typed in one go, or what one key did."""
        while self._undone:
            text, cursor = self._undone.pop()
            if text != self.text:
                self.text, self.cursor = text, cursor
                break
        self._settle()

    # -- moving

    def left(self) -> None:
        """One character to the left."""
        self.to(self.cursor - 1)

    def right(self) -> None:
        """One character to the right."""
        self.to(after(self.text, self.cursor))

    def home(self) -> None:
        """To the start of the line."""
        self.to(self.line_start)

    def end(self) -> None:
        """To the end of the line."""
        self.to(self.line_end)

    @property
    def line_start(self) -> int:
        """Where the cursor's line begins."""
        return self.text.rfind("\n", 0, self.cursor) + 1

    @property
    def line_end(self) -> int:
        """Where the cursor's line ends."""
        end = self.text.find("\n", self.cursor)
        return len(self.text) if end < 0 else end

    def up(self) -> None:
        """A line up; from the first, the line before this one in history."""
        start = self.line_start
        if not start:
            self.older()
            return
        above = self.text.rfind("\n", 0, start - 1) + 1
        self.to(min(above + self.cursor - start, start - 1))

    def down(self) -> None:
        """A line down; from the last, the line after this one in history."""
        below = self.line_end + 1
        if below > len(self.text):
            self.newer()
            return
        end = self.text.find("\n", below)
        self.to(min(below + self.cursor - self.line_start, len(self.text) if end < 0 else end))

    def word_left(self) -> None:
        """To the start of the word before the cursor."""
        self.to(self._word_start())

    def word_right(self) -> None:
        """To the end of the word after the cursor."""
        self.to(self._word_end())

    def to(self, place: int) -> None:
        """To a place in the text, or as near to it as there is one; never into a character that has marks."""
        place = max(0, min(place, len(self.text)))
        self.cursor = place if place == len(self.text) else before(self.text, place + 1)
        self._settle()

    def _word_start(self) -> int:
        at = self.cursor
        while at > 0 and not self.text[at - 1].isalnum():
            at -= 1
        while at > 0 and self.text[at - 1].isalnum():
            at -= 1
        return at

    def _word_end(self) -> int:
        at, end = self.cursor, len(self.text)
        while at < end and not self.text[at].isalnum():
            at += 1
        while at < end and self.text[at].isalnum():
            at += 1
        return at

    # -- killing: what is cut in one go is one piece, brought back by yank

    def _kill(self, start: int, end: int, *, before: bool) -> None:
        piece, again = self.text[start:end], self._killing
        if piece:
            self.delete_range(start, end)
            if again:
                piece = piece + self._killed if before else self._killed + piece
            self._killed = piece
            self.cut_here = True
        self._killing = True

    def kill_to_end(self) -> None:
        """Cut from the cursor to the end of the line; at its end, what parts it from the next."""
        end = self.line_end
        self._kill(self.cursor, min(len(self.text), end + 1) if end == self.cursor else end, before=False)

    def kill_to_start(self) -> None:
        """Cut from the start of the line to the cursor; at its start, what parts it from the one before."""
        start = self.line_start
        self._kill(max(0, start - 1) if start == self.cursor else start, self.cursor, before=True)

    def kill_word_back(self) -> None:
        """Cut back to the space before the word (what a terminal's own Ctrl-W does)."""
        at = self.cursor
        while at > 0 and self.text[at - 1].isspace():
            at -= 1
        while at > 0 and not self.text[at - 1].isspace():
            at -= 1
        self._kill(at, self.cursor, before=True)

    def kill_part_back(self) -> None:
        """Cut back to the start of the word, where "/" and ":" end words."""
        self._kill(self._word_start(), self.cursor, before=True)

    def kill_word_forward(self) -> None:
        """Cut to the end of the next word."""
        self._kill(self.cursor, self._word_end(), before=False)

    def yank(self) -> None:
        """Insert what was cut last."""
        self.insert(self._killed)

    def transpose(self) -> None:
        """Swap the two characters around the cursor."""
        at = min(self.cursor, len(self.text) - 1)
        if at >= 1:
            self.set(self.text[: at - 1] + self.text[at] + self.text[at - 1] + self.text[at + 1 :], at + 1)

    def upper(self) -> None:
        """The next word in capitals."""
        self._change_word(str.upper)

    def lower(self) -> None:
        """The next word in small letters."""
        self._change_word(str.lower)

    def capitalize(self) -> None:
        """The next word with a capital first letter."""
        self._change_word(str.capitalize)

    def _change_word(self, change: Callable[[str], str]) -> None:
        end = self._word_end()
        text = self.text[self.cursor : end]
        start = len(text) - len(text.lstrip())
        self.replace(self.cursor, end, text[:start] + change(text[start:]))

    def last_word(self) -> None:
        """Insert the last word of the line before; again, that of the line before it in its place."""
        again = self._recalled >= 0
        at = self._recalled if again else len(self.history)
        while at > 0:
            at -= 1
            words = self.history[at].split()
            if words:
                start, end = self._recall if again else (self.cursor, self.cursor)
                self.replace(start, end, words[-1])
                self._recalled, self._recall = at, (start, start + len(words[-1]))
                return

    # -- history

    def take(self) -> str:
        """The text, as it is entered or dropped; an empty one begins."""
        text = self.text
        self._draft = ""
        self._at = len(self.history)
        self.search = None
        self.cut_here = False
        self.set("")
        self._undone.clear()
        return text

    def remember(self, line: str) -> None:
        """Add a line to history (not twice in a row, not empty)."""
        if line.strip() and (not self.history or self.history[-1] != line):
            fresh = self._at == len(self.history)
            self.history.append(line)
            self._at += fresh

    def load_history(self, lines: Sequence[str]) -> None:
        """Replace history."""
        self.history = list(lines)
        self._at = len(self.history)

    def older(self) -> None:
        """The line before this one in history."""
        if self._at == len(self.history):
            self._draft = self.text
        if self._at > 0:
            self._at -= 1
            self.set(self.history[self._at])

    def newer(self) -> None:
        """The line after this one in history; after the last, what was being typed."""
        if self._at < len(self.history):
            self._at += 1
            self.set(self.history[self._at] if self._at < len(self.history) else self._draft)

    def suggestion(self) -> str:
        """How the newest line of history that begins with this one goes on; "" if none does."""
        if self.text and self.cursor == len(self.text) and "\n" not in self.text:
            for line in reversed(self.history):
                if line.startswith(self.text) and "\n" not in line:
                    return line[len(self.text) :]
        return ""

    # -- searching history backwards, as it is typed

    def search_more(self) -> None:
        """Begin a search, or go to the next older match."""
        if self.search is None:
            self.search = Search(draft=self.text, at=len(self.history))
        elif self.search.query:
            self._find(self.search.query, self.search.at - 1)

    def search_type(self, text: str) -> None:
        """Add to what is looked for."""
        if self.search is not None:
            query = self.search.query + text
            self._find(query, min(self.search.at, len(self.history) - 1))

    def search_erase(self) -> None:
        """Take the last character from what is looked for, and look again from the newest line."""
        if self.search is not None:
            self._find(erased(self.search.query), len(self.history) - 1)

    def search_cancel(self) -> None:
        """End the search; the line is again what it was before."""
        if self.search is not None:
            draft, self.search = self.search.draft, None
            self.set(draft)

    def search_accept(self) -> None:
        """End the search; the line found stays for editing."""
        self.search = None

    def _find(self, query: str, start: int) -> None:
        assert self.search is not None
        for at in range(start, -1, -1):
            if query and query in self.history[at]:
                self.set(self.history[at], self.history[at].rindex(query))
                self.search = Search(query, at, self.search.draft)
                return
        self.search = Search(query, self.search.at, self.search.draft, failing=bool(query))
