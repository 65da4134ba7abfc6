"""Files of trees as lists: what a layer or a container changed, what lies in a folder, where a file comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.session.inside.target import Target
from tutor.session.inside.views import Entry, FileMark
from tutor.session.narrate import human
from tutor.vfs.changes import docker_changes
from tutor.vfs.nodes import Device, Directory, File, Symlink
from tutor.vfs.paths import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.session.inside.seen import SeenStep
    from tutor.vfs.nodes import Visible
    from tutor.vfs.tree import Tree

MOST = 20_000
"""Rows of the longest list."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many files and folders were added, changed and removed, and how many bytes the files hold that came."""

    added: int = 0
    modified: int = 0
    removed: int = 0
    size: int = 0

    @property
    def text(self) -> str:
        """The counts behind the signs of the list: +3 ~1 −0."""
        return f"+{self.added} ~{self.modified} −{self.removed}"

    @property
    def words(self) -> str:
        """The counts with what their signs mean."""
        return f"+{self.added} added ~{self.modified} changed −{self.removed} removed"


def node_at(tree: Tree, path: str) -> Visible | None:
    """What is at a canonical path, no link followed."""
    entry = tree.entry(path)
    return tree.visible(entry) if entry is not None else None


def changed(below: Tree, tree: Tree, target: Target) -> tuple[tuple[Entry, ...], Tally]:
    """The files in which `tree` differs from `below`, with the folders above them; links are `target` with the path."""
    rows: list[Entry] = []
    counts = {"added": 0, "modified": 0, "removed": 0}
    size = 0
    for change in docker_changes(below, tree):
        node = change.node if change.node is not None else change.before
        if node is None:
            continue
        mark: FileMark = "added" if change.before is None else "removed" if change.node is None else "modified"
        if change.only_time:
            mark = "same"
        else:
            counts[mark] += 1
        if mark == "removed":
            entry = _gone(below, change.path, node)
        else:
            entry = entry_of(change.path, node, mark)
            size += max(entry.size, 0) if isinstance(node, File) else 0
            if mark == "modified":
                entry = replace(entry, note=_what_differs(change.before, node))
        depth = change.path.count("/") - 1
        if len(rows) < MOST:
            rows.append(replace(entry, depth=depth, target=replace(target, path=change.path)))
    return tuple(rows), Tally(counts["added"], counts["modified"], counts["removed"], size)


def entry_of(path: str, node: Visible, mark: FileMark = "same") -> Entry:
    """One file or folder as a row."""
    name = path.rpartition("/")[2] or "/"
    if isinstance(node, Directory):
        return Entry(f"{name}/" if name != "/" else name, mark)
    if isinstance(node, File):
        return Entry(name, mark, node.size)
    if isinstance(node, Symlink):
        return Entry(f"{name} → {node.target}", mark)
    return Entry(name, mark, note={"c": "device", "b": "device", "p": "pipe", "s": "socket"}[node.kind])


def _gone(below: Tree, path: str, node: Visible) -> Entry:
    entry = entry_of(path, node, "removed")
    if not isinstance(node, Directory):
        return replace(entry, note="hidden; the bytes stay below" if entry.size > 0 else "")
    files = [inner.size for _, inner in below.walk(path) if isinstance(inner, File)]
    count = "1 file" if len(files) == 1 else f"{len(files)} files"
    note = f"{count} hidden; the bytes stay below" if files else ""
    return replace(entry, size=sum(files), note=note)


def _what_differs(a: Visible | None, b: Visible) -> str:
    """What of a file is another: its content, its mode, its owner, its time."""
    if type(a) is not type(b):
        return "another kind of file"
    if isinstance(a, Symlink) and isinstance(b, Symlink):
        return f"led to {a.target}" if a.target != b.target else "its owner or time"
    if not isinstance(a, File | Directory) or not isinstance(b, File | Directory):
        return ""
    said = []
    if isinstance(a, File) and isinstance(b, File) and a.content != b.content:
        said.append(f"was {human(a.size)}" if a.size != b.size else "other content")
    if a.mode != b.mode:
        said.append(f"mode {a.mode:o} → {b.mode:o}")
    if (a.uid, a.gid) != (b.uid, b.gid):
        said.append(f"owner {a.uid}:{a.gid} → {b.uid}:{b.gid}")
    return ", ".join(said) or "only its time: all of it is stored again" if isinstance(b, File) else ", ".join(said)


def folder(below: Tree, tree: Tree, path: str, target: Target, steps: Iterable[SeenStep] = ()) -> Iterator[Entry]:
    """What lies in a folder of `tree`, marked where `tree` differs from `below`; with the step that wrote it last."""
    here, before = node_at(tree, path), node_at(below, path)
    now = dict(here.entries.items()) if isinstance(here, Directory) else {}
    was = dict(before.entries.items()) if isinstance(before, Directory) else {}
    writers = [step for step in steps if step.diff]
    for name in sorted({*now, *was}):
        inner = join(path, name)
        if name not in now:
            yield replace(_gone(below, inner, below.visible(was[name])), target=replace(target, path=inner))
            continue
        node = tree.visible(now[name])
        mark: FileMark = "same" if was.get(name) == now[name] else "modified" if name in was else "added"
        entry = entry_of(inner, node, mark)
        if isinstance(node, Directory):
            sizes = [each.size for _, each in tree.walk(inner) if isinstance(each, File)]
            entry = replace(entry, size=sum(sizes))
            if mark == "modified":
                entry = replace(entry, note="changes inside")
        writer = _writer(writers, inner)
        if writer is not None:
            note = f"step {writer.number}"
            entry = replace(entry, note=f"{entry.note}, {note}" if entry.note else note)
        yield replace(entry, target=replace(target, path=inner))


def _writer(steps: list[SeenStep], path: str) -> SeenStep | None:
    """The last step that left something else at a path than it found there."""
    for step in reversed(steps):
        if step.below is not None and step.tree is not None and step.below.entry(path) != step.tree.entry(path):
            return step
    return None


def writers(steps: Iterable[SeenStep], path: str) -> Iterator[tuple[SeenStep, FileMark]]:
    """The steps that wrote or removed a file, from the base up."""
    for step in steps:
        if not step.diff or step.below is None or step.tree is None:
            continue
        before, after = node_at(step.below, path), node_at(step.tree, path)
        if before is None and after is not None:
            yield step, "added"
        elif before is not None and after is None:
            yield step, "removed"
        elif before != after and not isinstance(after, Directory):
            yield step, "modified"


def kind_text(node: Visible) -> str:
    """What kind of file it is."""
    if isinstance(node, Device):
        return {"c": "character device", "b": "block device", "p": "pipe", "s": "socket"}[node.kind]
    return "folder" if isinstance(node, Directory) else "symbolic link" if isinstance(node, Symlink) else "file"
