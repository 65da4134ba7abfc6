"""What the package managers write down in `/var/log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process


def stamp(now: float, gap: str = " ") -> str:
    """Return a time as `2026-11-26 07:13:43`."""
    from time import gmtime, strftime

    return strftime(f"%Y-%m-%d{gap}%H:%M:%S", gmtime(now))


def append(process: Process, path: str, text: str) -> None:
    """Append to a log; where that is not possible, nothing is written."""
    try:
        process.fs.mkdir(path.rpartition("/")[0], parents=True)
        process.fs.write(path, text.encode("utf-8", "surrogateescape"), 0o644, append=True)
    except FsError:
        return
