"""The applet `pwd`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("", "Print the working folder.")
def main(process: Process) -> int:
    """Print the working folder."""
    opts = options(process, "LP")
    path = process.cwd
    if opts.last_of("LP") == "P":
        try:
            path = process.fs.resolve(path)
        except FsError as error:
            return process.fail(f"getcwd: {error.strerror}")
    process.out(path + "\n")
    return 0
