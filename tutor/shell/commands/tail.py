"""The applet `tail`."""

from __future__ import annotations

from collections import deque

from tutor.shell.commands._applet import SUFFIXES, Failure, Output, applet, number, options
from tutor.shell.commands._files import ContentReader, opened, pieces
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Slice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

LINE = 1 << 16
"""Bytes that a line is taken to have at most when the end of a large file is looked for."""


@applet(
    "[OPTIONS] [FILE]...",
    "Print the last 10 lines of FILEs; -n N: N lines, -n +N: from line N on, -c: bytes, -f: follow.",
)
def main(process: Process) -> int:
    """Print the end of files."""
    argv = process.argv[1:]
    if argv and len(argv[0]) > 1 and argv[0][0] in "-+" and argv[0][1].isdecimal():
        argv[:1] = ["-n", argv[0].removeprefix("-")]
    opts = options(process, "fc:n:qs:vF", argv=argv)
    by_bytes = "c" in opts
    given = opts.value("n" if "n" in opts else "c")
    given = "10" if given is None else given
    from_start = given.startswith("+")
    count = number(given.lstrip("-+") or given, suffixes=SUFFIXES)
    pause = number(opts.value("s") or "1")
    names = opts.arguments or ["-"]
    follow = "f" in opts or "F" in opts
    shown = ""
    with Output(process) as out:
        sizes: dict[str, int] = {}
        found = list(opened(process, out, names, "can't open '{name}': {error}"))
        if not found:
            raise Failure("no files")
        titled = ("v" in opts or len(found) > 1) and "q" not in opts
        for name, stream in found:
            if titled:
                title = name if opts.arguments else "standard input"
                out.text(f"{chr(10) if shown else ''}==> {title} <==\n")
                shown = name
            if stream is None:
                out.complain("read error: Is a directory")
                continue
            sizes[name] = _tail(stream, count, by_bytes, from_start, out)
        if follow:
            out.flush()
            _follow(process, out, {name: size for name, size in sizes.items() if name != "-"}, pause, shown)
        return out.code


def _tail(stream: Stream, count: int, by_bytes: bool, from_start: bool, out: Output) -> int:
    """Print the end of a stream; return how many bytes it had where that is known."""
    if from_start:
        return _from(stream, count, by_bytes, out)
    if isinstance(stream, ContentReader) and by_bytes:
        content = stream.content
        out.write(content.read(max(0, content.size - count)))
        return content.size
    if by_bytes:
        size = 0
        held = b""
        for piece in pieces(stream):
            size += len(piece)
            held = (held + piece)[-count:] if count else b""
        out.write(held)
        return size
    whole = 0
    if isinstance(stream, ContentReader):
        # Only the end of a large file is looked at: lines are taken to be no longer than this.
        whole = max(0, stream.content.size - (count | 15) * LINE)
        stream = ContentReader(Slice(stream.content, whole, stream.content.size)) if whole else stream
    lines: deque[bytes] = deque(maxlen=count)
    size = 0
    for line in stream:
        size += len(line)
        lines.append(line)
    out.write(b"".join(lines))
    return whole + size


def _from(stream: Stream, count: int, by_bytes: bool, out: Output) -> int:
    """Print a stream from line or byte `count` on."""
    size = 0
    if by_bytes:
        size = len(stream.read(max(0, count - 1)))
    else:
        for _ in range(count - 1):
            line = stream.readline()
            size += len(line)
            if not line:
                return size
    for piece in pieces(stream):
        size += len(piece)
        out.write(piece)
    return size


def _follow(process: Process, out: Output, sizes: dict[str, int], pause: int, shown: str) -> None:
    """Print what is appended to files, for ever."""
    while True:
        process.sleep(max(1, pause))
        process.tick()
        process.kernel.sync()
        for name, before in sizes.items():
            try:
                content = process.fs.content(process.path(name))
            except FsError:
                continue
            if content.size < before:
                sizes[name] = before = 0
            if content.size > before:
                if len(sizes) > 1 and name != shown:
                    out.text(f"\n==> {name} <==\n")
                    shown = name
                out.write(content.read(before))
                sizes[name] = content.size
        out.flush()
