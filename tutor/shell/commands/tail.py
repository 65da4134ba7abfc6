"""The applet `tail`."""

from __future__ import annotations

from tutor.shell.commands._applet import SUFFIXES, Failure, Output, applet, number, options
from tutor.shell.commands._files import ContentReader, each_input, pieces
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


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
    by_bytes = opts.last_of("nc") == "c"
    given = opts.value("c" if by_bytes else "n") or "10"
    from_start = given.startswith("+")
    count = number(given.lstrip("-+") or given, suffixes=SUFFIXES)
    pause = number(opts.value("s") or "1")
    names = opts.arguments or ["-"]
    follow = "f" in opts or "F" in opts
    shown = ""
    with Output(process) as out:
        sizes: dict[str, int] = {}
        opened = list(each_input(process, out, names, "can't open '{name}': {error}"))
        if not opened:
            if any(not process.fs.is_dir(process.path(name)) for name in names):
                raise Failure("no files", out.code)
            return out.code
        titled = ("v" in opts or len(opened) > 1) and "q" not in opts
        for name, stream in opened:
            if titled:
                out.text(f"{chr(10) if shown else ''}==> {'standard input' if name == '-' else name} <==\n")
                shown = name
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
    from collections import deque

    lines: deque[bytes] = deque(maxlen=count)
    size = 0
    for line in stream:
        size += len(line)
        lines.append(line)
    out.write(b"".join(lines))
    return size


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
