"""From the text of a POSIX regular expression to its structure.

The one rule: what is special where, and which error a wrong expression gives, is as in glibc's regcomp.
"""

from __future__ import annotations

import re

from tutor.shell.patterns import CLASSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

MOST = 0x7FFF
_INTERVAL = re.compile(r"\{[0-9]*(?:[0-9]|,)[0-9]*\}")
_SPECIAL_SETS = {"w": r"[\w]", "W": r"[^\w]", "s": r"[\s]", "S": r"[^\s]"}
_SPECIAL_PLACES = {"b": "edge", "B": "inside", "<": "word", ">": "word-end", "`": "buffer", "'": "buffer-end"}


class RegexError(Exception):
    """A wrong expression; the text is regcomp's."""


class Node:
    """A part of an expression.

    `kind`: char, set (`text` is a class of Python's `re`), any, group, and, or, repeat (`low` to `high` times), ref
    (to group `low`), or a place: begin, end, buffer, buffer-end, edge, inside, word, word-end.
    """

    __slots__ = ("high", "kind", "low", "parts", "text")

    def __init__(
        self, kind: str, text: str = "", parts: tuple[Node, ...] = (), low: int = 0, high: int | None = None
    ) -> None:
        self.kind = kind
        self.text = text
        self.parts = parts
        self.low = low
        self.high = high


def parse(pattern: str, extended: bool, lenient: bool = False) -> tuple[Node, int]:
    """Return the structure and the number of groups; `lenient` as grep is with extended ones. Raises RegexError."""
    parser = _Parser(pattern, extended, lenient)
    node = parser.alternatives(0)
    return node, parser.groups


class _Parser:
    def __init__(self, pattern: str, extended: bool, lenient: bool) -> None:
        self.pattern = pattern
        self.lenient = lenient
        self.extended = extended
        self.at = 0
        self.groups = 0
        self.closed: set[int] = set()

    def special(self, letter: str) -> bool:
        """Whether the operator `letter` (one of `()|{}+?`) stands here, with its backslash where one is needed."""
        if self.extended:
            return self.pattern.startswith(letter, self.at)
        return self.pattern.startswith("\\" + letter, self.at)

    def skip(self) -> None:
        """Go past an operator that `special` has seen."""
        self.at += 1 if self.extended else 2

    def alternatives(self, depth: int) -> Node:
        """Parse up to the end, or to the `)` of the group we are in."""
        found = [self.sequence(depth)]
        while self.special("|"):
            self.skip()
            found.append(self.sequence(depth))
        return found[0] if len(found) == 1 else Node("or", parts=tuple(found))

    def sequence(self, depth: int) -> Node:
        found: list[Node] = []
        start = True
        while self.at < len(self.pattern) and not self.special("|"):
            if self.special(")"):
                if depth:
                    break
                if not self.extended:
                    raise RegexError("Unmatched ) or \\)")
            node = self.piece(start, depth)
            found.append(node)
            start = node.kind == "begin"
        return found[0] if len(found) == 1 else Node("and", parts=tuple(found))

    def piece(self, start: bool, depth: int) -> Node:
        """One atom and the repetitions behind it; `start`: nothing stands before it that could be repeated."""
        node = self.atom(start, depth)
        if node.kind in ("begin", "end"):
            return node
        while (times := self.repetition()) is not None:
            node = Node("repeat", parts=(node,), low=times[0], high=times[1])
        return node

    def repetition(self) -> tuple[int, int | None] | None:
        """The repetition that stands here, if one does."""
        if self.pattern.startswith("*", self.at):
            self.at += 1
            return 0, None
        for letter, times in (("+", (1, None)), ("?", (0, 1))):
            if self.special(letter):
                self.skip()
                return times
        if self.special("{") and not (self.lenient and self.extended and not _INTERVAL.match(self.pattern, self.at)):
            self.skip()
            return self.interval()
        return None

    def interval(self) -> tuple[int, int | None]:
        closing = "}" if self.extended else "\\}"
        end = self.pattern.find(closing, self.at)
        if end < 0:
            body = self.pattern[self.at :]
            if body.replace(",", "", 1).isdecimal() or not body:
                raise RegexError("Unmatched \\{")
            raise RegexError("Invalid content of \\{\\}")
        low, comma, high = self.pattern[self.at : end].partition(",")
        if (not low and not comma) or (low and not low.isdecimal()) or (high and not high.isdecimal()):
            raise RegexError("Invalid content of \\{\\}")
        self.at = end + len(closing)
        least = int(low or 0)
        most = (int(high) if high else None) if comma else least
        if most is not None and least > most:
            raise RegexError("Invalid content of \\{\\}")
        if max(least, most or 0) > MOST:
            raise RegexError("Regular expression too big")
        return least, most

    def atom(self, start: bool, depth: int) -> Node:
        pattern = self.pattern
        letter = pattern[self.at]
        if start and (node := self.misplaced(letter)) is not None:
            return node
        if self.special("("):
            return self.group(depth)
        self.at += 1
        if letter == "[":
            return self.bracket()
        if letter == ".":
            return Node("any")
        if letter == "\\":
            return self.escaped()
        if letter == "^" and (self.extended or start):
            return Node("begin")
        if letter == "$" and (self.extended or self.at_end()):
            return Node("end")
        return Node("char", letter)

    def misplaced(self, letter: str) -> Node | None:
        """What a repetition means where there is nothing to repeat: an error, or itself."""
        if self.extended:
            if letter in "*+?{":
                if not self.lenient:
                    raise RegexError("Invalid preceding regular expression")
                if letter != "{":
                    self.at += 1
                    return Node("and")
        elif letter == "*":
            self.at += 1
            return Node("char", "*")
        elif self.special("{"):
            raise RegexError("Invalid preceding regular expression")
        elif self.special("+") or self.special("?"):
            self.at += 2
            return Node("char", self.pattern[self.at - 1])
        return None

    def at_end(self) -> bool:
        """Whether a `$` that was just read stands at the end of a basic expression or group."""
        return self.at == len(self.pattern) or self.special(")") or self.special("|")

    def group(self, depth: int) -> Node:
        self.skip()
        self.groups += 1
        number = self.groups
        inner = self.alternatives(depth + 1)
        if not self.special(")"):
            raise RegexError("Unmatched ( or \\(")
        self.skip()
        self.closed.add(number)
        return Node("group", parts=(inner,), low=number)

    def escaped(self) -> Node:
        if self.at >= len(self.pattern):
            raise RegexError("Trailing backslash")
        letter = self.pattern[self.at]
        self.at += 1
        if letter in "123456789":
            if int(letter) not in self.closed:
                raise RegexError("Invalid back reference")
            return Node("ref", low=int(letter))
        if letter in _SPECIAL_SETS:
            return Node("set", _SPECIAL_SETS[letter])
        if letter in _SPECIAL_PLACES:
            return Node(_SPECIAL_PLACES[letter])
        return Node("char", letter)

    def bracket(self) -> Node:
        """A bracket expression, its `[` behind us."""
        pattern = self.pattern
        negated = pattern.startswith("^", self.at)
        self.at += negated
        first = True
        items: list[str] = []
        while first or not pattern.startswith("]", self.at):
            first = False
            if pattern.startswith("[:", self.at):
                items.append(self.named_class())
                continue
            low = self.member()
            if pattern.startswith("-", self.at) and pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self.member()
                if low > high:
                    raise RegexError("Invalid range end")
                items.append(f"{_in_set(low)}-{_in_set(high)}")
            else:
                items.append(_in_set(low))
        self.at += 1
        return Node("set", f"[{'^' if negated else ''}{''.join(items)}]")

    def unclosed(self) -> NoReturn:
        raise RegexError("Unmatched [, [^, [:, [., or [=")

    def named_class(self) -> str:
        end = self.pattern.find(":]", self.at + 2)
        if end < 0:
            self.unclosed()
        name = self.pattern[self.at + 2 : end]
        if name not in CLASSES:
            raise RegexError("Invalid character class name")
        self.at = end + 2
        return CLASSES[name]

    def member(self) -> str:
        """One character of a bracket expression, perhaps written `[.x.]` or `[=x=]`."""
        pattern = self.pattern
        if self.at >= len(pattern):
            self.unclosed()
        for mark in ".=":
            if pattern.startswith("[" + mark, self.at):
                end = pattern.find(mark + "]", self.at + 2)
                if end < 0:
                    self.unclosed()
                text = pattern[self.at + 2 : end]
                if len(text) != 1:
                    raise RegexError("Invalid collation character")
                self.at = end + 2
                return text
        self.at += 1
        return pattern[self.at - 1]


def _in_set(char: str) -> str:
    return "\\" + char if char in "\\]^-[&~|" else char
