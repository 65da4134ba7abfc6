"""What a user sees of a file system, without changing it.

The one rule: nothing here writes, and a permission is asked for before anything is told.
"""

from __future__ import annotations

from tutor.vfs.errors import FsError
from tutor.vfs.lookup import User, find
from tutor.vfs.nodes import Device, Directory, File, Symlink
from tutor.vfs.paths import normal
from tutor.vfs.space import Box, Mount, Space
from tutor.vfs.stat import Stat, stat_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from tutor.vfs.content import Content
    from tutor.vfs.lookup import Spot
    from tutor.vfs.nodes import Visible
    from tutor.vfs.tree import Tree

READ_LIMIT = 1 << 28
"""Bytes that `read` returns at most; larger files are read through `content`."""


class View:
    """A tree (or a box that holds one) as a user sees it; `FileSystem` adds how it is changed.

    `now` tells the time in whole seconds. `/dev` and `/proc` are there, mounted, unless `special` is false.
    Paths are absolute; a relative one counts from the root. Every method raises `FsError`.
    """

    __slots__ = ("space", "user")

    def __init__(
        self,
        tree: Tree | Box,
        *,
        now: Callable[[], int],
        uid: int = 0,
        gid: int = 0,
        groups: tuple[int, ...] = (),
        special: bool = True,
    ) -> None:
        box = tree if isinstance(tree, Box) else Box(tree)
        self.user = User(uid, gid, groups)
        self.space = Space(Mount("", box), now)
        if special:
            self.space.mounts["/dev"] = self._dev
            self.space.mounts["/proc"] = self._proc

    def _dev(self) -> Mount:
        from tutor.vfs.special import dev

        return dev(self.space)

    def _proc(self) -> Mount:
        from tutor.vfs.special import proc

        return proc(self.space)

    # The box and the view

    @property
    def box(self) -> Box:
        """The holder of the root tree."""
        return self.space.root.box

    @property
    def tree(self) -> Tree:
        """The root tree as it is now; what is mounted is not in it."""
        return self.space.root.box.tree

    @tree.setter
    def tree(self, tree: Tree) -> None:
        self.space.root.box.tree = tree

    @property
    def uid(self) -> int:
        """The user that acts."""
        return self.user.uid

    @property
    def gid(self) -> int:
        """The group that acts."""
        return self.user.gid

    @property
    def groups(self) -> tuple[int, ...]:
        """Further groups of the user."""
        return self.user.groups

    @property
    def quota(self) -> int | None:
        """Bytes of file content that the root box may hold; None for no bound."""
        return self.box.quota

    @quota.setter
    def quota(self, quota: int | None) -> None:
        self.box.quota = quota

    def room_at(self, path: str) -> int | None:
        """Return how many bytes of file content the box in which a path lies can still take; None for no bound."""
        box = find(self.space, self.user, path).mount.box
        return None if box.quota is None else max(0, box.quota - box.used)

    def with_user(self, uid: int, gid: int, groups: tuple[int, ...] = ()) -> Self:
        """Return the same file system as another user sees it: what one writes, the other reads."""
        view = self.__class__.__new__(self.__class__)
        view.space = self.space
        view.user = User(uid, gid, groups)
        return view

    def within(self, path: str) -> Self:
        """Return the same files as a process sees them whose root folder is the one at `path` (`chroot`).

        Mounts below that folder are there, no others are. Raises `FsError` ENOENT, ENOTDIR.
        """
        spot = find(self.space, self.user, path)
        if spot.node is None:
            raise FsError("ENOENT", path)
        if not isinstance(spot.node, Directory):
            raise FsError("ENOTDIR", path)
        mount = spot.mount
        inner = "" if spot.inner == "/" else spot.inner
        view = self.__class__.__new__(self.__class__)
        view.user = self.user
        view.space = Space(
            Mount("", mount.box, inner, mount.read_only, mount.kind, mount.source), self.space.now
        )
        view.space.facts = self.space.facts
        above = spot.path.rstrip("/")
        for where in self.space.mounts:
            below = self.space.mounted(where) if where.startswith(above + "/") else None
            if below is not None:
                at = where[len(above) :]
                view.space.mounts[at] = Mount(at, below.box, below.subpath, below.read_only, below.kind, below.source)
        return view

    # Mounts

    def mount(
        self,
        path: str,
        box: Box,
        subpath: str = "",
        *,
        read_only: bool = False,
        kind: str = "overlay",
        source: str = "",
    ) -> None:
        """Show a box, or what is at the canonical path `subpath` in it, at `path`; a folder or a single file.

        Links in `path` are followed; at its end nothing needs to exist, but the folder must for anybody to get there.
        `kind` and `source` are what `/proc/mounts` shows.
        """
        where = self._mount_point(path)
        self.space.mounts[where] = Mount(where, box, "" if subpath == "/" else subpath, read_only, kind, source)

    def unmount(self, path: str) -> None:
        """Take away what is mounted at `path`. Raises `FsError` EINVAL when nothing is."""
        if self.space.mounts.pop(self._mount_point(path), None) is None:
            raise FsError("EINVAL", path)

    @property
    def mounts(self) -> tuple[Mount, ...]:
        """The root mount and all others, by path."""
        return (self.space.root, *[m for p in sorted(self.space.mounts) if (m := self.space.mounted(p))])

    def remount(self, path: str = "/", *, read_only: bool) -> None:
        """Make a mount read-only, or writable again. Raises `FsError` EINVAL when nothing is mounted at `path`."""
        where = self._mount_point(path)
        old = self.space.root if where == "/" else self.space.mounted(where)
        if old is None:
            raise FsError("EINVAL", path)
        new = Mount(old.path, old.box, old.subpath, read_only, old.kind, old.source)
        if where == "/":
            self.space.root = new
        else:
            self.space.mounts[where] = new

    def _mount_point(self, path: str) -> str:
        """Return the canonical path to mount at, whoever the user is."""
        try:
            return find(self.space, User(), path).path
        except FsError:
            return normal(path)

    # Looking

    def resolve(self, path: str, follow: bool = True) -> str:
        """Return the canonical path of an existing file, or of a free name in an existing folder (`realpath`)."""
        return find(self.space, self.user, path, follow).path

    def node(self, path: str, follow: bool = True) -> Visible:
        """Return the node at a path. Raises `FsError` ENOENT and what resolution raises."""
        return self._existing(path, follow)[1]

    def stat(self, path: str, follow: bool = True) -> Stat:
        """Return what is known about a file."""
        return stat_of(*self._existing(path, follow))

    def exists(self, path: str, follow: bool = True) -> bool:
        """Whether there is something at a path that the user can reach."""
        try:
            return find(self.space, self.user, path, follow).node is not None
        except FsError:
            return False

    def is_dir(self, path: str) -> bool:
        """Whether a path leads to a folder."""
        return self._is(path, Directory)

    def is_file(self, path: str) -> bool:
        """Whether a path leads to a regular file."""
        return self._is(path, File)

    def is_symlink(self, path: str) -> bool:
        """Whether a path is a symbolic link."""
        return self._is(path, Symlink, follow=False)

    def _is(self, path: str, kind: type, follow: bool = True) -> bool:
        try:
            return isinstance(find(self.space, self.user, path, follow).node, kind)
        except FsError:
            return False

    def listdir(self, path: str) -> list[str]:
        """Return the names in a folder, sorted, with those of mounts. Raises `FsError` ENOTDIR, EACCES."""
        spot, node = self._existing(path)
        if not isinstance(node, Directory):
            raise FsError("ENOTDIR", path)
        self._need(node, 4, path)
        names = node.entries.keys()
        more = [p.rpartition("/")[2] for p in self.space.mounts if (p.rpartition("/")[0] or "/") == spot.path]
        return sorted({*names, *more}) if more else names

    def readlink(self, path: str) -> str:
        """Return the target of a symbolic link. Raises `FsError` EINVAL for anything else."""
        node = self._existing(path, follow=False)[1]
        if not isinstance(node, Symlink):
            raise FsError("EINVAL", path)
        return node.target

    def access(self, path: str, want: str = "") -> bool:
        """Whether the user may do all of `want` (letters of "rwx") with an existing file."""
        try:
            spot, node = self._existing(path)
        except FsError:
            return False
        bits = sum({"r": 4, "w": 2, "x": 1}[letter] for letter in set(want))
        return self.user.may(node, bits) and not (bits & 2 and spot.mount.read_only and not isinstance(node, Device))

    def device(self, path: str) -> tuple[int, int] | None:
        """(major, minor) when a path leads to a character device such as `/dev/null` (1, 3); else None."""
        try:
            node = find(self.space, self.user, path).node
        except FsError:
            return None
        return (node.major, node.minor) if isinstance(node, Device) and node.kind == "c" else None

    # Reading files

    def content(self, path: str) -> Content:
        """Return what a file contains, unread. Raises `FsError` EISDIR, EACCES."""
        node = self._existing(path)[1]
        self._need(node, 4, path)
        if isinstance(node, Directory):
            raise FsError("EISDIR", path)
        if isinstance(node, File):
            return node.content
        from tutor.vfs.special import device_content

        assert isinstance(node, Device)
        return device_content(self.space, node, path)

    def read(self, path: str) -> bytes:
        """All bytes of a file. Raises `FsError` EISDIR, EACCES, EFBIG above `READ_LIMIT`."""
        content = self.content(path)
        if content.size > READ_LIMIT:
            raise FsError("EFBIG", path)
        return content.read()

    # Inside

    def _existing(self, path: str, follow: bool = True) -> tuple[Spot, Visible]:
        spot = find(self.space, self.user, path, follow)
        node = spot.node
        if node is None:
            raise FsError("ENOENT", path)
        return spot, node

    def _need(self, node: Visible, want: int, path: str) -> None:
        if not self.user.may(node, want):
            raise FsError("EACCES", path)
