"""The applet `cmp`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Output, Usage, applet, number, options
from tutor.shell.commands._files import open_input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_BLOCK = 1 << 16


@applet("[-ls] [-n NUM] FILE1 [FILE2 [SKIP1 [SKIP2]]]", "Compare two files byte by byte.")
def main(process: Process) -> int:
    """Compare two files."""
    opts = options(process, "n:ls", at_least=1, at_most=4)
    if "l" in opts and "s" in opts:
        raise Usage
    words = [*opts.arguments, "-"][:2] if len(opts.arguments) < 2 else opts.arguments
    skips = [number(word) for word in words[2:]]
    most = number(opts.value("n") or "0") if "n" in opts else -1
    streams: list[Stream] = []
    for name in words[:2]:
        try:
            streams.append(open_input(process, name))
        except FsError as error:
            if "s" in opts:
                return 2
            if error.code == "EISDIR":
                raise Failure(f"{name}: I/O error", 2) from None
            raise Failure(f"{name}: {error.strerror}", 2) from None
    if streams[0] is streams[1]:
        return 0
    for stream, skip in zip(streams, skips, strict=False):
        while skip > 0 and (passed := len(stream.read(min(skip, _BLOCK)))):
            skip -= passed
    with Output(process) as out:
        return _compare(process, out, streams, (words[0], words[1]), most, opts.last_of("ls") or "")


def _compare(process: Process, out: Output, streams: list[Stream], names: tuple[str, str], most: int, form: str) -> int:
    """Compare two streams; return the status."""
    position, line, code = 0, 1, 0
    while most < 0 or position < most:
        size = _BLOCK if most < 0 else min(_BLOCK, most - position)
        one, two = (stream.read(size) for stream in streams)
        process.tick()
        if one != two:
            code = 1
            if form != "l":
                at = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), -1)
                if at >= 0:
                    if form != "s":
                        line += one.count(b"\n", 0, at)
                        out.text(f"{names[0]} {names[1]} differ: char {position + at + 1}, line {line}\n")
                    return 1
            else:
                for at, (a, b) in enumerate(zip(one, two, strict=False)):
                    if a != b:
                        out.text(f"{position + at + 1} {a:3o} {b:3o}\n")
            if len(one) != len(two):
                if form != "s":
                    out.flush()
                    process.fail(f"EOF on {names[0] if len(one) < len(two) else names[1]}")
                return 1
        if len(one) < size:
            return code
        position += len(one)
        line += one.count(b"\n")
    return code
