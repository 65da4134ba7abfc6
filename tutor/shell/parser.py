"""The grammar of the shell: commands, lists, compound commands, here-documents.

The one rule: `parse` (strict), `parse_partial` (tolerant) and the interpreter's line-by-line reading are the same
parser; only what happens at a fault differs. POSIX.1-2017, volume 3, 2.10.
"""

from __future__ import annotations

from tutor.shell.syntax import (
    AndOr,
    Assignment,
    Case,
    Compound,
    For,
    Function,
    Group,
    If,
    Literal,
    Pipeline,
    Redirect,
    Script,
    Sequence,
    ShellSyntaxError,
    Simple,
    Subshell,
    Token,
    While,
    Word,
)
from tutor.shell.words import DIGITS, END, NAME, NAME_START, WORD_END, WordReader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.shell.syntax import Command

KEYWORDS = frozenset(
    {
        "!",
        "{",
        "}",
        "case",
        "do",
        "done",
        "elif",
        "else",
        "esac",
        "fi",
        "for",
        "function",
        "if",
        "then",
        "until",
        "while",
    }
)
CLOSING = frozenset({"}", "do", "done", "elif", "else", "esac", "fi", "then"})
REDIRECTS = ("&>", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">")


def is_name(text: str) -> bool:
    """Return whether `text` can be the name of a variable."""
    return bool(text) and text[0] in NAME_START and NAME.issuperset(text)


class Parser(WordReader):
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
        self._heredocs: list[Redirect] = []

    def inner(self, text: str, line: int) -> Parser:
        """Return a parser for the commands inside backquotes."""
        return Parser(text, partial=self.partial, line=line, aliases=self.aliases)

    # blanks and what follows them

    def blanks(self) -> str:
        """Skip blanks, escaped line ends and a comment; return the next character."""
        text, pos = self.text, self.pos
        while True:
            char = text[pos]
            if char == " " or char == "\t":
                pos += 1
            elif char == "\\" and text[pos + 1] == "\n":
                pos += 2
                if pos >= self.size:
                    self.note_continuation()
            elif char == "#":
                end = text.find("\n", pos)
                end = self.size if end < 0 else end
                self.emit("comment", pos, end)
                pos = end
            else:
                self.pos = pos
                return char

    def newlines(self) -> str:
        """Skip blanks and line ends (reading here-documents); return the next character."""
        while (char := self.blanks()) == "\n":
            self.pos += 1
            if self._heredocs:
                self._read_heredocs()
        return char

    def _keyword(self) -> str:
        """Return the reserved word that begins here, "" if none does. Nothing is read."""
        text, start = self.text, self.pos
        end = start
        while text[end] not in WORD_END:
            end += 1
        word = text[start:end]
        return word if word in KEYWORDS else ""

    def _take(self, kind: str, size: int) -> None:
        self.emit(kind, self.pos, self.pos + size)
        self.pos += size

    def _token_here(self) -> tuple[str, int]:
        """Return how the next token is called in messages, and where it ends."""
        char = self.blanks()
        text, pos = self.text, self.pos
        if char == END:
            return "end of file", pos
        if char == "\n":
            return "newline", pos + 1
        if char in "<>":
            return "redirection", pos + len(self._redirect_operator())
        for operator in ("&&", "||", ";;", "&", "|", ";", "(", ")"):
            if text.startswith(operator, pos):
                return f'"{operator}"', pos + len(operator)
        keyword = self._keyword()
        if keyword:
            return f'"{keyword}"', pos + len(keyword)
        end = pos
        while text[end] not in WORD_END:
            end += 1
        return "word", end

    def expected(self, token: str) -> None:
        """Complain that `token` (or anything, if empty) does not come here."""
        name, end = self._token_here()
        hint = ""
        if token:
            hint = f" (expecting {token})" if token == "word" else f' (expecting "{token}")'
        if name == "end of file":
            if not self.partial:
                at = self.size
                message, dash = f"unexpected {name}{hint}", f"{name} unexpected{hint}"
                raise ShellSyntaxError(message, at, at, self.line_of(at), dash)
            if self.incomplete is None:
                self.incomplete = "esac" if token == ";;" else token or "command"
            return
        if name == "newline":
            self.line_of(end)
        self.fail(f"unexpected {name}{hint}", self.pos, end, f"{name} unexpected{hint}")

    def _close(self, token: str) -> None:
        """Read the keyword or operator `token`, which must come here."""
        char = self.blanks() if token in (")", ";;") else self.newlines()
        if char != END and (
            self.text.startswith(token, self.pos) if token in (")", ";;") else self._keyword() == token
        ):
            self._take("operator" if token in (")", ";;") else "keyword", len(token))
        else:
            self.expected(token)

    # lists

    def commands_of_line(self) -> Sequence | None:
        """Read the next complete command: everything up to the end of its last line. None at the end of the text."""
        while True:
            char = self.newlines()
            start = self.pos
            if char == END:
                return None
            items: list[AndOr] = []
            self._items(items, one_line=True)
            char = self.blanks()
            if char == "\n" or char == END:
                if char == "\n":
                    self.pos += 1
                if self._heredocs:
                    self._read_heredocs()
                return Sequence(items, start, self.pos)
            self._stray()
            if items:
                return Sequence(items, start, self.pos)

    def _stray(self) -> None:
        """Complain about the token that begins here and skip it."""
        _, end = self._token_here()
        start = self.pos
        self.expected("")
        self.emit("error", start, end)
        self.pos = max(end, start + 1)

    def whole(self) -> Sequence:
        """Read commands up to the end of the text."""
        start = self.pos
        items: list[AndOr] = []
        while (line := self.commands_of_line()) is not None:
            items += line.items
        return Sequence(items, start, self.pos)

    def nested_sequence(self) -> Sequence:
        """Read commands up to a closing token or the end; here-documents that begin inside end inside."""
        outer, self._heredocs = self._heredocs, []
        start = self.pos
        items: list[AndOr] = []
        while True:
            self._items(items)
            if self.partial and self.text[self.pos] not in ")\0":
                self._stray()
                continue
            break
        if self._heredocs and self.text[self.pos] != END:
            self._heredocs = outer + self._heredocs
        else:
            self._read_heredocs()
            self._heredocs = outer
        return Sequence(items, start, self.pos)

    def _body(self, *, empty: bool = False) -> Sequence:
        """Read the commands inside a compound command; without `empty` there must be one."""
        char = self.newlines()
        start = self.pos
        items: list[AndOr] = []
        if self._nest(start):
            self._items(items)
            if not items and not empty and self.text[self.pos] != END:
                self.expected("")
        self.nesting -= 1
        del char
        return Sequence(items, start, items[-1].end if items else self.pos)

    def _items(self, items: list[AndOr], one_line: bool = False) -> None:
        """Read and-or lists with their separators into `items`, up to a token that cannot begin one."""
        while True:
            char = self.blanks() if one_line else self.newlines()
            if char in "\n)\0" or self._keyword() in CLOSING or (char == ";" and self.text[self.pos + 1] == ";"):
                return
            item = self._and_or()
            if item is None:
                if one_line or not self.partial:
                    self.expected("") if not items or not one_line else None
                    return
                self._stray()
                continue
            items.append(item)
            char = self.blanks()
            if char == "&" and self.text[self.pos + 1] != "&":
                item.background = True
                item.text = self.text[item.start : item.end]
                self._take("operator", 1)
            elif char == ";" and self.text[self.pos + 1] != ";":
                self._take("operator", 1)
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
            self._take("operator", 2)
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
        negated = self._keyword() == "!"
        if negated:
            self._take("keyword", 1)
            self.blanks()
            if self._keyword() == "!":
                self.expected("")
        command = self._command()
        if command is None:
            if negated:
                self.expected("")
            return None
        node = Pipeline([command], negated, start, command.end)
        while self.blanks() == "|" and self.text[self.pos + 1] != "|":
            self._take("operator", 1)
            self.newlines()
            command = self._command()
            if command is None:
                self.expected("")
                break
            node.commands.append(command)
            node.end = command.end
        return node

    # commands

    def _command(self) -> Command | None:
        """Read one command; None if none begins here."""
        keyword = self._keyword()
        start, line = self.pos, self.line_of(self.pos)
        node: Compound
        if not keyword:
            if self.text[start] != "(":
                return self._simple(line)
            node = Subshell(start, line)
            self._take("operator", 1)
            node.body = self._body()
            self._close(")")
        elif keyword == "function":
            return self._function_keyword(line)
        elif keyword == "{":
            node = Group(start, line)
            self._take("keyword", 1)
            node.body = self._body()
            self._close("}")
        elif keyword == "if":
            node = self._if(If(start, line))
        elif keyword == "while" or keyword == "until":
            node = While(start, line)
            self._take("keyword", 5)
            node.until = keyword == "until"
            node.condition = self._body()
            self._close("do")
            node.body = self._body()
            self._close("done")
        elif keyword == "for":
            node = self._for(For(start, line))
        elif keyword == "case":
            node = self._case(Case(start, line))
        else:
            return None
        node.end = self.pos
        while self._redirect(node.redirects):
            node.end = self.pos
        return node

    def _if(self, node: If) -> If:
        node.branches = []
        node.otherwise = None
        keyword = "if"
        while True:
            if keyword == "else":
                self._take("keyword", 4)
                node.otherwise = self._body()
                break
            if keyword != "if" and keyword != "elif":
                break
            self._take("keyword", len(keyword))
            condition = self._body()
            self._close("then")
            node.branches.append((condition, self._body()))
            keyword = self._keyword()
        self._close("fi")
        return node

    def _for(self, node: For) -> For:
        self._take("keyword", 3)
        self.blanks()
        start = self.pos
        word = self.word("variable")
        node.name = self.text[start : self.pos]
        node.words = None
        node.body = Sequence([], start, start)
        if word is None or not is_name(node.name):
            if self.text[start] == END and self.partial:
                self.incomplete = self.incomplete or "word"
            else:
                self.fail("bad for loop variable", start, self.pos, "Bad for loop variable")
        char = self.newlines()
        if self._is_word("in"):
            self._take("keyword", 2)
            node.words = []
            while True:
                self.blanks()
                item = self.word("argument")
                if item is None:
                    break
                node.words.append(item)
            char = self.blanks()
            if char == ";" and self.text[self.pos + 1] != ";":
                self._take("operator", 1)
            elif char != "\n":
                self.expected("")
        elif char == ";":
            self._take("operator", 1)
        self._close("do")
        node.body = self._body()
        self._close("done")
        return node

    def _is_word(self, word: str) -> bool:
        text, end = self.text, self.pos + len(word)
        return text.startswith(word, self.pos) and text[end] in WORD_END

    def _case(self, node: Case) -> Case:
        self._take("keyword", 4)
        self.blanks()
        subject = self.word("argument")
        if subject is None:
            self.expected("word")
            subject = Word([], self.pos, self.pos, "")
        node.subject = subject
        node.branches = []
        self.newlines()
        if not self._is_word("in"):
            self.expected("in")
            return node
        self._take("keyword", 2)
        while True:
            char = self.newlines()
            if char == END or self._is_word("esac"):
                break
            if not self._branch(node):
                break
        self._close("esac")
        return node

    def _branch(self, node: Case) -> bool:
        """Read `pattern | pattern) commands ;;`; False if no other can follow."""
        if self.text[self.pos] == "(":
            self._take("operator", 1)
            self.blanks()
        patterns: list[Word] = []
        while True:
            pattern = self.word("argument")
            if pattern is None:
                self.expected("word")
                return False
            patterns.append(pattern)
            if self.blanks() != "|":
                break
            self._take("operator", 1)
            self.blanks()
        if self.text[self.pos] != ")":
            self.expected(")")
            return False
        self._take("operator", 1)
        body = self._body(empty=True)
        node.branches.append((patterns, body))
        self.newlines()
        if self.text.startswith(";;", self.pos):
            self._take("operator", 2)
            return True
        if not self._is_word("esac"):
            self.expected(";;")
            return False
        return False

    def _simple(self, line: int) -> Simple | Function | None:
        text, start = self.text, self.pos
        node = Simple(start, line)
        self.commands.append(node)
        words, assigning = node.words, True
        while True:
            char = self.blanks()
            pos = self.pos
            if char in WORD_END:
                if (char in "<>" or (char == "&" and text[pos + 1] == ">")) and self._redirect(node.redirects):
                    node.end = self.pos
                    continue
                if (
                    char in "&|"
                    and text[pos + 1] == char
                    and words
                    and words[0].plain == "[["
                    and not self._closed(words)
                ):
                    words.append(Word([Literal(char * 2, True, pos, pos + 2)], pos, pos + 2, char * 2))
                    self._take("argument", 2)
                    continue
                if char == "(" and len(words) == 1 and not node.assignments and not node.redirects:
                    return self._function(node)
                break
            if char in DIGITS and self._redirect(node.redirects):
                node.end = self.pos
                continue
            if assigning:
                if char in NAME_START and self._assignment(node):
                    node.end = self.pos
                    continue
                if self.aliases and self._alias():
                    if not words and self._keyword():
                        self.commands.pop()
                        replaced = self._command()
                        return replaced if isinstance(replaced, (Simple, Function)) or replaced is None else replaced  # type: ignore[return-value]
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

    def _closed(self, words: list[Word]) -> bool:
        """Return whether `[[` has found its `]]`: before it, `&&` and `||` are words."""
        return words[-1].plain == "]]"

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

    # functions

    def _function(self, simple: Simple) -> Function | Simple:
        """Read the rest of `name() command`, the name being read and the parenthesis next."""
        name = simple.words[0]
        start = self.pos
        self._take("operator", 1)
        if self.blanks() != ")":
            if self.text[self.pos] == END and self.partial:
                self.incomplete = self.incomplete or ")"
                return simple
            self.pos = start + 1 if not self.partial else self.pos
            if self.partial:
                self.expected(")")
                return simple
            self.expected(")") if self.text[self.pos] in "\0" else self._unexpected_parenthesis(start)
        self._take("operator", 1)
        self.commands.remove(simple)
        written = self.text[name.start : name.end]
        if not is_name(written):
            self.fail("bad function name", name.start, name.end, "Bad function name")
        return self._function_body(Function(written, simple.start, simple.line))

    def _unexpected_parenthesis(self, start: int) -> None:
        name, end = self._token_here()
        name = name if name[1:-1] not in KEYWORDS else "word"
        self.fail(f'unexpected {name} (expecting ")")', start, end, f'{name} unexpected (expecting ")")')

    def _function_keyword(self, line: int) -> Function | None:
        """Read `function name { … }`."""
        start = self.pos
        self._take("keyword", 8)
        self.blanks()
        word = self.word("command")
        if word is None:
            self.expected("word")
            return None
        if self.blanks() == "(":
            self._take("operator", 1)
            self.blanks()
            self._close(")")
        return self._function_body(Function(self.text[word.start : word.end], start, line))

    def _function_body(self, node: Function) -> Function:
        self.newlines()
        start = self.pos
        body = self._command()
        if body is None:
            self.expected("")
            body = Simple(start, node.line)
        node.body = body
        node.end = body.end
        node.text = self.text[node.start : node.end]
        node.pending = list(self._heredocs)
        return node

    # redirections

    def _redirect_operator(self) -> str:
        for operator in REDIRECTS:
            if self.text.startswith(operator, self.pos):
                return operator
        return ""

    def _redirect(self, redirects: list[Redirect]) -> bool:
        """Read one redirection if one begins here."""
        char = self.blanks()
        text, start = self.text, self.pos
        number = None
        if char in DIGITS:
            end = start + 1
            while text[end] in DIGITS:
                end += 1
            if text[end] not in "<>":
                return False
            number = int(text[start:end])
            self.pos = end
        elif char not in "<>" and (char != "&" or text[start + 1] != ">"):
            return False
        operator = self._redirect_operator()
        self.pos += len(operator)
        self.emit("redirect", start, self.pos)
        self.blanks()
        at = self.pos
        target = self.word("heredoc" if operator.startswith("<<") else "argument")
        if target is None:
            self.expected("")
            target = Word([], at, at, "")
            redirects.append(Redirect(number, operator, target, start, self.pos))
            return True
        node = Redirect(number, operator, target, start, self.pos)
        redirects.append(node)
        if operator.startswith("<<"):
            self._heredocs.append(node)
        return True

    def _read_heredocs(self) -> None:
        """Read the bodies of the here-documents that began on the line before."""
        waiting, self._heredocs = self._heredocs, []
        for node in waiting:
            self._read_heredoc(node)

    def _read_heredoc(self, node: Redirect) -> None:
        text, start = self.text, self.pos
        target = node.target
        quoted = any(isinstance(part, Literal) and part.quoted for part in target.parts)
        delimiter = "".join(
            part.text if isinstance(part, Literal) else text[part.start : part.end] for part in target.parts
        )
        strip = node.operator == "<<-"
        pos = start
        while True:
            end = text.find("\n", pos)
            stop = self.size if end < 0 else end
            line = text[pos:stop].lstrip("\t") if strip else text[pos:stop]
            if line == delimiter and (pos < self.size or end >= 0):
                break
            pos = stop + 1
            if end < 0:
                pos = stop
                if self.partial and self.incomplete is None:
                    self.incomplete = "heredoc"
                break
        if quoted:
            body = text[start:pos]
            if strip:
                body = "\n".join(part.lstrip("\t") for part in body.split("\n"))
            node.body = Word([Literal(body, True, start, pos)], start, pos, body)
            self.emit("heredoc", start, pos)
        else:
            node.body = self.quoted_text(pos, "heredoc", strip)
        self.pos = max(self.pos, stop)
        self.emit("heredoc", pos, self.pos)
        if text[self.pos] == "\n":
            self.pos += 1
        node.raw = text[start : self.pos].removesuffix("\n")


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
