"""The file system that a running program sees and changes.

The one rule: this is the only place where permissions to change and time stamps are decided. It follows Linux: error
codes and their order, the sticky bit, set-group-ID folders, cleared set-user-ID bits, times of folders whose entries
change. Each write puts a new tree into the box that it lands in; nothing else changes.
"""

from __future__ import annotations

from tutor.vfs.content import Bytes
from tutor.vfs.errors import FsError as FsError
from tutor.vfs.lookup import find
from tutor.vfs.nodes import Device, Directory, File, HardLink, Symlink
from tutor.vfs.paths import under
from tutor.vfs.space import Box as Box
from tutor.vfs.space import Mount as Mount
from tutor.vfs.stat import Stat as Stat
from tutor.vfs.tree import Tree
from tutor.vfs.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.vfs.content import Content
    from tutor.vfs.lookup import Spot
    from tutor.vfs.nodes import Node, Visible


class FileSystem(View):
    """A tree (or a box that holds one) as a user sees and changes it; see `View` for how it is made and read.

    Every method raises `FsError` and then has changed nothing.
    """

    __slots__ = ()

    # Writing files

    def write(
        self, path: str, data: bytes | Content, mode: int = 0o644, append: bool = False, exclusive: bool = False
    ) -> None:
        """Write a file: a new one gets `mode`, an existing one keeps its own; a content is shared, not copied.

        `exclusive` refuses a name that is taken (EEXIST). Raises `FsError` EISDIR, EACCES, EROFS, ENOSPC.
        """
        content = Bytes(data) if isinstance(data, bytes) else data
        spot = find(self.space, self.user, path, not exclusive, path.endswith("/"))
        node = spot.node
        if spot.slash:
            raise FsError("EISDIR", path)
        if node is None:
            folder = self._writable_folder(spot, path)
            gid = folder.gid if folder.mode & 0o2000 else self.user.gid
            now = self.space.now()
            if content.size:
                mode = self._written(mode)
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
            if not content.size:
                return
            from tutor.vfs.generated import appended

            content = appended(node.content, content)
        changed = File(content, self._written(node.mode), node.uid, node.gid, self.space.now(), node.names)
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
        spot, folder = self._free(path, folder=True)
        inherit = folder.mode & 0o2000
        now = self.space.now()
        gid = folder.gid if inherit else self.user.gid
        self._put(spot, Directory(None, mode & 0o1777 | inherit, self.user.uid, gid, now))

    def symlink(self, target: str, path: str) -> None:
        """Make a symbolic link. Raises `FsError` EEXIST, ENOENT for an empty target, EACCES, EROFS."""
        if not target:
            raise FsError("ENOENT", path)
        spot, folder = self._free(path)
        gid = folder.gid if folder.mode & 0o2000 else self.user.gid
        self._put(spot, Symlink(target, self.user.uid, gid, self.space.now()))

    def mknod(self, path: str, kind: str, major: int = 0, minor: int = 0, mode: int = 0o644) -> None:
        """Make a special file (`c`, `b`, `p` or `s`); only user 0 makes devices. Raises `FsError` EPERM, EEXIST."""
        spot, folder = self._free(path)
        if kind in "cb" and self.user.uid != 0:
            raise FsError("EPERM", path)
        gid = folder.gid if folder.mode & 0o2000 else self.user.gid
        self._put(spot, Device(kind, major, minor, mode & 0o7777, self.user.uid, gid, self.space.now()))

    def link(self, existing: str, new: str) -> None:
        """Give a file one more name. Raises `FsError` EPERM for folders, EXDEV between mounts, EEXIST, EACCES."""
        source, node = self._existing(existing, follow=False)
        mine = self.user.owns(node) or (self.user.may(node, 6) and not node.mode & 0o6000)
        if not mine and self._entry(new).node is None:
            raise FsError("EPERM", existing)
        spot, _ = self._free(new)
        if source.mount is not spot.mount:
            raise FsError("EXDEV", new)
        if isinstance(node, Directory):
            raise FsError("EPERM", existing)
        box = spot.mount.box
        box.grow(box.tree.link(source.inner, spot.inner, self.space.now()), 0, new)

    def unlink(self, path: str) -> None:
        """Remove a name that is no folder's. Raises `FsError` EISDIR, ENOENT, EACCES, EPERM, EBUSY, EROFS."""
        spot, node = self._to_remove(path)
        if isinstance(node, Directory):
            raise FsError("EISDIR", path)
        if spot.slash:
            raise FsError("ENOTDIR", path)
        self._put(spot, None, _freed(node))

    def rmdir(self, path: str) -> None:
        """Remove an empty folder. Raises `FsError` ENOTDIR, ENOTEMPTY, EBUSY, EINVAL for `.`, EACCES, EPERM."""
        last = _last(path)
        if last in (".", ".."):
            self._entry(path)
            raise FsError("EINVAL" if last == "." else "ENOTEMPTY", path)
        spot, node = self._to_remove(path)
        if not isinstance(node, Directory):
            raise FsError("ENOTDIR", path)
        if node.entries or any(under(mounted, spot.path) for mounted in self.space.mounts):
            raise FsError("ENOTEMPTY", path)
        self._put(spot, None)

    def rename(self, old: str, new: str) -> None:
        """Move an entry, replacing what is at `new`.

        Raises `FsError` ENOENT, EXDEV between mounts, EBUSY, EINVAL (a folder into itself), ENOTDIR, EISDIR,
        ENOTEMPTY, EACCES, EPERM, EROFS.
        """
        source, target = self._entry(old), self._entry(new)
        node, there = source.node, target.node
        if source.mount is not target.mount and not (source.mounted or target.mounted):
            raise FsError("EXDEV", new)
        for spot, path in ((source, old), (target, new)):
            if spot.mounted or _last(path) in ("", ".", ".."):
                raise FsError("EBUSY", path)
        self._need_writable(source, old)
        if node is None:
            raise FsError("ENOENT", old)
        folder = isinstance(node, Directory)
        if not folder and (source.slash or target.slash):
            raise FsError("ENOTDIR", old if source.slash else new)
        same = target.path == source.path
        if folder and not same and under(target.path, source.path):
            raise FsError("EINVAL", new)
        if under(source.path, target.path) and not same:
            raise FsError("ENOTEMPTY", new)
        if same or (isinstance(source.entry, HardLink) and source.entry == target.entry):
            return
        self._removable(source, node, old)
        growth = 0
        if there is None:
            self._writable_folder(target, new)
        else:
            self._removable(target, there, new)
            if folder != isinstance(there, Directory):
                raise FsError("ENOTDIR" if folder else "EISDIR", new)
            if isinstance(there, Directory) and there.entries:
                raise FsError("ENOTEMPTY", new)
            growth = _freed(there)
        if folder and source.folder is not target.folder:
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
            changes["mode"] = _without_set_id(node.mode)
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

    def _written(self, mode: int) -> int:
        """Return the mode of a file after the user wrote to it: others than user 0 clear the set-ID bits."""
        return mode if self.user.uid == 0 else _without_set_id(mode)

    def _entry(self, path: str) -> Spot:
        """Find an entry itself, or a free name, whatever slash or link is at its end."""
        return find(self.space, self.user, path, False, True)

    def _free(self, path: str, folder: bool = False) -> tuple[Spot, Directory]:
        """Return a free name and its folder, in which the user may make an entry."""
        spot = self._entry(path)
        if spot.node is not None:
            raise FsError("EEXIST", path)
        if spot.slash and not folder:
            raise FsError("ENOENT", path)
        return spot, self._writable_folder(spot, path)

    def _to_remove(self, path: str) -> tuple[Spot, Visible]:
        """Return an entry that the user may take away."""
        spot = self._entry(path)
        self._need_writable(spot, path)
        if spot.node is None:
            raise FsError("ENOENT", path)
        if _last(path) in (".", ".."):
            raise FsError("EISDIR", path)
        if spot.mounted:
            raise FsError("EBUSY", path)
        self._removable(spot, spot.node, path)
        return spot, spot.node

    def _need_writable(self, spot: Spot, path: str) -> None:
        if spot.mount.read_only:
            raise FsError("EROFS", path)

    def _need_owner(self, spot: Spot, node: Visible, path: str) -> None:
        self._need_writable(spot, path)
        if not self.user.owns(node):
            raise FsError("EPERM", path)

    def _writable_folder(self, spot: Spot, path: str) -> Directory:
        """Return the folder of a spot, in which the user may make an entry."""
        assert spot.folder is not None
        self._need_writable(spot, path)
        self._need(spot.folder, 3, path)
        return spot.folder

    def _removable(self, spot: Spot, node: Visible, path: str) -> None:
        """Check that the user may take away an entry."""
        folder = self._writable_folder(spot, path)
        if folder.mode & 0o1000 and self.user.uid not in (0, node.uid, folder.uid):
            raise FsError("EPERM", path)

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


def _last(path: str) -> str:
    """Return the last component of a path as it was given."""
    return path.rstrip("/").rpartition("/")[2]


def _without_set_id(mode: int) -> int:
    """Return a mode without set-user-ID, and without set-group-ID where the group may execute."""
    return mode & (~0o6000 if mode & 0o010 else ~0o4000)


def _freed(node: Visible) -> int:
    """Return how much the content of a box grows (it shrinks) when a name of this goes."""
    return -node.content.size if isinstance(node, File) and node.names == 1 else 0
