"""Reading of words: quotes, `$` expansions, here-document bodies. The lower half of the parser.

The one rule: one pass from left to right. In partial mode nothing is raised: what is missing at the end of the text is
noted in `incomplete` and taken as given; in strict mode the same places raise ShellSyntaxError.
POSIX.1-2017, volume 3, 2.2 and 2.6, and what busybox ash adds (`$'…'`, `${x:0:2}`, `${x/a/b}`).
"""

from __future__ import annotations

from tutor.shell.syntax import (
    Arithmetic,
    Literal,
    Parameter,
    Sequence,
    ShellSyntaxError,
    Simple,
    Substitution,
    Token,
    Word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.syntax import Part

END = "\0"
NAME_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
NAME = NAME_START | frozenset("0123456789")
DIGITS = frozenset("0123456789")
SPECIAL_PARAMETERS = frozenset("@*#?-$!")
WORD_END = frozenset(" \t\n|&;()<>" + END)
WORD_SPECIAL = WORD_END | frozenset("\"'$`\\")
GLOB = frozenset("*?[")
ACTIVE = GLOB | {"~"}
MAX_NESTING = 50
ANSI = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


class WordReader:
    """A position in a text and what has been found before it."""

    def __init__(self, text: str, *, partial: bool = False, tokens: list[Token] | None = None, line: int = 1) -> None:
        self.text = (text.replace(END, "\x01") if END in text else text) + END
        self.size = len(text)
        self.pos = 0
        self.partial = partial
        self.tokens = tokens
        self.incomplete: str | None = None
        self.errors: list[ShellSyntaxError] = []
        self.commands: list[Simple] = []
        self.nesting = 0
        self._line = line
        self._line_at = 0

    # what goes wrong

    def line_of(self, pos: int) -> int:
        """Return the line number of `pos` (or of a later place that was asked for before)."""
        if pos > self._line_at:
            self._line += self.text.count("\n", self._line_at, pos)
            self._line_at = pos
        return self._line

    def fail(self, message: str, start: int, end: int, dash: str = "") -> None:
        """Raise (or, in partial mode, note) a syntax error."""
        error = ShellSyntaxError(message, start, end, self.line_of(start), dash)
        if not self.partial:
            raise error
        self.errors.append(error)

    def missing(self, what: str, message: str, start: int = -1) -> None:
        """Note that the text ends where `what` is still awaited (by something that began at `start`)."""
        if not self.partial:
            line = self.line_of(self.size if start < 0 else start)
            dash = message[:1].upper() + message[1:]
            raise ShellSyntaxError(message, self.size, self.size, line, dash)
        if self.incomplete is None:
            self.incomplete = what

    def emit(self, kind: str, start: int, end: int) -> None:
        """Note a token, if tokens are wanted and it is not empty."""
        if self.tokens is not None and end > start:
            self.tokens.append(Token(kind, start, end))

    # words

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
        self._unquoted(parts, WORD_END, kind)
        if not parts:
            if self.pos == start:
                return None
            if text[self.pos] in " \t\n":  # nothing but escaped line ends
                return None
        return Word(parts, start, self.pos, _plain(parts))

    def _unquoted(self, parts: list[Part], stop: frozenset[str], kind: str) -> None:
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
                if not self._expansion(parts, False):
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

    def note_continuation(self) -> None:
        """Note that the text ends in an escaped line end."""
        if self.partial and self.incomplete is None:
            self.incomplete = "backslash"

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
            if self._expansion(parts, True):
                pos = piece = mark = self.pos
            else:
                piece = mark = pos
                pos += 1
        if len(parts) == count:
            parts.append(Literal("", True, start, self.pos))

    def _quoted_literal(self, parts: list[Part], start: int, end: int) -> None:
        if end > start:
            parts.append(Literal(self.text[start:end], True, start, end))

    def _ansi_quoted(self, parts: list[Part]) -> None:
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

    # expansions

    def _expansion(self, parts: list[Part], quoted: bool) -> bool:
        """Read `$…` or a backquote; False (and nothing read) if the dollar stands for itself."""
        text, start = self.text, self.pos
        if text[start] == "`":
            self._backquoted(parts, quoted)
            return True
        char = text[start + 1]
        if char in NAME_START:
            end = start + 2
            while text[end] in NAME:
                end += 1
            self.pos = end
            parts.append(Parameter(text[start + 1 : end], quoted, start, end))
            self.emit("variable", start, end)
        elif char == "{":
            parts.append(self._braced(quoted))
        elif char == "(":
            self._parenthesised(parts, quoted)
        elif char in DIGITS or char in SPECIAL_PARAMETERS:
            self.pos = start + 2
            parts.append(Parameter(char, quoted, start, start + 2))
            self.emit("variable", start, start + 2)
        elif char == "'" and not quoted:
            self._ansi_quoted(parts)
        else:
            return False
        return True

    def _nest(self, start: int) -> bool:
        """Go one level deeper; False when that is too deep."""
        self.nesting += 1
        if self.nesting <= MAX_NESTING:
            return True
        self.fail("nested too deeply", start, start + 1)
        self.emit("error", self.pos, self.size)
        self.pos = self.size
        return False

    def _parenthesised(self, parts: list[Part], quoted: bool) -> None:
        """Read `$(commands)` or `$((expression))`."""
        start = self.pos
        if not self._nest(start):
            self.nesting -= 1
            return
        end = self._arithmetic_end(start + 3) if self.text[start + 2] == "(" else -1
        if end >= 0:
            self.emit("substitution", start, start + 3)
            self.pos = start + 3
            expression = self.quoted_text(end, "argument")
            self.pos = min(end + 2, self.size)
            self.emit("substitution", end, self.pos)
            if end >= self.size or self.text[end + 1] != ")":
                self.missing(")", "missing '))'")
            parts.append(Arithmetic(expression, quoted, start, self.pos))
        else:
            self.emit("substitution", start, start + 2)
            self.pos = start + 2
            body = self.nested_sequence()
            if self.text[self.pos] == ")":
                self.emit("substitution", self.pos, self.pos + 1)
                self.pos += 1
            else:
                self.expected(")")
            parts.append(Substitution(body, quoted, start, self.pos))
        self.nesting -= 1

    def _arithmetic_end(self, pos: int) -> int:
        """Return where the `))` of `$((` is, -1 if its parentheses show it to be a command substitution."""
        text = self.text
        depth = 0
        while True:
            char = text[pos]
            if char == "(":
                depth += 1
            elif char == ")":
                if not depth:
                    if text[pos + 1] == ")" or pos + 1 >= self.size:
                        return pos
                    return -1
                depth -= 1
            elif char == "\\" and text[pos + 1] != END:
                pos += 1
            elif char in "'\"":
                closing = text.find(char, pos + 1)
                pos = closing if closing >= 0 else pos
            elif char == END:
                return self.size
            pos += 1

    def _backquoted(self, parts: list[Part], quoted: bool) -> None:
        r"""Read `` `commands` ``: in it, a backslash before one of $ ` \ (and " in quotes) is taken away first."""
        text, start = self.text, self.pos
        pos = start + 1
        taken = '$`\\"' if quoted else "$`\\"
        out: list[str] = []
        while text[pos] != "`":
            char = text[pos]
            if char == END:
                self.missing("substitution", "EOF in backquote substitution")
                break
            if char == "\\" and text[pos + 1] in taken:
                pos += 1
                char = text[pos]
            elif char == "\\" and text[pos + 1] == "\n":
                pos += 2
                continue
            out.append(char)
            pos += 1
        content = "".join(out)
        end = min(pos + 1, self.size)
        exact = content == text[start + 1 : pos]
        inner = self.inner(" " * (start + 1) + content, self.line_of(start))
        inner.pos = start + 1
        body: Sequence
        if self._nest(start):
            if exact and self.tokens is not None:
                self.emit("substitution", start, start + 1)
                inner.tokens = self.tokens
            inner.nesting = self.nesting
            body = inner.whole()
            self.errors += inner.errors
            self.commands += inner.commands
            if self.incomplete is None:
                self.incomplete = inner.incomplete
            if inner.tokens is not None:
                self.emit("substitution", max(pos, start + 1), end)
            else:
                self.emit("substitution", start, end)
        else:
            body = Sequence([], start, end)
        self.nesting -= 1
        self.pos = max(self.pos, end)
        parts.append(Substitution(body, quoted, start, end))

    def _braced(self, quoted: bool) -> Parameter:
        """Read `${…}`."""
        text, start = self.text, self.pos
        pos = start + 2
        length = text[pos] == "#" and self._after_name(pos + 1) > pos + 1 and text[self._after_name(pos + 1)] == "}"
        if length:
            pos += 1
        end = self._after_name(pos)
        node = Parameter(text[pos:end], quoted, start, end)
        self.pos = end
        char = text[end]
        if length:
            node.operator = "len"
        elif end == pos:
            node.operator = "bad"
        elif char != "}":
            operator = text[end : end + 2]
            if operator not in (":-", ":=", ":?", ":+", "##", "%%", "//"):
                operator = char
            if operator in "-=?+" or operator in (":-", ":=", ":?", ":+", "#", "##", "%", "%%", ":", "/", "//"):
                self.pos = end + len(operator)
                node.operator = operator
            else:
                node.operator = "bad" if char != END else ""
        self.emit("variable", start, self.pos)
        if node.operator and node.operator != "len" and self._nest(start):
            self._operands(node)
        if node.operator and node.operator != "len":
            self.nesting -= 1
        if self.text[self.pos] == "}":
            self.emit("variable", self.pos, self.pos + 1)
            self.pos += 1
        else:
            self.missing("brace", "missing '}'", start)
        node.end = self.pos
        return node

    def _operands(self, node: Parameter) -> None:
        """Read what stands between the operator and the closing brace."""
        operator = node.operator
        if operator == ":":
            node.word = self._brace_word(frozenset(":}"), False)
            if self.text[self.pos] == ":":
                self.emit("variable", self.pos, self.pos + 1)
                self.pos += 1
                node.other = self._brace_word(frozenset("}"), False)
        elif operator in ("/", "//"):
            node.word = self._brace_word(frozenset("/}"), False)
            if self.text[self.pos] == "/":
                self.emit("variable", self.pos, self.pos + 1)
                self.pos += 1
                node.other = self._brace_word(frozenset("}"), node.quoted)
        else:
            pattern = operator in ("#", "##", "%", "%%", "bad")
            node.word = self._brace_word(frozenset("}"), node.quoted and not pattern)

    def _after_name(self, pos: int) -> int:
        """Return the position after the parameter name at `pos` (the same if there is none)."""
        text = self.text
        char = text[pos]
        if char in NAME_START:
            while text[pos] in NAME:
                pos += 1
        elif char in DIGITS:
            while text[pos] in DIGITS:
                pos += 1
        elif char in SPECIAL_PARAMETERS:
            pos += 1
        return pos

    def _brace_word(self, stop: frozenset[str], quoted: bool) -> Word:
        """Read the word of a `${…}` up to a character of `stop`."""
        start = self.pos
        parts: list[Part] = []
        if quoted:
            self._quoted_parts(parts, stop, self.size, "string", inner_quotes=True)
        else:
            self._unquoted(parts, stop, "argument")
        return Word(parts, start, self.pos, _plain(parts))

    def quoted_text(self, end: int, kind: str, strip_tabs: bool = False) -> Word:
        """Read the text up to `end` as if in double quotes (a here-document, an arithmetic expression)."""
        start = self.pos
        parts: list[Part] = []
        self._quoted_parts(parts, frozenset(), end, kind, strip_tabs=strip_tabs)
        return Word(parts, start, self.pos, _plain(parts))

    def _quoted_parts(
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
            elif not self._expansion(parts, True):
                parts.append(Literal("$", True, pos, pos + 1))
                self.emit(kind, pos, pos + 1)
                self.pos = pos + 1

    # what the grammar gives

    def nested_sequence(self) -> Sequence:
        """Read commands up to a closing parenthesis or the end."""
        raise NotImplementedError

    def whole(self) -> Sequence:
        """Read commands up to the end of the text."""
        raise NotImplementedError

    def expected(self, token: str) -> None:
        """Complain that the text goes on (or ends) without `token`."""
        raise NotImplementedError

    def inner(self, text: str, line: int) -> WordReader:
        """Return a reader of the same kind for another text."""
        raise NotImplementedError


def _plain(parts: list[Part]) -> str | None:
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
