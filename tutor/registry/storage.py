"""What a registry keeps its contents in, seen from the protocol.

Implementations: `contents.Memory` (a value), `folder.Folder` (a folder that survives a crash), `overlay.Overlay` (what
was pushed, over a source that is only read).
"""

from __future__ import annotations

from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob
    from tutor.vfs.content import Content


class Upload(Protocol):
    """A blob that is being uploaded."""

    @property
    def size(self) -> int:
        """Bytes so far."""

    def write(self, piece: bytes) -> None:
        """Add bytes."""

    def write_known(self, content: Content) -> None:
        """Add all bytes of a content."""

    def pause(self) -> None:
        """Let go of what only writing needs; more may follow."""

    def finish(self, digest: str) -> Blob | None:
        """End the upload; its bytes are kept if they have that digest, else None is returned and they are gone."""

    def cancel(self) -> None:
        """Forget the upload."""


class Reading(Protocol):
    """Repositories to read from. Names are paths ("library/alpine"), digests are valid."""

    def repositories(self) -> Sequence[str]:
        """All names, sorted."""

    def has(self, name: str) -> bool:
        """Whether there is such a repository."""

    def tags(self, name: str) -> Sequence[str]:
        """The tags of a repository, sorted by code points."""

    def tagged(self, name: str, tag: str) -> Descriptor | None:
        """What a tag points at."""

    def manifest(self, name: str, digest: str) -> Descriptor | None:
        """The manifest or index with a digest, with the media type that it was pushed with."""

    def blob(self, name: str, digest: str) -> Blob | None:
        """A blob of the repository, or the bytes of a manifest of it."""

    def referrers(self, name: str, digest: str) -> Sequence[Descriptor]:
        """What has this digest as its subject: descriptors with artifact type and annotations, sorted by digest."""


class Storage(Reading, Protocol):
    """Repositories that can be changed. Each change is complete, or did not happen."""

    def anywhere(self, digest: str) -> Blob | None:
        """A blob that some repository holds."""

    def add_blob(self, name: str, blob: Blob) -> None:
        """Let a repository hold a blob that another one holds."""

    def add_manifest(self, name: str, descriptor: Descriptor, raw: bytes) -> None:
        """Let a repository hold a manifest."""

    def tag(self, name: str, tag: str, target: Descriptor) -> None:
        """Let a tag point at a manifest that the repository holds."""

    def untag(self, name: str, tag: str) -> None:
        """Remove a tag."""

    def remove_manifest(self, name: str, digest: str) -> None:
        """Remove a manifest, and the tags that point at it."""

    def remove_blob(self, name: str, digest: str) -> None:
        """Remove a blob from a repository."""

    def start(self, name: str, id: str) -> Upload:
        """Begin an upload."""

    def upload(self, name: str, id: str) -> Upload | None:
        """An upload that was begun and has not ended."""
