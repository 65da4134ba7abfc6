"""From the tokens of an awk program to what it does: expressions. Statements are in `_awk_program`.

The one rule: each method reads one level of the grammar and leaves the token behind it unread. POSIX.1-2017, volume 3,
awk, "Grammar"; `cmd | getline` and `getline < file` take strings that are put together, as busybox does.
"""

from __future__ import annotations

from tutor.shell.commands._awk_code import Code, Expression, Group, Place
from tutor.shell.commands._awk_functions import call
from tutor.shell.commands._awk_lexer import SyntaxFault, Token, tokens
from tutor.shell.commands._awk_values import UNSET, AwkError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from tutor.shell.commands._awk_values import Array, Unset

    Statement = Callable[[], "int | None"]

BREAK, CONTINUE, RETURN = 1, 2, 3
"""What a statement tells the one around it; None: go on."""
_COMPARISONS = frozenset(("<", "<=", "==", "!=", ">", ">="))
_ASSIGNMENTS = {"+=": "+", "-=": "-", "*=": "*", "/=": "/", "%=": "%", "^=": "^"}
_STARTS = frozenset(
    ("number", "string", "name", "call", "builtin", "$", "!", "(", "-", "+", "++", "--", "getline", "regex")
)
_JOINS = _STARTS - {"-", "+", "regex"}
"""What may follow an operand to be put behind it."""


class Function:
    """A function of the program; `body` is known once its declaration has been read."""

    __slots__ = ("body", "count", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self.body: Statement | None = None


class ExpressionParser:
    """Reads expressions."""

    def __init__(self, code: Code, text: str, functions: dict[str, Function]) -> None:
        self.code = code
        self.functions = functions
        self.tokens = tokens(text)
        self.at = 0
        self.locals: dict[str, int] = {}
        self.no_in = 0
        self.no_greater = 0

    # tokens

    @property
    def token(self) -> Token:
        """The token that is to be read."""
        return self.tokens[self.at]

    def sees(self, *kinds: str) -> bool:
        """Whether the token is of one of some kinds."""
        return self.tokens[self.at].kind in kinds

    def next(self) -> Token:
        """Read the token."""
        token = self.tokens[self.at]
        self.at += 1
        return token

    def takes(self, kind: str) -> bool:
        """Read the token if it is of a kind; whether it was."""
        if self.tokens[self.at].kind != kind:
            return False
        self.at += 1
        return True

    def need(self, kind: str) -> Token:
        """Read a token of a kind. Raises SyntaxFault where there is another one."""
        if self.tokens[self.at].kind != kind:
            self.unexpected()
        return self.next()

    def unexpected(self) -> NoReturn:
        """Refuse the token."""
        before = self.tokens[self.at - 1].kind if self.at else "newline"
        word = self.token.kind[:1].isalpha()
        what = "end of string" if word and before in ("newline", "eof") else "token"
        raise SyntaxFault(f"Unexpected {what}", self.token.line)

    def newlines(self) -> None:
        """Pass over line ends."""
        while self.sees("newline"):
            self.at += 1

    # expressions

    def expression(self) -> Expression:
        """Read an expression."""
        condition = self.alternative()
        if self.takes("?"):
            self.newlines()
            yes = self.expression()
            self.newlines()
            self.need(":")
            self.newlines()
            return self.code.choice(condition, yes, self.expression())
        if isinstance(condition, Place):
            if self.takes("="):
                return self.code.assign(condition, self.expression())
            operator = _ASSIGNMENTS.get(self.token.kind)
            if operator is not None:
                self.at += 1
                return self.code.change(condition, operator, self.expression())
        return condition

    def expressions(self, *ends: str) -> list[Expression]:
        """Read expressions between commas up to one of some tokens, which stays unread."""
        found: list[Expression] = []
        if self.sees(*ends):
            return found
        while True:
            found.append(self.expression())
            if not self.takes(","):
                return found
            self.newlines()

    def enclosed(self, close: str) -> list[Expression]:
        """Read expressions up to a closing token, within which `>` and `in` are operators as ever."""
        saved = self.no_in, self.no_greater
        self.no_in = self.no_greater = 0
        self.newlines()
        found = self.expressions(close)
        self.newlines()
        self.need(close)
        self.no_in, self.no_greater = saved
        return found

    def alternative(self) -> Expression:
        left = self.conjunction()
        while self.takes("||"):
            self.newlines()
            left = self.code.either(left, self.conjunction())
        return left

    def conjunction(self) -> Expression:
        left = self.membership()
        while self.takes("&&"):
            self.newlines()
            left = self.code.both(left, self.membership())
        return left

    def membership(self) -> Expression:
        left = self.matching()
        while not self.no_in and self.takes("in"):
            parts = left.parts if isinstance(left, Group) else [left]
            left = self.code.inside(self.code.key(parts), self.array(self.need("name").text))
        return left

    def matching(self) -> Expression:
        left = self.comparison()
        while self.sees("~", "!~"):
            inverted = self.next().kind == "!~"
            left = self.code.match(left, self.comparison(), inverted)
        return left

    def comparison(self) -> Expression:
        left = self.piped()
        while self.token.kind in _COMPARISONS and not (self.no_greater and self.sees(">")):
            operator = self.next().kind
            left = self.code.compare(operator, left, self.piped())
        return left

    def piped(self) -> Expression:
        left = self.joined()
        while self.sees("|") and self.tokens[self.at + 1].kind == "getline":
            self.at += 2
            left = self.code.getline(self.target(), left, command=True)
        return left

    def joined(self) -> Expression:
        left = self.sum()
        while self.token.kind in _JOINS and not (self.sees("in") and self.no_in):
            left = self.code.concatenate(left, self.sum())
        return left

    def sum(self) -> Expression:
        left = self.product()
        while self.sees("+", "-"):
            operator = self.next().kind
            left = self.code.arithmetic(operator, left, self.product())
        return left

    def product(self) -> Expression:
        left = self.unary()
        while self.sees("*", "/", "%"):
            operator = self.next().kind
            left = self.code.arithmetic(operator, left, self.unary())
        return left

    def unary(self) -> Expression:
        if self.takes("!"):
            return self.code.invert(self.unary())
        if self.takes("-"):
            return self.code.negative(self.unary())
        if self.takes("+"):
            return self.code.positive(self.unary())
        return self.power()

    def power(self) -> Expression:
        base = self.postfix()
        if not self.takes("^"):
            return base
        sign = self.next().kind if self.sees("-", "+", "!") else ""
        exponent = self.power()
        if sign:
            maker = {"-": self.code.negative, "+": self.code.positive, "!": self.code.invert}[sign]
            exponent = maker(exponent)
        return self.code.arithmetic("^", base, exponent)

    def postfix(self) -> Expression:
        if self.sees("++", "--"):
            by = 1.0 if self.next().kind == "++" else -1.0
            return self.code.step(self.place(), by, before=True)
        operand = self.operand()
        if isinstance(operand, Place) and self.sees("++", "--"):
            return self.code.step(operand, 1.0 if self.next().kind == "++" else -1.0, before=False)
        return operand

    def place(self) -> Place:
        """Read something that can be set."""
        if not self.sees("name", "$"):
            self.unexpected()
        operand = self.operand()
        assert isinstance(operand, Place)
        return operand

    def operand(self) -> Expression:
        """Read an operand without what may stand behind it."""
        token = self.next()
        kind = token.kind
        if kind == "name":
            return self.name(token.text)
        if kind == "number":
            return self.code.constant(token.number)
        if kind == "string":
            return self.code.constant(token.text)
        if kind == "regex":
            return self.code.regex(token.text)
        if kind == "$":
            return self.code.field(self.field_number())
        if kind == "(":
            parts = self.enclosed(")")
            if not parts:
                raise SyntaxFault("Empty sequence", token.line)
            # in parentheses a place is a value: it cannot be set
            return Expression(parts[0].get, parts[0].pattern) if len(parts) == 1 else Group(parts)
        if kind == "call":
            return self.call(token)
        if kind == "builtin":
            return self.builtin(token)
        if kind == "getline":
            place = self.target()
            source = self.joined() if self.takes("<") else None
            return self.code.getline(place, source, command=False)
        self.at -= 1
        return self.unexpected()

    def field_number(self) -> Expression:
        """Read what stands behind `$`."""
        if self.sees("++", "--"):
            by = 1.0 if self.next().kind == "++" else -1.0
            return self.code.step(self.place(), by, before=True)
        if self.sees("-", "+", "!"):
            return self.unary()
        return self.operand()

    def name(self, name: str) -> Place:
        """Read a variable or an element of an array."""
        if self.takes("["):
            parts = self.enclosed("]")
            if not parts:
                self.unexpected()
            return self.code.element(self.array(name), self.code.key(parts))
        index = self.locals.get(name)
        return self.code.variable(name) if index is None else self.code.local(index)

    def array(self, name: str) -> Callable[[], Array]:
        """Return what gives the array of a name."""
        return self.code.array(name, self.locals.get(name))

    def target(self) -> Place | None:
        """Read where getline puts what it reads; None: the record."""
        return self.place() if self.sees("name", "$") else None

    def builtin(self, token: Token) -> Expression:
        """Read a call of a function that is part of awk."""
        arguments: list[Expression] = []
        if self.takes("("):
            arguments = self.enclosed(")")
        elif token.text != "length":
            self.unexpected()
        try:
            return call(self.code, token.text, arguments)
        except AwkError as error:
            raise SyntaxFault(str(error), token.line) from None

    def call(self, token: Token) -> Expression:
        """Read a call of a function of the program."""
        self.need("(")
        arguments = self.enclosed(")")
        function = self.functions.setdefault(token.text, Function(token.text))
        gets = [arg.whole if isinstance(arg, Place) and arg.whole is not None else arg.get for arg in arguments]
        runtime = self.code.runtime

        def run() -> float | str | Unset | Array:
            body = function.body
            if body is None:
                raise AwkError("Call to undefined function")
            frame = [get() for get in gets][: function.count]
            frame += [UNSET] * (function.count - len(frame))
            runtime.process.tick()
            before, runtime.frame = runtime.frame, frame
            runtime.result = UNSET
            try:
                body()
            finally:
                runtime.frame = before
            result, runtime.result = runtime.result, UNSET
            return result

        return Expression(run)
