"""Bytes that an image stores and never shows: files that a later layer overwrites or deletes.

One rule: efficiency is what `dive` calls so: for every path the least size that it has in any layer that holds it,
summed over all paths, through the sizes in all layers. A deletion counts as a size of 0; of a deleted folder, for each
file in it (dive leaves those out).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine.contents import keep
from tutor.vfs.changes import entry_changes
from tutor.vfs.nodes import Directory, File, HardLink
from tutor.vfs.paths import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tutor.session.inside.seen import SeenStep
    from tutor.vfs.nodes import Node
    from tutor.vfs.tree import Tree


@dataclass(frozen=True, slots=True)
class Culprit:
    """Bytes that are stored in vain: what lies at `path` was stored by one step and is hidden by another.

    `stored` and `hidden` are numbers of steps (of a folder's files, the last that stored one); `deleted` is whether it
    was deleted and not overwritten; `files` how many files it is, `size` their bytes.
    """

    path: str
    stored: int
    hidden: int
    deleted: bool
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Waste:
    """What an image stores in vain.

    `stored` are all bytes in the files of its layers, `wasted` those never shown; `efficiency` is from 0 to 1;
    `culprits`, the biggest first. `unknown` counts layers that are not unpacked here.
    """

    stored: int
    wasted: int
    efficiency: float
    culprits: tuple[Culprit, ...]
    unknown: int = 0

    def hidden_by(self, number: int) -> int:
        """The bytes of other layers that a step hides."""
        return sum(culprit.size for culprit in self.culprits if culprit.hidden == number)

    def stored_by(self, number: int) -> int:
        """The bytes of a step that later ones hide."""
        return sum(culprit.size for culprit in self.culprits if culprit.stored == number)


def waste(steps: Sequence[SeenStep]) -> Waste:
    """What the layers of these steps, from the base up, store in vain."""
    key = tuple([(step.number, step.chain, step.tree is None) for step in steps if step.diff])
    found = _known.get(key)
    if found is None:
        found = _waste(steps)
        keep(_known, key, found, 64)
    return found


_known: dict[tuple[tuple[int, str, bool], ...], Waste] = {}
"""By the chain IDs of the layers, which stand for what is in them."""


def _waste(steps: Sequence[SeenStep]) -> Waste:
    least: dict[str, int] = {}
    total: dict[str, int] = {}
    holder: dict[str, int] = {}
    culprits: list[Culprit] = []
    unknown = 0

    def note(path: str, size: int) -> None:
        least[path] = min(least.get(path, size), size)
        total[path] = total.get(path, 0) + size

    for step in steps:
        if not step.diff:
            continue
        if step.below is None or step.tree is None:
            unknown += 1
            continue
        for path, before, after in _stored(step.below, step.tree):
            lost = [] if before is None else _files(step.below, path, before)
            size = sum(size for _, size in lost)
            if size:
                number = max(holder.get(inner, 0) for inner, _ in lost)
                culprits.append(Culprit(path, number, step.number, after is None, len(lost), size))
            if isinstance(before, Directory) or isinstance(after, Directory) or after is None:
                for inner, _ in lost:
                    note(inner, 0)
            if after is not None and not isinstance(after, Directory):
                note(path, _size(step.tree, after))
                holder[path] = step.number
    stored = sum(total.values())
    efficiency = sum(least.values()) / stored if stored else 1.0
    culprits.sort(key=lambda culprit: (-culprit.size, culprit.path))
    return Waste(stored, sum(culprit.size for culprit in culprits), efficiency, tuple(culprits), unknown)


def _stored(below: Tree, tree: Tree) -> Iterator[tuple[str, Node | None, Node | None]]:
    """What a layer holds: (path, what was there, what is there), the files of new folders too.

    A folder that only differs in itself takes no bytes; of one that is deleted only its own path is told. Of a file
    with several names the first one has the bytes.
    """
    ids: set[int] = set()
    for path, before, after in entry_changes(below, tree):
        if isinstance(before, Directory) and isinstance(after, Directory):
            continue
        if isinstance(after, HardLink):
            if after.id in ids:
                continue
            ids.add(after.id)
        yield path, before, after


def _files(tree: Tree, path: str, node: Node) -> list[tuple[str, int]]:
    """The files at and below a path with their sizes, a file with several names once and only when all of them go."""
    if not isinstance(node, Directory):
        return [(path, _size(tree, node))] if isinstance(node, File) or _last_name(tree, node) else []
    found: list[tuple[str, int]] = []
    todo: list[tuple[str, Node]] = [(path, node)]
    seen: set[int] = set()
    while todo:
        here, inner = todo.pop()
        if isinstance(inner, Directory):
            todo.extend((join(here, name), child) for name, child in inner.entries.entries())
        elif isinstance(inner, HardLink):
            if inner.id not in seen:
                seen.add(inner.id)
                found.append((here, _size(tree, inner)))
        elif isinstance(inner, File):
            found.append((here, inner.size))
    return found


def _last_name(tree: Tree, node: Node) -> bool:
    return isinstance(node, HardLink) and tree.links[str(node.id)].names == 1


def _size(tree: Tree, node: Node) -> int:
    shown = tree.visible(node)
    return shown.size if isinstance(shown, File) else 0


