"""What a machine without a network can know of names: its own `/etc/hosts`."""

from __future__ import annotations

from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def address_of(process: Process, name: str) -> str | None:
    """Return the address that `/etc/hosts` has for a name."""
    try:
        text = process.fs.read("/etc/hosts").decode("utf-8", "replace")
    except FsError:
        return None
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if name in words[1:]:
            return words[0]
    return None
