"""Taking away what nothing needs any more: blobs and unpacked layers.

One rule: an image needs its documents and layers and the snapshots of the layers that are unpacked; a container needs
the snapshots below it; a record of the build cache needs what it names. Everything else goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import contents
from tutor.engine.images import chain_ids
from tutor.oci.media_types import is_index

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from tutor.engine.state import ImageRecord, State
    from tutor.oci.descriptor import Descriptor

_closures: dict[str, frozenset[str]] = {}


def closure(state: State, target: Descriptor) -> frozenset[str]:
    """Return the digests and chain IDs that an image needs, as far as its documents are here.

    The digests of absent children are among them; absent documents are not looked into.
    """
    found = _closures.get(target.digest)
    if found is not None:
        return found
    needed = {target.digest}
    whole = True
    manifests: Iterable[str] = (target.digest,)
    if is_index(target.media_type):
        index = contents.index(state, target.digest)
        whole = index is not None
        manifests = [row.digest for row in index.manifests] if index is not None else ()
        needed.update(manifests)
    for digest in manifests:
        whole = _manifest(state, digest, needed) and whole
    result = frozenset(needed)
    if whole:
        contents.keep(_closures, target.digest, result)
    return result


def _manifest(state: State, digest: str, needed: set[str]) -> bool:
    """Add what a manifest needs; return whether all its documents were here."""
    manifest = contents.manifest(state, digest)
    if manifest is None:
        return False
    needed.add(manifest.config.digest)
    needed.update(layer.digest for layer in manifest.layers)
    if not manifest.is_image:
        return True
    config = contents.config(state, manifest.config.digest)
    if config is None:
        return False
    needed.update(chain_ids(config))
    return True


def needed_elsewhere(state: State) -> set[str]:
    """Return the digests and chain IDs that containers and the build cache need."""
    needed: set[str] = set()
    if not state.containers and not state.cache:
        return needed
    parents = {chain: snapshot.parent for chain, snapshot in state.snapshots.entries()}
    for _, container in state.containers.entries():
        _ancestors(parents, container.chain, needed)
    for _, record in state.cache.entries():
        _ancestors(parents, record.chain, needed)
        needed.update(record.blobs)
    return needed


def _ancestors(parents: Mapping[str, str], chain: str, needed: set[str]) -> None:
    while chain and chain not in needed:
        needed.add(chain)
        chain = parents.get(chain, "")


def sweep(state: State, candidates: Iterable[str] | None = None) -> tuple[State, tuple[str, ...]]:
    """Return the state without those of `candidates` (None: all) that nothing needs, and what went, sorted."""
    if candidates is None:
        left = {*state.content.keys(), *state.snapshots.keys()}
    else:
        left = {key for key in candidates if key in state.content or key in state.snapshots}
    for _, record in state.images.entries():
        if not left:
            break
        left -= closure(state, record.target)
    if left:
        left -= needed_elsewhere(state)
    return drop(state, left), tuple(sorted(left))


def drop(state: State, keys: Collection[str]) -> State:
    """Return the state without these blobs and snapshots."""
    if not keys:
        return state
    return replace(
        state,
        content=state.content.without(keys),
        snapshots=state.snapshots.without(keys),
        origins=state.origins.without(keys),
    )


def freed_one_by_one(state: State, records: Sequence[ImageRecord]) -> tuple[list[tuple[str, ...] | None], int]:
    """Return what comes free with each of some names if they go in this order, sorted, and the bytes of it all.

    None for a name whose image has others that go later or stay.
    """
    sizes = {key: blob.size for key, blob in state.content.entries()}
    for key, snapshot in state.snapshots.entries():
        sizes[key] = sizes.get(key, 0) + snapshot.usage
    leaving = {record.name for record in records}
    needed = needed_elsewhere(state)
    staying: set[str] = set()
    for name, record in state.images.entries():
        if name not in leaving and record.target.digest not in staying:
            staying.add(record.target.digest)
            needed |= closure(state, record.target)
    last_name = {record.target.digest: at for at, record in enumerate(records)}
    last_use: dict[str, int] = {}
    freed: list[list[str] | None] = []
    for at, record in enumerate(records):
        goes = last_name[record.target.digest] == at and record.target.digest not in staying
        freed.append([] if goes else None)
        if goes:
            last_use.update(dict.fromkeys(closure(state, record.target), at))
    total = 0
    for key, at in last_use.items():
        with_it = freed[at]
        if with_it is not None and key not in needed and key in sizes:
            with_it.append(key)
            total += sizes[key]
    return [None if keys is None else tuple(sorted(keys)) for keys in freed], total


def size_of(state: State, keys: AbstractSet[str]) -> int:
    """Return the bytes that blobs and snapshots take on disk."""
    blobs, snapshots = state.content.among(keys), state.snapshots.among(keys)
    return sum([blob.size for blob in blobs.values()]) + sum([snapshot.usage for snapshot in snapshots.values()])
