"""A file tree as a value.

The one rule: a tree never changes; each operation returns another tree that shares all it did not touch. A path is
resolved inside the tree: `..` stops at the root, absolute symbolic links start at the root, so nothing leads out.
There are no permissions here: those are `filesystem`'s.
"""

from __future__ import annotations

from tutor.vfs.errors import FsError
from tutor.vfs.merkle import record_digest
from tutor.vfs.nodes import Directory, File, HardLink, Symlink, settle
from tutor.vfs.paths import join, split, under
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from tutor.vfs.nodes import Node, Visible

MAX_LINKS = 40
"""Symbolic links that one resolution may follow, as on Linux."""

_NO_LINKS: PersistentMap[File] = PersistentMap()


class Tree(Record):
    """A root folder, and the files that have several names.

    `links[str(id)]` is the file that the `HardLink(id)` entries name; `next_link` is the next free id.
    """

    __slots__ = ("_digest", "links", "next_link", "root")
    __match_args__ = ("root", "links", "next_link")

    def __init__(self, root: Directory, links: PersistentMap[File] = _NO_LINKS, next_link: int = 1) -> None:
        self.root: Final = root
        self.links: Final = links
        self.next_link: Final = next_link
        self._digest: bytes | None = None

    @classmethod
    def empty(cls, mtime: int = 0) -> Tree:
        """Return a tree with nothing but its root."""
        return cls(Directory(mtime=mtime))

    @property
    def digest(self) -> bytes:
        """32 bytes that stand for all of the tree."""
        if self._digest is None:
            settle(self.root)
            self._digest = record_digest(self)
        return self._digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tree) and (self is other or self.digest == other.digest)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<Tree {self.digest.hex()[:12]}>"

    # Looking

    def resolve(self, path: str, follow: bool = True) -> str:
        """Return the canonical path that `path` leads to; components that do not exist are taken as they stand.

        `follow` says whether a symbolic link at the end is followed. Raises `FsError` ELOOP after 40 links.
        """
        names: list[str] = []
        folders: list[Node | None] = [self.root]
        todo = split(path)[::-1]
        follow = follow or path.endswith("/")
        links = 0
        while todo:
            name = todo.pop()
            if name == "..":
                if names:
                    names.pop()
                    folders.pop()
                continue
            here = folders[-1]
            node = here.entries.get(name) if isinstance(here, Directory) else None
            if isinstance(node, Symlink) and (todo or follow):
                links += 1
                if links > MAX_LINKS:
                    raise FsError("ELOOP", path)
                if node.target.startswith("/"):
                    names.clear()
                    del folders[1:]
                todo.extend(split(node.target)[::-1])
                continue
            names.append(name)
            folders.append(node)
        return "/" + "/".join(names)

    def entry(self, path: str) -> Node | None:
        """Return the entry at a canonical path as it stands (a `HardLink` is not looked up), or None."""
        node: Node | None = self.root
        for name in split(path):
            if not isinstance(node, Directory):
                return None
            node = node.entries.get(name)
        return node

    def visible(self, node: Node) -> Visible:
        """Return the file that an entry shows: the linked file for a hard link, else the entry itself."""
        return self.links[str(node.id)] if isinstance(node, HardLink) else node

    def get(self, path: str, follow: bool = True) -> Visible | None:
        """Return the node at a path, or None; of a hard link the file. Raises `FsError` ELOOP."""
        node = self.entry(self.resolve(path, follow))
        return None if node is None else self.visible(node)

    def children(self, path: str) -> list[tuple[str, Visible]]:
        """Names and nodes of a folder's entries, sorted by name; empty for what is no folder."""
        node = self.get(path)
        if not isinstance(node, Directory):
            return []
        return [(name, self.visible(child)) for name, child in node.entries.items()]

    def walk(self, path: str = "/") -> Iterator[tuple[str, Visible]]:
        """Each path at and below `path` with its node, folders before their entries, entries sorted by name."""
        start = self.resolve(path, follow=False)
        node = self.entry(start)
        if node is None:
            return
        todo: list[tuple[str, Node]] = [(start, node)]
        while todo:
            here, node = todo.pop()
            yield here, self.visible(node)
            if isinstance(node, Directory):
                todo.extend((join(here, name), child) for name, child in reversed(node.entries.items()))

    # Changing: `mtime`, where it is given, becomes the time of the folder whose entries change

    def set(self, path: str, node: Node, mtime: int | None = None) -> Tree:
        """Return the tree with `node` as the entry at `path`, whatever was there; links before its end are followed.

        Raises `FsError`: ENOENT or ENOTDIR when the folder does not exist or is none, EINVAL for the root when
        `node` is no folder.
        """
        return self.put(self.resolve(path, follow=False), node, mtime)

    def put(self, where: str, node: Node | None, mtime: int | None = None) -> Tree:
        """Return the tree with an entry set, or removed for None, at a canonical path. Raises `FsError` like `set`."""
        names = split(where)
        if not names:
            if not isinstance(node, Directory):
                raise FsError("EBUSY" if node is None else "EINVAL", where)
            return self.counted(node, self.root, node)
        chain = [self.root]
        for name in names[:-1]:
            inner = chain[-1].entries.get(name)
            if not isinstance(inner, Directory):
                raise FsError("ENOENT" if inner is None else "ENOTDIR", where)
            chain.append(inner)
        before = chain[-1].entries.get(names[-1])
        below = node
        for name in reversed(names):
            here = chain.pop()
            if below is None:
                if before is None:
                    raise FsError("ENOENT", where)
                entries = here.entries.remove(name)
            else:
                entries = here.entries.set(name, below)
            below = Directory(entries, here.mode, here.uid, here.gid, here.mtime if mtime is None else mtime)
            mtime = None
        assert isinstance(below, Directory)
        return self.counted(below, before, node)

    def update(self, path: str, file: File) -> Tree:
        """Return the tree with the file at `path` changed: all names of a hard-linked file see it.

        Raises `FsError` like `set`.
        """
        where = self.resolve(path, follow=False)
        entry = self.entry(where)
        if not isinstance(entry, HardLink):
            return self.put(where, file)
        key = str(entry.id)
        names = self.links[key].names
        same = file if file.names == names else file.replace(names=names)
        return Tree(self.root, self.links.set(key, same), self.next_link)

    def remove(self, path: str, mtime: int | None = None) -> Tree:
        """Return the tree without the entry at `path` and all below it. Raises `FsError` ENOENT, EBUSY (the root)."""
        return self.put(self.resolve(path, follow=False), None, mtime)

    def link(self, existing: str, new: str, mtime: int | None = None) -> Tree:
        """Return the tree with one more name for a file (symbolic links and special files are copied instead).

        Raises `FsError`: ENOENT, EPERM for a folder, EEXIST when `new` is taken.
        """
        source, target = self.resolve(existing, follow=False), self.resolve(new, follow=False)
        entry = self.entry(source)
        if entry is None:
            raise FsError("ENOENT", existing)
        if isinstance(entry, Directory):
            raise FsError("EPERM", existing)
        if self.entry(target) is not None:
            raise FsError("EEXIST", new)
        if not isinstance(entry, File):
            return self.put(target, entry, mtime)
        name = HardLink(self.next_link)
        # The file's own entry becomes a link first: counting that gives it one name, and the new entry the second.
        tree = Tree(self.root, self.links.set(str(name.id), entry.replace(names=0)), self.next_link + 1)
        return tree.put(source, name).put(target, name, mtime)

    def rename(self, old: str, new: str, mtime: int | None = None) -> Tree:
        """Return the tree with an entry moved; what was at `new` is replaced.

        Raises `FsError`: ENOENT, ENOTDIR, EINVAL when a folder would move into itself.
        """
        source, target = self.resolve(old, follow=False), self.resolve(new, follow=False)
        entry = self.entry(source)
        if entry is None:
            raise FsError("ENOENT", old)
        if source == target:
            return self
        if under(target, source):
            raise FsError("EINVAL", new)
        # First the new name: a file whose last name is taken away is gone.
        return self.put(target, entry, mtime).put(source, None, mtime)

    def counted(self, root: Directory, before: Node | None, after: Node | None) -> Tree:
        """Return the tree with another root, the names of files counted again after `before` became `after`."""
        return self.recounted(root, _links_gained(before, after) if self.links else {})

    def recounted(self, root: Directory, gained: dict[int, int]) -> Tree:
        """Return the tree with another root, files having so many more names (or, negative, fewer), by id."""
        links = self.links
        for id, names in gained.items():
            key = str(id)
            file = links[key]
            left = file.names + names
            if not left:
                links = links.remove(key)
            elif names:
                links = links.set(key, file.replace(names=left))
        return Tree(root, links, self.next_link)


def _links_gained(before: Node | None, after: Node | None) -> dict[int, int]:
    """Return, by id, how many entries for hard-linked files came (or, negative, went)."""
    gained: dict[int, int] = {}
    todo = [(before, after)]
    while todo:
        old, new = todo.pop()
        if old is new:
            continue
        if isinstance(old, Directory) and isinstance(new, Directory):
            settle(old)
            settle(new)
            todo.extend((mine, theirs) for _, mine, theirs in old.entries.changes(new.entries))
            continue
        for node, step in ((old, -1), (new, 1)):
            if isinstance(node, HardLink):
                gained[node.id] = gained.get(node.id, 0) + step
            elif isinstance(node, Directory):
                todo.extend((child, None) if step < 0 else (None, child) for _, child in node.entries.entries())
    return gained
