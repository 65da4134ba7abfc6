"""The file system that a running program sees.

The one rule: this is the only place where permissions and time stamps are decided. It follows Linux: error codes and
their order, the sticky bit, set-group-ID folders, cleared set-user-ID bits, times of folders whose entries change.
Each write puts a new tree into the box that it lands in; nothing else changes.
"""

from __future__ import annotations

from tutor.vfs.content import Bytes
from tutor.vfs.errors import FsError as FsError
from tutor.vfs.lookup import Spot, User, find
from tutor.vfs.nodes import Device, Directory, File, HardLink, Symlink
from tutor.vfs.paths import join, normal, under
from tutor.vfs.record import Record
from tutor.vfs.space import Box as Box
from tutor.vfs.space import Mount as Mount
from tutor.vfs.space import Space
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from tutor.vfs.content import Content
    from tutor.vfs.lookup import Visible
    from tutor.vfs.nodes import Node

READ_LIMIT = 1 << 28
"""Bytes that `read` returns at most; larger files are read through `content`."""

_KINDS = {"c": "char", "b": "block", "p": "fifo", "s": "socket"}
_FORMATS = {
    "file": 0o100000, "directory": 0o040000, "symlink": 0o120000, "char": 0o020000, "block": 0o060000,
    "fifo": 0o010000, "socket": 0o140000,
}  # fmt: skip


class Stat(Record):
    """What is known about a file.

    `kind` is one of file, directory, symlink, char, block, fifo, socket; `size` in bytes; `mtime` in seconds; `device`
    is (major, minor) of a character or block device. Two paths name the same file exactly when their `ino` are equal.
    """

    __slots__ = __match_args__ = ("kind", "mode", "uid", "gid", "size", "mtime", "nlink", "ino", "device")

    def __init__(
        self,
        kind: str,
        mode: int,
        uid: int,
        gid: int,
        size: int,
        mtime: int,
        nlink: int,
        ino: int,
        device: tuple[int, int] = (0, 0),
    ) -> None:
        self.kind: Final = kind
        self.mode: Final = mode
        self.uid: Final = uid
        self.gid: Final = gid
        self.size: Final = size
        self.mtime: Final = mtime
        self.nlink: Final = nlink
        self.ino: Final = ino
        self.device: Final = device

    @property
    def is_dir(self) -> bool:
        """Whether it is a folder."""
        return self.kind == "directory"

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return self.kind == "file"

    @property
    def is_symlink(self) -> bool:
        """Whether it is a symbolic link."""
        return self.kind == "symlink"

    @property
    def st_mode(self) -> int:
        """Kind and permissions in one number, as `stat(2)` gives them."""
        return _FORMATS[self.kind] | self.mode

    @property
    def blocks(self) -> int:
        """512-byte blocks that the file takes up on a disk with 4 KiB blocks."""
        return -(-self.size // 4096) * 8 if self.kind in ("file", "directory") else 0


class FileSystem:
    """A tree (or a box that holds one) as a user sees and changes it.

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

    def with_user(self, uid: int, gid: int, groups: tuple[int, ...] = ()) -> FileSystem:
        """The same file system as another user sees it: what one writes, the other reads."""
        view = FileSystem.__new__(FileSystem)
        view.space = self.space
        view.user = User(uid, gid, groups)
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

        Nothing needs to exist at `path`. `kind` and `source` are what `/proc/mounts` shows.
        """
        where = normal(path)
        self.space.mounts[where] = Mount(where, box, "" if subpath == "/" else subpath, read_only, kind, source)

    def unmount(self, path: str) -> None:
        """Take away what is mounted at `path`. Raises `FsError` EINVAL when nothing is."""
        if self.space.mounts.pop(normal(path), None) is None:
            raise FsError("EINVAL", path)

    @property
    def mounts(self) -> tuple[Mount, ...]:
        """The root mount and all others, by path."""
        return (self.space.root, *[m for p in sorted(self.space.mounts) if (m := self.space.mounted(p))])

    def remount(self, path: str = "/", *, read_only: bool) -> None:
        """Make a mount read-only, or writable again. Raises `FsError` EINVAL when nothing is mounted at `path`."""
        where = normal(path)
        old = self.space.root if where == "/" else self.space.mounted(where)
        if old is None:
            raise FsError("EINVAL", path)
        new = Mount(old.path, old.box, old.subpath, read_only, old.kind, old.source)
        if where == "/":
            self.space.root = new
        else:
            self.space.mounts[where] = new

    # Looking

    def resolve(self, path: str, follow: bool = True) -> str:
        """The canonical path of an existing file, or of a free name in an existing folder (`realpath`)."""
        return find(self.space, self.user, path, follow).path

    def node(self, path: str, follow: bool = True) -> Visible:
        """The node at a path. Raises `FsError` ENOENT and what resolution raises."""
        return self._existing(path, follow)[1]

    def stat(self, path: str, follow: bool = True) -> Stat:
        """What is known about a file."""
        spot, node = self._existing(path, follow)
        nlink = 1
        device = (0, 0)
        if isinstance(node, File):
            kind, size, nlink = "file", node.content.size, node.names
        elif isinstance(node, Directory):
            kind, size = "directory", 4096
        elif isinstance(node, Symlink):
            kind, size = "symlink", len(node.target.encode("utf-8", "surrogateescape"))
        else:
            kind, size, device = _KINDS[node.kind], 0, (node.major, node.minor)
        return Stat(kind, node.mode, node.uid, node.gid, size, node.mtime, nlink, self._ino(spot), device)

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
        """The names in a folder, sorted, with those of mounts. Raises `FsError` ENOTDIR, EACCES."""
        spot, node = self._existing(path)
        if not isinstance(node, Directory):
            raise FsError("ENOTDIR", path)
        self._need(node, 4, path)
        names = node.entries.keys()
        more = [p.rpartition("/")[2] for p in self.space.mounts if (p.rpartition("/")[0] or "/") == spot.path]
        return sorted({*names, *more}) if more else names

    def readlink(self, path: str) -> str:
        """The target of a symbolic link. Raises `FsError` EINVAL for anything else."""
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

    # Reading and writing files

    def content(self, path: str) -> Content:
        """What a file contains, unread. Raises `FsError` EISDIR, EACCES."""
        node = self._existing(path)[1]
        if isinstance(node, Directory):
            raise FsError("EISDIR", path)
        self._need(node, 4, path)
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

    def write(
        self, path: str, data: bytes | Content, mode: int = 0o644, append: bool = False, exclusive: bool = False
    ) -> None:
        """Write a file: a new one gets `mode`, an existing one keeps its own; a content is shared, not copied.

        `exclusive` refuses a name that is taken (EEXIST). Raises `FsError` EISDIR, EACCES, EROFS, ENOSPC.
        """
        content = Bytes(data) if isinstance(data, bytes) else data
        spot = self._find(path, not exclusive)
        node = spot.node
        if node is None:
            if spot.slash:
                raise FsError("EISDIR", path)
            folder = self._writable_folder(spot, path)
            gid = folder.gid if folder.mode & 0o2000 else self.user.gid
            now = self.space.now()
            file = File(content, mode & 0o7777, self.user.uid, gid, now)
            spot.mount.box.grow(spot.mount.box.tree.put(spot.inner, file, now), content.size, path)
            return
        if exclusive:
            raise FsError("EEXIST", path)
        if isinstance(node, Directory):
            raise FsError("EISDIR", path)
        self._need(node, 2, path)
        if not isinstance(node, File):
            if isinstance(node, Device) and (node.major, node.minor) == (1, 7) and content.size:
                raise FsError("ENOSPC", path)
            return
        self._need_writable(spot, path)
        if append:
            from tutor.vfs.generated import appended

            content = appended(node.content, content)
        mode = node.mode
        if self.user.uid != 0:
            mode &= ~0o6000 if mode & 0o010 else ~0o4000
        changed = File(content, mode, node.uid, node.gid, self.space.now(), node.names)
        self._update(spot, changed, content.size - node.content.size, path)

    # Making and removing entries

    def mkdir(self, path: str, mode: int = 0o755, parents: bool = False) -> None:
        """Make a folder; with `parents` also those above it, and no error when it is there already.

        Raises `FsError` EEXIST, ENOENT, EACCES, EROFS.
        """
        if parents:
            done = "/" if path.startswith("/") else ""
            parts = [part for part in path.split("/") if part]
            for at, part in enumerate(parts):
                done += part
                if not self.is_dir(done):
                    self.mkdir(done, mode if at == len(parts) - 1 else 0o755)
                done += "/"
            return
        spot = self._find(path, follow=False)
        if spot.node is not None:
            raise FsError("EEXIST", path)
        folder = self._writable_folder(spot, path)
        inherit = folder.mode & 0o2000
        now = self.space.now()
        gid = folder.gid if inherit else self.user.gid
        self._put(spot, Directory(None, mode & 0o7777 | inherit, self.user.uid, gid, now))

    def symlink(self, target: str, path: str) -> None:
        """Make a symbolic link. Raises `FsError` EEXIST, ENOENT for an empty target, EACCES, EROFS."""
        if not target:
            raise FsError("ENOENT", path)
        spot, folder = self._free(path)
        gid = folder.gid if folder.mode & 0o2000 else self.user.gid
        self._put(spot, Symlink(target, self.user.uid, gid, self.space.now()))

    def mknod(self, path: str, kind: str, major: int = 0, minor: int = 0, mode: int = 0o644) -> None:
        """Make a special file (`c`, `b`, `p` or `s`); only user 0 makes devices. Raises `FsError` EPERM, EEXIST."""
        if kind in "cb" and self.user.uid != 0:
            raise FsError("EPERM", path)
        spot, folder = self._free(path)
        gid = folder.gid if folder.mode & 0o2000 else self.user.gid
        self._put(spot, Device(kind, major, minor, mode & 0o7777, self.user.uid, gid, self.space.now()))

    def link(self, existing: str, new: str) -> None:
        """Give a file one more name. Raises `FsError` EPERM for folders, EXDEV between mounts, EEXIST, EACCES."""
        source, node = self._existing(existing, follow=False)
        spot = self._find(new, follow=False)
        if spot.node is not None:
            raise FsError("EEXIST", new)
        if source.mount is not spot.mount:
            raise FsError("EXDEV", new)
        self._writable_folder(spot, new)
        if isinstance(node, Directory):
            raise FsError("EPERM", existing)
        if not self.user.owns(node) and not (self.user.may(node, 6) and not node.mode & 0o6000):
            raise FsError("EPERM", existing)
        box = spot.mount.box
        box.grow(box.tree.link(source.inner, spot.inner, self.space.now()), 0, new)

    def unlink(self, path: str) -> None:
        """Remove a name that is no folder's. Raises `FsError` EISDIR, ENOENT, EACCES, EPERM, EBUSY, EROFS."""
        spot, node = self._existing(path, follow=False)
        self._removable(spot, node, path)
        if isinstance(node, Directory):
            raise FsError("EISDIR", path)
        growth = -node.content.size if isinstance(node, File) and node.names == 1 else 0
        self._put(spot, None, growth)

    def rmdir(self, path: str) -> None:
        """Remove an empty folder. Raises `FsError` ENOTDIR, ENOTEMPTY, EBUSY, EINVAL for `.`, EACCES, EPERM."""
        last = path.rstrip("/").rpartition("/")[2]
        if last in (".", ".."):
            self._existing(path)
            raise FsError("EINVAL" if last == "." else "ENOTEMPTY", path)
        spot, node = self._existing(path, follow=False)
        self._removable(spot, node, path)
        if not isinstance(node, Directory):
            raise FsError("ENOTDIR", path)
        if node.entries or self._has_mounts(spot.path):
            raise FsError("ENOTEMPTY", path)
        self._put(spot, None)

    def rename(self, old: str, new: str) -> None:
        """Move an entry, replacing what is at `new`.

        Raises `FsError` ENOENT, EXDEV between mounts, EBUSY, EINVAL (a folder into itself), ENOTDIR, EISDIR,
        ENOTEMPTY, EACCES, EPERM, EROFS.
        """
        for path in (old, new):
            if path.rstrip("/").rpartition("/")[2] in ("", ".", ".."):
                self._existing(path)
                raise FsError("EBUSY", path)
        source, node = self._existing(old, follow=False)
        target = self._find(new, follow=False)
        there = target.node
        if source.mount is not target.mount:
            raise FsError("EBUSY" if source.mounted or target.mounted else "EXDEV", new)
        self._removable(source, node, old)
        if isinstance(node, Directory) and target.path != source.path and under(target.path, source.path):
            raise FsError("EINVAL", new)
        if target.slash and not isinstance(node, Directory):
            raise FsError("ENOTDIR", new)
        growth = 0
        if there is None:
            self._writable_folder(target, new)
        else:
            if target.path == source.path or (isinstance(source.entry, HardLink) and source.entry == target.entry):
                return
            self._removable(target, there, new)
            if isinstance(there, Directory):
                if not isinstance(node, Directory):
                    raise FsError("EISDIR", new)
                if there.entries:
                    raise FsError("ENOTEMPTY", new)
            elif isinstance(node, Directory):
                raise FsError("ENOTDIR", new)
            elif isinstance(there, File) and there.names == 1:
                growth = -there.content.size
        if isinstance(node, Directory) and source.folder is not target.folder:
            self._need(node, 2, old)
        box = source.mount.box
        box.grow(box.tree.rename(source.inner, target.inner, self.space.now()), growth, new)

    # Changing what is known about a file

    def chmod(self, path: str, mode: int) -> None:
        """Change the permission bits of what a path leads to. Raises `FsError` EPERM, EROFS."""
        spot, node = self._existing(path)
        self._need_owner(spot, node, path)
        if self.user.uid != 0 and not isinstance(node, Directory) and not self.user.in_group(node.gid):
            mode &= ~0o2000
        self._update(spot, node.replace(mode=mode & 0o7777))

    def chown(self, path: str, uid: int = -1, gid: int = -1, follow: bool = True) -> None:
        """Change owner and group; -1 leaves one as it is. Set-user-ID bits of files are cleared.

        User 0 may do anything, an owner may give a file to a group of theirs. Raises `FsError` EPERM, EROFS.
        """
        spot, node = self._existing(path, follow)
        self._need_writable(spot, path)
        if self.user.uid != 0:
            mine = node.uid == self.user.uid
            if uid not in (-1, node.uid) or not (gid in (-1, node.gid) or self.user.in_group(gid)) or not mine:
                raise FsError("EPERM", path)
        changes = {"uid": node.uid if uid == -1 else uid, "gid": node.gid if gid == -1 else gid}
        if not isinstance(node, (Directory, Symlink)) and node.mode & 0o6000:
            changes["mode"] = node.mode & (~0o6000 if node.mode & 0o010 else ~0o4000)
        self._update(spot, node.replace(**changes))

    def utime(self, path: str, mtime: int | None = None, follow: bool = True) -> None:
        """Set the time of last change; None means now, for which permission to write is enough.

        Raises `FsError` EPERM, EACCES, EROFS.
        """
        spot, node = self._existing(path, follow)
        self._need_writable(spot, path)
        if not self.user.owns(node):
            if mtime is not None:
                raise FsError("EPERM", path)
            self._need(node, 2, path)
        self._update(spot, node.replace(mtime=self.space.now() if mtime is None else mtime))

    # Inside

    def _find(self, path: str, follow: bool = True) -> Spot:
        return find(self.space, self.user, path, follow)

    def _existing(self, path: str, follow: bool = True) -> tuple[Spot, Visible]:
        spot = find(self.space, self.user, path, follow)
        node = spot.node
        if node is None:
            raise FsError("ENOENT", path)
        return spot, node

    def _free(self, path: str) -> tuple[Spot, Directory]:
        """A free name and its folder, in which the user may make an entry."""
        spot = find(self.space, self.user, path, False)
        if spot.node is not None:
            raise FsError("EEXIST", path)
        if spot.slash:
            raise FsError("ENOENT", path)
        return spot, self._writable_folder(spot, path)

    def _need(self, node: Visible, want: int, path: str) -> None:
        if not self.user.may(node, want):
            raise FsError("EACCES", path)

    def _need_writable(self, spot: Spot, path: str) -> None:
        if spot.mount.read_only:
            raise FsError("EROFS", path)

    def _need_owner(self, spot: Spot, node: Visible, path: str) -> None:
        self._need_writable(spot, path)
        if not self.user.owns(node):
            raise FsError("EPERM", path)

    def _writable_folder(self, spot: Spot, path: str) -> Directory:
        """The folder of a spot, in which the user may make an entry."""
        assert spot.folder is not None
        self._need_writable(spot, path)
        self._need(spot.folder, 3, path)
        return spot.folder

    def _removable(self, spot: Spot, node: Visible, path: str) -> None:
        """Check that the user may take away an entry."""
        if spot.mounted or spot.folder is None:
            raise FsError("EBUSY", path)
        folder = self._writable_folder(spot, path)
        if folder.mode & 0o1000 and self.user.uid not in (0, node.uid, folder.uid):
            raise FsError("EPERM", path)

    def _has_mounts(self, path: str) -> bool:
        return any(under(mounted, path) for mounted in self.space.mounts)

    def _put(self, spot: Spot, node: Node | None, growth: int = 0) -> None:
        box = spot.mount.box
        box.grow(box.tree.put(spot.inner, node, self.space.now()), growth, spot.path)

    def _update(self, spot: Spot, node: Visible, growth: int = 0, path: str = "") -> None:
        """Change what a spot shows; a hard-linked file changes under all its names."""
        box = spot.mount.box
        tree = box.tree
        if isinstance(spot.entry, HardLink):
            assert isinstance(node, File)
            changed = Tree(tree.root, tree.links.set(str(spot.entry.id), node), tree.next_link)
        else:
            changed = tree.put(spot.inner, node)
        box.grow(changed, growth, path or spot.path)

    def _ino(self, spot: Spot) -> int:
        """A number for the file: the same for all names of a hard-linked one."""
        from zlib import crc32

        entry = spot.entry
        if isinstance(entry, HardLink):
            return entry.id | 1 << 33
        return crc32(join(spot.mount.path or "/", spot.path).encode("utf-8", "surrogatepass")) | 1 << 32
