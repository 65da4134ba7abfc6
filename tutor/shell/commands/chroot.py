"""The applet `chroot`: run a program that takes a folder for its root."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, options
from tutor.shell.commands._spawn import become
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("NEWROOT [PROG ARGS]", "Run PROG, or a shell, with NEWROOT for its root folder.")
def main(process: Process) -> int:
    """Run a program within a folder."""
    opts = options(process, "", permute=False, at_least=1)
    folder, *argv = opts.arguments
    try:
        fs = process.fs.within(process.path(folder))
    except FsError as error:
        raise Failure(f"can't change root directory to '{folder}': {error.strerror}") from None
    if process.fs.uid:
        raise Failure(f"can't change root directory to '{folder}': Operation not permitted")
    return become(process, argv or [process.env.get("SHELL") or "/bin/sh", "-i"], cwd="/", fs=fs)
