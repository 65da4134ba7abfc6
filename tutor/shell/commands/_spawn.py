"""Running other programs: to their end, in one's own place as `exec` does, beside oneself as `popen` does."""

from __future__ import annotations

from tutor.shell.kernel import DONE, Killed
from tutor.shell.launch import LaunchError, launch
from tutor.shell.pipes import Pipe
from tutor.shell.streams import BrokenPipe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream
    from tutor.vfs.filesystem import FileSystem


def run(process: Process, argv: list[str], *, env: dict[str, str] | None = None, stdin: Stream | None = None) -> int:
    """Run a program to its end and return its status; complain if it cannot be run (127, 126)."""
    try:
        return process.spawn(argv, env=env, stdin=stdin)
    except LaunchError as error:
        if error.kind == "format":
            return process.spawn(["/bin/sh", error.path, *argv[1:]], env=env, stdin=stdin)
        return process.fail(f"can't execute '{argv[0]}': {error.strerror}", error.code)


def become(
    process: Process,
    argv: list[str],
    *,
    env: dict[str, str] | None = None,
    cwd: str | None = None,
    fs: FileSystem | None = None,
) -> int:
    """Run a program in this one's place, with its number, and return its status; complain if it cannot be run."""
    try:
        return _replaced(process, argv, env, cwd, fs)
    except LaunchError as error:
        if error.kind == "format":
            return _replaced(process, ["/bin/sh", error.path, *argv[1:]], env, cwd, fs)
        return process.fail(f"can't execute '{argv[0]}': {error.strerror}", error.code)


def _replaced(
    process: Process, argv: list[str], env: dict[str, str] | None, cwd: str | None, fs: FileSystem | None
) -> int:
    new = process.child(argv, env=env, cwd=cwd, fs=fs, in_place=True)
    status = launch(new)
    process.killed_by = new.killed_by
    return status


def _ended(child: Process) -> int:
    """Run a program to its end and return its status, whatever ends it. Raises LaunchError."""
    try:
        return launch(child)
    except BrokenPipe:
        return 141
    except Killed as killed:
        if killed.pid != child.pid:
            raise
        return 128 + killed.signal


class Child:
    """A program that runs beside this one, with `stream` as a pipe to or from it."""

    def __init__(self, process: Process, argv: list[str], reading: bool) -> None:
        pipe = Pipe(process.kernel)
        self.stream: Stream = pipe.reader if reading else pipe.writer
        theirs: Stream = pipe.writer if reading else pipe.reader
        child = process.child(argv, stdin=None if reading else theirs, stdout=theirs if reading else None)
        self.stream.retain()
        theirs.retain()

        def body() -> int:
            try:
                return _ended(child)
            except LaunchError as error:
                return error.code
            finally:
                theirs.release()

        self._kernel = process.kernel
        self._task = process.kernel.add(body, child.pid)

    @classmethod
    def reading_from(cls, process: Process, argv: list[str]) -> Child:
        """Start a program whose output is read from `stream`."""
        return cls(process, argv, reading=True)

    @classmethod
    def writing_to(cls, process: Process, argv: list[str]) -> Child:
        """Start a program whose input is written to `stream`."""
        return cls(process, argv, reading=False)

    def close(self) -> int:
        """Close the pipe, wait for the program, and return its status."""
        self.stream.release()
        return self._kernel.finish(self._task)


class Companion:
    """A program that runs beside this one with the same streams, and may be stopped."""

    def __init__(self, process: Process, argv: list[str]) -> None:
        self._process = process
        child = process.child(argv)

        def body() -> int:
            try:
                return _ended(child)
            except LaunchError as error:
                return process.fail(f"can't execute '{argv[0]}': {error.strerror}", error.code)

        self._child = child
        self._task = process.kernel.add(body, child.pid)

    def ends_within(self, seconds: float) -> bool:
        """Let time pass until the program has ended, `seconds` at most; whether it has."""
        kernel, task = self._process.kernel, self._task
        until = kernel.host.now() + seconds
        kernel.block(lambda: task.state == DONE or kernel.host.now() >= until, until)
        return task.state == DONE

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.kernel.kill(self._child.pid, number)

    def status(self) -> int:
        """Wait for its end and return its status; a signal that ended it counts as having ended this program too."""
        status = self._process.kernel.finish(self._task)
        self._process.killed_by = self._child.killed_by
        return status
