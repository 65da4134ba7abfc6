"""Manifests in registries, without pulling: `docker manifest inspect`, `docker buildx imagetools inspect`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import registries
from tutor.engine.errors import LOCAL, EngineError, not_found
from tutor.oci.reference import InvalidReference, Reference

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor


@dataclass(frozen=True, slots=True)
class RemoteManifest:
    """An index or manifest as a registry holds it: the canonical reference, its descriptor and its exact bytes."""

    reference: str
    descriptor: Descriptor
    data: bytes


def remote_manifest(state: State, world: World, reference: str) -> RemoteManifest:
    """Return what the registry in `reference` holds under it.

    Raises EngineError: of kind not_found with the canonical name as subject ("…: not found"), LOCAL for a bad
    reference.
    """
    name = _parsed(reference)
    source = registries.remote(state, world, name)
    target = source.resolve(name)
    blob = source.blob(target.digest) if target is not None else None
    if target is None or blob is None:
        raise not_found(f"{name.canonical()}: not found", name.canonical())
    return RemoteManifest(name.canonical(), target.bare(), blob.read())


def remote_blob(state: State, world: World, reference: str, digest: str) -> bytes:
    """Return the bytes of a manifest or config by digest, from the repository of `reference`. Raises EngineError."""
    blob = registries.remote(state, world, _parsed(reference)).blob(digest)
    if blob is None:
        raise not_found(f"content at {digest} not found: not found", digest)
    return blob.read()


def _parsed(reference: str) -> Reference:
    try:
        return Reference.parse(reference).with_default_tag()
    except InvalidReference as error:
        raise EngineError(error.message, LOCAL, reference) from None
