"""A registry that lies: layers whose bytes are not those that their digest names.

One rule: it lies about layers only. Manifests and configurations are true, so a client has every reason to go on.
"""

from __future__ import annotations

from hashlib import sha256

from tutor.registry.message import Pieces, Response
from tutor.store.blobs import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.registry.message import Request

_BLOCK = 1 << 16
_LONGEST_DOCUMENT = 4 << 20


class Filler:
    """`size` bytes that somebody put in place of others."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.key = f"filler:{size}"

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes."""
        block = bytes(_BLOCK)
        for at in range(0, self.size, _BLOCK):
            yield block[: min(_BLOCK, self.size - at)]

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`."""
        left = max(self.size - start, 0)
        return bytes(left if length is None else min(length, left))


class Liar:
    """Changes responses on their way; it learns from manifests which blobs are no layers of files."""

    def __init__(self) -> None:
        self._true: set[str] = set()

    def change(self, request: Request, response: Response) -> Response:
        """Return the response, with another body where it is a layer."""
        if request.method != "GET" or response.status != 200 or response.known is None:
            return response
        blob = response.known
        if "/manifests/" in request.path and blob.size < _LONGEST_DOCUMENT:
            self._learn(blob)
        if "/blobs/" not in request.path or blob.digest in self._true:
            return response
        filler = Filler(blob.size)
        hasher = sha256()
        for piece in filler.chunks():
            hasher.update(piece)
        other = Blob(f"sha256:{hasher.hexdigest()}", blob.size, filler)
        return Response(200, response.headers, Pieces(other), other.size, other)

    def _learn(self, blob: Blob) -> None:
        from tutor.oci.descriptor import InvalidDocument
        from tutor.oci.documents import parse_object
        from tutor.oci.media_types import IN_TOTO

        try:
            fields = parse_object(blob.read(), "manifest")
        except InvalidDocument:
            return
        layers = fields.get("layers")
        statements = [row for row in layers if IN_TOTO in str(row)] if isinstance(layers, list) else []
        for row in (fields.get("config"), *statements):
            if isinstance(row, dict) and isinstance(row.get("digest"), str):
                self._true.add(row["digest"])
