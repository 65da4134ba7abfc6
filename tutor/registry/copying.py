"""Whole images from and to a registry: what a manifest or index leads to, in the order in which it may be sent.

One rule: a registry never gets a manifest before what it lists.
"""

from __future__ import annotations

from tutor.oci.media_types import is_index, is_manifest
from tutor.store.blobs import Blob
from tutor.store.gc import MissingBlob, children, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.oci.descriptor import Descriptor
    from tutor.registry.client import Client
    from tutor.store.gc import Find


def pull_all(client: Client, name: str, target: Descriptor) -> dict[str, Blob]:
    """Return everything that an image leads to: documents are fetched, blobs are fetched when they are read.

    Raises RegistryError, TransportError, InvalidDocument.
    """
    found: dict[str, Blob] = {}
    waiting = [target]
    while waiting:
        row = waiting.pop()
        if row.digest in found:
            continue
        if is_index(row.media_type) or is_manifest(row.media_type):
            blob = found[row.digest] = client.fetch(name, row)
            waiting += reversed(children(row, blob.read()))
        elif not row.urls:
            found[row.digest] = client.stream(name, row)
    return found


def push_all(
    client: Client,
    name: str,
    reference: str,
    target: Descriptor,
    find: Find,
    tell: Callable[[Descriptor, str], None] = lambda row, how: None,
) -> None:
    """Send an image: blobs that the repository lacks, then the documents, last the one that gets `reference`.

    `tell` hears of each blob what became of it: "exists" or "pushed". Raises RegistryError, TransportError,
    InvalidDocument, and MissingBlob for what `find` does not have.
    """
    documents = []
    for row, blob in walk(target, find):
        if is_index(row.media_type) or is_manifest(row.media_type):
            documents.append((row, blob))
        elif blob is None:
            if not row.urls:
                raise MissingBlob(row.digest)
        elif client.has_blob(name, row.digest):
            tell(row, "exists")
        else:
            client.push_blob(name, blob)
            tell(row, "pushed")
    for row, blob in reversed(documents):
        if blob is None:
            raise MissingBlob(row.digest)
        last = row.digest == target.digest
        client.push_manifest(name, reference if last else row.digest, row, blob.read())
