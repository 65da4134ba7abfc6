"""Lesson files that a command makes: where they go, and that none is written over."""

from __future__ import annotations

import os

from tutor.errors import LayerwiseError


def free_path(id: str, folder: str = "") -> str:
    """The path of a new lesson's file. Raises LayerwiseError for a bad id, or where there is something already."""
    from tutor.course.front import ID

    if not ID.match(id):
        raise LayerwiseError(f"{id!r} is no lesson id", "use lower-case letters, digits and hyphens")
    path = os.path.join(folder, f"{id}.md")
    if os.path.lexists(path):
        raise LayerwiseError(f"{path} exists already", "choose another id, or move the file away")
    return path
