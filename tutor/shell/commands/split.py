"""The applet `split`."""

from __future__ import annotations

from tutor.shell.commands._applet import SUFFIXES, Failure, applet, number, options
from tutor.shell.commands._files import ContentReader, full_path, open_input, open_output
from tutor.vfs.errors import FsError
from tutor.vfs.generated import part_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_MULTIPLES = {**SUFFIXES, "kB": 1000, "MB": 10**6, "GB": 10**9}


@applet("[OPTIONS] [INPUT [PREFIX]]", "Cut a file into files of 1000 lines; -l N: of N lines, -b N: of N bytes.")
def main(process: Process) -> int:
    """Cut a file into several."""
    opts = options(process, "l:b:a:", at_most=2)
    source = opts.arguments[0] if opts.arguments else "-"
    prefix = opts.arguments[1] if len(opts.arguments) > 1 else "x"
    by_bytes = "b" in opts
    suffixes = _MULTIPLES if by_bytes else None
    count = number(opts.value("b" if by_bytes else "l") or "1000", 1, suffixes=suffixes)
    names = _names(prefix, number(opts.value("a") or "2", 1, 255))
    try:
        stream = open_input(process, source)
    except FsError as error:
        raise Failure(f"{source}: {error.strerror}") from None
    if by_bytes:
        _by_bytes(process, stream, count, names)
    else:
        _by_lines(process, stream, count, names)
    return 0


def _names(prefix: str, length: int) -> Iterator[str]:
    """Yield the names of the parts. Raises Failure when there are no more."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for index in range(26**length):
        suffix = ""
        for _ in range(length):
            suffix = letters[index % 26] + suffix
            index //= 26
        yield prefix + suffix
    raise Failure("suffixes exhausted")


def _open(process: Process, name: str) -> Stream:
    try:
        return open_output(process, name)
    except FsError as error:
        raise Failure(f"can't open '{name}': {error.strerror}") from None


def _by_bytes(process: Process, stream: Stream, count: int, names: Iterator[str]) -> None:
    """Cut by size; the parts of a file that is at hand refer to it."""
    if isinstance(stream, ContentReader) and stream.content.size < 1 << 50:
        content = stream.content
        for start in range(0, content.size, count):
            process.tick()
            name = next(names)
            _open(process, name)
            process.fs.write(full_path(process, name), part_of(content, start, min(count, content.size - start)))
        return
    left = 0
    part: Stream | None = None
    while data := stream.read_some(1 << 16):
        while data:
            if part is None or not left:
                part, left = _open(process, next(names)), count
            part.write(data[:left])
            data, left = data[left:], left - min(left, len(data))


def _by_lines(process: Process, stream: Stream, count: int, names: Iterator[str]) -> None:
    left = 0
    part: Stream | None = None
    for line in stream:
        if part is None or not left:
            part, left = _open(process, next(names)), count
        part.write(line)
        left -= 1
