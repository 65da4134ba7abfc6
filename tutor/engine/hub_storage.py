"""The hub as a registry's contents: its repositories under their paths ("library/alpine"), only to be read."""

from __future__ import annotations

from tutor.oci.descriptor import Descriptor, InvalidDocument
from tutor.oci.media_types import OCI_INDEX, OCI_MANIFEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.hub import Hub
    from tutor.store.blobs import Blob

DOMAIN = "docker.io"
_LONGEST = 4 << 20


class HubStorage:
    """A `registry.storage.Reading` over what a hub has of one domain.

    Of the repositories that are `held`, tags point where they did before they last moved.
    """

    def __init__(self, hub: Hub, held: tuple[str, ...] = (), domain: str = DOMAIN) -> None:
        self._hub = hub
        self._held = held
        self._start = domain + "/"

    def repositories(self) -> list[str]:
        """All names, sorted."""
        start = self._start
        return sorted(name.removeprefix(start) for name in self._hub.repositories() if name.startswith(start))

    def has(self, name: str) -> bool:
        """Whether there is such a repository."""
        return bool(self._hub.tags(f"{self._start}{name}"))

    def tags(self, name: str) -> tuple[str, ...]:
        """The tags of a repository, sorted."""
        return self._hub.tags(f"{self._start}{name}")

    def tagged(self, name: str, tag: str) -> Descriptor | None:
        """What a tag points at."""
        reference = f"{self._start}{name}:{tag}"
        former = self._hub.former(reference) if f"{self._start}{name}" in self._held else None
        return former or self._hub.resolve(reference)

    def manifest(self, name: str, digest: str) -> Descriptor | None:
        """The manifest or index with a digest; a hub need not know its media type apart from what it says itself."""
        found = self._hub.resolve(f"{self._start}{name}@{digest}")
        blob = self.blob(name, digest) if found is None else None
        if blob is None or blob.size > _LONGEST or blob.read(0, 1) != b"{":
            return found
        from tutor.oci.documents import parse_object

        try:
            fields = parse_object(blob.read(), "manifest")
        except InvalidDocument:
            return None
        kind = fields.get("mediaType")
        if fields.get("schemaVersion") != 2:
            return None
        if not isinstance(kind, str) or not kind:
            kind = OCI_INDEX if "manifests" in fields else OCI_MANIFEST
        return Descriptor(kind, digest, blob.size)

    def blob(self, name: str, digest: str) -> Blob | None:
        """A blob of the repository, or the bytes of a manifest of it."""
        return self._hub.blob(digest) if self.has(name) else None

    def referrers(self, name: str, digest: str) -> tuple[Descriptor, ...]:
        """Nothing refers to the hub's images from outside of their indexes."""
        return ()
