"""Which release of Docker a sandbox stands for: what `docker version`, `docker info` and `docker --version` say."""

from __future__ import annotations

from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from tutor.shell.process import Process


class Release(Record):
    """One release of client and engine, which have the same version here; `commit` is the client's.

    `api` and `least_api` are the newest and the oldest version of the protocol between the two that the engine knows.
    """

    __slots__ = __match_args__ = ("version", "commit", "api", "least_api", "go", "built")

    def __init__(self, version: str, commit: str, api: str, least_api: str, go: str, built: str) -> None:
        self.version: Final = version
        self.commit: Final = commit
        self.api: Final = api
        self.least_api: Final = least_api
        self.go: Final = go
        self.built: Final = built


CURRENT = Release("29.8.0", "28f7560", "1.55", "1.40", "go1.26.7", "2026-08-20T10:38:49.000000000+00:00")
BEFORE = Release("28.5.2", "ecc6942", "1.51", "1.24", "go1.25.3", "2025-11-05T14:42:24.000000000+00:00")


def of(process: Process) -> Release:
    """Return the release of the sandbox's era; the newer one where there is no engine to ask."""
    machine = getattr(process.host, "machine", None)
    if machine is None:
        return CURRENT
    from tutor.engine import eras

    return BEFORE if eras.is_graph(machine.state) else CURRENT
