"""Putting what a COPY or ADD picked into the files of an image.

One rule: a folder's contents go into the destination, which is made if it is not there; a file goes to the destination,
or into it where that is a folder or was written with a slash at its end (BuildKit, solver/llbsolver/file).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.vfs.errors import FsError, VfsError
from tutor.vfs.lookup import PATH_MAX
from tutor.vfs.nodes import Directory, File, HardLink, Symlink
from tutor.vfs.paths import join, normal, parent
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.engine.build.select import Picked
    from tutor.vfs.nodes import Node


class CannotCopy(Exception):
    """Something is in the way; the text is BuildKit's."""


@dataclass(frozen=True, slots=True)
class How:
    """How to copy: owner (None: as it is), mode (None; a number; or a symbolic text), time of new folders."""

    owner: tuple[int, int] | None = None
    mode: int | str | None = None
    now: int = 0
    parents: bool = False
    unpack: bool = False


def place(tree: Tree, source: Tree, picked: list[Picked], dest: str, how: How) -> Tree:
    """Return the tree with what was picked from `source` at the absolute path `dest`. Raises CannotCopy."""
    folder_meant = dest.endswith(("/", "/.")) or dest == "/"
    where = normal(dest)
    for item in picked:
        target = where
        if how.parents:
            target = normal(where + _kept_path(item.path))
            if isinstance(item.node, Directory):
                tree = _folder(tree, target, item.node, source, how)
                continue
        elif isinstance(item.node, Directory):
            tree = _folder(tree, where, item.node, source, how)
            continue
        elif folder_meant or _is_folder(tree, where):
            if how.unpack and (extracted := _extracted(tree, item.node, where, how)) is not None:
                tree = extracted
                continue
            target = join(where, item.name)
        elif how.unpack and (extracted := _extracted(tree, item.node, where, how)) is not None:
            tree = extracted
            continue
        tree = put(tree, target, changed(item.node, source, how), how)
    return tree


def _kept_path(path: str) -> str:
    """Return the part of a source's path that --parents keeps: what follows "/./", or all of it."""
    _, pivot, rest = path.partition("/./")
    return "/" + rest if pivot else path


def _is_folder(tree: Tree, path: str) -> bool:
    try:
        return isinstance(tree.get(path), Directory)
    except FsError:
        return False


def put(tree: Tree, path: str, node: Node, how: How) -> Tree:
    """Return the tree with a file at a path, its folders made. Raises CannotCopy."""
    tree = folders(tree, parent(path), how)
    try:
        where = tree.resolve(parent(path))
        target = join(where, path.rpartition("/")[2])
        there = tree.entry(target)
        if isinstance(there, Symlink):
            target = tree.resolve(target)
            tree = folders(tree, parent(target), how)
            there = tree.entry(target)
        if isinstance(there, Directory):
            raise CannotCopy(f"cannot copy to directory: {path}")
        return tree.put(target, node, how.now)
    except FsError as error:
        raise CannotCopy(f"{error.path}: {error.strerror.lower()}") from None


def folders(tree: Tree, path: str, how: How) -> Tree:
    """Return the tree with a folder at a path and all above it. Raises CannotCopy."""
    if len(path) > PATH_MAX:
        raise CannotCopy(f"{path[:60]}…: file name too long")
    try:
        where = tree.resolve(path)
        node = tree.entry(where)
        missing = []
        while node is None:
            missing.append(where)
            where = parent(where)
            node = tree.entry(where)
        if not isinstance(node, Directory):
            raise CannotCopy(f"cannot copy to non-directory: {path}")
        uid, gid = how.owner or (0, 0)
        for folder in reversed(missing):
            tree = tree.put(folder, Directory(None, 0o755, uid, gid, how.now), how.now)
    except FsError as error:
        raise CannotCopy(f"{error.path}: {error.strerror.lower()}") from None
    return tree


def _folder(tree: Tree, path: str, node: Directory, source: Tree, how: How) -> Tree:
    """Return the tree with a folder's contents laid over what is at a path."""
    there = _is_folder(tree, path)
    tree = folders(tree, path, how)
    where = tree.resolve(path)
    target = tree.entry(where)
    assert isinstance(target, Directory)
    laid = _over(target, node, source, how, path)
    if not there and path != "/":
        made = changed(Directory(None, node.mode, node.uid, node.gid, node.mtime), source, how)
        assert isinstance(made, Directory)
        laid = Directory(laid.entries, made.mode, made.uid, made.gid, made.mtime)
    return tree.put(where, laid)


def _over(target: Directory, node: Directory, source: Tree, how: How, path: str) -> Directory:
    """Return a folder with the entries of another laid over its own."""
    new: dict[str, Node] = {}
    for name, child in node.entries.items():
        there = target.entries.get(name)
        inner = join(path, name)
        if isinstance(child, Directory):
            if isinstance(there, Directory):
                new[name] = _over(there, child, source, how, inner)
                continue
            if there is not None:
                raise CannotCopy(f"cannot copy to non-directory: {inner}")
        elif isinstance(there, Directory):
            raise CannotCopy(f"cannot copy to directory: {inner}")
        new[name] = changed(child, source, how)
    if not new:
        return target
    return Directory(target.entries.update(new), target.mode, target.uid, target.gid, how.now)


def changed(node: Node, source: Tree, how: How) -> Node:
    """Return a node, and all below it, with another owner and mode; hard links become files of their own."""
    if isinstance(node, HardLink):
        node = source.visible(node)
    fields: dict[str, object] = {}
    if how.owner is not None:
        fields = {"uid": how.owner[0], "gid": how.owner[1]}
    if how.mode is not None and not isinstance(node, Symlink):
        fields["mode"] = how.mode if isinstance(how.mode, int) else symbolic(how.mode, node)
    if isinstance(node, Directory):
        if not fields and not source.links:
            return node
        entries = {name: changed(child, source, how) for name, child in node.entries.items()}
        return Directory(PersistentMap.of(entries), node.mode, node.uid, node.gid, node.mtime).replace(**fields)
    if isinstance(node, File) and node.names != 1:
        fields["names"] = 1
    return node.replace(**fields) if fields else node


def symbolic(text: str, node: Node) -> int:
    """Return the mode that a symbolic text such as "u=rwx,go=r" or "a+X" gives a node."""
    mode = getattr(node, "mode", 0)
    bits = {"r": 4, "w": 2, "x": 1}
    for clause in text.split(","):
        at = next((i for i, char in enumerate(clause) if char in "+-="), None)
        if at is None:
            raise CannotCopy(f"invalid chmod parameter: '{text}'")
        who = clause[:at] or "a"
        what = 0
        for letter in clause[at + 1 :]:
            if letter == "X":
                what |= 1 if isinstance(node, Directory) or mode & 0o111 else 0
            elif letter in bits:
                what |= bits[letter]
            elif letter not in "st":
                raise CannotCopy(f"invalid chmod parameter: '{text}'")
        mask = 0
        value = 0
        for letter in "ugo" if "a" in who else who:
            shift = {"u": 6, "g": 3, "o": 0}.get(letter)
            if shift is None:
                raise CannotCopy(f"invalid chmod parameter: '{text}'")
            mask |= 0o7 << shift
            value |= what << shift
        mode = {"=": (mode & ~mask) | value, "+": mode | value, "-": mode & ~value}[clause[at]]
    return mode


def _extracted(tree: Tree, node: Node, where: str, how: How) -> Tree | None:
    """Return the tree with an archive's members below a path; None for what is no archive."""
    if not isinstance(node, File) or node.content.size < 4:
        return None
    from tutor.errors import LayerwiseError
    from tutor.vfs.compression import TooMuch, bounded, compression_of, decompressed
    from tutor.vfs.layer import apply_layer

    head = node.content.read(0, 512)
    if not compression_of(head) and head[257:262] != b"ustar":
        return None
    try:
        inside = apply_layer(Tree.empty(), bounded(decompressed(node.content.chunks())), whiteouts=False)
    except TooMuch as error:
        raise CannotCopy(error.message) from None
    except (VfsError, LayerwiseError):
        return None
    return _folder(tree, where, inside.root, inside, how)
