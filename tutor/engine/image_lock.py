"""The lock file of the bundled images: what their recipes make, so that nothing need be made to know it.

One rule: `lock.json` holds the exact text of every document (index, manifest, configuration) and the digests and sizes
of every layer; a layer's bytes come from its recipe and must have the digest that stands here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.errors import LayerwiseError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

NAME = "lock.json"
_VERSION = 1


class LockError(LayerwiseError):
    """A lock file that is missing or does not say what it should."""


@dataclass(frozen=True, slots=True)
class LockedLayer:
    """One layer: where its recipe has it, and what it is.

    `number` counts from 0 in the image `image` on `platform`; `size` is in bytes, compressed; `plain` in bytes, as a
    tar; `usage` in bytes on disk, in whole blocks.
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


@dataclass(frozen=True, slots=True)
class LockedDocument:
    """An index, a manifest or a configuration: its media type and its exact text."""

    digest: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class LockedRepository:
    """One repository. `recipe` is the name of its recipe; `tags` lead to digests of indexes."""

    name: str
    recipe: str
    description: str
    tags: Mapping[str, str]
    documents: Mapping[str, LockedDocument]
    layers: Mapping[tuple[str, str, int], LockedLayer]
    """By image, platform and number."""


def parse(data: bytes) -> tuple[LockedRepository, ...]:
    """Read a lock file. Raises LockError."""
    import json

    try:
        table = json.loads(data)
        if table["version"] != _VERSION:
            raise LockError(f"the lock file of the bundled images has version {table['version']}")
        return tuple(_repository(name, row) for name, row in table["repositories"].items())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LockError(
            f"the lock file of the bundled images cannot be read ({type(error).__name__}: {error})",
            "write it anew with: layerwise images lock",
        ) from None


def _repository(name: str, row: Mapping[str, Any]) -> LockedRepository:
    documents = {
        digest: LockedDocument(digest, document["mediaType"], document["text"])
        for digest, document in row["documents"].items()
    }
    layers = {}
    for layer in row["layers"]:
        locked = LockedLayer(
            layer["digest"], layer["image"], layer["platform"], layer["layer"], layer["size"], layer["tarSize"],
            layer["diffId"], layer["chainId"], layer["usage"],
        )  # fmt: skip
        layers[locked.image, locked.platform, locked.number] = locked
    return LockedRepository(name, row["recipe"], row["description"], row["tags"], documents, layers)


def write(repositories: tuple[LockedRepository, ...]) -> bytes:
    """Return the bytes of a lock file; the same for the same repositories."""
    import json

    table = {
        "version": _VERSION,
        "repositories": {
            row.name: {
                "recipe": row.recipe,
                "description": row.description,
                "tags": dict(sorted(row.tags.items())),
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
                    }
                    for layer in row.layers.values()
                ],
            }
            for row in sorted(repositories, key=lambda row: row.name)
        },
    }
    return json.dumps(table, indent=1, ensure_ascii=False).encode() + b"\n"
