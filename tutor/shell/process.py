"""A running program as it sees itself: arguments, environment, files and streams; nothing of the real machine."""

from __future__ import annotations

from tutor.shell.kernel import Kernel
from tutor.shell.streams import Closed, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.host import Host
    from tutor.vfs.filesystem import FileSystem


class Process:
    """What an applet gets as its only argument; `main(process) -> int` returns the exit status.

    argv      the arguments, argv[0] being the name it was invoked by
    env       the exported variables (a dict of this process's own)
    cwd       the working folder, an absolute path
    umask     permission bits taken from new files: create with `0o666 & ~umask`
    fs        the file system, bound to this process's user (fs.uid, fs.gid, fs.groups)
    fds       open descriptors by number ; `stdin`, `stdout`, `stderr` are 0, 1, 2
    tty       whether the process has a terminal at all; whether stdout is one says `stdout.tty`
    host      the machine's answers (clock, host name, its own programs); pid, ppid: process numbers
    ignored   the signals that its parent ignores, and so it does
    killed_by the signal that ended it, 0 if none has
    kernel    what all processes of the machine share (limits, process table)

    BrokenPipe, Killed, Suspended, LimitExceeded and StreamError raised by streams and by `sleep` are let through:
    whoever launched the program turns them into its status.
    """

    __slots__ = (
        "argv",
        "cwd",
        "env",
        "fds",
        "fs",
        "host",
        "ignored",
        "kernel",
        "killed_by",
        "label",
        "pid",
        "ppid",
        "tty",
        "umask",
    )

    def __init__(
        self,
        argv: list[str],
        env: dict[str, str],
        cwd: str,
        fs: FileSystem,
        stdin: Stream | None,
        stdout: Stream | None,
        stderr: Stream | None,
        host: Host,
        *,
        umask: int = 0o022,
        tty: bool = False,
        pid: int | None = None,
        ppid: int = 0,
        kernel: Kernel | None = None,
        fds: dict[int, Stream] | None = None,
    ) -> None:
        self.argv = argv
        self.env = env
        self.cwd = cwd
        self.fs = fs
        self.host = host
        self.umask = umask
        self.tty = tty
        self.kernel = kernel or Kernel(host)
        self.pid = self.kernel.new_pid() if pid is None else pid
        self.ppid = ppid
        self.killed_by = 0
        self.label: str | None = None
        self.ignored: frozenset[int] = frozenset()
        if fds is None:
            given = {0: stdin, 1: stdout, 2: stderr}
            fds = {number: stream for number, stream in given.items() if stream is not None}
        self.fds: dict[int, Stream] = fds

    @property
    def stdin(self) -> Stream:
        """Standard input: `read(n)`, `readline()`, iteration over lines."""
        return self.fds.get(0) or Closed()

    @property
    def stdout(self) -> Stream:
        """Standard output: `write(bytes)`; `tty` says whether it is a terminal."""
        return self.fds.get(1) or Closed()

    @property
    def stderr(self) -> Stream:
        """Standard error."""
        return self.fds.get(2) or Closed()

    @property
    def name(self) -> str:
        """The last part of argv[0]: what a program of several names goes by."""
        return self.argv[0].rpartition("/")[2] if self.argv else ""

    def out(self, text: str | bytes) -> None:
        """Write to standard output; text becomes UTF-8 (odd bytes of file names pass unharmed)."""
        self.stdout.write(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))

    def err(self, text: str | bytes) -> None:
        """Write to standard error, as it is: no name before, no line end after."""
        self.stderr.write(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))

    def fail(self, message: str, code: int = 1) -> int:
        r"""Write `NAME: message\n` to standard error and return `code`; for a builtin NAME is that of its shell."""
        self.err(f"{self.label or self.name}: {message}\n")
        return code

    def path(self, path: str) -> str:
        """Return `path` as an absolute one, seen from the working folder (`.` and `..` are left to the file system)."""
        if path.startswith("/"):
            return path
        return f"{self.cwd}/{path}" if self.cwd != "/" else f"/{path}"

    def sleep(self, seconds: float) -> None:
        """Let simulated time pass; background jobs go on meanwhile. May raise Suspended or Killed."""
        self.kernel.sleep(seconds)

    def tick(self, count: int = 1) -> None:
        """Count work against the limits: called once per round by loops that neither read nor write."""
        self.kernel.meter.step(count)

    def line(self) -> None:
        """Count a line that is worked through: less than a step."""
        self.kernel.meter.line()

    def child(
        self,
        argv: list[str],
        *,
        env: dict[str, str] | None = None,
        cwd: str | None = None,
        fs: FileSystem | None = None,
        stdin: Stream | None = None,
        stdout: Stream | None = None,
        stderr: Stream | None = None,
        in_place: bool = False,
    ) -> Process:
        """Return a new process like this one: a copy of its environment and descriptors, a number of its own.

        With `in_place` it has this one's number and parent, as a program that takes another's place has.
        """
        fds = dict(self.fds)
        for number, stream in enumerate((stdin, stdout, stderr)):
            if stream is not None:
                fds[number] = stream
        process = Process(
            argv,
            dict(self.env) if env is None else env,
            self.cwd if cwd is None else cwd,
            self.fs if fs is None else fs,
            None,
            None,
            None,
            self.host,
            umask=self.umask,
            tty=self.tty,
            pid=self.pid if in_place else None,
            ppid=self.ppid if in_place else self.pid,
            kernel=self.kernel,
            fds=fds,
        )
        process.ignored = self.ignored
        return process

    def spawn(
        self,
        argv: list[str],
        *,
        env: dict[str, str] | None = None,
        cwd: str | None = None,
        fs: FileSystem | None = None,
        stdin: Stream | None = None,
        stdout: Stream | None = None,
        stderr: Stream | None = None,
    ) -> int:
        """Run another program (found through PATH as `launch` does) to its end and return its status.

        Raises `tutor.shell.launch.LaunchError` if it cannot be run: its `code` is the status to give (127 or 126) and
        `strerror` the reason, from which each applet makes its own message.
        """
        from tutor.shell.launch import launch

        return launch(self.child(argv, env=env, cwd=cwd, fs=fs, stdin=stdin, stdout=stdout, stderr=stderr))
