"""Background programs while they are held in memory: each parked, in a thread of its own, where it waits.

One rule: what is held here is only a short cut. A program's value (`model.Running`) says all that happened to it; from
that it can be run again from its start, with the same result, whenever it is not held here or its past is another one.
"""

from __future__ import annotations

from _thread import allocate_lock, start_new_thread
from math import inf
from typing import TYPE_CHECKING

from tutor.engine.containers.filesystem import Mounted, identity_of
from tutor.engine.containers.host import FOREVER, ContainerHost
from tutor.engine.containers.runner import LogWriter, environment, process_of, run, startable, stdin_of
from tutor.engine.reach import Recorded, own_addresses
from tutor.shell.host import Suspended

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container, Input, LogEntry, Running, Trees
    from tutor.engine.state import State
    from tutor.shell.limits import Limits, Stop
    from tutor.shell.network import Loopback

_HELD = 32


class ParkedHost(ContainerHost):
    """A container's world whose programs wait, instead of being unwound, where time would pass `until`."""

    def __init__(self, now: float, hostname: str, limits: Limits | None, init: bool, network: Loopback) -> None:
        super().__init__(now, hostname, limits=limits, until=now, init=init, network=network)
        self.go = allocate_lock()
        self.back = allocate_lock()
        self.go.acquire()
        self.back.acquire()
        self.dropped = False

    def sleep(self, seconds: float) -> None:
        """Let time pass; waits for its turn wherever that would go beyond `until`."""
        target = self._now + max(0.0, seconds)
        while True:
            while self.inputs and self.inputs[0].time <= min(target, self.until):
                self.meet(self.inputs.pop(0))
            if target <= self.until and seconds <= FOREVER:
                self._now = target
                return
            self.wakes = target if seconds <= FOREVER else inf
            if self.until < inf:
                self._now = max(self._now, self.until)
            self.back.release()
            self.go.acquire()
            if self.dropped:
                raise Suspended


class Live:
    """A background program that is being run: `code` is its exit code once it has ended, at `ended`."""

    def __init__(self, state: State, container: Container, running: Running, limits: Limits | None) -> None:
        self.log: list[LogEntry] = []
        self.code: int | None = None
        self.failure: BaseException | None = None
        init = bool(container.option("Init"))
        config = container.config
        self.network = Recorded(running.heard, own_addresses(state, container))
        self.host = ParkedHost(running.began, config.hostname, limits, init, self.network)
        self.host.bound(container)
        self.mounted = Mounted(state, container, running.first, self.host.now)
        self.host._change = self.mounted.change
        who = identity_of(container, self.mounted.boxes["/"].tree)
        env = environment(container, who.home, tty=config.tty)
        out = LogWriter(self.host, "stdout", self.log, None, tty=config.tty)
        err = out if config.tty else LogWriter(self.host, "stderr", self.log, None)
        stdin = stdin_of(container, self.host, running.stdin)
        cwd = config.start_folder
        self.process = process_of(
            container, self.host, self.mounted.fs, who, (stdin, out, err), config.argv, env, cwd, tty=config.tty
        )
        self.path = startable(self.process.fs, config.argv, env, cwd)
        self._started = False

    @property
    def done(self) -> bool:
        """Whether the program has ended."""
        return self.code is not None

    def advance(self, until: float, stop: Stop, inputs: tuple[Input, ...] = ()) -> None:
        """Go on to `until` (inf: to the end, or to where it waits for ever), meeting these further inputs.

        Raises Stopped where someone does not want to wait for that; the program is dropped then.
        """
        if self.code is not None:
            return
        self.host.stop = self.host.kernel.meter.stop = stop
        self.host.inputs.extend(inputs)
        self.host.until = until
        if self._started:
            self.host.go.release()
        else:
            self._started = True
            start_new_thread(self._run, ())
        self.host.back.acquire()
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        if stop.asked:
            self.drop()
            stop.check()

    def _run(self) -> None:
        try:
            self.code = run(self.process, self.path)
        except Suspended:
            self.code = 137
        except BaseException as error:
            self.code = 137
            self.failure = error
        self.host.back.release()

    def drop(self) -> None:
        """Unwind the program: it is not needed any more."""
        if self._started and self.code is None:
            self.host.dropped = True
            self.host.go.release()
            self.host.back.acquire()

    @property
    def out_of_limits(self) -> bool:
        """Whether the program was stopped because it used up its limits."""
        meter = self.host.kernel.meter
        return meter.steps_left < 0 or meter.output_left < 0

    def trees(self) -> Trees:
        """Return the files as they are where it waits."""
        self.host.kernel.sync()
        return self.mounted.trees()


_held: dict[str, tuple[Running, Live]] = {}


def take(state: State, container: Container, running: Running, limits: Limits | None) -> tuple[Live, bool]:
    """Return the program of a container, and whether it has already been run up to `running.until`."""
    held = _held.pop(container.id, None)
    if held is not None:
        if held[0] is running:
            return held[1], True
        held[1].drop()
    return Live(state, container, running, limits), False


def hold(container: str, running: Running, live: Live) -> None:
    """Keep a program for the next time; the one not used for longest goes when there are too many."""
    if len(_held) >= _HELD:
        oldest = next(iter(_held))
        _held.pop(oldest)[1].drop()
    _held[container] = (running, live)
