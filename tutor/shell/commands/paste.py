"""The applet `paste`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Output, applet, options
from tutor.shell.commands._escapes import escape
from tutor.shell.commands._files import lines, open_input
from tutor.shell.streams import Input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


@applet("[-d DELIMITERS] [-s] [FILE]...", "Put the lines of FILEs beside each other; -s: all lines of a file into one.")
def main(process: Process) -> int:
    """Put lines beside each other."""
    opts = options(process, "d:s")
    given = opts.value("d")
    if given == "":
        raise Failure("-d '' is not supported")
    marks = _marks("\t" if given is None else given)
    streams: list[Stream] = []
    for name in opts.arguments or ["-"]:
        try:
            streams.append(open_input(process, name))
        except FsError as error:
            if error.code != "EISDIR":
                raise Failure(f"{name}: {error.strerror}") from None
            streams.append(Input())
    with Output(process) as out:
        if "s" in opts:
            for stream in streams:
                _serial(lines(stream), out, marks)
        else:
            _parallel([lines(stream) for stream in streams], out, marks)
    return 0


def _marks(text: str) -> list[bytes]:
    """Return what stands between columns, each in its turn; backslash and 0 is nothing."""
    found: list[bytes] = []
    at = 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            value, end = escape(text, at + 1)
            found.append(bytes((value,)) if value else b"")
            at = end
        else:
            found.append(text[at].encode("utf-8", "surrogateescape"))
            at += 1
    return found


def _serial(rows: Iterator[bytes], out: Output, marks: list[bytes]) -> None:
    """Print all lines of a file as one."""
    parts: list[bytes] = []
    for number, line in enumerate(rows):
        if number:
            parts.append(marks[(number - 1) % len(marks)])
        parts.append(line)
    if parts:
        out.write(b"".join(parts) + b"\n")


def _parallel(files: list[Iterator[bytes]], out: Output, marks: list[bytes]) -> None:
    """Print the first lines of all files as one, then the second ones.

    A file that has ended leaves nothing behind, not even what stands between columns: so busybox does it.
    """
    left = set(range(len(files)))
    while left:
        used = 0
        for number, rows in enumerate(files):
            line = next(rows, None) if number in left else None
            if line is None:
                left.discard(number)
                continue
            if number == len(files) - 1:
                out.write(line + b"\n")
            else:
                out.write(line + marks[used % len(marks)])
                used += 1
