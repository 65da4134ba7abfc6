"""A place among the tokens of a file, and types, which stand everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.programs.golang.lexer import GoError, Token, tokens, unquoted
from tutor.programs.golang.tree import Node
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    pass

_DEEP = 200


class Cursor:
    """Tokens, one after the other; types."""

    def expression(self, least: int = 1) -> Node:
        """Read an expression."""
        raise NotImplementedError

    def __init__(self, source: str, name: str) -> None:
        self.name = name
        self.tokens = tokens(source)
        self.at = 0
        self.literals = True
        self.depth = 0

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
