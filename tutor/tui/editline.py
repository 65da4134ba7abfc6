"""The line being typed: text, cursor, a kill ring, history and its search. Knows no screen and no keys.

Positions count code points. Every method leaves the cursor inside the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Search:
    """A search backwards through history: what is looked for, where it was found, and the line to go back to."""

    query: str = ""
    at: int = -1
    draft: str = ""
    failing: bool = False


class EditLine:
    """One line editor with Emacs' movements.

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

    # -- the text

    def set(self, text: str, cursor: int | None = None) -> None:
        """Replace the whole line."""
        self.text = text
        self.cursor = len(text) if cursor is None else max(0, min(cursor, len(text)))
        self._killing = False

    def insert(self, text: str) -> None:
        """Type text at the cursor."""
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)
        self._killing = False

    def replace(self, start: int, end: int, text: str) -> None:
        """Put text in the place of what stands from `start` to before `end`; the cursor goes after it."""
        self.set(self.text[:start] + text + self.text[end:], start + len(text))

    def _delete(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start
        self._killing = False

    def backspace(self) -> None:
        """Delete the character before the cursor."""
        self._delete(max(0, self.cursor - 1), self.cursor)

    def delete(self) -> None:
        """Delete the character under the cursor."""
        self._delete(self.cursor, min(len(self.text), self.cursor + 1))

    # -- moving

    def left(self) -> None:
        """One character to the left."""
        self._to(self.cursor - 1)

    def right(self) -> None:
        """One character to the right."""
        self._to(self.cursor + 1)

    def home(self) -> None:
        """To the start."""
        self._to(0)

    def end(self) -> None:
        """To the end."""
        self._to(len(self.text))

    def word_left(self) -> None:
        """To the start of the word before the cursor."""
        self._to(self._word_start())

    def word_right(self) -> None:
        """To the end of the word after the cursor."""
        self._to(self._word_end())

    def _to(self, place: int) -> None:
        self.cursor = max(0, min(place, len(self.text)))
        self._killing = False

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
            self._delete(start, end)
            if again:
                piece = piece + self._killed if before else self._killed + piece
            self._killed = piece
            self.cut_here = True
        self._killing = True

    def kill_to_end(self) -> None:
        """Cut from the cursor to the end."""
        self._kill(self.cursor, len(self.text), before=False)

    def kill_to_start(self) -> None:
        """Cut from the start to the cursor."""
        self._kill(0, self.cursor, before=True)

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

    # -- history

    def remember(self, line: str) -> None:
        """Add a line to history (not twice in a row, not empty) and start with an empty one."""
        if line.strip() and (not self.history or self.history[-1] != line):
            self.history.append(line)
        self._at = len(self.history)
        self._draft = ""
        self.search = None
        self.cut_here = False
        self.set("")

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
        if self.text and self.cursor == len(self.text):
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
            self._find(self.search.query[:-1], len(self.history) - 1)

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
