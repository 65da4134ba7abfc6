"""The bundled catalogue: TOML files, each with the facts about one distribution's or registry's packages.

One rule: a file is read when one of its packages is asked for, and once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_read: dict[str, dict[str, Any]] = {}


def load(name: str) -> dict[str, Any]:
    """Return the table of a catalogue file, `name` without `.toml`; it is not to be changed."""
    found = _read.get(name)
    if found is None:
        import tomllib

        with open(os.path.join(os.path.dirname(__file__), f"{name}.toml"), "rb") as file:
            found = _read[name] = tomllib.load(file)
    return found


def stanzas(text: str, mark: str = "|") -> dict[str, str]:
    """Return the paragraphs of a catalogue's `packages` by what stands in their first line before `mark`."""
    return {part.partition(mark)[0]: part for part in text.strip().split("\n\n")}
