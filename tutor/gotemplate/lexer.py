"""A template's text to tokens, as text/template/parse splits it. Never fails: a fault is a last token, kind "error".

Token kinds: text, left, right, space, pipe, "(" and ")", declare, assign, char (any other printable ASCII character),
dot, field, identifier, variable, bool, string, rawstring, rune, number, complex, the keywords by their own names, eof
and error. Positions are indexes into the text; lines are 1-based and those of the token's first character.
"""

from __future__ import annotations

from tutor.gotemplate.strconv import quote

KEYWORDS = frozenset(("block", "break", "continue", "define", "else", "end", "if", "range", "nil", "template", "with"))
_SPACES = " \t\r\n"


class Token:
    """A piece of the template: its kind, where it starts, its text (an error's message) and its line."""

    __slots__ = ("kind", "line", "pos", "text")

    def __init__(self, kind: str, pos: int, text: str, line: int) -> None:
        self.kind = kind
        self.pos = pos
        self.text = text
        self.line = line

    def __str__(self) -> str:
        """As an error message shows it."""
        if self.kind == "eof":
            return "EOF"
        if self.kind == "error":
            return self.text
        if self.kind in KEYWORDS or self.kind == "dot":
            return f"<{self.text}>"
        if len(self.text.encode("utf-8", "surrogateescape")) > 10:
            return quote(self.text[:10]) + "..."
        return quote(self.text)


def lex(text: str) -> list[Token]:
    """All tokens of a template; the last one is of kind eof or error."""
    lexer = _Lexer(text)
    lexer.run()
    return lexer.tokens


def _unicode(char: str) -> str:
    """Return a character as %#U shows it."""
    if not char:
        return "U+FFFFFFFFFFFFFFFF"
    shown = f" '{char}'" if char.isprintable() else ""
    return f"U+{ord(char):04X}{shown}"


def _alphanumeric(char: str) -> bool:
    return char == "_" or char.isalpha() or char.isdecimal()


class _Fault(Exception):
    """Ends the scan with an error token."""


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.start = 0
        self.depth = 0
        self.tokens: list[Token] = []
        self._line = 1
        self._counted = 0

    def line(self, pos: int) -> int:
        """Return the line of a position; asked for in rising order."""
        self._line += self.text.count("\n", self._counted, pos)
        self._counted = pos
        return self._line

    def emit(self, kind: str) -> None:
        self.tokens.append(Token(kind, self.start, self.text[self.start : self.pos], self.line(self.start)))
        self.start = self.pos

    def run(self) -> None:
        try:
            while self.outside():
                self.inside()
        except _Fault as fault:
            self.tokens.append(Token("error", self.start, str(fault), self.line(self.start)))

    def char(self) -> str:
        """Return the character at the position, empty at the end."""
        return self.text[self.pos : self.pos + 1]

    # text between actions

    def outside(self) -> bool:
        """Text up to the next action, comments skipped; False at the end. Leaves the position inside the action."""
        text = self.text
        while True:
            left = text.find("{{", self.pos)
            if left < 0:
                self.pos = len(text)
                if self.pos > self.start:
                    self.emit("text")
                self.emit("eof")
                return False
            trim = self.trims_left(left + 2)
            self.pos = len(text[self.start : left].rstrip(_SPACES)) + self.start if trim else left
            if self.pos > self.start:
                self.emit("text")
            self.start = left
            self.pos = left + 2
            behind = left + 4 if trim else left + 2
            if text.startswith("/*", behind):
                self.start = self.pos = behind
                self.comment()
                continue
            self.emit("left")
            self.start = self.pos = behind
            self.depth = 0
            return True

    def trims_left(self, pos: int) -> bool:
        return self.text.startswith("-", pos) and self.text[pos + 1 : pos + 2] in tuple(_SPACES)

    def trims_right(self, pos: int) -> bool:
        return self.text[pos : pos + 1] in tuple(_SPACES) and self.text.startswith("-}}", pos + 1)

    def comment(self) -> None:
        end = self.text.find("*/", self.pos + 2)
        if end < 0:
            raise _Fault("unclosed comment")
        self.pos = end + 2
        if self.trims_right(self.pos):
            self.pos += 4
            self.skip_spaces()
        elif self.text.startswith("}}", self.pos):
            self.pos += 2
        else:
            raise _Fault("comment ends before closing delimiter")
        self.start = self.pos

    def skip_spaces(self) -> None:
        while self.pos < len(self.text) and self.text[self.pos] in _SPACES:
            self.pos += 1

    # inside an action

    def inside(self) -> None:
        """Return the tokens of one action, its right delimiter included."""
        while True:
            if self.trims_right(self.pos) or self.text.startswith("}}", self.pos):
                if self.depth:
                    raise _Fault("unclosed left paren")
                self.right()
                return
            self.token()

    def right(self) -> None:
        trim = self.trims_right(self.pos)
        if trim:
            self.pos += 2
            self.start = self.pos
        self.pos += 2
        self.emit("right")
        if trim:
            self.skip_spaces()
            self.start = self.pos

    def token(self) -> None:
        char = self.char()
        if not char:
            raise _Fault("unclosed action")
        if char in _SPACES:
            self.space()
        elif char in _SINGLE:
            self.pos += 1
            self.parenthesis(char)
            self.emit(_SINGLE[char])
        elif char == ":":
            self.pos += 2
            if self.text[self.pos - 1 : self.pos] != "=":
                raise _Fault("expected :=")
            self.emit("declare")
        elif char in _QUOTED:
            self.quoted(char)
        elif char == "$" or (char == "." and self.text[self.pos + 1 : self.pos + 2] not in _NOT_FIELD):
            self.field("variable" if char == "$" else "field")
        elif char in "+-." or char in "0123456789":
            self.number()
        elif _alphanumeric(char):
            self.identifier()
        elif char.isascii() and char.isprintable():
            self.pos += 1
            self.emit("char")
        else:
            self.pos += 1
            raise _Fault(f"unrecognized character in action: {_unicode(char)}")

    def parenthesis(self, char: str) -> None:
        self.depth += {"(": 1, ")": -1}.get(char, 0)
        if self.depth < 0:
            raise _Fault("unexpected right paren")

    def space(self) -> None:
        while self.char() and self.char() in _SPACES and not self.trims_right(self.pos):
            self.pos += 1
        if self.pos > self.start:
            self.emit("space")

    def quoted(self, mark: str) -> None:
        kind, name = _QUOTED[mark]
        self.pos += 1
        while True:
            char = self.char()
            if not char or (char == "\n" and mark != "`"):
                raise _Fault(f"unterminated {name}")
            self.pos += 1
            if char == "\\" and mark != "`":
                if self.char() in ("", "\n"):
                    raise _Fault(f"unterminated {name}")
                self.pos += 1
            elif char == mark:
                break
        self.emit(kind)

    def terminated(self) -> bool:
        """Whether a name may end here."""
        return self.char() in ("", *_SPACES, *".,|:)(") or self.text.startswith("}}", self.pos)

    def check_end(self) -> None:
        if not self.terminated():
            raise _Fault(f"bad character {_unicode(self.char())}")

    def field(self, kind: str) -> None:
        self.pos += 1
        if self.terminated():
            self.emit("variable" if kind == "variable" else "dot")
            return
        while self.char() and _alphanumeric(self.char()):
            self.pos += 1
        self.check_end()
        self.emit(kind)

    def identifier(self) -> None:
        while self.char() and _alphanumeric(self.char()):
            self.pos += 1
        self.check_end()
        word = self.text[self.start : self.pos]
        self.emit(word if word in KEYWORDS else "bool" if word in ("true", "false") else "identifier")

    def number(self) -> None:
        if not self.scan_number():
            raise _Fault(f"bad number syntax: {quote(self.text[self.start : self.pos])}")
        if self.char() and self.char() in "+-":
            if not self.scan_number() or self.text[self.pos - 1] != "i":
                raise _Fault(f"bad number syntax: {quote(self.text[self.start : self.pos])}")
            self.emit("complex")
        else:
            self.emit("number")

    def scan_number(self) -> bool:
        self.accept("+-")
        digits = "0123456789_"
        if self.accept("0"):
            for letters, others in (("xX", "0123456789abcdefABCDEF_"), ("oO", "01234567_"), ("bB", "01_")):
                if self.accept(letters):
                    digits = others
                    break
        self.accept_run(digits)
        if self.accept("."):
            self.accept_run(digits)
        power = {"0123456789_": "eE", "0123456789abcdefABCDEF_": "pP"}.get(digits)
        if power and self.accept(power):
            self.accept("+-")
            self.accept_run("0123456789_")
        self.accept("i")
        if self.char() and _alphanumeric(self.char()):
            self.pos += 1
            return False
        return True

    def accept(self, chars: str) -> bool:
        if self.char() and self.char() in chars:
            self.pos += 1
            return True
        return False

    def accept_run(self, chars: str) -> None:
        while self.accept(chars):
            pass


_NOT_FIELD = ("", *"0123456789")  # behind a dot: then it begins a number
_SINGLE = {"=": "assign", "|": "pipe", "(": "(", ")": ")"}
_QUOTED = {
    '"': ("string", "quoted string"),
    "`": ("rawstring", "raw quoted string"),
    "'": ("rune", "character constant"),
}
