"""Reading the documents that images are made of, each parsed once.

One rule: a parsed document is kept by its digest, so whether it is *here* is asked of the state each time, and what it
says never changes.
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING, Generic, TypeVar

from tutor.oci.config import ImageConfig
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import is_index

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.engine.state import State
    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob

A = TypeVar("A")
K = TypeVar("K")
T = TypeVar("T")

_KEPT = 65536
_manifests: dict[str, Manifest] = {}
_indexes: dict[str, Index] = {}
_configs: dict[str, ImageConfig] = {}


def _parsed(state: State, digest: str, cache: dict[str, T], parse: Callable[[bytes], T]) -> T | None:
    blob = state.content.get(digest)
    if blob is None:
        return None
    found = cache.get(digest)
    if found is None:
        found = parse(blob.read())
        keep(cache, digest, found)
    return found


def keep(cache: dict[K, T], key: K, value: T, most: int = _KEPT) -> None:
    """Remember a value; a cache that has grown beyond `most` entries loses its oldest half first."""
    if len(cache) >= most:
        for old in list(cache)[: most // 2]:
            del cache[old]
    cache[key] = value


def forget() -> None:
    """Keep no document: what is worked out from them is kept elsewhere, and they can be read again."""
    for kept in (_manifests, _indexes, _configs):
        kept.clear()


class Latest(Generic[A]):
    """The last answer to a question, kept for as long as what it was worked out from is the very same.

    States share all that does not change, so asking twice between two changes costs nothing.
    """

    def __init__(self) -> None:
        self._kept: tuple[tuple[object, ...], tuple[object, ...], A] | None = None

    def of(self, seen: tuple[object, ...], work: Callable[[], A], *options: object) -> A:
        """Return what `work` gives of these objects (compared by identity) and options (by equality)."""
        kept = self._kept
        if kept is not None and kept[1] == options and all(map(is_, kept[0], seen)):
            return kept[2]
        answer = work()
        self._kept = seen, options, answer
        return answer

    def forget(self) -> None:
        """Keep nothing."""
        self._kept = None


def manifest(state: State, digest: str) -> Manifest | None:
    """Return the manifest with this digest, None where its bytes are not here. Raises InvalidDocument."""
    return _parsed(state, digest, _manifests, Manifest.from_bytes)


def index(state: State, digest: str) -> Index | None:
    """Return the index with this digest, None where its bytes are not here. Raises InvalidDocument."""
    return _parsed(state, digest, _indexes, Index.from_bytes)


def config(state: State, digest: str) -> ImageConfig | None:
    """Return the image configuration with this digest, None where its bytes are not here. Raises InvalidDocument."""
    return _parsed(state, digest, _configs, ImageConfig.from_bytes)


def described(state: State, digest: str) -> Descriptor | None:
    """Return the descriptor of the index or manifest with this digest, None where its bytes are not here."""
    from tutor.oci.descriptor import Descriptor
    from tutor.oci.media_types import OCI_INDEX, OCI_MANIFEST

    blob = state.content.get(digest)
    if blob is None:
        return None
    whole = digest in _indexes or (digest not in _manifests and b'"manifests"' in blob.read())
    return Descriptor(OCI_INDEX if whole else OCI_MANIFEST, digest, blob.size)


def documents(state: State, target: Descriptor) -> set[str]:
    """Return the digests of an image's index, manifests and configurations, as far as they are here."""
    found = {target.digest}
    whole = index(state, target.digest) if is_index(target.media_type) else None
    for row in whole.manifests if whole is not None else (target,):
        single = manifest(state, row.digest)
        if single is not None:
            found |= {row.digest, single.config.digest}
    return found


def children(target: Descriptor, read: Callable[[str], bytes | None]) -> tuple[Descriptor, ...]:
    """Return what a document points to directly: an index's manifests, a manifest's config and layers.

    Empty for what is neither, and where `read(digest)` has no bytes.
    """
    if is_index(target.media_type):
        raw = None if target.digest in _indexes else read(target.digest)
        found = _indexes.get(target.digest) or (Index.from_bytes(raw) if raw is not None else None)
        return found.manifests if found is not None else ()
    if "manifest" in target.media_type:
        raw = None if target.digest in _manifests else read(target.digest)
        single = _manifests.get(target.digest) or (Manifest.from_bytes(raw) if raw is not None else None)
        return (single.config, *single.layers) if single is not None else ()
    return ()


def add_blobs(state: State, blobs: Mapping[str, Blob]) -> State:
    """Return the state with these blobs among its content; those that are there stay as they are."""
    from tutor.dataclass import replace

    new = {digest: blob for digest, blob in blobs.items() if digest not in state.content}
    return replace(state, content=state.content.update(new)) if new else state
