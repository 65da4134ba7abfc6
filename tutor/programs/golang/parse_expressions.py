"""Expressions of Go, by precedence climbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.programs.golang.cursor import _DEEP, Cursor
from tutor.programs.golang.lexer import Token, unquoted
from tutor.programs.golang.tree import Node

if TYPE_CHECKING:
    pass

_BINARY = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "|": 4, "^": 4, "*": 5,
    "/": 5,
    "%": 5, "<<": 5, ">>": 5, "&": 5, "&^": 5,
}  # fmt: skip


class Expressions(Cursor):
    """Reads expressions; blocks are read by who derives from it."""

    def block(self) -> Node:
        """Read statements in braces."""
        raise NotImplementedError

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
                    arguments.append(self._literal(kind))
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
