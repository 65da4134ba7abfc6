"""A registry's contents in a folder that survives a crash.

One rule: a file has its final name only once it is complete: it is written beside it, synced and renamed.

    blobs/<algorithm>/<hex>                            all bytes, once
    repositories/<name>/_blobs/<algorithm>/<hex>       empty: the repository holds this blob
    repositories/<name>/_manifests/<algorithm>/<hex>   the media type
    repositories/<name>/_subjects/<subject>/<digest>   what refers to a subject: its descriptor
    repositories/<name>/_tags/<tag>                    the descriptor that a tag points at
    repositories/<name>/_uploads/<id>                  what has arrived of an upload

No component of a repository's name begins with "_", so these names are free.
"""

from __future__ import annotations

import json
import os
import shutil
from hashlib import new as new_hash

from tutor.errors import LayerwiseError
from tutor.oci.descriptor import Descriptor, InvalidDocument
from tutor.oci.digest import encoded, is_digest
from tutor.registry.subjects import referrer
from tutor.store.blobs import Blob
from tutor.store.layout import FileContent
from tutor.vfs.content import CHUNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Final

    from tutor.vfs.content import Content


class StoreError(LayerwiseError):
    """The folder cannot be used, or not any more."""

    def __init__(self, folder: str, error: OSError) -> None:
        super().__init__(
            f"the registry's folder {folder} cannot be used ({(error.strerror or str(error)).lower()})",
            "check its room and its permissions",
        )


class Folder:
    """A storage in a folder, made if there is none. One process at a time: see `open`."""

    def __init__(self, folder: str) -> None:
        self.folder: Final = folder
        self._uploads: dict[tuple[str, str], FolderUpload] = {}
        self._lock: int | None = None

    @classmethod
    def open(cls, folder: str) -> Folder:
        """Use a folder, and clear away what a crash left half written. Raises StoreError; LayerwiseError if in use."""
        import fcntl

        try:
            os.makedirs(os.path.join(folder, "repositories"), exist_ok=True)
            os.makedirs(os.path.join(folder, "blobs"), exist_ok=True)
            lock = os.open(os.path.join(folder, "lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(folder, error) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise LayerwiseError(f"another process serves {folder}", "stop it or choose another --store") from None
        self = cls(folder)
        self._lock = lock
        for place, _, files in os.walk(folder):
            for file in files:
                if file.endswith(".part"):
                    os.unlink(os.path.join(place, file))
        return self

    def close(self) -> None:
        """Let another process have the folder; what is being uploaded can be gone on with later."""
        for upload in self._uploads.values():
            upload.pause()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    # -- reading

    def repositories(self) -> list[str]:
        """All names, sorted."""
        found = []
        top = os.path.join(self.folder, "repositories")
        for place, folders, _ in os.walk(top):
            if any(name in folders for name in ("_blobs", "_manifests", "_tags")):
                found.append(os.path.relpath(place, top).replace(os.sep, "/"))
            folders[:] = [name for name in folders if not name.startswith("_")]
        return sorted(found)

    def has(self, name: str) -> bool:
        """Whether there is such a repository: something was pushed to it once."""
        return any(os.path.isdir(self._at(name, part)) for part in ("_blobs", "_manifests", "_tags"))

    def tags(self, name: str) -> list[str]:
        """The tags of a repository, sorted."""
        return sorted(entry for entry in _entries(self._at(name, "_tags")) if not entry.endswith(".part"))

    def tagged(self, name: str, tag: str) -> Descriptor | None:
        """What a tag points at."""
        return _described(self._at(name, "_tags", tag))

    def manifest(self, name: str, digest: str) -> Descriptor | None:
        """The manifest or index with a digest."""
        kind = _text(self._at(name, "_manifests", *digest.split(":")))
        blob = self._shared(digest) if kind else None
        return Descriptor(kind, digest, blob.size) if blob is not None else None

    def blob(self, name: str, digest: str) -> Blob | None:
        """A blob of the repository, or the bytes of a manifest of it."""
        for part in ("_blobs", "_manifests"):
            if os.path.exists(self._at(name, part, *digest.split(":"))):
                return self._shared(digest)
        return None

    def anywhere(self, digest: str) -> Blob | None:
        """A blob that some repository holds."""
        names = (name for name in self.repositories() if os.path.exists(self._at(name, "_blobs", *digest.split(":"))))
        return self._shared(digest) if next(names, None) is not None else None

    def referrers(self, name: str, digest: str) -> list[Descriptor]:
        """What has this digest as its subject."""
        place = self._at(name, "_subjects", _flat(digest))
        rows = (_described(os.path.join(place, entry)) for entry in sorted(_entries(place)))
        return [row for row in rows if row is not None]

    # -- changing

    def add_blob(self, name: str, blob: Blob) -> None:
        """Let a repository hold a blob that another one holds."""
        if self._shared(blob.digest) is None:
            self._write(self._file(blob.digest), blob.chunks())
        self._write(self._at(name, "_blobs", *blob.digest.split(":")), ())

    def add_manifest(self, name: str, descriptor: Descriptor, raw: bytes) -> None:
        """Let a repository hold a manifest."""
        digest = descriptor.digest
        self._write(self._file(digest), (raw,))
        told = referrer(descriptor, raw)
        if told is not None:
            place = self._at(name, "_subjects", _flat(told[0]), _flat(digest))
            self._write(place, (json.dumps(told[1].to_json()).encode(),))
        self._write(self._at(name, "_manifests", *digest.split(":")), (descriptor.media_type.encode(),))

    def tag(self, name: str, tag: str, target: Descriptor) -> None:
        """Let a tag point at a manifest."""
        self._write(self._at(name, "_tags", tag), (json.dumps(target.bare().to_json()).encode(),))

    def untag(self, name: str, tag: str) -> None:
        """Remove a tag."""
        _remove(self._at(name, "_tags", tag))

    def remove_manifest(self, name: str, digest: str) -> None:
        """Remove a manifest, and the tags that point at it."""
        for tag in self.tags(name):
            target = self.tagged(name, tag)
            if target is not None and target.digest == digest:
                self.untag(name, tag)
        target, blob = self.manifest(name, digest), self.blob(name, digest)
        told = referrer(target, blob.read()) if target is not None and blob is not None else None
        if told is not None:
            _remove(self._at(name, "_subjects", _flat(told[0]), _flat(digest)))
        _remove(self._at(name, "_manifests", *digest.split(":")))
        self._sweep(digest)

    def remove_blob(self, name: str, digest: str) -> None:
        """Remove a blob from a repository; its bytes go when no other holds it."""
        _remove(self._at(name, "_blobs", *digest.split(":")))
        self._sweep(digest)

    def start(self, name: str, id: str) -> FolderUpload:
        """Begin an upload."""
        place = self._at(name, "_uploads", id)
        self._write(place, ())
        upload = self._uploads[name, id] = FolderUpload(self, name, id, place)
        return upload

    def upload(self, name: str, id: str) -> FolderUpload | None:
        """An upload that was begun and has not ended, be it before a restart."""
        found = self._uploads.get((name, id))
        place = self._at(name, "_uploads", id)
        if found is None and id.replace("-", "").isalnum() and os.path.isfile(place):
            found = self._uploads[name, id] = FolderUpload(self, name, id, place)
        return found

    def forget_stale(self, before: float) -> int:
        """Cancel uploads that got nothing since a time (seconds since 1970); return how many."""
        gone = 0
        for name in self._all_with_uploads():
            for id in _entries(self._at(name, "_uploads")):
                place = self._at(name, "_uploads", id)
                if os.stat(place).st_mtime < before:
                    self._uploads.pop((name, id), None)
                    _remove(place)
                    gone += 1
        return gone

    # -- what uploads ask for

    def adopt(self, name: str, id: str, place: str, digest: str) -> Blob:
        """Take a complete upload's file as a blob of a repository."""
        target = self._file(digest)

        def move() -> None:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(place, target)

        self._doing(move)
        self._write(self._at(name, "_blobs", *digest.split(":")), ())
        self._uploads.pop((name, id), None)
        blob = self._shared(digest)
        assert blob is not None
        return blob

    def forget(self, name: str, id: str, place: str) -> None:
        """Drop an upload and its file."""
        self._uploads.pop((name, id), None)
        _remove(place)

    def _all_with_uploads(self) -> Iterator[str]:
        top = os.path.join(self.folder, "repositories")
        for place, folders, _ in os.walk(top):
            if "_uploads" in folders:
                yield os.path.relpath(place, top).replace(os.sep, "/")
            folders[:] = [name for name in folders if not name.startswith("_")]

    def _at(self, name: str, *parts: str) -> str:
        return os.path.join(self.folder, "repositories", *name.split("/"), *parts)

    def _file(self, digest: str) -> str:
        return os.path.join(self.folder, "blobs", digest.partition(":")[0], encoded(digest))

    def _shared(self, digest: str) -> Blob | None:
        file = self._file(digest)
        try:
            size = os.stat(file).st_size
        except OSError:
            return None
        return Blob(digest, size, FileContent(file, digest, size))

    def _sweep(self, digest: str) -> None:
        """Remove a blob's bytes where no repository holds them."""
        for name in self.repositories():
            if self.blob(name, digest) is not None:
                return
        _remove(self._file(digest))

    def _write(self, place: str, pieces: object) -> None:
        self._doing(lambda: _write(place, pieces))

    def _doing(self, work: Callable[[], object]) -> None:
        try:
            work()
        except OSError as error:
            raise StoreError(self.folder, error) from None


class FolderUpload:
    """An upload into a file."""

    def __init__(self, storage: Folder, name: str, id: str, place: str) -> None:
        self._storage = storage
        self._name = name
        self._id = id
        self._place = place
        self._file: int | None = None
        self._hasher = new_hash("sha256")
        self._hashed = 0
        self.size = os.stat(place).st_size

    def write(self, piece: bytes) -> None:
        """Add bytes. Raises StoreError."""
        try:
            if self._file is None:
                self._file = os.open(self._place, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
            rest = memoryview(piece)
            while rest:
                done = os.write(self._file, rest)
                self.size += done
                rest = rest[done:]
        except OSError as error:
            raise StoreError(self._storage.folder, error) from None
        if self._hashed == self.size - len(piece):
            self._hasher.update(piece)
            self._hashed = self.size

    def write_known(self, content: Content) -> None:
        """Add all bytes of a content."""
        for piece in content.chunks():
            self.write(piece)

    def pause(self) -> None:
        """Close the file; more may follow."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def finish(self, digest: str) -> Blob | None:
        """Keep what arrived, if it has that digest."""
        algorithm = digest.partition(":")[0]
        if algorithm == "sha256" and self._hashed == self.size:
            found = self._hasher.hexdigest()
        else:
            hasher = new_hash(algorithm)
            with open(self._place, "rb") as stream:
                while piece := stream.read(CHUNK):
                    hasher.update(piece)
            found = hasher.hexdigest()
        if found != encoded(digest):
            self.cancel()
            return None
        self._sync()
        return self._storage.adopt(self._name, self._id, self._place, digest)

    def cancel(self) -> None:
        """Forget the upload."""
        self.pause()
        self._storage.forget(self._name, self._id, self._place)

    def _sync(self) -> None:
        file = os.open(self._place, os.O_RDONLY)
        try:
            os.fsync(file)
        except OSError as error:
            raise StoreError(self._storage.folder, error) from None
        finally:
            os.close(file)
        self.pause()


def _write(place: str, pieces: object) -> None:
    """Write a file that is complete as soon as it has its name."""
    os.makedirs(os.path.dirname(place), exist_ok=True)
    part = place + ".part"
    with open(part, "wb") as stream:
        for piece in pieces:  # type: ignore[attr-defined]
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(part, place)


def _remove(place: str) -> None:
    if os.path.isdir(place):
        shutil.rmtree(place)
    elif os.path.lexists(place):
        os.unlink(place)


def _entries(place: str) -> list[str]:
    try:
        return os.listdir(place)
    except OSError:
        return []


def _text(place: str) -> str:
    try:
        with open(place, encoding="utf-8") as stream:
            return stream.read(1 << 20)
    except (OSError, UnicodeDecodeError):
        return ""


def _described(place: str) -> Descriptor | None:
    text = _text(place)
    try:
        return Descriptor.from_json(json.loads(text), "descriptor") if text else None
    except (ValueError, InvalidDocument):
        return None


def _flat(digest: str) -> str:
    """Return a digest as the name of a file."""
    assert is_digest(digest)
    return digest.replace(":", "-")
