"""From tokens to a tree of tuples: (kind, line, column, …), by precedence climbing, with automatic semicolons."""

from __future__ import annotations

from typing import Any

from tutor.programs.node.cursor import Node
from tutor.programs.node.lexer import JsSyntaxError, tokens
from tutor.programs.node.parse_expressions import Expressions


class Parser(Expressions):
    """Reads one script."""

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


_STATEMENTS = frozenset({"if", "while", "do", "for", "return", "break", "continue", "throw", "try", "switch"})


def parse(source: str, name: str) -> list[Node]:
    """Return the statements of a script. Raises JsSyntaxError, Outside."""
    return Parser(tokens(source), name).program()
