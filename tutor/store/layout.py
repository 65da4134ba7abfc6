"""OCI image layouts in folders (OCI image-spec, image-layout.md).

One rule: a blob's file is opened when the blob is read, not before; what is read in full is held against its digest.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import new as new_hash

from tutor.errors import LayerwiseError
from tutor.oci.descriptor import IMAGE_NAME, REF_NAME, Descriptor, InvalidDocument
from tutor.oci.digest import DigestError, encoded, is_digest
from tutor.oci.index import Index
from tutor.oci.reference import InvalidReference, Reference
from tutor.store.archive import LAYOUT
from tutor.store.blobs import Blob
from tutor.store.gc import walk
from tutor.vfs.content import CHUNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from tutor.oci.digest import Digest
    from tutor.store.archive import Export
    from tutor.store.gc import Find


class LayoutError(LayerwiseError):
    """A folder that is no OCI layout, or cannot be read or written. `folder` is its path."""

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(f"{folder} cannot be used as an OCI image layout: {reason}")
        self.folder = folder
        self.reason = reason


class FileContent:
    """The bytes of a file that is known by its digest."""

    __slots__ = ("_file", "key", "size")

    def __init__(self, file: str, key: Digest, size: int) -> None:
        self._file = file
        self.key: Final = key
        self.size: Final = size

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes, in pieces. Raises DigestError at the end if they are not those of the digest."""
        hasher = new_hash(self.key.partition(":")[0])
        try:
            with open(self._file, "rb") as stream:
                while piece := stream.read(CHUNK):
                    hasher.update(piece)
                    yield piece
        except OSError as error:
            raise LayoutError(self._file, (error.strerror or str(error)).lower()) from None
        if hasher.hexdigest() != encoded(self.key):
            raise DigestError(self.key, f"{self._file} is damaged: its digest is {hasher.name}:{hasher.hexdigest()}")

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`."""
        if start == 0 and (length is None or length >= self.size):
            return b"".join(self.chunks())
        try:
            with open(self._file, "rb") as stream:
                stream.seek(start)
                return stream.read(-1 if length is None else length)
        except OSError as error:
            raise LayoutError(self._file, (error.strerror or str(error)).lower()) from None

    def __eq__(self, other: object) -> bool:
        return self.key == getattr(other, "key", None)

    def __hash__(self) -> int:
        return hash(self.key)


class Layout:
    """A layout in a folder: its index, and its blobs as they are asked for."""

    def __init__(self, folder: str, index: Index) -> None:
        self.folder: Final = folder
        self.index: Final = index
        self._blobs: dict[Digest, Blob] = {}
        self._names: dict[str, Descriptor] | None = None

    @classmethod
    def open(cls, folder: str) -> Layout:
        """Read the index of a layout. Raises LayoutError."""
        try:
            layout = _read(folder, "oci-layout")
            raw = _read(folder, "index.json")
        except OSError as error:
            where = os.path.basename(error.filename or "")
            raise LayoutError(folder, f"{where}: {(error.strerror or str(error)).lower()}") from None
        import json

        try:
            version = json.loads(layout).get("imageLayoutVersion")
        except (ValueError, AttributeError, RecursionError):
            raise LayoutError(folder, "oci-layout is not what it should be") from None
        if version != "1.0.0":
            raise LayoutError(folder, f"its version is {version} instead of 1.0.0")
        try:
            return cls(folder, Index.from_bytes(raw))
        except InvalidDocument as error:
            raise LayoutError(folder, f"index.json: {error.reason}") from None

    def blob(self, digest: Digest) -> Blob | None:
        """Return a blob by its digest, None if the layout has none. Its file is read when the blob is."""
        blob = self._blobs.get(digest)
        if blob is None and is_digest(digest):
            file = _file(self.folder, digest)
            try:
                size = os.stat(file).st_size
            except OSError:
                return None
            blob = self._blobs[digest] = Blob(digest, size, FileContent(file, digest, size))
        return blob

    @property
    def names(self) -> dict[str, Descriptor]:
        """The images by canonical name ("docker.io/library/alpine:3.20")."""
        if self._names is None:
            self._names = {}
            for row in self.index.manifests:
                try:
                    reference = Reference.parse(row.annotation(IMAGE_NAME) or row.annotation(REF_NAME))
                except InvalidReference:
                    continue
                self._names[reference.with_default_tag().canonical()] = row
        return self._names


def write_layout(folder: str, exports: Iterable[Export], find: Find) -> None:
    """Write images into a layout, made if there is none; what it holds already stays, names that exist move.

    Content that is absent is left out, as in archives. Raises LayoutError, InvalidDocument.
    """
    rows = [export.row() for export in exports]
    names = {row.annotation(IMAGE_NAME) for row in rows}
    try:
        os.makedirs(folder, exist_ok=True)
        if os.path.exists(os.path.join(folder, "oci-layout")):
            kept = [row for row in Layout.open(folder).index.manifests if row.annotation(IMAGE_NAME) not in names]
            rows = [row for row in kept if row not in rows] + rows
        for row in rows:
            for _, blob in walk(row, find):
                if blob is not None:
                    _write_blob(folder, blob)
        _write(folder, "oci-layout", [LAYOUT])
        write_index(folder, Index.build(rows, indent=None))
    except OSError as error:
        raise LayoutError(folder, (error.strerror or str(error)).lower()) from None


def write_index(folder: str, index: Index) -> None:
    """Let the layout in a folder have this index. Raises OSError."""
    _write(folder, "index.json", [index.raw])


def _read(folder: str, name: str) -> bytes:
    with open(os.path.join(folder, name), "rb") as stream:
        return stream.read(1 << 24)


def _file(folder: str, digest: Digest) -> str:
    return os.path.join(folder, "blobs", digest.partition(":")[0], encoded(digest))


def _write_blob(folder: str, blob: Blob) -> None:
    file = _file(folder, blob.digest)
    if not os.path.exists(file) or os.path.getsize(file) != blob.size:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        _write(os.path.dirname(file), os.path.basename(file), blob.chunks())


def _write(folder: str, name: str, pieces: Iterable[bytes]) -> None:
    """Write a file that is complete as soon as it has its name."""
    part = os.path.join(folder, f".{name}.part")
    try:
        with open(part, "wb") as stream:
            for piece in pieces:
                stream.write(piece)
        os.replace(part, os.path.join(folder, name))
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise
