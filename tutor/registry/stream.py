"""A blob of a registry as a content: each reading is a request, held against digest and size.

One rule: the last piece is given out only when all of them are known to be what was asked for.
"""

from __future__ import annotations

from tutor.oci.digest import encoded
from tutor.registry.faults import ChangedContent
from tutor.registry.transport import TransportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.oci.descriptor import Descriptor
    from tutor.registry.message import Response
    from tutor.registry.wire import Wire

TRIES = 3
"""Times that a transfer which breaks off is gone on with."""


class Stream:
    """The bytes of a descriptor, from a repository; `kind` is "blobs" or "manifests"."""

    def __init__(self, wire: Wire, name: str, descriptor: Descriptor, kind: str) -> None:
        self._wire = wire
        self._name = name
        self._descriptor = descriptor
        self._kind = kind
        self._ready: Response | None = None

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self._descriptor.size

    @property
    def key(self) -> str:
        """The digest."""
        return self._descriptor.digest

    def open(self, begin: int = 0) -> Response:
        """Ask for it, from a byte on. The answer is what the next reading begins with."""
        headers: tuple[tuple[str, str], ...] = ()
        if self._kind == "manifests":
            headers = (("accept", f"{self._descriptor.media_type}, */*"),)
        if begin:
            headers = (*headers, ("range", f"bytes={begin}-"))
        path, scopes = f"/v2/{self._name}/{self._kind}/{self.key}", (f"repository:{self._name}:pull",)
        fine = (200, 206) if begin else (200,)
        self._ready = self._wire.send("GET", path, scopes=scopes, headers=headers, fine=fine)
        return self._ready

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes. Raises ChangedContent where they are not those of the digest; the last comes only then."""
        import hashlib

        hasher = hashlib.new(self.key.partition(":")[0])
        seen, held, wanted = 0, b"", self.size
        for turn in range(TRIES + 1):
            response = self._ready if self._ready is not None and seen == 0 else self.open(seen)
            self._ready = None
            skip = seen if response.status == 200 else 0
            try:
                for piece in response.body:
                    if skip:
                        skip, piece = max(skip - len(piece), 0), piece[skip:]
                    seen += len(piece)
                    if seen > wanted:
                        raise ChangedContent(self.key, "", wanted, seen)
                    hasher.update(piece)
                    if held:
                        yield held
                    held = piece
                break
            except TransportError:
                if seen == wanted:
                    break
                if turn == TRIES:
                    raise
        if seen != wanted:
            raise ChangedContent(self.key, "", wanted, seen)
        if hasher.hexdigest() != encoded(self.key):
            raise ChangedContent(self.key, f"{hasher.name}:{hasher.hexdigest()}")
        if held:
            yield held

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`, once all is checked."""
        whole = b"".join(self.chunks())
        return whole[start:] if length is None else whole[start : start + length]
