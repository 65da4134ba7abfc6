"""Fetching an image: from the hub, or from one of the sandbox's own registries.

One rule: of an index only the manifest for one platform is fetched, and of that only the layers that are not here yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.engine import contents, eras, lookup, registries
from tutor.engine.errors import LOCAL, EngineError, not_found
from tutor.engine.events import ImagePulled, LayerPresent, LayerPulled
from tutor.engine.outcome import Outcome
from tutor.engine.platforms import parse as parse_platform
from tutor.engine.tag import point
from tutor.oci.media_types import is_index
from tutor.oci.platform import DEFAULT
from tutor.oci.reference import InvalidReference, Reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tutor.engine.registries import Remote
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.oci.config import ImageConfig
    from tutor.oci.descriptor import Descriptor
    from tutor.oci.manifest import Manifest
    from tutor.oci.platform import Platform
    from tutor.store.blobs import Blob


_SCRATCH = "docker.io/library/scratch"


@dataclass(frozen=True, slots=True)
class PulledLayer:
    """One layer: its compressed digest and size in bytes; `new` is whether it was fetched."""

    digest: str
    size: int
    new: bool = True


@dataclass(frozen=True, slots=True)
class Pulled:
    """One image that was pulled.

    `reference` is its familiar name ("alpine:3.20", "alpine@sha256:…"), `canonical` the complete one that the last line
    shows ("docker.io/library/alpine:3.20"), `heading` what comes before ": Pulling from" (a tag, or the whole digest
    reference), `repository` what comes after it ("library/alpine"); `newer` tells the two status lines apart. `layers`
    are those that an engine of the sandbox's era speaks of.
    """

    reference: str
    canonical: str
    heading: str
    repository: str
    digest: str
    layers: tuple[PulledLayer, ...]
    newer: bool


def pull(
    state: State, world: World, reference: str, *, platform: str = "", all_tags: bool = False
) -> Outcome[tuple[Pulled, ...]]:
    """Fetch what `reference` names (every tag with `all_tags`). Raises EngineError.

    Without a tag, `latest` is taken; the caller says so ("Using default tag: latest").
    """
    try:
        asked = Reference.parse(reference)
    except InvalidReference as error:
        raise EngineError(error.message, LOCAL, reference) from None
    if all_tags and not asked.is_name_only:
        raise EngineError("tag can't be used with --all-tags/-a", LOCAL, reference)
    wanted = parse_platform(platform) if platform else None
    source = registries.remote(state, world, asked)
    names = [asked.with_tag(tag) for tag in source.tags()] if all_tags else [asked.with_default_tag()]
    if not names:
        reason = "name unknown: repository name not known to registry"
        raise not_found(f"repository {asked.repository} not found: {reason}", asked.repository)
    if asked.name == _SCRATCH:
        raise EngineError("'scratch' is a reserved name", subject=reference)
    events: list[Any] = []
    results = []
    for name in names:
        state, result = _pull_one(state, world, source, name, wanted, events)
        results.append(result)
    return Outcome(state, tuple(events), tuple(results))


def _pull_one(
    state: State, world: World, source: Remote, name: Reference, platform: Platform | None, events: list[Any]
) -> tuple[State, Pulled]:
    target = source.resolve(name, prefix=registries.resolving(name))
    if target is None:
        raise registries.missing(name)
    source.admit(name, target.digest)
    before = state
    try:
        state, layers = fetch(state, source, target.bare(), platform, events)
    except BrokenFetch as broken:
        told = tuple(PulledLayer(layer.digest, layer.size) for layer in broken.layers)
        heading = name.canonical() if name.digest is not None else name.tag or ""
        raise BrokenPull(broken.fault, heading, name.path, told) from None
    state = _with_origin(state, target, name.name)
    _, _, state = unpacked(state, world, target, platform)
    kept = replace(name, tag=None) if name.digest is not None else name
    former = state.images.get(kept.canonical())
    newer = former is None or former.target.digest != target.digest
    if kept.digest is not None:  # what has such a name is there under any tag of its repository
        newer = lookup.find(before, kept.canonical()) is None
    state, more = point(state, kept.canonical(), target.bare(), world.now, given=False)
    events += [*more, ImagePulled(kept.familiar(), target.digest, newer)]
    heading = kept.canonical() if kept.digest is not None else kept.tag or ""
    pulled = tuple(PulledLayer(layer.digest, layer.size) for layer in layers)
    if eras.of(state).present:
        pulled = _all_layers(before, state, target, platform)
    return state, Pulled(kept.familiar(), name.canonical(), heading, kept.path, target.digest, pulled, newer)


def _all_layers(
    before: State, state: State, target: Descriptor, platform: Platform | None
) -> tuple[PulledLayer, ...]:
    """Return all layers of an image, none of one that was here."""
    from tutor.engine.images import choose

    part = choose(state, target, platform)
    if part is None or part.manifest is None or eras.of(before).records(before, part.manifest.config.digest):
        return ()
    layers = dict.fromkeys(part.manifest.layers)
    return tuple(PulledLayer(layer.digest, layer.size, layer.digest not in before.content) for layer in layers)


def fetch(
    state: State, source: Remote, target: Descriptor, platform: Platform | None, events: list[Any]
) -> tuple[State, tuple[Descriptor, ...]]:
    """Return the state with an image's documents and layers for one platform, and the layers that were not here.

    Raises EngineError where an index has nothing for the platform, or where the registry lacks a blob.
    """
    found: dict[str, Blob] = {}

    def take(row: Descriptor) -> Blob:
        blob = found.get(row.digest) or state.content.get(row.digest)
        if blob is None:
            blob = found[row.digest] = source.fetch(row)
        return blob

    take(target)
    descriptor = target
    if is_index(target.media_type):
        from tutor.oci.index import Index

        index = Index.from_bytes(take(target).read())
        wanted = platform or DEFAULT
        row = index.select(wanted)
        if row is None:
            raise not_found(
                f"no matching manifest for {wanted} in the manifest list entries: "
                "no match for platform in manifest: not found",
                target.digest,
            )
        descriptor = row
        for other in index.manifests:
            if other.is_attestation and other.annotation("vnd.docker.reference.digest") == row.digest:
                _take_all(take, other)
    manifest = _take_all(take, descriptor)
    new = tuple(layer for layer in dict.fromkeys(manifest.layers) if layer.digest in found)
    for layer in dict.fromkeys(manifest.layers):
        kind = LayerPulled if layer.digest in found else LayerPresent
        events.append(kind(layer.digest, layer.size))
    return contents.add_blobs(state, found), new


def _take_all(take: Callable[[Descriptor], Blob], row: Descriptor) -> Manifest:
    """Take a manifest and what it lists. Raises EngineError; BrokenFetch once its layers have begun to arrive."""
    from tutor.oci.manifest import Manifest

    manifest = Manifest.from_bytes(take(row).read())
    try:
        for part in (manifest.config, *manifest.layers):
            take(part)
    except EngineError as error:
        raise BrokenFetch(error, manifest.layers) from None
    return manifest


class BrokenFetch(EngineError):
    """A fetch that failed when the layers of a manifest had begun to arrive."""

    def __init__(self, fault: EngineError, layers: tuple[Descriptor, ...]) -> None:
        super().__init__(fault.message, fault.kind, fault.subject)
        self.fault = fault
        self.layers = layers


class BrokenPull(EngineError):
    """A pull that failed after it had said what it pulls: the lines that stand there already, as in `Pulled`."""

    def __init__(self, fault: EngineError, heading: str, repository: str, layers: tuple[PulledLayer, ...]) -> None:
        super().__init__(fault.message, fault.kind, fault.subject)
        self.heading = heading
        self.repository = repository
        self.layers = layers


def unpacked(
    state: State, world: World, target: Descriptor, platform: Platform | None = None
) -> tuple[Manifest | None, ImageConfig | None, State]:
    """Return manifest and configuration of an image for a platform, and the state with its layers unpacked."""
    from tutor.engine.images import choose
    from tutor.engine.unpack import unpack

    part = choose(state, target, platform)
    if part is None or part.manifest is None or part.config is None:
        return None, None, state
    return part.manifest, part.config, unpack(state, part.manifest, part.config, world.stop, world.hub.snapshot)


def _with_origin(state: State, target: Descriptor, repository: str) -> State:
    """Return the state that knows from which repository an image's content came."""
    from tutor.engine.gc import closure

    origins = {}
    for digest in closure(state, target):
        if digest in state.content:
            before = state.origins.get(digest) or ()
            if repository not in before:
                origins[digest] = tuple(sorted((*before, repository)))
    return replace(state, origins=state.origins.update(origins)) if origins else state
