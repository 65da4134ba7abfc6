"""Looking at one container: its log, its changes, its processes, its ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import filters as given
from tutor.engine.containers import find
from tutor.engine.containers.model import LogEntry
from tutor.engine.errors import NOT_FOUND, EngineError, conflict, invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.engine.containers.model import Container
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.vfs.tree import Tree


@dataclass(frozen=True, slots=True)
class FileChange:
    """One line of `docker diff`: `kind` is "A", "C" or "D"."""

    kind: str
    path: str


def logs(
    state: State, world: World, container: str, *, since: str = "", until: str = "", tail: str = "all"
) -> tuple[LogEntry, ...]:
    """Return what the main program wrote, line by line, oldest first. Raises EngineError."""
    target = find.resolve(state, container)
    if target.option("LogConfig", ("", ()))[0] == "none":
        raise EngineError("configured logging driver does not support reading", NOT_FOUND, container)
    first = _time("since", since, world) if since else None
    last = _time("until", until, world) if until else None
    lines = [
        line
        for line in _lines(target.log)
        if (first is None or line.time >= first) and (last is None or line.time <= last)
    ]
    if tail.lstrip("-").isdecimal() and int(tail) >= 0:
        lines = lines[len(lines) - int(tail) :] if int(tail) < len(lines) else lines
        lines = lines if int(tail) else []
    return tuple(lines)


def _time(name: str, text: str, world: World) -> float:
    try:
        return given.timestamp(text, world.now)
    except EngineError as error:
        raise invalid(f'invalid value for "{name}": {error.message}', name) from None


def _lines(log: tuple[LogEntry, ...]) -> Iterator[LogEntry]:
    """Yield a log line by line; a line has the time of its beginning."""
    open_lines: dict[str, LogEntry] = {}
    for entry in log:
        for piece in entry.data.splitlines(keepends=True) if b"\r" not in entry.data else _split(entry.data):
            before = open_lines.pop(entry.stream, None)
            line = LogEntry(
                before.time if before else entry.time, entry.stream, (before.data if before else b"") + piece
            )
            if piece.endswith(b"\n"):
                yield line
            else:
                open_lines[entry.stream] = line
    yield from sorted(open_lines.values(), key=lambda line: line.time)


def _split(data: bytes) -> list[bytes]:
    lines = data.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def base_tree(state: State, container: Container) -> Tree:
    """Return the files of the container's image."""
    from tutor.engine.unpack import EMPTY_TREE

    snapshot = state.snapshots.get(container.chain)
    return snapshot.tree if snapshot is not None else EMPTY_TREE


def diff(state: State, container: str) -> tuple[FileChange, ...]:
    """Return what differs from the image, sorted by path, with the changed folders on the way. Raises EngineError."""
    from tutor.vfs.changes import docker_changes

    target = find.resolve(state, container)
    kinds = {"added": "A", "deleted": "D", "modified": "C"}
    changes = docker_changes(base_tree(state, target), target.tree)
    return tuple(FileChange(kinds[change.kind], change.path) for change in changes)


def top(state: State, world: World, container: str, arguments: tuple[str, ...] = ()) -> tuple[tuple[str, ...], ...]:
    """Return the processes: titles first, then one row each. Raises EngineError."""
    target = find.resolve(state, container)
    if not target.is_running:
        raise conflict(f"container {target.id} is not running", container)
    from tutor.engine.containers.top import rows

    return rows(target, arguments)


def port(state: State, container: str) -> tuple[tuple[str, str], ...]:
    """Return the published ports of a running container: pairs of "80/tcp" and "0.0.0.0:8080". Raises EngineError."""
    target = find.resolve(state, container)
    if not target.is_running:
        return ()
    rows = []
    for inside, address, outside in target.ports:
        rows.append((inside, f"{address}:{outside}"))
        if address == "0.0.0.0":
            rows.append((inside, f"[::]:{outside}"))
    return tuple(rows)


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


_MEMORY = 4_125_097_984
_USED = 417_792


def stats(state: State, world: World, container: str) -> Stats:
    """Return what a container uses: all zero unless it runs. Raises EngineError."""
    target = find.resolve(state, container)
    if not target.is_running:
        return Stats(target.id, target.name, 0.0, 0, 0, 0, 0, 0, 0, 0)
    limit = target.option("Memory") or _MEMORY
    return Stats(target.id, target.name, 0.0, _USED, limit, 0, 0, 0, 0, 1)


def export(state: State, container: str) -> Iterator[bytes]:
    """Return all files of the container as a tar, in pieces. Raises EngineError."""
    from tutor.engine.containers.filesystem import DOCKERENV
    from tutor.vfs.content import EMPTY
    from tutor.vfs.layer import tree_tar
    from tutor.vfs.nodes import File

    target = find.resolve(state, container)
    return tree_tar(target.tree.set(DOCKERENV, File(EMPTY, 0o755, mtime=int(target.created))))


_sizes: dict[tuple[bytes, str], int] = {}


def size_of(state: State, container: Container) -> tuple[int, int]:
    """Return the bytes of the writable layer, and of it with everything below (unpacked, in 4 KiB blocks)."""
    from tutor.engine.contents import keep
    from tutor.vfs.usage import disk_usage

    base = base_tree(state, container)
    if container.tree is base:
        own = 4096
    else:
        key = (container.tree.digest, container.chain)
        found = _sizes.get(key)
        if found is None:
            found = disk_usage(container.tree, base)
            keep(_sizes, key, found, 512)
        own = found
    below, chain = 0, container.chain
    while chain:
        snapshot = state.snapshots.get(chain)
        if snapshot is None:
            break
        below += snapshot.usage
        chain = snapshot.parent
    return own, own + below
