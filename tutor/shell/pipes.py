"""Pipes between the stages of a pipeline: a bounded buffer with counted ends.

The one rule: a write to a full pipe gives the turn away until there is room or no reader; a read from an empty one
until there is data or no writer. See `tutor.shell.kernel`.
"""

from __future__ import annotations

from tutor.shell.streams import BrokenPipe, Reader, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.kernel import Kernel

CAPACITY = 65536


class Pipe:
    """A pipe; `reader` and `writer` are its ends, each closed when it has been released as often as retained."""

    __slots__ = ("_kernel", "_pieces", "_size", "reader", "readers", "writer", "writers")

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._pieces: list[bytes] = []
        self._size = 0
        self.readers = 0
        self.writers = 0
        self.reader = PipeReader(self)
        self.writer = PipeWriter(self)

    def put(self, data: bytes) -> None:
        """Add bytes; waits while the pipe is full. Raises BrokenPipe when nobody reads."""
        if not self.readers:
            raise BrokenPipe
        self._kernel.meter.wrote(len(data))
        if not data:
            return
        self._pieces.append(data)
        self._size += len(data)
        if self._size >= CAPACITY:
            self._kernel.block(self._has_room)
            if not self.readers:
                raise BrokenPipe

    def take(self) -> bytes:
        """Remove and return all bytes; waits while there are none; `b""` when nobody writes any more."""
        if not self._pieces and self.writers:
            self._kernel.block(self._has_data)
        data = b"".join(self._pieces)
        self._pieces.clear()
        self._size = 0
        return data

    def _has_room(self) -> bool:
        return self._size < CAPACITY or not self.readers

    def _has_data(self) -> bool:
        return bool(self._pieces) or not self.writers


class PipeReader(Reader):
    """The end to read from."""

    __slots__ = ("_pipe",)

    def __init__(self, pipe: Pipe) -> None:
        super().__init__()
        self._pipe = pipe

    def _fill(self) -> bytes:
        return self._pipe.take()

    def retain(self) -> None:
        """Count one more process that has this end open."""
        self._pipe.readers += 1

    def release(self) -> None:
        """Count one process less."""
        self._pipe.readers -= 1


class PipeWriter(Stream):
    """The end to write to."""

    __slots__ = ("_pipe",)

    def __init__(self, pipe: Pipe) -> None:
        super().__init__()
        self._pipe = pipe

    def write(self, data: bytes) -> None:
        """Write all of `data`; may give the turn away."""
        self._pipe.put(data)

    def retain(self) -> None:
        """Count one more process that has this end open."""
        self._pipe.writers += 1

    def release(self) -> None:
        """Count one process less."""
        self._pipe.writers -= 1
