"""The bytes that recipes make: layers, documents, the lock file; and whether the lock file still says the truth.

One rule: everything here is made anew from the recipe alone; the lock file is only ever compared with.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.engine import image_lock
from tutor.engine.bundled import Shelf
from tutor.engine.image_lock import LockedDocument, LockedLayer, LockedRepository
from tutor.oci.config import ImageConfig, chain_ids
from tutor.oci.descriptor import Descriptor
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import OCI_CONFIG, OCI_INDEX, OCI_LAYER_GZIP, OCI_MANIFEST
from tutor.vfs.gzip import compress
from tutor.vfs.layer import layer_tar
from tutor.vfs.usage import disk_usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.engine.recipes import Recipe, RecipeImage

    Progress = Callable[[str, int, int], None]
    """Called with what is made ("alpine:3.20.8 amd64"), and how many bytes of how many are done."""


def nothing(what: str, done: int, total: int) -> None:
    """Report no progress."""


def plain(recipe: Recipe, image: RecipeImage, platform: str, layer: int) -> Iterator[bytes]:
    """Yield the tar of a layer."""
    return layer_tar(recipe.tree(image, platform, layer), recipe.tree(image, platform, layer + 1))


def compressed(recipe: Recipe, image: RecipeImage, platform: str, layer: int) -> Iterator[bytes]:
    """Yield the compressed tar of a layer."""
    return compress(plain(recipe, image, platform, layer))


def made(recipe: Recipe, progress: Progress = nothing) -> LockedRepository:
    """Make all images of a recipe and return what the lock file should say of them. Raises RecipeError."""
    tags: dict[str, str] = {}
    documents: dict[str, LockedDocument] = {}
    layers: dict[tuple[str, str, int], LockedLayer] = {}

    def keep(media_type: str, raw: bytes) -> None:
        digest = f"sha256:{sha256(raw).hexdigest()}"
        documents[digest] = LockedDocument(digest, media_type, raw.decode())

    for image in recipe.images:
        rows = []
        for platform in recipe.platforms:
            stack = _layers(recipe, image, platform, progress)
            layers.update({(image.name, platform, layer.number): layer for layer in stack})
            config, manifest = _documents(recipe, image, platform, stack)
            keep(OCI_CONFIG, config.raw)
            keep(OCI_MANIFEST, manifest.raw)
            rows.append(
                manifest.descriptor(
                    annotations=recipe.annotations(image, platform), platform=recipe.platforms[platform].platform
                )
            )
        index = Index.build(rows)
        keep(OCI_INDEX, index.raw)
        tags.update(dict.fromkeys(image.tags, index.id))
    return LockedRepository(recipe.repository, recipe.name, recipe.description, tags, documents, layers)


def _documents(
    recipe: Recipe, image: RecipeImage, platform: str, stack: list[LockedLayer]
) -> tuple[ImageConfig, Manifest]:
    config = ImageConfig.build(
        recipe.config(image, platform),
        [layer.diff_id for layer in stack],
        recipe.history(image, platform),
        created=image.created,
        platform=recipe.platforms[platform].platform,
    )
    descriptors = [Descriptor(OCI_LAYER_GZIP, layer.digest, layer.size) for layer in stack]
    return config, Manifest.build(config.descriptor(), descriptors)


def _layers(recipe: Recipe, image: RecipeImage, platform: str, progress: Progress) -> list[LockedLayer]:
    what = f"{recipe.name}:{image.name} {platform}"
    usages = []
    total = 0
    for number in range(len(image.layers)):
        below, tree = recipe.tree(image, platform, number), recipe.tree(image, platform, number + 1)
        usages.append(disk_usage(tree, below))
        total += usages[-1]
    rows: list[tuple[str, int, int, str]] = []
    done = 0
    for number in range(len(image.layers)):
        diff, packed = sha256(), sha256()
        size = length = 0

        def counted(pieces: Iterable[bytes], diff: sha256 = diff) -> Iterator[bytes]:  # type: ignore[valid-type]
            nonlocal done, length
            for piece in pieces:
                diff.update(piece)  # type: ignore[attr-defined]
                length += len(piece)
                done += len(piece)
                progress(what, min(done, total), total)
                yield piece

        for piece in compress(counted(plain(recipe, image, platform, number))):
            packed.update(piece)
            size += len(piece)
        rows.append((f"sha256:{packed.hexdigest()}", size, length, f"sha256:{diff.hexdigest()}"))
    progress(what, total, total)
    chains = chain_ids([row[3] for row in rows])
    return [
        LockedLayer(row[0], image.name, platform, number, row[1], row[2], row[3], chains[number], usages[number])
        for number, row in enumerate(rows)
    ]


def lock(folder: str, progress: Progress = nothing) -> tuple[LockedRepository, ...]:
    """Make all images, write the lock file of a folder, and return what it says. Raises LayerwiseError, OSError."""
    shelf = Shelf(folder)
    rows = tuple(made(shelf.recipe(name), progress) for name in shelf.recipe_names())
    path = os.path.join(folder, image_lock.NAME)
    with open(path + ".new", "wb") as file:
        file.write(image_lock.write(rows))
    os.replace(path + ".new", path)
    return rows


def verify(folder: str, progress: Progress = nothing, names: Iterable[str] | None = None) -> Iterator[str]:
    """Make all images (or those of some recipes) anew and yield one line for each thing that the lock says otherwise.

    Raises LayerwiseError where a recipe or the lock file cannot be read.
    """
    shelf = Shelf(folder)
    locked = {row.recipe: row for row in shelf.repositories.values()}
    every = shelf.recipe_names()
    for name in every if names is None else names:
        row = locked.get(name)
        if row is None:
            yield f"{name}: not in the lock file"
        else:
            yield from differences(made(shelf.recipe(name), progress), row)
    if names is None:
        yield from (f"{name}: in the lock file, but has no recipe" for name in sorted({*locked} - {*every}))


def differences(made: LockedRepository, locked: LockedRepository) -> Iterator[str]:
    """Yield one line for each thing in which what was made differs from what is locked."""
    name = made.recipe
    for key in sorted({*made.layers, *locked.layers}):
        what = f"{name}:{key[0]} {key[1]} layer {key[2] + 1}"
        mine, theirs = made.layers.get(key), locked.layers.get(key)
        if mine is None or theirs is None:
            yield f"{what}: {'not in the lock file' if theirs is None else 'in the lock file, but not in the recipe'}"
            continue
        for field in ("diff_id", "digest", "size", "plain", "usage"):
            new, old = getattr(mine, field), getattr(theirs, field)
            if new != old:
                yield f"{what}: {field} is {new}, the lock file says {old}"
                break
    for tag in sorted({*made.tags, *locked.tags}):
        new, old = made.tags.get(tag), locked.tags.get(tag)
        if new != old:
            yield f"{name}:{tag}: is {new or 'no tag of the recipe'}, the lock file says {old or 'nothing'}"
    for digest in sorted({*made.documents} ^ {*locked.documents}):
        missing = digest in made.documents
        yield f"{name}: document {digest} {'is not in the lock file' if missing else 'is not what the recipe makes'}"
    for digest in sorted({*made.documents} & {*locked.documents}):
        if made.documents[digest] != locked.documents[digest]:
            yield f"{name}: document {digest} has another text in the lock file"
    if (made.name, made.description) != (locked.name, locked.description):
        yield f"{name}: its name or description differs from the lock file"
