"""An OCI image layout folder as the hub: what `--hub` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oci.index import Index
from tutor.oci.media_types import is_index
from tutor.store.layout import Layout

if TYPE_CHECKING:
    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob
    from tutor.vfs.tree import Tree


class LayoutHub:
    """A `hub.Hub` over a layout: every named image in its index is one tag.

    Raises LayoutError where it cannot be read.
    """

    def __init__(self, folder: str) -> None:
        self._layout = Layout.open(folder)

    def resolve(self, reference: str) -> Descriptor | None:
        """Return the descriptor under a tag, or of the manifest that a digest names."""
        found = self._layout.names.get(reference)
        if found is not None or "@" not in reference:
            return found
        repository, _, digest = reference.partition("@")
        start = _untagged(repository) + ":"
        mine = [row for name, row in self._layout.names.items() if name.startswith(start)]
        return next((row for top in mine for row in (top, *self._below(top)) if row.digest == digest), None)

    def _below(self, top: Descriptor) -> tuple[Descriptor, ...]:
        """Return the manifests that an index lists, as far as the layout has them."""
        blob = self._layout.blob(top.digest) if is_index(top.media_type) else None
        rows = Index.from_bytes(blob.read()).manifests if blob is not None else ()
        return tuple(row for row in rows if self._layout.blob(row.digest) is not None)

    def former(self, reference: str) -> Descriptor | None:
        """Return nothing: a layout keeps no past."""
        return None

    def tags(self, repository: str) -> tuple[str, ...]:
        """Return the sorted tags of a repository."""
        start = repository + ":"
        return tuple(sorted(name.removeprefix(start) for name in self._layout.names if name.startswith(start)))

    def repositories(self) -> tuple[str, ...]:
        """Return the sorted repositories."""
        return tuple(sorted({_untagged(name) for name in self._layout.names}))

    def description(self, repository: str) -> str:
        """Return a layout says nothing about its repositories."""
        return ""

    def stars(self, repository: str) -> int:
        """Return 0: a layout says nothing about its repositories."""
        return 0

    def blob(self, digest: str) -> Blob | None:
        """Return a blob; its file is read when the blob is."""
        return self._layout.blob(digest)

    def snapshot(self, chain_id: str) -> tuple[Tree, int] | None:
        """Return a layout holds no unpacked files."""
        return None


def _untagged(name: str) -> str:
    """Return a canonical name without its tag."""
    head, colon, tail = name.rpartition(":")
    return head if colon and "/" not in tail else name
