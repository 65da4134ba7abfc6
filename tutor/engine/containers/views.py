"""Looking at one container: its log, its changes, its processes, its ports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.engine.containers.model import Container, LogEntry
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class FileChange:
    """One line of `docker diff`: `kind` is "A", "C" or "D"."""

    kind: str
    path: str


def logs(
    state: State, world: World, container: str, *, since: str = "", until: str = "", tail: str = "all"
) -> tuple[LogEntry, ...]:
    """Return what the main program wrote, whole lines where it wrote whole lines, oldest first. Raises EngineError."""
    raise NotImplementedError


def diff(state: State, container: str) -> tuple[FileChange, ...]:
    """Return what differs from the image, sorted by path, with the changed folders on the way. Raises EngineError."""
    raise NotImplementedError


def top(state: State, world: World, container: str, arguments: tuple[str, ...] = ()) -> tuple[tuple[str, ...], ...]:
    """Return the processes: titles first, then one row each. Raises EngineError."""
    raise NotImplementedError


def port(state: State, container: str) -> tuple[tuple[str, str], ...]:
    """Return the published ports: pairs of "80/tcp" and "0.0.0.0:8080". Raises EngineError."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Stats:
    """One reading of `docker stats`: percentages, bytes, counts."""

    id: str
    name: str
    cpu: float
    memory: int
    memory_limit: int
    network_in: int
    network_out: int
    block_in: int
    block_out: int
    pids: int


def stats(state: State, world: World, container: str) -> Stats:
    """Return what a container uses: all zero unless it runs. Raises EngineError."""
    raise NotImplementedError


def export(state: State, container: str) -> Iterator[bytes]:
    """All files of the container as a tar, in pieces. Raises EngineError."""
    raise NotImplementedError


def size_of(state: State, container: Container) -> tuple[int, int]:
    """Bytes of the writable layer, and of it with everything below (unpacked, in 4 KiB blocks)."""
    raise NotImplementedError
