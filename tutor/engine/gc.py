"""Taking away what nothing needs any more: blobs and unpacked layers.

One rule: an image needs its documents and layers and the snapshots of the layers that are unpacked; a container needs
the snapshots below it; a record of the build cache needs what it names. Everything else goes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.engine import contents
from tutor.engine.images import chain_ids
from tutor.oci.media_types import is_index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.engine.state import State
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
    for _, container in state.containers.entries():
        _ancestors(state, container.chain, needed)
    for _, record in state.cache.entries():
        _ancestors(state, record.chain, needed)
        needed.update(record.blobs)
    return needed


def _ancestors(state: State, chain: str, needed: set[str]) -> None:
    while chain and chain not in needed:
        needed.add(chain)
        snapshot = state.snapshots.get(chain)
        chain = snapshot.parent if snapshot is not None else ""


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


class Uses:
    """How many images need each blob and snapshot, for taking away one image after another."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._names = Counter(record.target.digest for _, record in state.images.entries())
        targets = {record.target.digest: record.target for _, record in state.images.entries()}
        self._images = Counter(key for target in targets.values() for key in closure(state, target))
        self._elsewhere = needed_elsewhere(state)

    def release(self, target: Descriptor) -> frozenset[str] | None:
        """Take one name from an image; return what nothing needs any more, None where it has other names."""
        self._names[target.digest] -= 1
        if self._names[target.digest]:
            return None
        state, free = self._state, []
        for key in closure(state, target):
            self._images[key] -= 1
            here = key in state.content or key in state.snapshots
            if here and not self._images[key] and key not in self._elsewhere:
                free.append(key)
        return frozenset(free)


def drop(state: State, keys: Iterable[str]) -> State:
    """Return the state without these blobs and snapshots."""
    content, snapshots, origins = state.content, state.snapshots, state.origins
    for key in keys:
        if key in content:
            content = content.remove(key)
        if key in snapshots:
            snapshots = snapshots.remove(key)
        if key in origins:
            origins = origins.remove(key)
    if content is state.content and snapshots is state.snapshots:
        return state
    return replace(state, content=content, snapshots=snapshots, origins=origins)


def size_of(state: State, keys: Iterable[str]) -> int:
    """Return the bytes that blobs and snapshots take on disk."""
    total = 0
    for key in keys:
        blob = state.content.get(key)
        if blob is not None:
            total += blob.size
        snapshot = state.snapshots.get(key)
        if snapshot is not None:
            total += snapshot.usage
    return total
