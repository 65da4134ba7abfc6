"""Where trees are mounted.

The one rule: a box is the only thing here that changes. A file system is a root box with other boxes mounted in it;
whoever else holds a box (a volume, a bind-mounted folder's owner) sees what is written to it.
"""

from __future__ import annotations

from tutor.vfs.errors import FsError
from tutor.vfs.nodes import File
from tutor.vfs.record import Record
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Final

    from tutor.vfs.nodes import Node


class Box:
    """A holder of a tree that changes. `quota` bounds the bytes of file content in it (None: no bound)."""

    __slots__ = ("_tree", "_used", "quota")

    def __init__(self, tree: Tree, quota: int | None = None) -> None:
        self._tree = tree
        self._used: int | None = None
        self.quota = quota

    @property
    def tree(self) -> Tree:
        """The tree as it is now."""
        return self._tree

    @tree.setter
    def tree(self, tree: Tree) -> None:
        self._tree = tree
        self._used = None

    @property
    def used(self) -> int:
        """Bytes of file content in the tree, each hard-linked file once."""
        if self._used is None:
            single = sum(file.size for file in _files(self._tree))
            self._used = single + sum(file.size for _, file in self._tree.links.entries())
        return self._used

    def grow(self, tree: Tree, growth: int, path: str) -> None:
        """Take the next tree, which holds `growth` bytes more. Raises `FsError` ENOSPC, changing nothing."""
        if self.quota is None:
            self._tree, self._used = tree, None
            return
        used = self.used + growth
        if growth > 0 and used > self.quota:
            raise FsError("ENOSPC", path)
        self._tree, self._used = tree, used


def _files(tree: Tree) -> Iterator[File]:
    """Return the files with one name."""
    todo: list[Node] = [tree.root]
    while todo:
        node = todo.pop()
        if isinstance(node, File):
            yield node
        else:
            entries = getattr(node, "entries", None)
            if entries is not None:
                todo.extend(child for _, child in entries.entries())


class Mount:
    """A box, or the part of it at `subpath`, seen at `path`. `kind` and `source` are what `/proc/mounts` says."""

    __slots__ = ("box", "kind", "path", "read_only", "source", "subpath")

    def __init__(
        self, path: str, box: Box, subpath: str = "", read_only: bool = False, kind: str = "overlay", source: str = ""
    ) -> None:
        self.path: Final = path
        self.box: Final = box
        self.subpath: Final = subpath
        self.read_only: Final = read_only
        self.kind: Final = kind
        self.source: Final = source or kind

    def node(self) -> Node | None:
        """Return the entry that the mount shows."""
        return self.box.tree.entry(self.subpath)


class Facts(Record):
    """What `/proc` tells of the simulated machine.

    `processes` are (pid, argv) of those that run, `pid` the one that asks; `boot` is when the machine started, in
    seconds (None: a while before it was first asked); `memory` is in bytes.
    """

    __slots__ = __match_args__ = ("hostname", "processes", "pid", "boot", "cpus", "memory", "release")

    def __init__(
        self,
        hostname: str = "localhost",
        processes: tuple[tuple[int, tuple[str, ...]], ...] = ((1, ("sh",)),),
        pid: int = 1,
        boot: int | None = None,
        cpus: int = 2,
        memory: int = 4 << 30,
        release: str = "6.12.0-layerwise",
    ) -> None:
        self.hostname: Final = hostname
        self.processes: Final = processes
        self.pid: Final = pid
        self.boot: Final = boot
        self.cpus: Final = cpus
        self.memory: Final = memory
        self.release: Final = release


class Space:
    """What all views of one file system share: the root mount, the mounts in it by path, the clock.

    `facts` are what `/proc` tells; `serial` counts the readings of `/dev/random`.
    """

    __slots__ = ("facts", "mounts", "now", "root", "serial")

    def __init__(self, root: Mount, now: Callable[[], int]) -> None:
        self.root = root
        self.now: Final = now
        self.mounts: dict[str, Mount | Callable[[], Mount]] = {}
        self.facts = Facts()
        self.serial = 0

    def mounted(self, path: str) -> Mount | None:
        """Return the mount exactly at a canonical path; one that was not needed so far is made now."""
        mount = self.mounts.get(path)
        if mount is None or isinstance(mount, Mount):
            return mount
        made = self.mounts[path] = mount()
        return made
