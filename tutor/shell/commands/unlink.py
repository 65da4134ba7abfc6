"""The applets `unlink` and `link`: one system call each."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, options
from tutor.shell.commands._files import full_path
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Remove a name, or give another one."""
    return _link(process) if process.name == "link" else _unlink(process)


@applet("FILE", "Remove FILE.")
def _unlink(process: Process) -> int:
    name = options(process, "", at_least=1, at_most=1).arguments[0]
    try:
        process.fs.unlink(full_path(process, name))
    except FsError as error:
        raise Failure(f"can't remove file '{name}': {error.strerror}") from None
    return 0


@applet("FILE LINK", "Give FILE the further name LINK.")
def _link(process: Process) -> int:
    name, new = options(process, "", at_least=2, at_most=2).arguments
    try:
        process.fs.link(full_path(process, name), full_path(process, new))
    except FsError as error:
        raise Failure(f"can't create hardlink '{new}' to '{name}': {error.strerror}") from None
    return 0
