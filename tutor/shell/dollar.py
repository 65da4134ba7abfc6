"""Reading of expansions: `$name`, `${…}`, `$(…)`, `$((…))` and backquotes.

The one rule: what is inside is read in place, so that its spans are spans of the whole text.
POSIX.1-2017, volume 3, 2.6, and busybox's `${x:0:2}` and `${x/a/b}`.
"""

from __future__ import annotations

from tutor.shell.scanner import DIGITS, END, NAME, NAME_START, SPECIAL_PARAMETERS
from tutor.shell.syntax import Arithmetic, Parameter, Sequence, Substitution, Word
from tutor.shell.words import WordReader, plain_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.syntax import Part


class ExpansionReader(WordReader):
    """Reads expansions."""

    def expansion(self, parts: list[Part], quoted: bool) -> bool:
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
            self.ansi_quoted(parts)
        else:
            return False
        return True

    def _parenthesised(self, parts: list[Part], quoted: bool) -> None:
        """Read `$(commands)` or `$((expression))`."""
        start = self.pos
        if not self.nest(start):
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
        if self.nest(start):
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
        if node.operator and node.operator != "len" and self.nest(start):
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
            self.quoted_parts(parts, stop, self.size, "string", inner_quotes=True)
        else:
            self.unquoted(parts, stop, "argument")
        return Word(parts, start, self.pos, plain_value(parts))

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

    def inner(self, text: str, line: int) -> ExpansionReader:
        """Return a reader of the same kind for another text."""
        raise NotImplementedError
