"""The hub of the bundled images.

One rule: names, documents and sizes come from the lock files, each read when something in it is asked for; a recipe is
parsed when files of its repository are looked at, and the bytes of a layer are made when they are read, never before.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tutor.engine import image_lock
from tutor.engine.layer_content import LayerContent
from tutor.engine.planted import PlantedTree, from_here
from tutor.errors import LayerwiseError
from tutor.oci.descriptor import Descriptor
from tutor.oci.media_types import OCI_CONFIG
from tutor.store.blobs import Blob
from tutor.vfs.content import Bytes
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from typing import Final

    from tutor.engine.image_lock import LockedLayer, LockedRepository, LockedStatement, LockIndex
    from tutor.engine.recipes import Recipe
    from tutor.engine.sites import Sites


class Shelf:
    """What lies in the folder of the bundled images: lock files and recipes, each read when first wanted."""

    def __init__(self, folder: str) -> None:
        self.folder: Final = folder
        self._index: LockIndex | None = None
        self._locked: dict[str, LockedRepository] = {}
        self._recipes: dict[str, Recipe] = {}

    @property
    def index(self) -> LockIndex:
        """The list of repositories. Raises LockError."""
        if self._index is None:
            self._index = image_lock.parse_index(_read(os.path.join(self.folder, image_lock.NAME), _REMEDY))
        return self._index

    def locked(self, recipe: str) -> LockedRepository:
        """Return what the lock file of a recipe says. Raises LayerwiseError."""
        found = self._locked.get(recipe)
        if found is None:
            path = os.path.join(self.folder, image_lock.FOLDER, f"{recipe}.json")
            found = self._locked[recipe] = image_lock.parse(_read(path, _REMEDY))
        return found

    def repository(self, name: str) -> LockedRepository | None:
        """Return a repository by its canonical name, None where there is none. Raises LayerwiseError."""
        row = self.index.names.get(name)
        return self.locked(row.recipe) if row is not None else None

    def repositories(self) -> list[LockedRepository]:
        """Return all repositories by name. Raises LayerwiseError."""
        return [self.locked(row.recipe) for row in self.index.names.values()]

    def recipe(self, name: str) -> Recipe:
        """Return a recipe. Raises LayerwiseError where it is missing or cannot be read."""
        found = self._recipes.get(name)
        if found is None:
            from tutor.engine.recipes import Recipe

            path = os.path.join(self.folder, f"{name}.toml")
            found = self._recipes[name] = Recipe(name, _read(path).decode(), self.recipe)
        return found

    def tree(self, recipe: str, image: str, platform: str, count: int, hash: str) -> Tree | None:
        """Return the files of the lowest `count` layers of an image, None where they have another digest."""
        layer = self.locked(recipe).layers.get((image, platform, count - 1)) if recipe in self._names() else None
        if layer is None or layer.tree != hash:
            return None
        made = self.recipe(recipe)
        return made.tree(made.image(image), platform, count)

    def _names(self) -> set[str]:
        return {row.recipe for row in self.index.names.values()}

    def recipe_names(self) -> list[str]:
        """Return the names of all recipes, sorted. Raises LayerwiseError."""
        try:
            files = os.listdir(self.folder)
        except OSError as error:
            raise LayerwiseError(f"cannot read the folder {self.folder} ({error.strerror})") from None
        return sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))


_REMEDY = "layerwise images lock"


def _read(path: str, remedy: str = "") -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        hint = f"make it with: {remedy}" if remedy else "install Layerwise again"
        raise LayerwiseError(f"the bundled images cannot be read: {path} ({error.strerror})", hint) from None


class BundledHub:
    """A `hub.Hub` over the bundled images in a folder; nothing is read before the first question."""

    def __init__(self, folder: str) -> None:
        self._shelf: Final = Shelf(folder)
        from_here(folder, self._shelf.tree)
        self._sites: Sites | None = None

    @property
    def sites(self) -> Sites:
        """The simulated internet, whose recipes lie in a folder beside those of the images. Raises RecipeError."""
        if self._sites is None:
            from tutor.engine.sites import read_sites

            self._sites = read_sites(os.path.join(self._shelf.folder, "internet"))
        return self._sites

    def tree(self, recipe: str, image: str, platform: str, count: int, hash: str) -> Tree | None:
        """Return the files of the lowest `count` layers of an image (`planted.Ground`)."""
        return self._shelf.tree(recipe, image, platform, count, hash)

    def resolve(self, reference: str) -> Descriptor | None:
        """Return the descriptor of the index that a tag names, or of the index or manifest with a digest."""
        name, at, digest = reference.partition("@")
        if not at:
            name, _, tag = reference.rpartition(":")
            row = self._shelf.repository(name)
            return _described(row, row.tags.get(tag, "")) if row is not None else None
        row = self._shelf.repository(name) or self._shelf.repository(name.rpartition(":")[0])
        return _described(row, digest) if row is not None else None

    def former(self, reference: str) -> Descriptor | None:
        """Return the descriptor of the index that a tag named before it moved, None where it never did."""
        name, _, tag = reference.rpartition(":")
        row = self._shelf.repository(name)
        return _described(row, row.former.get(tag, "")) if row is not None else None

    def tags(self, repository: str) -> tuple[str, ...]:
        """Return the sorted tags of a repository."""
        row = self._shelf.repository(repository)
        return tuple(sorted(row.tags)) if row is not None else ()

    def repositories(self) -> tuple[str, ...]:
        """Return the sorted repositories."""
        return tuple(sorted(self._shelf.index.names))

    def description(self, repository: str) -> str:
        """Return one line about a repository."""
        row = self._shelf.index.names.get(repository)
        return row.description if row is not None else ""

    def stars(self, repository: str) -> int:
        """Return how many people like a repository."""
        row = self._shelf.index.names.get(repository)
        return row.stars if row is not None else 0

    def blob(self, digest: str) -> Blob | None:
        """Return a document, or a layer whose bytes are made when they are read."""
        recipe = self._shelf.index.recipe_of(digest)
        row = self._shelf.locked(recipe) if recipe is not None else None
        if row is None:
            return None
        document = row.documents.get(digest)
        if document is not None:
            data = document.text.encode()
            return Blob(digest, len(data), Bytes(data))
        if digest in row.statements:
            return _attested(row, row.statements[digest])
        layer = next((layer for layer in row.layers.values() if layer.digest == digest), None)
        if layer is None:
            return None
        content = LayerContent(self._below(row, layer), _planted(row, layer), layer.size, digest)
        return Blob(digest, layer.size, content)

    def snapshot(self, chain_id: str) -> tuple[Tree, int] | None:
        """Return the files at a chain ID, which are put in place when they are looked at, and what the top layer takes.

        The latter is in bytes on disk, in whole blocks.
        """
        recipe = self._shelf.index.recipe_of(chain_id)
        if recipe is None:
            return None
        row = self._shelf.locked(recipe)
        layer = next((layer for layer in row.layers.values() if layer.chain_id == chain_id), None)
        return (_planted(row, layer), layer.usage) if layer is not None else None

    def _below(self, row: LockedRepository, layer: LockedLayer) -> Tree:
        """Return the files that a layer lies on."""
        if layer.base.startswith("@"):
            return Tree.empty(int(layer.base[1:]))
        image = layer.image
        if layer.base:
            recipe, _, image = layer.base.partition(":")
            row = self._shelf.locked(recipe)
        return _planted(row, row.layers[image, layer.platform, layer.number - 1])


def _described(row: LockedRepository, digest: str) -> Descriptor | None:
    document = row.documents.get(digest)
    if document is None or document.media_type == OCI_CONFIG:
        return None
    return Descriptor(document.media_type, digest, len(document.text.encode()))


def _attested(row: LockedRepository, said: LockedStatement) -> Blob:
    """Return a statement about an image; the image's files are put in place when it is read."""
    from tutor.engine.attested import Statement

    number = max(number for image, platform, number in row.layers if (image, platform) == (said.image, said.platform))
    tree = _planted(row, row.layers[said.image, said.platform, number])
    content = Statement(
        said.kind, tree, said.names, said.subject, said.created, said.source, said.materials, said.size, said.digest
    )
    return Blob(said.digest, said.size, content)


def _planted(row: LockedRepository, layer: LockedLayer) -> Tree:
    return PlantedTree(row.recipe, layer.image, layer.platform, layer.number + 1, layer.tree)
