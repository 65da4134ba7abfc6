"""What a tree is made of.

The one rule: a node is an immutable record; `mode` holds the twelve permission bits (set-user-ID, set-group-ID and
sticky included) and never the kind, owners are numbers, times are whole seconds since 1970.
"""

from __future__ import annotations

from tutor.vfs.persistent import PersistentMap
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, TypeAlias

    from tutor.vfs.content import Content

Node: TypeAlias = "File | Symlink | Directory | HardLink | Device"
"""An entry of a folder."""

Visible: TypeAlias = "File | Symlink | Directory | Device"
"""What an entry shows: of a hard link the file."""


class File(Record):
    """A regular file. `names` counts its names; it is above one only in `Tree.links`."""

    __slots__ = __match_args__ = ("content", "mode", "uid", "gid", "mtime", "names")

    def __init__(
        self, content: Content, mode: int = 0o644, uid: int = 0, gid: int = 0, mtime: int = 0, names: int = 1
    ) -> None:
        self.content: Final = content
        self.mode: Final = mode
        self.uid: Final = uid
        self.gid: Final = gid
        self.mtime: Final = mtime
        self.names: Final = names

    @property
    def size(self) -> int:
        """Bytes of content."""
        return self.content.size


class Directory(Record):
    """A folder: entries by name."""

    __slots__ = __match_args__ = ("entries", "mode", "uid", "gid", "mtime")

    def __init__(
        self,
        entries: PersistentMap[Node] | None = None,
        mode: int = 0o755,
        uid: int = 0,
        gid: int = 0,
        mtime: int = 0,
    ) -> None:
        self.entries: Final[PersistentMap[Node]] = _NOTHING if entries is None else entries
        self.mode: Final = mode
        self.uid: Final = uid
        self.gid: Final = gid
        self.mtime: Final = mtime


def settle(folder: Directory) -> None:
    """Work out the digests of all that is in a folder, however deep, from below: no recursion."""
    todo = [folder]
    for here in todo:  # grows while it is gone through
        todo.extend(node for node in here.entries.unsettled() if isinstance(node, Directory))
    for here in reversed(todo):
        _ = here.entries.digest


class Symlink(Record):
    """A symbolic link. Its permissions are always 0777."""

    __slots__ = __match_args__ = ("target", "uid", "gid", "mtime")
    mode = 0o777

    def __init__(self, target: str, uid: int = 0, gid: int = 0, mtime: int = 0) -> None:
        self.target: Final = target
        self.uid: Final = uid
        self.gid: Final = gid
        self.mtime: Final = mtime


class Device(Record):
    """A special file: `c` character device, `b` block device, `p` named pipe, `s` socket."""

    __slots__ = __match_args__ = ("kind", "major", "minor", "mode", "uid", "gid", "mtime")

    def __init__(
        self, kind: str, major: int = 0, minor: int = 0, mode: int = 0o644, uid: int = 0, gid: int = 0, mtime: int = 0
    ) -> None:
        self.kind: Final = kind
        self.major: Final = major
        self.minor: Final = minor
        self.mode: Final = mode
        self.uid: Final = uid
        self.gid: Final = gid
        self.mtime: Final = mtime


class HardLink(Record):
    """One of several names of a file, which lies in `Tree.links[str(id)]`."""

    __slots__ = __match_args__ = ("id",)

    def __init__(self, id: int) -> None:
        self.id: Final = id


_NOTHING: PersistentMap[Node] = PersistentMap()
