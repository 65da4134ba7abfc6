"""Expressions of JavaScript, by precedence climbing."""

from __future__ import annotations

from typing import Any

from tutor.programs.node.cursor import _SOFT, Cursor, Node
from tutor.programs.node.lexer import JsSyntaxError, Token

_BINARY = {
    "??": 1, "||": 2, "&&": 3, "|": 4, "^": 5, "&": 6, "==": 7, "!=": 7, "===": 7, "!==": 7, "<": 8, ">": 8, "<=": 8,
    ">=": 8,
    "instanceof": 8, "in": 8, "<<": 9, ">>": 9, ">>>": 9, "+": 10, "-": 10, "*": 11, "/": 11, "%": 11, "**": 12,
}  # fmt: skip
_ASSIGN = frozenset(
    {"=", "+=", "-=", "*=", "/=", "%=", "**=", "&&=", "||=", "??=", "<<=", ">>=", ">>>=", "&=", "|=", "^="}
)


class Expressions(Cursor):
    """Reads expressions; statements, functions and classes are read by who derives from it."""

    def block(self) -> list[Node]:
        """Read statements in braces."""
        raise NotImplementedError

    def pattern(self) -> Node:
        """Read what can be assigned in a declaration."""
        raise NotImplementedError

    def key(self) -> Node:
        """Read the key of a property."""
        raise NotImplementedError

    def function(self) -> Node:
        """Read a function."""
        raise NotImplementedError

    def parameters(self) -> list[Any]:
        """Read parameters in brackets."""
        raise NotImplementedError

    def class_(self) -> Node:
        """Read a class."""
        raise NotImplementedError

    def expression(self) -> Node:
        """Read an expression, with commas."""
        value = self.assignment()
        while self.is_(","):
            token = self.take()
            value = ("sequence", token.line, token.column, value, self.assignment())
        return value

    def assignment(self) -> Node:
        """Read an expression without commas. Raises JsSyntaxError, Outside."""
        self.deeper()
        made = self._arrow()
        if made is None:
            made = self._assigned()
        self.depth -= 1
        return made

    def _arrow(self) -> Node | None:
        """Read an arrow function, None if there is none here."""
        token = self.here
        place = (token.line, token.column)
        start = self.at
        waits = (
            self.is_("async") and not self.ahead().fresh and (self.ahead().kind == "name" or self.ahead().text == "(")
        )
        if waits:
            self.take()
        if self.here.kind == "name" and self.ahead().text == "=>":
            parameters: list[Any] = [(("name", *place, self.identifier()), None, False)]
        elif self.is_("(") and self._closes_before_arrow():
            parameters = self.parameters()
        else:
            self.at = start
            return None
        self.expect("=>")
        kept, self.no_in = self.no_in, False
        if self.is_("{"):
            body = self.block()
        else:
            value = self.assignment()
            body = [("return", value[1], value[2], value)]
        self.no_in = kept
        return ("func", *place, "", parameters, body, waits, True)

    def _closes_before_arrow(self) -> bool:
        depth = 0
        for at in range(self.at, len(self.tokens)):
            token = self.tokens[at]
            if token.kind == "op":
                depth += (token.text in "([{") - (token.text in ")]}")
                if depth == 0:
                    return self.tokens[min(at + 1, len(self.tokens) - 1)].text == "=>"
        return False

    def _assigned(self) -> Node:
        left = self._conditional()
        if self.here.kind == "op" and self.here.text in _ASSIGN:
            token = self.take()
            if token.text == "=" and left[0] in ("object", "array"):
                left = self._as_pattern(left)
            elif left[0] not in ("name", "member", "index"):
                raise JsSyntaxError("Invalid left-hand side in assignment", left[1], left[2])
            return ("assign", token.line, token.column, token.text, left, self.assignment())
        return left

    def _as_pattern(self, node: Node) -> Node:
        """Return a literal as the pattern that it is on the left of `=`."""
        if node[0] == "array":
            items = [
                None
                if item is None
                else (self._as_pattern(item[1] if item[0] == "spread" else item), None, item[0] == "spread")
                for item in node[3]
            ]
            return ("array pattern", node[1], node[2], items)
        if node[0] == "object":
            raise self.outside("destructuring an object without a declaration")
        if node[0] in ("name", "member", "index"):
            return node
        raise JsSyntaxError("Invalid destructuring assignment target", node[1], node[2])

    def _conditional(self) -> Node:
        test = self.binary(1)
        if self.is_("?"):
            token = self.take()
            kept, self.no_in = self.no_in, False
            then = self.assignment()
            self.no_in = kept
            self.expect(":")
            return ("conditional", token.line, token.column, test, then, self.assignment())
        return test

    def binary(self, least: int) -> Node:
        """Read an expression whose operators bind at least so tightly."""
        left = self._unary()
        while self.here.kind in ("op", "keyword"):
            text = self.here.text
            strength = _BINARY.get(text, 0)
            if strength < least or not strength or (text == "in" and self.no_in):
                break
            token = self.take()
            right = self.binary(strength if text == "**" else strength + 1)
            left = ("binary", token.line, token.column, text, left, right)
        return left

    def _unary(self) -> Node:
        token = self.here
        place = (token.line, token.column)
        if self.is_("!", "-", "+", "~", "typeof", "void", "delete", "await"):
            self.take()
            self.deeper()
            value = self._unary()
            self.depth -= 1
            return ("await", *place, value) if token.text == "await" else ("unary", *place, token.text, value)
        if self.is_("++", "--"):
            self.take()
            return ("step", *place, 1.0 if token.text == "++" else -1.0, True, self._unary())
        value = self._subscripted()
        if self.is_("++", "--") and not self.here.fresh:
            token = self.take()
            return ("step", *place, 1.0 if token.text == "++" else -1.0, False, value)
        return value

    def _subscripted(self) -> Node:
        value = self._new() if self.is_("new") else self._primary()
        return self._chain(value, True)

    def _chain(self, value: Node, calls: bool) -> Node:
        while True:
            token = self.here
            place = (token.line, token.column)
            if self.is_(".", "?."):
                self.take()
                soft = token.text == "?."
                if soft and self.is_("("):
                    value = ("call", *place, value, self.arguments(), True)
                    continue
                if soft and self.accept("["):
                    value = ("index", *place, value, self.expression(), True)
                    self.expect("]")
                    continue
                if self.here.kind not in ("name", "keyword", "private"):
                    raise self.unexpected()
                name = self.take()
                value = ("member", name.line, name.column, value, name.text, soft)
            elif self.is_("["):
                self.take()
                kept, self.no_in = self.no_in, False
                value = ("index", *place, value, self.expression(), False)
                self.no_in = kept
                self.expect("]")
            elif calls and self.is_("("):
                value = ("call", *place, value, self.arguments(), False)
            elif self.here.kind == "template":
                raise self.outside("tagged templates")
            else:
                return value

    def _new(self) -> Node:
        token = self.take()
        if self.is_("."):
            raise self.outside("new.target")
        target = self._chain(self._new() if self.is_("new") else self._primary(), False)
        given = self.arguments() if self.is_("(") else []
        return ("new", token.line, token.column, target, given)

    def arguments(self) -> list[Node]:
        """Read arguments in brackets."""
        self.expect("(")
        kept, self.no_in = self.no_in, False
        found = []
        while not self.accept(")"):
            token = self.here
            if self.accept("..."):
                found.append(("spread", token.line, token.column, self.assignment()))
            else:
                found.append(self.assignment())
            if not self.is_(")"):
                if not self.is_(","):
                    raise JsSyntaxError("missing ) after argument list", self.here.line, self.here.column)
                self.take()
        self.no_in = kept
        return found

    def _primary(self) -> Node:
        token = self.here
        place = (token.line, token.column)
        if token.kind in ("number", "string"):
            self.take()
            return ("literal", *place, token.value)
        if token.kind == "template":
            self.take()
            parts = [
                part if isinstance(part, str) else type(self)(part, self.name).expression() for part in token.value
            ]
            return ("template", *place, parts)
        if token.kind == "name" or (
            token.kind == "keyword"
            and token.text in _SOFT
            and not (token.text == "async" and self.ahead().text == "function")
        ):
            self.take()
            return ("name", *place, token.text)
        if token.kind == "keyword":
            return self._word(token, place)
        if self.accept("("):
            kept, self.no_in = self.no_in, False
            value = self.expression()
            self.no_in = kept
            self.expect(")")
            return value
        if self.accept("["):
            return ("array", *place, self._items())
        if self.is_("{"):
            return self._object(place)
        if self.is_("/", "/="):
            raise self.outside("regular expressions")
        raise self.unexpected()

    def _word(self, token: Token, place: tuple[int, int]) -> Node:
        if token.text in ("function", "async"):
            return self.function()
        if token.text == "class":
            return self.class_()
        if token.text == "import":
            raise self.outside("import()")
        self.take()
        if token.text in ("true", "false", "null"):
            return ("literal", *place, {"true": True, "false": False, "null": None}[token.text])
        if token.text in ("this", "super"):
            return (token.text, *place)
        self.at -= 1
        raise self.unexpected()

    def _items(self) -> list[Any]:
        kept, self.no_in = self.no_in, False
        found: list[Any] = []
        while not self.accept("]"):
            token = self.here
            if self.is_(","):
                found.append(None)
            elif self.accept("..."):
                found.append(("spread", token.line, token.column, self.assignment()))
            else:
                found.append(self.assignment())
            if not self.is_("]"):
                self.expect(",")
        self.no_in = kept
        return found

    def _object(self, place: tuple[int, int]) -> Node:
        self.expect("{")
        kept, self.no_in = self.no_in, False
        found: list[Any] = []
        while not self.accept("}"):
            token = self.here
            if self.accept("..."):
                found.append(("spread", None, self.assignment()))
            elif token.kind == "name" and self.ahead().text in (",", "}"):
                self.take()
                found.append(
                    (
                        "value",
                        ("literal", token.line, token.column, token.text),
                        ("name", token.line, token.column, token.text),
                    )
                )
            else:
                found.append(self._property())
            if not self.is_("}"):
                self.expect(",")
        self.no_in = kept
        return ("object", *place, found)

    def _property(self) -> tuple[str, Node, Any]:
        token = self.here
        waits = self.is_("async") and self.ahead().text not in ("(", ":", ",", "}")
        if waits:
            self.take()
        if self.is_("*"):
            raise self.outside("generators")
        kind = "value"
        if (
            self.here.text in ("get", "set")
            and self.here.kind == "name"
            and self.ahead().text not in ("(", ":", ",", "}")
        ):
            kind = self.take().text
        key = self.key()
        if self.is_("("):
            name = key[3] if key[0] == "literal" else ""
            made = ("func", token.line, token.column, str(name), self.parameters(), self.block(), waits, False)
            return kind, key, made
        self.expect(":")
        return kind, key, self.assignment()
