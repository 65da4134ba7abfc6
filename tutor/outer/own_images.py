"""Images of one's own in the hub: `layerwise images add`, `own`, `forget`. Each source becomes an OCI layout folder."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from typing import TYPE_CHECKING

from tutor import resources
from tutor.errors import LayerwiseError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from tutor.store.layout import Layout

_SLUG = re.compile(r"[^a-z0-9]+")


def folders() -> list[str]:
    """The layout folders of the images that were added, in the order of their names."""
    top = _top()
    names = sorted(os.listdir(top)) if os.path.isdir(top) else []
    return [os.path.join(top, name) for name in names if os.path.isfile(os.path.join(top, name, "index.json"))]


def add(options: Namespace) -> int:
    """Take in a recipe, an archive, a layout folder or the tar of a root file system; print the names it has now."""
    source = options.source
    name = _SLUG.sub("-", os.path.basename(os.path.abspath(source)).lower()).strip("-") or "images"
    folder = os.path.join(_top(), name)
    if os.path.lexists(folder):
        raise LayerwiseError(f"{name} was added before", f"layerwise images forget {name} takes it out again")
    os.makedirs(_top(), exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".adding-", dir=_top()) as part:
        made = _made(source, options.name, os.path.join(part, "layout"), part)
        names = list(made.names)
        if not names:
            raise LayerwiseError(f"{source} holds no image with a name", "give it one with --name NAME:TAG")
        os.rename(made.folder, folder)
    for each in names:
        print(each)
    return 0


def _made(source: str, name: str, folder: str, work: str) -> Layout:
    from tutor.store.layout import Layout

    if os.path.isdir(source):
        from tutor.store.archive import Export
        from tutor.store.layout import write_layout

        layout = Layout.open(source)
        write_layout(folder, [Export(row, each) for each, row in layout.names.items()], layout.blob)
        return Layout.open(folder)
    if source.endswith(".toml"):
        return _recipe(source, folder, work)
    if name:
        return _file_system(source, name, folder)
    from tutor.store.transfer import unpack_archive
    from tutor.store.unarchive import InvalidArchive

    try:
        with open(source, "rb") as stream:
            return unpack_archive(stream, folder)
    except InvalidArchive as error:
        remedy = "give an archive of docker save; for the tar of a file system say --name NAME:TAG"
        raise LayerwiseError(f"{source} is no archive of images ({error})", remedy) from None
    except OSError as error:
        raise LayerwiseError(f"cannot read {source} ({error.strerror})", "check the path") from None


def _recipe(source: str, folder: str, work: str) -> Layout:
    """Make a recipe's images. It may stand on bundled ones: `from = "debian:12-slim"`."""
    from tutor.engine.bundled import BundledHub
    from tutor.engine.recipe_layers import lock
    from tutor.store.archive import Export
    from tutor.store.layout import Layout, write_layout

    shelf = os.path.join(work, "shelf")
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
    write_layout(folder, exports, hub.blob)
    return Layout.open(folder)


def _file_system(source: str, name: str, folder: str) -> Layout:
    """Make an image of one layer of the tar of a root file system."""
    from tutor.engine.import_image import import_image
    from tutor.outer import places
    from tutor.outer.execute import fresh
    from tutor.store.archive import Export
    from tutor.store.layout import Layout, write_layout

    machine = fresh(places.hub()).machine()
    try:
        with open(source, "rb") as stream:
            outcome = import_image(machine.state, machine.world(), stream, name)
    except OSError as error:
        raise LayerwiseError(f"cannot read {source} ({error.strerror})", "check the path") from None
    (record,) = outcome.state.images.values()
    write_layout(folder, [Export(record.target, record.name)], outcome.state.content.get)
    return Layout.open(folder)


def own(options: Namespace) -> int:
    """The images that were added: under which word, and their names."""
    for folder, names in _added():
        print(f"{os.path.basename(folder)}: {', '.join(names)}")
    return 0


def forget(options: Namespace) -> int:
    """Take images out of the hub again; what a sandbox has pulled stays there."""
    folder = os.path.join(_top(), options.name)
    if folder not in folders():
        known = ", ".join(os.path.basename(each) for each in folders()) or "none"
        raise LayerwiseError(f"no images were added as {options.name!r}", f"added: {known}")
    shutil.rmtree(folder)
    return 0


def _added() -> Iterator[tuple[str, list[str]]]:
    from tutor.store.layout import Layout

    for folder in folders():
        yield folder, sorted(Layout.open(folder).names)


def _top() -> str:
    return os.path.join(resources.data_folder(), "images")
