"""POSIX regular expressions, basic and extended, with GNU's additions, over Python's `re`.

The one rule: what matches, and where, is what POSIX says (the leftmost match, of those the longest). Python's `re`
does the work where it agrees by itself; where it may not, or could take for ever, an automaton finds the span
(`_automaton`). POSIX.1-2017, volume 1, chapter 9.
"""

from __future__ import annotations

import re

from tutor.shell.commands._regex_parser import Node, RegexError, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from tutor.shell.commands._automaton import Automaton

    class Match(Protocol):
        """Where something matched."""

        def start(self) -> int:
            """Index of the first character."""

        def end(self) -> int:
            """Index behind the last character."""

        def group(self, number: int, /) -> str | None:
            """The text of a group (0: of the whole); None if it took no part."""


__all__ = ["Regex", "RegexError"]


class Regex:
    """A compiled regular expression. Raises RegexError (regcomp's text) when it is wrong."""

    __slots__ = ("_automaton", "_compiled", "_dangerous", "_exact", "_node", "groups")

    def __init__(
        self,
        pattern: str,
        extended: bool = False,
        *,
        ignore_case: bool = False,
        lines: bool = False,
        ascii: bool = True,
        lenient: bool = False,
    ) -> None:
        self._node, self.groups = parse(pattern, extended, lenient)
        flags = re.DOTALL | (re.MULTILINE if lines else 0) | (re.ASCII if ascii else 0)
        self._compiled = re.compile(_emit(self._node, lines), flags | (re.IGNORECASE if ignore_case else 0))
        self._dangerous, self._exact = _judge(self._node)
        self._automaton: Automaton | None = None
        if self._dangerous or not self._exact:
            from tutor.shell.commands._automaton import Automaton, TooLarge

            try:
                self._automaton = Automaton(self._node, ignore_case=ignore_case, lines=lines, ascii=ascii)
            except TooLarge:
                self._dangerous = False

    def test(self, text: str) -> bool:
        """Whether something in `text` matches."""
        if self._dangerous and self._automaton is not None:
            return self._automaton.exists(text)
        return self._compiled.search(text) is not None

    def full(self, text: str) -> bool:
        """Whether `text` matches from its beginning to its end."""
        if self._dangerous and self._automaton is not None:
            return self._automaton.longest(text, 0) == len(text)
        return self._compiled.fullmatch(text) is not None

    def search(self, text: str, at: int = 0) -> Match | None:
        """The leftmost, longest match from `at` on; `^` matches at the beginning of `text` only."""
        automaton = self._automaton
        if automaton is None:
            return self._compiled.search(text, at)
        if self._dangerous:
            if not automaton.exists(text, at):
                return None
            start, end = at, automaton.longest(text, at)
            while end < 0:
                start += 1
                end = automaton.longest(text, start)
        else:
            found = self._compiled.search(text, at)
            if found is None:
                return None
            start = found.start()
            end = automaton.longest(text, start)
            if end == found.end() or end < 0:
                return found
        return self._compiled.fullmatch(text, start, end) or _Span(text, start, end)

    def matches(self, text: str) -> Iterator[Match]:
        """All matches from left to right, as `sed s///g` sees them: none is empty right behind another one."""
        at = 0
        last = -1
        while at <= len(text) and (found := self.search(text, at)) is not None:
            start, end = found.start(), found.end()
            if end > start or start != last:
                yield found
            last = end
            at = end if end > start else end + 1


class _Span:
    """A match of which only the whole is known."""

    __slots__ = ("_end", "_start", "_text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end

    def start(self) -> int:
        return self._start

    def end(self) -> int:
        return self._end

    def group(self, number: int, /) -> str | None:
        return self._text[self._start : self._end] if number == 0 else None


def _judge(node: Node) -> tuple[bool, bool]:
    """Whether `re` might take exponential time, and whether its match is the longest one by itself."""
    if _has(node, "ref"):
        return False, True
    nested = choice = False
    todo = [node]
    while todo:
        here = todo.pop()
        choice = choice or here.kind == "or"
        if here.kind == "repeat" and here.parts[0].kind not in ("char", "set", "any"):
            choice = True
            inner = here.parts[0]
            nested = nested or (here.high != 1 and (_has(inner, "repeat") or _has(inner, "or")))
        todo.extend(here.parts)
    return nested, not choice


def _has(node: Node, kind: str) -> bool:
    return node.kind == kind or any(_has(part, kind) for part in node.parts)


def _emit(node: Node, lines: bool) -> str:
    """Return the expression in the words of Python's `re`."""
    kind = node.kind
    if kind == "char":
        return re.escape(node.text)
    if kind == "set":
        return node.text
    if kind == "any":
        return "."
    if kind == "group":
        return f"({_emit(node.parts[0], lines)})"
    if kind == "and":
        return "".join([_emit(part, lines) for part in node.parts])
    if kind == "or":
        return "(?:" + "|".join([_emit(part, lines) for part in node.parts]) + ")"
    if kind == "ref":
        return f"(?:\\{node.low})"
    if kind == "repeat":
        inner = _emit(node.parts[0], lines)
        if node.parts[0].kind not in ("char", "set", "any", "group"):
            inner = f"(?:{inner})"
        return inner + _times(node.low, node.high)
    return _ASSERTIONS[kind] if not lines or kind not in _BY_LINE else _BY_LINE[kind]


_ASSERTIONS = {
    "begin": r"\A", "end": r"\Z", "buffer": r"\A", "buffer-end": r"\Z", "edge": r"\b", "inside": r"\B",
    "word": r"\b(?=\w)", "word-end": r"\b(?<=\w)",
}  # fmt: skip
_BY_LINE = {"begin": "^", "end": r"(?=\n|\Z)"}


def _times(low: int, high: int | None) -> str:
    known = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((low, high))
    if known is not None:
        return known
    return f"{{{low},{'' if high is None else high}}}"
