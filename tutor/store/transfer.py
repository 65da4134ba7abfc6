"""Archives and layout folders, one into the other, a piece at a time: images of any size in constant memory.

One rule: a folder is complete or not there. It is made beside its place and moved there when everything in it is known
to be what it should be.
"""

from __future__ import annotations

import os
import shutil
from hashlib import sha256

from tutor.oci.index import Index
from tutor.store.archive import LAYOUT, Export, write_archive
from tutor.store.blobs import Blob
from tutor.store.layout import FileContent, Layout, LayoutError
from tutor.store.unarchive import read_archive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import BinaryIO, Final

_PIECE = 1 << 20


class FolderSink:
    """A sink that keeps blobs as files of a layout folder."""

    def __init__(self, folder: str) -> None:
        self.folder: Final = os.path.join(folder, "blobs", "sha256")
        os.makedirs(self.folder)

    def put(self, pieces: Iterable[bytes]) -> Blob:
        """Take in all pieces and return the blob that they make. Raises OSError."""
        part = os.path.join(self.folder, ".part")
        hasher, size = sha256(), 0
        with open(part, "wb", buffering=_PIECE) as stream:
            for piece in pieces:
                hasher.update(piece)
                size += stream.write(piece)
        place = os.path.join(self.folder, hasher.hexdigest())
        os.replace(part, place)
        digest = f"sha256:{hasher.hexdigest()}"
        return Blob(digest, size, FileContent(place, digest, size))


def unpack_archive(stream: BinaryIO, folder: str) -> Layout:
    """Make a layout folder of an archive's images, and return it.

    Raises LayoutError where the folder is there already or cannot be written, and what `read_archive` raises; then
    nothing is left behind.
    """
    folder = os.path.abspath(folder)
    if os.path.lexists(folder):
        raise LayoutError(folder, "it is there already")
    part = f"{folder}.part-{os.getpid()}"
    try:
        os.makedirs(part)
        archive = read_archive(stream, FolderSink(part))
        _complete(part, archive.blobs)
        exports = [Export(image.target, image.name) for image in archive.images]
        index = Index.build([export.row() for export in exports], indent=None)
        for name, data in (("oci-layout", LAYOUT), ("index.json", index.raw)):
            with open(os.path.join(part, name), "wb") as file:
                file.write(data)
        os.rename(part, folder)
    except OSError as error:
        raise LayoutError(folder, (error.strerror or str(error)).lower()) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Layout.open(folder)


def _complete(folder: str, blobs: Mapping[str, Blob]) -> None:
    """Let a folder hold these blobs and no others."""
    wanted = {digest.replace(":", "/"): blob for digest, blob in blobs.items()}
    top = os.path.join(folder, "blobs")
    for name in os.listdir(os.path.join(top, "sha256")):
        if f"sha256/{name}" not in wanted:
            os.unlink(os.path.join(top, "sha256", name))
    for name, blob in wanted.items():
        place = os.path.join(top, name)
        if not os.path.exists(place):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as file:
                for piece in blob.chunks():
                    file.write(piece)


def pack_archive(layout: Layout, file: str, exports: Iterable[Export]) -> None:
    """Write images of a layout into an archive file, which is there only once it is complete. Raises LayoutError."""
    part = f"{file}.part-{os.getpid()}"
    try:
        with open(part, "wb", buffering=_PIECE) as stream:
            for piece in write_archive(exports, layout.blob).chunks():
                stream.write(piece)
        os.replace(part, file)
    except OSError as error:
        raise LayoutError(file, (error.strerror or str(error)).lower()) from None
    finally:
        if os.path.exists(part):
            os.unlink(part)
