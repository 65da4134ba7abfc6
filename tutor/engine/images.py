"""An image as the engine sees it: an index's or a single manifest, how much of each is here, how much it takes.

One rule: sizes follow Docker 29 with the containerd store: what is unpacked (snapshots, in 4 KiB blocks) and what is
compressed (manifest, configuration and layers that are here) are counted apart; an index's own bytes are not counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import contents
from tutor.oci.media_types import is_index
from tutor.oci.platform import DEFAULT, Platform

if TYPE_CHECKING:
    from tutor.engine.state import ImageRecord, State
    from tutor.oci.config import ImageConfig
    from tutor.oci.descriptor import Descriptor
    from tutor.oci.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Part:
    """One manifest of an image.

    `descriptor` as its index has it; `manifest` and `config` are None where their bytes are not here; `content` is
    bytes of what is here; `complete` is whether all of it is; `attestation` is whether it is no image but about one.
    """

    descriptor: Descriptor
    platform: Platform | None
    manifest: Manifest | None
    config: ImageConfig | None
    content: int
    complete: bool
    attestation: bool

    @property
    def digest(self) -> str:
        """The manifest's digest."""
        return self.descriptor.digest


def parts(state: State, target: Descriptor) -> tuple[Part, ...]:
    """Return the manifests of an image in the order of its index; one where it is a single manifest."""
    return tuple([_part(state, row) for row in manifests(state, target)])


def manifests(state: State, target: Descriptor) -> tuple[Descriptor, ...]:
    """Return the descriptors of an image's manifests; itself where it is a single one."""
    if not is_index(target.media_type):
        return (target,)
    index = contents.index(state, target.digest)
    return index.manifests if index is not None else ()


def _part(state: State, descriptor: Descriptor) -> Part:
    content = state.content
    manifest = contents.manifest(state, descriptor.digest)
    attestation = descriptor.is_attestation
    if manifest is None:
        return Part(descriptor, descriptor.platform, None, None, 0, False, attestation)
    rows = (manifest.config, *manifest.layers)
    here = [row for row in rows if row.digest in content]
    size = len(manifest.raw) + sum([row.size for row in here])
    config = None
    if not attestation and manifest.is_image:
        config = contents.config(state, manifest.config.digest)
    else:
        attestation = True
    platform = descriptor.platform or (config.platform if config is not None else None)
    return Part(descriptor, platform, manifest, config, size, len(here) == len(rows), attestation)


def choose(
    state: State, target: Descriptor, platform: Platform | None = None, *, strict: bool = False
) -> Part | None:
    """Return the manifest that stands for an image, None where it has none for `platform`.

    Without a platform: the one for this host (linux/amd64), else the first image that is here, else the first one.
    With `strict` the one for this host counts even where its content is missing.
    """
    return chosen(parts(state, target), platform, strict=strict)


def chosen(found: tuple[Part, ...], platform: Platform | None = None, *, strict: bool = False) -> Part | None:
    """As `choose`, of parts that are known already."""
    images = [part for part in found if not part.attestation]
    if platform is None and len(images) < 2:
        return images[0] if images else None
    wanted = platform or DEFAULT
    best = wanted.best(part.platform for part in images if part.platform is not None)
    if best is not None:
        matching = [part for part in images if part.platform == best]
        others = images if platform is None and not strict else []
        return next((part for part in (*matching, *others) if part.complete), matching[0])
    if platform is not None:
        return next((part for part in images if part.platform is None), None)
    return next((part for part in images if part.complete), images[0] if images else None)


def unpacked_size(state: State, part: Part) -> int:
    """Return the bytes that a manifest's layers take unpacked; 0 for those that are not unpacked."""
    if part.config is None:
        return 0
    snapshots = state.snapshots
    return sum([s.usage for chain in chain_ids(part.config) if (s := snapshots.get(chain)) is not None])


_chains: dict[tuple[str, ...], tuple[str, ...]] = {}


def chain_ids(config: ImageConfig) -> tuple[str, ...]:
    """Return the chain IDs of a configuration's layers, lowest first."""
    found = _chains.get(config.diff_ids)
    if found is None:
        found = config.chain_ids
        contents.keep(_chains, config.diff_ids, found)
    return found


def top_chain(config: ImageConfig) -> str:
    """Return the chain ID of all layers together, "" for an image without layers."""
    chains = chain_ids(config)
    return chains[-1] if chains else ""


def records_of(state: State, digest: str) -> tuple[ImageRecord, ...]:
    """Return all names of the image with this ID, sorted."""
    found = [record for _, record in state.images.entries() if record.target.digest == digest]
    return tuple(sorted(found, key=lambda record: record.name)) if len(found) > 1 else tuple(found)


def familiar(name: str) -> str:
    """Return a canonical name as Docker shows it ("docker.io/library/alpine:3.20" is "alpine:3.20")."""
    if name.startswith("docker.io/"):
        rest = name[10:]
        return rest[8:] if rest.startswith("library/") and "/" not in rest[8:] else rest
    return name
