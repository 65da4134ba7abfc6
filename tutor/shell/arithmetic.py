"""Arithmetic of `$((…))`, `let` and the substring operator: C's operators over 64-bit integers.

The one rule: what C would not evaluate (after a false `&&`, in the branch not taken) is read and not evaluated.
POSIX.1-2017, volume 3, 2.6.4, with busybox's `**`, `++`, `--`, the comma and `base#digits`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS: tuple[tuple[str, ...], ...] = (
    ("||",), ("&&",), ("|",), ("^",), ("&",), ("==", "!="), ("<=", ">=", "<", ">"), ("<<", ">>"), ("+", "-"),
    ("*", "/", "%"), ("**",),
)  # fmt: skip
LEVEL = {operator: level for level, operators in enumerate(LEVELS) for operator in operators}
OPERATORS = (
    "<<=", ">>=", "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "**", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=",
    "|=", "^=", "+", "-", "*", "/", "%", "<", ">", "=", "!", "~", "&", "|", "^", "?", ":", ",", "(", ")",
)  # fmt: skip
ASSIGNING = frozenset(("=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "|=", "^="))
START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
DIGITS = frozenset("0123456789")
WORD = START | DIGITS
MAX_DEPTH = 60

_tokens: dict[str, list[tuple[str, str, int]]] = {}


class ArithmeticFault(Exception):
    """An expression that has no value; the text of the exception is busybox's message."""


def wrap(value: int) -> int:
    """Return what is left of an integer in 64 bits, signed."""
    if -0x8000000000000000 <= value <= 0x7FFFFFFFFFFFFFFF:
        return value
    value &= 0xFFFFFFFFFFFFFFFF
    return value - 0x10000000000000000 if value >= 0x8000000000000000 else value


def tokens_of(text: str) -> list[tuple[str, str, int]]:
    """Return (kind, text, value) of each token: kind "n" number, "v" variable, "o" operator; "" ends them."""
    known = _tokens.get(text)
    if known is not None:
        return known
    out: list[tuple[str, str, int]] = []
    at, size = 0, len(text)
    while at < size:
        char = text[at]
        if char in " \t\n":
            at += 1
        elif char in DIGITS:
            end = at
            while end < size and (text[end] in WORD or text[end] in "#@"):
                end += 1
            out.append(("n", text[at:end], number(text[at:end])))
            at = end
        elif char in START:
            end = at
            while end < size and text[end] in WORD:
                end += 1
            out.append(("v", text[at:end], 0))
            at = end
        else:
            operator = next((operator for operator in OPERATORS if text.startswith(operator, at)), "")
            if not operator:
                raise ArithmeticFault("arithmetic syntax error")
            out.append(("o", operator, 0))
            at += len(operator)
    out.append(("", "", 0))
    if len(_tokens) > 200:
        _tokens.clear()
    _tokens[text] = out
    return out


def number(text: str) -> int:
    """Return the value of an integer constant: decimal, 0x…, 0… (octal) or base#digits. Raises ArithmeticFault."""
    try:
        if "#" in text:
            base, _, digits = text.partition("#")
            return _in_base(digits, int(base))
        if not text.isascii() or not text.isalnum():
            return _refuse()
        hexadecimal = text[:2] in ("0x", "0X")
        value = int(text[2:], 16) if hexadecimal else int(text, 8 if text[0] == "0" else 10)
        return wrap(value) if value < 1 << 64 else 0
    except ValueError:
        return _refuse()


def _refuse() -> int:
    raise ArithmeticFault("arithmetic syntax error")


def _in_base(digits: str, base: int) -> int:
    if not 2 <= base <= 64 or not digits:
        return _refuse()
    letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_"
    value = 0
    for char in digits:
        digit = letters.find(char.lower() if base <= 36 else char)
        if not 0 <= digit < base:
            return _refuse()
        value = value * base + digit
    return wrap(value)


class Evaluator:
    """Evaluates expressions; `get` gives the text of a variable (None: not set), `put` assigns one."""

    def __init__(self, get: Callable[[str], str | None], put: Callable[[str, str], None]) -> None:
        self._get = get
        self._put = put
        self._depth = 0

    def value(self, text: str) -> int:
        """Return the value of an expression (0 for an empty one). Raises ArithmeticFault."""
        tokens = tokens_of(text)
        if len(tokens) == 1:
            return 0
        reading = _Reading(self, tokens)
        value = reading.comma(True)
        if tokens[reading.at][0]:
            raise ArithmeticFault("arithmetic syntax error")
        return value

    def variable(self, name: str) -> int:
        """Return the value of a variable, whose text is an expression in its turn."""
        text = (self._get(name) or "").strip()
        if not text:
            return 0
        if text.isdecimal() and text[0] != "0" and text.isascii():
            return wrap(int(text))
        self._depth += 1
        try:
            if self._depth > 30:
                raise ArithmeticFault("expression recursion loop detected")
            return self.value(text)
        finally:
            self._depth -= 1

    def assign(self, name: str, value: int) -> int:
        """Assign a variable and return its value."""
        self._put(name, str(value))
        return value


class _Reading:
    """One pass over the tokens of one expression; `live` is false where nothing may be evaluated."""

    def __init__(self, owner: Evaluator, tokens: list[tuple[str, str, int]]) -> None:
        self.owner = owner
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def _is(self, operator: str) -> bool:
        kind, text, _ = self.tokens[self.at]
        if kind == "o" and text == operator:
            self.at += 1
            return True
        return False

    def comma(self, live: bool) -> int:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ArithmeticFault("arithmetic syntax error")
        value = self.assignment(live)
        while self._is(","):
            value = self.assignment(live)
        self.depth -= 1
        return value

    def assignment(self, live: bool) -> int:
        kind, name, _ = self.tokens[self.at]
        if kind == "v":
            following = self.tokens[self.at + 1]
            if following[0] == "o" and following[1] in ASSIGNING:
                self.at += 2
                operator = following[1][:-1]
                right = self.assignment(live)
                if not live:
                    return 0
                if operator:
                    right = _apply(operator, self.owner.variable(name), right)
                return self.owner.assign(name, right)
        return self.ternary(live)

    def ternary(self, live: bool) -> int:
        condition = self.binary(0, live)
        if not self._is("?"):
            return condition
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ArithmeticFault("arithmetic syntax error")
        chosen = self.comma(live and bool(condition))
        if not self._is(":"):
            raise ArithmeticFault("malformed ?: operator")
        other = self.assignment(live and not condition)
        self.depth -= 1
        return chosen if condition else other

    def binary(self, lowest: int, live: bool) -> int:
        """Read operators of level `lowest` and above; the higher bind closer."""
        left = self.unary(live)
        while True:
            kind, operator, _ = self.tokens[self.at]
            level = LEVEL.get(operator, -1) if kind == "o" else -1
            if level < lowest:
                return left
            self.at += 1
            if operator == "||":
                right = self.binary(level + 1, live and not left)
                left = int(bool(left) or bool(right))
            elif operator == "&&":
                right = self.binary(level + 1, live and bool(left))
                left = int(bool(left) and bool(right))
            else:
                right = self.binary(level if operator == "**" else level + 1, live)
                left = _apply(operator, left, right) if live else 0

    def unary(self, live: bool) -> int:
        kind, text, value = self.tokens[self.at]
        self.at += 1
        if kind == "n":
            return value
        if kind == "v":
            return self._postfix(text, live)
        if text in ("++", "--") and self.tokens[self.at][0] == "v":
            name = self.tokens[self.at][1]
            self.at += 1
            return self._step(name, 1 if text == "++" else -1) if live else 0
        if kind != "o" or text not in ("-", "+", "!", "~", "(", "++", "--"):
            raise ArithmeticFault("arithmetic syntax error")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ArithmeticFault("arithmetic syntax error")
        if text == "(":
            inner = self.comma(live)
            if not self._is(")"):
                raise ArithmeticFault("arithmetic syntax error")
        else:
            inner = self.unary(live)
            inner = {"-": wrap(-inner), "!": int(not inner), "~": ~inner}.get(text, inner)
        self.depth -= 1
        return inner

    def _step(self, name: str, by: int) -> int:
        return self.owner.assign(name, wrap(self.owner.variable(name) + by))

    def _postfix(self, name: str, live: bool) -> int:
        for operator, by in (("++", 1), ("--", -1)):
            if self._is(operator):
                return wrap(self._step(name, by) - by) if live else 0
        return self.owner.variable(name) if live else 0


def _apply(operator: str, left: int, right: int) -> int:
    """Return the value of a binary operator that evaluates both sides."""
    if operator in ("/", "%"):
        if right == 0:
            raise ArithmeticFault("divide by zero")
        quotient = abs(left) // abs(right)
        if (left < 0) != (right < 0):
            quotient = -quotient
        return wrap(quotient if operator == "/" else left - quotient * right)
    if operator == "**":
        if right < 0:
            raise ArithmeticFault("exponent less than 0")
        return wrap(pow(left, right, 1 << 64))
    return wrap(_SIMPLE[operator](left, right))


_SIMPLE: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "&": lambda a, b: a & b,
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<=": lambda a, b: int(a <= b),
    ">=": lambda a, b: int(a >= b),
    "<": lambda a, b: int(a < b),
    ">": lambda a, b: int(a > b),
    "<<": lambda a, b: a << (b & 63),
    ">>": lambda a, b: a >> (b & 63),
}
