"""Random trees, and what they look like when it does not matter how they are kept."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import strategies as st

from tutor.vfs.content import Bytes
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated
from tutor.vfs.nodes import Device, Directory, File, HardLink, Node, Symlink
from tutor.vfs.tree import Tree

Operation: TypeAlias = "tuple[str, str, str, int]"

NAMES = ("a", "b", "c", "d-e", "é", ".x", "long" * 30)
PATHS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(lambda names: "/" + "/".join(names))
OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ("file", "folder", "folder", "symlink", "device", "link", "link", "remove", "rename", "meta", "write")
        ),
        PATHS,
        PATHS,
        st.integers(0, 2**20),
    ),
    max_size=25,
)


def changed(tree: Tree, operations: list[Operation]) -> Tree:
    """Give the tree after operations, of which those that are impossible do nothing."""
    for what, path, other, number in operations:
        try:
            tree = _change(tree, what, path, other, number)
        except FsError:
            continue
    return tree


def _change(tree: Tree, what: str, path: str, other: str, number: int) -> Tree:
    node: Node
    if what in ("link", "rename"):
        return tree.link(path, other, number) if what == "link" else tree.rename(path, other, number)
    if what == "remove":
        return tree.remove(path, number)
    there = tree.get(path)
    if what in ("meta", "write"):
        if isinstance(there, File):
            content = Bytes(b"%d" % number) if what == "write" else there.content
            return tree.update(path, there.replace(mode=number & 0o7777, content=content))
        return tree if there is None else tree.set(path, there.replace(uid=number, mtime=number))
    if what == "file":
        data = Bytes(b"%d\n" % number * (number % 300))
        node = File(data if number % 5 else Generated(str(number), number % 2000), number & 0o7777, number, 7, number)
    elif what == "folder":
        node = Directory(mode=number & 0o7777, gid=number, mtime=number)
    elif what == "symlink":
        node = Symlink(other if number % 2 else f"../{other}", 1, number, number)
    else:
        node = Device("cbp"[number % 3], *((number & 0xFF, number >> 8) if number % 3 < 2 else (0, 0)), mtime=number)
    return tree.set(path, node, number)


TREES = OPERATIONS.map(lambda operations: changed(Tree.empty(), operations))


def plain(tree: Tree) -> tuple[dict[str, object], frozenset[frozenset[str]]]:
    """Tell what a tree says: nodes by path, and which paths name the same file; numbers of links do not matter."""
    nodes: dict[str, object] = {}
    names: dict[int, set[str]] = {}
    for path, node in tree.walk():
        entry = tree.entry(path)
        if isinstance(entry, HardLink):
            names.setdefault(entry.id, set()).add(path)
        if isinstance(node, Directory):
            nodes[path] = (node.mode, node.uid, node.gid, node.mtime)
        elif isinstance(node, File):
            nodes[path] = (node.content.read(), node.mode, node.uid, node.gid, node.mtime)
        else:
            nodes[path] = node
    return nodes, frozenset(frozenset(paths) for paths in names.values() if len(paths) > 1)


def check(tree: Tree) -> None:
    """Check what must hold in every tree: hard links are counted and none is left over."""
    counts: dict[str, int] = {}
    for path, _ in tree.walk():
        entry = tree.entry(path)
        if isinstance(entry, HardLink):
            counts[str(entry.id)] = counts.get(str(entry.id), 0) + 1
            assert entry.id < tree.next_link
    assert counts == {key: file.names for key, file in tree.links.items()}
