"""The lock file: the digests and sizes of everything that the recipes make, so that pulling makes nothing.

`make` builds all layers and writes the file anew; `verify` builds them again and compares.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tutor.engine.recipes.documents import Documents, LockedLayer, documents, index_of
from tutor.engine.recipes.errors import LockError
from tutor.engine.recipes.listing import trees
from tutor.store.gzip import compress
from tutor.vfs.layer import layer_tar
from tutor.vfs.tree import Tree
from tutor.vfs.usage import disk_usage

if TYPE_CHECKING:
    from tutor.engine.recipes.model import Recipe, Target

FORMAT = 1
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LockedImage:
    """An image for one platform: the digests and sizes of its manifest and configuration, and its layers."""

    platform: str
    manifest: tuple[str, int]
    config: tuple[str, int]
    layers: tuple[LockedLayer, ...]


@dataclass(frozen=True, slots=True)
class LockedRecipe:
    """What a recipe makes: its names, the digest and size of its index, an image for each platform."""

    recipe: str
    repository: str
    description: str
    tags: tuple[str, ...]
    index: tuple[str, int]
    images: tuple[LockedImage, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What `verify` says of one recipe and platform: `problems` is empty where everything agrees."""

    recipe: str
    platform: str
    problems: tuple[str, ...]


def make(recipes: Iterable[Recipe], progress: Progress = lambda text: None) -> tuple[LockedRecipe, ...]:
    """Build everything and return what belongs into the lock file; `progress` hears of each image before it is built."""
    return tuple(_locked(recipe, progress) for recipe in sorted(recipes, key=lambda recipe: recipe.name))


def verify(
    recipes: Iterable[Recipe], lock: Iterable[LockedRecipe], progress: Progress = lambda text: None
) -> Iterator[Finding]:
    """Build everything again and compare it with the lock file, a recipe and platform at a time."""
    known = {entry.recipe: entry for entry in lock}
    for recipe in sorted(recipes, key=lambda recipe: recipe.name):
        entry = known.pop(recipe.name, None)
        if entry is None:
            yield Finding(recipe.name, "", ("it is not in the lock file",))
            continue
        built = _locked(recipe, progress)
        for image, other in _side_by_side(built, entry):
            yield Finding(recipe.name, image or other, _differences(built, entry, image or other))
    for name in sorted(known):
        yield Finding(name, "", ("the lock file has it, but there is no such recipe",))


def _side_by_side(built: LockedRecipe, entry: LockedRecipe) -> list[tuple[str, str]]:
    """Return the platforms of both, paired; "" where one lacks it."""
    mine, other = ({image.platform: image for image in side.images} for side in (built, entry))
    return [(name if name in mine else "", name if name in other else "") for name in sorted({*mine, *other})]


def _differences(built: LockedRecipe, entry: LockedRecipe, platform: str) -> tuple[str, ...]:
    mine = next((image for image in built.images if image.platform == platform), None)
    other = next((image for image in entry.images if image.platform == platform), None)
    if mine is None or other is None:
        return (f"only the {'lock file' if mine is None else 'recipe'} has this platform",)
    found = []
    for number, (left, right) in enumerate(zip(mine.layers, other.layers, strict=False)):
        for what in ("diff_id", "digest", "size", "usage"):
            if getattr(left, what) != getattr(right, what):
                shown = f"{getattr(left, what)}, locked is {getattr(right, what)}"
                found.append(f"layer {number + 1}: {what.replace('_', ' ')} is {shown}")
    if len(mine.layers) != len(other.layers):
        found.append(f"it has {len(mine.layers)} layers, locked are {len(other.layers)}")
    pairs = [("config", mine.config, other.config), ("manifest", mine.manifest, other.manifest)]
    pairs.append(("index", built.index, entry.index))
    found += [f"{what} is {left[0]}, locked is {right[0]}" for what, left, right in pairs if left != right]
    if built.tags != entry.tags or built.repository != entry.repository:
        found.append("its names differ from the locked ones")
    return tuple(found)


def _locked(recipe: Recipe, progress: Progress) -> LockedRecipe:
    found: list[tuple[Documents, tuple[LockedLayer, ...]]] = []
    for target in recipe.targets:
        progress(f"{recipe.name} {target.platform}")
        layers = _layers(recipe, target)
        found.append((documents(recipe, target, layers), layers))
    index = index_of([row for row, _ in found])
    images = tuple(
        LockedImage(
            str(row.target.platform),
            (row.manifest.id, len(row.manifest.raw)),
            (row.config.id, len(row.config.raw)),
            layers,
        )
        for row, layers in found
    )
    names = (recipe.name, recipe.repository, recipe.description, recipe.tags)
    return LockedRecipe(*names, (index.id, len(index.raw)), images)


def _layers(recipe: Recipe, target: Target) -> tuple[LockedLayer, ...]:
    """Build the layers of an image: all their bytes are made here, and hashed, and let go."""
    found = []
    base = Tree.empty()
    for tree in trees(recipe, target):
        plain, packed, size = sha256(), sha256(), 0

        def hashed(base: Tree = base, tree: Tree = tree, plain: Any = plain) -> Iterator[bytes]:
            for piece in layer_tar(base, tree):
                plain.update(piece)
                yield piece

        for piece in compress(hashed()):
            packed.update(piece)
            size += len(piece)
        digests = (f"sha256:{packed.hexdigest()}", size, f"sha256:{plain.hexdigest()}")
        found.append(LockedLayer(*digests, disk_usage(tree, base)))
        base = tree
    return tuple(found)


# The file


def write(lock: Iterable[LockedRecipe]) -> str:
    """Write the lock file's text."""
    rows = [_recipe_json(entry) for entry in sorted(lock, key=lambda entry: entry.recipe)]
    return json.dumps({"format": FORMAT, "recipes": rows}, indent=1) + "\n"


def read(text: str) -> tuple[LockedRecipe, ...]:
    """Read the lock file. Raises `LockError`."""
    try:
        fields = json.loads(text)
        if fields["format"] != FORMAT:
            raise LockError("its format is not known here")
        return tuple(_recipe(row) for row in fields["recipes"])
    except (ValueError, KeyError, TypeError) as error:
        raise LockError(f"it is damaged ({error})") from None


def _recipe_json(entry: LockedRecipe) -> dict[str, Any]:
    return {
        "recipe": entry.recipe,
        "repository": entry.repository,
        "description": entry.description,
        "tags": list(entry.tags),
        "index": list(entry.index),
        "images": [
            {
                "platform": image.platform,
                "manifest": list(image.manifest),
                "config": list(image.config),
                "layers": [[layer.digest, layer.size, layer.diff_id, layer.usage] for layer in image.layers],
            }
            for image in entry.images
        ],
    }


def _recipe(row: dict[str, Any]) -> LockedRecipe:
    images = tuple(
        LockedImage(
            image["platform"],
            _pair(image["manifest"]),
            _pair(image["config"]),
            tuple(LockedLayer(str(a), int(b), str(c), int(d)) for a, b, c, d in image["layers"]),
        )
        for image in row["images"]
    )
    names = (str(row["recipe"]), str(row["repository"]), str(row["description"]), tuple(map(str, row["tags"])))
    return LockedRecipe(*names, _pair(row["index"]), images)


def _pair(row: list[Any]) -> tuple[str, int]:
    digest, size = row
    return str(digest), int(size)
