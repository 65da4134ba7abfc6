r"""Shell patterns: `*`, `?`, `[…]`, and a backslash before what is meant as itself.

The one rule: a pattern is text in which quoted characters have a backslash before them. POSIX.1-2017, volume 3, 2.13.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SPECIAL = frozenset("*?[\\")
CLASSES = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": " \\t\\n\\r\\f\\v",
    "blank": " \\t",
    "punct": "!-/:-@\\[-`{-~",
    "xdigit": "0-9a-fA-F",
    "cntrl": "\\x00-\\x1f\\x7f",
    "graph": "!-~",
    "print": " -~",
}

_matchers: dict[str, Callable[[str], bool]] = {}


def quote(text: str) -> str:
    """Return the pattern that matches exactly `text`."""
    if SPECIAL.isdisjoint(text):
        return text
    return "".join("\\" + char if char in SPECIAL else char for char in text)


def unquote(pattern: str) -> str:
    """Return the pattern's own characters without the backslashes."""
    if "\\" not in pattern:
        return pattern
    out: list[str] = []
    quoted = False
    for char in pattern:
        if char == "\\" and not quoted:
            quoted = True
        else:
            out.append(char)
            quoted = False
    return "".join(out)


def is_pattern(text: str) -> bool:
    """Return whether an unquoted special character is in `text`."""
    if "*" not in text and "?" not in text and "[" not in text:
        return False
    if "\\" not in text:
        return True
    at = 0
    while at < len(text):
        if text[at] in "*?[":
            return True
        at += 2 if text[at] == "\\" else 1
    return False


def matcher(pattern: str) -> Callable[[str], bool]:
    """Return a function that says whether a text is matched from its beginning to its end."""
    known = _matchers.get(pattern)
    if known is None:
        if len(_matchers) > 200:
            _matchers.clear()
        known = _matchers[pattern] = _make(pattern)
    return known


def matches(pattern: str, text: str) -> bool:
    """Return whether `pattern` matches all of `text`."""
    return matcher(pattern)(text)


def _make(pattern: str) -> Callable[[str], bool]:
    if not is_pattern(pattern):
        return unquote(pattern).__eq__
    if SPECIAL.isdisjoint(pattern.replace("*", "")):
        first, *middle, last = pattern.split("*")
        return _stars(first, [part for part in middle if part], last)
    import re

    compiled = re.compile(expression(pattern), re.DOTALL).fullmatch
    return lambda text: compiled(text) is not None


def _stars(first: str, middle: list[str], last: str) -> Callable[[str], bool]:
    """Match texts that begin with `first`, end with `last` and have the `middle` parts in order between."""
    size = len(first) + len(last)

    def match(text: str) -> bool:
        if len(text) < size or not text.startswith(first) or not text.endswith(last):
            return False
        at, end = len(first), len(text) - len(last)
        for part in middle:
            found = text.find(part, at, end)
            if found < 0:
                return False
            at = found + len(part)
        return True

    return match


def expression(pattern: str, lazy: bool = False) -> str:
    """Return the regular expression (of module `re`) that means the same; `lazy` stars take as little as they can."""
    out: list[str] = []
    at, size = 0, len(pattern)
    while at < size:
        char = pattern[at]
        at += 1
        if char == "*":
            if out[-1:] != [".*"]:
                out.append(".*")
        elif char == "?":
            out.append(".")
        elif char == "[":
            bracket, end = _bracket(pattern, at)
            out.append(bracket or "\\[")
            at = end if bracket else at
        else:
            if char == "\\" and at < size:
                char = pattern[at]
                at += 1
            out.append(char if char.isalnum() or char == "_" or ord(char) > 127 else "\\" + char)
    return "".join(part + "?" if lazy and part == ".*" else part for part in out)


def _bracket(pattern: str, at: int) -> tuple[str, int]:
    """Translate the bracket expression after the `[` before `at`; "" if it is none."""
    negated = pattern[at : at + 1] in ("!", "^")
    at += negated
    out: list[str] = []
    first = True
    while at < len(pattern):
        char = pattern[at]
        if char == "]" and not first:
            members = "".join(out)
            if not members:
                return ("." if negated else "(?!)"), at + 1
            return f"[{'^' if negated else ''}{members}]", at + 1
        first = False
        if pattern.startswith("[:", at):
            end = pattern.find(":]", at + 2)
            if end >= 0:
                out.append(CLASSES.get(pattern[at + 2 : end], ""))
                at = end + 2
                continue
        low, at = _member(pattern, at)
        if pattern[at : at + 1] == "-" and pattern[at + 1 : at + 2] not in ("", "]"):
            high, at = _member(pattern, at + 1)
            if low <= high:
                out.append(f"{_escape(low)}-{_escape(high)}")
        else:
            out.append(_escape(low))
    return "", at


def _member(pattern: str, at: int) -> tuple[str, int]:
    if pattern[at] == "\\" and at + 1 < len(pattern):
        return pattern[at + 1], at + 2
    return pattern[at], at + 1


def _escape(char: str) -> str:
    return "\\" + char if char in "\\]^-[&~|" else char


def without_prefix(value: str, pattern: str, longest: bool) -> str:
    """Return `value` without the longest or shortest beginning that `pattern` matches."""
    if not is_pattern(pattern):
        return value.removeprefix(unquote(pattern))
    if pattern[0] == "*" and SPECIAL.isdisjoint(pattern[1:]):
        tail = pattern[1:]
        if not tail:
            return "" if longest else value
        at = value.rfind(tail) if longest else value.find(tail)
        return value if at < 0 else value[at + len(tail) :]
    import re

    found = re.compile(expression(pattern, not longest), re.DOTALL).match(value)
    if found is None:
        return value
    if longest:
        match = matcher(pattern)
        end = next((end for end in range(len(value), found.end(), -1) if match(value[:end])), found.end())
        return value[end:]
    return value[found.end() :]


def without_suffix(value: str, pattern: str, longest: bool) -> str:
    """Return `value` without the longest or shortest end that `pattern` matches."""
    if not is_pattern(pattern):
        suffix = unquote(pattern)
        return value[: len(value) - len(suffix)] if value.endswith(suffix) else value
    if pattern[-1] == "*" and SPECIAL.isdisjoint(pattern[:-1]):
        head = pattern[:-1]
        if not head:
            return "" if longest else value
        at = value.find(head) if longest else value.rfind(head)
        return value if at < 0 else value[:at]
    match = matcher(pattern)
    starts = range(len(value) + 1) if longest else range(len(value), -1, -1)
    return next((value[:start] for start in starts if match(value[start:])), value)


def replaced(value: str, pattern: str, replacement: str, every: bool) -> str:
    """Return `value` with the first (or every) longest match of `pattern` replaced."""
    if not pattern:
        return value
    if not is_pattern(pattern):
        return value.replace(unquote(pattern), replacement, -1 if every else 1)
    import re

    compiled = re.compile(expression(pattern), re.DOTALL)
    out: list[str] = []
    at = 0
    while at < len(value):
        found = compiled.search(value, at)
        if found is None or found.end() == found.start():
            break
        out += [value[at : found.start()], replacement]
        at = found.end()
        if not every:
            break
    return "".join(out) + value[at:]
