"""What the parts of an awk program do: expressions as functions that return a value.

The one rule: an expression is made once, when the program is read; running it only calls what was made. A place is an
expression that can be set.
"""

from __future__ import annotations

from math import fmod

from tutor.shell.commands._awk_runtime import SPECIAL
from tutor.shell.commands._awk_values import Array, AwkError, Input, Unset, is_numeric, is_true, to_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands._awk_runtime import Cell, Runtime

    Get = Callable[[], float | str | Unset | Array]
    Text = Callable[[], str]
    Number = Callable[[], float]


class Expression:
    """A part of a program that has a value. `pattern` is the text of a regular expression that stands alone."""

    __slots__ = ("get", "pattern")

    def __init__(self, get: Get, pattern: str | None = None) -> None:
        self.get = get
        self.pattern = pattern


class Place(Expression):
    """An expression that can be set.

    A bare name has two things more: `whole` gives what it holds, arrays too, as an argument of a function; `name` is
    the variable's name and, for an argument of the function under way, its number.
    """

    __slots__ = ("name", "set", "whole")

    def __init__(
        self,
        get: Get,
        set: Callable[[float | str | Unset], None],
        whole: Get | None = None,
        name: tuple[str, int | None] | None = None,
    ) -> None:
        super().__init__(get)
        self.set = set
        self.whole = whole
        self.name = name


class Group(Expression):
    """Several expressions in parentheses: the operands of `in`, or what is printed."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Expression]) -> None:
        def nothing() -> float | str | Unset | Array:
            raise AwkError("Possible syntax error")

        super().__init__(nothing)
        self.parts = parts


class Code:
    """Makes expressions for a runtime."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    # plain values

    def text_of(self, expression: Expression) -> Text:
        """Return what gives an expression's value as a string."""
        get, text = expression.get, self.runtime.text

        def run() -> str:
            value = get()
            return value if isinstance(value, str) else text(value)

        return run

    def number_of(self, expression: Expression) -> Number:
        """Return what gives an expression's value as a number."""
        get = expression.get

        def run() -> float:
            value = get()
            return value if isinstance(value, float) else to_number(value)

        return run

    def constant(self, value: float | str) -> Expression:
        """A number or a string."""
        return Expression(lambda: value)

    def regex(self, pattern: str) -> Expression:
        """A regular expression that stands alone: whether it matches the record."""
        runtime = self.runtime
        return Expression(lambda: float(runtime.regex(pattern).test(runtime.text(runtime.get_field(0)))), pattern)

    # places

    def variable(self, name: str) -> Place:
        """A global variable."""
        runtime = self.runtime
        cell = runtime.cell(name)

        def put(value: float | str | Unset) -> None:
            cell.value = value

        def put_special(value: float | str | Unset) -> None:
            cell.value = value
            runtime.assigned(name)

        def whole() -> float | str | Unset | Array:
            value = cell.value
            return Unset(become) if isinstance(value, Unset) else value

        def become(array: Array) -> None:
            cell.value = array

        get = runtime.get_nf if name == "NF" else lambda: cell.value
        return Place(get, put_special if name in SPECIAL else put, whole, (name, None))

    def local(self, index: int) -> Place:
        """An argument of the function under way."""
        runtime = self.runtime

        def put(value: float | str | Unset) -> None:
            runtime.frame[index] = value

        def whole() -> float | str | Unset | Array:
            frame = runtime.frame
            value = frame[index]
            if not isinstance(value, Unset):
                return value

            def become(array: Array) -> None:
                frame[index] = array
                if value.become is not None:
                    value.become(array)

            return Unset(become)

        return Place(lambda: runtime.frame[index], put, whole, ("", index))

    def field(self, index: Expression) -> Place:
        """A field."""
        runtime, number = self.runtime, self.number_of(index)
        return Place(lambda: runtime.get_field(number()), lambda value: runtime.set_field(number(), value))

    def element(self, array: Callable[[], Array], key: Text) -> Place:
        """An element of an array."""
        return Place(lambda: array().get(key()), lambda value: array().set(key(), value))

    def array(self, name: str, index: int | None) -> Callable[[], Array]:
        """Return what gives the array of a name; a variable that was never set becomes one."""
        runtime = self.runtime
        if index is not None:

            def local() -> Array:
                value = runtime.frame[index]
                if isinstance(value, Array):
                    return value
                made = Array()
                if isinstance(value, Unset) and value.become is not None:
                    value.become(made)
                runtime.frame[index] = made
                return made

            return local
        return _global_array(runtime.cell(name))

    def array_of(self, expression: Expression) -> Callable[[], Array]:
        """Return what gives the array that an argument names. Raises AwkError where it names none."""
        name = getattr(expression, "name", None)
        if name is None:
            raise AwkError("Not an array")
        return self.array(*name)

    def key(self, parts: list[Expression]) -> Text:
        """Return what gives the key that one or more subscripts make."""
        texts = [self.text_of(part) for part in parts]
        if len(texts) == 1:
            return texts[0]
        runtime, separator = self.runtime, self.runtime.cell("SUBSEP")
        return lambda: runtime.text(separator.value).join([text() for text in texts])

    def assign(self, place: Place, value: Expression) -> Expression:
        """Set a place."""
        get, put = value.get, place.set

        def run() -> float | str | Unset | Array:
            new = get()
            if isinstance(new, Array):
                raise AwkError("Not an array")
            put(new)
            return new

        return Expression(run)

    def change(self, place: Place, operator: str, value: Expression) -> Expression:
        """Set a place to what an operation makes of it."""
        result, put = self.arithmetic(operator, place, value).get, place.set

        def run() -> float | str | Unset | Array:
            new = result()
            assert isinstance(new, float)
            put(new)
            return new

        return Expression(run)

    def step(self, place: Place, by: float, before: bool) -> Expression:
        """Add to a place; the value is the new one if the operator stands `before` it."""
        old, put = self.number_of(place), place.set

        def run() -> float | str | Unset | Array:
            was = old()
            put(was + by)
            return was + by if before else was

        return Expression(run)

    # operators

    def arithmetic(self, operator: str, left: Expression, right: Expression) -> Expression:
        """An arithmetic operation."""
        one, two = self.number_of(left), self.number_of(right)
        if operator == "+":
            return Expression(lambda: one() + two())
        if operator == "-":
            return Expression(lambda: one() - two())
        if operator == "*":
            return Expression(lambda: one() * two())
        operation = {"/": _divide, "%": _modulo, "^": _power}[operator]
        return Expression(lambda: operation(one(), two()))

    def negative(self, operand: Expression) -> Expression:
        """Minus something."""
        number = self.number_of(operand)
        return Expression(lambda: -number())

    def positive(self, operand: Expression) -> Expression:
        """Plus something: a number."""
        number = self.number_of(operand)
        return Expression(lambda: number())

    def invert(self, operand: Expression) -> Expression:
        """Not something."""
        get = operand.get
        return Expression(lambda: 0.0 if is_true(get()) else 1.0)

    def both(self, left: Expression, right: Expression) -> Expression:
        """Whether both are true."""
        one, two = left.get, right.get
        return Expression(lambda: 1.0 if is_true(one()) and is_true(two()) else 0.0)

    def either(self, left: Expression, right: Expression) -> Expression:
        """Whether one of them is true."""
        one, two = left.get, right.get
        return Expression(lambda: 1.0 if is_true(one()) or is_true(two()) else 0.0)

    def choice(self, condition: Expression, yes: Expression, no: Expression) -> Expression:
        """One of two."""
        test, one, two = condition.get, yes.get, no.get
        return Expression(lambda: one() if is_true(test()) else two())

    def concatenate(self, left: Expression, right: Expression) -> Expression:
        """One string after the other."""
        one, two, fits = self.text_of(left), self.text_of(right), self.runtime.fits
        return Expression(lambda: fits(one() + two()))

    def compare(self, operator: str, left: Expression, right: Expression) -> Expression:
        """A comparison: of numbers if both sides are, of strings otherwise."""
        one, two, runtime = left.get, right.get, self.runtime
        decide = _COMPARISONS[operator]

        def run() -> float | str | Unset | Array:
            a, b = one(), two()
            if isinstance(a, float) and isinstance(b, float):
                return decide(a - b if a != b else 0.0)
            if is_numeric(a) and is_numeric(b):
                return decide(to_number(a) - to_number(b))
            x, y = runtime.text(a), runtime.text(b)
            if runtime.fold:
                x, y = x.lower(), y.lower()
            return decide(float((x > y) - (x < y)))

        return Expression(run)

    def match(self, text: Expression, pattern: Expression, inverted: bool) -> Expression:
        """Whether a regular expression matches."""
        subject, regex, runtime = self.text_of(text), self.pattern(pattern), self.runtime
        return Expression(lambda: float(runtime.regex(regex()).test(subject()) != inverted))

    def pattern(self, expression: Expression) -> Text:
        """Return what gives the text of a regular expression."""
        pattern = expression.pattern
        return self.text_of(expression) if pattern is None else lambda: pattern

    def inside(self, key: Text, array: Callable[[], Array]) -> Expression:
        """Whether an array has an element."""
        return Expression(lambda: float(key() in array().items))

    # input

    def getline(self, place: Place | None, source: Expression | None, command: bool) -> Expression:
        """Read a record from the input, a file or a command."""
        runtime = self.runtime
        name = self.text_of(source) if source is not None else None
        nothing = runtime.cell("ERRNO")

        def run() -> float | str | Unset | Array:
            if name is None:
                found = runtime.read_input()
            else:
                records = runtime.streams.reader(name(), command)
                if records is None:
                    nothing.value = 2.0
                    return -1.0
                found = runtime.read(records)
            if found is None:
                return 0.0
            if place is None:
                runtime.set_record(Input(found))
            else:
                place.set(Input(found))
            return 1.0

        return Expression(run)


def _global_array(cell: Cell) -> Callable[[], Array]:
    def get() -> Array:
        value = cell.value
        if not isinstance(value, Array):
            value = cell.value = Array()
        return value

    return get


def _divide(a: float, b: float) -> float:
    if b == 0:
        raise AwkError("Division by zero")
    return a / b


def _modulo(a: float, b: float) -> float:
    if b == 0:
        raise AwkError("Division by zero")
    return fmod(a, b) if a == a and abs(a) != float("inf") else float("nan")


def _power(a: float, b: float) -> float:
    try:
        result = a**b
    except OverflowError:
        return float("inf") if a > 0 or b % 2 == 0 else float("-inf")
    except ZeroDivisionError:
        return float("inf")
    return result if isinstance(result, float) else float("nan")


_COMPARISONS: dict[str, Callable[[float], float]] = {
    "<": lambda order: float(order < 0), "<=": lambda order: float(order <= 0), "==": lambda order: float(order == 0),
    "!=": lambda order: float(order != 0), ">": lambda order: float(order > 0), ">=": lambda order: float(order >= 0),
}  # fmt: skip
