"""What a file holds, by its name, else by its first line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.session.editor.views import Kind

_ENDINGS: dict[str, Kind] = {
    "dockerfile": "dockerfile", "containerfile": "dockerfile", "dockerignore": "ignore", "gitignore": "ignore",
    "containerignore": "ignore", "sh": "shell", "bash": "shell", "profile": "shell", "yml": "yaml", "yaml": "yaml",
    "json": "json", "py": "python",
}  # fmt: skip
_INTERPRETERS: dict[str, Kind] = {"sh": "shell", "ash": "shell", "bash": "shell", "dash": "shell", "python": "python",
                                  "python3": "python"}  # fmt: skip


def kind_of(path: str, text: str) -> Kind:
    """The kind of a file."""
    name = path.rpartition("/")[2].lower()
    ending = name.rpartition(".")[2]
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if name.partition(".")[0] in ("dockerfile", "containerfile"):  # Dockerfile.dev
        return "dockerfile"
    first = text.partition("\n")[0]
    words = first[2:].replace("/usr/bin/env ", "").split() if first.startswith("#!") else []
    return _INTERPRETERS.get(words[0].rpartition("/")[2], "text") if words else "text"
