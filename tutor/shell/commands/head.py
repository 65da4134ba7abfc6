"""The applet `head`."""

from __future__ import annotations

from tutor.shell.commands._applet import SUFFIXES, Output, applet, number, options
from tutor.shell.commands._files import opened, pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


@applet(
    "[OPTIONS] [FILE]...",
    "Print the first 10 lines of FILEs; -n N: N lines, -n -N: all but the last N, -c: bytes.",
)
def main(process: Process) -> int:
    """Print the beginning of files."""
    argv = process.argv[1:]
    if argv and len(argv[0]) > 1 and argv[0][0] == "-" and argv[0][1].isdecimal():
        argv[:1] = ["-n", argv[0][1:]]
    opts = options(process, "n:c:qv", argv=argv)
    by_bytes = "c" in opts
    given = opts.value(opts.last_of("nc") or "n")
    given = "10" if given is None else given
    backwards = given.startswith("-")
    count = number(given.removeprefix("-"), suffixes=SUFFIXES)
    names = opts.arguments or ["-"]
    titled = ("v" in opts or len(names) > 1) and "q" not in opts
    with Output(process) as out:
        for name, stream in opened(process, out, names):
            if titled:
                shown = "standard input" if name == "-" else name
                out.text(f"{'' if name is names[0] else chr(10)}==> {shown} <==\n")
            if stream is None:
                out.complain(f"{name}: Input/output error")
                continue
            if backwards:
                _all_but(stream, count, by_bytes, out)
            elif by_bytes:
                _bytes(stream, count, out)
            else:
                for _ in range(count):
                    line = stream.readline()
                    if not line:
                        break
                    out.write(line)
        return out.code


def _bytes(stream: Stream, count: int, out: Output) -> None:
    while count > 0 and (piece := stream.read(min(count, 65536))):
        out.write(piece)
        count -= len(piece)


def _all_but(stream: Stream, count: int, by_bytes: bool, out: Output) -> None:
    """Print all but the last lines or bytes, holding back no more than those."""
    if by_bytes:
        held = b""
        for piece in pieces(stream):
            held += piece
            if len(held) > count:
                out.write(held[: len(held) - count])
                held = held[len(held) - count :]
        return
    lines: list[bytes] = []
    for line in stream:
        lines.append(line)
        if len(lines) >= 2 * count + 64:
            for done in lines[: len(lines) - count]:
                out.write(done)
            del lines[: len(lines) - count]
    for done in lines[: max(0, len(lines) - count)]:
        out.write(done)
