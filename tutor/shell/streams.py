"""Byte streams of processes: where reading and writing meet pipes, files and buffers.

A stream is shared by everyone who has it as a file descriptor; so is its position. `retain` and `release` count the
descriptors of streams that care (pipes); nobody else needs to call them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.shell.limits import Meter
    from tutor.vfs.content import Content


class BrokenPipe(Exception):
    """Nobody reads this pipe any more: ends the writing process with status 141. Programs let it pass."""


class StreamError(Exception):
    """Reading or writing failed for a reason of its own: `code` is the errno name, `strerror` its text."""

    def __init__(self, code: str, strerror: str) -> None:
        super().__init__(strerror)
        self.code = code
        self.strerror = strerror


def _bad_descriptor() -> StreamError:
    return StreamError("EBADF", "Bad file descriptor")


class Stream:
    """What both directions have in common. `tty` says whether a terminal is at the other end."""

    __slots__ = ("tty",)

    def __init__(self, tty: bool = False) -> None:
        self.tty = tty

    def read(self, n: int = -1) -> bytes:
        """Return exactly `n` bytes, or what is left before the end (all of it for a negative `n`).

        Raises StreamError (EBADF) if this stream is not open for reading.
        """
        raise _bad_descriptor()

    def read_some(self, n: int = 65536) -> bytes:
        """Return between 1 and `n` bytes as soon as there are any; `b""` at the end."""
        return self.read(n)

    def readline(self) -> bytes:
        r"""Return the next line with its `\n`; the last one may lack it; `b""` at the end. Takes no byte beyond."""
        raise _bad_descriptor()

    def write(self, data: bytes) -> None:
        """Write all of `data`. Raises BrokenPipe, StreamError, or FsError (ENOSPC and the like)."""
        raise _bad_descriptor()

    def share(self, content: Content) -> None:
        """Write all of a content, unread where that is possible. Raises what `write` raises."""
        for piece in content.chunks():
            self.write(piece)

    def rest(self) -> Content:
        """Return what is left before the end, unread where that is possible. Raises what `read` raises."""
        from tutor.vfs.content import Bytes

        return Bytes(self.read())

    def echo(self, on: bool) -> None:
        """On a terminal: show what is typed from now on, or do not."""

    def flush(self) -> None:
        """Make what was written visible to others."""

    def retain(self) -> None:
        """Count one more process that has this stream open."""

    def release(self) -> None:
        """Count one process less; the last one closes the stream."""

    def __iter__(self) -> Iterator[bytes]:
        while line := self.readline():
            yield line


class Closed(Stream):
    """What a program finds behind a descriptor that is not open."""

    __slots__ = ()


class Reader(Stream):
    """A stream to read from, over pieces that a subclass (or `more`) delivers; empty when there are none."""

    __slots__ = ("_buffer", "_more", "_position")

    def __init__(self, more: Callable[[], bytes] | None = None, *, tty: bool = False) -> None:
        super().__init__(tty)
        self._buffer = b""
        self._position = 0
        self._more = more

    def _fill(self) -> bytes:
        """Return the next piece of at least one byte, or `b""` at the end (which may be asked again)."""
        return self._more() if self._more is not None else b""

    def read(self, n: int = -1) -> bytes:
        """Return exactly `n` bytes, or what is left before the end (all of it for a negative `n`)."""
        buffer, position = self._buffer, self._position
        if 0 <= n <= len(buffer) - position:
            self._position = position + n
            return buffer[position : position + n]
        parts = [buffer[position:] if position else buffer]
        self._buffer, self._position = b"", 0
        missing = n - len(parts[0]) if n >= 0 else -1
        while missing and (piece := self._fill()):
            if 0 <= missing < len(piece):
                self._buffer, self._position = piece, missing
                piece, missing = piece[:missing], 0
            elif missing > 0:
                missing -= len(piece)
            parts.append(piece)
        return b"".join(parts)

    def read_some(self, n: int = 65536) -> bytes:
        """Return between 1 and `n` bytes as soon as there are any; `b""` at the end."""
        if self._position >= len(self._buffer):
            self._buffer, self._position = self._fill(), 0
        piece = self._buffer[self._position : self._position + n]
        self._position += len(piece)
        return piece

    def readline(self) -> bytes:
        r"""Return the next line with its `\n`; the last one may lack it; `b""` at the end."""
        end = self._buffer.find(b"\n", self._position) + 1
        if end:
            line = self._buffer[self._position : end]
            self._position = end
            return line
        parts = [self._buffer[self._position :]]
        self._buffer, self._position = b"", 0
        while piece := self._fill():
            end = piece.find(b"\n") + 1
            if end:
                self._buffer, self._position = piece, end
                parts.append(piece[:end])
                break
            parts.append(piece)
        return b"".join(parts)


class Input(Reader):
    """Bytes given beforehand: `data`, or an iterable of pieces."""

    __slots__ = ("_pieces",)

    def __init__(self, data: bytes | Iterable[bytes] = b"", *, tty: bool = False) -> None:
        super().__init__(tty=tty)
        self._pieces: Iterator[bytes] | None = None
        if isinstance(data, bytes):
            self._buffer = data
        else:
            self._pieces = iter(data)

    def _fill(self) -> bytes:
        if self._pieces is not None:
            for piece in self._pieces:
                if piece:
                    return piece
            self._pieces = None
        return b""


class Writer(Stream):
    """A stream to write to that hands each piece to `sink`; without a sink it forgets them (`/dev/null`).

    Where nobody keeps what is written it is `passing`, and a content of any size may be written at once: it has an end.
    """

    __slots__ = ("_sink", "meter", "passing")

    def __init__(
        self, sink: Callable[[bytes], object] | None = None, *, meter: Meter | None = None, tty: bool = False
    ) -> None:
        super().__init__(tty)
        self._sink = sink
        self.meter = meter
        self.passing = False

    def share(self, content: Content) -> None:
        """Write all of a content."""
        if not self.passing or self._sink is None:
            super().share(content)
            return
        for piece in content.chunks():
            if self.meter is not None:
                self.meter.line()
            self._sink(piece)

    def write(self, data: bytes) -> None:
        """Write all of `data`."""
        if self.meter is not None:
            self.meter.wrote(len(data))
        if self._sink is not None and data:
            self._sink(data)


class Buffer(Writer):
    """A writer that keeps everything."""

    __slots__ = ("_parts",)

    def __init__(self, *, meter: Meter | None = None, tty: bool = False) -> None:
        self._parts: list[bytes] = []
        super().__init__(self._parts.append, meter=meter, tty=tty)

    def getvalue(self) -> bytes:
        """Return all bytes written so far."""
        if len(self._parts) > 1:
            self._parts[:] = [b"".join(self._parts)]
        return self._parts[0] if self._parts else b""

    def clear(self) -> bytes:
        """Return all bytes written so far and forget them."""
        value = self.getvalue()
        self._parts.clear()
        return value
