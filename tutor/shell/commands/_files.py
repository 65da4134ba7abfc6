"""Files that applets read and write, by the names that people give them.

The one rule: errors carry the name as it was typed, never the absolute path it stands for.
"""

from __future__ import annotations

from tutor.shell.files import ENDLESS, FileReader, open_file
from tutor.vfs.errors import STRERROR, FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.shell.commands._applet import Output
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream
    from tutor.vfs.content import Content
    from tutor.vfs.filesystem import Stat

PIECE = 1 << 16


def full_path(process: Process, name: str) -> str:
    """Return the absolute path of a file; an empty name stays empty, and so names nothing."""
    return process.path(name) if name else ""


def open_input(process: Process, name: str) -> Stream:
    """Open a file for reading; `-` is standard input. Raises FsError with the name as given (EISDIR for folders)."""
    if name == "-":
        return process.stdin
    path = full_path(process, name)
    stream = descriptor(process, path)
    if stream is not None:
        return stream
    return FileReader(content_of(process, name), process.kernel.meter)


def content_of(process: Process, name: str) -> Content:
    """Return what a file contains, unread. Raises FsError with the name as given."""
    process.kernel.sync()
    try:
        return process.fs.content(full_path(process, name))
    except FsError as error:
        raise FsError(error.code, name) from None


def link_count(process: Process, name: str, stat: Stat) -> int:
    """Return how many links a file has; a folder has its name, itself, and one in each folder that is in it."""
    if not stat.is_dir:
        return stat.nlink
    fs, path = process.fs, full_path(process, name)
    try:
        return 2 + sum([fs.stat(f"{path}/{child}", follow=False).is_dir for child in fs.listdir(path)])
    except FsError:
        return 2


def descriptor(process: Process, path: str) -> Stream | None:
    """Return the open stream that a path such as `/dev/stdin` or `/dev/tty` means; None for any other path."""
    if not path.startswith(("/dev/", "/proc/")):
        return None
    device = process.fs.device(path)
    if device == (5, 0):
        stream = process.fds.get(0)
        return stream if process.tty else None
    if device is not None and device[0] == 136:
        return process.fds.get(device[1])
    return None


def taken(stream: Stream, size: int | None = None) -> Content | None:
    """Read what comes next in a file (`size`: at most so much) without producing it; None for any other stream.

    All of a device that never ends is nothing that could be taken.
    """
    if not isinstance(stream, FileReader) or (size is None and stream.left >= ENDLESS):
        return None
    return stream.take(size)


def pieces(stream: Stream, size: int = PIECE) -> Iterator[bytes]:
    """Yield what a stream holds as it comes, in pieces of at most `size` bytes."""
    some: Callable[[int], bytes] = getattr(stream, "read_some", stream.read)
    while piece := some(size):
        yield piece


def lines(stream: Stream) -> Iterator[bytes]:
    """Yield the lines of a stream without their ends; a NUL ends a line too, as in many of busybox's applets."""
    for line in stream:
        if b"\0" in line:
            parts = line.split(b"\0")
            last = parts.pop()
            yield from parts
            if not last:
                continue
            line = last
        yield line[:-1] if line.endswith(b"\n") else line


def opened(
    process: Process, out: Output, names: Iterable[str], message: str = "{name}: {error}"
) -> Iterator[tuple[str, Stream | None]]:
    """Open one file after the other; one that cannot be opened is complained about with `message` and skipped.

    A folder, which can be opened but not read, gives None.
    """
    for name in names:
        try:
            stream = open_input(process, name)
        except FsError as error:
            if error.code == "EISDIR":
                yield name, None
            else:
                out.complain(message.format(name=name, error=error.strerror))
            continue
        yield name, stream


def each_input(
    process: Process,
    out: Output,
    names: Iterable[str],
    message: str = "{name}: {error}",
    folder: str | None = "read error: {error}",
) -> Iterator[tuple[str, Stream]]:
    """Open one file after the other, as `opened` does; of a folder `folder` is said, None: it is passed over."""
    for name, stream in opened(process, out, names, message):
        if stream is not None:
            yield name, stream
        elif folder is not None:
            out.complain(folder.format(name=name, error=STRERROR["EISDIR"]))


def open_output(process: Process, name: str, *, append: bool = False) -> Stream:
    """Open a file for writing, emptied first unless `append`. Raises FsError with the name as given."""
    path = full_path(process, name)
    try:
        return open_file(
            process.kernel, process.fs, path, ">>" if append else ">", process.umask, process.fds, noclobber=False
        )
    except FsError as error:
        raise FsError(error.code, name) from None
