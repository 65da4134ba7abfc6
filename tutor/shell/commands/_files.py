"""Files that applets read and write, by the names that people give them.

The one rule: errors carry the name as it was typed, never the absolute path it stands for.
"""

from __future__ import annotations

from tutor.shell.streams import Reader, StreamError, Writer
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.shell.commands._applet import Output
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream
    from tutor.vfs.content import Content

PIECE = 1 << 16


def open_input(process: Process, name: str) -> Stream:
    """Open a file for reading; `-` is standard input. Raises FsError with the name as given (EISDIR for folders)."""
    if name == "-":
        return process.stdin
    path = process.path(name) if name else ""
    stream = descriptor(process, path)
    if stream is not None:
        return stream
    try:
        content = process.fs.content(path)
    except FsError as error:
        raise FsError(error.code, name) from None
    return ContentReader(content)


def content_of(process: Process, name: str) -> Content:
    """Return what a file contains, unread. Raises FsError with the name as given."""
    try:
        return process.fs.content(process.path(name) if name else "")
    except FsError as error:
        raise FsError(error.code, name) from None


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


class ContentReader(Reader):
    """Reads a content from its beginning, a piece at a time."""

    __slots__ = ("_pieces", "content")

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.content = content
        self._pieces = iter(content.chunks())

    def _fill(self) -> bytes:
        for piece in self._pieces:
            if piece:
                return piece
        return b""


def pieces(stream: Stream, size: int = PIECE) -> Iterator[bytes]:
    """Yield what a stream holds as it comes, in pieces of at most `size` bytes."""
    some: Callable[[int], bytes] = getattr(stream, "read_some", stream.read)
    while piece := some(size):
        yield piece


def each_input(
    process: Process, out: Output, names: Iterable[str], message: str = "{name}: {error}"
) -> Iterator[tuple[str, Stream]]:
    """Open one file after the other; one that cannot be opened is complained about and skipped."""
    for name in names:
        try:
            stream = open_input(process, name)
        except FsError as error:
            if error.code == "EISDIR":
                out.complain(f"read error: {error.strerror}")
            else:
                out.complain(message.format(name=name, error=error.strerror))
            continue
        yield name, stream


class FileWriter(Writer):
    """Writes a file: `close` (or enough bytes) puts them into the file system.

    The file is made, or emptied unless `append`, at once. Raises FsError with the name as given.
    """

    __slots__ = ("_held", "_name", "_path", "_pending", "_process", "_stream")

    def __init__(self, process: Process, name: str, *, append: bool = False, mode: int = 0o666) -> None:
        super().__init__(self._take)
        self._process = process
        self._name = name
        self._path = process.path(name) if name else ""
        self._pending: list[bytes] = []
        self._held = 0
        self._stream = descriptor(process, self._path)
        if self._stream is None:
            self._put(b"", append=append, mode=mode & ~process.umask)

    def _put(self, data: bytes, *, append: bool = True, mode: int = 0o644) -> None:
        try:
            self._process.fs.write(self._path, data, mode, append)
        except FsError as error:
            raise FsError(error.code, self._name) from None

    def _take(self, data: bytes) -> None:
        if self._stream is not None:
            self._stream.write(data)
            return
        self._pending.append(data)
        self._held += len(data)
        if self._held >= 1 << 20:
            self.flush()

    def flush(self) -> None:
        """Put what was written into the file."""
        if self._pending:
            data = b"".join(self._pending)
            self._pending.clear()
            self._held = 0
            self._put(data)

    def close(self) -> None:
        """Put what was written into the file; nothing more will come."""
        self.flush()


def read_error(error: FsError | StreamError) -> str:
    """Return what programs say when reading fails."""
    return f"read error: {error.strerror}"
