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
    from tutor.vfs.space import Facts, Space

ENDLESS = 1 << 62
"""The size of contents that do not end, such as that of `/dev/zero`."""

_CHARACTER = {
    "null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0),
}  # fmt: skip

_FALLBACK_UPTIME = 3600


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
    """Return a `/proc` for a file system; what it tells is read from `space.facts` each time."""
    return Mount("/proc", Proc(space), read_only=True, kind="proc")


class Proc(Box):
    """A box whose tree is made anew each time it is looked at."""

    __slots__ = ("_boot", "_space")

    def __init__(self, space: Space) -> None:
        super().__init__(Tree.empty())
        self._space: Final = space
        self._boot: Final = space.now() - _FALLBACK_UPTIME

    @property
    def tree(self) -> Tree:
        """The tree as it is now."""
        space, facts, now = self._space, self._space.facts, self._space.now()

        def file(make: Callable[[], str]) -> File:
            return File(Live(make), 0o444, 0, 0, now)

        def folder(entries: dict[str, Node], mode: int = 0o555) -> Directory:
            return Directory(PersistentMap.of(entries), mode, 0, 0, now)

        def process(pid: int, argv: tuple[str, ...]) -> Directory:
            streams: dict[str, Node] = {str(n): Device("c", 136, n, 0o620, 0, 5, now) for n in range(3)}
            name = argv[0].rpartition("/")[2][:15] if argv else ""
            return folder(
                {
                    "cmdline": file(lambda: "".join([word + "\0" for word in argv])),
                    "comm": file(lambda: name + "\n"),
                    "fd": folder(streams),
                    "mounts": file(lambda: _mounts(space)),
                    "status": file(lambda: f"Name:\t{name}\nState:\tS (sleeping)\nPid:\t{pid}\n"),
                }
            )

        def uptime() -> str:
            seconds = now - (self._boot if facts.boot is None else facts.boot)
            return f"{seconds}.00 {seconds * facts.cpus}.00\n"

        entries: dict[str, Node] = {str(pid): process(pid, argv) for pid, argv in facts.processes}
        entries.update(
            {
                "cmdline": file(lambda: "console=ttyS0\n"),
                "cpuinfo": file(lambda: _cpuinfo(facts)),
                "filesystems": file(lambda: "nodev\tproc\nnodev\ttmpfs\nnodev\toverlay\n"),
                "loadavg": file(lambda: f"0.00 0.00 0.00 1/{len(facts.processes)} {facts.pid}\n"),
                "meminfo": file(lambda: _meminfo(facts)),
                "mounts": Symlink("self/mounts", 0, 0, now),
                "self": Symlink(str(facts.pid), 0, 0, now),
                "sys": folder({"kernel": folder({"hostname": file(lambda: facts.hostname + "\n")})}),
                "uptime": file(uptime),
                "version": file(lambda: f"Linux version {facts.release} (simulated) #1 SMP\n"),
            }
        )
        return Tree(folder(entries))

    @tree.setter
    def tree(self, tree: Tree) -> None:
        raise FsError("EROFS")


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


def _meminfo(facts: Facts) -> str:
    total = facts.memory >> 10
    rows = (
        ("MemTotal", total), ("MemFree", total // 2), ("MemAvailable", total * 3 // 4), ("Buffers", total // 64),
        ("Cached", total // 4), ("SwapTotal", 0), ("SwapFree", 0),
    )  # fmt: skip
    return "".join([f"{name + ':':<16}{amount:>8} kB\n" for name, amount in rows])


def _cpuinfo(facts: Facts) -> str:
    return "".join(
        [
            f"processor\t: {number}\nvendor_id\t: Layerwise\nmodel name\t: Simulated CPU\ncpu MHz\t\t: 2000.000\n"
            f"cpu cores\t: {facts.cpus}\n\n"
            for number in range(facts.cpus)
        ]
    )
