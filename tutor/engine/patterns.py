"""Reference patterns of `docker image ls`: Go's `path.Match` over familiar names, where `*` does not cross `/`."""

from __future__ import annotations

import re
from functools import lru_cache

from tutor.engine.images import familiar


def matches_reference(pattern: str, name: str) -> bool:
    """Whether a pattern fits a canonical name: with its tag, without it, and in the familiar form of both.

    A pattern that is not well formed fits nothing.
    """
    if name.startswith("moby-dangling@"):
        return False
    wanted = compiled(pattern)
    if wanted is None:
        return False
    shown = familiar(name)
    if wanted.fullmatch(shown):
        return True
    base = shown.partition("@")[0]
    head, slash, last = base.rpartition("/")
    bare = f"{head}{slash}{last.partition(':')[0]}"
    if wanted.fullmatch(bare) or wanted.fullmatch(base):
        return True
    return wanted.fullmatch(name) is not None or wanted.fullmatch(_bare(name)) is not None


def _bare(name: str) -> str:
    head, slash, last = name.partition("@")[0].rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}"


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """Return the expression for a pattern of `path.Match`, None where it is not well formed."""
    out, at = [], 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*":
            out.append("[^/]*")
        elif char == "?":
            out.append("[^/]")
        elif char == "[":
            end = _set_end(pattern, at)
            if end < 0:
                return None
            out.append(_set(pattern[at:end]))
            at = end + 1
        elif char == "\\":
            if at >= len(pattern):
                return None
            out.append(re.escape(pattern[at]))
            at += 1
        else:
            out.append(re.escape(char))
    try:
        return re.compile("".join(out))
    except re.error:
        return None


def _set_end(pattern: str, at: int) -> int:
    """Return where the set that begins at `at` ends, -1 where it does not."""
    start = at + 1 if pattern[at : at + 1] == "^" else at
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "]" and at > start:
            return at
        at += 1
    return -1


def _set(body: str) -> str:
    negated = body.startswith("^")
    body = body[1:] if negated else body
    escaped = re.sub(r"([\[\]&~|])", r"\\\1", body)
    return f"(?!/)[{'^' if negated else ''}{escaped}]"
