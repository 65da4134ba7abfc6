"""The grammar of the shell: commands, lists, compound commands, here-documents.

The one rule: `parse` (strict), `parse_partial` (tolerant) and the interpreter's line-by-line reading are the same
parser; only what happens at a fault differs. POSIX.1-2017, volume 3, 2.10.
"""

from __future__ import annotations

from tutor.shell.compound import CompoundReader, is_name
from tutor.shell.lines import CLOSING, KEYWORDS
from tutor.shell.scanner import DIGITS, END, NAME, NAME_START, WORD_END
from tutor.shell.syntax import (
    AndOr,
    Assignment,
    Literal,
    Pipeline,
    Redirect,
    Script,
    Sequence,
    ShellSyntaxError,
    Simple,
    Token,
    Word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.shell.syntax import Command

__all__ = ["KEYWORDS", "Parser", "is_name", "parse", "parse_partial", "split_commands"]


class Parser(CompoundReader):
    """Reads commands from a text; `aliases` are replaced where a command name stands (strict mode only)."""

    def __init__(
        self,
        text: str,
        *,
        partial: bool = False,
        tokens: list[Token] | None = None,
        line: int = 1,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(text, partial=partial, tokens=tokens, line=line)
        self.aliases = aliases
        self._alias_ends: dict[str, int] = {}
        self._alias_next = -1
        self.heredocs: list[Redirect] = []

    def inner(self, text: str, line: int) -> Parser:
        """Return a parser for the commands inside backquotes."""
        return Parser(text, partial=self.partial, line=line, aliases=self.aliases)

    def commands_of_line(self) -> Sequence | None:
        """Read the next complete command: everything up to the end of its last line. None at the end of the text."""
        while True:
            char = self.newlines()
            start = self.pos
            if char == END:
                return None
            items: list[AndOr] = []
            self.items(items, one_line=True)
            char = self.blanks()
            if char == "\n" or char == END:
                if char == "\n":
                    self.pos += 1
                if self.heredocs:
                    self.read_heredocs()
                return Sequence(items, start, self.pos)
            self.stray()
            if items:
                return Sequence(items, start, self.pos)

    def stray(self) -> None:
        """Complain about the token that begins here and skip it."""
        _, end = self.token_here()
        start = self.pos
        self.expected("")
        self.emit("error", start, end)
        self.pos = max(end, start + 1)
        char = self.blanks()
        if char in ";&" and self.text[self.pos + 1] != char:
            self.take("operator", 1)

    def whole(self) -> Sequence:
        """Read commands up to the end of the text."""
        start = self.pos
        items: list[AndOr] = []
        while (line := self.commands_of_line()) is not None:
            items += line.items
        return Sequence(items, start, self.pos)

    def nested_sequence(self) -> Sequence:
        """Read commands up to a closing token or the end; here-documents that begin inside end inside."""
        outer, self.heredocs = self.heredocs, []
        start = self.pos
        items: list[AndOr] = []
        while True:
            self.items(items)
            if self.partial and self.text[self.pos] not in ")\0":
                self.stray()
                continue
            break
        if self.heredocs and self.text[self.pos] != END:
            self.heredocs = outer + self.heredocs
        else:
            self.read_heredocs()
            self.heredocs = outer
        return Sequence(items, start, self.pos)

    def items(self, items: list[AndOr], one_line: bool = False) -> None:
        """Read and-or lists with their separators into `items`, up to a token that cannot begin one."""
        while True:
            char = self.blanks() if one_line else self.newlines()
            if char in "\n)\0" or self.keyword() in CLOSING or (char == ";" and self.text[self.pos + 1] == ";"):
                return
            item = self._and_or()
            if item is None and self.text[self.pos] == END:
                return
            if item is None:
                if one_line or not self.partial:
                    self.expected("") if not items or not one_line else None
                    return
                self.stray()
                continue
            items.append(item)
            char = self.blanks()
            if char == "&" and self.text[self.pos + 1] != "&":
                item.background = True
                item.text = self.text[item.start : item.end]
                self.take("operator", 1)
            elif char == ";" and self.text[self.pos + 1] != ";":
                self.take("operator", 1)
            elif char != "\n" or one_line:
                return

    def _and_or(self) -> AndOr | None:
        first = self._pipeline()
        if first is None:
            return None
        node = AndOr(first)
        while True:
            char = self.blanks()
            if char not in "&|" or self.text[self.pos + 1] != char:
                return node
            self.take("operator", 2)
            self.newlines()
            following = self._pipeline()
            if following is None:
                self.expected("")
                return node
            node.operators.append(char * 2)
            node.pipelines.append(following)
            node.end = following.end

    def _pipeline(self) -> Pipeline | None:
        start = self.pos
        negated = self.keyword() == "!"
        if negated:
            self.take("keyword", 1)
            self.blanks()
            if self.keyword() == "!":
                self.expected("")
        command = self.command()
        if command is None:
            if negated:
                self.expected("")
            return None
        node = Pipeline([command], negated, start, command.end)
        while self.blanks() == "|" and self.text[self.pos + 1] != "|":
            self.take("operator", 1)
            self.newlines()
            command = self.command()
            if command is None:
                self.expected("")
                break
            node.commands.append(command)
            node.end = command.end
        return node

    def simple(self, line: int) -> Command | None:
        """Read a simple command (or the function definition that begins as one); None if none begins here."""
        start = self.pos
        node = Simple(start, line)
        self.commands.append(node)
        words, assigning = node.words, True
        while True:
            char = self.blanks()
            pos = self.pos
            if char in WORD_END:
                if char in "<>&|" and self._operator(node, char):
                    continue
                if char == "(" and len(words) == 1 and not node.assignments and not node.redirects:
                    return self.function(node)
                break
            if char in DIGITS and self.redirect(node.redirects):
                node.end = self.pos
                continue
            if assigning:
                if char in NAME_START and self._assignment(node):
                    node.end = self.pos
                    continue
                if self.aliases and self._alias():
                    if not words and self.keyword():
                        self.commands.pop()
                        return self.command()
                    continue
                assigning = False
                kind = "command"
            elif pos == self._alias_next and self.aliases and self._alias():
                continue
            else:
                kind = "option" if char == "-" else "argument"
            word = self.word(kind)
            if word is None:
                continue
            words.append(word)
            node.end = self.pos
        if not words and not node.assignments and not node.redirects:
            self.commands.remove(node)
            return None
        return node

    def _operator(self, node: Simple, char: str) -> bool:
        """Read a redirection, or the `&&` or `||` that is a word between `[[` and `]]`."""
        pos = self.pos
        following = self.text[pos + 1]
        if char in "<>" or (char == "&" and following == ">"):
            self.redirect(node.redirects)
        elif following == char and self._in_brackets(node.words):
            node.words.append(Word([Literal(char * 2, True, pos, pos + 2)], pos, pos + 2, char * 2))
            self.take("argument", 2)
        else:
            return False
        node.end = self.pos
        return True

    def _in_brackets(self, words: list[Word]) -> bool:
        """Return whether a `[[` is still open; like busybox: one at any place, if it is written without quotes."""
        for word in reversed(words):
            written = self.text[word.start : word.end]
            if written in ("[[", "]]"):
                return written == "[["
        return False

    def _assignment(self, node: Simple) -> bool:
        """Read `name=value` if it begins here."""
        text, start = self.text, self.pos
        end = start + 1
        while text[end] in NAME:
            end += 1
        if text[end] != "=":
            return False
        name = text[start:end]
        self.pos = end + 1
        self.emit("assignment", start, end + 1)
        value = self.word("argument") or Word([], end + 1, end + 1, "")
        node.assignments.append(Assignment(name, value, start, self.pos))
        return True

    def _alias(self) -> bool:
        """Replace the alias that begins here by its value."""
        text, start = self.text, self.pos
        end = start
        while text[end] not in WORD_END:
            end += 1
        name = text[start:end]
        self._alias_ends = {known: until for known, until in self._alias_ends.items() if until > start}
        value = self.aliases.get(name) if self.aliases else None
        if value is None or name in self._alias_ends or name in KEYWORDS:
            return False
        self.text = text[:start] + value + " " + text[end:]
        grown = len(value) + 1 - (end - start)
        self.size += grown
        self._alias_ends = {known: until + grown for known, until in self._alias_ends.items()}
        self._alias_ends[name] = start + len(value) + 1
        if value[-1:] in (" ", "\t"):
            following = start + len(value) + 1
            while self.text[following] in " \t":
                following += 1
            self._alias_next = following
        return True


def parse(text: str, aliases: Mapping[str, str] | None = None) -> Script:
    """Parse the whole of `text`; raises ShellSyntaxError at the first fault."""
    parser = Parser(text, aliases=aliases)
    body = parser.whole()
    return Script(text, body, parser.commands, [], None, [])


_recent: dict[str, Script] = {}


def parse_partial(text: str) -> Script:
    """Parse as much of `text` as there is: never raises; says what is missing and wrong; has tokens."""
    known = _recent.get(text)
    if known is not None:
        return known
    tokens: list[Token] = []
    parser = Parser(text, partial=True, tokens=tokens)
    body = parser.whole()
    script = Script(text, body, parser.commands, tokens, parser.incomplete, parser.errors)
    if len(_recent) >= 32:
        del _recent[next(iter(_recent))]
    _recent[text] = script
    return script


def split_commands(text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Return the complete commands at the top of a script, each as its source and span, comments left out.

    A complete command is all that stands on its lines, compound commands and here-documents included. What follows a
    syntax error is one last piece, so that running it reports the error.
    """
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    parser = Parser(text)
    start = 0
    try:
        while (line := parser.commands_of_line()) is not None:
            start = parser.pos
            yield text[line.start : line.end].rstrip("\n"), (line.start, line.end)
    except ShellSyntaxError:
        rest = text[start:]
        yield rest.strip("\n"), (start, len(text))
