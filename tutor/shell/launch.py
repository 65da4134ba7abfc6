"""From a name to a running program: PATH, permission, `#!`, applets, the host's own programs.

Every way to start a program goes through `launch`: the shell, applets that run others, and a container's main process.
"""

from __future__ import annotations

from tutor.shell.kernel import Killed
from tutor.shell.limits import STOPPED, LimitExceeded, Stopped
from tutor.shell.streams import BrokenPipe, StreamError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.host import Program
    from tutor.shell.process import Process
    from tutor.vfs.filesystem import FileSystem

DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SHELLS = frozenset({"sh", "ash", "dash", "bash"})
HEAD = 256
STEPS = 25
"""What starting a program counts for, in steps of the shell's own: about the time that it takes."""


class LaunchError(Exception):
    """A program cannot be started.

    kind: "not found" (code 127), "folder", "permission", "format" (neither a binary nor a `#!` script: a shell runs it
    as a script), "interpreter" (the `#!` line names a program that is not there), "unknown" (an executable that
    cannot be simulated). path: what was looked up. strerror: the system's text for it.
    """

    def __init__(self, kind: str, path: str, strerror: str, code: int) -> None:
        super().__init__(f"{path}: {strerror}")
        self.kind = kind
        self.path = path
        self.strerror = strerror
        self.code = code


def not_found(name: str) -> LaunchError:
    """Return the error for a name that no folder of PATH has."""
    return LaunchError("not found", name, "No such file or directory", 127)


def locate(fs: FileSystem, name: str, search: str, cwd: str) -> str:
    """Return the absolute path of the executable that `name` means.

    A name with a slash is that file; any other is looked for in the folders of `search` (a value of PATH; an empty
    part is the working folder). Raises LaunchError.
    """
    if "/" in name:
        path = name if name.startswith("/") else f"{cwd.rstrip('/')}/{name}"
        _check(fs, path, name)
        return path
    denied: LaunchError | None = None
    for folder in search.split(":"):
        base = folder if folder.startswith("/") else f"{cwd.rstrip('/')}/{folder}".rstrip("/")
        path = f"{base.rstrip('/')}/{name}"
        try:
            _check(fs, path, name)
            return path
        except LaunchError as error:
            if error.kind == "permission" and denied is None:
                denied = error
    raise denied or not_found(name)


def _check(fs: FileSystem, path: str, name: str) -> None:
    from tutor.vfs.errors import FsError

    try:
        stat = fs.stat(path)
    except FsError as error:
        if error.code == "EACCES":
            raise LaunchError("permission", name, "Permission denied", 126) from None
        raise LaunchError("not found", name, error.strerror, 127) from None
    if stat.kind == "directory":
        raise LaunchError("folder", name, "Permission denied", 126)
    if not stat.mode & 0o111 or not fs.access(path, "x"):
        raise LaunchError("permission", name, "Permission denied", 126)


def launch(process: Process) -> int:
    """Find and run `process.argv[0]`; return its exit status. Raises LaunchError if it cannot be started."""
    path = locate(process.fs, process.argv[0], process.env.get("PATH", DEFAULT_PATH), process.cwd)
    return execute(process, path)


def execute(process: Process, path: str, depth: int = 0) -> int:
    """Run the executable at `path` (absolute, checked) with `process.argv`. Raises LaunchError."""
    kernel = process.kernel
    kernel.sync()
    head = process.fs.content(path).read(0, HEAD)
    if head.startswith(b"#!"):
        script = process.host.script_program(head)
        if script is None:
            return _interpret(process, path, head, depth)
        _interpreter(process, head)
        program = script
    else:
        program = program_at(process, path, head)
    kernel.meter.step(STEPS)
    entry = kernel.enter(process.pid, process.ppid, process.argv, process.fs.uid)
    if process.ignored:
        entry.signal = process.ignored.__contains__
    outermost = kernel.begin()
    status = 0
    try:
        status = program(process)
        if outermost:
            kernel.settle()
    except BrokenPipe:
        process.killed_by = 13
        status = 141
    except StreamError as error:
        status = process.fail(f"write error: {error.strerror}")
    except Killed as error:
        if error.pid != entry.pid:
            raise
        process.killed_by = error.signal
        status = 128 + error.signal
    except (LimitExceeded, RecursionError) as error:
        if not outermost:
            raise
        status = exceeded(process, error)
    except Stopped:
        if not outermost:
            raise
        status = STOPPED
    finally:
        kernel.leave(process.pid)
        kernel.sync()
        if outermost:
            kernel.close()
            kernel.end()
    return status


def exceeded(process: Process, error: LimitExceeded | RecursionError) -> int:
    """Say on standard error which limit ended the run, and return its status."""
    known = error if isinstance(error, LimitExceeded) else LimitExceeded("nested too deeply")
    process.kernel.meter.stop.exceeded = True
    process.err(f"{known}\n")
    return known.code


def _interpret(process: Process, path: str, head: bytes, depth: int) -> int:
    """Run a `#!` script: its interpreter gets the rest of the line as one argument, the script and the arguments."""
    words = head[2:].split(b"\n", 1)[0].strip().split(None, 1)
    if not words or depth > 3:
        raise LaunchError("format", path, "Exec format error", 126)
    interpreter, *argument = (word.decode("utf-8", "surrogateescape").strip() for word in words)
    name = process.argv[0]
    target = _interpreter(process, head)
    process.argv = [interpreter, *argument, path if "/" not in name else name, *process.argv[1:]]
    return execute(process, target, depth + 1)


MARK = b"layerwise\0"
"""Behind an ELF header: here follow the name of the program that runs the file and the loader that it needs."""


def _carried(process: Process, head: bytes) -> str:
    """Return the name of the program that an executable carries, "" where it carries none. Raises LaunchError."""
    at = head.find(MARK, 64)
    if at < 0:
        return ""
    name, loader, *_ = [*head[at + len(MARK) :].split(b"\0", 2), b""]
    if loader and not process.fs.exists(loader.decode()):
        raise LaunchError("interpreter", process.argv[0], "No such file or directory", 127)
    return name.decode("ascii", "replace")


def _interpreter(process: Process, head: bytes) -> str:
    """Return the path of the program that a `#!` line names. Raises LaunchError."""
    words = head[2:].split(b"\n", 1)[0].split()
    interpreter = words[0].decode("utf-8", "surrogateescape") if words else ""
    try:
        return locate(process.fs, interpreter if "/" in interpreter else f"./{interpreter}", "", process.cwd)
    except LaunchError as error:
        raise LaunchError("interpreter", process.argv[0], error.strerror, error.code) from None


def program_at(process: Process, path: str, head: bytes) -> Program:
    """Return the program behind a binary executable. Raises LaunchError."""
    carried = _carried(process, head)
    name = carried or path.rpartition("/")[2]
    program = process.host.builtin_program(name, "" if carried else path)
    if program is not None:
        return program
    if not head.startswith(b"\x7fELF") and (not head or b"\0" not in head):
        raise LaunchError("format", process.argv[0], "Exec format error", 126)
    found = _program_named(name)
    if found is not None:
        return found
    real = process.fs.resolve(path).rpartition("/")[2]
    if real == "busybox":
        return _busybox
    found = _program_named(real)
    if found is not None:
        return found
    raise LaunchError("unknown", process.argv[0], "cannot be simulated here", 126)


def applet(name: str) -> Program | None:
    """Return the applet called `name`; imports its module."""
    from tutor.shell.commands import APPLETS

    module = APPLETS.get(name)
    if module is None:
        return None
    loaded = __import__(f"tutor.shell.commands.{module}", fromlist=["main"])
    main: Program | None = getattr(loaded, "main", None)
    return main


def _program_named(name: str) -> Program | None:
    if name in SHELLS:
        from tutor.shell.sh import main

        return main
    if name == "busybox":
        return _busybox
    return applet(name)


def _busybox(process: Process) -> int:
    from tutor.shell.commands._busybox import main

    return main(process, _program_named)
