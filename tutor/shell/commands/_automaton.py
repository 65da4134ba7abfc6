"""Finds the longest match of a regular expression in time that grows with the text, whatever the expression.

The one rule: a state is a set of places in the expression; what follows on a character is worked out once and kept.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands._regex_parser import Node

MOST_PLACES = 4000
MOST_STATES = 2000


class TooLarge(Exception):
    """The expression has too many places."""


class Automaton:
    """The places of an expression without back references; place 0 is where a match is complete."""

    def __init__(self, node: Node, *, ignore_case: bool, lines: bool, ascii: bool) -> None:
        self._flags = re.DOTALL | (re.ASCII if ascii else 0) | (re.IGNORECASE if ignore_case else 0)
        self._lines = lines
        self._tests: list[Callable[[str], object] | None] = [None]
        self._places: list[str] = ["match"]
        self._next: list[tuple[int, ...]] = [()]
        self._predicates: dict[str, Callable[[str], object]] = {}
        self._start = frozenset((self._build(node, 0),))
        self._conditional = any(kind in _PLACES for kind in self._places)
        self._closures: dict[tuple[frozenset[int], int], tuple[frozenset[int], bool]] = {}
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def _add(self, kind: str, following: tuple[int, ...], test: Callable[[str], object] | None = None) -> int:
        if len(self._places) > MOST_PLACES:
            raise TooLarge
        self._places.append(kind)
        self._next.append(following)
        self._tests.append(test)
        return len(self._places) - 1

    def _predicate(self, expression: str) -> Callable[[str], object]:
        known = self._predicates.get(expression)
        if known is None:
            known = self._predicates[expression] = re.compile(expression, self._flags).match
        return known

    def _build(self, node: Node, after: int) -> int:
        """Add the places of `node`, from which one goes on to `after`; return the first."""
        kind = node.kind
        if kind == "char":
            return self._add("char", (after,), self._predicate(re.escape(node.text)))
        if kind in ("set", "any"):
            return self._add("char", (after,), self._predicate(node.text or "."))
        if kind == "group":
            return self._build(node.parts[0], after)
        if kind == "and":
            for part in reversed(node.parts):
                after = self._build(part, after)
            return after
        if kind == "or":
            return self._add("split", tuple([self._build(part, after) for part in node.parts]))
        if kind == "repeat":
            return self._repeat(node, after)
        return self._add(kind, (after,))

    def _repeat(self, node: Node, after: int) -> int:
        inner = node.parts[0]
        if node.high is None:
            loop = self._add("split", ())
            self._next[loop] = (self._build(inner, loop), after)
            after = loop
        else:
            end = after
            for _ in range(node.high - node.low):
                after = self._add("split", (self._build(inner, after), end))
        for _ in range(node.low):
            after = self._build(inner, after)
        return after

    def _context(self, text: str, at: int) -> int:
        """What the places that depend on their surroundings can see: a set of bits."""
        if not self._conditional:
            return 0
        before, behind = text[at - 1 : at] if at else "", text[at : at + 1]
        context = (not before) | (not behind) << 1
        if self._lines:
            context |= (before == "\n") | (behind == "\n") << 1
        word = self._predicate(r"\w")
        context |= (before != "" and word(before) is not None) << 2 | (behind != "" and word(behind) is not None) << 3
        return context | (at == 0) << 4 | (at == len(text)) << 5

    def _closure(self, places: frozenset[int], context: int) -> tuple[frozenset[int], bool]:
        """All places reached without a character, of which those that take one are kept; whether one is the end."""
        key = (places, context)
        known = self._closures.get(key)
        if known is not None:
            return known
        seen = set(places)
        todo = list(places)
        while todo:
            here = todo.pop()
            kind = self._places[here]
            if kind == "char" or (kind != "split" and kind != "match" and not _PLACES[kind](context)):
                continue
            for following in self._next[here]:
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        takers = frozenset(place for place in seen if self._places[place] == "char")
        if len(self._closures) > MOST_STATES:
            self._closures.clear()
        self._closures[key] = takers, 0 in seen
        return self._closures[key]

    def _step(self, takers: frozenset[int], char: str) -> frozenset[int]:
        key = (takers, char)
        known = self._steps.get(key)
        if known is None:
            tests, following = self._tests, self._next
            reached = [following[place][0] for place in takers if (test := tests[place]) and test(char) is not None]
            if len(self._steps) > 8 * MOST_STATES:
                self._steps.clear()
            known = self._steps[key] = frozenset(reached)
        return known

    def longest(self, text: str, start: int) -> int:
        """The end of the longest match that begins at `start`; -1 if there is none."""
        places = self._start
        best = -1
        for at in range(start, len(text) + 1):
            takers, done = self._closure(places, self._context(text, at))
            if done:
                best = at
            if not takers or at == len(text):
                break
            places = self._step(takers, text[at])
        return best

    def exists(self, text: str, start: int = 0) -> bool:
        """Whether there is a match that begins at `start` or later."""
        places = self._start
        for at in range(start, len(text) + 1):
            takers, done = self._closure(places, self._context(text, at))
            if done:
                return True
            if at < len(text):
                places = self._step(takers, text[at]) | self._start
        return False


def _has(*bits: int) -> Callable[[int], bool]:
    wanted = sum(1 << bit for bit in bits)
    return lambda context: context & wanted == wanted


_PLACES: dict[str, Callable[[int], bool]] = {
    "begin": _has(0),
    "end": _has(1),
    "buffer": _has(4),
    "buffer-end": _has(5),
    "edge": lambda context: (context >> 2 & 1) != (context >> 3 & 1),
    "inside": lambda context: (context >> 2 & 1) == (context >> 3 & 1),
    "word": lambda context: context >> 2 & 3 == 2,
    "word-end": lambda context: context >> 2 & 3 == 1,
}
