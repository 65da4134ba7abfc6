"""Manifests in registries, without pulling and pushing: `docker manifest`, `docker buildx imagetools`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import registries
from tutor.engine.errors import LOCAL, EngineError, not_found
from tutor.engine.outcome import Outcome
from tutor.oci.media_types import is_index, is_manifest
from tutor.oci.reference import InvalidReference, Reference
from tutor.registry.faults import NotAuthorized
from tutor.store.gc import children

if TYPE_CHECKING:
    from tutor.engine.registries import Remote
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
    if target is None:
        raise not_found(f"{name.canonical()}: not found", name.canonical())
    return RemoteManifest(name.canonical(), target.bare(), source.fetch(target).read())


def remote_blob(state: State, world: World, reference: str, digest: str) -> bytes:
    """Return the bytes of a manifest or config by digest, from the repository of `reference`. Raises EngineError."""
    blob = registries.remote(state, world, _parsed(reference)).find(digest)
    if blob is None:
        raise not_found(f"content at {digest} not found: not found", digest)
    return blob.read()


def put_manifest(
    state: State,
    world: World,
    reference: Reference,
    descriptor: Descriptor,
    data: bytes,
    source: Reference | None = None,
    blobs: tuple[str, ...] = (),
) -> Outcome[None]:
    """Put a manifest into a registry, under a tag or its digest alone.

    `blobs` are first mounted from the repository `source`. Raises EngineError: the registry does not take it, and what
    a repository of another registry holds cannot be mounted.
    """
    remote = registries.remote(state, world, reference)
    try:
        for digest in blobs:
            assert source is not None
            if source.domain == reference.domain and remote.client.mount(remote.path, digest, source.path):
                continue
            origin = source.with_digest(digest).canonical()
            raise EngineError(f"error mounting {origin} to {reference.canonical()}", LOCAL, origin)
        remote.client.push_manifest(remote.path, reference.tag or descriptor.digest, descriptor, data)
    except NotAuthorized:
        denied = "errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n"
        said = f"failed to put manifest {reference.canonical()}: {denied}"
        raise EngineError(said, LOCAL, reference.canonical()) from None
    except registries.FAULTS as error:
        raise remote.fault(error) from None
    return Outcome(remote.hosts.kept(state), (), None)


def copy_manifest(state: State, world: World, source: Reference, digest: str, target: Reference) -> Outcome[None]:
    """Copy a manifest or index, with all that it points to, from one repository to another. Raises EngineError."""
    origin = registries.remote(state, world, source)
    remote = registries.Remote(state, world, target, origin.hosts)
    found = origin.resolve(source.with_digest(digest))
    if found is None:
        raise not_found(f"{source.with_digest(digest).canonical()}: not found", digest)
    try:
        _copy(origin, remote, found)
    except NotAuthorized as error:
        raise registries.denied(target, error.reason) from None
    except registries.FAULTS as error:
        raise remote.fault(error) from None
    return Outcome(remote.hosts.kept(state), (), None)


def _copy(origin: Remote, target: Remote, row: Descriptor) -> None:
    """Copy what a descriptor leads to, then itself."""
    if not (is_index(row.media_type) or is_manifest(row.media_type)):
        if not target.client.has_blob(target.path, row.digest):
            target.client.push_blob(target.path, origin.fetch(row))
        return
    raw = origin.fetch(row).read()
    for child in children(row, raw):
        _copy(origin, target, child)
    target.client.push_manifest(target.path, row.digest, row, raw)


def _parsed(reference: str) -> Reference:
    try:
        return Reference.parse(reference).with_default_tag()
    except InvalidReference as error:
        raise EngineError(error.message, LOCAL, reference) from None
