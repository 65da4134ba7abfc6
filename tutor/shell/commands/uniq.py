"""The applet `uniq`."""

from __future__ import annotations

import re

from tutor.shell.commands._applet import Failure, Output, applet, number, options
from tutor.shell.commands._files import lines, open_input, open_output
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


@applet("[-cduiz] [-f,s,w N] [FILE [OUTFILE]]", "Print each line that differs from the one before it.")
def main(process: Process) -> int:
    """Drop repeated lines."""
    opts = options(process, "cduf:s:w:iz", at_most=2)
    fields = number(opts.value("f") or "0")
    skip = number(opts.value("s") or "0")
    width = number(opts.value("w") or "0") if "w" in opts else None
    skipper = re.compile(rb"(?:[ \t]*[^ \t\n]*){%d}" % fields)
    end = b"\0" if "z" in opts else b"\n"

    def key(line: bytes) -> bytes:
        if fields:
            found = skipper.match(line)
            line = line[found.end() :] if found else b""
        line = line[skip:] if width is None else line[skip : skip + width]
        return line.lower() if "i" in opts else line

    source = opts.arguments[0] if opts.arguments else "-"
    try:
        stream = open_input(process, source)
    except FsError as error:
        if error.code == "EISDIR":
            raise Failure(f"{source}: I/O error") from None
        raise Failure(f"can't open '{source}': {error.strerror}") from None
    rows = iter(stream.read().removesuffix(b"\0").split(b"\0")) if "z" in opts else lines(stream)
    target = opts.arguments[1] if len(opts.arguments) > 1 else "-"
    with Output(process) as out:
        write = out.write if target == "-" else _opened(process, target).write

        def show(line: bytes, count: int) -> None:
            if ("d" in opts and count == 1) or ("u" in opts and count > 1):
                return
            write((b"%7d " % count if "c" in opts else b"") + line + end)

        before: bytes | None = None
        before_key = b""
        count = 0
        for line in rows:
            this = key(line)
            if before is not None and this == before_key:
                count += 1
                continue
            if before is not None:
                show(before, count)
            before, before_key, count = line, this, 1
        if before is not None:
            show(before, count)
    return 0


def _opened(process: Process, name: str) -> Stream:
    try:
        return open_output(process, name)
    except FsError as error:
        raise Failure(f"can't open '{name}': {error.strerror}") from None
