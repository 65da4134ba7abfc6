"""Running other programs in the manner of env, timeout, xargs; and beside oneself, as `popen` does."""

from __future__ import annotations

from tutor.shell.kernel import Killed
from tutor.shell.launch import LaunchError, launch
from tutor.shell.pipes import Pipe
from tutor.shell.streams import BrokenPipe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


def run(
    process: Process, argv: list[str], *, env: dict[str, str] | None = None, stdin: Stream | None = None
) -> int:
    """Run a program to its end and return its status; complain if it cannot be run (127, 126)."""
    try:
        return process.spawn(argv, env=env, stdin=stdin)
    except LaunchError as error:
        if error.kind == "format":
            return process.spawn(["/bin/sh", error.path, *argv[1:]], env=env, stdin=stdin)
        return process.fail(f"can't execute '{argv[0]}': {error.strerror}", error.code)


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
                return launch(child)
            except LaunchError as error:
                return error.code
            except BrokenPipe:
                return 141
            except Killed as killed:
                if killed.pid != child.pid:
                    raise
                return 128 + killed.signal
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
