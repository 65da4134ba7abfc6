"""The hub of the bundled images.

One rule: names, documents and sizes come from the lock file; a recipe is parsed when files of its repository are
wanted, and the bytes of a layer are made when they are read, never before.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tutor.engine import image_lock
from tutor.engine.layer_content import LayerContent
from tutor.errors import LayerwiseError
from tutor.oci.descriptor import Descriptor
from tutor.oci.media_types import OCI_CONFIG
from tutor.store.blobs import Blob
from tutor.vfs.content import Bytes

if TYPE_CHECKING:
    from typing import Final

    from tutor.engine.image_lock import LockedDocument, LockedLayer, LockedRepository
    from tutor.engine.recipes import Recipe
    from tutor.vfs.tree import Tree


class Shelf:
    """What lies in the folder of the bundled images: the lock file and the recipes, each read when first wanted."""

    def __init__(self, folder: str) -> None:
        self.folder: Final = folder
        self._repositories: dict[str, LockedRepository] | None = None
        self._recipes: dict[str, Recipe] = {}

    @property
    def repositories(self) -> dict[str, LockedRepository]:
        """The repositories by canonical name. Raises LockError."""
        if self._repositories is None:
            path = os.path.join(self.folder, image_lock.NAME)
            rows = image_lock.parse(_read(path, "layerwise images lock"))
            self._repositories = {row.name: row for row in rows}
        return self._repositories

    def recipe(self, name: str) -> Recipe:
        """Return a recipe. Raises LayerwiseError where it is missing or cannot be read."""
        found = self._recipes.get(name)
        if found is None:
            from tutor.engine.recipes import Recipe

            path = os.path.join(self.folder, f"{name}.toml")
            found = self._recipes[name] = Recipe(name, _read(path).decode())
        return found

    def recipe_names(self) -> list[str]:
        """Return the names of all recipes, sorted. Raises LayerwiseError."""
        try:
            files = os.listdir(self.folder)
        except OSError as error:
            raise LayerwiseError(f"cannot read the folder {self.folder} ({error.strerror})") from None
        return sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))


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
        self._documents: dict[str, LockedDocument] | None = None
        self._layers: dict[str, tuple[LockedRepository, LockedLayer]] = {}
        self._chains: dict[str, tuple[LockedRepository, LockedLayer]] = {}

    def resolve(self, reference: str) -> Descriptor | None:
        """Return the descriptor of the index that a tag names, or of the index or manifest with a digest."""
        name, at, digest = reference.partition("@")
        if not at:
            name, _, tag = reference.rpartition(":")
            row = self._shelf.repositories.get(name)
            digest = row.tags.get(tag, "") if row is not None else ""
        else:
            row = self._shelf.repositories.get(name) or self._shelf.repositories.get(name.rpartition(":")[0])
        document = row.documents.get(digest) if row is not None else None
        if document is None or document.media_type == OCI_CONFIG:
            return None
        return Descriptor(document.media_type, digest, len(document.text.encode()))

    def tags(self, repository: str) -> tuple[str, ...]:
        """Return the sorted tags of a repository."""
        row = self._shelf.repositories.get(repository)
        return tuple(sorted(row.tags)) if row is not None else ()

    def repositories(self) -> tuple[str, ...]:
        """Return the sorted repositories."""
        return tuple(sorted(self._shelf.repositories))

    def description(self, repository: str) -> str:
        """Return one line about a repository."""
        row = self._shelf.repositories.get(repository)
        return row.description if row is not None else ""

    def blob(self, digest: str) -> Blob | None:
        """Return a document, or a layer whose bytes are made when they are read."""
        documents = self._documents
        if documents is None:
            documents = self._index()
        document = documents.get(digest)
        if document is not None:
            data = document.text.encode()
            return Blob(digest, len(data), Bytes(data))
        found = self._layers.get(digest)
        if found is None:
            return None
        row, layer = found
        content = LayerContent(self._tree(row, layer, 0), self._tree(row, layer, 1), layer.size, digest)
        return Blob(digest, layer.size, content)

    def snapshot(self, chain_id: str) -> Tree | None:
        """Return the files at a chain ID; none of their bytes are made."""
        if self._documents is None:
            self._index()
        found = self._chains.get(chain_id)
        if found is None:
            return None
        return self._tree(*found, 1)

    def _tree(self, row: LockedRepository, layer: LockedLayer, more: int) -> Tree:
        """Return the files below a layer (`more` 0) or with it (1)."""
        recipe = self._shelf.recipe(row.recipe)
        return recipe.tree(recipe.image(layer.image), layer.platform, layer.number + more)

    def _index(self) -> dict[str, LockedDocument]:
        documents: dict[str, LockedDocument] = {}
        for row in self._shelf.repositories.values():
            documents.update(row.documents)
            for layer in row.layers.values():
                self._layers[layer.digest] = row, layer
                self._chains[layer.chain_id] = row, layer
        self._documents = documents
        return documents
