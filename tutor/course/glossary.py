"""The glossary: terms of the course in a sentence or two."""

from __future__ import annotations

import difflib
import tomllib
from functools import lru_cache
from typing import Any


def terms(text: str) -> frozenset[str]:
    """The words that the glossary file's text explains."""
    return frozenset(_entries(text))


def explain(text: str, term: str) -> tuple[int, str]:
    """What `term` means, from the glossary file's text: exit code and answer. All terms for an empty one."""
    entries = _entries(text)
    if not term:
        return 0, ", ".join(sorted(entries))
    key = term.lower().strip()
    entry = entries.get(key) or entries.get(key.removesuffix("s"))
    if entry is None:
        near = difflib.get_close_matches(key, entries, 1)
        return 1, f"no entry for {term!r}" + (f": did you mean {near[0]!r}?" if near else ": glossary lists all terms")
    related = "".join(f"\nSee also: {', '.join(entry['see'])}." if entry.get("see") else "")
    return 0, f"{key}: {entry['text']}{related}"


@lru_cache(4)
def _entries(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
