"""How what somebody brings becomes an OCI layout: a recipe, an archive, a layout folder, the tar of a root file system.

One rule: it is read a piece at a time, whatever its size, and every layer is held against its configuration.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tutor import resources
from tutor.errors import LayerwiseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from tutor.engine.recipe_layers import Progress
    from tutor.store.blobs import Blob
    from tutor.store.layout import Layout

_ANEW = "save it anew"


def bring(source: str, name: str, place: str, progress: Progress) -> Layout:
    """Make a layout in the folder `place`, and return it; `name` is for what has none of its own, and may be empty.

    Raises NoImages for a file without images where there is no name, LayerwiseError for all else that is no image.
    """
    if os.path.isdir(source):
        return _checked(_copied(source, place), source, progress)
    if source.endswith(".toml"):
        return _recipe(source, place)
    from tutor.store.transfer import unpack_archive
    from tutor.store.unarchive import NoImages

    try:
        with open(source, "rb") as stream:
            watched = _Watched(stream, os.path.basename(source), progress)
            try:
                made = unpack_archive(watched, place)  # type: ignore[arg-type]
            except NoImages:
                if not name:
                    raise
                return _root(watched, source, name, place)
            except LayerwiseError as error:
                raise LayerwiseError(f"{source} is no whole archive of images ({error})", _ANEW) from None
    except OSError as error:
        raise LayerwiseError(f"cannot read {source} ({error.strerror})", "check the path") from None
    return _checked(made, source, progress)


class _Watched:
    """A file whose reader tells how far it is."""

    def __init__(self, stream: BinaryIO, name: str, progress: Progress) -> None:
        self._stream = stream
        self._name = name
        self._progress = progress
        self._size = os.fstat(stream.fileno()).st_size
        self.seek = stream.seek

    def read(self, length: int) -> bytes:
        self._progress(self._name, self._stream.tell(), self._size)
        return self._stream.read(length)


def _copied(source: str, place: str) -> Layout:
    from tutor.store.archive import Export
    from tutor.store.layout import Layout, write_layout
    from tutor.store.unarchive import SUBJECT

    layout = Layout.open(source)
    names = {row: name for name, row in layout.names.items()}
    rows = [row for row in layout.index.manifests if not row.annotation(SUBJECT)]
    write_layout(place, [Export(row, names.get(row, "")) for row in rows], layout.blob)
    return Layout.open(place)


def _checked(layout: Layout, source: str, progress: Progress) -> Layout:
    """Return the layout whose layers are what they should be. Raises LayerwiseError."""
    from tutor.store.gc import MissingBlob
    from tutor.store.soundness import check_images

    def watch(blob: Blob) -> Iterator[bytes]:
        done = 0
        for piece in blob.chunks():
            yield piece
            done += len(piece)
            progress(blob.digest[7:19], done, blob.size)

    try:
        check_images(layout.index.manifests, layout.blob, watch)
    except MissingBlob as error:
        raise LayerwiseError(f"{source} lacks a part of an image ({error.digest})", _ANEW) from None
    except LayerwiseError as error:
        raise LayerwiseError(f"{source} holds an image that cannot be used ({error})", _ANEW) from None
    return layout


def _recipe(source: str, place: str) -> Layout:
    """Make a recipe's images. It may stand on bundled ones: `from = "debian:12-slim"`."""
    from tutor.engine.bundled import BundledHub
    from tutor.engine.recipe_layers import lock
    from tutor.store.archive import Export
    from tutor.store.layout import Layout, write_layout

    shelf = f"{place}.shelf"
    shutil.copytree(resources.folder("sandbox_images"), shelf)
    name = os.path.basename(source).removesuffix(".toml")
    if os.path.exists(os.path.join(shelf, f"{name}.toml")):
        raise LayerwiseError(f"{name} is a bundled recipe", "give your file another name")
    try:
        shutil.copyfile(source, os.path.join(shelf, f"{name}.toml"))
    except OSError as error:
        raise LayerwiseError(f"cannot read {source} ({error.strerror})", "check the path") from None
    (locked,) = lock(shelf, names=[name])
    hub = BundledHub(shelf)
    exports = []
    for tag in locked.tags:
        target = hub.resolve(f"{locked.name}:{tag}")
        assert target is not None
        exports.append(Export(target, f"{locked.name}:{tag}"))
    write_layout(place, exports, hub.blob)
    return Layout.open(place)


def _root(stream: _Watched, source: str, name: str, place: str) -> Layout:
    """Make an image of one layer of the tar of a root file system."""
    from tutor.engine.inspect_image import clock
    from tutor.outer import places
    from tutor.store.root_archive import unpack_root

    stream.seek(0)
    try:
        return unpack_root(stream, place, name, clock(places.clock()))  # type: ignore[arg-type]
    except LayerwiseError as error:
        raise LayerwiseError(f"{source} holds neither images nor files ({error})", "give a tar archive") from None
