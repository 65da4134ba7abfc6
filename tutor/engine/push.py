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
from tutor.oci.media_types import is_index
from tutor.oci.reference import InvalidReference, Reference
from tutor.registry.faults import NotAuthorized

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from tutor.engine.images import Part
    from tutor.engine.registries import Remote
    from tutor.engine.state import ImageRecord, State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob


SENT = "Pushed"


@dataclass(frozen=True, slots=True)
class PushedLayer:
    """One layer: how it is named, and how it got there: `SENT`, "Layer already exists" or "Mounted from base".

    `size` is in bytes.
    """

    digest: str
    how: str
    size: int = 0


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
    remote = registries.remote(state, world, name)
    events: list[Any] = []
    results = []
    for record in records:
        try:
            state, result = _push_one(state, remote, record, platform, events)
        except NotAuthorized as error:
            raise registries.denied(name, error.reason) from None
        except registries.FAULTS as error:
            raise remote.fault(error) from None
        results.append(result)
    return Outcome(remote.hosts.kept(state), tuple(events), tuple(results))


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
    state: State, remote: Remote, record: ImageRecord, platform: str, events: list[Any]
) -> tuple[State, Pushed]:
    """Send one tag. Raises EngineError, RegistryError, TransportError."""
    name = remote.reference
    tag = record.name.rpartition(":")[2]
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
    layers: dict[str, PushedLayer] = {}
    pushed: set[str] = set()
    for part in here:
        _send(state, remote, part, layers, pushed, events)
    for row in [part.descriptor for part in here if part.digest != sent.digest]:
        remote.client.push_manifest(remote.path, row.digest, row, state.content[row.digest].read())
    remote.client.push_manifest(remote.path, tag, sent, state.content[sent.digest].read())
    state = _with_origins(state, {*pushed, sent.digest, *(part.digest for part in here)}, name.name)
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
    remote: Remote,
    part: Part,
    layers: dict[str, PushedLayer],
    pushed: set[str],
    events: list[Any],
) -> None:
    """Send what a manifest lists, as far as the repository does not have it."""
    assert part.manifest is not None
    config = part.manifest.config
    shown = [*part.manifest.layers, config] if part.attestation else [*part.manifest.layers]
    for row in reversed(list(dict.fromkeys((config, *part.manifest.layers)))):
        if row.digest in pushed:
            continue
        how, origin = _send_blob(state, remote, state.content[row.digest])
        pushed.add(row.digest)
        if row not in shown:
            continue
        said = {"pushed": SENT, "exists": "Layer already exists"}.get(how, f"Mounted from {origin}")
        layers[row.digest] = PushedLayer(row.digest, said, row.size)
        events.append(LayerPushed(row.digest, row.size, how, origin))


def _send_blob(state: State, remote: Remote, blob: Blob) -> tuple[str, str]:
    """Send a blob: "pushed", "exists", or "mounted" and the path of the repository that the registry took it from."""
    client, path = remote.client, remote.path
    try:
        if client.has_blob(path, blob.digest):
            return "exists", ""
    except NotAuthorized:
        pass  # whether one may push, the upload will tell
    start = remote.reference.domain + "/"
    for origin in state.origins.get(blob.digest) or ():
        other = origin.removeprefix(start)
        if origin.startswith(start) and other != path and client.mount(path, blob.digest, other):
            return "mounted", other
    client.push_blob(path, blob)
    return "pushed", ""


def _with_origins(state: State, digests: Iterable[str], repository: str) -> State:
    origins = {}
    for digest in digests:
        before = state.origins.get(digest) or ()
        if repository not in before:
            origins[digest] = tuple(sorted((*before, repository)))
    return replace(state, origins=state.origins.update(origins)) if origins else state
