"""The applet `expr`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

    Value = int | str

_LEVELS = (
    frozenset("|"),
    frozenset("&"),
    frozenset(("<", "<=", "=", "==", "!=", ">=", ">")),
    frozenset("+-"),
    frozenset("*/%"),
    frozenset(":"),
)


@applet("EXPRESSION", "Print the value of an expression; each number, text and operator is an argument.", code=2)
def main(process: Process) -> int:
    """Print the value of an expression."""
    words = process.argv[1:]
    if not words:
        raise Failure("too few arguments")
    reader = _Reader(process, words)
    value = reader.level(0)
    if reader.at < len(words):
        raise Failure("syntax error")
    process.out(f"{value}\n")
    return 1 if _is_null(value) else 0


def _is_null(value: Value) -> bool:
    return value in (0, "", "0")


def _as_int(value: Value) -> int | None:
    if isinstance(value, int):
        return value
    bare = value.removeprefix("-")
    return int(value) if bare.isascii() and bare.isdecimal() else None


def _need_int(value: Value) -> int:
    number = _as_int(value)
    if number is None:
        raise Failure("non-numeric argument")
    return number


class _Reader:
    """Goes through the words."""

    def __init__(self, process: Process, words: list[str]) -> None:
        self.process = process
        self.words = words
        self.at = 0

    def level(self, depth: int) -> Value:
        """Read what operators of a level (0 binds least) join."""
        if depth == len(_LEVELS):
            return self.operand()
        left = self.level(depth + 1)
        while self.at < len(self.words) and self.words[self.at] in _LEVELS[depth]:
            operator = self.words[self.at]
            self.at += 1
            right = self.level(depth + 1)
            left = _match(self.process, str(left), str(right)) if operator == ":" else _apply(operator, left, right)
        return left

    def operand(self) -> Value:
        if self.at >= len(self.words):
            raise Failure("syntax error")
        word = self.words[self.at]
        self.at += 1
        if word == "(":
            value = self.level(0)
            if self.at >= len(self.words) or self.words[self.at] != ")":
                raise Failure("syntax error")
            self.at += 1
            return value
        if word == ")":
            raise Failure("syntax error")
        if word == "quote":
            if self.at >= len(self.words):
                raise Failure("syntax error")
            self.at += 1
            return self.words[self.at - 1]
        if word == "length":
            return len(str(self.operand()))
        if word == "match":
            text = self.operand()
            return _match(self.process, str(text), str(self.operand()))
        if word == "index":
            text = str(self.operand())
            letters = str(self.operand())
            return next((at for at, letter in enumerate(text, 1) if letter in letters), 0)
        if word == "substr":
            text = str(self.operand())
            start, size = _as_int(self.operand()), _as_int(self.operand())
            if start is None or size is None or start < 1 or size < 1:
                return ""
            return text[start - 1 : start - 1 + size]
        return word


def _apply(operator: str, left: Value, right: Value) -> Value:
    if operator == "|":
        return right if _is_null(left) else left
    if operator == "&":
        return 0 if _is_null(left) or _is_null(right) else left
    if operator in _LEVELS[2]:
        a, b = _as_int(left), _as_int(right)
        if a is None or b is None:
            x, y = str(left), str(right)
            order = (x > y) - (x < y)
        else:
            order = (a > b) - (a < b)
        if operator in ("=", "=="):
            return int(order == 0)
        return int({"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0, "!=": order != 0}[operator])
    a, b = _need_int(left), _need_int(right)
    if operator in "/%":
        if b == 0:
            raise Failure("division by zero")
        quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        return _wrapped(quotient if operator == "/" else a - b * quotient)
    return _wrapped({"+": a + b, "-": a - b, "*": a * b}[operator])


def _wrapped(value: int) -> int:
    """Return a number of 64 bits: what is larger starts again from below."""
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


def _match(process: Process, text: str, pattern: str) -> Value:
    from tutor.shell.commands._regex import Regex, RegexError

    try:
        regex = Regex(pattern)
    except RegexError as error:
        raise Failure(f"bad regex '{pattern}': {error}") from None
    found = regex.search(text)
    if pattern.startswith("^"):
        process.fail(
            f"warning: '{pattern}': using '^' as the first character\n"
            "of a basic regular expression is not portable; it is ignored"
        )
    if found is None or found.start() != 0:
        return "" if regex.groups else 0
    return (found.group(1) or "") if regex.groups else found.end()
