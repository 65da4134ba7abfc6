"""Reading of words and quotes.

The one rule: a word is a list of parts; what is quoted says so. POSIX.1-2017, volume 3, 2.2, and busybox's `$'…'`.
"""

from __future__ import annotations

from tutor.shell.scanner import ACTIVE, ANSI, END, WORD_END, WORD_SPECIAL, Scanner
from tutor.shell.syntax import Literal, Token, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.syntax import Part


class WordReader(Scanner):
    """Reads words."""

    def word(self, kind: str) -> Word | None:
        """Read the word that begins here, or return None if none does; `kind` is its token kind."""
        text, start = self.text, self.pos
        end = start
        while text[end] not in WORD_SPECIAL:
            end += 1
        if text[end] in WORD_END:
            if end == start:
                return None
            self.pos = end
            value = text[start:end]
            if self.tokens is not None:
                self.tokens.append(Token(kind, start, end))
            plain = value if ACTIVE.isdisjoint(value) else None
            return Word([Literal(value, False, start, end)], start, end, plain)
        parts: list[Part] = []
        self.unquoted(parts, WORD_END, kind)
        if not parts:
            if self.pos == start:
                return None
            if text[self.pos] in " \t\n":  # nothing but escaped line ends
                return None
        return Word(parts, start, self.pos, plain_value(parts))

    def unquoted(self, parts: list[Part], stop: frozenset[str], kind: str) -> None:
        """Read unquoted parts up to a character of `stop`."""
        text = self.text
        special = WORD_SPECIAL if stop is WORD_END else stop | frozenset("\"'$`\\" + END)
        while True:
            start = pos = self.pos
            while text[pos] not in special:
                pos += 1
            if pos > start:
                parts.append(Literal(text[start:pos], False, start, pos))
                self.emit(kind, start, pos)
                self.pos = pos
            char = text[pos]
            if char == '"':
                self._double_quoted(parts)
            elif char == "'":
                self._single_quoted(parts)
            elif char == "\\":
                self._escaped(parts, kind)
            elif char == "$" or char == "`":
                if not self.expansion(parts, False):
                    parts.append(Literal("$", False, pos, pos + 1))
                    self.emit(kind, pos, pos + 1)
                    self.pos = pos + 1
            else:
                return

    def _escaped(self, parts: list[Part], kind: str) -> None:
        pos = self.pos
        char = self.text[pos + 1]
        if char == END:
            self.note_continuation()
            parts.append(Literal("\\", True, pos, pos + 1))
            self.emit("escape", pos, pos + 1)
            self.pos = pos + 1
            return
        if char != "\n":
            parts.append(Literal(char, True, pos, pos + 2))
        self.emit("escape", pos, pos + 2)
        self.pos = pos + 2
        if char == "\n" and self.pos >= self.size:
            self.note_continuation()

    def _single_quoted(self, parts: list[Part]) -> None:
        start = self.pos
        end = self.text.find("'", start + 1)
        if end < 0:
            self.missing("quote", "unterminated quoted string")
            end = self.size
            self.pos = end
        else:
            self.pos = end + 1
        parts.append(Literal(self.text[start + 1 : end], True, start, self.pos))
        self.emit("string", start, self.pos)

    def _double_quoted(self, parts: list[Part]) -> None:
        """Read `"…"`; adds at least one part, so that the empty string is a word."""
        text, start = self.text, self.pos
        count = len(parts)
        pos = piece = start + 1
        mark = start
        while True:
            char = text[pos]
            while char not in '"$`\\\0':
                pos += 1
                char = text[pos]
            if char == "\\":
                following = text[pos + 1]
                if following in '$`"\\':
                    self._quoted_literal(parts, piece, pos)
                    piece = pos + 1
                elif following == "\n":
                    self._quoted_literal(parts, piece, pos)
                    piece = pos + 2
                pos += 2 if pos + 1 < self.size else 1
                continue
            self._quoted_literal(parts, piece, pos)
            if char == '"':
                self.pos = pos + 1
                self.emit("string", mark, pos + 1)
                break
            if char == END:
                self.pos = self.size
                self.emit("string", mark, self.size)
                self.missing("quote", "unterminated quoted string")
                break
            self.pos = pos
            self.emit("string", mark, pos)
            if self.expansion(parts, True):
                pos = piece = mark = self.pos
            else:
                piece = mark = pos
                pos += 1
        if len(parts) == count:
            parts.append(Literal("", True, start, self.pos))

    def _quoted_literal(self, parts: list[Part], start: int, end: int) -> None:
        if end > start:
            parts.append(Literal(self.text[start:end], True, start, end))

    def ansi_quoted(self, parts: list[Part]) -> None:
        """Read `$'…'`."""
        text, start = self.text, self.pos
        pos = start + 2
        out: list[str] = []
        while text[pos] != "'":
            if text[pos] == END:
                self.missing("quote", "unterminated quoted string")
                pos = self.size - 1
                break
            if text[pos] == "\\" and text[pos + 1] != END:
                pos = _ansi_escape(text, pos + 1, out)
            else:
                out.append(text[pos])
                pos += 1
        self.pos = pos + 1
        parts.append(Literal("".join(out), True, start, self.pos))
        self.emit("string", start, self.pos)

    def quoted_text(self, end: int, kind: str, strip_tabs: bool = False) -> Word:
        """Read the text up to `end` as if in double quotes (a here-document, an arithmetic expression)."""
        start = self.pos
        parts: list[Part] = []
        self.quoted_parts(parts, frozenset(), end, kind, strip_tabs=strip_tabs)
        return Word(parts, start, self.pos, plain_value(parts))

    def quoted_parts(
        self,
        parts: list[Part],
        stop: frozenset[str],
        end: int,
        kind: str,
        *,
        inner_quotes: bool = False,
        strip_tabs: bool = False,
    ) -> None:
        """Read parts in which only `$`, backquotes and backslashes are special, up to `stop` or `end`."""
        text = self.text
        special = stop | frozenset('$`\\"' if inner_quotes else "$`\\")
        escapable = '$`\\"\n}' if inner_quotes else "$`\\\n"
        fresh = strip_tabs
        while self.pos < end:
            start = pos = self.pos
            while pos < end and text[pos] not in special:
                pos += 1
            if pos > start:
                value = text[start:pos]
                if strip_tabs:
                    value = _without_tabs(value, fresh)
                    fresh = False
                parts.append(Literal(value, True, start, pos))
                self.emit(kind, start, pos)
                self.pos = pos
                continue
            fresh = False
            char = text[pos]
            if char in stop:
                return
            if char == "\\":
                following = text[pos + 1] if pos + 1 < end else ""
                if following and following in escapable:
                    if following != "\n":
                        parts.append(Literal(following, True, pos, pos + 2))
                    self.emit("escape", pos, pos + 2)
                    self.pos = pos + 2
                    fresh = strip_tabs and following == "\n"
                else:
                    parts.append(Literal("\\", True, pos, pos + 1))
                    self.emit(kind, pos, pos + 1)
                    self.pos = pos + 1
            elif char == '"':
                self._double_quoted(parts)
            elif not self.expansion(parts, True):
                parts.append(Literal("$", True, pos, pos + 1))
                self.emit(kind, pos, pos + 1)
                self.pos = pos + 1

    def expansion(self, parts: list[Part], quoted: bool) -> bool:
        """Read `$…` or a backquote; False (and nothing read) if the dollar stands for itself."""
        raise NotImplementedError


def plain_value(parts: list[Part]) -> str | None:
    """Return the value of a word that no expansion can change, None if one could."""
    values: list[str] = []
    for part in parts:
        if not isinstance(part, Literal) or not (part.quoted or ACTIVE.isdisjoint(part.text)):
            return None
        values.append(part.text)
    return "".join(values) if values else None


def _without_tabs(value: str, fresh: bool) -> str:
    """Take the tabs away that begin a line of a `<<-` document."""
    lines = value.split("\n")
    return "\n".join(line.lstrip("\t") if index or fresh else line for index, line in enumerate(lines))


def _ansi_escape(text: str, pos: int, out: list[str]) -> int:
    """Decode the escape after the backslash at `pos - 1` into `out`; return the position after it."""
    char = text[pos]
    if char == "x":
        end = pos + 1
        while end < pos + 3 and text[end] in "0123456789abcdefABCDEF":
            end += 1
        if end > pos + 1:
            out.append(bytes([int(text[pos + 1 : end], 16)]).decode("utf-8", "surrogateescape"))
            return end
    elif char in "01234567":
        end = pos
        while end < pos + 3 and text[end] in "01234567":
            end += 1
        out.append(bytes([int(text[pos:end], 8) & 255]).decode("utf-8", "surrogateescape"))
        return end
    elif char in ANSI:
        out.append(ANSI[char])
        return pos + 1
    elif char in "\\'\"?":
        out.append(char)
        return pos + 1
    out.append("\\")
    return pos
