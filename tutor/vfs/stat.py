"""What is known about a file."""

from __future__ import annotations

from zlib import crc32

from tutor.vfs.nodes import Directory, File, HardLink, Symlink
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from tutor.vfs.lookup import Spot
    from tutor.vfs.nodes import Visible

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


def stat_of(spot: Spot, node: Visible) -> Stat:
    """Return what is known about what is at a spot."""
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
    return Stat(kind, node.mode, node.uid, node.gid, size, node.mtime, nlink, _ino(spot), device)


def _ino(spot: Spot) -> int:
    """Return a number for the file: the same for all names of a hard-linked one."""
    entry = spot.entry
    if isinstance(entry, HardLink):
        return crc32(spot.mount.path.encode()) << 32 | 1 << 31 | entry.id
    return crc32(spot.path.encode("utf-8", "surrogatepass")) | 1 << 32
