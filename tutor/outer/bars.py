"""How far a transfer is: on a terminal one line a blob with Docker's bar, elsewhere a line when it is done."""

from __future__ import annotations

import sys
import time

from tutor.docker.transfer import bar
from tutor.oci.digest import short
from tutor.store.blobs import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

_PAUSE = 0.1
"""Seconds between two drawings of a bar."""


class Bars:
    """Tells of transfers; `doing` and `done` are what it says while one runs, and after it."""

    def __init__(self, doing: str, done: str, stream: TextIO = sys.stderr) -> None:
        self._doing = doing
        self._done = done
        self._stream = stream
        self._terminal = stream.isatty()
        self._next = 0.0

    def watched(self, blob: Blob) -> Blob:
        """Return a blob that tells how much of it has been read."""
        return Blob(blob.digest, blob.size, _Watched(blob, self))

    def say(self, blob_digest: str, text: str) -> None:
        """Tell what became of a blob."""
        start = "\r\x1b[K" if self._terminal else ""
        print(f"{start}{short(blob_digest)}: {text}", file=self._stream, flush=True)

    def moved(self, blob: Blob, size: int) -> None:
        """Draw a bar, unless one was drawn just now."""
        if size >= blob.size:
            self.say(blob.digest, self._done)
        elif self._terminal and time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE
            text = f"\r\x1b[K{short(blob.digest)}: {self._doing} {bar(size, blob.size)}"
            print(text, end="", file=self._stream, flush=True)


class _Watched:
    """A content that tells its bars how far a reader is."""

    def __init__(self, blob: Blob, bars: Bars) -> None:
        self._blob = blob
        self._bars = bars
        self.size = blob.size
        self.key = blob.digest

    def chunks(self) -> Iterator[bytes]:
        seen = 0
        for piece in self._blob.chunks():
            yield piece
            seen += len(piece)
            self._bars.moved(self._blob, seen)

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        return self._blob.read(start, length)


