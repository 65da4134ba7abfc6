"""What a machine without a network can know of names, and how it says that nobody answers."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_PORTS = {"http": 80, "https": 443, "ftp": 21}


def address_of(process: Process, name: str) -> str | None:
    """Return the address that a name means: it is one itself, or `/etc/hosts` has it."""
    if _is_address(name):
        return name
    try:
        text = process.fs.read("/etc/hosts").decode("utf-8", "replace")
    except FsError:
        return None
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if name in words[1:]:
            return words[0]
    return None


def _is_address(name: str) -> bool:
    parts = name.split(".")
    return len(parts) == 4 and all(part.isdigit() and int(part) < 256 for part in parts)


class Url:
    """The parts of an address such as `http://name:80/path`; `scheme` is empty where there is none."""

    __slots__ = ("host", "path", "port", "scheme")

    def __init__(self, text: str) -> None:
        scheme, mark, rest = text.partition("://")
        self.scheme = scheme.lower() if mark else ""
        rest = rest if mark else text
        place, slash, path = rest.partition("/")
        self.path = slash + path or "/"
        host, colon, port = place.rpartition("@")[2].partition(":")
        self.host = host
        if colon and not port.isdigit():
            raise Failure(f"bad port spec '{host}:{port}'")
        self.port = int(port) if port else _PORTS.get(self.scheme, 80)
