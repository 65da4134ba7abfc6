"""The applet `pwd`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-LP]", "Print the working folder; -L: as PWD names it.")
def main(process: Process) -> int:
    """Print the working folder."""
    opts = options(process, "LP")
    try:
        path = process.fs.resolve(process.cwd)
        if opts.last_of("LP") == "L":
            path = _logical(process, path)
    except FsError as error:
        return process.fail(f"getcwd: {error.strerror}")
    process.out(path + "\n")
    return 0


def _logical(process: Process, path: str) -> str:
    """Return what PWD says, if that is the canonical `path` indeed."""
    told = process.env.get("PWD", "")
    plain = told.startswith("/") and not {".", ".."} & set(told.split("/"))
    return told if plain and process.fs.exists(told) and process.fs.resolve(told) == path else path
