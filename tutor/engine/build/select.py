"""Which files a COPY or ADD takes: paths, wildcards, folders, with what is excluded left out.

One rule: what is selected is a list of (name at the destination, node); a node is a whole subtree. Times are no part of
what is compared between builds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dockerfile.ignore import Ignore
from tutor.engine.contents import keep
from tutor.vfs.errors import FsError
from tutor.vfs.nodes import Device, Directory, File, HardLink, Symlink
from tutor.vfs.paths import normal
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.vfs.nodes import Node, Visible

_WILD = re.compile(r"[*?\[\\]")


class NotThere(Exception):
    """A source that does not exist: `path` as the error shows it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Picked:
    """One thing to copy: where it was found (relative path), and its node; a folder's contents are what is copied."""

    __slots__ = ("node", "path")

    def __init__(self, path: str, node: Node) -> None:
        self.path = path
        self.node = node

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rstrip("/").rpartition("/")[2]


def pick(tree: Tree, source: str, exclude: tuple[str, ...] = (), *, parents: bool = False) -> list[Picked]:
    """Return what a source names in a tree. Raises NotThere for a plain path that does not exist."""
    path = normal(source)
    if not _WILD.search(path):
        node = _follow(tree, path)
        if node is None:
            raise NotThere(path)
        found = [Picked(path, node)]
    else:
        found = [Picked(where, node) for where, node in _matching(tree, path, parents)]
    before, pivot, _ = source.partition("/./")
    if parents and pivot:
        depth = normal(before).rstrip("/").count("/")
        found = [Picked(_with_pivot(item.path, depth), item.node) for item in found]
    if exclude:
        ignore = Ignore.parse("\n".join(exclude))
        found = [Picked(item.path, _without(item.node, ignore, "")) for item in found if not _left_out(item, ignore)]
    return found


def _with_pivot(path: str, depth: int) -> str:
    """Return a path with the mark after so many folders that --parents keeps only what follows it."""
    parts = path.split("/")[1:]
    return "/".join(["", *parts[:depth], ".", *parts[depth:]])


def _left_out(item: Picked, ignore: Ignore) -> bool:
    return not isinstance(item.node, Directory) and ignore.matches(item.name)


def _without(node: Node, ignore: Ignore, path: str) -> Node:
    """Return a folder without what the patterns exclude; they see paths from the folder that is copied."""
    if not isinstance(node, Directory):
        return node
    kept: dict[str, Node] = {}
    for name, child in node.entries.items():
        inner = f"{path}/{name}" if path else name
        if ignore.matches(inner):
            if isinstance(child, Directory) and ignore.has_exceptions:
                smaller = _without(child, ignore, inner)
                if isinstance(smaller, Directory) and smaller.entries:
                    kept[name] = smaller
            continue
        kept[name] = _without(child, ignore, inner)
    return Directory(PersistentMap.of(kept), node.mode, node.uid, node.gid, node.mtime)


def _follow(tree: Tree, path: str) -> Visible | None:
    """Return the node at a path, links followed; None where there is none or links go in circles."""
    try:
        return tree.get(path)
    except FsError:
        return None


def _matching(tree: Tree, pattern: str, anywhere: bool) -> Iterator[tuple[str, Node]]:
    """Yield what a path with wildcards matches, sorted; `**` stands for any folders where `anywhere` is true."""
    parts = [part for part in pattern.split("/") if part]
    yield from _match(tree, "", parts, anywhere)


def _match(tree: Tree, folder: str, parts: list[str], anywhere: bool) -> Iterator[tuple[str, Node]]:
    head, rest = parts[0], parts[1:]
    here = _follow(tree, folder or "/")
    if not isinstance(here, Directory):
        return
    if head == "**" and anywhere:
        if rest:
            yield from _match(tree, folder, rest, anywhere)
        for name, child in here.entries.items():
            if isinstance(child, Directory):
                yield from _match(tree, f"{folder}/{name}", parts, anywhere)
            elif not rest:
                yield f"{folder}/{name}", child
        return
    expression = _compiled(head)
    for name, _ in here.entries.items():
        if expression.fullmatch(name) is None:
            continue
        path = f"{folder}/{name}"
        if rest:
            yield from _match(tree, path, rest, anywhere)
        else:
            node = _follow(tree, path)
            if node is not None:
                yield path, node


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    from tutor.engine.patterns import compiled

    return compiled(pattern) or re.compile(re.escape(pattern))


# What is compared between builds

_digests: dict[tuple[bytes, bytes], bytes] = {}


def checksum(tree: Tree, node: Node) -> bytes:
    """Return 32 bytes that stand for a node and all below it: kinds, modes, owners, names, contents; not times."""
    if isinstance(node, HardLink):
        node = tree.visible(node)
    if isinstance(node, Directory):
        key = (node.entries.digest, b"%o %d %d" % (node.mode, node.uid, node.gid))
        found = _digests.get(key)
        if found is None:
            hasher = sha256(b"dir " + key[1])
            for name, child in node.entries.items():
                hasher.update(name.encode("utf-8", "surrogateescape") + b"\0" + checksum(tree, child))
            found = hasher.digest()
            if not tree.links:
                keep(_digests, key, found)
        return found
    if isinstance(node, File):
        what = f"file {node.mode:o} {node.uid} {node.gid} {node.content.key}"
    elif isinstance(node, Symlink):
        what = f"link {node.uid} {node.gid} {node.target}"
    else:
        assert isinstance(node, Device)
        what = f"{node.kind} {node.mode:o} {node.major} {node.minor}"
    return sha256(what.encode("utf-8", "surrogateescape")).digest()


def checksum_of(tree: Tree, picked: list[Picked]) -> str:
    """Return the hexadecimal digest of everything that was picked."""
    hasher = sha256()
    for item in picked:
        shown = "" if isinstance(item.node, Directory) else item.name
        hasher.update(shown.encode("utf-8", "surrogateescape") + b"\0" + checksum(tree, item.node))
    return hasher.hexdigest()


# The build context


_contexts: dict[tuple[bytes, bytes], Tree] = {}


def filtered(context: Tree, ignore: Ignore | None, text: bytes) -> Tree:
    """Return the context as the builder gets it: without what is ignored, everything owned by root."""
    key = (context.digest, text)
    found = _contexts.get(key)
    if found is None:
        root = _owned(context, context.root, ignore, "")
        found = Tree(root if isinstance(root, Directory) else Directory())
        keep(_contexts, key, found, 16)
    return found


def _owned(tree: Tree, node: Node, ignore: Ignore | None, path: str) -> Node:
    if isinstance(node, HardLink):
        node = tree.visible(node)
    if isinstance(node, File):
        return node if node.uid == node.gid == 0 and node.names == 1 else node.replace(uid=0, gid=0, names=1)
    if not isinstance(node, Directory):
        return node.replace(uid=0, gid=0)
    kept: dict[str, Node] = {}
    for name, child in node.entries.items():
        inner = f"{path}/{name}" if path else name
        if ignore is not None and ignore.matches(inner):
            if isinstance(child, Directory) and ignore.has_exceptions:
                smaller = _owned(tree, child, ignore, inner)
                if isinstance(smaller, Directory) and smaller.entries:
                    kept[name] = smaller
            continue
        kept[name] = _owned(tree, child, ignore, inner)
    return Directory(PersistentMap.of(kept), node.mode, 0, 0, node.mtime)
