"""The bundled images as a hub. Names and digests come from the lock file; recipes are read when files are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.recipes import lock as lock_file
from tutor.engine.recipes.content import LayerContent
from tutor.engine.recipes.documents import documents, index_of
from tutor.engine.recipes.errors import LockError
from tutor.engine.recipes.listing import trees
from tutor.engine.recipes.load import load
from tutor.oci.config import chain_ids
from tutor.oci.descriptor import Descriptor
from tutor.oci.media_types import OCI_INDEX, OCI_MANIFEST
from tutor.store.blobs import Blob
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.recipes.lock import LockedImage, LockedRecipe
    from tutor.engine.recipes.model import Recipe

LOCK = "lock.json"


class BundledHub:
    """A `hub.Hub` over the bundled images.

    `read(name)` gives the text of a file beside the recipes: the lock file now, `NAME.toml` when it is needed.
    Raises LockError where the lock file is damaged.
    """

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self._entries = lock_file.read(read(LOCK))
        self._recipes: dict[str, Recipe] = {}
        self._trees: dict[tuple[str, str], tuple[Tree, ...]] = {}
        self._blobs: dict[str, Blob] = {}
        self._places: dict[str, tuple[LockedRecipe, LockedImage | None, int]] = {}
        self._snapshots: dict[str, tuple[LockedRecipe, LockedImage, int]] = {}
        for entry in self._entries:
            self._places[entry.index[0]] = (entry, None, -1)
            for image in entry.images:
                self._places[image.manifest[0]] = self._places[image.config[0]] = (entry, image, -1)
                for number, layer in enumerate(image.layers):
                    self._places[layer.digest] = (entry, image, number)
                for number, chain in enumerate(chain_ids([layer.diff_id for layer in image.layers])):
                    self._snapshots[chain] = (entry, image, number)

    def resolve(self, reference: str) -> Descriptor | None:
        """Return the descriptor of the index that a tag names, or of the index or manifest with a digest."""
        name, _, digest = reference.partition("@")
        if not digest:
            repository, _, tag = name.rpartition(":")
            for entry in self._entries:
                if entry.repository == repository and tag in entry.tags:
                    return Descriptor(OCI_INDEX, *entry.index)
            return None
        for entry in self._entries:
            if name != entry.repository and not name.startswith(entry.repository + ":"):
                continue
            if entry.index[0] == digest:
                return Descriptor(OCI_INDEX, *entry.index)
            for image in entry.images:
                if image.manifest[0] == digest:
                    return Descriptor(OCI_MANIFEST, *image.manifest)
        return None

    def tags(self, repository: str) -> tuple[str, ...]:
        """Return the sorted tags of a repository."""
        return tuple(sorted({tag for entry in self._entries if entry.repository == repository for tag in entry.tags}))

    def repositories(self) -> tuple[str, ...]:
        """Return the sorted repositories."""
        return tuple(sorted({entry.repository for entry in self._entries}))

    def description(self, repository: str) -> str:
        """Return one line about a repository."""
        return next((entry.description for entry in self._entries if entry.repository == repository), "")

    def blob(self, digest: str) -> Blob | None:
        """Return a manifest, config or layer; a layer's bytes are made when they are read. Raises LockError."""
        place = self._places.get(digest)
        if place is None:
            return None
        entry, image, number = place
        if image is not None and number >= 0:
            layer = image.layers[number]
            made = self._made(entry, image)
            base = made[number - 1] if number else Tree.empty()
            return Blob(digest, layer.size, LayerContent(base, made[number], digest, layer.size))
        if digest not in self._blobs:
            self._write_documents(entry)
        if digest not in self._blobs:
            raise LockError(f"it does not fit the recipe {entry.recipe}")
        return self._blobs[digest]

    def snapshot(self, chain_id: str) -> Tree | None:
        """Return the files at a chain ID."""
        place = self._snapshots.get(chain_id)
        if place is None:
            return None
        entry, image, number = place
        return self._made(entry, image)[number]

    def _recipe(self, entry: LockedRecipe) -> Recipe:
        if entry.recipe not in self._recipes:
            self._recipes[entry.recipe] = load_recipe(entry.recipe, self._read)
        return self._recipes[entry.recipe]

    def _made(self, entry: LockedRecipe, image: LockedImage) -> tuple[Tree, ...]:
        key = (entry.recipe, image.platform)
        if key not in self._trees:
            recipe = self._recipe(entry)
            target = next((row for row in recipe.targets if str(row.platform) == image.platform), None)
            if target is None:
                raise LockError(f"it does not fit the recipe {entry.recipe}")
            self._trees[key] = trees(recipe, target)
        return self._trees[key]

    def _write_documents(self, entry: LockedRecipe) -> None:
        """Write index, manifests and configurations of a recipe from what is locked of its layers."""
        recipe = self._recipe(entry)
        layers = {image.platform: image.layers for image in entry.images}
        rows = [documents(recipe, row, layers.get(str(row.platform), ())) for row in recipe.targets]
        for raw in [*(row.config.raw for row in rows), *(row.manifest.raw for row in rows), index_of(rows).raw]:
            blob = Blob.of(raw)
            self._blobs[blob.digest] = blob


def load_recipe(name: str, read: Callable[[str], str]) -> Recipe:
    """Load the recipe `NAME.toml` with what it extends. Raises RecipeError."""
    return load(read(f"{name}.toml"), name, lambda other: read(f"{other}.toml"))
