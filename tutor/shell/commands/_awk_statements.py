"""Awk statements.

The one rule: a statement is a function that returns None, or what the loop or function around it is to do.
"""

from __future__ import annotations

from tutor.shell.commands._awk_code import Group, Place
from tutor.shell.commands._awk_functions import formatter
from tutor.shell.commands._awk_lexer import SyntaxFault
from tutor.shell.commands._awk_parser import BREAK, CONTINUE, RETURN, ExpressionParser
from tutor.shell.commands._awk_values import Array, is_true, number_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands._awk_code import Code, Expression
    from tutor.shell.commands._awk_parser import Function, Statement

ENDS = (";", "newline", "}", "eof")
"""Tokens behind which a statement has ended."""
_REDIRECTIONS = (">", ">>", "|")


class Next(Exception):
    """Go on with the next record; `file`: of the next file."""

    def __init__(self, file: bool = False) -> None:
        super().__init__()
        self.file = file


class Exit(Exception):
    """End the program."""


class StatementParser(ExpressionParser):
    """Reads statements; `source` is what the program text is called in messages."""

    def __init__(self, code: Code, text: str, functions: dict[str, Function], source: str) -> None:
        super().__init__(code, text, functions)
        self.source = source
        self.loops = 0

    def block(self) -> Statement:
        """Read statements in braces."""
        self.need("{")
        found: list[Statement] = []
        while True:
            while self.sees("newline", ";"):
                self.at += 1
            if self.takes("}"):
                return _sequence(found)
            found.append(self.statement())

    def body(self) -> Statement:
        """Read what belongs to an `if` or a loop."""
        self.newlines()
        if self.takes(";"):
            return _sequence([])
        return self.statement()

    def loop(self) -> Statement:
        """Read what belongs to a loop."""
        self.loops += 1
        found = self.body()
        self.loops -= 1
        return found

    def statement(self) -> Statement:
        """Read a statement with its end."""
        if self.sees("{"):
            return self.block()
        token = self.token
        compound = {"if": self.if_, "while": self.while_, "do": self.do, "for": self.for_}.get(token.kind)
        if compound is not None:
            self.at += 1
            return compound()
        found = self.located(self.simple(), token.line)
        self.finish()
        return found

    def finish(self) -> None:
        """Read the end of a statement."""
        if self.sees("}"):
            return
        if not self.sees(";", "newline"):
            self.unexpected()
        self.at += 1

    def located(self, statement: Statement, line: int) -> Statement:
        """Return a statement that notes its line, for messages."""
        runtime, source = self.code.runtime, self.source

        def run() -> int | None:
            runtime.place = (source, line)
            return statement()

        return run

    def simple(self) -> Statement:
        """Read a statement that is no compound one."""
        token = self.token
        kind = token.kind
        if kind in ("print", "printf"):
            self.at += 1
            return self.print_statement(kind == "printf")
        if kind == "delete":
            self.at += 1
            return self.delete()
        if kind in ("break", "continue"):
            if not self.loops:
                raise SyntaxFault(f"'{kind}' not in a loop", token.line)
            self.at += 1
            signal = BREAK if kind == "break" else CONTINUE
            return lambda: signal
        if kind in ("next", "nextfile", "exit", "return"):
            self.at += 1
            return self.leaving(kind)
        return _evaluation(self.expression())

    def leaving(self, kind: str) -> Statement:
        """Read the rest of a statement that goes elsewhere."""
        value = None if self.sees(*ENDS) else self.expression()
        runtime = self.code.runtime
        if kind in ("next", "nextfile"):

            def leave() -> int | None:
                raise Next(file=kind == "nextfile")

            return leave
        if kind == "exit":
            number = self.code.number_of(value) if value is not None else None

            def end() -> int | None:
                if number is not None:
                    runtime.code = int(number()) & 255
                raise Exit

            return end

        def give() -> int | None:
            found = value.get() if value is not None else None
            if found is not None and not isinstance(found, Array):
                runtime.result = found
            return RETURN

        return give

    def condition(self) -> Callable[[], bool]:
        """Read a condition in parentheses."""
        self.need("(")
        parts = self.enclosed(")")
        if len(parts) != 1:
            self.unexpected()
        get = parts[0].get
        return lambda: is_true(get())

    def if_(self) -> Statement:
        test = self.condition()
        yes = self.body()
        mark = self.at
        while self.sees("newline", ";"):
            self.at += 1
        if not self.takes("else"):
            self.at = mark
            return lambda: yes() if test() else None
        no = self.body()
        return lambda: yes() if test() else no()

    def while_(self) -> Statement:
        test = self.condition()
        return self.looping(test, self.loop(), None)

    def do(self) -> Statement:
        body = self.loop()
        while self.sees("newline", ";"):
            self.at += 1
        self.need("while")
        test = self.condition()
        rest = self.looping(test, body, None)

        def run() -> int | None:
            signal = body()
            if signal == BREAK:
                return None
            return signal if signal == RETURN else rest()

        return run

    def for_(self) -> Statement:
        self.need("(")
        first = [token.kind for token in self.tokens[self.at : self.at + 4]]
        if first == ["name", "in", "name", ")"]:
            place = self.name(self.next().text)
            self.at += 1
            array = self.array(self.next().text)
            self.at += 1
            return self.walk(place, array, self.loop())
        start = None if self.sees(";") else self.simple()
        self.need(";")
        self.newlines()
        condition = None if self.sees(";") else self.expression()
        self.need(";")
        self.newlines()
        step = None if self.sees(")") else self.simple()
        self.need(")")
        get = condition.get if condition is not None else None
        loop = self.looping((lambda: is_true(get())) if get is not None else lambda: True, self.loop(), step)

        def run() -> int | None:
            if start is not None:
                start()
            return loop()

        return run

    def looping(self, test: Callable[[], bool], body: Statement, step: Statement | None) -> Statement:
        """Return a loop."""
        tick = self.code.runtime.process.tick

        def run() -> int | None:
            while test():
                tick()
                signal = body()
                if signal == BREAK:
                    break
                if signal == RETURN:
                    return RETURN
                if step is not None:
                    step()
            return None

        return run

    def walk(self, place: Place, array: Callable[[], Array], body: Statement) -> Statement:
        """Return a loop over the keys that an array has now."""
        tick = self.code.runtime.process.tick

        def run() -> int | None:
            for key in list(array()):
                tick()
                place.set(key)
                signal = body()
                if signal == BREAK:
                    break
                if signal == RETURN:
                    return RETURN
            return None

        return run

    def delete(self) -> Statement:
        """Read what is deleted: an element or all of them."""
        array = self.array(self.need("name").text)
        if not self.takes("["):

            def clear() -> int | None:
                array().clear()
                return None

            return clear
        key = self.code.key(self.enclosed("]"))

        def remove() -> int | None:
            array().items.pop(key(), None)
            return None

        return remove

    # output

    def print_statement(self, formatted: bool) -> Statement:
        """Read the rest of `print` or `printf`."""
        self.no_greater += 1
        parts = self.expressions(*ENDS, *_REDIRECTIONS)
        if len(parts) == 1 and isinstance(parts[0], Group):
            parts = parts[0].parts
        how, target = "", None
        if self.sees(*_REDIRECTIONS):
            how = self.next().kind
            target = self.joined()
        self.no_greater -= 1
        if formatted:
            return self.formatting(parts, how, target)
        return self.printing(parts, how, target)

    def writing(self, how: str, target: Expression | None) -> Callable[[str], None]:
        """Return what writes a text where it belongs."""
        runtime = self.code.runtime
        if target is None:
            plain = runtime.out.write
            return lambda text: plain(text.encode("latin-1"))
        name = self.code.text_of(target)
        return lambda text: _ignored(runtime.streams.writer(name(), how)(text.encode("latin-1")))

    def printing(self, parts: list[Expression], how: str, target: Expression | None) -> Statement:
        """Return a `print`."""
        runtime, write = self.code.runtime, self.writing(how, target)
        gets = [part.get for part in parts] or [lambda: runtime.get_field(0)]
        form, between, behind = runtime.cell("OFMT"), runtime.cell("OFS"), runtime.cell("ORS")

        def shown(get: Callable[[], object]) -> str:
            value = get()
            if isinstance(value, str):
                return value
            return number_text(value, runtime.text(form.value)) if isinstance(value, float) else ""

        def run() -> int | None:
            texts = [shown(get) for get in gets]
            write(runtime.text(between.value).join(texts) + runtime.text(behind.value))
            return None

        return run

    def formatting(self, parts: list[Expression], how: str, target: Expression | None) -> Statement:
        """Return a `printf`."""
        write, text = self.writing(how, target), formatter(self.code, parts or [self.code.constant("")])

        def run() -> int | None:
            write(text())
            return None

        return run


def _ignored(_: object) -> None:
    """Forget a result."""


def _evaluation(expression: Expression) -> Statement:
    get = expression.get

    def run() -> int | None:
        get()
        return None

    return run


def _sequence(statements: list[Statement]) -> Statement:
    """Return statements as one."""
    if len(statements) == 1:
        return statements[0]

    def run() -> int | None:
        for statement in statements:
            signal = statement()
            if signal is not None:
                return signal
        return None

    return run
