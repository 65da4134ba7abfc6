"""Running a container with someone watching: `docker run` without -d, `docker start -a`, `docker attach`."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine.containers import find
from tutor.engine.containers.events import ContainerStarted, FilesChanged
from tutor.engine.containers.filesystem import Mounted, identity_of, store, trees_of
from tutor.engine.containers.host import ContainerHost
from tutor.engine.containers.model import Running
from tutor.engine.containers.runner import GivenInput, LogWriter, environment, process_of, run, startable
from tutor.engine.errors import conflict, not_found
from tutor.engine.outcome import Outcome
from tutor.engine.reach import ContainerReach, Recorded, own_addresses
from tutor.shell.host import Suspended
from tutor.shell.limits import STOPPED
from tutor.shell.streams import Input
from tutor.shell.terminal import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tutor.engine.containers.model import Container, LogEntry, Trees
    from tutor.engine.outcome import Box
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.shell.streams import Stream

_LEFT = "layerwise: {name} waits for something that will not come by itself; it goes on in the background\n"


def run_attached(
    box: Box,
    container: str,
    *,
    stdin: Stream | None,
    stdout: Stream | None,
    stderr: Stream | None,
) -> int:
    """Start a container, let its main program talk to these streams until it ends; return its exit code.

    `stdin` None: nothing to read. Output also goes to the container's log. A container with AutoRemove is gone
    afterwards. One that would wait for ever goes on in the background. Raises EngineError (with `code` 125, 126 or 127,
    and `failed_state`) where the program cannot be started.
    """
    from tutor.engine.containers.starting import prepare

    state, world = box.state, box.world()
    target = find.resolve(state, container)
    if target.status == "paused":
        raise conflict("cannot start a paused container, try unpause instead", container)
    if target.is_running:
        return attach(box, container, stdout=stdout, stderr=stderr)
    state, target = prepare(state, world, target)
    state = find.put(state, target)
    box.apply(Outcome(state, (ContainerStarted(target.id, target.name),), None))
    watched = _Watched(state, target, world, stdin, stdout, stderr, lambda: box.world().now)
    watched.network.inner = ContainerReach(
        box, target.id, watched.host.now, main=True, busy=frozenset((target.id,))
    )
    code = watched.run()
    now = box.world().now
    box.apply(watched.outcome(box.state, max(0.0, watched.host.now() - now)))
    if code is None:
        if stderr is not None:
            stderr.write(_LEFT.format(name=target.name).encode())
        return 0
    return code


class _Watched:
    """A container's main program with streams of someone who watches."""

    def __init__(
        self,
        state: State,
        container: Container,
        world: World,
        stdin: Stream | None,
        stdout: Stream | None,
        stderr: Stream | None,
        clock: Callable[[], float],
    ) -> None:
        config = container.config
        self.id = container.id
        self.began = world.now
        self.log: list[LogEntry] = []
        self.network = Recorded((), own_addresses(state, container))
        self.host = ContainerHost(
            world.now,
            config.hostname,
            limits=world.limits,
            stop=world.stop,
            init=bool(container.option("Init")),
            network=self.network,
        )
        self.host.bound(container)
        self.mounted = Mounted(state, container, trees_of(state, container), self.host.now)
        self.first: Trees = self.mounted.trees()
        self.code: int | None = None
        who = identity_of(container, container.tree)
        env = environment(container, who.home, tty=config.tty)
        out = LogWriter(self.host, "stdout", self.log, stdout, tty=config.tty)
        err = out if config.tty else LogWriter(self.host, "stderr", self.log, stderr)
        self.stdin = GivenInput(stdin, self.host, clock, tty=config.tty) if stdin is not None else None
        given = self.stdin or Input()
        cwd = config.start_folder
        self.process = process_of(
            container, self.host, self.mounted.fs, who, (given, out, err), config.argv, env, cwd, tty=config.tty
        )
        self.path = startable(self.process.fs, config.argv, env, cwd)

    def run(self) -> int | None:
        """Run to the end; the exit code, None where it waits for ever."""
        try:
            self.code = run(self.process, self.path)
        except Suspended:
            self.code = None
        except Interrupted:
            self.code = STOPPED
        self.host.kernel.sync()
        return self.code

    def outcome(self, state: State, elapsed: float) -> Outcome[None]:
        """Return the state of this moment with what the run left in it."""
        from tutor.engine.containers.background import exited

        container = state.containers.get(self.id)
        if container is None:
            return Outcome(state, (), None, elapsed)
        first = dict(self.first)
        trees = self.mounted.trees()
        changed = tuple((place, tree) for place, tree in trees if first.get(place) is not tree)
        state, container = store(state, container, changed)
        if container.option("LogConfig", ("", ()))[0] != "none":
            container = replace(container, log=(*container.log, *self.log))
        events: list[Any] = []
        if any(place == "/" for place, _ in changed):
            events.append(FilesChanged(container.id, container.name))
        if self.code is None:
            taken = self.stdin.taken if self.stdin is not None else b""
            running = Running(
                self.began, self.first, until=self.host.now(), left=trees, wakes=inf, logged=len(self.log),
                stdin=taken, heard=tuple(self.network.heard),
            )  # fmt: skip
            return Outcome(find.put(state, replace(container, running=running)), tuple(events), None, elapsed)
        state = exited(state, container, self.code, self.host.now(), events)
        return Outcome(state, tuple(events), None, elapsed)


def attach(box: Box, container: str, *, stdout: Stream | None, stderr: Stream | None) -> int:
    """Watch a running container from now on until it ends; return its exit code. Raises EngineError.

    One that waits for ever is left running (code 0).
    """
    from tutor.engine.containers.background import run_on

    state, world = box.state, box.world()
    target = find.resolve(state, container)
    if not target.is_running:
        raise not_found("You cannot attach to a stopped container, start it first", container)
    before = len(target.log)
    keep = replace(target, options=target.options.set("AutoRemove", False))
    events: list[Any] = []
    after = run_on(find.put(state, keep), world, keep, inf, events)
    ended = after.containers[target.id]
    for entry in ended.log[before:]:
        stream = stdout if entry.stream == "stdout" else stderr
        if stream is not None:
            stream.write(entry.data)
    if ended.is_running:
        if stderr is not None:
            stderr.write(_LEFT.format(name=target.name).encode())
        return 0
    ended = replace(ended, options=target.options)
    state = find.put(after, ended)
    if target.option("AutoRemove"):
        from tutor.engine.containers.remove import drop

        state = drop(state, ended, events, volumes=True)
    box.apply(Outcome(state, tuple(events), None, max(0.0, ended.finished - world.now)))
    return ended.exit_code
