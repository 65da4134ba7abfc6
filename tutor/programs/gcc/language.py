"""C: tokens, the parser by precedence climbing, and the closures that a program becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.programs.gcc.operations import Env, Exit, _apply, _indexed, _joined, _stepped, _word
from tutor.programs.gcc.tokens import CError, Token, tokens, unquoted
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

_TYPES = frozenset(
    {
        "int",
        "char",
        "double",
        "float",
        "void",
        "long",
        "short",
        "unsigned",
        "signed",
        "const",
        "static",
        "size_t",
        "bool",
    }
)
_BINARY = {
    "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7, ">=": 7, "<<": 8, ">>": 8,
    "+": 9, "-": 9,
    "*": 10, "/": 10, "%": 10,
}  # fmt: skip
_OUTSIDE = frozenset({"struct", "union", "enum", "typedef", "goto", "switch", "sizeof", "extern"})
_HEADERS = frozenset(
    {"stdio.h", "stdlib.h", "string.h", "unistd.h", "math.h", "stdbool.h", "stddef.h", "stdint.h", "limits.h"}
)
_BREAK, _CONTINUE, _RETURN = 1, 2, 3
_DEEP = 100


Eval = "Callable[[Env], Any]"


class Program:
    """The functions and variables of some files, as closures over a process."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.functions: dict[str, Callable[[list[Any]], Any]] = {}
        self.globals = Env()
        self.depth = 0
        self.work = 0

    def tick(self) -> None:
        """Count work. Raises LimitExceeded."""
        self.work += 1
        if self.work >= 64:
            self.process.tick(16)
            self.work = 0


class Parser:
    """Reads one file into a program."""

    def __init__(self, program: Program, source: str) -> None:
        self.program = program
        self.tokens, self.includes = tokens(source)
        self.at = 0
        self.function = ""
        self.scopes: list[set[str]] = [{*program.globals, "stdout", "stderr", "stdin"}]
        self.depth = 0

    @property
    def here(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def take(self) -> Token:
        """Return the next token and go on."""
        token = self.tokens[self.at]
        self.at += token.kind != "end"
        return token

    def accept(self, text: str) -> bool:
        """Take the next token if it is this one."""
        if self.here.text == text and self.here.kind in ("op", "name"):
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Take a token that must come. Raises CError."""
        if self.accept(text):
            return
        last = self.tokens[max(0, self.at - 1)]
        before = self.here
        shown = (
            f"‘{before.text}’"
            if before.kind == "name"
            else f"‘{before.text}’ token"
            if before.kind == "op"
            else f"{before.kind} constant"
        )
        shown = "end of input" if before.kind == "end" else shown
        where = "at" if before.kind == "end" else "before"
        raise CError(f"expected ‘{text}’ {where} {shown}", last.line, last.column + len(last.text), self.function)

    def known(self, name: str) -> bool:
        """Whether a variable is declared here."""
        return any(name in scope for scope in self.scopes)

    # declarations

    def read(self) -> None:
        """Read everything. Raises CError, Outside."""
        while self.here.kind != "end":
            if self.here.text in _OUTSIDE:
                raise Outside(self.here.text)
            kind = self.type()
            name = self._declared()
            if self.accept("("):
                self._function(name)
                continue
            self._variables(kind, name)(self.program.globals)

    def type(self) -> str:
        """Read a type; return "int", "double" or "text". Raises CError, Outside."""
        words = []
        while self.here.text in _TYPES:
            words.append(self.take().text)
        if self.here.text in _OUTSIDE:
            raise Outside(self.here.text)
        if not words:
            raise CError(
                f"unknown type name ‘{self.here.text}’",
                self.here.line,
                self.here.column,
                self.function,
                len(self.here.text),
            )
        stars = 0
        while self.accept("*"):
            stars += 1
        if stars and "char" not in words:
            raise Outside("pointers")
        return "text" if stars else "double" if "double" in words or "float" in words else "int"

    def _declared(self) -> str:
        if self.here.kind != "name":
            self.expect("identifier")
        return self.take().text

    def _function(self, name: str) -> None:
        parameters: list[str] = []
        while not self.accept(")"):
            self.type()
            if self.here.kind == "name":
                parameters.append(self.take().text)
                while self.accept("["):
                    self.accept("]") or self.expression()
                    self.accept("]")
            self.accept(",")
        if self.accept(";"):
            return
        self.function = name
        self.scopes.append(set(parameters))
        body = self.block()
        self.scopes.pop()
        program = self.program

        def call(given: list[Any]) -> Any:
            program.depth += 1
            if program.depth > 500:
                raise Exit(139)
            env = Env(zip(parameters, given, strict=False))
            env.parent = program.globals
            try:
                body(env)
            finally:
                program.depth -= 1
            return env.result

        program.functions[name] = call
        self.function = ""

    def _variables(self, kind: str, first: str = "") -> Any:
        parts: list[tuple[str, Any, Any]] = []
        name = first or self._declared()
        while True:
            size = None
            if self.accept("["):
                size = (lambda env: -1) if self.accept("]") else self.expression()
                self.accept("]")
            self.scopes[-1].add(name)
            value = None
            if self.accept("="):
                if self.accept("{"):
                    items = []
                    while not self.accept("}"):
                        items.append(self.expression(1))
                        self.accept(",")
                    value = lambda env, items=items: [item(env) for item in items]  # noqa: E731
                else:
                    value = self.expression(1)
            parts.append((name, size, value))
            if not self.accept(","):
                break
            while self.accept("*"):
                pass
            name = self._declared()
        self.expect(";")
        program = self.program

        def run(env: Env) -> None:
            for text, count, given in parts:
                found = given(env) if given is not None else 0
                if count is not None and not isinstance(found, str):
                    wanted = count(env)
                    program.process.kernel.meter.fits(max(0, wanted) * 8)
                    items = found if isinstance(found, list) else []
                    found = items + [0] * max(0, wanted - len(items))
                env[text] = (
                    float(found)
                    if kind == "double" and isinstance(found, int)
                    else int(found)
                    if kind == "int" and isinstance(found, float)
                    else found
                )

        return run

    # statements

    def block(self) -> Any:
        """Read statements in braces."""
        self.expect("{")
        self.depth += 1
        if self.depth > _DEEP:
            raise Outside("code that is nested so deeply")
        self.scopes.append(set())
        parts = []
        while not self.accept("}"):
            if self.here.kind == "end":
                self.expect("}")
            parts.append(self.statement())
        self.scopes.pop()
        self.depth -= 1
        program = self.program

        def run(outer: Env) -> int | None:
            env = Env()
            env.parent = outer
            for part in parts:
                program.tick()
                left = part(env)
                if left is not None:
                    outer.result = env.result
                    return int(left)
            return None

        return run

    def statement(self) -> Any:
        """Read one statement. Raises CError, Outside."""
        word = self.here.text
        if word == "{":
            return self.block()
        if word in _OUTSIDE:
            raise Outside(word)
        if word in _TYPES:
            return self._variables(self.type())
        if self.accept(";"):
            return lambda env: None
        if self.accept("return"):
            value = None if self.here.text == ";" else self.expression()
            self.expect(";")

            def leave(env: Env) -> int:
                env.result = value(env) if value is not None else 0
                return _RETURN

            return leave
        if word in ("break", "continue"):
            self.take()
            self.expect(";")
            code = _BREAK if word == "break" else _CONTINUE
            return lambda env: code
        if word in ("if", "while", "for", "do"):
            self.take()
            return getattr(self, f"_{word}")()
        value = self.expression()
        self.expect(";")

        def run(env: Env) -> None:
            value(env)

        return run

    def _test(self) -> Any:
        self.expect("(")
        test = self.expression()
        self.expect(")")
        return test

    def _if(self) -> Any:
        test = self._test()
        then = self.statement()
        otherwise = self.statement() if self.accept("else") else None

        def run(env: Env) -> Any:
            return then(env) if test(env) else otherwise(env) if otherwise is not None else None

        return run

    def _loop(self, test: Any, after: Any, body: Any) -> Any:
        program = self.program

        def run(env: Env) -> int | None:
            while test is None or test(env):
                program.tick()
                left = body(env)
                if left == _RETURN:
                    return _RETURN
                if left == _BREAK:
                    break
                if after is not None:
                    after(env)
            return None

        return run

    def _while(self) -> Any:
        test = self._test()
        return self._loop(test, None, self.statement())

    def _do(self) -> Any:
        body = self.statement()
        self.expect("while")
        test = self._test()
        self.expect(";")
        rest = self._loop(test, None, body)

        def run(env: Env) -> Any:
            left = body(env)
            return _RETURN if left == _RETURN else None if left == _BREAK else rest(env)

        return run

    def _for(self) -> Any:
        self.expect("(")
        self.scopes.append(set())
        first = self.statement()
        test = None if self.here.text == ";" else self.expression()
        self.expect(";")
        after = None if self.here.text == ")" else self.expression()
        self.expect(")")
        loop = self._loop(test, after, self.statement())
        self.scopes.pop()

        def run(outer: Env) -> Any:
            env = Env()
            env.parent = outer
            first(env)
            left = loop(env)
            outer.result = env.result if left is not None else outer.result
            return left

        return run

    # expressions

    def expression(self, least: int = 0) -> Any:
        """Read an expression; commas only where `least` is 0. Raises CError, Outside."""
        self.depth += 1
        if self.depth > _DEEP:
            raise Outside("code that is nested so deeply")
        value = self._assignment()
        while least == 0 and self.accept(","):
            first, second = value, self._assignment()
            value = lambda env, first=first, second=second: (first(env), second(env))[1]  # noqa: E731
        self.depth -= 1
        return value

    def _assignment(self) -> Any:
        left, put = self._binary(1)
        operator = self.here.text if self.here.kind == "op" else ""
        if put is not None and operator in ("=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>="):
            self.take()
            value = self.expression(1)
            if operator == "=":
                return lambda env: put(env, value(env))
            return lambda env: put(env, _apply(operator[:-1], left(env), value(env)))
        if self.accept("?"):
            then = self.expression(1)
            self.expect(":")
            otherwise = self.expression(1)
            return lambda env: then(env) if left(env) else otherwise(env)
        return left

    def _binary(self, least: int) -> tuple[Any, Any]:
        left, put = self._unary()
        while self.here.kind == "op" and _BINARY.get(self.here.text, 0) >= least:
            operator = self.take().text
            right, _ = self._binary(_BINARY[operator] + 1)
            left = _joined(operator, left, right)
            put = None
        return left, put

    def _unary(self) -> tuple[Any, Any]:
        token = self.here
        if token.kind == "op" and token.text in ("-", "+", "!", "~", "++", "--", "&", "*"):
            self.take()
            if token.text in "&*":
                raise Outside("pointers")
            value, put = self._unary()
            if token.text in ("++", "--") and put is not None:
                by = 1 if token.text == "++" else -1
                return (lambda env: put(env, _apply("+", value(env), by))), None
            table: dict[str, Callable[[Any], Any]] = {
                "-": lambda v: -v,
                "+": lambda v: v,
                "!": lambda v: int(not v),
                "~": lambda v: ~v,
            }
            apply = table[token.text]
            return (lambda env: apply(value(env))), None
        return self._postfix()

    def _postfix(self) -> tuple[Any, Any]:
        token = self.take()
        value: Any
        put: Any = None
        if token.kind == "number":
            digits = re.sub(r"[uUlLfF]+$", "", token.text) if not token.text.startswith("0x") else token.text
            constant = (
                float(digits)
                if "." in digits or ("e" in digits.lower() and not digits.startswith("0x"))
                else int(digits, 0 if digits.startswith("0x") else 10)
            )
            return (lambda env: constant), None
        if token.kind == "char":
            code = ord(unquoted(token.text)[:1] or "\0")
            return (lambda env: code), None
        if token.kind == "string":
            text = unquoted(token.text)
            while self.here.kind == "string":
                text += unquoted(self.take().text)
            value = lambda env: text  # noqa: E731
        elif token.text == "(":
            if self.here.text in _TYPES:
                kind = self.type()
                self.expect(")")
                inner, _ = self._unary()
                return (
                    lambda env: (
                        float(inner(env)) if kind == "double" else int(inner(env)) if kind == "int" else inner(env)
                    )
                ), None
            value = self.expression()
            self.expect(")")
        elif token.kind == "name":
            value, put = self._name(token)
        else:
            self.at -= 1
            raise CError(
                f"expected expression before ‘{token.text}’ token",
                token.line,
                token.column,
                self.function,
                len(token.text),
            )
        while True:
            if self.accept("["):
                index = self.expression()
                self.expect("]")
                value, put = _indexed(value, index)
            elif self.here.text in ("++", "--") and put is not None:
                by = 1 if self.take().text == "++" else -1
                value, put = _stepped(value, put, by), None
            elif self.here.text in ("->", "."):
                raise Outside("structs")
            else:
                return value, put

    def _name(self, token: Token) -> tuple[Any, Any]:
        name = token.text
        if name in _OUTSIDE:
            raise Outside(name)
        if self.accept("("):
            given = []
            while not self.accept(")"):
                given.append(self.expression(1))
                if self.here.text != ")":
                    self.expect(",")
            return self._call(name, given), None
        if name in ("NULL", "EXIT_SUCCESS", "false", "EXIT_FAILURE", "true"):
            constant = int(name in ("EXIT_FAILURE", "true"))
            return (lambda env: constant), None
        if not self.known(name):
            raise CError(
                f"‘{name}’ undeclared (first use in this function)", token.line, token.column, self.function, len(name)
            )

        def put(env: Env, value: Any) -> Any:
            holder = env.holder(name)
            holder[name] = (
                float(value)
                if isinstance(holder.get(name), float)
                else _word(value)
                if isinstance(holder.get(name), int)
                else value
            )
            return holder[name]

        return (lambda env: env.holder(name)[name]), put

    def _call(self, name: str, given: list[Any]) -> Any:
        from tutor.programs.gcc.library import FUNCTIONS

        program = self.program

        def run(env: Env) -> Any:
            program.tick()
            values = [part(env) for part in given]
            own = program.functions.get(name)
            if own is not None:
                return own(values)
            found = FUNCTIONS.get(name)
            if found is None:
                raise Outside(f"the function {name}")
            return found(program.process, *values)

        return run
