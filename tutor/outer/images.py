"""`layerwise images`: the bundled base images, their lock file, and whether the recipes still make what it says."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tutor import resources
from tutor.errors import LayerwiseError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from tutor.engine.image_lock import LockedRepository
    from tutor.engine.recipe_layers import Progress
    from tutor.oci.descriptor import Descriptor


def list_images(options: Namespace) -> int:
    """One line an image and platform: its ID, the size of its layers packed and on disk, and its tags."""
    from tutor.engine.bundled import Shelf

    rows: list[tuple[str, ...]] = [("IMAGE", "ID", "PLATFORM", "LAYERS", "PACKED", "ON DISK", "FROM", "TAGS")]
    shelf = Shelf(_folder())
    usages = {layer.digest: layer.usage for row in shelf.repositories() for layer in row.layers.values()}
    for repository in shelf.repositories():
        rows += _rows(repository, usages)
    rows += _own_rows()
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def _rows(repository: LockedRepository, usages: dict[str, int]) -> Iterator[tuple[str, ...]]:
    from tutor.docker.format.units import human_size
    from tutor.oci.index import Index
    from tutor.oci.manifest import Manifest
    from tutor.oci.reference import Reference

    name = Reference.parse(repository.name).repository
    for digest in dict.fromkeys(repository.tags.values()):
        tags = ", ".join(tag for tag, target in repository.tags.items() if target == digest)
        for child in Index.from_bytes(repository.documents[digest].text.encode()).images:
            layers = Manifest.from_bytes(repository.documents[child.digest].text.encode()).layers
            packed = human_size(sum(layer.size for layer in layers), 3)
            unpacked = human_size(sum(usages[layer.digest] for layer in layers), 3)
            yield name, digest[7:19], str(child.platform), str(len(layers)), packed, unpacked, "bundled", tags


def _own_rows() -> Iterator[tuple[str, ...]]:
    """The same of the images that were imported; what their layers take on disk is known once they are pulled."""
    from tutor.docker.format.units import human_size
    from tutor.oci.config import ImageConfig
    from tutor.oci.manifest import Manifest
    from tutor.oci.media_types import is_layer, is_manifest
    from tutor.oci.reference import Reference
    from tutor.outer.own_images import layout
    from tutor.store.gc import walk

    here = layout()
    names = here.names if here is not None else {}
    tags: dict[tuple[str, Descriptor], list[str]] = {}
    for name, row in sorted(names.items()):
        repository, _, tag = name.rpartition(":")
        tags.setdefault((repository, row.bare()), []).append(tag)
    for (repository, target), mine in tags.items():
        assert here is not None
        for row, blob in walk(target, here.blob):
            if blob is None or not is_manifest(row.media_type):
                continue
            manifest = Manifest.from_bytes(blob.read())
            config = here.blob(manifest.config.digest)
            if config is None or not all(is_layer(layer.media_type) for layer in manifest.layers):
                continue
            platform = row.platform or ImageConfig.from_bytes(config.read()).platform.normalized()
            packed = human_size(sum(layer.size for layer in manifest.layers), 3)
            name = Reference.parse(repository).repository
            yield (name, target.digest[7:19], str(platform), str(len(manifest.layers)), packed, "-", "imported",
                   ", ".join(mine))  # fmt: skip


def lock(options: Namespace) -> int:
    """Make all images and write what they are into the lock file."""
    from tutor.engine import recipe_layers

    try:
        with progressing() as progress:
            rows = recipe_layers.lock(_folder(), progress, options.recipe)
    except OSError as error:
        raise LayerwiseError(
            f"cannot write the lock file in {_folder()} ({error.strerror})", "run this in a checkout that you may write"
        ) from None
    print(f"locked {_count(sum(len(row.tags) for row in rows), 'tag')} of {_count(len(rows), 'recipe')}")
    return 0


def verify(options: Namespace) -> int:
    """Make all images anew and compare them with the lock file; exit code 1 where anything differs."""
    from tutor.engine import recipe_layers
    from tutor.engine.bundled import Shelf

    wrong = 0
    with progressing(not options.quiet) as progress:
        for line in recipe_layers.verify(_folder(), progress, options.recipe):
            wrong += 1
            print(line)
    if not wrong and not options.quiet:
        for row in Shelf(_folder()).repositories():
            if options.recipe and row.recipe not in options.recipe:
                continue
            layers = f"{_count(len({layer.digest for layer in row.layers.values()}), 'layer')} made anew"
            print(f"{row.recipe}: ok, {_count(len(row.tags), 'tag')}, {layers}")
    if wrong:
        print(f"layerwise: {_count(wrong, 'difference')} between recipes and lock file: "
              "if the recipes are right, layerwise images lock writes it anew", file=sys.stderr)  # fmt: skip
    return 1 if wrong else 0


def _folder() -> str:
    return resources.folder("sandbox_images")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@contextmanager
def progressing(wanted: bool = True) -> Iterator[Progress]:
    """A bar on the terminal that goes away when all is done; nothing where standard error is no terminal."""
    from tutor.engine.recipe_layers import nothing

    if not wanted or not sys.stderr.isatty():
        yield nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("")
        yield lambda what, done, total: bars.update(bar, description=what, completed=done, total=max(total, 1))
