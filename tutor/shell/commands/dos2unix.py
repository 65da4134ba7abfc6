"""The applets `dos2unix` and `unix2dos`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, options
from tutor.shell.commands._files import open_input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-ud] [FILE]", "Turn the line ends of FILE into those of Unix or of DOS.")
def main(process: Process) -> int:
    """Convert line ends."""
    opts = options(process, "du", at_most=1)
    to_dos = process.name == "unix2dos"
    chosen = opts.last_of("du")
    to_dos = chosen == "d" if chosen else to_dos
    name = opts.arguments[0] if opts.arguments else "-"
    try:
        data = open_input(process, name).read().replace(b"\r\n", b"\n")
        data = data.replace(b"\n", b"\r\n") if to_dos else data.replace(b"\r", b"")
        if name == "-":
            process.out(data)
        else:
            process.fs.write(process.path(name), data)
    except FsError as error:
        raise Failure(f"can't open '{name}': {error.strerror}") from None
    return 0
