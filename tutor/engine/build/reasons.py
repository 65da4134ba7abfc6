"""Why a step was not found in the cache, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.vfs.changes import diff
from tutor.vfs.nodes import Directory, File

if TYPE_CHECKING:
    from tutor.engine.build.record import CacheRecord
    from tutor.vfs.changes import Change
    from tutor.vfs.tree import Tree

FIRST = "first build of this step"
BELOW = "a step before it changed"
_MOST = 3


def reason(before: CacheRecord | None, definition: tuple[str, ...], below: str, taken: Tree | None) -> str:
    """Return what is different from the last time that an instruction of this text was carried out.

    `before` is that time's record; `definition`, `below` and `taken` are this time's.
    """
    if before is None:
        return FIRST
    if taken is not None and before.inputs is not None:
        changed = [_said(change) for change in diff(before.inputs, taken) if _counts(change)]
        if changed:
            more = f" and {len(changed) - _MOST} more" if len(changed) > _MOST else ""
            return ", ".join(changed[:_MOST]) + more
    if before.parent != below:
        return BELOW
    settings = _settings(before.definition, definition)
    if settings:
        return settings
    return "its result was removed from the cache"


def _counts(change: Change) -> bool:
    """Whether a change is one that the cache sees: times are none."""
    a, b = change.before, change.node
    if isinstance(a, Directory) and isinstance(b, Directory):
        return (a.mode, a.uid, a.gid) != (b.mode, b.uid, b.gid)
    if isinstance(a, File) and isinstance(b, File):
        return (a.mode, a.uid, a.gid, a.content.key) != (b.mode, b.uid, b.gid, b.content.key)
    return True


def _said(change: Change) -> str:
    path = change.path.lstrip("/")
    return path + {"added": " is new", "deleted": " is gone", "modified": " changed"}[change.kind]


def _settings(before: tuple[str, ...], now: tuple[str, ...]) -> str:
    """Return what of a step's own settings differs: variables by name."""
    gone, came = set(before) - set(now), set(now) - set(before)
    names = sorted({text[4:].partition("=")[0] for text in gone | came if text.startswith("env ")})
    if names:
        return f"{', '.join(names[:_MOST])} changed"
    return "its settings changed" if gone or came else ""
