"""The applet `tee`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options
from tutor.shell.commands._files import open_output, pieces
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-ai] [FILE]...", "Copy standard input to each FILE and to standard output.")
def main(process: Process) -> int:
    """Copy input to files and output."""
    opts = options(process, "ia")
    code = 0
    streams = [process.stdout]
    for name in opts.arguments:
        try:
            streams.append(process.stdout if name == "-" else open_output(process, name, append="a" in opts))
        except FsError as error:
            code = process.fail(f"{name}: {error.strerror}")
    for piece in pieces(process.stdin):
        for stream in streams:
            try:
                stream.write(piece)
            except FsError as error:
                code = process.fail(f"{error.path}: {error.strerror}")
    return code
