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
    out: list[str] = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*":
            if out[-1:] != ["[^/]*"]:
                out.append("[^/]*")
        elif char == "?":
            out.append("[^/]")
        elif char == "[":
            end = _set_end(pattern, at)
            if end < 0:
                return None
            members = _set(pattern[at:end])
            if members is None:
                return None
            out.append(members)
            at = end + 1
        elif char == "\\":
            if at >= len(pattern):
                return None
            out.append(re.escape(pattern[at]))
            at += 1
        else:
            out.append(re.escape(char))
    return re.compile("".join(out), re.DOTALL)


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


def _set(body: str) -> str | None:
    """Return the expression for a set; None where a range of it lacks an end (Go: path.ErrBadPattern)."""
    negated = body.startswith("^")
    chars = re.findall(r"\\?(.)", body[1:] if negated else body, re.DOTALL)
    plain = re.sub(r"\\.", "x", body[1:] if negated else body, flags=re.DOTALL)
    members, at = [], 0
    while at < len(chars):
        if plain[at] == "-":
            return None
        low = high = chars[at]
        at += 1
        if plain[at : at + 1] == "-":
            if at + 1 >= len(chars) or plain[at + 1] == "-":
                return None
            high = chars[at + 1]
            at += 2
        if low <= high:
            members.append(f"{re.escape(low)}-{re.escape(high)}")
    if not members:
        return "[^/]" if negated else "(?!)"
    return f"(?!/)[{'^' if negated else ''}{''.join(members)}]"
