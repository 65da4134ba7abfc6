"""Making layers: the difference of two trees as a compressed blob with its diff ID."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine.layer_content import LayerContent
from tutor.oci.descriptor import Descriptor
from tutor.oci.media_types import OCI_LAYER_GZIP
from tutor.store.blobs import Blob
from tutor.vfs.content import Bytes
from tutor.vfs.gzip import compress
from tutor.vfs.layer import layer_tar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from hashlib import _Hash as Hash

    from tutor.shell.limits import Stop
    from tutor.vfs.tree import Tree


EFFORT = 4 << 20
"""Bytes of a layer that are compressed with care; of what follows only runs are, so that a large build stays quick."""

KEPT = 1 << 20
"""Bytes of a layer up to which it is kept as bytes; a longer one is made anew from its trees whenever it is read."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: what a manifest says of it, its diff ID, its compressed bytes."""

    descriptor: Descriptor
    diff_id: str
    blob: Blob


def make_layer(base: Tree, tree: Tree, stop: Stop) -> Layer:
    """Return the layer that makes `tree` of `base`. Raises Stopped."""
    diff = sha256()
    packed = sha256()
    held: list[bytes] = []
    size = 0
    for piece in compress(_hashed(layer_tar(base, tree), diff, stop), EFFORT):
        packed.update(piece)
        size += len(piece)
        if size <= KEPT:
            held.append(piece)
    digest = f"sha256:{packed.hexdigest()}"
    content = Bytes(b"".join(held)) if size <= KEPT else LayerContent(base, tree, size, digest, EFFORT)
    return _layer(Blob(digest, size, content), diff)


def pack(tar: Iterable[bytes], stop: Stop) -> Layer:
    """Return the layer of an uncompressed tar. Raises Stopped."""
    diff = sha256()
    return _layer(Blob.of(b"".join(compress(_hashed(tar, diff, stop), EFFORT))), diff)


def _hashed(tar: Iterable[bytes], hasher: Hash, stop: Stop) -> Iterator[bytes]:
    for piece in stop.watch(tar):
        hasher.update(piece)
        yield piece


def _layer(blob: Blob, diff: Hash) -> Layer:
    return Layer(Descriptor(OCI_LAYER_GZIP, blob.digest, blob.size), f"sha256:{diff.hexdigest()}", blob)
