"""From tokens to a tree, by precedence climbing; the grammar is that of the Go specification, less what is outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tutor.programs.golang.cursor import _DEEP
from tutor.programs.golang.lexer import GoError, Token, unquoted
from tutor.programs.golang.parse_expressions import Expressions
from tutor.programs.golang.tree import File, Node
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_ASSIGN = frozenset({"=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "&^="})


class Parser(Expressions):
    """Reads one file."""

    # tokens

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

    # types

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


def parse(source: str, name: str) -> File:
    """Return the tree of a file. Raises GoError, Outside."""
    try:
        return Parser(source, name).file()
    except (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise Outside("such code", name) from None
