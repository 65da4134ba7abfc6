"""The documents of a bundled image: configuration, manifest, index. They follow from the recipe and its layers' digests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.oci.config import ImageConfig
from tutor.oci.descriptor import Descriptor
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import OCI_LAYER_GZIP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.engine.recipes.model import Recipe, Target


@dataclass(frozen=True, slots=True)
class LockedLayer:
    """A layer as the lock file knows it: compressed digest and size in bytes, diff ID, and bytes on disk unpacked."""

    digest: str
    size: int
    diff_id: str
    usage: int


@dataclass(frozen=True, slots=True)
class Documents:
    """The configuration and manifest of an image for one platform."""

    target: Target
    config: ImageConfig
    manifest: Manifest


def documents(recipe: Recipe, target: Target, layers: Sequence[LockedLayer]) -> Documents:
    """Write the configuration and manifest for one platform."""
    config = ImageConfig.build(
        recipe.config,
        [layer.diff_id for layer in layers],
        [replace(step, created_by=target.fill(step.created_by)) for step in recipe.history],
        created=recipe.created,
        platform=target.platform,
    )
    rows = [Descriptor(OCI_LAYER_GZIP, layer.digest, layer.size) for layer in layers]
    return Documents(target, config, Manifest.build(config.descriptor(), rows))


def index_of(found: Sequence[Documents]) -> Index:
    """Write the index over the manifests of all platforms."""
    return Index.build([row.manifest.descriptor(platform=row.target.platform) for row in found])
