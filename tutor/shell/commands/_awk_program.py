"""Awk programs: rules and functions.

The one rule: a text is read to its end before anything of it is run.
"""

from __future__ import annotations

from tutor.shell.commands._awk_lexer import SyntaxFault
from tutor.shell.commands._awk_parser import Function
from tutor.shell.commands._awk_statements import ENDS, StatementParser
from tutor.shell.commands._awk_values import is_true

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.commands._awk_code import Code, Expression
    from tutor.shell.commands._awk_parser import Statement


class Rule:
    """A pattern and what is done with the records that it chooses."""

    def __init__(self, patterns: list[Expression], action: Statement) -> None:
        self.patterns = patterns
        self.action = action
        self.inside = False

    def run(self) -> None:
        """Deal with the record."""
        patterns = self.patterns
        if not patterns or (is_true(patterns[0].get()) if len(patterns) == 1 else self._in_range()):
            self.action()

    def _in_range(self) -> bool:
        first, last = self.patterns
        if not self.inside and not is_true(first.get()):
            return False
        self.inside = not is_true(last.get())
        return True


class Program:
    """What was read of all program texts."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.begin: list[Statement] = []
        self.rules: list[Rule] = []
        self.end: list[Statement] = []
        self.functions: dict[str, Function] = {}

    def add(self, text: str, name: str) -> None:
        """Add a program text; `name` is what it is called in messages. Raises SyntaxFault."""
        _Parser(self, text, name).program()


class _Parser(StatementParser):
    """Reads one program text."""

    def __init__(self, program: Program, text: str, name: str) -> None:
        super().__init__(program.code, text, program.functions, name)
        self.into = program

    def program(self) -> None:
        """Read everything."""
        self.newlines()
        while not self.sees("eof"):
            self.item()
            if self.takes(";"):
                self.newlines()
                continue
            self.newlines()

    def item(self) -> None:
        """Read a rule or a function."""
        if self.takes("BEGIN"):
            self.into.begin.append(self.block())
        elif self.takes("END"):
            self.into.end.append(self.block())
        elif self.takes("function"):
            self.function()
        elif self.sees("{"):
            self.into.rules.append(Rule([], self.block()))
        else:
            patterns = self.expressions("{")
            if len(patterns) > 2:
                self.unexpected()
            action = self.block() if self.sees("{") else self.printing([], "", None)
            if not self.sees(*ENDS) and not self.at_item():
                self.unexpected()
            self.into.rules.append(Rule(patterns, action))

    def at_item(self) -> bool:
        """Whether something new may begin here: an action has just ended."""
        return self.tokens[self.at - 1].kind == "}"

    def function(self) -> None:
        """Read a function."""
        if not self.sees("name", "call"):
            self.unexpected()
        token = self.next()
        function = self.functions.setdefault(token.text, Function(token.text))
        if function.body is not None:
            raise SyntaxFault("Duplicate function", token.line)
        self.need("(")
        self.locals = {}
        while not self.takes(")"):
            name = self.need("name").text
            self.locals[name] = len(self.locals)
            if not self.sees(")"):
                self.need(",")
                if self.sees(")"):
                    self.unexpected()
        function.count = len(self.locals)
        function.body = lambda: None
        self.newlines()
        function.body = self.block()
        self.locals = {}
