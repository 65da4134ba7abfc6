"""Finding what a path names, as Linux does: through mounts and symbolic links, with search permission in each folder.

The one rule: `find` either raises `FsError` with the path as given, or answers with a `Spot` whose folder exists.
"""

from __future__ import annotations

from tutor.vfs.errors import FsError
from tutor.vfs.nodes import Directory, HardLink, Symlink
from tutor.vfs.tree import MAX_LINKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from tutor.vfs.nodes import Node, Visible
    from tutor.vfs.space import Mount, Space

    Step = tuple[str, Mount, Node | None, Visible | None, Directory | None]

NAME_MAX = 255
PATH_MAX = 4096
"""Bytes in a name, and in a path, at most."""


class User:
    """Who acts: numbers of the user, the group, and the further groups."""

    __slots__ = ("gid", "groups", "uid")

    def __init__(self, uid: int = 0, gid: int = 0, groups: tuple[int, ...] = ()) -> None:
        self.uid: Final = uid
        self.gid: Final = gid
        self.groups: Final = groups

    def in_group(self, gid: int) -> bool:
        """Whether the user belongs to a group."""
        return gid == self.gid or gid in self.groups

    def may(self, node: Visible, want: int) -> bool:
        """Whether all of `want` (4 read, 2 write, 1 execute or search) is allowed.

        User 0 may do everything, except execute a file that nobody may execute.
        """
        mode = node.mode
        if self.uid == 0:
            return not want & 1 or bool(mode & 0o111) or isinstance(node, Directory)
        if node.uid == self.uid:
            mode >>= 6
        elif self.in_group(node.gid):
            mode >>= 3
        return mode & want == want

    def owns(self, node: Visible) -> bool:
        """Whether the user is the owner, or user 0."""
        return self.uid in (0, node.uid)


class Spot:
    """A place in a file system: an existing entry, or a free name in an existing folder.

    `path` is canonical; `inner` is the same place in `mount`'s tree; `entry` is the entry as it stands there and
    `node` what it shows (both None where nothing is); `folder` is the folder it lies in (None for the root).
    `slash` says that the path was given with a slash behind it.
    """

    __slots__ = ("entry", "folder", "mount", "node", "path", "slash")

    def __init__(
        self, path: str, mount: Mount, entry: Node | None, node: Visible | None, folder: Directory | None, slash: bool
    ) -> None:
        self.path: Final = path
        self.mount: Final = mount
        self.entry: Final = entry
        self.node: Final = node
        self.folder: Final = folder
        self.slash: Final = slash

    @property
    def inner(self) -> str:
        """The place in the mounted box's tree."""
        return self.mount.subpath + self.path[len(self.mount.path) :].rstrip("/") or "/"

    @property
    def mounted(self) -> bool:
        """Whether something is mounted exactly here."""
        return self.path == (self.mount.path or "/")


def find(space: Space, user: User, path: str, follow: bool = True, itself: bool = False) -> Spot:
    """Resolve a path; `follow` says whether a symbolic link at its end is followed.

    A slash at the end asks for a folder, and follows a link to it; not so with `itself`, for making, removing and
    renaming an entry, where `Spot.slash` is left to be judged.

    Raises `FsError`: ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG.
    """
    if not path:
        raise FsError("ENOENT", path)
    if len(path) >= PATH_MAX:
        raise FsError("ENAMETOOLONG", path)
    mount = space.root
    entry = mount.node()
    here: Step = ("", mount, entry, _show(mount, entry), None)
    trail: list[Step] = []  # the way back up
    todo = path.split("/")[::-1]
    slash = path.endswith("/")
    follow = (follow or slash) and not itself
    followed = 0
    while todo:
        name = todo.pop()
        if not name:
            continue
        where, mount, _, node, _ = here
        if not isinstance(node, Directory):
            raise FsError("ENOTDIR" if node is not None else "ENOENT", path)
        if user.uid != 0 and not user.may(node, 1):
            raise FsError("EACCES", path)
        if name == ".":
            continue
        if name == "..":
            here = trail.pop() if trail else here
            continue
        below = f"{where}/{name}"
        last = not any(todo)
        inner = space.mounted(below) if below in space.mounts else None
        if inner is not None:
            mount, child = inner, inner.node()
        else:
            child = node.entries.get(name)
            if isinstance(child, Symlink) and (follow or not last):
                followed += 1
                if followed > MAX_LINKS:
                    raise FsError("ELOOP", path)
                if trail and child.target.startswith("/"):
                    here = trail[0]
                    trail.clear()
                slash = slash or (last and child.target.endswith("/"))
                todo.extend(child.target.split("/")[::-1])
                continue
        if child is None:
            _missing(name, last, path)
        trail.append(here)
        here = (below, mount, child, _show(mount, child), node)
    where, mount, entry, node, folder = here
    if slash and not itself and node is not None and not isinstance(node, Directory):
        raise FsError("ENOTDIR", path)
    return Spot(where or "/", mount, entry, node, folder, slash)


def _missing(name: str, last: bool, path: str) -> None:
    """Refuse a name that is not there, unless it is the last one and may be made."""
    if len(name) > NAME_MAX // 4 and len(name.encode("utf-8", "surrogateescape")) > NAME_MAX:
        raise FsError("ENAMETOOLONG", path)
    if not last:
        raise FsError("ENOENT", path)


def _show(mount: Mount, entry: Node | None) -> Visible | None:
    """Return what an entry of a mounted tree shows."""
    if isinstance(entry, HardLink):
        return mount.box.tree.links[str(entry.id)]
    return entry
