"""The applets `mkfifo` and `mknod`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, number, options
from tutor.shell.commands._modes import parse_mode
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Make special files."""
    return _mknod(process) if process.name == "mknod" else _mkfifo(process)


@applet("[-m MODE] NAME", "Make a named pipe.")
def _mkfifo(process: Process) -> int:
    opts = options(process, "m:", {"mode:": "m"}, at_least=1)
    _make(process, opts.arguments[0], "p", 0, 0, opts.value("m"))
    return 0


@applet("[-m MODE] NAME TYPE [MAJOR MINOR]", "Make a special file: TYPE b (block), c or u (character), p (pipe).")
def _mknod(process: Process) -> int:
    opts = options(process, "m:", {"mode:": "m"}, at_least=2)
    name, kind, *numbers = opts.arguments
    if kind not in ("b", "c", "u", "p") or len(numbers) != (0 if kind == "p" else 2):
        raise Usage
    major, minor = (number(numbers[0], high=4095), number(numbers[1], high=1048575)) if numbers else (0, 0)
    _make(process, name, "c" if kind == "u" else kind, major, minor, opts.value("m"))
    return 0


def _make(process: Process, name: str, kind: str, major: int, minor: int, wanted: str | None) -> None:
    mode = 0o666 & ~process.umask if wanted is None else parse_mode(wanted, 0o666, False, process.umask)
    try:
        if mode is None:
            raise FsError("EINVAL")
        process.fs.mknod(process.path(name) if name else "", kind, major, minor, mode)
    except FsError as error:
        raise Failure(f"{name}: {error.strerror}") from None
