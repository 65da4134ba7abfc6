"""A place among the tokens of a script."""

from __future__ import annotations

from typing import Any

from tutor.programs.node.lexer import JsSyntaxError, Token
from tutor.programs.outside import Outside

Node = tuple[Any, ...]
_DEEP = 150
_SOFT = frozenset({"of", "async", "static", "let", "await", "yield"})


class Cursor:
    """Tokens, one after the other."""

    def __init__(self, source: list[Token], name: str) -> None:
        self.tokens = source
        self.name = name
        self.at = 0
        self.depth = 0
        self.no_in = False

    @property
    def here(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def ahead(self, count: int = 1) -> Token:
        """Return a token further on."""
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and go on."""
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def is_(self, *texts: str) -> bool:
        """Whether the next token is one of these marks or words."""
        return self.here.kind in ("op", "keyword") and self.here.text in texts

    def accept(self, text: str) -> bool:
        """Take the next token if it is this one."""
        if self.is_(text):
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        """Take a token that must come. Raises JsSyntaxError."""
        if not self.is_(text):
            raise self.unexpected()
        return self.take()

    def unexpected(self) -> JsSyntaxError:
        """Return the error for a token that does not fit."""
        token = self.here
        if token.kind == "end" and not token.text:
            return JsSyntaxError("Unexpected end of input", token.line, token.column)
        kinds = {"string": "Unexpected string", "number": "Unexpected number", "template": "Unexpected template string"}
        if token.kind == "name":
            return JsSyntaxError(f"Unexpected identifier '{token.text}'", token.line, token.column)
        return JsSyntaxError(kinds.get(token.kind, f"Unexpected token '{token.text}'"), token.line, token.column)

    def outside(self, what: str) -> Outside:
        """Return the error for what is not here."""
        return Outside(what, f"{self.name}:{self.here.line}")

    def identifier(self) -> str:
        """Take a name. Raises JsSyntaxError."""
        if self.here.kind == "name" or (self.here.kind == "keyword" and self.here.text in _SOFT):
            return self.take().text
        raise self.unexpected()

    def semicolon(self) -> None:
        """Take the end of a statement, which may be a line's end."""
        if self.accept(";") or self.is_("}") or self.here.fresh or self.here.kind == "end":
            return
        raise self.unexpected()

    def deeper(self) -> None:
        """Count one more level. Raises Outside."""
        self.depth += 1
        if self.depth > _DEEP:
            raise self.outside("code that is nested so deeply")
