"""Manifests in registries, without pulling and pushing: `docker manifest`, `docker buildx imagetools`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.engine import registries
from tutor.engine.errors import LOCAL, EngineError, not_found
from tutor.engine.outcome import Outcome
from tutor.oci.descriptor import Descriptor
from tutor.oci.reference import InvalidReference, Reference
from tutor.store.blobs import Blob

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World

_MANIFEST = "application/vnd.oci.image.manifest.v1+json"


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


def put_manifest(
    state: State,
    reference: Reference,
    descriptor: Descriptor,
    data: bytes,
    source: Reference | None = None,
    blobs: tuple[str, ...] = (),
) -> Outcome[None]:
    """Put a manifest into a registry of the sandbox, under a tag or its digest alone.

    `blobs` are first mounted from the repository `source`. Raises EngineError: the hub takes nothing, and what a
    repository of another registry holds cannot be mounted.
    """
    if reference.domain == registries.HUB:
        denied = "errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n"
        raise EngineError(f"failed to put manifest {reference.canonical()}: {denied}", LOCAL, reference.canonical())
    repository = registries.repository(state, reference)
    held = {descriptor.digest: Blob.of(data)}
    for digest in blobs:
        assert source is not None
        found = registries.repository(state, source).blobs.get(digest)
        if found is None:
            origin = source.with_digest(digest).canonical()
            raise EngineError(f"error mounting {origin} to {reference.canonical()}", LOCAL, origin)
        held[digest] = found
    changed = replace(
        repository,
        tags=repository.tags.set(reference.tag, descriptor.bare()) if reference.tag else repository.tags,
        manifests=repository.manifests.set(descriptor.digest, descriptor.bare()),
        blobs=repository.blobs.update(held),
    )
    return Outcome(registries.with_repository(state, reference, changed), (), None)


def copy_manifest(state: State, world: World, source: Reference, digest: str, target: Reference) -> Outcome[None]:
    """Copy a manifest or index, with all that it points to, from one repository to another. Raises EngineError."""
    import json

    remote = registries.remote(state, world, source)
    if target.domain == registries.HUB:
        raise registries.denied(target)
    repository = registries.repository(state, target)
    blobs: dict[str, Blob] = {}
    manifests: dict[str, Descriptor] = {}
    todo = [digest]
    while todo:
        blob = remote.blob(todo.pop())
        if blob is None:
            raise not_found(f"{source.with_digest(digest).canonical()}: not found", digest)
        document = json.loads(blob.read())
        blobs[blob.digest] = blob
        manifests[blob.digest] = Descriptor(document.get("mediaType", _MANIFEST), blob.digest, blob.size)
        todo += [row["digest"] for row in document.get("manifests", ())]
        for row in (document["config"], *document.get("layers", ())) if "config" in document else ():
            part = remote.blob(row["digest"])
            if part is not None:
                blobs[part.digest] = part
    changed = replace(
        repository, manifests=repository.manifests.update(manifests), blobs=repository.blobs.update(blobs)
    )
    return Outcome(registries.with_repository(state, target, changed), (), None)


def _parsed(reference: str) -> Reference:
    try:
        return Reference.parse(reference).with_default_tag()
    except InvalidReference as error:
        raise EngineError(error.message, LOCAL, reference) from None
