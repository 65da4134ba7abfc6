"""`docker exec`: one more program in a running container; and the programs of health checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine.containers import find
from tutor.engine.containers.events import ContainerChanged, FilesChanged
from tutor.engine.containers.filesystem import Mounted, identity_of, store, trees_of
from tutor.engine.containers.host import ContainerHost
from tutor.engine.containers.runner import (
    GivenInput,
    LogWriter,
    StartError,
    environment,
    process_of,
    run,
    startable_exec,
)
from tutor.engine.errors import EngineError, conflict
from tutor.engine.outcome import Outcome
from tutor.engine.reach import ContainerReach, Held
from tutor.shell.host import Suspended
from tutor.shell.kernel import SIGNAL_NAMES, Entry
from tutor.shell.limits import STOPPED
from tutor.shell.streams import Buffer, Input
from tutor.shell.terminal import Interrupted

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.containers.model import Container, Trees
    from tutor.engine.outcome import Box
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_FIRST_PID = 7


@dataclass(frozen=True, slots=True)
class ExecRequest:
    """What to run: `environment` are texts "NAME=value"; empty `user` and `workdir` mean the container's own."""

    argv: tuple[str, ...]
    user: str = ""
    workdir: str = ""
    environment: tuple[str, ...] = ()
    tty: bool = False
    detach: bool = False
    privileged: bool = False


class Extra:
    """One more program in a running container, ready to run. `sent` are the signals that it sends to PID 1.

    What it asks of other programs over the network happens in the state of `box`.
    """

    def __init__(
        self,
        state: State,
        world: World,
        container: Container,
        request: ExecRequest,
        stdin: Stream | None,
        stdout: Stream | None,
        stderr: Stream | None,
        box: Box,
    ) -> None:
        self.before = trees_of(state, container)
        self.host = ContainerHost(world.now, container.config.hostname, limits=world.limits, stop=world.stop)
        reach = ContainerReach(box, container.id, self.host.now, main=False)
        reach.share = self._share
        self.host.network = reach
        self._box, self._id = box, container.id
        self.host.bound(container)
        self.mounted = Mounted(state, container, self.before, self.host.now)
        self.sent: list[str] = []
        kernel = self.host.kernel
        kernel.next_pid = _FIRST_PID
        main = Entry(1, 0, list(container.config.argv), _main_user(container), kernel.main, container.started)
        main.signal = self._to_main
        kernel.processes[1] = main
        who = identity_of(container, container.tree, request.user)
        env = environment(container, who.home, request.environment, tty=request.tty)
        cwd = request.workdir or container.config.start_folder
        if not cwd.startswith("/"):
            raise StartError("OCI runtime exec failed: exec failed: Cwd must be an absolute path", code=128)
        out = LogWriter(self.host, "stdout", None, stdout, tty=request.tty)
        err = out if request.tty else LogWriter(self.host, "stderr", None, stderr)
        given = GivenInput(stdin, self.host, lambda: box.world().now, tty=request.tty) if stdin is not None else Input()
        self.process: Process = process_of(
            container, self.host, self.mounted.fs, who, (given, out, err), request.argv, env, cwd, tty=request.tty
        )
        if not self.process.fs.is_dir(cwd):
            raise StartError(
                "OCI runtime exec failed: exec failed: unable to start container process: "
                f'chdir to cwd ("{cwd}") set in config.json failed: no such file or directory',
                code=127,
            )
        self.path = startable_exec(self.process.fs, request.argv, env, cwd)

    def _to_main(self, signal: int) -> bool:
        self.sent.append(SIGNAL_NAMES[signal])
        return True

    def run(self) -> int | None:
        """Run to the end; the exit code, None where it waits for something that will not come."""
        try:
            return run(self.process, self.path)
        except Suspended:
            return None
        except Interrupted:
            return STOPPED

    def _share(self) -> None:
        """Put what was written so far into the state, and take over what others wrote there."""
        changed = self.changed()
        state = self._box.state
        container = state.containers.get(self._id)
        if container is None:
            return
        if changed:
            state, container = store(state, container, changed)
            self._box.apply(Outcome(find.put(state, container), (FilesChanged(self._id, container.name),), None))
        self.before = trees_of(state, container)
        self.mounted.change(self.before)

    def changed(self) -> Trees:
        """Return the files at those places where they are other ones than before."""
        self.host.kernel.sync()
        before = dict(self.before)
        return tuple((place, tree) for place, tree in self.mounted.trees() if before.get(place) is not tree)


def _main_user(container: Container) -> int:
    """Return the number of the user who runs the main program."""
    try:
        return identity_of(container, container.tree).uid
    except EngineError:  # the user has been removed since
        return 0


def execute(
    box: Box,
    container: str,
    request: ExecRequest,
    *,
    stdin: Stream | None,
    stdout: Stream | None,
    stderr: Stream | None,
) -> int:
    """Run a program in a running container; return its exit code. Raises EngineError.

    A program that cannot be started raises one with `code` 126 or 127 and the runtime's text ("OCI runtime exec
    failed: …"), which the docker command prints on standard output. One that would wait for ever is left (code 130).
    """
    state, world = box.state, box.world()
    target = runnable(state, container)
    extra = Extra(state, world, target, request, stdin, stdout, stderr, box)
    code = extra.run()
    elapsed = 0.0 if request.detach else extra.host.now() - world.now
    box.apply(_finished(box.state, box.world(), target.id, extra.changed(), extra.sent, elapsed))
    return 130 if code is None else code


def runnable(state: State, container: str) -> Container:
    """Return a container that a program can be run in. Raises EngineError."""
    target = find.resolve(state, container)
    if target.status == "paused":
        raise conflict(f"Container {container} is paused, unpause the container before exec", container)
    if target.status == "restarting":
        raise conflict(f"Container {container} is restarting, wait until the container is running", container)
    if not target.is_running:
        raise conflict(f"container {target.id} is not running", container)
    return target


def _finished(state: State, world: World, id: str, trees: Trees, sent: list[str], elapsed: float) -> Outcome[None]:
    """Return the state of this moment with what a program wrote; PID 1 gets the signals that it sent."""
    from tutor.engine.containers.background import run_on

    container = state.containers.get(id)
    if container is None:
        return Outcome(state, (), None, elapsed)
    events: list[Any] = [ContainerChanged(id, container.name, "exec")]
    state, container = store(state, container, trees)
    state = find.put(state, container)
    if any(place == "/" for place, _ in trees):
        events.append(FilesChanged(id, container.name))
    for name in sent:
        current = state.containers.get(id)
        if current is not None and current.status == "running":
            state = run_on(state, world, current, world.now, events, name)
    return Outcome(state, tuple(events), None, elapsed)


def probe(
    state: State, world: World, container: Container, argv: tuple[str, ...], events: list[Any]
) -> tuple[State, int, str]:
    """Return the state after a health check's program, its exit code, and what it wrote."""
    out = Buffer()
    box = Held(state, world, events)
    try:
        extra = Extra(state, world, container, ExecRequest(argv), None, out, out, box)
    except EngineError as error:
        return state, -1, error.message
    code = extra.run()
    container = box.state.containers.get(container.id) or container
    state, container = store(box.state, container, extra.changed())
    text = out.getvalue().decode("utf-8", "replace")
    return find.put(state, container), 1 if code is None or code > 0 else code, text
