"""The bytes that recipes make: layers, documents, the lock file; and whether the lock file still says the truth.

One rule: everything here is made anew from the recipe alone; the lock file is only ever compared with.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.engine import attested, image_lock
from tutor.engine.attested import Statement
from tutor.engine.bundled import Shelf
from tutor.engine.image_lock import LockedDocument, LockedLayer, LockedName, LockedRepository, LockedStatement
from tutor.errors import LayerwiseError
from tutor.oci.config import ImageConfig, chain_ids
from tutor.oci.descriptor import Descriptor, attestation_annotations
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import OCI_CONFIG, OCI_INDEX, OCI_LAYER_GZIP, OCI_MANIFEST
from tutor.oci.platform import UNKNOWN
from tutor.oci.reference import Reference
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


def made(recipe: Recipe, locked: Callable[[str], LockedRepository], progress: Progress = nothing) -> LockedRepository:
    """Make all images of a recipe and return what the lock file should say of them.

    What they stand on is not made again: `locked` gives it by the name of the recipe. Raises LayerwiseError.
    """
    tags: dict[str, str] = {}
    former: dict[str, str] = {}
    documents: dict[str, LockedDocument] = {}
    layers: dict[tuple[str, str, int], LockedLayer] = {}
    statements: dict[str, LockedStatement] = {}
    whole = LockedRepository(recipe.repository, recipe.name, tags, former, documents, layers, statements)

    def known(name: str) -> LockedRepository:
        return whole if name == recipe.name else locked(name)

    def keep(media_type: str, raw: bytes) -> None:
        digest = f"sha256:{sha256(raw).hexdigest()}"
        documents[digest] = LockedDocument(digest, media_type, raw.decode())

    for image in recipe.images:
        rows = []
        for platform in recipe.platforms:
            stack = _stack(recipe, image, platform, known)
            own = _layers(recipe, image, platform, stack, progress)
            layers.update({(image.name, platform, layer.number): layer for layer in own})
            config, manifest = _documents(recipe, image, platform, stack + own)
            keep(OCI_CONFIG, config.raw)
            keep(OCI_MANIFEST, manifest.raw)
            about = recipe.annotations(image, platform)
            rows.append(manifest.descriptor(annotations=about, platform=recipe.platforms[platform].platform))
            said = {}
            for statement in _statements(recipe, image, platform, manifest.id, known):
                raw = statement.read()
                digest = f"sha256:{sha256(raw).hexdigest()}"
                said[digest] = LockedStatement(
                    digest, image.name, platform, statement.kind, len(raw), statement.names, statement.image,
                    statement.created, statement.source, statement.materials,
                )  # fmt: skip
            if said:
                statements.update(said)
                config_raw, attestation = attested.manifest((it.kind, it.digest, it.size) for it in said.values())
                keep(OCI_CONFIG, config_raw)
                keep(OCI_MANIFEST, attestation.raw)
                marks = (*attestation_annotations(manifest.id), *[pair for pair in about if pair[0] == _ARCH])
                rows.append(attestation.descriptor(annotations=tuple(sorted(marks)), platform=UNKNOWN))
        index = Index.build(rows)
        keep(OCI_INDEX, index.raw)
        tags.update(dict.fromkeys(image.tags, index.id))
        former.update(dict.fromkeys(image.former, index.id))
    return whole


def _statements(
    recipe: Recipe, image: RecipeImage, platform: str, digest: str, locked: Callable[[str], LockedRepository]
) -> Iterator[Statement]:
    """Yield what is attested of an image with that digest of its manifest; sizes and digests are not known yet.

    Raises LayerwiseError.
    """
    if not (recipe.sbom or recipe.source) or not image.layers:  # what has no layer of its own is told by its base
        return
    tree = recipe.tree(image, platform, recipe.height(image))
    where = f"?platform={str(recipe.platforms[platform].platform).replace('/', '%2F')}"
    short = Reference.parse(recipe.repository).repository
    names = tuple([f"pkg:docker/{short}@{tag}{where}" for tag in (*image.tags, *image.former)])
    materials: attested.Materials = ()
    base = recipe.base(image)
    if base is not None:
        row = locked(base[0].name)
        tag = next((tag for tag in (*base[1].tags, *base[1].former) if tag in {**row.tags, **row.former}), "")
        index = row.tags.get(tag) or row.former.get(tag, "")
        name = Reference.parse(base[0].repository).repository
        materials = ((f"pkg:docker/{name}@{tag}{where}", index.partition(":")[2]),)
    for kind in ((attested.SBOM,) if recipe.sbom else ()) + ((attested.PROVENANCE,) if recipe.source else ()):
        yield Statement(kind, tree, names, digest, image.created, recipe.source, materials)


_ARCH = "com.docker.official-images.bashbrew.arch"


def _stack(
    recipe: Recipe, image: RecipeImage, platform: str, locked: Callable[[str], LockedRepository]
) -> list[LockedLayer]:
    """Return the layers that an image stands on, lowest first. Raises LayerwiseError."""
    base = recipe.base(image)
    if base is None:
        return []
    below = _stack(*base, platform, locked)
    row = locked(base[0].name)
    try:
        return below + [
            row.layers[base[1].name, platform, number] for number in range(len(below), base[0].height(base[1]))
        ]
    except KeyError:
        raise LayerwiseError(f"the lock file lacks {image.base} ({platform})", "layerwise images lock") from None


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


def _layers(
    recipe: Recipe, image: RecipeImage, platform: str, below: list[LockedLayer], progress: Progress
) -> list[LockedLayer]:
    """Make the layers that an image has of its own."""
    what = f"{recipe.name}:{image.name} {platform}"
    numbers = range(len(below), recipe.height(image))
    trees = {number: recipe.tree(image, platform, number) for number in (*numbers, numbers.stop)}
    usages = {number: disk_usage(trees[number + 1], trees[number]) for number in numbers}
    total = sum(usages.values())
    done = 0
    diffs = [layer.diff_id for layer in below]
    made: list[LockedLayer] = []
    for number in numbers:
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

        for piece in compress(counted(layer_tar(trees[number], trees[number + 1]))):
            packed.update(piece)
            size += len(piece)
        diffs.append(f"sha256:{diff.hexdigest()}")
        base = "" if made else image.base
        layer = LockedLayer(
            f"sha256:{packed.hexdigest()}", image.name, platform, number, size, length, diffs[-1],
            chain_ids(diffs)[-1], usages[number], trees[number + 1].digest.hex(), base if number else f"@{image.mtime}",
        )  # fmt: skip
        made.append(layer)
    progress(what, total, total)
    return made


def lock(folder: str, progress: Progress = nothing, names: Iterable[str] = ()) -> tuple[LockedRepository, ...]:
    """Make all images (or those of some recipes), write the lock files, and return what those that were made say.

    Raises LayerwiseError, OSError.
    """
    shelf = Shelf(folder)
    every = _in_order(shelf, shelf.recipe_names())
    rows: dict[str, LockedRepository] = {}
    chosen = _in_order(shelf, names) if names else every

    def locked(name: str) -> LockedRepository:
        return rows.get(name) or shelf.locked(name)

    os.makedirs(os.path.join(folder, image_lock.FOLDER), exist_ok=True)
    for name in chosen:
        rows[name] = made(shelf.recipe(name), locked, progress)
        _write(os.path.join(folder, image_lock.FOLDER, f"{name}.json"), image_lock.write(rows[name]))
    _write(os.path.join(folder, image_lock.NAME), image_lock.write_index(*_index(shelf, every, locked)))
    for name in sorted(os.listdir(os.path.join(folder, image_lock.FOLDER))):
        if name.removesuffix(".json") not in every:
            os.remove(os.path.join(folder, image_lock.FOLDER, name))
    return tuple(rows.values())


def _index(
    shelf: Shelf, names: Iterable[str], locked: Callable[[str], LockedRepository]
) -> tuple[list[LockedName], list[LockedRepository]]:
    recipes = [shelf.recipe(name) for name in names]
    found = [LockedName(recipe.repository, recipe.name, recipe.description, recipe.stars) for recipe in recipes]
    return found, [locked(recipe.name) for recipe in recipes]


def _write(path: str, data: bytes) -> None:
    with open(path + ".new", "wb") as file:
        file.write(data)
    os.replace(path + ".new", path)


def _in_order(shelf: Shelf, names: Iterable[str]) -> list[str]:
    """Return names of recipes, each after those that its images stand on. Raises LayerwiseError."""
    wanted = dict.fromkeys(sorted(names))
    out: dict[str, None] = {}
    open_: list[str] = []

    def put(name: str) -> None:
        if name in open_:
            raise LayerwiseError(f"recipes stand on each other: {' on '.join([*open_, name])}")
        if name in out:
            return
        open_.append(name)
        for image in shelf.recipe(name).images:
            base = image.base.partition(":")[0]
            if base and base != name:
                put(base)
        open_.pop()
        out[name] = None

    for name in wanted:
        put(name)
    return [name for name in out if name in wanted]


def verify(folder: str, progress: Progress = nothing, names: Iterable[str] = ()) -> Iterator[str]:
    """Make all images (or those of some recipes) anew and yield one line for each thing that the lock says otherwise.

    Raises LayerwiseError where a recipe or a lock file cannot be read.
    """
    shelf = Shelf(folder)
    every = _in_order(shelf, shelf.recipe_names())
    rows = {row.recipe: row for row in shelf.index.names.values()}
    for name in _in_order(shelf, names) if names else every:
        if name not in rows:
            yield f"{name}: not in the lock file"
            continue
        recipe = shelf.recipe(name)
        yield from differences(made(recipe, shelf.locked, progress), shelf.locked(name))
        if rows[name] != LockedName(recipe.repository, name, recipe.description, recipe.stars):
            yield f"{name}: its name, description or stars differ from the lock file"
    if not names:
        yield from (f"{name}: in the lock file, but has no recipe" for name in sorted({*rows} - {*every}))
        data = image_lock.write_index(*_index(shelf, [name for name in every if name in rows], shelf.locked))
        if data != image_lock.write_index(shelf.index.names.values(), shelf.repositories()):
            yield "the list of repositories in the lock file is not what its parts say"


def differences(made: LockedRepository, locked: LockedRepository) -> Iterator[str]:
    """Yield one line for each thing in which what was made differs from what is locked."""
    name = made.recipe
    for key in sorted({*made.layers, *locked.layers}):
        what = f"{name}:{key[0]} {key[1]} layer {key[2] + 1}"
        mine, theirs = made.layers.get(key), locked.layers.get(key)
        if mine is None or theirs is None:
            yield f"{what}: {'not in the lock file' if theirs is None else 'in the lock file, but not in the recipe'}"
            continue
        for field in ("diff_id", "digest", "size", "plain", "usage", "tree", "chain_id", "base"):
            new, old = getattr(mine, field), getattr(theirs, field)
            if new != old:
                yield f"{what}: {field} is {new}, the lock file says {old}"
                break
    for ours, told, what in ((made.tags, locked.tags, ""), (made.former, locked.former, " (former)")):
        for tag in sorted({*ours, *told}):
            new, old = ours.get(tag), told.get(tag)
            if new != old:
                yield f"{name}:{tag}{what}: is {new or 'no tag of the recipe'}, the lock file says {old or 'nothing'}"
    for digest in sorted({*made.documents, *made.statements} ^ {*locked.documents, *locked.statements}):
        missing = digest in made.documents or digest in made.statements
        yield f"{name}: document {digest} {'is not in the lock file' if missing else 'is not what the recipe makes'}"
    for digest in sorted({*made.documents} & {*locked.documents}):
        if made.documents[digest] != locked.documents[digest]:
            yield f"{name}: document {digest} has another text in the lock file"
    if made.name != locked.name:
        yield f"{name}: its name differs from the lock file"
