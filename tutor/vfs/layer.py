"""Layers: the difference of two trees as a tar archive, and back.

The one rule: applying the layer from `a` to `b` on `a` gives `b`. A layer follows the OCI image specification, "Image
Layer Filesystem Changeset": `.wh.NAME` says that NAME is gone, `.wh..wh..opq` that nothing of the folder below shows
through. All folders above a change are in it, and all names of a hard-linked file of which one is.
"""

from __future__ import annotations

from tutor.vfs.changes import entry_changes, link_names, path_order
from tutor.vfs.content import Bytes
from tutor.vfs.draft import Draft, Folder
from tutor.vfs.errors import VfsError
from tutor.vfs.lookup import NAME_MAX, PATH_MAX
from tutor.vfs.nodes import Device, Directory, File, HardLink, Symlink
from tutor.vfs.paths import join, name, parent, split
from tutor.vfs.tar import Header, read_tar, write_tar
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from tutor.vfs.content import Content
    from tutor.vfs.nodes import Node
    from tutor.vfs.tar import Member

WHITEOUT = ".wh."
OPAQUE = ".wh..wh..opq"

_DEVICES = {"char": "c", "block": "b", "fifo": "p"}
_DEVICE_KINDS = {letter: kind for kind, letter in _DEVICES.items()}


# Writing


def layer_tar(a: Tree, b: Tree, *, latest: int | None = None) -> Iterator[bytes]:
    """Return the layer that makes `b` of `a`, in pieces; deterministic. What is younger than `latest` gets that time.

    Raises `VfsError` for a changed file whose name begins with `.wh.`: a layer cannot say that.
    """
    members = _members(b, layer_entries(a, b))
    if latest is not None:
        members = ((header.replace(mtime=min(header.mtime, latest)), content) for header, content in members)
    return write_tar(members)


def tree_tar(tree: Tree, path: str = "/") -> Iterator[bytes]:
    """All that is below `path` as a tar archive without whiteouts, in pieces; deterministic."""
    top = tree.resolve(path)
    entries: list[tuple[str, Node | None]] = []
    todo: list[tuple[str, Node | None]] = [(top, tree.entry(top))]
    while todo:
        here, node = todo.pop()
        if here != top:
            entries.append((here, node))
        if isinstance(node, Directory):
            todo.extend((join(here, inner), child) for inner, child in reversed(node.entries.items()))
    return write_tar(_members(tree, entries, len(top.rstrip("/"))))


def layer_entries(a: Tree, b: Tree) -> list[tuple[str, Node | None]]:
    """Return what the layer from `a` to `b` holds: (path, entry of `b`) in path order; None for whiteouts.

    Whiteouts have their own paths, `/folder/.wh.NAME`: one for each lost name, as containerd writes them, never
    `.wh..wh..opq`. The root is there only when its own mode, owner or time differs.
    """
    found: dict[str, Node | None] = {}
    gone: dict[str, list[str]] = {}
    ids: set[int] = set()
    for path, before, after in entry_changes(a, b):
        if after is None:
            gone.setdefault(parent(path), []).append(name(path))
            continue
        if isinstance(before, Directory) and isinstance(after, Directory):
            own = (after.mode, after.uid, after.gid, after.mtime)
            if own == (before.mode, before.uid, before.gid, before.mtime):
                continue
        elif isinstance(after, HardLink):
            ids.add(after.id)
        if name(path).startswith(WHITEOUT):
            raise VfsError(f"{path}: a layer cannot hold a name that begins with {WHITEOUT}")
        found[path] = after
    found.update(link_names(b, ids))
    for folder, names in gone.items():
        found.update({join(folder, WHITEOUT + lost): None for lost in names})
    for path in list(found):
        above = parent(path)
        while above != "/" and above not in found:
            found[above] = b.entry(above)
            above = parent(above)
    return [(path, found[path]) for path in sorted(found, key=path_order)]


def _members(
    tree: Tree, entries: Iterable[tuple[str, Node | None]], cut: int = 0
) -> Iterator[tuple[Header, Content | None]]:
    """Return the members for entries of a tree; `cut` characters are taken off their paths."""
    first_names: dict[int, str] = {}
    for path, entry in entries:
        label = path[cut:].lstrip("/") or "."
        if entry is None:
            folder = tree.entry(parent(path))
            yield Header(label, mode=0, mtime=folder.mtime if isinstance(folder, Directory) else 0), None
            continue
        node = tree.visible(entry)
        if isinstance(entry, HardLink):
            first = first_names.setdefault(entry.id, label)
            if first != label:
                yield Header(label, "link", 0, node.mode, node.uid, node.gid, node.mtime, first), None
                continue
        if isinstance(node, File):
            size = node.content.size
            yield Header(label, "file", size, node.mode, node.uid, node.gid, node.mtime), node.content
        elif isinstance(node, Directory):
            yield Header(label, "directory", 0, node.mode, node.uid, node.gid, node.mtime), None
        elif isinstance(node, Symlink):
            yield Header(label, "symlink", 0, 0o777, node.uid, node.gid, node.mtime, node.target), None
        elif node.kind in _DEVICE_KINDS:
            kind, number = _DEVICE_KINDS[node.kind], (node.major, node.minor)
            yield Header(label, kind, 0, node.mode, node.uid, node.gid, node.mtime, device=number), None


# Reading


def apply_layer(
    tree: Tree,
    stream: BinaryIO | Iterable[bytes],
    *,
    into: str = "/",
    whiteouts: bool = True,
    end_mark: bool = True,
    keep: Callable[[Member], Content | None] = lambda member: None,
) -> Tree:
    """Return the tree with an (uncompressed) layer applied, or with `whiteouts=False` an ordinary archive unpacked.

    Members are placed below the folder `into`. Absolute names count from there; folders that are missing are made.
    `end_mark` is `read_tar`'s. `keep` may read a file's data and give its content; else it is taken into memory.
    Raises `VfsError`, and changes nothing, for archives that are damaged or cut off and for members that would lie
    outside.
    """
    draft = Draft(tree)
    top = tuple(split(tree.resolve(into)))
    for member in read_tar(stream, end_mark=end_mark):
        _apply(draft, member, top, whiteouts, keep)
    return draft.finish()


def _inside(label: str, what: str) -> tuple[str, ...]:
    """Return the components of a name in an archive. Raises `VfsError` when it leads out of it or is too long."""
    parts: list[str] = []
    if len(label) > PATH_MAX:
        raise VfsError(f"{what} {label[:60]!r}… has too long a name")
    for part in split(label):
        if part != "..":
            if len(part) > NAME_MAX:
                raise VfsError(f"{what} {label[:60]!r}… has too long a name")
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            raise VfsError(f"{what} {label!r} leads out of the archive")
    return tuple(parts)


def _apply(
    draft: Draft, member: Member, top: tuple[str, ...], whiteouts: bool, keep: Callable[[Member], Content | None]
) -> None:
    """Apply one member."""
    header = member.header
    names = top + _inside(header.name, "the member")
    if len(names) == len(top):
        if header.kind != "directory":
            raise VfsError(f"the member {header.name!r} would replace the root")
        draft.folder(top, header.mtime).own = (header.mode, header.uid, header.gid, header.mtime)
        return
    folder = draft.folder(names[:-1], header.mtime)
    last = names[-1]
    if whiteouts and last.startswith(WHITEOUT):
        draft.forget_folder()
        if last == OPAQUE:
            folder.hide_all()
        elif not last.startswith(WHITEOUT * 2) and len(last) > len(WHITEOUT):
            folder.hide(last[len(WHITEOUT) :])
        return
    there = folder.get(last)
    if header.kind == "directory" and isinstance(there, Folder):
        there.own = (header.mode, header.uid, header.gid, header.mtime)
        folder.put.add(last)
        return
    if isinstance(there, (Folder, Symlink)):
        draft.forget_folder()
    folder.set(last, _node(draft, member, top, keep))


def _node(
    draft: Draft, member: Member, top: tuple[str, ...], keep: Callable[[Member], Content | None]
) -> Node | Folder:
    """Return what a member puts."""
    header = member.header
    own = (header.mode, header.uid, header.gid, header.mtime)
    if header.kind == "file":
        return File(keep(member) or Bytes(member.data()), *own)
    if header.kind == "directory":
        return Folder(None, own)
    if header.kind == "symlink":
        return Symlink(header.target, header.uid, header.gid, header.mtime)
    if header.kind == "link":
        target = top + _inside(header.target, f"the target of {header.name!r},")
        entry = None
        if len(target) > len(top):
            entry = draft.one_more_name(draft.folder(target[:-1], header.mtime), target[-1])
        if entry is None:
            raise VfsError(f"{header.name!r} links to {header.target!r}, which is not there or a folder")
        return entry
    return Device(_DEVICES[header.kind], *header.device, *own)
