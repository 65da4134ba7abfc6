"""What trees and layers take up on disk.

The one rule: it is counted as containerd counts a snapshot: every file and folder in whole blocks of 4 KiB, a
hard-linked file once, symbolic links that fit into their inode and special files not at all.
"""

from __future__ import annotations

from tutor.vfs.layer import layer_entries
from tutor.vfs.nodes import Directory, File, HardLink, Symlink
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.vfs.nodes import Node, Visible

DISK_BLOCK = 4096
_INLINE = 59
"""Bytes of a symbolic link's target that fit into an inode."""


def disk_usage(tree: Tree, base: Tree | None = None) -> int:
    """Bytes on disk of a tree, its root folder included; with `base`, of the layer that makes `tree` of `base`."""
    entries: Iterable[Node | None]
    entries = _all(tree) if base is None else [entry for path, entry in layer_entries(base, tree) if path != "/"]
    blocks = 1 if base is not None else 0
    for node in _once(tree, entries):
        if isinstance(node, File):
            blocks += -(-node.content.size // DISK_BLOCK)
        elif isinstance(node, Directory) or (isinstance(node, Symlink) and len(node.target) > _INLINE):
            blocks += 1
    return blocks * DISK_BLOCK


def file_bytes(tree: Tree, base: Tree | None = None) -> int:
    """Bytes in the files of a tree and in the targets of its symbolic links; with `base`, of the layer between.

    So Docker's graph drivers count a layer: no blocks, no folders, a hard-linked file once.
    """
    entries: Iterable[Node | None]
    entries = _all(tree) if base is None else [entry for _, entry in layer_entries(base, tree)]
    total = 0
    for node in _once(tree, entries):
        if isinstance(node, File):
            total += node.content.size
        elif isinstance(node, Symlink):
            total += len(node.target.encode("utf-8", "surrogateescape"))
    return total


def _all(tree: Tree) -> Iterable[Node]:
    todo: list[Node] = [tree.root]
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, Directory):
            todo.extend(child for _, child in node.entries.entries())


def _once(tree: Tree, entries: Iterable[Node | None]) -> Iterator[Visible]:
    """Yield what the entries stand for, a hard-linked file once; whiteouts (None) stand for nothing."""
    seen: set[int] = set()
    for entry in entries:
        if entry is None:
            continue
        if isinstance(entry, HardLink):
            if entry.id in seen:
                continue
            seen.add(entry.id)
        yield tree.visible(entry)
