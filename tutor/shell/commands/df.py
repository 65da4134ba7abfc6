"""The applet `df`."""

from __future__ import annotations

from tutor.shell.commands._applet import Options, Output, applet, options
from tutor.shell.commands._disk import BLOCKS, FREE
from tutor.shell.commands._sizes import human
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.vfs.space import Mount

_PLAIN = frozenset(("proc", "sysfs", "cgroup"))
"""Kinds of file systems that hold nothing, and are shown only where they are asked for."""
_SMALL = 65536
"""KiB of a file system in memory."""
_PER_INODE = 16
"""KiB for each of which there is an inode."""


@applet("[-PkmhTai] [-t TYPE] [FILESYSTEM]...", "Print how full file systems are.")
def main(process: Process) -> int:
    """Print how full file systems are."""
    opts = options(process, "kPTt:aiB:hHm")
    unit = 0 if "h" in opts or "H" in opts else 1024 if "m" in opts else 1
    if "i" in opts:
        header = "   Inodes"
    elif not unit:
        header = "     Size"
    else:
        blocks = {1: "1K", 1024: "1M"}[unit]
        header = f"{blocks if 'P' not in opts or unit > 1 else '1024'}-blocks"
    with Output(process) as out:
        kind = "Type       " if "T" in opts else ""
        share = "Capacity" if "P" in opts else "Use%"
        out.text(f"Filesystem           {kind}{header:<15s}Used Available {share} Mounted on\n")
        mounts = {mount.path or "/": mount for mount in process.fs.mounts}
        for path in _wanted(process, out, opts, mounts):
            mount = mounts[path]
            if "t" in opts and mount.kind != opts.value("t"):
                continue
            if mount.kind in _PLAIN and not (opts.arguments or "a" in opts):
                continue
            out.text(_line(opts, mount, path, unit))
        return out.code


def _wanted(process: Process, out: Output, opts: Options, mounts: dict[str, Mount]) -> list[str]:
    """Return the mount points to show: all, or those on which the named files are."""
    if not opts.arguments:
        return sorted(mounts)
    found: list[str] = []
    for name in opts.arguments:
        try:
            process.fs.stat(process.path(name))
            path = process.fs.resolve(process.path(name))
        except FsError as error:
            out.complain(f"{name}: {error.strerror}" if error.code != "ENOENT" else f"{name}: can't find mount point")
            continue
        while path not in mounts:
            path = path.rpartition("/")[0] or "/"
        found.append(path)
    return found


def _line(opts: Options, mount: Mount, path: str, unit: int) -> str:
    """Return the line of a file system."""
    if mount.kind in _PLAIN:
        total = used = 0
    elif mount.kind == "tmpfs":
        total, used = (mount.box.quota or _SMALL << 10) >> 10, -(-mount.box.used >> 10)
    else:
        total, used = BLOCKS, min(BLOCKS, BLOCKS - FREE + (-(-mount.box.used >> 10)))
    free = total - used
    if "i" in opts:
        total, used, free = total // _PER_INODE, used // _PER_INODE, free // _PER_INODE
    percent = (used * 100 + total // 2) // total if total else 0
    show = str if "i" in opts else lambda size: human(size, 1024) if not unit else str(-(-size // unit))
    name = mount.source or mount.kind
    start = f"{name}\n{'':21s}" if len(name) > 20 and "P" not in opts else f"{name:<20s} "
    kind = f"{mount.kind:<10s} " if "T" in opts else ""
    return f"{start}{kind}{show(total):>9s} {show(used):>9s} {show(free):>9s} {percent:3d}% {path}\n"
