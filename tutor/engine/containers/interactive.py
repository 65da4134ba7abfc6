"""Nested prompts: a shell in a container that the learner types into, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.engine.containers import find
from tutor.engine.containers.events import ContainerChanged, ContainerStarted, FilesChanged
from tutor.engine.containers.filesystem import Mounted, identity_of, store, trees_of
from tutor.engine.containers.host import ContainerHost
from tutor.engine.containers.identity import records
from tutor.engine.containers.runner import GivenInput, LogWriter, environment, startable_exec
from tutor.engine.errors import EngineError
from tutor.engine.outcome import Outcome
from tutor.engine.reach import ContainerReach
from tutor.shell.host import Suspended
from tutor.shell.launch import SHELLS
from tutor.shell.limits import STOPPED
from tutor.shell.streams import Input
from tutor.shell.terminal import Interrupted
from tutor.vfs.filesystem import FileSystem

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from tutor.engine.containers.execute import ExecRequest
    from tutor.engine.containers.model import Container, LogEntry
    from tutor.engine.outcome import Box
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.shell.host import Program
    from tutor.shell.interpreter import Shell
    from tutor.shell.state import ShellState
    from tutor.shell.streams import Stream

    Programs: TypeAlias = Callable[[str, str], Program | None]

_EXEC_PID = 7


@dataclass(frozen=True, slots=True)
class LineResult:
    """What one line did: its exit status, and whether the shell ended with it (then call `leave`)."""

    code: int
    ended: bool


def can_enter(state: State, container: str, request: ExecRequest | None = None) -> bool:
    """Say whether the program to be run (the container's own, or the request's) is a shell that would prompt.

    That is a shell without a script, with a terminal. Raises EngineError.
    """
    target = find.resolve(state, container)
    if request is not None:
        return request.tty and _prompts(request.argv)
    config = target.config
    return config.tty and config.open_stdin and not target.is_running and _prompts(config.argv)


def _prompts(argv: tuple[str, ...]) -> bool:
    if not argv or argv[0].rpartition("/")[2].lstrip("-") not in SHELLS:
        return False
    return all(word.startswith("-") and "c" not in word.lstrip("-")[:3] for word in argv[1:])


def enter(state: State, world: World, container: str, request: ExecRequest | None = None) -> Outcome[None]:
    """Start the container's shell, or one more shell in a running container.

    Its prompt lies on top of `state.shells` and `state.attached`. Raises EngineError like `run_attached` and `execute`.
    """
    from tutor.engine.containers.execute import runnable
    from tutor.engine.containers.starting import prepare
    from tutor.shell.state import fresh

    events: list[Any] = []
    more: tuple[str, ...]
    if request is None:
        target = find.resolve(state, container)
        state, target = prepare(state, world, target)
        target = replace(target, prompt=True)
        state = find.put(state, target)
        events.append(ContainerStarted(target.id, target.name))
        argv, more, user = target.config.argv, (), ""
        cwd, pid = target.config.start_folder, 1
    else:
        target = runnable(state, container)
        argv, more, user = request.argv, request.environment, request.user
        cwd = request.workdir or target.config.start_folder
        pid = _EXEC_PID + len(state.attached)
        events.append(ContainerChanged(target.id, target.name, "exec"))
    who = identity_of(target, target.tree, user)
    env = environment(target, who.home, more, tty=True)
    if request is not None:
        mounted = Mounted(state, target, trees_of(state, target), lambda: world.now)
        startable_exec(mounted.fs.with_user(who.uid, who.gid, who.groups), argv, env, cwd)
    shell = fresh(env, cwd, uid=who.uid, gid=who.gid, groups=who.groups, pid=pid, name=argv[0])
    state = replace(state, shells=(*state.shells, shell), attached=(*state.attached, target.id))
    return Outcome(state, tuple(events), None)


def run_line(
    box: Box, line: str, *, stdin: Stream | None, stdout: Stream, stderr: Stream, programs: Programs | None = None
) -> LineResult:
    """Run one line in the topmost nested prompt: files, variables and folder change in `box.state`.

    `programs(name, path)` are what executables can be there because somebody sits at the prompt (an editor).
    """
    from tutor.shell.interpreter import Shell

    state, world = box.state, box.world()
    container = top(state)
    before = trees_of(state, container)
    host = ContainerHost(world.now, container.config.hostname, limits=world.limits, stop=world.stop, more=programs)
    main = container.prompt and state.shells[-1].pid == 1
    host.network = ContainerReach(box, container.id, host.now, main=main)
    host.bound(container)
    mounted = Mounted(state, container, before, host.now)
    log: list[LogEntry] = []
    out = LogWriter(host, "stdout", log if main else None, stdout, tty=True)
    err = LogWriter(host, "stdout", log if main else None, stderr, tty=True)
    past = state.shells[-1]
    host.kernel.next_pid = past.next_pid
    view = mounted.fs.with_user(past.uid, past.gid, past.groups)
    given = GivenInput(stdin, host, lambda: box.world().now, tty=True) if stdin is not None else Input(tty=True)
    fds: dict[int, Stream] = {0: given, 1: out, 2: err}
    shell = Shell(host, view, past, tty=True, interactive=True, kernel=host.kernel, fds=fds)
    shell.dialect = _dialect(view, past)
    host.kernel.enter(past.pid, 0, [past.name], past.uid).signal = shell.take_signal
    try:
        code = shell.run(line)
        if shell.exited:
            code = shell.finish()
    except Suspended:
        err.write(b"^C\n")
        code = shell.status = STOPPED
    except Interrupted:
        code = shell.status = STOPPED
    shell.close()
    host.kernel.sync()
    known = dict(before)
    changed = tuple((place, tree) for place, tree in mounted.trees() if known.get(place) is not tree)
    box.apply(_after(box.state, container.id, changed, shell, log, host.now() - world.now))
    return LineResult(code, shell.exited)


def _after(state: State, id: str, changed: Any, shell: Shell, log: list[LogEntry], elapsed: float) -> Outcome[None]:
    """Return the state of this moment with what a line did to files, shell and log."""
    container = state.containers.get(id)
    if container is None:
        return Outcome(state, (), None, elapsed)
    state, container = store(state, container, changed)
    container = replace(container, log=(*container.log, *log))
    events = (FilesChanged(id, container.name),) if any(place == "/" for place, _ in changed) else ()
    state = replace(find.put(state, container), shells=(*state.shells[:-1], shell.state))
    return Outcome(state, events, None, elapsed)


def top(state: State) -> Container:
    """Return the container of the topmost nested prompt. Raises EngineError where there is none."""
    if not state.attached:
        raise EngineError("there is no prompt in a container")
    return find.resolve(state, state.attached[-1])


def leave(state: State, world: World, code: int) -> Outcome[str]:
    """Take away the topmost nested prompt, whose shell ended with `code`.

    Where it was the container's main program the container exits (and is removed with AutoRemove). The value is the
    container's ID.
    """
    container = top(state)
    main = container.prompt and state.shells[-1].pid == 1
    state = replace(state, shells=state.shells[:-1], attached=state.attached[:-1])
    if not main:
        return Outcome(state, (), container.id)
    return exited(state, world, container.id, code)


def exited(state: State, world: World, container: str, code: int) -> Outcome[str]:
    """Return the state in which a container's main program has ended with `code`; the value is the container's ID."""
    from tutor.engine.containers.background import exited as ended

    target = find.resolve(state, container)
    events: list[Any] = []
    state = ended(state, target, code, world.now, events)
    return Outcome(state, tuple(events), target.id)


def _dialect(fs: FileSystem, shell: ShellState) -> str:
    from tutor.shell.dialects import dialect_of

    path = next((str(row[1]) for row in shell.variables if row[0] == "PATH"), "/bin")
    return dialect_of(fs, shell.name, path, shell.cwd)


def prompt_of(state: State) -> tuple[str, str, str]:
    """Return host name, folder and prompt of the topmost nested shell: "/ # " or, by the shell, what Debian's show."""
    shell, container = state.shells[-1], top(state)
    host = container.config.hostname
    mark = "$" if shell.uid else "#"
    dialect = _dialect(FileSystem(container.tree, now=lambda: 0), shell)
    if dialect == "bash":
        user = "root" if not shell.uid else "I have no name!"
        for row in records(container.tree, "/etc/passwd"):
            if len(row) > 2 and row[2] == str(shell.uid):
                user = row[0]
        return host, shell.cwd, f"{user}@{host}:{_short(shell)}{mark} "
    return host, shell.cwd, f"{mark} " if dialect == "dash" else f"{_short(shell)} {mark} "


def _short(shell: ShellState) -> str:
    """Return a shell's folder with its home as "~"."""
    home = next((str(row[1]) for row in shell.variables if row[0] == "HOME"), "")
    cwd = shell.cwd
    return "~" + cwd[len(home) :] if len(home) > 1 and (cwd + "/").startswith(home + "/") else cwd
