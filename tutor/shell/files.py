"""Files opened by redirections.

The one rule: what is written to a file is held back until someone could see it: the kernel's `sync` runs before every
program, every opening of a file and at the end of a line, so that a loop of a thousand `echo`s is one write.
"""

from __future__ import annotations

from tutor.shell.streams import Closed, Reader, Stream, StreamError, Writer
from tutor.vfs.content import Bytes
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.shell.kernel import Kernel
    from tutor.shell.limits import Meter
    from tutor.vfs.content import Content
    from tutor.vfs.filesystem import FileSystem

HELD = 1 << 20
ENDLESS = 1 << 50
"""A content of so many bytes is a device that never ends, such as `/dev/zero`."""


class FileReader(Reader):
    """A file open for reading, read piece by piece; each counts as a step where there is a meter."""

    __slots__ = ("_chunks", "_content", "_given", "_meter")

    def __init__(self, content: Content, meter: Meter | None = None) -> None:
        super().__init__()
        self._content = content
        self._chunks: Iterator[bytes] | None = None
        self._given = 0
        self._meter = meter

    @property
    def left(self) -> int:
        """How many bytes have not been read yet."""
        return self._content.size - self._given + len(self._buffer) - self._position

    def take(self, size: int | None = None) -> Content:
        """Read what comes next (at most `size` bytes) as a content, which is not produced now."""
        from tutor.vfs.generated import part_of

        left = self.left
        size = left if size is None else min(size, left)
        start = self._content.size - left
        found = part_of(self._content, start, size)
        self._content = part_of(self._content, start + size, left - size)
        self._chunks, self._given = None, 0
        self._buffer, self._position = b"", 0
        return found

    def rest(self) -> Content:
        """Return what is left, unread."""
        return self.take()

    def _fill(self) -> bytes:
        if self._chunks is None:
            self._chunks = iter(self._content.chunks())
        for piece in self._chunks:
            if self._meter is not None:
                self._meter.step()
            if piece:
                self._given += len(piece)
                return piece
        return b""


class FileWriter(Stream):
    """A file open for writing, from its beginning or (`append`) always at its end."""

    __slots__ = ("_append", "_direct", "_fs", "_held", "_ino", "_kernel", "_offset", "_path", "_size")

    def __init__(self, kernel: Kernel, fs: FileSystem, path: str, append: bool) -> None:
        super().__init__()
        self._kernel = kernel
        self._fs = fs
        self._path = path
        self._append = append
        self._direct = fs.room_at(path) is not None
        self._offset = 0
        self._held: list[bytes] = []
        self._size = 0
        self._ino = fs.stat(path).ino

    def write(self, data: bytes) -> None:
        """Write all of `data`, for others to see at the next `flush`."""
        self._kernel.meter.wrote(len(data))
        if not data:
            return
        if not self._held:
            self._kernel.unwritten.append(self)
        self._held.append(data)
        self._size += len(data)
        if self._direct or self._size >= max(HELD, self._offset):
            self._put()

    def share(self, content: Content) -> None:
        """Write all of a content, which the file then shares if it is large."""
        if content.size <= HELD or self._direct:
            super().share(content)
            return
        self._kernel.meter.step()
        self._put()
        self._place(content)

    def flush(self) -> None:
        """Put what is held back into the file; what does not fit is lost."""
        try:
            self._put()
        except StreamError:
            self._held.clear()

    def _put(self) -> None:
        """Put what is held back into the file (nowhere if the file has been removed). Raises StreamError ENOSPC.

        Of what does not fit, as much is written as there is room for.
        """
        if not self._held:
            return
        data = b"".join(self._held)
        self._held.clear()
        self._size = 0
        try:
            self._place(Bytes(data))
        except FsError as error:
            room = self._fs.room_at(self._path) if error.code == "ENOSPC" else None
            if room:
                self._place(Bytes(data[:room]))
            raise StreamError(error.code, error.strerror) from None

    def _place(self, content: Content) -> None:
        try:
            stat = self._fs.stat(self._path)
        except FsError:
            return
        if stat.ino != self._ino:
            return
        if self._append or self._offset == stat.size:
            self._fs.write(self._path, content, append=True)
            self._offset = stat.size + content.size
            return
        data = content.read()
        old = self._fs.content(self._path).read()
        offset = self._offset
        self._offset = offset + len(data)
        self._fs.write(self._path, old[:offset].ljust(offset, b"\0") + data + old[self._offset :])


class ReadWrite(FileWriter):
    """A file open for both (`<>`): reading and writing move the same position."""

    __slots__ = ()

    def read(self, n: int = -1) -> bytes:
        """Read as `Reader.read` does."""
        self.flush()
        data = self._fs.content(self._path).read(self._offset, None if n < 0 else n)
        self._offset += len(data)
        return data

    def readline(self) -> bytes:
        """Read as `Reader.readline` does."""
        self.flush()
        data = self._fs.content(self._path).read(self._offset)
        end = data.find(b"\n") + 1
        line = data[:end] if end else data
        self._offset += len(line)
        return line


class Full(Stream):
    """`/dev/full`: every write fails."""

    __slots__ = ()

    def write(self, data: bytes) -> None:
        """Raise StreamError ENOSPC."""
        raise StreamError("ENOSPC", "No space left on device")


def open_file(
    kernel: Kernel, fs: FileSystem, path: str, operator: str, umask: int, fds: Mapping[int, Stream], noclobber: bool
) -> Stream:
    """Open `path` (absolute) as a redirection operator says: `<`, `>`, `>|`, `>>` or `<>`. Raises FsError."""
    kernel.sync()
    device = fs.device(path)
    if device is not None:
        return _device(kernel, fs, path, device, operator, fds)
    if operator == "<":
        return FileReader(fs.content(path), kernel.meter)
    mode = 0o666 & ~umask
    if operator == ">>" or operator == "<>":
        if not fs.exists(path):
            fs.write(path, b"", mode)
        elif fs.is_dir(path):
            raise FsError("EISDIR", path)
        elif not fs.access(path, "w"):
            fs.write(path, b"", append=True)
        return FileWriter(kernel, fs, path, True) if operator == ">>" else ReadWrite(kernel, fs, path, False)
    if noclobber and operator == ">" and fs.is_file(path):
        raise FsError("EEXIST", path)
    fs.write(path, b"", mode)
    return FileWriter(kernel, fs, path, False)


def _device(
    kernel: Kernel, fs: FileSystem, path: str, device: tuple[int, int], operator: str, fds: Mapping[int, Stream]
) -> Stream:
    """Open a character device."""
    if device[0] == 136:
        return fds.get(device[1]) or Closed()
    if device == (5, 0):
        terminal = next((stream for stream in fds.values() if stream.tty), None)
        if terminal is None:
            raise FsError("ENXIO", path)
        return terminal
    if operator == "<":
        return FileReader(fs.content(path), kernel.meter)
    if device == (1, 7):
        return Full()
    return Writer(meter=kernel.meter)
