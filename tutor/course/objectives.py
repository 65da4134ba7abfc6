"""The objectives that lessons name by number."""

from __future__ import annotations

import tomllib


def read_objectives(text: str) -> dict[int, str]:
    """The objectives file as a map of numbers to what is learnt: tables of subjects, in each `NUMBER = "text"`."""
    return {int(number): str(what) for table in tomllib.loads(text).values() for number, what in table.items()}
