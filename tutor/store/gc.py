"""What content needs which other content: the graph of indexes, manifests, configurations and layers."""

from __future__ import annotations

from tutor.errors import LayerwiseError
from tutor.oci.documents import LONGEST
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import is_index, is_manifest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.oci.descriptor import Descriptor
    from tutor.oci.digest import Digest
    from tutor.store.blobs import Blob

    Find = Callable[[Digest], Blob | None]


class MissingBlob(LayerwiseError):
    """Content that is referred to but not there. `digest` names it; the message is containerd's."""

    def __init__(self, digest: Digest) -> None:
        super().__init__(f"content digest {digest}: not found")
        self.digest = digest


def children(descriptor: Descriptor, raw: bytes) -> tuple[Descriptor, ...]:
    """Return what an index (its manifests) or a manifest (its configuration and layers) refers to, nothing for others.

    Raises InvalidDocument.
    """
    if is_index(descriptor.media_type):
        return Index.from_bytes(raw).manifests
    if is_manifest(descriptor.media_type):
        manifest = Manifest.from_bytes(raw)
        return (manifest.config, *manifest.layers)
    return ()


def walk(root: Descriptor, find: Find) -> Iterator[tuple[Descriptor, Blob | None]]:
    """Yield a descriptor and all that it leads to, each with its blob (None where it is absent), parents first.

    Content that several refer to turns up once. Raises InvalidDocument.
    """
    waiting = [root]
    seen: set[Digest] = set()
    while waiting:
        descriptor = waiting.pop()
        if descriptor.digest in seen:
            continue
        seen.add(descriptor.digest)
        blob = find(descriptor.digest)
        yield descriptor, blob
        if blob is not None and (is_index(descriptor.media_type) or is_manifest(descriptor.media_type)):
            waiting += reversed(children(descriptor, blob.read(0, LONGEST + 1)))


def reachable(roots: Iterable[Descriptor], find: Find) -> frozenset[Digest]:
    """Return the digests of all content that the roots lead to, as far as it is there. Raises InvalidDocument."""
    return frozenset(found.digest for root in roots for found, blob in walk(root, find) if blob is not None)


def is_complete(manifest: Descriptor, find: Find) -> bool:
    """Say whether a manifest, its configuration and all its layers are there. Raises InvalidDocument."""
    return all(blob is not None for _, blob in walk(manifest, find))
