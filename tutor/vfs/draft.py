"""A tree being changed in many places at once.

The one rule: a draft gives the same tree as the single changes would, but makes each folder once, when it is finished.
Only folders that something was done in are opened. It remembers what was put, so that a layer's whiteouts can spare
the layer's own entries.
"""

from __future__ import annotations

from tutor.vfs.errors import VfsError
from tutor.vfs.nodes import Directory, File, HardLink, Symlink
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import MAX_LINKS, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from tutor.vfs.nodes import Node


class Folder:
    """An open folder: what it was (None for a new one), its own data, the entries that differ, the names put."""

    __slots__ = ("base", "changed", "done", "own", "put", "was")

    def __init__(self, was: Directory | None, own: tuple[int, int, int, int]) -> None:
        self.was: Final = was
        self.base: PersistentMap[Node] = was.entries if was is not None else PersistentMap()
        self.own = own
        self.changed: dict[str, Node | Folder | None] = {}
        self.put: set[str] = set()
        self.done: Directory | None = None

    @classmethod
    def of(cls, was: Directory) -> Folder:
        """Return an existing folder, opened."""
        return cls(was, (was.mode, was.uid, was.gid, was.mtime))

    def get(self, name: str) -> Node | Folder | None:
        """Return the entry of this name; folders are opened."""
        if name in self.changed:
            return self.changed[name]
        node = self.base.get(name)
        if isinstance(node, Directory):
            opened = self.changed[name] = Folder.of(node)
            return opened
        return node

    def set(self, name: str, node: Node | Folder) -> None:
        """Put an entry."""
        self.changed[name] = node
        self.put.add(name)

    def hide(self, name: str) -> None:
        """Take away the entry of this name as far as it was not put: of a folder the parts that were not."""
        entry = self.get(name)
        if isinstance(entry, Folder):
            entry.hide_all()
        if not self.keeps(name):
            self.changed[name] = None

    def hide_all(self) -> None:
        """Take away all that was not put, here and below."""
        folders = [self]
        for folder in folders:  # grows while it is gone through
            folder.base = PersistentMap()
            folders.extend(entry for entry in folder.changed.values() if isinstance(entry, Folder))
        for folder in reversed(folders):
            folder.changed = {name: entry for name, entry in folder.changed.items() if folder.keeps(name)}

    def keeps(self, name: str) -> bool:
        """Tell whether the entry of this name was put, or is a folder with something in it that was."""
        entry = self.changed.get(name)
        return name in self.put or (isinstance(entry, Folder) and bool(entry.changed))

    def finish(self) -> Directory:
        """Return the folder as a node; the folders in it must have been finished."""
        came: dict[str, Node] = {}
        entries = self.base
        for name, entry in self.changed.items():
            if isinstance(entry, Folder):
                entry = entry.done
            if entry is not None:
                came[name] = entry
            elif name in entries:
                entries = entries.remove(name)
        was = self.was
        if was is not None and entries is was.entries:
            came = {name: node for name, node in came.items() if entries.get(name) is not node}
            if not came and self.own == (was.mode, was.uid, was.gid, was.mtime):
                self.done = was
                return was
        self.done = Directory(entries.update(came), *self.own)
        return self.done


class Draft:
    """A tree being changed. Paths are sequences of names; symbolic links in their folder part are followed."""

    __slots__ = ("_last", "_links", "_next", "_tree", "root")

    def __init__(self, tree: Tree) -> None:
        self._tree: Final = tree
        self.root: Final = Folder.of(tree.root)
        self._links = tree.links
        self._next = tree.next_link
        self._last: tuple[Sequence[str], Folder] = ((), self.root)

    def folder(self, names: Sequence[str], mtime: int) -> Folder:
        """Return the folder that a path leads to, made (root's, 0755, with this time) as far as it is missing.

        Raises `VfsError` when something on the way is no folder, or links go in circles.
        """
        if names == self._last[0]:
            return self._last[1]
        here = self.root
        trail: list[Folder] = []
        todo = list(reversed(names))
        followed = 0
        while todo:
            name = todo.pop()
            if name in ("", "."):
                continue
            if name == "..":
                here = trail.pop() if trail else self.root
                continue
            entry = here.get(name)
            if isinstance(entry, Symlink):
                followed += 1
                if followed > MAX_LINKS:
                    raise VfsError(f"/{'/'.join(names)}: too many symbolic links")
                if entry.target.startswith("/"):
                    here = self.root
                    trail.clear()
                todo.extend(reversed(entry.target.split("/")))
                continue
            if entry is None:
                entry = Folder(None, (0o755, 0, 0, mtime))
                here.changed[name] = entry
            if not isinstance(entry, Folder):
                raise VfsError(f"/{'/'.join(names)}: {name} is no folder")
            trail.append(here)
            here = entry
        self._last = (names, here)
        return here

    def forget_folder(self) -> None:
        """Say that entries other than files changed, so that paths may lead elsewhere than before."""
        self._last = ((), self.root)

    def one_more_name(self, folder: Folder, name: str) -> Node | None:
        """Return an entry for one more name of what `folder` has under `name`; None for a folder or nothing."""
        entry = folder.get(name)
        if not isinstance(entry, File):
            return None if isinstance(entry, (Folder, Directory)) else entry
        link = HardLink(self._next)
        self._next += 1
        self._links = self._links.set(str(link.id), entry.replace(names=0))
        folder.changed[name] = link
        return link

    def finish(self) -> Tree:
        """Return the changed tree."""
        folders = [self.root]
        for folder in folders:  # grows while it is gone through
            folders.extend(entry for entry in folder.changed.values() if isinstance(entry, Folder))
        for folder in reversed(folders):
            root = folder.finish()
        gained = dict.fromkeys(range(self._tree.next_link, self._next), 0)
        if self._links:
            gained.update(_links_gained(folders))
        return Tree(self._tree.root, self._links, self._next).recounted(root, gained)


def _links_gained(folders: list[Folder]) -> dict[int, int]:
    """Return, by id, how many entries for hard-linked files came (or, negative, went) in open folders."""
    gained: dict[int, int] = {}
    todo: list[tuple[Node | Folder | None, int]] = []
    for folder in folders:
        was = folder.was.entries if folder.was is not None else None
        names = [*folder.changed]
        if was is not None and folder.base is not was:  # what was there was hidden
            names += [name for name, _ in was.entries() if name not in folder.changed]
        for name in names:
            old, new = was.get(name) if was is not None else None, folder.changed.get(name)
            if isinstance(new, Folder):  # it is counted by itself, with what it was
                if new.was is not None and new.was is old:
                    continue
                new = None
            todo += [(old, -1), (new, 1)]
    while todo:
        node, step = todo.pop()
        if isinstance(node, HardLink):
            gained[node.id] = gained.get(node.id, 0) + step
        elif isinstance(node, Directory):
            todo += [(child, step) for _, child in node.entries.entries()]
    return gained
