"""Making layers: the difference of two trees as a compressed blob with its diff ID."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.oci.descriptor import Descriptor
from tutor.oci.media_types import OCI_LAYER_GZIP
from tutor.store.blobs import Blob
from tutor.vfs.gzip import compress
from tutor.vfs.layer import layer_tar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.shell.limits import Stop
    from tutor.vfs.tree import Tree


EFFORT = 4 << 20
"""Bytes of a layer that are compressed with care; of what follows only runs are, so that a large build stays quick."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: what a manifest says of it, its diff ID, its compressed bytes."""

    descriptor: Descriptor
    diff_id: str
    blob: Blob


def make_layer(base: Tree, tree: Tree, stop: Stop) -> Layer:
    """Return the layer that makes `tree` of `base`. Raises Stopped."""
    return pack(layer_tar(base, tree), stop)


def pack(tar: Iterable[bytes], stop: Stop) -> Layer:
    """Return the layer of an uncompressed tar. Raises Stopped."""
    hasher = sha256()

    def hashed() -> Iterator[bytes]:
        for piece in stop.watch(tar):
            hasher.update(piece)
            yield piece

    blob = Blob.of(b"".join(compress(hashed(), EFFORT)))
    return Layer(Descriptor(OCI_LAYER_GZIP, blob.digest, blob.size), f"sha256:{hasher.hexdigest()}", blob)
