"""The applets `clear`, `reset`, `sync`, `fsync` and `tty`: small things about the terminal and the disk."""

from __future__ import annotations

from tutor.shell.commands._applet import Usage, applet, options
from tutor.shell.commands._files import open_input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Do what the name says."""
    applets = {"clear": _clear, "reset": _reset, "tty": _tty}
    return applets.get(process.name, _sync)(process)


@applet("", "Clear the screen.")
def _clear(process: Process) -> int:
    process.out("\x1b[H\x1b[J")
    return 0


@applet("", "Bring the terminal back to its beginning.")
def _reset(process: Process) -> int:
    if process.stdout.tty:
        process.out("\x1bc\x1b(B\x1b[m\x1b[J\x1b[?25h")
    return 0


@applet("[FILE]...", "Write what is held back to the disk.")
def _sync(process: Process) -> int:
    names = options(process, "df").arguments
    if not names and process.name == "fsync":
        raise Usage
    code = 0
    for name in names:
        try:
            open_input(process, name)
        except FsError as error:
            if error.code != "EISDIR":  # a folder can be opened, but not read
                code = process.fail(f"can't open '{name}': {error.strerror}")
    process.kernel.sync()
    return code


@applet("[-s]", "Print the name of the terminal; -s: only say whether there is one.", code=2)
def _tty(process: Process) -> int:
    opts = options(process, "s")
    if "s" not in opts:
        process.out("/dev/pts/0\n" if process.stdin.tty else "not a tty\n")
    return 0 if process.stdin.tty else 1
