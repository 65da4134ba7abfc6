"""What a registry holds, as a value: repositories with tags, manifests and blobs; and a storage over such a value."""

from __future__ import annotations

from tutor.dataclass import dataclass, field, replace
from tutor.oci.digest import encoded
from tutor.registry.subjects import referrer
from tutor.store.blobs import Blob
from tutor.vfs.persistent import PersistentMap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.oci.descriptor import Descriptor
    from tutor.vfs.content import Content


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository: `tags` point at descriptors, `manifests` are descriptors by digest, `blobs` all it holds."""

    tags: PersistentMap[Descriptor] = field(default_factory=PersistentMap)
    manifests: PersistentMap[Descriptor] = field(default_factory=PersistentMap)
    blobs: PersistentMap[Blob] = field(default_factory=PersistentMap)


@dataclass(frozen=True, slots=True)
class Registry:
    """One registry: its repositories by path ("team/app")."""

    repositories: PersistentMap[Repository] = field(default_factory=PersistentMap)


NO_REPOSITORY = Repository()
NO_REGISTRY = Registry()


class Memory:
    """A storage whose contents are a value: `registry` is what it holds at this moment."""

    def __init__(self, registry: Registry = NO_REGISTRY) -> None:
        self.registry = registry
        self._uploads: dict[tuple[str, str], MemoryUpload] = {}

    def repositories(self) -> list[str]:
        """All names, sorted."""
        return sorted(self.registry.repositories.keys())

    def has(self, name: str) -> bool:
        """Whether there is such a repository."""
        return name in self.registry.repositories

    def tags(self, name: str) -> list[str]:
        """The tags of a repository, sorted."""
        return sorted(self._of(name).tags.keys())

    def tagged(self, name: str, tag: str) -> Descriptor | None:
        """What a tag points at."""
        return self._of(name).tags.get(tag)

    def manifest(self, name: str, digest: str) -> Descriptor | None:
        """The manifest or index with a digest."""
        return self._of(name).manifests.get(digest)

    def blob(self, name: str, digest: str) -> Blob | None:
        """A blob of the repository, or the bytes of a manifest of it."""
        return self._of(name).blobs.get(digest)

    def anywhere(self, digest: str) -> Blob | None:
        """A blob that some repository holds."""
        for _, repository in self.registry.repositories.items():
            blob = repository.blobs.get(digest)
            if blob is not None and digest not in repository.manifests:
                return blob
        return None

    def referrers(self, name: str, digest: str) -> list[Descriptor]:
        """What has this digest as its subject."""
        repository = self._of(name)
        found = []
        for key, target in sorted(repository.manifests.items()):
            told = referrer(target, repository.blobs[key].read())
            if told is not None and told[0] == digest:
                found.append(told[1])
        return found

    def add_blob(self, name: str, blob: Blob) -> None:
        """Let a repository hold a blob."""
        here = self._of(name)
        self._put(name, replace(here, blobs=here.blobs.set(blob.digest, blob)))

    def add_manifest(self, name: str, descriptor: Descriptor, raw: bytes) -> None:
        """Let a repository hold a manifest."""
        here = self._of(name)
        blob = Blob.of(raw)
        blob = blob if blob.digest == descriptor.digest else Blob(descriptor.digest, blob.size, blob.content)
        manifests = here.manifests.set(descriptor.digest, descriptor)
        self._put(name, replace(here, manifests=manifests, blobs=here.blobs.set(descriptor.digest, blob)))

    def tag(self, name: str, tag: str, target: Descriptor) -> None:
        """Let a tag point at a manifest."""
        here = self._of(name)
        self._put(name, replace(here, tags=here.tags.set(tag, target)))

    def untag(self, name: str, tag: str) -> None:
        """Remove a tag."""
        here = self._of(name)
        self._put(name, replace(here, tags=here.tags.remove(tag)))

    def remove_manifest(self, name: str, digest: str) -> None:
        """Remove a manifest, and the tags that point at it."""
        here = self._of(name)
        tags = here.tags
        for tag, target in here.tags.items():
            tags = tags.remove(tag) if target.digest == digest else tags
        self._put(name, Repository(tags, here.manifests.remove(digest), here.blobs.remove(digest)))

    def remove_blob(self, name: str, digest: str) -> None:
        """Remove a blob from a repository."""
        here = self._of(name)
        self._put(name, replace(here, blobs=here.blobs.remove(digest)))

    def start(self, name: str, id: str) -> MemoryUpload:
        """Begin an upload."""
        upload = self._uploads[name, id] = MemoryUpload(self, name, id)
        return upload

    def upload(self, name: str, id: str) -> MemoryUpload | None:
        """An upload that was begun and has not ended."""
        return self._uploads.get((name, id))

    def forget(self, name: str, id: str) -> None:
        """Drop an upload."""
        self._uploads.pop((name, id), None)

    def _of(self, name: str) -> Repository:
        return self.registry.repositories.get(name) or NO_REPOSITORY

    def _put(self, name: str, repository: Repository) -> None:
        self.registry = Registry(self.registry.repositories.set(name, repository))


class MemoryUpload:
    """An upload into memory. A content that is all of it, and is known by its digest, is taken without reading it."""

    def __init__(self, storage: Memory, name: str, id: str) -> None:
        self._storage = storage
        self._name = name
        self._id = id
        self._pieces: list[bytes] = []
        self._known: Content | None = None
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Add bytes."""
        if self._known is not None:
            self._pieces, self._known = [b"".join(self._known.chunks())], None
        self._pieces.append(piece)
        self.size += len(piece)

    def write_known(self, content: Content) -> None:
        """Add all bytes of a content."""
        if self.size:
            for piece in content.chunks():
                self.write(piece)
        else:
            self._known, self.size = content, content.size

    def pause(self) -> None:
        """Nothing is open."""

    def finish(self, digest: str) -> Blob | None:
        """Keep what arrived, if it has that digest."""
        self._storage.forget(self._name, self._id)
        known = self._known
        if known is None or known.key.partition(":")[0] != digest.partition(":")[0]:
            import hashlib

            data = b"".join(known.chunks()) if known is not None else b"".join(self._pieces)
            algorithm = digest.partition(":")[0]
            if hashlib.new(algorithm, data).hexdigest() != encoded(digest):
                return None
            from tutor.vfs.content import Bytes

            known = Bytes(data)
        elif known.key != digest:
            return None
        blob = known if isinstance(known, Blob) else Blob(digest, known.size, known)
        self._storage.add_blob(self._name, blob)
        return blob

    def cancel(self) -> None:
        """Forget the upload."""
        self._storage.forget(self._name, self._id)
