"""Images of one's own beside the bundled ones: `layerwise import`, `images add`, `images rm`.

One rule: all of them lie in one OCI layout folder, which the sandbox's hub asks before the bundled images. What is
brought is made ready beside it, so that the folder never holds half an image.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tutor import resources
from tutor.errors import LayerwiseError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from tutor.oci.descriptor import Descriptor
    from tutor.store.layout import Layout


def folder() -> str:
    """Where the layout of one's own images is, or would be."""
    return os.path.join(resources.data_folder(), "images")


def layout() -> Layout | None:
    """Return the layout of one's own images, None where there are none. Raises LayoutError."""
    from tutor.store.layout import Layout

    return Layout.open(folder()) if os.path.isfile(os.path.join(folder(), "index.json")) else None


def add(options: Namespace) -> int:
    """Take in a recipe, an archive, a layout folder or the tar of a root file system; print the names it has now."""
    from tutor.store.unarchive import NoImages

    try:
        names = take_in(options.source, options.name)
    except NoImages as error:
        remedy = "for the tar of a root file system say what the image is called: NAME:TAG"
        raise LayerwiseError(f"{options.source} is no archive of images ({error})", remedy) from None
    for name in names:
        print(name)
    return 0


def take_in(source: str, name: str) -> list[str]:
    """Take images into the hub and return their canonical names; names that exist move.

    `name` is what a single image is to be called; with it, a tar that holds no images is a root file system. Raises
    NoImages for such a tar without a name, LayerwiseError for all else that cannot be taken in; then nothing is kept.
    """
    from tutor.outer.bringing import bring
    from tutor.outer.images import progressing
    from tutor.store.archive import Export
    from tutor.store.layout import Layout, write_layout

    name = _canonical(name) if name else ""
    top = resources.data_folder()
    try:
        os.makedirs(top, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".images-", dir=top) as work:
            with progressing() as progress:
                made = bring(source, name, os.path.join(work, "layout"), progress)
            rows = _named(source, made, name)
            with _alone():
                _move_blobs(made.folder)
                kept = Layout(folder(), made.index)
                write_layout(folder(), [Export(row, each) for each, row in rows.items()], kept.blob)
    except OSError as error:
        raise LayerwiseError(f"cannot keep images in {top} ({error.strerror})", "make room, or check it") from None
    return list(rows)


def remove(options: Namespace) -> int:
    """Take images out of the hub again; what a sandbox has pulled stays there."""
    from tutor.oci.index import Index
    from tutor.store.gc import reachable
    from tutor.store.layout import write_index

    here = layout()
    known = here.names if here is not None else {}
    gone = [_canonical(name) for name in options.name]
    for name, given in zip(gone, options.name, strict=True):
        if name not in known:
            raise LayerwiseError(f"no image {given} was imported", f"there are: {', '.join(known) or 'none'}")
    assert here is not None
    try:
        with _alone():
            rows = [row for name, row in known.items() if name not in gone]
            kept = reachable(rows, here.blob)
            write_index(folder(), Index.build(rows, indent=None))
            for digest, file in _blobs(folder()):
                if digest not in kept:
                    os.unlink(file)
    except OSError as error:
        raise LayerwiseError(f"cannot write {folder()} ({error.strerror})", "check its permissions") from None
    return 0


def _canonical(name: str) -> str:
    from tutor.oci.reference import InvalidReference, Reference

    try:
        found = Reference.parse(name).with_default_tag()
    except InvalidReference as error:
        raise LayerwiseError(f"{name}: {error.message}", "write it as NAME:TAG") from None
    if found.digest:
        raise LayerwiseError(f"{name} is a digest, no name", "write it as NAME:TAG")
    return found.canonical()


def _named(source: str, made: Layout, name: str) -> dict[str, Descriptor]:
    """Return the images by name. Raises LayerwiseError where there is none, or where one name is given to several."""
    rows = made.index.manifests
    if not name:
        if not made.names:
            raise LayerwiseError(f"{source} holds no image with a name", "give it one: NAME:TAG")
        return made.names
    if len({row.digest for row in rows}) != 1:
        told = ", ".join(made.names) or "they have no names"
        raise LayerwiseError(f"{source} holds {len(rows)} images, which cannot all be called {name}: {told}")
    return {name: rows[0]}


def _move_blobs(source: str) -> None:
    """Move the blobs of a layout beside ours into ours."""
    for digest, file in _blobs(source):
        place = os.path.join(folder(), "blobs", *digest.split(":"))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.replace(file, place)


def _blobs(top: str) -> Iterator[tuple[str, str]]:
    """Yield digest and file of each blob in a layout folder."""
    blobs = os.path.join(top, "blobs")
    for algorithm in os.listdir(blobs):
        for name in os.listdir(os.path.join(blobs, algorithm)):
            yield f"{algorithm}:{name}", os.path.join(blobs, algorithm, name)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder of one's own images against other commands that change it."""
    import fcntl

    os.makedirs(folder(), exist_ok=True)
    with open(os.path.join(folder(), ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
