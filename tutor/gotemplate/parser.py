"""A template's tokens to trees, by recursive descent; faults are `ParseError`s with Go's text and line.

The line in an error is that of the furthest token looked at, as in Go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from tutor.gotemplate import nodes, strconv
from tutor.gotemplate.constants import constant
from tutor.gotemplate.errors import ParseError
from tutor.gotemplate.lexer import Token, lex

_OPERANDS = frozenset(
    ("bool", "rune", "complex", "dot", "field", "identifier", "number", "nil", "rawstring", "string", "variable", "(")
)
_CONSTANTS = (nodes.Bool, nodes.Dot, nodes.Nil, nodes.Number, nodes.String)


def parse(name: str, text: str, functions: Collection[str]) -> dict[str, nodes.Definition]:
    """Parse a text into all templates it defines, the text itself under `name`. Raises `ParseError`."""
    parser = _Parser(name, text, functions)
    parser.define(name, parser.top())
    return parser.definitions


class _End(nodes.Node):
    """{{end}}; never part of a tree."""

    def __str__(self) -> str:
        return "{{end}}"


class _Else(nodes.Node):
    """{{else}}; never part of a tree."""

    def __str__(self) -> str:
        return "{{else}}"


class _Parser:
    def __init__(self, name: str, text: str, functions: Collection[str]) -> None:
        self.name = name
        self.text = text
        self.functions = functions
        self.tokens = lex(text)
        self.index = 0
        self.furthest = 0
        self.variables = ["$"]
        self.ranges = 0
        self.action_line = 0
        self.definitions: dict[str, nodes.Definition] = {}

    # tokens

    def next(self) -> Token:
        token = self.peek()
        if self.index < len(self.tokens) - 1:
            self.index += 1
        return token

    def peek(self) -> Token:
        self.furthest = max(self.furthest, self.index)
        return self.tokens[self.index]

    def next_word(self) -> Token:
        """Return the next token that is no space."""
        while (token := self.next()).kind == "space":
            pass
        return token

    def peek_word(self) -> Token:
        """Return the same without taking it; the spaces before it are taken."""
        while self.peek().kind == "space":
            self.next()
        return self.peek()

    def fail(self, problem: str) -> ParseError:
        return ParseError(self.name, self.tokens[self.furthest].line, problem)

    def unexpected(self, token: Token, context: str) -> ParseError:
        if token.kind != "error":
            return self.fail(f"unexpected {token} in {context}")
        extra = ""
        if self.action_line not in (0, token.line):
            extra = f" in action started at {self.name}:{self.action_line}"
            if token.text.endswith(" action"):
                extra = extra.removeprefix(" in action")
        return self.fail(f"{token}{extra}")

    def expect(self, kinds: tuple[str, ...], context: str) -> Token:
        token = self.next_word()
        if token.kind not in kinds:
            raise self.unexpected(token, context)
        return token

    # lists

    def define(self, name: str, root: nodes.Block) -> None:
        new = nodes.Definition(name, root, self.text, self.name)
        old = self.definitions.get(name)
        if old is None or old.is_empty():
            self.definitions[name] = new
        elif not new.is_empty():
            raise self.fail(f"template: multiple definition of template {strconv.quote(name)}")

    def top(self) -> nodes.Block:
        """Return the whole text, definitions taken out."""
        start = self.peek().pos
        found: list[nodes.Node] = []
        while self.peek().kind != "eof":
            if self.peek().kind == "left":
                back = self.index
                self.next()
                if self.next_word().kind == "define":
                    self.definition()
                    continue
                self.index = back
            node = self.text_or_action()
            if isinstance(node, (_End, _Else)):
                raise self.fail(f"unexpected {node}")
            found.append(node)
        return nodes.Block(start, tuple(found))

    def definition(self) -> None:
        context = "define clause"
        outer = self.variables
        self.variables = ["$"]
        name = self.literal(self.expect(("string", "rawstring"), context))
        self.expect(("right",), context)
        ranges, self.ranges = self.ranges, 0
        body, end = self.items()
        if not isinstance(end, _End):
            raise self.fail(f"unexpected {end} in {context}")
        self.define(name, body)
        self.variables, self.ranges = outer, ranges

    def items(self) -> tuple[nodes.Block, nodes.Node]:
        """Nodes up to {{end}} or {{else}}, which is returned beside them."""
        start = self.peek_word().pos
        found: list[nodes.Node] = []
        while self.peek_word().kind != "eof":
            node = self.text_or_action()
            if isinstance(node, (_End, _Else)):
                return nodes.Block(start, tuple(found)), node
            found.append(node)
        raise self.fail("unexpected EOF")

    def text_or_action(self) -> nodes.Node:
        token = self.next_word()
        if token.kind == "text":
            return nodes.Text(token.pos, token.text)
        if token.kind != "left":
            raise self.unexpected(token, "input")
        self.action_line = token.line
        node = self.action()
        self.action_line = 0
        return node

    # actions

    def action(self) -> nodes.Node:
        token = self.peek_word()
        if token.kind in ("if", "with", "range"):
            self.next()
            return self.branch(token.kind)
        handler = _ACTIONS.get(token.kind)
        if handler is not None:
            return handler(self, self.next())
        return nodes.Action(token.pos, self.pipeline("command", "right"))

    def jump(self, token: Token) -> nodes.Node:
        shown = f"{{{{{token.text}}}}}"
        following = self.next_word()
        if following.kind != "right":
            raise self.unexpected(following, shown)
        if not self.ranges:
            raise self.fail(f"{shown} outside {{{{range}}}}")
        return nodes.Jump(token.pos, token.text)

    def end(self, token: Token) -> nodes.Node:
        return _End(self.expect(("right",), "end").pos)

    def otherwise(self, token: Token) -> nodes.Node:
        following = self.peek_word()
        if following.kind in ("if", "with"):
            return _Else(following.pos)
        return _Else(self.expect(("right",), "else").pos)

    def branch(self, keyword: str) -> nodes.Node:
        """if, with or range, the keyword taken."""
        scope = len(self.variables)
        pipe = self.pipeline(keyword, "right")
        self.ranges += keyword == "range"
        then, closer = self.items()
        self.ranges -= keyword == "range"
        other: nodes.Block | None = None
        if isinstance(closer, _Else):
            if keyword in ("if", "with") and self.peek().kind == keyword:
                self.next()
                other = nodes.Block(closer.pos, (self.branch(keyword),))
            else:
                other, closer = self.items()
                if not isinstance(closer, _End):
                    raise self.fail(f"expected end; found {closer}")
        del self.variables[scope:]
        return nodes.Branch(keyword, pipe, then, other)

    def block(self, token: Token) -> nodes.Node:
        context = "block clause"
        start = self.next_word()
        name = self.template_name(start, context)
        pipe = self.pipeline(context, "right")
        outer, ranges, self.variables, self.ranges = self.variables, self.ranges, ["$"], 0
        body, end = self.items()
        if not isinstance(end, _End):
            raise self.fail(f"unexpected {end} in {context}")
        self.define(name, body)
        self.variables, self.ranges = outer, ranges
        return nodes.Call(start.pos, name, pipe)

    def template(self, token: Token) -> nodes.Node:
        context = "template clause"
        start = self.next_word()
        name = self.template_name(start, context)
        pipe = None
        if self.peek_word().kind == "right":
            self.next()
        else:
            pipe = self.pipeline(context, "right")
        return nodes.Call(start.pos, name, pipe)

    def template_name(self, token: Token, context: str) -> str:
        if token.kind not in ("string", "rawstring"):
            raise self.unexpected(token, context)
        return self.literal(token)

    def literal(self, token: Token) -> str:
        try:
            return strconv.unquote(token.text)
        except ValueError as fault:
            raise self.fail(str(fault)) from None

    # pipelines

    def pipeline(self, context: str, end: str) -> nodes.Pipe:
        start = self.peek_word().pos
        variables, assign = self.declarations(context)
        commands: list[nodes.Command] = []
        while True:
            token = self.peek_word()
            if token.kind == end:
                self.next()
                break
            if token.kind not in _OPERANDS:
                self.next()
                raise self.unexpected(token, context)
            commands.append(self.command())
        if not commands:
            raise self.fail(f"missing value for {context}")
        for number, command in enumerate(commands[1:], 2):
            if isinstance(command.args[0], _CONSTANTS):
                raise self.fail(f"non executable command in pipeline stage {number}")
        return nodes.Pipe(start, variables, assign, tuple(commands))

    def declarations(self, context: str) -> tuple[tuple[str, ...], bool]:
        """Return the variables that a pipeline declares or sets, taken only if there are any."""
        found: list[str] = []
        while self.peek_word().kind == "variable":
            back = self.index
            name = self.next().text
            token = self.peek_word()
            if token.kind in ("assign", "declare"):
                self.next()
                found.append(name)
                self.variables.append(name)
                return tuple(found), token.kind == "assign"
            if token.kind == "char" and token.text == ",":
                self.next()
                found.append(name)
                self.variables.append(name)
                if context == "range" and len(found) < 2:
                    if self.peek_word().kind in ("variable", "right", ")"):
                        continue
                    raise self.fail("range can only initialize variables")
                raise self.fail(f"too many declarations in {context}")
            self.index = back
            break
        return tuple(found), False

    def command(self) -> nodes.Command:
        start = self.peek_word().pos
        args: list[nodes.Node] = []
        while True:
            self.peek_word()
            operand = self.operand()
            if operand is not None:
                args.append(operand)
            token = self.peek()
            if token.kind == "space":
                self.next()
                continue
            if token.kind in ("right", ")"):
                break
            self.next()
            if token.kind == "pipe":
                break
            raise self.unexpected(token, "operand")
        if not args:
            raise self.fail("empty command")
        return nodes.Command(start, tuple(args))

    def operand(self) -> nodes.Node | None:
        """Return a term and the fields behind it; None if no term is here."""
        node = self.term()
        if node is None or self.peek().kind != "field":
            return node
        start = self.peek().pos
        names: list[str] = []
        while self.peek().kind == "field":
            names.append(self.next().text[1:])
        if isinstance(node, nodes.Field):
            return nodes.Field(start, node.names + tuple(names))
        if isinstance(node, nodes.Variable):
            return nodes.Variable(start, node.names + tuple(names))
        if isinstance(node, _CONSTANTS):
            raise self.fail(f"unexpected . after term {strconv.quote(str(node))}")
        return nodes.Chain(start, node, tuple(names))

    def term(self) -> nodes.Node | None:
        token = self.peek_word()
        maker = _TERMS.get(token.kind)
        if maker is None:
            return None
        self.next()
        return maker(self, token)

    def identifier(self, token: Token) -> nodes.Node:
        if token.text not in self.functions:
            raise self.fail(f"function {strconv.quote(token.text)} not defined")
        return nodes.Identifier(token.pos, token.text)

    def variable(self, token: Token) -> nodes.Node:
        if token.text not in self.variables:
            raise self.fail(f"undefined variable {strconv.quote(token.text)}")
        return nodes.Variable(token.pos, (token.text,))

    def number(self, token: Token) -> nodes.Node:
        try:
            return constant(token)
        except ValueError as fault:
            raise self.fail(str(fault)) from None


_ACTIONS = {
    "block": _Parser.block,
    "break": _Parser.jump,
    "continue": _Parser.jump,
    "else": _Parser.otherwise,
    "end": _Parser.end,
    "template": _Parser.template,
}
_TERMS: dict[str, Callable[[_Parser, Token], nodes.Node]] = {
    "identifier": _Parser.identifier,
    "dot": lambda parser, token: nodes.Dot(token.pos),
    "nil": lambda parser, token: nodes.Nil(token.pos),
    "variable": _Parser.variable,
    "field": lambda parser, token: nodes.Field(token.pos, (token.text[1:],)),
    "bool": lambda parser, token: nodes.Bool(token.pos, token.text == "true"),
    "rune": _Parser.number,
    "complex": _Parser.number,
    "number": _Parser.number,
    "(": lambda parser, token: parser.pipeline("parenthesized pipeline", ")"),
    "string": lambda parser, token: nodes.String(token.pos, token.text, parser.literal(token)),
    "rawstring": lambda parser, token: nodes.String(token.pos, token.text, parser.literal(token)),
}
