"""The lock file of the bundled images: what their recipes make, so that nothing need be made to know it.

One rule: `lock/RECIPE.json` holds the exact text of every document (index, manifest, configuration) and the digests and
sizes of every layer of one recipe; a layer's bytes come from its recipe and must have the digest that stands here.
`lock.json` says which repositories there are and in which of those files a digest is, so that no other need be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.errors import LayerwiseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

NAME = "lock.json"
FOLDER = "lock"
_VERSION = 3
_SHORT = 12
"""Hexadecimal digits by which the list of repositories knows a digest."""


class LockError(LayerwiseError):
    """A lock file that is missing or does not say what it should."""


@dataclass(frozen=True, slots=True)
class LockedLayer:
    """One layer: where its recipe has it, and what it is.

    `number` counts from 0 in the image `image` on `platform`, with the layers that it stands on; `size` is in bytes,
    compressed; `plain` in bytes, as a tar; `usage` in bytes on disk, in whole blocks; `tree` is the digest of the files
    with it, in hexadecimal. `base` is what the layer lies on: empty for the layer below it, "RECIPE:IMAGE" for all
    layers of another image, "@TIME" (in seconds) for nothing but a root.
    """

    digest: str
    image: str
    platform: str
    number: int
    size: int
    plain: int
    diff_id: str
    chain_id: str
    usage: int
    tree: str
    base: str


@dataclass(frozen=True, slots=True)
class LockedDocument:
    """An index, a manifest or a configuration: its media type and its exact text."""

    digest: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class LockedStatement:
    """A statement about an image on a platform (see `engine.attested.Statement`); `size` is in bytes."""

    digest: str
    image: str
    platform: str
    kind: str
    size: int
    names: tuple[str, ...]
    subject: str
    created: str
    source: str
    materials: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LockedRepository:
    """One repository. `tags` lead to digests of indexes; `former` is where tags stood that have moved since."""

    name: str
    recipe: str
    tags: Mapping[str, str]
    former: Mapping[str, str]
    documents: Mapping[str, LockedDocument]
    layers: Mapping[tuple[str, str, int], LockedLayer]
    """By image, platform and number; those of the images that others stand on are in their own repository."""
    statements: Mapping[str, LockedStatement]


@dataclass(frozen=True, slots=True)
class LockedName:
    """What the list says of a repository: the name of its recipe, the line and the stars that a search shows."""

    name: str
    recipe: str
    description: str
    stars: int


class LockIndex:
    """The list of repositories: `names` by canonical name."""

    def __init__(self, names: Mapping[str, LockedName], digests: Mapping[str, str]) -> None:
        self.names = names
        self._digests = digests
        self._recipes: dict[str, str] | None = None

    def recipe_of(self, digest: str) -> str | None:
        """Return the recipe whose lock file may have a document, a layer or a chain ID; None where none has it."""
        if self._recipes is None:
            self._recipes = {short: recipe for recipe, row in self._digests.items() for short in row.split()}
        return self._recipes.get(_short(digest))


def _short(digest: str) -> str:
    return digest.rpartition(":")[2][:_SHORT]


def _read(data: bytes) -> Any:
    import json

    table = json.loads(data)
    if table["version"] != _VERSION:
        raise LockError(f"the lock file of the bundled images has version {table['version']}")
    return table


def _broken(error: Exception) -> LockError:
    return LockError(
        f"the lock file of the bundled images cannot be read ({type(error).__name__}: {error})",
        "write it anew with: layerwise images lock",
    )


def parse_index(data: bytes) -> LockIndex:
    """Read the list of repositories. Raises LockError."""
    try:
        table = _read(data)
        names = {
            name: LockedName(name, row["recipe"], row["description"], row["stars"])
            for name, row in table["repositories"].items()
        }
        return LockIndex(names, table["digests"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(error) from None


def parse(data: bytes) -> LockedRepository:
    """Read the lock file of one recipe. Raises LockError."""
    try:
        row = _read(data)
        documents = {
            digest: LockedDocument(digest, document["mediaType"], document["text"])
            for digest, document in row["documents"].items()
        }
        layers = {}
        for layer in row["layers"]:
            locked = LockedLayer(
                layer["digest"], layer["image"], layer["platform"], layer["layer"], layer["size"], layer["tarSize"],
                layer["diffId"], layer["chainId"], layer["usage"], layer["tree"], layer["base"],
            )  # fmt: skip
            layers[locked.image, locked.platform, locked.number] = locked
        statements = {
            digest: LockedStatement(
                digest, said["image"], said["platform"], said["kind"], said["size"], tuple(said["names"]),
                said["subject"], said["created"], said["source"], tuple(said["materials"].items()),
            )
            for digest, said in row["statements"].items()
        }  # fmt: skip
        tags, former = row["tags"], row["former"]
        return LockedRepository(row["repository"], row["recipe"], tags, former, documents, layers, statements)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(error) from None


def write(row: LockedRepository) -> bytes:
    """Return the bytes of the lock file of one recipe; the same for the same repository."""
    return _bytes(
        {
            "version": _VERSION,
            "repository": row.name,
            "recipe": row.recipe,
            "tags": dict(sorted(row.tags.items())),
            "former": dict(sorted(row.former.items())),
            "documents": {
                digest: {"mediaType": document.media_type, "text": document.text}
                for digest, document in row.documents.items()
            },
            "layers": [
                {
                    "image": layer.image,
                    "platform": layer.platform,
                    "layer": layer.number,
                    "digest": layer.digest,
                    "size": layer.size,
                    "tarSize": layer.plain,
                    "diffId": layer.diff_id,
                    "chainId": layer.chain_id,
                    "usage": layer.usage,
                    "tree": layer.tree,
                    "base": layer.base,
                }
                for layer in row.layers.values()
            ],
            "statements": {
                said.digest: {
                    "image": said.image,
                    "platform": said.platform,
                    "kind": said.kind,
                    "size": said.size,
                    "names": said.names,
                    "subject": said.subject,
                    "created": said.created,
                    "source": said.source,
                    "materials": dict(said.materials),
                }
                for said in row.statements.values()
            },
        }
    )


def write_index(names: Iterable[LockedName], repositories: Iterable[LockedRepository]) -> bytes:
    """Return the bytes of the list of repositories."""
    rows = sorted(repositories, key=lambda row: row.recipe)
    return _bytes(
        {
            "version": _VERSION,
            "repositories": {
                row.name: {"recipe": row.recipe, "description": row.description, "stars": row.stars}
                for row in sorted(names, key=lambda row: row.name)
            },
            "digests": {row.recipe: " ".join(sorted(_digests(row))) for row in rows},
        }
    )


def _digests(row: LockedRepository) -> set[str]:
    layers = row.layers.values()
    own = (*row.documents, *row.statements)
    return {_short(digest) for digest in (*own, *[x.digest for x in layers], *[x.chain_id for x in layers])}


def _bytes(table: object) -> bytes:
    import json

    return json.dumps(table, indent=1, ensure_ascii=False).encode() + b"\n"
