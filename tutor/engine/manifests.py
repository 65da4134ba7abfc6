"""Manifests in registries, without pulling: `docker manifest inspect`, `docker buildx imagetools inspect`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    Raises EngineError (not_found) with the familiar name as subject.
    """
    raise NotImplementedError


def remote_blob(state: State, world: World, reference: str, digest: str) -> bytes:
    """Return the bytes of a manifest or config by digest, from the repository of `reference`. Raises EngineError."""
    raise NotImplementedError
