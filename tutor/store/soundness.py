"""Whether an image's layers are what its configuration says: read a piece at a time, of any size in constant memory."""

from __future__ import annotations

from hashlib import sha256

from tutor.errors import LayerwiseError
from tutor.oci.config import ImageConfig
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import is_config, is_layer, is_manifest
from tutor.store.gc import MissingBlob, is_complete, walk
from tutor.vfs.compression import LAYER, bounded, decompressed
from tutor.vfs.tar import read_tar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.oci.descriptor import Descriptor
    from tutor.oci.digest import Digest
    from tutor.store.blobs import Blob
    from tutor.store.gc import Find


class UnsoundImage(LayerwiseError):
    """An image that cannot be unpacked; the message says which of its layers is wrong, and how."""


def diff_id(layer: Iterable[bytes]) -> Digest:
    """Return the digest of a layer's tar, packed or not. Raises LayerwiseError for what is none, or too long."""
    hasher = sha256()

    def hashed(pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            hasher.update(piece)
            yield piece

    pieces = hashed(bounded(decompressed(layer), LAYER))
    for _ in read_tar(pieces, end_mark=False):
        pass
    for _ in pieces:
        pass
    return f"sha256:{hasher.hexdigest()}"


def check_images(targets: Iterable[Descriptor], find: Find, watch: Callable[[Blob], Iterable[bytes]]) -> None:
    """Read all layers of all images, each once, through `watch`. Raises UnsoundImage, MissingBlob, InvalidDocument.

    Of an index one image has to be there; manifests of what is no image (signatures, attestations) are not looked into.
    """
    known: dict[Digest, Digest] = {}
    for target in targets:
        images = [row for row, blob in walk(target, find) if blob is not None and is_manifest(row.media_type)]
        complete = [row for row in images if is_complete(row, find)]
        if not complete:
            raise MissingBlob(_absent(images or [target], find))
        for row in complete:
            _check(row, find, watch, known)


def _absent(rows: list[Descriptor], find: Find) -> Digest:
    return next(row.digest for top in rows for row, blob in walk(top, find) if blob is None)


def _check(row: Descriptor, find: Find, watch: Callable[[Blob], Iterable[bytes]], known: dict[Digest, Digest]) -> None:
    manifest = Manifest.from_bytes(_read(row.digest, find))
    if not is_config(manifest.config.media_type) or not all(is_layer(layer.media_type) for layer in manifest.layers):
        return
    config = ImageConfig.from_bytes(_read(manifest.config.digest, find))
    if len(config.diff_ids) != len(manifest.layers):
        told = f"{len(manifest.layers)} layers, its configuration {len(config.diff_ids)}"
        raise UnsoundImage(f"the manifest {row.digest} has {told}")
    for layer, expected in zip(manifest.layers, config.diff_ids, strict=True):
        blob = find(layer.digest)
        assert blob is not None
        if blob.size != layer.size:
            raise UnsoundImage(f"the layer {layer.digest} has {blob.size} bytes instead of {layer.size}")
        if layer.digest not in known:
            try:
                known[layer.digest] = diff_id(watch(blob))
            except LayerwiseError as error:
                raise UnsoundImage(f"the layer {layer.digest} cannot be unpacked: {error}") from None
        if known[layer.digest] != expected:
            raise UnsoundImage(f"the layer {layer.digest} unpacks to {known[layer.digest]} instead of {expected}")


def _read(digest: Digest, find: Find) -> bytes:
    blob = find(digest)
    assert blob is not None
    return blob.read()
