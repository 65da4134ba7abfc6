"""The tar of a root file system as an image of one layer.

One rule: the layer is the file as it was given, plain, gzip or zstd, so its digest is the file's.
"""

from __future__ import annotations

import shutil

from tutor.errors import LayerwiseError
from tutor.oci.config import ContainerConfig, History, ImageConfig
from tutor.oci.descriptor import Descriptor
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import OCI_LAYER, OCI_LAYER_GZIP, OCI_LAYER_ZSTD
from tutor.store.archive import Export
from tutor.store.blobs import Blob
from tutor.store.layout import Layout, write_layout
from tutor.store.soundness import UnsoundImage, diff_id
from tutor.store.transfer import FolderSink
from tutor.vfs.compression import compression_of, in_proportion, pieces_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_KINDS = {"": OCI_LAYER, "gzip": OCI_LAYER_GZIP, "zstd": OCI_LAYER_ZSTD}


def unpack_root(stream: BinaryIO, folder: str, name: str, created: str) -> Layout:
    """Make a layout of a tar, in constant memory, and return it; `created` is RFC 3339 text.

    What is packed as no layer may be (bzip2, xz) is unpacked. Raises UnsoundImage for what is no tar, OSError.
    """
    kind = _KINDS.get(compression_of(stream.read(8)))
    stream.seek(0)
    pieces = pieces_of(stream)
    try:
        layer = FolderSink(folder).put(pieces if kind else in_proportion(pieces))
        tar = diff_id(layer.chunks())
    except LayerwiseError as error:
        shutil.rmtree(folder)
        raise UnsoundImage(str(error)) from None
    history = (History(created, comment="Imported from -"),)
    config = ImageConfig.build(ContainerConfig(), (tar,), history, created=created, writer="engine")
    rows = (Descriptor(kind or OCI_LAYER, layer.digest, layer.size),)
    manifest = Manifest.build(config.descriptor(), rows, writer="import")
    found = {blob.digest: blob for blob in (layer, Blob.of(config.raw), Blob.of(manifest.raw))}
    write_layout(folder, [Export(manifest.descriptor(), name)], found.get)
    return Layout.open(folder)
