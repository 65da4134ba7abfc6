"""From tokens to a tree, by precedence climbing; the grammar is that of the Go specification, less what is outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tutor.programs.golang.lexer import GoError, Token, tokens, unquoted
from tutor.programs.golang.tree import File, Node
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_BINARY = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "|": 4, "^": 4, "*": 5,
    "/": 5,
    "%": 5, "<<": 5, ">>": 5, "&": 5, "&^": 5,
}  # fmt: skip
_ASSIGN = frozenset({"=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "&^="})
_DEEP = 200


class Parser:
    """Reads one file."""

    def __init__(self, source: str, name: str) -> None:
        self.name = name
        self.tokens = tokens(source)
        self.at = 0
        self.literals = True
        self.depth = 0

    # tokens

    @property
    def here(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """Return the next token and go on."""
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def is_(self, *texts: str) -> bool:
        """Whether the next token is one of these."""
        return self.here.text in texts and self.here.kind in ("op", "keyword")

    def accept(self, text: str) -> bool:
        """Take the next token if it is this one."""
        if self.is_(text):
            self.at += 1
            return True
        return False

    def expect(self, text: str, where: str = "") -> Token:
        """Take a token that must be there. Raises GoError."""
        if not self.is_(text):
            raise self.unexpected(where or f"expected {text}")
        return self.take()

    def unexpected(self, what: str) -> GoError:
        """Return the error for a token that does not fit."""
        token = self.here
        shown = {";": "newline", "EOF": "EOF"}.get(token.text, token.text)
        kind = {"name": "name ", "keyword": "keyword ", "int": "literal ", "string": "literal ", "float": "literal "}
        shown = kind.get(token.kind, "") + shown
        mark = "" if what.startswith(("in ", "at ", "after ")) else ","
        return GoError(f"syntax error: unexpected {shown}{mark} {what}", token.line, token.column)

    def identifier(self) -> Token:
        """Take a name. Raises GoError."""
        if self.here.kind != "name":
            raise self.unexpected("expected name")
        return self.take()

    def node(self, kind: str, token: Token, **parts: object) -> Node:
        """Return a node at a token."""
        return Node(kind, token.line, token.column, **parts)

    def outside(self, what: str) -> Outside:
        """Return the error for what is not here."""
        return Outside(what, f"{self.name}:{self.here.line}")

    def end(self) -> None:
        """Take the end of a statement."""
        if not self.is_(")", "}"):
            self.expect(";", "after top level declaration" if self.depth == 0 else "at end of statement")

    # declarations

    def file(self) -> File:
        """Read the file. Raises GoError, Outside."""
        if not self.is_("package"):
            raise GoError("syntax error: package statement must be first", self.here.line, self.here.column)
        self.take()
        package = self.identifier().text
        self.end()
        imports: list[tuple[str, str, int, int]] = []
        while self.accept("import"):
            for name, token in self._group(self._import):
                imports.append((name, unquoted(token.text), token.line, token.column))
            self.end()
        declarations: list[Node] = []
        while self.here.kind != "end":
            if self.is_("import"):
                raise GoError(
                    "syntax error: imports must appear before other declarations", self.here.line, self.here.column
                )
            if self.is_("func"):
                declarations.append(self._function())
            elif self.is_("var", "const", "type"):
                declarations += self.declaration()
            else:
                raise GoError(
                    "syntax error: non-declaration statement outside function body", self.here.line, self.here.column
                )
            self.end()
        return File(self.name, package, imports, declarations)

    def _group(self, read: Callable[[], T]) -> list[T]:
        """Read one of something, or several in brackets."""
        if not self.accept("("):
            return [read()]
        found: list[T] = []
        while not self.accept(")"):
            found.append(read())
            self.end()
        return found

    def _import(self) -> tuple[str, Token]:
        name = ""
        if self.here.kind == "name" or self.is_("."):
            name = self.take().text
        if self.here.kind != "string":
            raise self.unexpected("expected import path")
        return name, self.take()

    def declaration(self) -> list[Node]:
        """Read var, const or type."""
        word = self.take()
        self.depth += 1
        if word.text == "type":
            found = self._group(self._type_declaration)
        elif word.text == "var":
            found = self._group(self._variables)
        else:
            found = self._constants()
        self.depth -= 1
        return list(found)

    def _type_declaration(self) -> Node:
        name = self.identifier()
        if self.is_("["):
            after = self.tokens[self.at + 1]
            if after.kind == "name" and self.tokens[self.at + 2].text != "]":
                raise self.outside("generics")
        self.accept("=")
        return self.node("type", name, name=name.text, type=self.type())

    def _variables(self) -> Node:
        first = self.here
        names = [self.identifier()]
        while self.accept(","):
            names.append(self.identifier())
        kind = None if self.is_("=") else self.type()
        values = self.expressions() if self.accept("=") else []
        return self.node("var", first, names=names, type=kind, values=values)

    def _constants(self) -> list[Node]:
        found: list[Node] = []
        last: tuple[Node | None, list[Node]] = (None, [])
        group = self.accept("(")
        count = 0
        while not (group and self.accept(")")):
            first = self.here
            names = [self.identifier()]
            while self.accept(","):
                names.append(self.identifier())
            kind = None if self.is_("=", ";", ")") else self.type()
            if self.accept("="):
                last = (kind, self.expressions())
            found.append(self.node("const", first, names=names, type=last[0], values=last[1], iota=count))
            count += 1
            if not group:
                break
            self.end()
        return found

    def _function(self) -> Node:
        start = self.take()
        receiver = None
        if self.accept("("):
            receiver = self._parameters()[0]
        name = self.identifier()
        if self.is_("["):
            raise self.outside("generics")
        self.expect("(")
        parameters = self._parameters()
        results = self._results()
        body = self.block() if self.is_("{") else None
        return self.node(
            "func",
            start,
            name=name.text,
            place=name,
            receiver=receiver,
            parameters=parameters,
            results=results,
            body=body,
        )

    def _parameters(self) -> list[tuple[str, Node, bool]]:
        """Read parameters up to the bracket: (name, type, whether it takes the rest)."""
        entries: list[tuple[Node, Node | None, bool]] = []
        while not self.accept(")"):
            if self.is_("..."):
                self.take()
                entries.append((self.type(), None, True))
            else:
                first = self.type()
                if self.is_(",", ")"):
                    entries.append((first, None, False))
                else:
                    rest = self.accept("...")
                    entries.append((first, self.type(), rest))
            if not self.is_(")"):
                self.expect(",")
        if any(kind is not None for _, kind, _ in entries):
            found: list[tuple[str, Node, bool]] = []
            last: Node | None = None
            rest = False
            for name, kind, more in reversed(entries):
                if kind is not None:
                    last, rest = kind, more
                assert last is not None
                found.append((name.parts.get("name", "_"), last, rest if kind is not None else False))
            return list(reversed(found))
        return [("_", kind, rest) for kind, _, rest in entries]

    def _results(self) -> list[tuple[str, Node, bool]]:
        if self.accept("("):
            return self._parameters()
        if self.is_("{", ";", ")", ",", "]", "}", ":=", "=", ":") or self.here.kind in ("end", "string"):
            return []
        return [("_", self.type(), False)]

    # types

    def type(self) -> Node:
        """Read a type. Raises GoError, Outside."""
        token = self.here
        if token.kind == "name":
            self.take()
            if self.is_(".") and self.tokens[self.at + 1].kind == "name":
                self.take()
                return self.node("type.name", token, name=self.take().text, package=token.text)
            return self.node("type.name", token, name=token.text, package="")
        if self.accept("*"):
            return self.node("type.pointer", token, inner=self.type())
        if self.accept("("):
            inner = self.type()
            self.expect(")")
            return inner
        if self.accept("["):
            if self.accept("]"):
                return self.node("type.slice", token, inner=self.type())
            size = None if self.accept("...") else self.expression()
            self.expect("]")
            return self.node("type.array", token, size=size, inner=self.type())
        if self.accept("map"):
            self.expect("[")
            key = self.type()
            self.expect("]")
            return self.node("type.map", token, key=key, inner=self.type())
        if self.accept("func"):
            self.expect("(")
            parameters = self._parameters()
            return self.node("type.func", token, parameters=parameters, results=self._results())
        if self.accept("struct"):
            return self._struct(token)
        if self.accept("interface"):
            return self._interface(token)
        if self.is_("chan", "<-"):
            raise self.outside("channels")
        raise self.unexpected("expected type")

    def _struct(self, token: Token) -> Node:
        self.expect("{")
        fields: list[tuple[str, Node, str]] = []
        while not self.accept("}"):
            if self.is_("*") or (self.here.kind == "name" and self.tokens[self.at + 1].text in (";", "}", ".")):
                kind = self.type()
                names = [(kind.parts.get("inner") or kind).parts["name"]]
            else:
                names = [self.identifier().text]
                while self.accept(","):
                    names.append(self.identifier().text)
                kind = self.type()
            tag = unquoted(self.take().text) if self.here.kind == "string" else ""
            fields += [(name, kind, tag) for name in names]
            self.end()
        return self.node("type.struct", token, fields=fields)

    def _interface(self, token: Token) -> Node:
        self.expect("{")
        methods: list[str] = []
        while not self.accept("}"):
            name = self.identifier()
            if self.accept("("):
                self._parameters()
                self._results()
                methods.append(name.text)
            elif self.accept("."):
                self.identifier()
            self.end()
        return self.node("type.interface", token, methods=methods)

    # statements

    def block(self) -> Node:
        """Read statements in braces."""
        token = self.expect("{")
        self.depth += 1
        if self.depth > _DEEP:
            raise self.outside("code that is nested so deeply")
        literals, self.literals = self.literals, True
        body = self.statements()
        end = self.expect("}")
        self.literals = literals
        self.depth -= 1
        return self.node("block", token, body=body, end=end)

    def statements(self) -> list[Node]:
        """Read statements up to a brace or a case."""
        found: list[Node] = []
        while not self.is_("}", "case", "default") and self.here.kind != "end":
            if self.accept(";"):
                continue
            found += self.statement()
            if not self.is_("}", "case", "default"):
                self.expect(";", "at end of statement")
        return found

    def statement(self) -> list[Node]:
        """Read one statement. Raises GoError, Outside."""
        token = self.here
        word = token.text if token.kind == "keyword" else ""
        if word in ("var", "const", "type"):
            return self.declaration()
        if word == "if":
            return [self._if()]
        if word == "for":
            return [self._for()]
        if word == "switch":
            return [self._switch()]
        if self.is_("{"):
            return [self.block()]
        if word == "return":
            self.take()
            values = [] if self.is_(";", "}") else self.expressions()
            return [self.node("return", token, values=values)]
        if word in ("break", "continue", "fallthrough"):
            self.take()
            if self.here.kind == "name":
                raise self.outside("a label")
            return [self.node(word, token)]
        if word == "defer":
            self.take()
            return [self.node("defer", token, call=self.expression())]
        if word in ("go", "goto", "select"):
            raise self.outside({"go": "goroutines"}.get(word, word))
        return [self.simple()]

    def simple(self) -> Node:
        """Read an expression, an assignment, `++` or `--`."""
        token = self.here
        if self.is_("range"):
            self.take()
            return self.node("range", token, names=[], define=False, over=self.expression())
        left = self.expressions()
        if self.is_("++", "--"):
            return self.node("step", self.take(), target=left[0], by=1 if self.tokens[self.at - 1].text == "++" else -1)
        if self.here.kind == "op" and self.here.text in _ASSIGN:
            operator = self.take()
            if self.is_("range"):
                self.take()
                return self.node("range", token, names=left, define=operator.text == ":=", over=self.expression())
            return self.node("assign", operator, left=left, operator=operator.text, right=self.expressions())
        if self.is_("<-"):
            raise self.outside("channels")
        if self.is_(":") and left[0].kind == "name":
            raise self.outside("a label")
        if left[0].kind not in ("call",):
            what = left[0].parts.get("name", "")
            raise GoError(
                f"{what or 'expression'} is not used" if not what else f"{what} (variable) is not used",
                token.line,
                token.column,
            )
        return self.node("expression", token, value=left[0])

    def _headed(self) -> tuple[Node | None, Node | None]:
        """Read what stands between a keyword and its block: a statement, an expression."""
        literals, self.literals = self.literals, False
        first: Node | None = None
        second: Node | None = None
        if not self.is_("{"):
            if not self.is_(";"):
                first = self._head()
            if self.accept(";"):
                if not self.is_("{"):
                    second = self._head()
            else:
                first, second = None, first
        self.literals = literals
        return first, second

    def _head(self) -> Node:
        token = self.here
        mark = self.at
        left = self.expressions()
        if self.is_("{", ";"):
            return left[0]
        self.at = mark
        del token
        return self.simple()

    def _if(self) -> Node:
        token = self.take()
        first, test = self._headed()
        if test is None:
            raise GoError("missing condition in if statement", token.line, token.column)
        body = self.block()
        otherwise = None
        if self.accept("else"):
            otherwise = self._if() if self.is_("if") else self.block()
        return self.node("if", token, first=first, test=test, body=body, otherwise=otherwise)

    def _for(self) -> Node:
        token = self.take()
        literals, self.literals = self.literals, False
        first = test = after = None
        if not self.is_("{"):
            if not self.is_(";"):
                first = self._head()
            if first is not None and first.kind == "range":
                pass
            elif self.accept(";"):
                test = self.expression() if not self.is_(";") else None
                self.expect(";", "expected for loop condition")
                after = self.simple() if not self.is_("{") else None
            else:
                first, test = None, first
        self.literals = literals
        body = self.block()
        if first is not None and first.kind == "range":
            return self.node("for.range", token, range=first, body=body)
        return self.node("for", token, first=first, test=test, after=after, body=body)

    def _switch(self) -> Node:
        token = self.take()
        first, value = self._headed()
        self.expect("{")
        cases: list[tuple[list[Node] | None, list[Node]]] = []
        while not self.accept("}"):
            if self.accept("default"):
                self.expect(":")
                cases.append((None, self.statements()))
                continue
            self.expect("case")
            tests = self._cases()
            self.expect(":")
            cases.append((tests, self.statements()))
        if value is not None and (
            value.kind == "assertion.type" or (value.kind == "assign" and value.right[0].kind == "assertion.type")
        ):
            raise self.outside("a switch over types")
        return self.node("switch", token, first=first, value=value, cases=cases)

    def _cases(self) -> list[Node]:
        return self.expressions()

    # expressions

    def expressions(self) -> list[Node]:
        """Read expressions with commas between them."""
        found = [self.expression()]
        while self.accept(","):
            found.append(self.expression())
        return found

    def expression(self, least: int = 1) -> Node:
        """Read an expression whose operators bind at least so tightly. Raises GoError, Outside."""
        self.depth += 1
        if self.depth > _DEEP:
            raise self.outside("code that is nested so deeply")
        left = self._unary()
        while self.here.kind == "op" and _BINARY.get(self.here.text, 0) >= least:
            token = self.take()
            right = self.expression(_BINARY[token.text] + 1)
            left = self.node("binary", token, operator=token.text, left=left, right=right)
        self.depth -= 1
        return left

    def _unary(self) -> Node:
        if self.is_("-", "+", "!", "^", "*", "&"):
            token = self.take()
            self.depth += 1
            if self.depth > _DEEP:
                raise self.outside("code that is nested so deeply")
            made = self.node("unary", token, operator=token.text, value=self._unary())
            self.depth -= 1
            return made
        if self.is_("<-"):
            raise self.outside("channels")
        return self._primary()

    def _primary(self) -> Node:
        value = self._operand()
        while True:
            token = self.here
            if self.accept("."):
                if self.accept("("):
                    if self.accept("type"):
                        self.expect(")")
                        value = self.node("assertion.type", token, value=value)
                        continue
                    kind = self.type()
                    self.expect(")")
                    value = self.node("assertion", token, value=value, type=kind)
                    continue
                name = self.identifier()
                value = self.node("selector", name, value=value, name=name.text)
            elif self.is_("("):
                value = self._call(value)
            elif self.accept("["):
                value = self._index(token, value)
            elif self.is_("{") and self.literals and value.kind in ("name", "selector"):
                value = self._literal(self._as_type(value))
            else:
                return value

    def _as_type(self, value: Node) -> Node:
        if value.kind == "selector":
            return Node(
                "type.name", value.line, value.column, name=value.name, package=value.value.parts.get("name", "")
            )
        return Node("type.name", value.line, value.column, name=value.name, package="")

    def _call(self, value: Node) -> Node:
        token = self.take()
        literals, self.literals = self.literals, True
        arguments: list[Node] = []
        spread = False
        while not self.accept(")"):
            if self.is_("[", "map", "struct", "interface", "chan") or (
                value.kind == "name" and value.name in ("make", "new") and not arguments
            ):
                mark = self.at
                kind = self.type()
                if self.is_("{"):
                    arguments.append(self._rest(self._literal(kind)))
                elif self.is_("("):
                    self.at = mark
                    arguments.append(self.expression())
                else:
                    arguments.append(self.node("type", token, name="", type=kind))
            else:
                arguments.append(self.expression())
            spread = self.accept("...")
            if not self.is_(")"):
                self.expect(",", "in argument list; possibly missing comma or )")
        self.literals = literals
        return self.node("call", token, function=value, arguments=arguments, spread=spread)

    def _rest(self, value: Node) -> Node:
        return value

    def _index(self, token: Token, value: Node) -> Node:
        literals, self.literals = self.literals, True
        low = None if self.is_(":") else self.expression()
        if self.accept(":"):
            high = None if self.is_("]") else self.expression()
            self.literals = literals
            self.expect("]")
            return self.node("slice", token, value=value, low=low, high=high)
        self.literals = literals
        self.expect("]")
        return self.node("index", token, value=value, index=low)

    def _operand(self) -> Node:
        token = self.here
        if token.kind == "name":
            self.take()
            return self.node("name", token, name=token.text)
        if token.kind in ("int", "float", "string", "char"):
            self.take()
            return self.node("literal", token, value=_value(token))
        if self.accept("("):
            literals, self.literals = self.literals, True
            if self.is_("*") and self.tokens[self.at + 1].kind == "name" and self.tokens[self.at + 2].text == ")":
                inner = self.node("type", token, name="", type=self.type())
            else:
                inner = self.expression()
            self.expect(")")
            self.literals = literals
            return inner
        if self.is_("func"):
            self.take()
            self.expect("(")
            parameters = self._parameters()
            results = self._results()
            if not self.is_("{"):
                raise self.unexpected("expected function body")
            return self.node("func.literal", token, parameters=parameters, results=results, body=self.block())
        if self.is_("[", "map", "struct"):
            kind = self.type()
            if self.is_("{"):
                return self._literal(kind)
            if self.is_("("):
                self.take()
                value = self.expression()
                self.expect(")")
                return self.node("conversion", token, type=kind, value=value)
            raise self.unexpected("expected composite literal")
        if self.is_("interface", "chan"):
            raise self.outside("such an expression")
        raise self.unexpected("expected expression")

    def _literal(self, kind: Node | None) -> Node:
        """Read the braces of a composite literal."""
        token = self.expect("{")
        self.depth += 1
        if self.depth > _DEEP:
            raise self.outside("code that is nested so deeply")
        literals, self.literals = self.literals, True
        items: list[tuple[Node | None, Node]] = []
        while not self.accept("}"):
            first = self._literal(None) if self.is_("{") else self.expression()
            if self.accept(":"):
                value = self._literal(None) if self.is_("{") else self.expression()
                items.append((first, value))
            else:
                items.append((None, first))
            if not self.is_("}"):
                self.expect(",", "in composite literal; possibly missing comma or }")
        self.literals = literals
        self.depth -= 1
        return self.node("composite", token, type=kind, items=items)


def _value(token: Token) -> object:
    text = token.text.replace("_", "") if token.kind in ("int", "float") else token.text
    if token.kind == "int":
        if text.startswith("0") and len(text) > 1 and text[1].isdigit():
            return int(text, 8)
        return int(text, 0)
    if token.kind == "float":
        return float(text)
    if token.kind == "char":
        return ord(unquoted(text)[:1] or "\0")
    return unquoted(text)


def parse(source: str, name: str) -> File:
    """Return the tree of a file. Raises GoError, Outside."""
    return Parser(source, name).file()
