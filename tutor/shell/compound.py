"""Reading of compound commands: `if`, `for`, `while`, `case` and the functions' definitions.

The one rule: in partial mode a missing end is taken as given. POSIX.1-2017, volume 3, 2.9.4 and 2.9.5.
"""

from __future__ import annotations

from tutor.shell.lines import KEYWORDS, LineReader
from tutor.shell.scanner import END, NAME, NAME_START
from tutor.shell.syntax import Case, Compound, For, Function, Group, If, Sequence, Simple, Subshell, While, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.syntax import AndOr, Command


def is_name(text: str) -> bool:
    """Return whether `text` can be the name of a variable."""
    return bool(text) and text[0] in NAME_START and NAME.issuperset(text)


class CompoundReader(LineReader):
    """Reads compound commands."""

    def command(self) -> Command | None:
        """Read one command; None if none begins here."""
        keyword = self.keyword()
        start, line = self.pos, self.line_of(self.pos)
        node: Compound
        if not keyword:
            if self.text[start] != "(":
                return self.simple(line)
            node = Subshell(start, line)
            self.take("operator", 1)
            node.body = self.body()
            self.close(")")
        elif keyword == "function":
            return self._function_keyword(line)
        elif keyword == "{":
            node = Group(start, line)
            self.take("keyword", 1)
            node.body = self.body()
            self.close("}")
        elif keyword == "if":
            node = self._if(If(start, line))
        elif keyword == "while" or keyword == "until":
            node = While(start, line)
            self.take("keyword", 5)
            node.until = keyword == "until"
            node.condition = self.body()
            self.close("do")
            node.body = self.body()
            self.close("done")
        elif keyword == "for":
            node = self._for(For(start, line))
        elif keyword == "case":
            node = self._case(Case(start, line))
        else:
            return None
        node.end = self.pos
        while self.redirect(node.redirects):
            node.end = self.pos
        return node

    def body(self, *, empty: bool = False) -> Sequence:
        """Read the commands inside a compound command; without `empty` there must be one."""
        char = self.newlines()
        start = self.pos
        items: list[AndOr] = []
        if self.nest(start):
            self.items(items)
            if not items and not empty and self.text[self.pos] != END:
                self.expected("")
        self.nesting -= 1
        del char
        return Sequence(items, start, items[-1].end if items else self.pos)

    def _if(self, node: If) -> If:
        node.branches = []
        node.otherwise = None
        keyword = "if"
        while True:
            if keyword == "else":
                self.take("keyword", 4)
                node.otherwise = self.body()
                break
            if keyword != "if" and keyword != "elif":
                break
            self.take("keyword", len(keyword))
            condition = self.body()
            self.close("then")
            node.branches.append((condition, self.body()))
            keyword = self.keyword()
        self.close("fi")
        return node

    def _for(self, node: For) -> For:
        self.take("keyword", 3)
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
        if self.is_word("in"):
            self.take("keyword", 2)
            node.words = []
            while True:
                self.blanks()
                item = self.word("argument")
                if item is None:
                    break
                node.words.append(item)
            char = self.blanks()
            if char == ";" and self.text[self.pos + 1] != ";":
                self.take("operator", 1)
            elif char != "\n":
                self.expected("")
        elif char == ";":
            self.take("operator", 1)
        self.close("do")
        node.body = self.body()
        self.close("done")
        return node

    def _case(self, node: Case) -> Case:
        self.take("keyword", 4)
        self.blanks()
        subject = self.word("argument")
        if subject is None:
            self.expected("word")
            subject = Word([], self.pos, self.pos, "")
        node.subject = subject
        node.branches = []
        self.newlines()
        if not self.is_word("in"):
            self.expected("in")
            return node
        self.take("keyword", 2)
        while True:
            char = self.newlines()
            if char == END or self.is_word("esac"):
                break
            if not self._branch(node):
                break
        self.close("esac")
        return node

    def _branch(self, node: Case) -> bool:
        """Read `pattern | pattern) commands ;;`; False if no other can follow."""
        if self.text[self.pos] == "(":
            self.take("operator", 1)
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
            self.take("operator", 1)
            self.blanks()
        if self.text[self.pos] != ")":
            self.expected(")")
            return False
        self.take("operator", 1)
        body = self.body(empty=True)
        node.branches.append((patterns, body))
        self.newlines()
        if self.text.startswith(";;", self.pos):
            self.take("operator", 2)
            return True
        if not self.is_word("esac"):
            self.expected(";;")
            return False
        return False

    def function(self, simple: Simple) -> Function | Simple:
        """Read the rest of `name() command`, the name being read and the parenthesis next."""
        name = simple.words[0]
        start = self.pos
        self.take("operator", 1)
        if self.blanks() != ")":
            if self.text[self.pos] == END and self.partial:
                self.incomplete = self.incomplete or ")"
                return simple
            self.pos = start + 1 if not self.partial else self.pos
            if self.partial:
                self.expected(")")
                return simple
            self.expected(")") if self.text[self.pos] in "\0" else self._unexpected_parenthesis(start)
        self.take("operator", 1)
        self.commands.remove(simple)
        written = self.text[name.start : name.end]
        if not is_name(written):
            self.fail("bad function name", name.start, name.end, "Bad function name")
        return self._function_body(Function(written, simple.start, simple.line))

    def _unexpected_parenthesis(self, start: int) -> None:
        name, end = self.token_here()
        name = name if name[1:-1] not in KEYWORDS else "word"
        self.fail(f'unexpected {name} (expecting ")")', start, end, f'{name} unexpected (expecting ")")')

    def _function_keyword(self, line: int) -> Function | None:
        """Read `function name { … }`."""
        start = self.pos
        self.take("keyword", 8)
        self.blanks()
        word = self.word("command")
        if word is None:
            self.expected("word")
            return None
        if self.blanks() == "(":
            self.take("operator", 1)
            self.blanks()
            self.close(")")
        return self._function_body(Function(self.text[word.start : word.end], start, line))

    def _function_body(self, node: Function) -> Function:
        self.newlines()
        start = self.pos
        body = self.command()
        if body is None:
            self.expected("")
            body = Simple(start, node.line)
        node.body = body
        node.end = body.end
        node.text = self.text[node.start : node.end]
        node.pending = list(self.heredocs)
        return node

    # what the grammar of lists gives

    def items(self, items: list[AndOr], one_line: bool = False) -> None:
        """Read and-or lists with their separators into `items`, up to a token that cannot begin one."""
        raise NotImplementedError

    def simple(self, line: int) -> Command | None:
        """Read a simple command."""
        raise NotImplementedError
