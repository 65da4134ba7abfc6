"""`.dockerignore`: which paths of a build context are left out (moby/patternmatcher, MatchesOrParentMatches)."""

from __future__ import annotations

import re

from tutor.dataclass import dataclass
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.text import trim

BAD_PATTERN = "syntax error in pattern"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line: its cleaned pattern, and whether `!` makes it an exception."""

    text: str
    exception: bool

    def matches(self, path: str) -> bool:
        """Whether the pattern matches a whole path. Raises `ParseError` for a pattern that makes no sense."""
        kind, regular = _compiled(self.text)
        if kind == "exact":
            return path == self.text
        if kind == "prefix":
            return path.startswith(self.text[:-2])
        if kind == "suffix":
            end = self.text[2:]
            return path.endswith(end) or (end.startswith("/") and path == end[1:])
        return regular is not None and regular.search(path) is not None


@dataclass(frozen=True, slots=True)
class Ignore:
    """The patterns of an ignore file, in order: the last one that matches decides."""

    patterns: tuple[Pattern, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Ignore:
        """Read an ignore file. Raises `ParseError` with the text that fails a build."""
        patterns = []
        for line in text.removeprefix("\ufeff").split("\n"):
            line = line.removesuffix("\r")
            if line.startswith("#") or not (line := trim(line)):
                continue
            exception = line.startswith("!")
            if exception:
                line = trim(line[1:])
            if line:
                line = clean(line)
                line = line[1:] if len(line) > 1 and line.startswith("/") else line
            patterns.append(_pattern("!" + line if exception else line))
        return cls(tuple(patterns))

    @property
    def has_exceptions(self) -> bool:
        """Whether any pattern begins with `!`."""
        return any(pattern.exception for pattern in self.patterns)

    def matches(self, path: str) -> bool:
        """Whether a path (relative, with slashes) is left out, itself or by a folder above. Raises `ParseError`."""
        folders = path.split("/")[:-1]
        parents = ["/".join(folders[: depth + 1]) for depth in range(len(folders))]
        matched = False
        for pattern in self.patterns:
            if pattern.exception == matched and (
                pattern.matches(path) or any(pattern.matches(parent) for parent in parents)
            ):
                matched = not pattern.exception
        return matched


def clean(path: str) -> str:
    """Shorten a path without looking at files, as Go's path.Clean: no `.`, no `//`, `..` worked out where it can be."""
    rooted = path.startswith("/")
    parts: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != "..":
            parts.append(part)
        elif parts and parts[-1] != "..":
            parts.pop()
        elif not rooted:
            parts.append(part)
    return ("/" if rooted else "") + "/".join(parts) or "."


def _pattern(line: str) -> Pattern:
    text = clean(trim(line))
    exception = text.startswith("!")
    if exception:
        if len(text) == 1:
            raise ParseError('illegal exclusion pattern: "!"')
        text = text[1:]
    if not _well_formed(text):
        raise ParseError(BAD_PATTERN)
    return Pattern(text, exception)


def _well_formed(text: str) -> bool:
    """Whether Go's filepath.Match(text, ".") gives an answer; it looks no further than it needs to."""
    name = "."
    pos = 0
    while pos < len(text):
        star = text.startswith("*", pos)
        while text.startswith("*", pos):
            pos += 1
        if pos == len(text):
            return True
        end = _chunk_end(text, pos)
        try:
            rest = _match_chunk(text[pos:end], name)
            if star and (rest is None or (rest and end == len(text))) and name:
                rest = _match_chunk(text[pos:end], "")
        except ParseError:
            return False
        if rest is None or (rest and end == len(text)):
            return True
        name, pos = rest, end
    return True


def _chunk_end(text: str, pos: int) -> int:
    """Where the part of a pattern up to the next star outside brackets ends."""
    inside = False
    while pos < len(text) and (inside or text[pos] != "*"):
        inside = {"[": True, "]": False}.get(text[pos], inside)
        pos += 2 if text[pos] == "\\" else 1
    return min(pos, len(text))


def _match_chunk(chunk: str, name: str) -> str | None:
    """Return what a chunk leaves of a name; None if it does not match. Raises `ParseError` for a malformed chunk."""
    failed = False
    pos = 0
    while pos < len(chunk):
        failed = failed or not name
        char = chunk[pos]
        if char == "[":
            pos, found = _match_bracket(chunk, pos + 1, "\0" if failed else name[0])
            failed = failed or not found
        else:
            pos += char == "\\"
            if pos == len(chunk):
                raise ParseError(BAD_PATTERN)
            failed = failed or (name[0] == "/" if char == "?" else name[0] != chunk[pos])
            pos += 1
        name = name[1:]
    return None if failed else name


def _match_bracket(chunk: str, pos: int, wanted: str) -> tuple[int, bool]:
    """Match a bracket expression that is open before `pos`; where it ends, and whether it holds the character."""
    negated = chunk.startswith("^", pos)
    pos += negated
    found, count = False, 0
    while not (chunk.startswith("]", pos) and count):
        pos, low = _bracket_char(chunk, pos)
        high = low
        if chunk[pos] == "-":
            pos, high = _bracket_char(chunk, pos + 1)
        found = found or low <= wanted <= high
        count += 1
    return pos + 1, found != negated


def _bracket_char(chunk: str, pos: int) -> tuple[int, str]:
    if chunk[pos : pos + 1] in ("", "-", "]"):
        raise ParseError(BAD_PATTERN)
    pos += chunk[pos] == "\\"
    if pos + 1 >= len(chunk):
        raise ParseError(BAD_PATTERN)
    return pos + 1, chunk[pos]


_CACHE: dict[str, tuple[str, re.Pattern[str] | None]] = {}


def _compiled(text: str) -> tuple[str, re.Pattern[str] | None]:
    """How a pattern matches: exact, prefix (`a/**`), suffix (`**/a`) or by a regular expression."""
    known = _CACHE.get(text)
    if known is None:
        known = _compile(text)
        if len(_CACHE) > 2000:
            _CACHE.clear()
        _CACHE[text] = known
    return known


def _compile(text: str) -> tuple[str, re.Pattern[str] | None]:
    """Return the kind of a pattern and its regular expression, made for Go first, since odd patterns show it."""
    out = ["^"]
    kind = "exact"
    pos = step = 0
    while pos < len(text):
        char = text[pos]
        pos += 1
        if char == "*" and text.startswith("*", pos):
            pos += 1
            pos += text.startswith("/", pos)
            if pos < len(text):
                out.append("(.*/)?")
                kind = "regular"
            elif kind == "exact":
                kind = "prefix"
            else:
                out.append(".*")
                kind = "regular"
            kind = "suffix" if step == 0 else kind
        elif char in "*?":
            out.append("[^/]*" if char == "*" else "[^/]")
            kind = "regular"
        elif char == "\\":
            out.append("\\" + text[pos : pos + 1])
            kind = "regular" if pos < len(text) else kind
            pos += 1
        else:
            out.append("\\" + char if char in ".+()$" else char)
            kind = "regular" if char in "[]" else kind
        step += 1
    if kind != "regular":
        return kind, None
    try:
        return kind, re.compile(_python("".join(out) + "$"), re.ASCII)
    except (re.error, OverflowError):
        raise ParseError(BAD_PATTERN) from None


def _python(expression: str) -> str:
    """Say a regular expression of Go's in Python's words. Raises `ParseError` for what only Go refuses."""
    out: list[str] = []
    pos = 0
    while pos < len(expression):
        char = expression[pos]
        if char == "[":
            pos, part = _python_class(expression, pos + 1)
        elif char == "\\":
            part = _python_escape(expression[pos + 1 : pos + 2])
            pos += 2
        elif char == "$":
            part, pos = "\\Z", pos + 1
        elif char == "{" and not _REPEAT.match(expression, pos):
            part, pos = "\\{", pos + 1
        else:
            part, pos = char, pos + 1
        out.append(part)
    return "".join(out)


def _python_escape(char: str) -> str:
    if char in _LETTER_ESCAPES and char:
        return "\\" + char
    if not char or not char.isascii() or char.isalnum():
        raise ParseError(BAD_PATTERN)
    return "\\" + char


def _python_class(expression: str, pos: int) -> tuple[int, str]:
    """Return a bracket expression whose bracket is open before `pos`, and where it ends."""
    out = ["["]
    if expression.startswith("^", pos):
        out.append("^")
        pos += 1
    start = pos
    while not expression.startswith("]", pos) or pos == start:
        char = expression[pos : pos + 1]
        if not char or (char == "[" and expression.startswith("[:", pos) and ":]" in expression[pos:]):
            raise ParseError(BAD_PATTERN)
        if char == "\\":
            out.append(_python_escape(expression[pos + 1 : pos + 2]))
            pos += 2
            continue
        out.append("\\" + char if char in "[]&~|" else char)
        pos += 1
    return pos + 1, "".join(out) + "]"


_LETTER_ESCAPES = "dDwWsSbBafnrtv"
_REPEAT = re.compile(r"\{\d+(?:,\d*)?\}")
