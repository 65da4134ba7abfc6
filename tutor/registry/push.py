"""The push half of the server: uploads of blobs, and manifests (distribution-spec 1.1, § Push).

One rule: a blob is kept under the digest that its bytes have, and a manifest with its exact bytes, or not at all.
"""

from __future__ import annotations

from tutor.oci.descriptor import Descriptor, InvalidDocument
from tutor.oci.digest import encoded
from tutor.oci.documents import descriptors_of, parse_object
from tutor.oci.media_types import OCI_INDEX, OCI_MANIFEST, is_index, is_manifest
from tutor.registry import names, ranges
from tutor.registry.message import Response
from tutor.registry.refusal import Refusal
from tutor.registry.subjects import referrer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.registry.message import Request
    from tutor.registry.names import Place
    from tutor.registry.storage import Storage, Upload

MANIFEST_LIMIT = 4 << 20
"""Bytes that a manifest may have (the specification asks for at least 4 MiB)."""
TAGS_LIMIT = 100
"""Tags that a manifest may be pushed with by its digest (the specification asks for at least 10)."""
_FOREIGN = ".nondistributable."  # layers that are fetched from elsewhere, and pushed nowhere


class UploadReceiver:
    """The body of a POST, PATCH or PUT that carries bytes of a blob; `digest` ends the upload."""

    refused = False

    def __init__(self, upload: Upload, at: Place, id: str, digest: str, done: Callable[[], None]) -> None:
        self.upload = upload
        self._at = at
        self._id = id
        self._digest = digest
        self._done = done

    def take(self, piece: bytes) -> None:
        """The next bytes of the blob."""
        self.upload.write(piece)

    def end(self) -> Response:
        """Answer where the upload stands, or that it is complete. Raises Refusal for another digest."""
        self._done()
        self.upload.pause()
        if not self._digest:
            return status(202, self._at.name, self._id, self.upload.size)
        if self.upload.finish(self._digest) is None:
            raise Refusal(400, "DIGEST_INVALID", {"digest": self._digest})
        return blob_created(self._at.name, self._digest)

    def drop(self) -> None:
        """Keep what has arrived: the client may go on from there."""
        self._done()
        self.upload.pause()


def check_chunk(request: Request, upload: Upload, at: Place) -> None:
    """Refuse a chunk that does not follow what has arrived. Raises Refusal."""
    header = request.header("content-range")
    if not header:
        return
    first, last = ranges.chunk(header)
    if first != upload.size:
        headers = status(416, at.name, at.which, upload.size).headers
        raise Refusal(416, "BLOB_UPLOAD_INVALID", {"next": upload.size}, headers, "the chunk is out of order")
    length = request.header("content-length")
    if length.isdecimal() and int(length) != last - first + 1:
        raise Refusal(400, "SIZE_INVALID", {"Content-Range": header, "Content-Length": length})


def mount(storage: Storage, request: Request, at: Place, may_read: Callable[[str], bool]) -> Response | None:
    """Return the response to a mount, None where the blob is to be uploaded. Raises Refusal."""
    digest = names.digest(request.argument("mount"))
    origin = request.argument("from")
    if origin:
        origin = names.name(origin)
        found = storage.blob(origin, digest) if may_read(origin) else None
    else:
        found = storage.anywhere(digest) if may_read("") else None
    if found is None:
        return None
    storage.add_blob(at.name, found)
    return blob_created(at.name, digest)


def status(code: int, name: str, id: str, size: int) -> Response:
    """Return where an upload stands."""
    place = ("Location", f"/v2/{name}/blobs/uploads/{id}")
    return Response(code, (place, ("Range", f"0-{max(size - 1, 0)}"), ("Docker-Upload-UUID", id)))


def blob_created(name: str, digest: str) -> Response:
    """Return that a blob is there now."""
    return Response(201, (("Location", f"/v2/{name}/blobs/{digest}"), ("Docker-Content-Digest", digest)))


class ManifestReceiver:
    """The body of a PUT of a manifest."""

    def __init__(self, storage: Storage, request: Request, at: Place) -> None:
        self._storage = storage
        self._at = at
        self._tags = _tags(request, at)
        self._type = request.header("content-type").partition(";")[0].strip()
        self._pieces: list[bytes] = []
        self._size = 0
        length = request.header("content-length")
        if length.isdecimal() and int(length) > MANIFEST_LIMIT:
            raise _too_long()

    @property
    def refused(self) -> bool:
        """Whether it is too long already."""
        return self._size > MANIFEST_LIMIT

    def take(self, piece: bytes) -> None:
        """The next bytes."""
        self._size += len(piece)
        if not self.refused:
            self._pieces.append(piece)

    def drop(self) -> None:
        """Nothing was kept yet."""

    def end(self) -> Response:
        """Keep the manifest and let the tags point at it. Raises Refusal."""
        if self.refused:
            raise _too_long()
        raw, name = b"".join(self._pieces), self._at.name
        fields = _parsed(raw)
        target = Descriptor(_media_type(self._type, fields), _digest(self._at.which, raw), len(raw))
        _check_parts(self._storage, name, target, fields)
        try:
            told = referrer(target, raw)
        except InvalidDocument as error:
            raise Refusal(400, "MANIFEST_INVALID", {"subject": error.reason}) from None
        self._storage.add_manifest(name, target, raw)
        for tag in self._tags:
            self._storage.tag(name, tag, target)
        headers = [("Location", f"/v2/{name}/manifests/{target.digest}"), ("Docker-Content-Digest", target.digest)]
        if told is not None:
            headers.append(("OCI-Subject", told[0]))
        if ":" in self._at.which and self._tags:
            headers.append(("OCI-Tag", ", ".join(self._tags)))
        return Response(201, tuple(headers))


def _tags(request: Request, at: Place) -> list[str]:
    """Return the tags that a PUT gives. Raises Refusal."""
    if ":" not in at.which:
        tags = [at.which]
    else:
        names.digest(at.which)
        tags = list(dict.fromkeys(request.arguments("tag")))
        if len(tags) > TAGS_LIMIT:
            raise Refusal(414, "UNSUPPORTED", {"most": TAGS_LIMIT}, message="too many tags")
    for tag in tags:
        if not names.is_tag(tag):
            raise Refusal(400, "MANIFEST_INVALID", {"tag": tag[:200]}, message="invalid tag")
    return tags


def _too_long() -> Refusal:
    return Refusal(413, "MANIFEST_INVALID", {"most": MANIFEST_LIMIT}, message="the manifest is too long")


def _parsed(raw: bytes) -> dict[str, object]:
    try:
        return parse_object(raw, "manifest")
    except InvalidDocument as error:
        raise Refusal(400, "MANIFEST_INVALID", {"reason": error.reason}) from None


def _digest(reference: str, raw: bytes) -> str:
    """Return a manifest's digest, by the algorithm that it is pushed under. Raises Refusal for another one."""
    import hashlib

    algorithm = reference.partition(":")[0] if ":" in reference else "sha256"
    found = f"{algorithm}:{hashlib.new(algorithm, raw).hexdigest()}"
    if ":" in reference and encoded(reference) != encoded(found):
        raise Refusal(400, "DIGEST_INVALID", {"digest": reference, "content": found})
    return found


def _media_type(sent: str, fields: dict[str, object]) -> str:
    """Return a manifest's media type. Raises Refusal where header and document differ, or it is unknown."""
    said = fields.get("mediaType")
    if sent and isinstance(said, str) and said and said != sent:
        raise Refusal(400, "MANIFEST_INVALID", {"Content-Type": sent, "mediaType": said})
    kind = sent or (said if isinstance(said, str) else "")
    if not kind:
        kind = OCI_INDEX if "manifests" in fields else OCI_MANIFEST if "config" in fields else ""
    if not (is_manifest(kind) or is_index(kind)):
        raise Refusal(400, "MANIFEST_INVALID", {"mediaType": kind}, message="unknown media type of a manifest")
    if is_index(kind) == ("config" in fields or "layers" in fields):
        raise Refusal(400, "MANIFEST_INVALID", {"mediaType": kind}, message="the document is of another type")
    return kind


def _check_parts(storage: Storage, name: str, target: Descriptor, fields: dict[str, object]) -> None:
    """Refuse a manifest that lists what the repository does not have. Raises Refusal."""
    try:
        if fields.get("schemaVersion") != 2:
            raise InvalidDocument("manifest", "its schema version is not 2")
        if is_index(target.media_type):
            missing = [
                row for row in descriptors_of(fields.get("manifests"), "index", "manifests")
                if storage.manifest(name, row.digest) is None and not row.urls
            ]  # fmt: skip
        else:
            rows = (
                Descriptor.from_json(fields.get("config"), "manifest"),
                *descriptors_of(fields.get("layers"), "manifest", "layers"),
            )
            missing = [
                row for row in rows
                if _FOREIGN not in row.media_type and not row.urls and storage.blob(name, row.digest) is None
            ]  # fmt: skip
    except InvalidDocument as error:
        raise Refusal(400, "MANIFEST_INVALID", {"reason": error.reason}) from None
    if missing:
        raise Refusal(400, "MANIFEST_BLOB_UNKNOWN", {"digest": missing[0].digest})
