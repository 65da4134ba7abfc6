"""Sending an image to a registry of the sandbox.

One rule: the registry gets an image's documents as they are; layers that it has in this repository stay, those that it
has in another are mounted from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.engine import contents, eras, registries
from tutor.engine.errors import LOCAL, EngineError
from tutor.engine.events import LayerPushed
from tutor.engine.images import parts
from tutor.engine.outcome import Outcome
from tutor.engine.registries import HUB
from tutor.oci.media_types import is_index
from tutor.oci.reference import InvalidReference, Reference

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.images import Part
    from tutor.engine.registries import Repository
    from tutor.engine.state import ImageRecord, State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob


@dataclass(frozen=True, slots=True)
class PushedLayer:
    """One layer: how it is named, and how it got there: "Pushed", "Layer already exists" or "Mounted from base"."""

    digest: str
    how: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """One tag that was pushed: digest and size in bytes are those of its index or manifest.

    `partial` is what is said where only part of an index could be pushed, else "".
    """

    tag: str
    layers: tuple[PushedLayer, ...]
    digest: str
    size: int
    partial: str = ""


def push(
    state: State, world: World, reference: str, *, platform: str = "", all_tags: bool = False
) -> Outcome[tuple[Pushed, ...]]:
    """Send what `reference` names to the registry in its name.

    Raises EngineError; before that the caller has said "The push refers to repository …" (see `target`).
    """
    name = target(reference, all_tags=all_tags)
    records = _records(state, name, all_tags)
    if name.domain == HUB:
        raise registries.denied(name)
    events: list[Any] = []
    results = []
    for record in records:
        state, result = _push_one(state, name, record, platform, events)
        results.append(result)
    return Outcome(state, tuple(events), tuple(results))


def target(reference: str, *, all_tags: bool = False) -> Reference:
    """Return where a push goes, with its tag. Raises EngineError of kind LOCAL for what cannot be pushed."""
    try:
        name = Reference.parse(reference)
    except InvalidReference as error:
        raise EngineError(error.message, LOCAL, reference) from None
    if name.digest is not None:
        raise EngineError("cannot push a digest reference", LOCAL, reference)
    if all_tags:
        if name.tag is not None:
            raise EngineError("tag can't be used with --all-tags/-a", LOCAL, reference)
        return name
    return name.with_default_tag()


def _records(state: State, name: Reference, all_tags: bool) -> list[ImageRecord]:
    if all_tags:
        start = name.name + ":"
        found = [record for key, record in state.images.items() if key.startswith(start) and "@" not in key]
        if not found:
            message = f"An image does not exist locally with the tag: {name.repository}"
            raise EngineError(message, LOCAL, name.repository)
        return found
    record = state.images.get(name.canonical())
    if record is None:
        raise EngineError(f"tag does not exist: {name.familiar()}", LOCAL, name.familiar())
    return [record]


def _push_one(
    state: State, name: Reference, record: ImageRecord, platform: str, events: list[Any]
) -> tuple[State, Pushed]:
    """Send one tag."""
    tag = record.name.rpartition(":")[2]
    repository = registries.repository(state, name)
    here = [part for part in parts(state, record.target) if part.complete]
    sent, partial = record.target, ""
    if platform:
        from tutor.engine.platforms import part_for, unavailable

        try:
            chosen = part_for(state, record.target, platform, name.familiar())
        except EngineError as error:
            raise EngineError(error.message, LOCAL, name.familiar()) from None
        if not chosen.complete:
            raise EngineError(unavailable(name.familiar(), platform).message, LOCAL, name.familiar())
        here, sent = [chosen], chosen.descriptor.bare()
    elif not here:
        raise EngineError(f"content for {record.target.digest} is not available locally", LOCAL, name.familiar())
    elif is_index(record.target.media_type):
        sent, partial = _whole_or_part(state, record.target, here)
    blobs: dict[str, Blob] = {}
    layers: dict[str, PushedLayer] = {}
    manifests: dict[str, Descriptor] = {sent.digest: sent.bare()}
    if sent.digest in state.content:
        blobs[sent.digest] = state.content[sent.digest]
    for part in here:
        manifests[part.digest] = part.descriptor.bare()
        _send(state, name, repository, part, blobs, layers, events)
    changed = replace(
        repository,
        tags=repository.tags.set(tag, sent.bare()),
        manifests=repository.manifests.update(manifests),
        blobs=repository.blobs.update(blobs),
    )
    state = registries.with_repository(state, name, changed)
    state = _with_origins(state, blobs, name.name)
    if eras.of(state).by_diff:
        partial = ""  # that there is more than one platform, such an engine does not know
    return state, Pushed(tag, _told(state, here, layers), sent.digest, sent.size, partial)


def _told(state: State, here: list[Part], layers: dict[str, PushedLayer]) -> tuple[PushedLayer, ...]:
    """Return what is said of layers: before engine 29 by the digest of what is in them, "Preparing" first."""
    if not eras.of(state).by_diff:
        return tuple(layers.values())
    names: dict[str, str] = {}
    for part in here:
        if part.manifest is not None and part.config is not None:
            rows = [layer.digest for layer in part.manifest.layers]
            names.update(zip(rows, part.config.diff_ids, strict=False))
    told = [replace(layer, digest=names[layer.digest]) for layer in layers.values() if layer.digest in names]
    return (*(replace(layer, how="Preparing") for layer in told), *told)


def _whole_or_part(state: State, whole: Descriptor, here: list[Part]) -> tuple[Descriptor, str]:
    """Return what of an index is sent: itself if all its images are here, else the one manifest that is."""
    index = contents.index(state, whole.digest)
    assert index is not None
    images = [part for part in here if not part.attestation]
    if len(here) == len(index.manifests) or len(images) != 1:
        return whole, ""
    only = images[0].descriptor.bare()
    here[:] = images
    said = (
        f"Not all multiplatform-content is present and only the available single-platform image was pushed\n"
        f"{whole.digest} -> {only.digest}"
    )
    return only, said


def _send(
    state: State,
    name: Reference,
    repository: Repository,
    part: Part,
    blobs: dict[str, Blob],
    layers: dict[str, PushedLayer],
    events: list[Any],
) -> None:
    """Add one manifest and what it points to."""
    assert part.manifest is not None
    blobs[part.digest] = state.content[part.digest]
    shown = [*part.manifest.layers]
    config = part.manifest.config
    if part.attestation:
        shown.append(config)
    for row in (config, *part.manifest.layers):
        blobs[row.digest] = state.content[row.digest]
    for row in reversed(shown):
        if row.digest in layers:
            continue
        how, origin = "pushed", ""
        said = "Pushed"
        if row.digest in repository.blobs:
            how, said = "exists", "Layer already exists"
        elif (origin := _elsewhere(state, name, row.digest)) != "":
            how, said = "mounted", f"Mounted from {origin}"
        layers[row.digest] = PushedLayer(row.digest, said)
        events.append(LayerPushed(row.digest, row.size, how, origin))


def _elsewhere(state: State, name: Reference, digest: str) -> str:
    """Return the path of another repository of the same registry that a blob is known to be in, or ""."""
    start = name.domain + "/"
    for origin in state.origins.get(digest) or ():
        path = origin.removeprefix(start)
        if origin.startswith(start) and path != name.path:
            registry = state.registries.get(name.domain)
            other = registry.repositories.get(path) if registry is not None else None
            if other is not None and digest in other.blobs:
                return path
    return ""


def _with_origins(state: State, blobs: dict[str, Blob], repository: str) -> State:
    origins = {}
    for digest in blobs:
        before = state.origins.get(digest) or ()
        if repository not in before:
            origins[digest] = tuple(sorted((*before, repository)))
    return replace(state, origins=state.origins.update(origins)) if origins else state
