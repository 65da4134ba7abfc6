"""Running a program in a container: what it is started with, whether it can be, what it writes.

One rule: whether a program can be started is found out before anything runs, with the container runtime's words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.containers.model import LogEntry
from tutor.engine.errors import EngineError
from tutor.shell.launch import DEFAULT_PATH, LaunchError, execute, locate
from tutor.shell.process import Process
from tutor.shell.streams import BrokenPipe, Input, Reader, Writer
from tutor.shell.terminal import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tutor.engine.containers.host import ContainerHost
    from tutor.engine.containers.identity import Identity
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State
    from tutor.shell.streams import Stream
    from tutor.vfs.filesystem import FileSystem

CREATE = (
    "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: "
    "unable to start container process: error during container init: "
)
_EXEC = "OCI runtime exec failed: exec failed: unable to start container process: "
_AFTER_BREAK = 100_000
"""Steps that a program may still take after whoever read its output has gone."""


class StartError(EngineError):
    """A container that could not be started: `code` is 126, 127 or 125; `failed_state` is what the attempt left."""

    failed_state: State | None = None
    failed_events: tuple[object, ...] = ()


def environment(container: Container, home: str, more: Sequence[str] = (), *, tty: bool = False) -> dict[str, str]:
    """Return the environment of a program: PATH, HOSTNAME, TERM, the container's, `more`, and HOME."""
    env = {"PATH": DEFAULT_PATH, "HOSTNAME": container.config.hostname}
    if tty:
        env["TERM"] = "xterm"
    for text in (*container.config.environment, *more):
        name, equals, value = text.partition("=")
        if equals:
            env[name] = value
        else:
            env.pop(name, None)
    env.setdefault("HOME", home)
    return env


def startable(fs: FileSystem, argv: Sequence[str], env: dict[str, str], cwd: str, *, prefix: str = CREATE) -> str:
    """Return the path of the executable that `argv[0]` means. Raises StartError with the runtime's text."""
    name = argv[0] if argv else ""
    try:
        return locate(fs, name, env.get("PATH", DEFAULT_PATH), cwd)
    except LaunchError as error:
        kind = error.kind
    if "/" not in name and kind != "permission":
        raise StartError(f'{prefix}exec: "{name}": executable file not found in $PATH', code=127)
    if kind == "not found":
        raise StartError(f'{prefix}exec: "{name}": stat {name}: no such file or directory', code=127)
    if kind == "folder":
        raise StartError(f'{prefix}exec: "{name}": is a directory: permission denied', code=126)
    raise StartError(f'{prefix}exec: "{name}": permission denied', code=126)


def startable_exec(fs: FileSystem, argv: Sequence[str], env: dict[str, str], cwd: str) -> str:
    """Return what `startable` does, for one more program in a running container."""
    return startable(fs, argv, env, cwd, prefix=_EXEC)


class LogWriter(Writer):
    """A stream of a container's program: each piece is logged with its time, and passed on to whoever watches.

    Once nobody reads any more (BrokenPipe) the pieces are only logged, and the program may not go on for ever.
    """

    __slots__ = ("_host", "_log", "_name", "_watcher")

    def __init__(
        self, host: ContainerHost, name: str, log: list[LogEntry] | None, watcher: Stream | None, *, tty: bool = False
    ) -> None:
        super().__init__(None, meter=host.kernel.meter, tty=tty)
        self._host = host
        self._name = name
        self._log = log
        self._watcher = watcher

    def write(self, data: bytes) -> None:
        """Write all of `data`."""
        if not data:
            return
        meter = self._host.kernel.meter
        if meter.steps_left >= 0 and meter.output_left >= 0:  # else this is the message that says so
            meter.wrote(len(data))
        log = self._log
        if log is not None:
            now = self._host.now()
            last = log[-1] if log else None
            apart, self._host.apart = self._host.apart, False
            fits = last is not None and last.time == now and last.stream == self._name and len(last.data) < 1 << 16
            if last is not None and fits and not apart:
                log[-1] = LogEntry(now, self._name, last.data + data)
            else:
                log.append(LogEntry(now, self._name, data))
        if self._watcher is not None:
            try:
                self._watcher.write(data)
            except BrokenPipe:
                self._watcher = None
                meter.steps_left = min(meter.steps_left, _AFTER_BREAK)


class GivenInput(Reader):
    """What a program is given to read by whoever watches it; `taken` is a copy of what it took.

    `clock` tells when it is: somebody who types takes his time, and the container's goes on meanwhile.
    """

    __slots__ = ("_clock", "_host", "_source", "taken")

    def __init__(self, source: Stream, host: ContainerHost, clock: Callable[[], float], *, tty: bool) -> None:
        super().__init__(tty=tty)
        self._source = source
        self._host = host
        self._clock = clock
        self.taken = b""

    def echo(self, on: bool) -> None:
        """Show what is typed from now on, or do not."""
        self._source.echo(on)

    def _fill(self) -> bytes:
        kernel = self._host.kernel
        while True:
            try:
                data = self._source.read_some()
            except Interrupted:
                if not kernel.interrupted():
                    raise
                continue
            self.taken += data
            if self._source.tty:
                self._host.wait_until(self._clock())
                kernel.meter.reset()
            return data


class OpenInput(Reader):
    """Standard input that nobody types into: some bytes that were given, then waiting without end."""

    __slots__ = ("_given", "_host")

    def __init__(self, host: ContainerHost, given: bytes, *, tty: bool = False) -> None:
        super().__init__(tty=tty)
        self._host = host
        self._given = given

    def _fill(self) -> bytes:
        data, self._given = self._given, b""
        if not data:
            self._host.wait_forever()
        return data


def stdin_of(container: Container, host: ContainerHost, given: bytes) -> Reader:
    """Return what a program in the background reads: `given`, then the end, or with -i for ever nothing."""
    if container.config.open_stdin and not (container.config.stdin_once and given):
        return OpenInput(host, given, tty=container.config.tty)
    return Input(given)


def process_of(
    container: Container,
    host: ContainerHost,
    fs: FileSystem,
    who: Identity,
    streams: tuple[Stream, Stream, Stream],
    argv: Sequence[str],
    env: dict[str, str],
    cwd: str,
    *,
    tty: bool = False,
    pid: int | None = None,
) -> Process:
    """Return a process of a container, bound to its user."""
    view = fs.with_user(who.uid, who.gid, who.groups)
    stdin, stdout, stderr = streams
    return Process(list(argv), env, cwd, view, stdin, stdout, stderr, host, tty=tty, pid=pid, kernel=host.kernel)


def run(process: Process, path: str) -> int:
    """Run a process whose executable is at `path` to its end; return its exit code.

    May raise Suspended. An executable that the system refuses at the last moment says so on standard error.
    """
    try:
        return execute(process, path)
    except LaunchError as error:
        if error.kind == "unknown":
            process.err(f"{error.path}: {error.strerror}\n")
            return 126
        reason = "no such file or directory" if error.kind == "interpreter" else error.strerror.lower()
        process.err(f"exec {path}: {reason}\n")
        return 255
