"""What was pushed, over a source that is only read: the bundled images that a registry starts with."""

from __future__ import annotations

from tutor.registry.refusal import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.oci.descriptor import Descriptor
    from tutor.registry.storage import Reading, Storage, Upload
    from tutor.store.blobs import Blob


class Overlay:
    """A storage: what `upper` has counts; what only `lower` has can be read and mounted, but not removed."""

    def __init__(self, upper: Storage, lower: Reading) -> None:
        self.upper = upper
        self.lower = lower

    def repositories(self) -> list[str]:
        """All names, sorted."""
        return sorted({*self.upper.repositories(), *self.lower.repositories()})

    def has(self, name: str) -> bool:
        """Whether there is such a repository."""
        return self.upper.has(name) or self.lower.has(name)

    def tags(self, name: str) -> list[str]:
        """The tags of a repository, sorted."""
        return sorted({*self.upper.tags(name), *self.lower.tags(name)})

    def tagged(self, name: str, tag: str) -> Descriptor | None:
        """What a tag points at."""
        return self.upper.tagged(name, tag) or self.lower.tagged(name, tag)

    def manifest(self, name: str, digest: str) -> Descriptor | None:
        """The manifest or index with a digest."""
        return self.upper.manifest(name, digest) or self.lower.manifest(name, digest)

    def blob(self, name: str, digest: str) -> Blob | None:
        """A blob of the repository, or the bytes of a manifest of it."""
        return self.upper.blob(name, digest) or self.lower.blob(name, digest)

    def anywhere(self, digest: str) -> Blob | None:
        """A blob that some repository holds."""
        return self.upper.anywhere(digest)

    def referrers(self, name: str, digest: str) -> Sequence[Descriptor]:
        """What has this digest as its subject."""
        rows = {row.digest: row for row in (*self.lower.referrers(name, digest), *self.upper.referrers(name, digest))}
        return [rows[key] for key in sorted(rows)]

    def add_blob(self, name: str, blob: Blob) -> None:
        """Let a repository hold a blob that another one holds."""
        self.upper.add_blob(name, blob)

    def add_manifest(self, name: str, descriptor: Descriptor, raw: bytes) -> None:
        """Let a repository hold a manifest."""
        self.upper.add_manifest(name, descriptor, raw)

    def tag(self, name: str, tag: str, target: Descriptor) -> None:
        """Let a tag point at a manifest."""
        self.upper.tag(name, tag, target)

    def untag(self, name: str, tag: str) -> None:
        """Remove a tag that was pushed. Raises Refusal for one that comes with the source."""
        if self.upper.tagged(name, tag) is None:
            raise _fixed()
        self.upper.untag(name, tag)

    def remove_manifest(self, name: str, digest: str) -> None:
        """Remove a manifest that was pushed. Raises Refusal."""
        if self.upper.manifest(name, digest) is None:
            raise _fixed()
        self.upper.remove_manifest(name, digest)

    def remove_blob(self, name: str, digest: str) -> None:
        """Remove a blob that was pushed. Raises Refusal."""
        if self.upper.blob(name, digest) is None:
            raise _fixed()
        self.upper.remove_blob(name, digest)

    def start(self, name: str, id: str) -> Upload:
        """Begin an upload."""
        return self.upper.start(name, id)

    def upload(self, name: str, id: str) -> Upload | None:
        """An upload that was begun and has not ended."""
        return self.upper.upload(name, id)


def _fixed() -> Refusal:
    return Refusal(405, "UNSUPPORTED", None, message="what comes with the registry cannot be deleted")
