"""The corpus of broken lessons: each a file, with the line that has to be named and words of what has to be said."""

from __future__ import annotations

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "corpora" / "broken_lessons"
_CASES = tomllib.loads((FOLDER / "cases.toml").read_text())


def cases(kind: str) -> dict[str, tuple[str, int, str]]:
    """Text, line and words by the name of the case; `kind` is "refused" or "wrong"."""
    return {name: ((FOLDER / row["file"]).read_text(), row["line"], row["said"]) for name, row in _CASES[kind].items()}
