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
            if "v" in opts:
                process.out("".join([f"created directory: '{folder}'\n" for folder in made]))
        except FsError as error:
            code = process.fail(f"can't create directory '{error.path}': {error.strerror}")
    return code


def _make(process: Process, name: str, mode: int, parents: bool) -> list[str]:
    """Make a folder; return what was made. Raises FsError with the name of the folder that failed."""
    fs = process.fs
    made: list[str] = []
    if name == ".":
        return made
    if parents:
        at = name.find("/", 1)
        while at >= 0 and name[at:].strip("/"):
            part = name[:at]
            if not fs.is_dir(process.path(part)):
                made.append(_mkdir(process, part + "/", mode | 0o300))
            at = name.find("/", at + 1)
        if name and fs.is_dir(process.path(name)):
            return made
    made.append(_mkdir(process, name, mode, parents))
    return made


def _mkdir(process: Process, name: str, mode: int, parents: bool = True) -> str:
    path = process.path(name) if name else ""
    try:
        try:
            process.fs.mkdir(path, mode)
        except FsError as error:
            if parents and error.code == "EEXIST":
                process.fs.stat(path)  # its own fault is what is told: a link that leads nowhere
            raise
    except FsError as error:
        raise FsError(error.code, name) from None
    return name
