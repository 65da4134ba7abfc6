"""The applet `mkdir`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options
from tutor.shell.commands._modes import need_mode
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-m MODE] [-p] DIRECTORY...", "Make folders; -p: and those above them, and no error if they are there.")
def main(process: Process) -> int:
    """Make folders."""
    opts = options(process, "m:pv", {"mode:": "m", "parents": "p", "verbose": "v"}, at_least=1)
    wanted = opts.value("m")
    mode = 0o777 & ~process.umask
    exact = None if wanted is None else need_mode(wanted, 0o777, True, process.umask)
    code = 0
    for name in opts.arguments:
        try:
            made = _make(process, name, mode, "p" in opts)
            if exact is not None and made:
                process.fs.chmod(process.path(name), exact)
            if "v" in opts and made:
                process.out(f"created directory: '{name}'\n")
        except FsError as error:
            code = process.fail(f"can't create directory '{error.path}': {error.strerror}")
    return code


def _make(process: Process, name: str, mode: int, parents: bool) -> bool:
    """Make a folder; whether it was not there already. Raises FsError with the name of the folder that failed."""
    fs = process.fs
    if parents:
        at = name.find("/", 1)
        while at >= 0 and name[at:].strip("/"):
            part = name[:at]
            if not fs.is_dir(process.path(part)):
                if fs.exists(process.path(part)):
                    raise FsError("ENOTDIR", part + "/")
                _mkdir(process, part + "/", mode | 0o300)
            at = name.find("/", at + 1)
        if fs.is_dir(process.path(name)):
            return False
    _mkdir(process, name, mode)
    return True


def _mkdir(process: Process, name: str, mode: int) -> None:
    try:
        process.fs.mkdir(process.path(name) if name else "", mode)
    except FsError as error:
        raise FsError(error.code, name) from None
