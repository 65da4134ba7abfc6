"""The applets `clear`, `reset`, `sync`, `fsync` and `tty`: small things about the terminal and the disk."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options

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
    options(process, "df")
    process.kernel.sync()
    return 0


@applet("[-s]", "Print the name of the terminal; -s: only say whether there is one.")
def _tty(process: Process) -> int:
    opts = options(process, "s")
    if "s" not in opts:
        process.out("/dev/pts/0\n" if process.stdin.tty else "not a tty\n")
    return 0 if process.stdin.tty else 1
