"""From tokens to a tree of tuples: (kind, line, column, …), by precedence climbing, with automatic semicolons."""

from __future__ import annotations

from typing import Any

from tutor.programs.node.lexer import JsSyntaxError, Token, tokens
from tutor.programs.outside import Outside

Node = tuple[Any, ...]
_BINARY = {
    "??": 1, "||": 2, "&&": 3, "|": 4, "^": 5, "&": 6, "==": 7, "!=": 7, "===": 7, "!==": 7, "<": 8, ">": 8, "<=": 8,
    ">=": 8,
    "instanceof": 8, "in": 8, "<<": 9, ">>": 9, ">>>": 9, "+": 10, "-": 10, "*": 11, "/": 11, "%": 11, "**": 12,
}  # fmt: skip
_ASSIGN = frozenset(
    {"=", "+=", "-=", "*=", "/=", "%=", "**=", "&&=", "||=", "??=", "<<=", ">>=", ">>>=", "&=", "|=", "^="}
)
_DEEP = 150
_SOFT = frozenset({"of", "async", "static", "let", "await", "yield"})


class Parser:
    """Reads one script."""

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

    # statements

    def program(self) -> list[Node]:
        """Read everything. Raises JsSyntaxError, Outside."""
        found = []
        while self.here.kind != "end":
            found.append(self.statement())
        return found

    def block(self) -> list[Node]:
        """Read statements in braces."""
        self.expect("{")
        self.deeper()
        found = []
        while not self.accept("}"):
            if self.here.kind == "end":
                raise self.unexpected()
            found.append(self.statement())
        self.depth -= 1
        return found

    def body(self) -> list[Node]:
        """Read a block or one statement."""
        if self.is_("{"):
            return self.block()
        self.deeper()
        found = [self.statement()]
        self.depth -= 1
        return found

    def statement(self) -> Node:
        """Read one statement. Raises JsSyntaxError, Outside."""
        token = self.here
        word = token.text if token.kind == "keyword" else ""
        place = (token.line, token.column)
        if self.accept(";"):
            return ("empty", *place)
        if self.is_("{"):
            return ("block", *place, self.block())
        if word in ("const", "var") or (
            word == "let" and (self.ahead().kind in ("name", "keyword") or self.ahead().text in "{[")
        ):
            made = self.variables()
            self.semicolon()
            return made
        if word == "function" or (word == "async" and self.ahead().text == "function" and not self.ahead().fresh):
            return ("function", *place, self.function())
        if word == "class":
            return ("class", *place, self.class_())
        read = getattr(self, f"_{word}", None) if word in _STATEMENTS else None
        if read is not None:
            self.take()
            return read(place)  # type: ignore[no-any-return]
        if word == "import" and self.ahead().text != "(":
            return self._import(place)
        if word == "export":
            raise self.outside("export")
        if token.kind == "name" and self.ahead().text == ":":
            raise self.outside("a label")
        value = self.expression()
        self.semicolon()
        return ("expression", *place, value)

    def variables(self) -> Node:
        """Read let, const or var."""
        token = self.take()
        found = []
        while True:
            target = self.pattern()
            value = self.assignment() if self.accept("=") else None
            if value is None and token.text == "const" and not self.is_("of", "in"):
                raise JsSyntaxError("Missing initializer in const declaration", self.here.line, self.here.column)
            found.append((target, value))
            if not self.accept(","):
                break
        return ("variables", token.line, token.column, token.text, found)

    def pattern(self) -> Node:
        """Read what can be assigned in a declaration: a name, an object's or an array's pattern."""
        token = self.here
        place = (token.line, token.column)
        if self.accept("["):
            items: list[Any] = []
            while not self.accept("]"):
                if self.is_(","):
                    items.append(None)
                else:
                    rest = self.accept("...")
                    inner = self.pattern()
                    items.append((inner, self.assignment() if self.accept("=") else None, rest))
                if not self.is_("]"):
                    self.expect(",")
            return ("array pattern", *place, items)
        if self.accept("{"):
            fields: list[Any] = []
            while not self.accept("}"):
                if self.accept("..."):
                    fields.append((None, ("name", *place, self.identifier()), None, True))
                else:
                    key = self.key()
                    inner = (
                        self.pattern() if self.accept(":") else ("name", *place, key[3] if key[0] == "literal" else "")
                    )
                    fields.append((key, inner, self.assignment() if self.accept("=") else None, False))
                if not self.is_("}"):
                    self.expect(",")
            return ("object pattern", *place, fields)
        return ("name", *place, self.identifier())

    def key(self) -> Node:
        """Read the key of a property: a literal, or an expression in brackets."""
        token = self.here
        place = (token.line, token.column)
        if self.accept("["):
            value = self.assignment()
            self.expect("]")
            return value
        if token.kind in ("name", "keyword", "private"):
            self.take()
            return ("literal", *place, token.text)
        if token.kind in ("string", "number"):
            self.take()
            return ("literal", *place, token.value)
        raise self.unexpected()

    def _if(self, place: tuple[int, int]) -> Node:
        self.expect("(")
        test = self.expression()
        self.expect(")")
        then = self.body()
        otherwise = self.body() if self.accept("else") else None
        return ("if", *place, test, then, otherwise)

    def _while(self, place: tuple[int, int]) -> Node:
        self.expect("(")
        test = self.expression()
        self.expect(")")
        return ("for", *place, None, test, None, self.body())

    def _do(self, place: tuple[int, int]) -> Node:
        body = self.body()
        self.expect("while")
        self.expect("(")
        test = self.expression()
        self.expect(")")
        self.accept(";")
        return ("do", *place, test, body)

    def _for(self, place: tuple[int, int]) -> Node:
        if self.accept("await"):
            raise self.outside("for await")
        self.expect("(")
        first: Node | None = None
        self.no_in = True
        if self.is_("let", "const", "var"):
            first = self.variables()
        elif not self.is_(";"):
            first = ("expression", *place, self.expression())
        self.no_in = False
        if first is not None and (self.is_("of") or self.is_("in")):
            word = self.take().text
            over = self.assignment() if word == "of" else self.expression()
            self.expect(")")
            if first[0] != "variables":
                raise self.outside("a loop over a variable that is declared elsewhere")
            return (f"for {word}", *place, first[4][0][0], over, self.body())
        self.expect(";")
        test = None if self.is_(";") else self.expression()
        self.expect(";")
        after = None if self.is_(")") else self.expression()
        self.expect(")")
        return ("for", *place, first, test, after, self.body())

    def _return(self, place: tuple[int, int]) -> Node:
        value = None if self.is_(";", "}") or self.here.fresh or self.here.kind == "end" else self.expression()
        self.semicolon()
        return ("return", *place, value)

    def _break(self, place: tuple[int, int]) -> Node:
        if self.here.kind == "name" and not self.here.fresh:
            raise self.outside("a label")
        self.semicolon()
        return ("break", *place)

    def _continue(self, place: tuple[int, int]) -> Node:
        if self.here.kind == "name" and not self.here.fresh:
            raise self.outside("a label")
        self.semicolon()
        return ("continue", *place)

    def _throw(self, place: tuple[int, int]) -> Node:
        value = self.expression()
        self.semicolon()
        return ("throw", *place, value)

    def _try(self, place: tuple[int, int]) -> Node:
        body = self.block()
        target, handler, last = None, None, None
        if self.accept("catch"):
            if self.accept("("):
                target = self.pattern()
                self.expect(")")
            handler = self.block()
        if self.accept("finally"):
            last = self.block()
        if handler is None and last is None:
            raise JsSyntaxError("Missing catch or finally after try", self.here.line, self.here.column)
        return ("try", *place, body, target, handler, last)

    def _switch(self, place: tuple[int, int]) -> Node:
        self.expect("(")
        value = self.expression()
        self.expect(")")
        self.expect("{")
        cases: list[tuple[Node | None, list[Node]]] = []
        while not self.accept("}"):
            test = None
            if not self.accept("default"):
                self.expect("case")
                test = self.expression()
            self.expect(":")
            body = []
            while not self.is_("case", "default", "}"):
                if self.here.kind == "end":
                    raise self.unexpected()
                body.append(self.statement())
            cases.append((test, body))
        return ("switch", *place, value, cases)

    def _import(self, place: tuple[int, int]) -> Node:
        self.take()
        if self.here.kind == "string":
            path = self.take().value
            self.semicolon()
            return ("import", *place, path, [])
        names: list[tuple[str, str]] = []
        if self.here.kind == "name":
            names.append(("default", self.identifier()))
            self.accept(",")
        if self.accept("*"):
            self.identifier()
            names.append(("*", self.identifier()))
        elif self.accept("{"):
            while not self.accept("}"):
                name = self.identifier()
                local = name
                if self.here.text == "as":
                    self.take()
                    local = self.identifier()
                names.append((name, local))
                if not self.is_("}"):
                    self.expect(",")
        if self.here.text != "from":
            raise self.unexpected()
        self.take()
        if self.here.kind != "string":
            raise self.unexpected()
        path = self.take().value
        self.semicolon()
        return ("import", *place, path, names)

    # functions and classes

    def function(self) -> Node:
        """Read a function after its first word: (kind, line, column, name, parameters, body, async, arrow)."""
        token = self.here
        waits = self.accept("async")
        self.expect("function")
        if self.is_("*"):
            raise self.outside("generators")
        name = "" if self.is_("(") else self.identifier()
        return ("func", token.line, token.column, name, self.parameters(), self.block(), waits, False)

    def parameters(self) -> list[Any]:
        """Read parameters in brackets: (pattern, default, rest)."""
        self.expect("(")
        found = []
        while not self.accept(")"):
            rest = self.accept("...")
            target = self.pattern()
            found.append((target, self.assignment() if self.accept("=") else None, rest))
            if not self.is_(")"):
                self.expect(",")
        return found

    def class_(self) -> Node:
        """Read a class."""
        token = self.expect("class")
        name = "" if self.is_("{", "extends") else self.identifier()
        above = self._subscripted() if self.accept("extends") else None
        self.expect("{")
        members: list[Any] = []
        while not self.accept("}"):
            if self.accept(";"):
                continue
            static = self.is_("static") and self.ahead().text not in ("(", "=", ";")
            if static:
                self.take()
            members.append((static, *self._member()))
        return ("class", token.line, token.column, name, above, members)

    def _member(self) -> tuple[str, Node, Any]:
        token = self.here
        waits = self.is_("async") and self.ahead().text not in ("(", "=", ";", "}")
        if waits:
            self.take()
        if self.is_("*"):
            raise self.outside("generators")
        kind = "method"
        if (
            self.here.text in ("get", "set")
            and self.here.kind == "name"
            and self.ahead().text not in ("(", "=", ";", "}")
        ):
            kind = self.take().text
        key = self.key()
        if self.is_("("):
            name = key[3] if key[0] == "literal" else ""
            made = ("func", token.line, token.column, str(name), self.parameters(), self.block(), waits, False)
            return kind, key, made
        value = self.assignment() if self.accept("=") else None
        self.semicolon()
        return "field", key, value

    # expressions

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
            parts = [part if isinstance(part, str) else Parser(part, self.name).expression() for part in token.value]
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


_STATEMENTS = frozenset({"if", "while", "do", "for", "return", "break", "continue", "throw", "try", "switch"})


def parse(source: str, name: str) -> list[Node]:
    """Return the statements of a script. Raises JsSyntaxError, Outside."""
    return Parser(tokens(source), name).program()
