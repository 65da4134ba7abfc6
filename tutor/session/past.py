"""Points of the history: how a learner names one, and the whole history as a tree to be drawn.

A point is the sandbox after one entry of the history. It is written @N (its number), @NAME (a mark), @ (here) or @-N
(N changes back); where only points are meant, the @ may be left out.
"""

from __future__ import annotations

import re

from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tutor.session.views import HistoryPoint
    from tutor.store.workspace import Entry, Workspace

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
BEGINNING = "the beginning"
"""What stands for the command line of an entry that had none."""


class NoSuchPoint(LayerwiseError):
    """A point that is not in the history, or a name that no point can have."""


def find(workspace: Workspace, text: str) -> Entry:
    """The entry that a point names. Raises NoSuchPoint."""
    name = text.removeprefix("@")
    path = workspace.path()
    if name == "":
        return here(path)
    if name.startswith("-") and name[1:].isdecimal():
        changed = [at for at, entry in enumerate(path) if entry.changed and at]
        back = int(name[1:])
        if back > len(changed):
            raise NoSuchPoint(f"only {len(changed)} commands changed something before this", "log shows all points")
        return here(path[: changed[-back]]) if back else here(path)
    entries = workspace.entries()
    number = int(name) if name.isascii() and name.isdecimal() else -1
    found = next((entry for entry in reversed(entries) if entry.id == number or entry.name == name), None)
    if found is None:
        from difflib import get_close_matches

        names = [entry.name for entry in entries if entry.name]
        near = get_close_matches(name, names, 1)
        remedy = f"did you mean @{near[0]}?" if near else "log shows all points"
        raise NoSuchPoint(f"there is no point @{name} in the history", remedy)
    return found


def checked_name(name: str) -> str:
    """A name for a point. Raises NoSuchPoint where it cannot be one."""
    name = name.removeprefix("@")
    if not _NAME.fullmatch(name):
        raise NoSuchPoint(f"{name!r} cannot name a point", "begin with a letter; letters, digits, . _ - may follow")
    return name


def called(entry: Entry) -> str:
    """A point as it is spoken of: @7, or @7 (before-prune)."""
    return f"@{entry.id} ({entry.name})" if entry.name else f"@{entry.id}"


def after(entry: Entry) -> str:
    """The line that led to a point, in one line."""
    return entry.line.replace("\n", " ⏎ ") or BEGINNING


def threads(entries: Iterable[Entry], trunk: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """All entries as a tree: what is drawn before each, and the entry; a branch comes right after what it left.

    `trunk` are the entries from the beginning over the head to the tip: they stand at the left. What else began at an
    entry is indented below it. Where a tree is deeper than a line is wide, its deepest branches share a column.
    """
    children: dict[int | None, list[Entry]] = {}
    for entry in entries:
        children.setdefault(entry.parent, []).append(entry)
    straight = {entry.id for entry in trunk}
    rows: list[tuple[str, Entry]] = []
    waiting = [(entry, 0, False) for entry in reversed(children.get(None, ()))]
    while waiting:
        entry, depth, leaves = waiting.pop()
        shown = min(depth, _DEEPEST)
        rows.append(("│ " * (shown - 1) + "├─" if leaves else "│ " * shown, entry))
        found = children.get(entry.id)
        if found is None:
            continue
        on = next((child for child in found if child.id in straight), found[-1])
        waiting.append((on, depth, False))
        waiting += [(child, depth + 1, True) for child in reversed(found) if child is not on]
    return rows


_DEEPEST = 12


def is_shown(entry: Entry) -> bool:
    """Whether a point is drawn: a tutor word that only answered leads to none."""
    from tutor.session.words import WORDS

    return entry.changed or bool(entry.name) or entry.line.partition(" ")[0] not in WORDS


def here(path: Sequence[Entry]) -> Entry:
    """The point at which a path ends: its last entry that is drawn, after which nothing has changed."""
    return next(entry for entry in reversed(path) if is_shown(entry) or entry is path[0])


def last_change(path: Sequence[Entry]) -> Entry:
    """The last entry that changed something; the beginning where none did."""
    return next((entry for entry in reversed(path) if entry.changed), path[0])


def points(workspace: Workspace) -> tuple[HistoryPoint, ...]:
    """The history as it is drawn, a row for each point."""
    from tutor.session.views import HistoryPoint

    path, ahead = workspace.path(), workspace.ahead()
    present, on_path, undone = here(path).id, {entry.id for entry in path}, {entry.id for entry in ahead}
    return tuple(
        HistoryPoint(entry.id, drawn, after(entry), entry.name, entry.code, entry.changed, entry.id == present,
                     "past" if entry.id in on_path else "undone" if entry.id in undone else "aside",
                     entry.time, entry.line)
        for drawn, entry in threads(workspace.entries(), (*path, *ahead))
        if is_shown(entry) or entry.parent is None
    )  # fmt: skip


def log_lines(workspace: Workspace, words: Sequence[str] = ()) -> Iterable[str]:
    """The tree as plain lines, those that hold all the words."""
    rows = points(workspace)
    width = max(len(str(point.id)) for point in rows) + 1
    for point in rows:
        text = f"{f'@{point.id}':>{width}}  {point.drawn}{'*' if point.changed else '.'} {point.line}"
        line = "  ".join([text, *point.notes()])
        if all(word.lower() in line.lower() for word in words):
            yield line + "\n"
