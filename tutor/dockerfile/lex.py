"""Words as instructions other than RUN see them: quotes, escapes and variables, by the rules of BuildKit's lexer.

Known substitutions: `$x ${x} ${x-w} ${x:-w} ${x+w} ${x:+w} ${x?w} ${x:?w} ${x#p} ${x##p} ${x%p} ${x%%p} ${x/p/w}
${x//p/w}`. A pattern knows `*`, `?` and a backslash before them. Everything else in braces is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.text import is_space, quote

_SPECIAL = "@*#?-$!0"
_END = "\ufffd"  # what Go shows for the end of the text


_DEEPEST = 80
"""Levels of substitutions in substitutions."""


class Expansion:
    """What a word becomes: its text, the words it splits into, the variables used that were set, and those not set."""

    __slots__ = ("matched", "text", "unmatched", "words")

    def __init__(self, text: str, words: tuple[str, ...], matched: tuple[str, ...], unmatched: tuple[str, ...]) -> None:
        self.text = text
        self.words = words
        self.matched = matched
        self.unmatched = unmatched


class Lexer:
    """Expands words. The options keep parts of a word as written: quotes, escapes, variables that are not set."""

    __slots__ = ("escape", "keep_unset", "raw_escapes", "raw_quotes", "skip_quotes")

    def __init__(
        self,
        escape: str = "\\",
        *,
        raw_quotes: bool = False,
        raw_escapes: bool = False,
        skip_quotes: bool = False,
        keep_unset: bool = False,
    ) -> None:
        self.escape = escape
        self.raw_quotes = raw_quotes
        self.raw_escapes = raw_escapes
        self.skip_quotes = skip_quotes
        self.keep_unset = keep_unset

    def expand(self, word: str, env: Mapping[str, str]) -> Expansion:
        """Expand a word. Raises `ParseError` ("failed to process …") on a bad substitution or an open quote."""
        run = _Run(self, word, env)
        try:
            text, words = run.until("", self.raw_escapes)
        except _Bad as bad:
            raise ParseError(f"failed to process {quote(word)}: {bad}") from None
        return Expansion(text, tuple(words), tuple(run.matched), tuple(run.unmatched))


def expand(word: str, env: Mapping[str, str], escape: str = "\\") -> str:
    """Expand a word to one text: quotes go, variables are replaced. Raises `ParseError`."""
    return Lexer(escape).expand(word, env).text


class _Bad(Exception):
    """A word that cannot be expanded."""


class _Words:
    """Collects the words of a text. All levels of one run share the buffer, as in BuildKit."""

    __slots__ = ("buffer", "in_word", "words")

    def __init__(self, buffer: list[str]) -> None:
        self.buffer = buffer
        self.words: list[str] = []
        self.in_word = False
        buffer.clear()

    def add(self, text: str) -> None:
        for char in text:
            if not is_space(char):
                self.add_raw(char)
            elif self.in_word and any(self.buffer):
                self.finish()

    def add_raw(self, text: str) -> None:
        self.buffer.append(text)
        self.in_word = True

    def finish(self) -> list[str]:
        if any(self.buffer):
            self.words.append("".join(self.buffer))
            self.buffer.clear()
            self.in_word = False
        return self.words


class _Run:
    """One pass over a word."""

    def __init__(self, lexer: Lexer, source: str, env: Mapping[str, str]) -> None:
        self.lexer = lexer
        self.source = source
        self.env = env
        self.pos = 0
        self.raw_escapes = lexer.raw_escapes
        self.buffer: list[str] = []
        self.depth = 0
        self.matched: dict[str, None] = {}
        self.unmatched: dict[str, None] = {}

    def peek(self) -> str:
        return self.source[self.pos : self.pos + 1]

    def next(self) -> str:
        char = self.peek()
        self.pos += len(char)
        return char

    def until(self, stop: str, raw_escapes: bool) -> tuple[str, list[str]]:
        """Read up to `stop` (the end of the text if empty); the text without it, and its words."""
        words = _Words(self.buffer)
        out: list[str] = []
        kept, self.raw_escapes = self.raw_escapes, raw_escapes
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Bad(f"substitutions are nested more than {_DEEPEST} deep")
        try:
            while char := self.peek():
                if char == stop:
                    self.next()
                    return "".join(out), words.finish()
                out.append(self.piece(char, words))
        finally:
            self.raw_escapes = kept
            self.depth -= 1
        if stop:
            raise _Bad(f"unexpected end of statement while looking for matching {stop}")
        return "".join(out), words.finish()

    def piece(self, char: str, words: _Words) -> str:
        """One character, quotation or substitution; added to the words as well."""
        if char == "$":
            text = self.dollar()
            words.add(text)
            return text
        if char == "<" or (char in "'\"" and not self.lexer.skip_quotes):
            text = self.heredoc() if char == "<" else self.single() if char == "'" else self.double()
            words.add_raw(text)
            return text
        self.next()
        if char != self.lexer.escape:
            words.add(char)
            return char
        text = ""
        if self.raw_escapes:
            words.add_raw(char)
            text = char
        escaped = self.next()
        if escaped:
            words.add_raw(escaped)
        return text + escaped

    def single(self) -> str:
        self.next()
        end = self.source.find("'", self.pos)
        if end < 0:
            self.pos = len(self.source)
            raise _Bad("unexpected end of statement while looking for matching single-quote")
        text, self.pos = self.source[self.pos : end], end + 1
        return f"'{text}'" if self.lexer.raw_quotes else text

    def double(self) -> str:
        self.next()
        out: list[str] = []
        while (char := self.peek()) != '"':
            if not char:
                raise _Bad("unexpected end of statement while looking for matching double-quote")
            if char == "$":
                out.append(self.dollar())
                continue
            self.next()
            if char == self.lexer.escape:
                if self.raw_escapes:
                    out.append(char)
                following = self.peek()
                if not following:
                    continue
                if following in ('"', "$", self.lexer.escape):
                    char = self.next()
            out.append(char)
        self.next()
        text = "".join(out)
        return f'"{text}"' if self.lexer.raw_quotes else text

    def heredoc(self) -> str:
        """`<<` and the blanks behind it belong to one word."""
        self.next()
        if self.peek() != "<":
            return "<"
        self.next()
        start = self.pos
        while self.peek() and self.peek() in "\t\r ":
            self.next()
        return "<<" + self.source[start : self.pos]

    def dollar(self) -> str:
        self.next()
        if self.peek() != "{":
            name = self.name()
            if not name:
                return "$"
            value = self.value(name)
            return f"${name}" if value is None and self.lexer.keep_unset else value or ""
        self.next()
        char = self.peek()
        if not char:
            raise _Bad("syntax error: missing '}'")
        if char in "{}:":
            raise _Bad("syntax error: bad substitution")
        return self.braces(self.name())

    def name(self) -> str:
        """Return a variable's name, a positional or a special parameter; empty if none is here."""
        start = self.pos
        char = self.peek()
        if char and (char.isdecimal() or char in _SPECIAL):
            self.next()
            while char.isdecimal() and self.peek().isdecimal():
                self.next()
            return self.source[start : self.pos]
        while (char := self.peek()) and (char.isalpha() or char.isdecimal() or char == "_"):
            self.next()
        return self.source[start : self.pos]

    def value(self, name: str) -> str | None:
        """Return what a variable holds; None if it is not set."""
        if name in self.env:
            self.matched[name] = None
            return self.env[name]
        self.unmatched[name] = None
        return None

    def braces(self, name: str) -> str:
        """Return a substitution in braces, from behind the name on."""
        sign = self.next()
        if sign == "}":
            value = self.value(name)
            return f"${{{name}}}" if value is None and self.lexer.keep_unset else value or ""
        if sign == "/":
            return self.replaced(name)
        colon = sign == ":"
        shown = sign or _END
        if colon:
            sign = self.next()
            shown += sign or _END
        if not colon and (not sign or sign not in "+-?#%"):
            raise _Bad(f"unsupported modifier ({shown}) in substitution")
        trims = sign in ("#", "%")
        if colon and trims:
            raise _Bad(f"unsupported modifier ({shown}) in substitution")
        word = self.closing("}", trims)
        value = self.value(name)
        if value is None and self.lexer.keep_unset:
            return f"${{{name}{shown}{word}}}"
        if trims:
            return _trimmed(sign, word, value or "")
        return self.chosen(name, sign, shown, word, value if value or not colon else None, value is None)

    def chosen(self, name: str, sign: str, shown: str, word: str, value: str | None, unset: bool) -> str:
        """`-`, `+` and `?`; `value` is None where the word takes its place."""
        if sign == "-":
            return word if value is None else value
        if sign == "+":
            return "" if value is None else word
        if sign != "?":
            raise _Bad(f"unsupported modifier ({shown}) in substitution")
        if value is None:
            forbidden = "unset" if unset else "empty"
            raise _Bad(f"{name}: {word or f'is not allowed to be {forbidden}'}")
        return value

    def closing(self, stop: str, raw_escapes: bool) -> str:
        """Return the part of a substitution up to `stop`."""
        try:
            return self.until(stop, raw_escapes)[0]
        except _Bad:
            if self.peek():
                raise
            raise _Bad("syntax error: missing '}'" if stop == "}" else "syntax error: missing '/' in ${}") from None

    def replaced(self, name: str) -> str:
        """`${x/pattern/word}`, with `//` for every match."""
        everywhere = self.peek() == "/"
        if everywhere:
            self.next()
        pattern = self.closing("/", True)
        word = self.closing("}", True)
        value = self.value(name)
        if value is None and self.lexer.keep_unset:
            return f"${{{name}/{pattern}/{word}}}"
        value = value or ""
        found = _pattern(pattern, True, False)
        if everywhere:
            return _replace_all(found, value, word)
        match = found.search(value)
        return value if match is None else value[: match.start()] + word + value[match.end() :]


def _pattern(pattern: str, greedy: bool, anchored: bool) -> re.Pattern[str]:
    """Return a shell pattern without brackets as a regular expression."""
    out = ["^"] if anchored else []
    pos = 0
    while pos < len(pattern):
        char = pattern[pos]
        pos += 1
        if char == "*":
            out.append(".*" if greedy else ".*?")
        elif char == "?":
            out.append(".")
        elif char == "\\":
            following = pattern[pos : pos + 1]
            if following and following in "}/":
                continue
            if not following or following not in "*?\\":
                raise _Bad(f"invalid pattern ({pattern}) in substitution: invalid escape '\\{following or _END}'")
            out.append("\\" + following)
            pos += 1
        else:
            out.append(re.escape(char))
    return re.compile("".join(out))


def _trimmed(sign: str, pattern: str, value: str) -> str:
    """`#` and `%`, doubled for the longest match: the suffix is found from behind, all reversed."""
    greedy = pattern.startswith(sign)
    pattern = pattern[1:] if greedy else pattern
    if sign == "#":
        match = _pattern(pattern, greedy, True).search(value)
        return value if match is None else value[match.end() :]
    value = value[::-1]
    match = _pattern(_reversed(pattern), greedy, True).search(value)
    return (value if match is None else value[match.end() :])[::-1]


def _reversed(pattern: str) -> str:
    """Return a pattern backwards, an escape still before what it escapes."""
    pieces = re.findall(r"\\.|.", pattern, re.DOTALL)
    return "".join(reversed(pieces))


def _replace_all(found: re.Pattern[str], value: str, word: str) -> str:
    """Every match replaced as Go does it: no empty match right behind another, `$` in the word a reference."""
    out: list[str] = []
    done = 0
    last = -1
    for match in found.finditer(value):
        if match.start() == match.end() == last:
            continue
        out += [value[done : match.start()], _referenced(word, match[0])]
        done = last = match.end()
    return "".join([*out, value[done:]])


def _referenced(word: str, whole: str) -> str:
    """`$0` is the match, `$$` a dollar sign, any other name nothing."""

    def reference(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        return "$" if match[0] == "$$" else whole if name == "0" else ""

    return re.sub(r"\$(?:\$|\{(\w+)\}|(\w+))", reference, word)
