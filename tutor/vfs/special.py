"""`/dev` and `/proc`: what programs expect to find there, mounted and in no image.

The one rule: nothing here comes from the real machine. `/proc` tells of a simulated one, the same everywhere.
"""

from __future__ import annotations

from tutor.vfs.content import EMPTY
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated
from tutor.vfs.nodes import Device, Directory, File, Symlink
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.space import Box, Mount
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Final

    from tutor.vfs.content import Content
    from tutor.vfs.nodes import Node
    from tutor.vfs.space import Space

ENDLESS = 1 << 62
"""The size of contents that do not end, such as that of `/dev/zero`."""

_CHARACTER = {
    "null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0),
}  # fmt: skip

_CPUS = 2
_MEMORY = 4_028_416
"""KiB of memory that the simulated machine has."""


def dev(space: Space) -> Mount:
    """Return a `/dev` of its own for a file system."""
    now = space.now()
    entries: dict[str, Node] = {
        name: Device("c", major, minor, 0o666, 0, 0, now) for name, (major, minor) in _CHARACTER.items()
    }
    entries["fd"] = Symlink("/proc/self/fd", 0, 0, now)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        entries[name] = Symlink(f"/proc/self/fd/{number}", 0, 0, now)
    entries["pts"] = Directory(mtime=now)
    entries["shm"] = Directory(mode=0o1777, mtime=now)
    root = Directory(PersistentMap.of(entries), mtime=now)
    return Mount("/dev", Box(Tree(root)), kind="tmpfs")


def proc(space: Space) -> Mount:
    """Return a `/proc` for a file system."""
    now = space.now()

    def live(make: Callable[[], str]) -> File:
        return File(Live(make), 0o444, 0, 0, now)

    def folder(entries: dict[str, Node], mode: int = 0o555) -> Directory:
        return Directory(PersistentMap.of(entries), mode, 0, 0, now)

    streams: dict[str, Node] = {str(n): Device("c", 136, n, 0o620, 0, 5, now) for n in range(3)}
    mounts = live(lambda: _mounts(space))
    entries: dict[str, Node] = {
        "1": folder({"fd": folder(streams, 0o500), "mounts": mounts, "comm": live(lambda: "sh\n")}),
        "self": Symlink("1", 0, 0, now),
        "mounts": Symlink("self/mounts", 0, 0, now),
        "uptime": live(lambda: f"{space.now() % 10_000_000}.00 {space.now() % 10_000_000 * _CPUS}.00\n"),
        "meminfo": live(_meminfo),
        "cpuinfo": live(_cpuinfo),
        "version": live(lambda: "Linux version 6.6.0-layerwise (simulated) #1 SMP\n"),
        "loadavg": live(lambda: "0.00 0.00 0.00 1/1 1\n"),
        "cmdline": live(lambda: "console=ttyS0\n"),
        "filesystems": live(lambda: "nodev\tproc\nnodev\ttmpfs\nnodev\toverlay\n"),
    }
    return Mount("/proc", Box(Tree(folder(entries))), read_only=True, kind="proc")


class Live:
    """Text that is made anew at each reading."""

    __slots__ = ("_make",)
    size = 0
    key = "live:"

    def __init__(self, make: Callable[[], str]) -> None:
        self._make: Final = make

    def chunks(self) -> Iterator[bytes]:
        """Return the text, in one piece."""
        yield self._make().encode()

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return the text from `start`, at most `length` bytes of it."""
        data = self._make().encode()
        return data[start:] if length is None else data[start : start + length]


def device_content(space: Space, device: Device, path: str) -> Content:
    """Return what reading a special file gives. Raises `FsError` ENXIO for a device that is not simulated."""
    number = (device.major, device.minor)
    if device.kind == "p" or number in ((1, 3), (5, 0)) or device.major == 136:
        return EMPTY
    if number in ((1, 5), (1, 7)):
        return Generated("", ENDLESS, "zero")
    if number in ((1, 8), (1, 9)):
        space.serial += 1
        return Generated(f"{space.now()} {space.serial}", ENDLESS, "noise")
    raise FsError("ENXIO", path)


def _mounts(space: Space) -> str:
    lines = []
    for path in ["", *sorted(space.mounts)]:
        mount = space.mounted(path) if path else space.root
        if mount is not None:
            access = "ro" if mount.read_only and mount.kind != "proc" else "rw"
            lines.append(f"{mount.source} {mount.path or '/'} {mount.kind} {access},relatime 0 0\n")
    return "".join(lines)


def _meminfo() -> str:
    rows = (
        ("MemTotal", _MEMORY), ("MemFree", _MEMORY // 2), ("MemAvailable", _MEMORY * 3 // 4), ("Buffers", 65_536),
        ("Cached", _MEMORY // 4), ("SwapTotal", 0), ("SwapFree", 0),
    )  # fmt: skip
    return "".join([f"{name + ':':<16}{amount:>8} kB\n" for name, amount in rows])


def _cpuinfo() -> str:
    return "".join(
        [
            f"processor\t: {number}\nvendor_id\t: Layerwise\nmodel name\t: Simulated CPU\ncpu MHz\t\t: 2000.000\n"
            f"cpu cores\t: {_CPUS}\n\n"
            for number in range(_CPUS)
        ]
    )


