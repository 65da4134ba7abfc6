"""Running a RUN: the program, its mounts, its output line by line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, field
from tutor.engine.containers.host import ContainerHost
from tutor.engine.containers.identity import identify
from tutor.engine.containers.runner import StartError, run, startable
from tutor.engine.errors import EngineError
from tutor.engine.reach import BuildReach
from tutor.engine.sites import NO_SITES
from tutor.shell.host import Suspended
from tutor.shell.process import Process
from tutor.shell.streams import Input, Writer
from tutor.vfs.content import Bytes
from tutor.vfs.filesystem import Box, FileSystem
from tutor.vfs.nodes import Directory, File
from tutor.vfs.paths import normal, parent
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.engine.sites import Sites
    from tutor.shell.limits import Limits, Stop

_HOSTS = (
    "127.0.0.1\tlocalhost buildkitsandbox\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\n"
    "ff00::\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n"
)
_LOG_SIZE, _LOG_SPEED, _LOG_END = 2 << 20, 200 << 10, 256 << 10
"""Bytes of a step's output that are kept: in all, a second, and of the end of what is not (BuildKit's own limits)."""
_BEFORE = 0.2
"""Seconds that pass until a step's program runs: what its first line's time shows."""


@dataclass(frozen=True, slots=True)
class StepMount:
    """Something mounted while a step runs: `box` holds its files, `subpath` says which of them are shown."""

    target: str
    box: Box
    subpath: str = ""
    read_only: bool = True
    kind: str = "ext4"
    source: str = "/dev/vda1"


@dataclass(slots=True)
class Ran:
    """What became of a step: its files, its output by line with times, why it failed ("" where it did not)."""

    tree: Tree
    lines: list[tuple[float | None, str]] = field(default_factory=list)
    error: str = ""
    elapsed: float = 0.0


class _Lines:
    """Collects output as lines, each with the time at which it was complete."""

    def __init__(self, host: ContainerHost, began: float) -> None:
        self._host = host
        self._began = began
        self._waiting: dict[str, bytes] = {"stdout": b"", "stderr": b""}
        self._taken = 0
        self._clipped: dict[str, bytes] = {}
        self.lines: list[tuple[float | None, str]] = []

    def _time(self) -> float:
        return _BEFORE + self._host.now() - self._began

    def writer(self, name: str) -> Writer:
        """Return a stream whose lines are collected."""
        meter = self._host.kernel.meter

        def take(data: bytes) -> None:
            if meter.steps_left >= 0 and meter.output_left >= 0:  # else this is the message that says so
                meter.wrote(len(data))
            if name in self._clipped or self._taken + len(data) > self._room():
                self._clip(name, data)
                return
            self._taken += len(data)
            *whole, rest = (self._waiting[name] + data).split(b"\n")
            self.lines += [(self._time(), _text(line)) for line in whole]
            self._waiting[name] = rest

        return Writer(take)

    def _room(self) -> int:
        """How many bytes of output may have come by now."""
        seconds = math.ceil(self._host.now() - self._began) or 1
        return min(seconds * _LOG_SPEED, _LOG_SIZE)

    def _clip(self, name: str, data: bytes) -> None:
        """Take what still fits and say that the rest is left out; of that only the end is kept."""
        if name not in self._clipped:
            fits = max(0, self._room() - self._taken)
            limit = "2MiB" if self._room() == _LOG_SIZE else "200KiB/s"
            *whole, rest = (self._waiting[name] + data[:fits]).split(b"\n")
            said = f"[output clipped, log limit {limit} reached]".encode()
            self.lines += [(self._time(), _text(line)) for line in (*whole, *([rest] if rest else ()), said)]
            self._taken += fits
            self._waiting[name], self._clipped[name], data = b"", b"", data[fits:]
        end = self._clipped[name] + data
        self._clipped[name] = end[-_LOG_END:] if len(end) > 2 * _LOG_END else end

    def finish(self) -> list[tuple[float | None, str]]:
        """Return all lines, those without an end too."""
        for end in self._clipped.values():
            self.lines += [(self._time(), _text(line)) for line in end[-_LOG_END:].removesuffix(b"\n").split(b"\n")]
        for rest in self._waiting.values():
            if rest:
                self.lines.append((self._time(), _text(rest)))
        return self.lines


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r")


def run_step(
    tree: Tree,
    argv: tuple[str, ...],
    env: dict[str, str],
    *,
    cwd: str,
    user: str,
    now: float,
    mounts: tuple[StepMount, ...] = (),
    hosts: tuple[str, ...] = (),
    hostname: str = "buildkitsandbox",
    architecture: str = "x86_64",
    network: str = "",
    sites: Sites = NO_SITES,
    limits: Limits | None = None,
    stop: Stop | None = None,
) -> Ran:
    """Run a step's program over some files; what it writes to mounts stays in their boxes. Raises Stopped."""
    host = ContainerHost(now, hostname, limits=limits, stop=stop, network=BuildReach(sites, now, network))
    host.architecture = architecture
    fs = FileSystem(Box(_with_stubs(tree, mounts, int(now))), now=lambda: int(host.now()))
    _system_mounts(fs, hosts, network, int(now))
    for mount in mounts:
        kind, source = mount.kind, mount.source
        fs.mount(mount.target, mount.box, mount.subpath, read_only=mount.read_only, kind=kind, source=source)
    lines = _Lines(host, now)
    out, err = lines.writer("stdout"), lines.writer("stderr")
    shown = f'process "{" ".join(argv)}" did not complete successfully'
    try:
        who = identify(tree, user)
    except EngineError as error:
        return Ran(tree, [], f"{shown}: {error.message}")
    if not fs.is_dir(cwd):
        fs.mkdir(cwd, parents=True)
    environment = dict(env)
    environment.setdefault("HOME", who.home)
    view = fs.with_user(who.uid, who.gid, who.groups)
    prefix = "runc run failed: unable to start container process: error during container init: "
    try:
        path = startable(view, argv, environment, cwd, prefix=prefix)
    except StartError as error:
        return Ran(tree, [(_BEFORE, error.message)], f"{shown}: exit code: 1")
    process = Process(list(argv), environment, cwd, view, Input(), out, err, host, kernel=host.kernel)
    try:
        code = run(process, path)
    except Suspended:
        lines.lines.append((_BEFORE, "layerwise: stopped: this step waits for something that will not come"))
        code = 137
    host.stop.check()
    host.kernel.sync()
    failure = f"{shown}: exit code: {code}" if code else ""
    return Ran(_without_stubs(tree, fs.tree, mounts), lines.finish(), failure, host.now() - now)


def _with_stubs(tree: Tree, mounts: tuple[StepMount, ...], now: int) -> Tree:
    """Return the tree with folders for the places of mounts; they are taken away again after the step."""
    for mount in mounts:
        where = normal(mount.target)
        for end in range(1, where.count("/") + 1):
            folder = "/".join(where.split("/")[: end + 1])
            if tree.get(folder) is None:
                tree = tree.set(folder, Directory(mtime=now))
    return tree


def _without_stubs(before: Tree, after: Tree, mounts: tuple[StepMount, ...]) -> Tree:
    """Return the tree without the folders that were made for mounts, as far as nothing else came into them."""
    for mount in mounts:
        where = normal(mount.target)
        while where != "/" and before.get(where) is None:
            node = after.get(where, follow=False)
            if not isinstance(node, Directory) or node.entries:
                break
            after = after.remove(where)
            where = parent(where)
    return after


def _system_mounts(fs: FileSystem, hosts: tuple[str, ...], network: str, now: int) -> None:
    """Mount what a build container has besides its files."""
    text = _HOSTS + "".join(f"{address}\t{name}\n" for name, _, address in (line.partition(":") for line in hosts))
    files = {"hosts": text, "resolv.conf": "nameserver 127.0.0.11\n"}
    entries = {name: File(Bytes(content.encode()), 0o644, 0, 0, now) for name, content in files.items()}
    etc = Box(Tree(Directory(PersistentMap.of(entries))))
    for name in files:
        fs.mount(f"/etc/{name}", etc, f"/{name}", read_only=True, kind="ext4", source="/dev/vda1")
    names = ["lo"] if network == "none" else ["eth0", "lo"]
    net = Directory(PersistentMap.of({name: Directory() for name in names}))
    tree = Tree(Directory(PersistentMap.of({"class": Directory(PersistentMap.of({"net": net}))})))
    fs.mount("/sys", Box(tree), read_only=True, kind="sysfs", source="sysfs")
