"""The OCI distribution protocol from the server's side, request to response (distribution-spec 1.1, sections 3 and 4).

A `Server` answers from a source of images that it only reads (the bundled hub) and from what was pushed to it. It knows
no sockets: `tutor.net` carries the requests.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Protocol

from tutor.oci.descriptor import Descriptor
from tutor.oci.digest import DigestError, parse
from tutor.oci.documents import parse_object
from tutor.oci.media_types import is_index, is_manifest
from tutor.registry.contents import Registry, Repository
from tutor.registry.message import Response
from tutor.store.blobs import Blob

if TYPE_CHECKING:
    from tutor.registry.message import Request

_NAME = r"(?P<name>[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)"
_TAG = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}")
MANIFEST_LIMIT = 4 * 1024 * 1024
"""Bytes that a manifest may have (the specification asks for at least 4 MiB)."""


class Source(Protocol):
    """Images that were there before anyone pushed. Repositories are paths ("library/alpine")."""

    def resolve(self, repository: str, tag: str) -> Descriptor | None:
        """What the tag points at."""

    def tags(self, repository: str) -> tuple[str, ...]:
        """The sorted tags of a repository."""

    def blob(self, repository: str, digest: str) -> Blob | None:
        """A manifest, config or layer by digest."""


class Refusal(Exception):
    """Why a request is refused: HTTP status, the specification's error code, and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Server:
    """One registry that is being served. `registry` is what was pushed so far."""

    def __init__(self, source: Source | None = None) -> None:
        self.source = source
        self.registry = Registry()
        self._uploads: dict[str, bytes] = {}
        self._serial = 0

    def respond(self, request: Request) -> Response:
        """The response to a request."""
        try:
            return self._route(request)
        except Refusal as refusal:
            body = json.dumps({"errors": [{"code": refusal.code, "message": str(refusal), "detail": None}]}).encode()
            headers = (("Content-Type", "application/json"),)
            return Response(refusal.status, headers, (body,), len(body))

    def _route(self, request: Request) -> Response:
        if request.path in ("/v2", "/v2/"):
            return Response(200, (("Content-Type", "application/json"),), (b"{}",), 2)
        for pattern, methods in _ROUTES:
            match = pattern.fullmatch(request.path)
            if match:
                handler = methods.get(request.method)
                if handler is None:
                    raise Refusal(405, "UNSUPPORTED", "the operation is not supported here")
                response: Response = getattr(self, handler)(request, **match.groupdict())
                return response
        raise Refusal(404, "NAME_INVALID", "no such address")

    # -- pull

    def _get_manifest(self, request: Request, name: str, reference: str) -> Response:
        found = self._resolve(name, reference)
        blob = self._find(name, found.digest) if found else None
        if found is None or blob is None:
            raise Refusal(404, "MANIFEST_UNKNOWN", f"{name} has no manifest {reference}")
        return _content(blob, found.media_type)

    def _get_blob(self, request: Request, name: str, digest: str) -> Response:
        blob = self._find(name, _digest(digest))
        if blob is None:
            raise Refusal(404, "BLOB_UNKNOWN", f"{name} has no blob {digest}")
        return _content(blob, "application/octet-stream")

    def _get_tags(self, request: Request, name: str) -> Response:
        tags = sorted({*self.registry.repository(name).tags, *(self.source.tags(name) if self.source else ())})
        if not tags and name not in self.registry.repositories:
            raise Refusal(404, "NAME_UNKNOWN", f"there is no repository {name}")
        last, count = request.argument("last"), request.argument("n")
        rest = [tag for tag in tags if tag > last] if last else tags
        headers = [("Content-Type", "application/json")]
        if count.isdecimal() and int(count) < len(rest):
            rest = rest[: int(count)]
            if rest:
                headers.append(("Link", f'</v2/{name}/tags/list?n={count}&last={rest[-1]}>; rel="next"'))
        body = json.dumps({"name": name, "tags": rest}).encode()
        return Response(200, tuple(headers), (body,), len(body))

    def _resolve(self, name: str, reference: str) -> Descriptor | None:
        """What a tag or digest points at: something pushed first, then the source."""
        if ":" not in reference:
            pushed = self.registry.repository(name).tags.get(reference)
            return pushed or (self.source.resolve(name, reference) if self.source else None)
        blob = self._find(name, _digest(reference))
        if blob is None or blob.size > MANIFEST_LIMIT:
            return None
        try:
            kind = str(parse_object(blob.read(), "manifest").get("mediaType") or "")
        except ValueError:
            return None
        return Descriptor(kind or "application/vnd.oci.image.manifest.v1+json", blob.digest, blob.size)

    def _find(self, name: str, digest: str) -> Blob | None:
        pushed = self.registry.repository(name).blobs.get(digest)
        return pushed or (self.source.blob(name, digest) if self.source else None)

    # -- push

    def _start_upload(self, request: Request, name: str) -> Response:
        mount, origin = request.argument("mount"), request.argument("from")
        if mount and origin:
            blob = self._find(origin, _digest(mount))
            if blob is not None:
                return self._keep(name, blob)
        if request.argument("digest"):
            return self._keep(name, _verified(request.body, request.argument("digest")))
        self._serial += 1
        upload = str(self._serial)
        self._uploads[upload] = b""
        return _upload(202, name, upload, 0)

    def _patch_upload(self, request: Request, name: str, upload: str) -> Response:
        kept = self._upload(upload)
        begin = request.header("content-range").partition("-")[0]
        if begin and begin != str(len(kept)):
            raise Refusal(416, "BLOB_UPLOAD_INVALID", f"the next byte is {len(kept)}")
        self._uploads[upload] = kept + request.body
        return _upload(202, name, upload, len(kept) + len(request.body))

    def _get_upload(self, request: Request, name: str, upload: str) -> Response:
        return _upload(204, name, upload, len(self._upload(upload)))

    def _put_upload(self, request: Request, name: str, upload: str) -> Response:
        data = self._upload(upload) + request.body
        blob = _verified(data, request.argument("digest"))
        del self._uploads[upload]
        return self._keep(name, blob)

    def _upload(self, upload: str) -> bytes:
        if upload not in self._uploads:
            raise Refusal(404, "BLOB_UPLOAD_UNKNOWN", "there is no such upload")
        return self._uploads[upload]

    def _keep(self, name: str, blob: Blob) -> Response:
        repository = self.registry.repository(name)
        kept = Repository(repository.tags, repository.blobs.set(blob.digest, blob))
        self.registry = self.registry.with_repository(name, kept)
        return Response(201, (("Location", f"/v2/{name}/blobs/{blob.digest}"), ("Docker-Content-Digest", blob.digest)))

    def _put_manifest(self, request: Request, name: str, reference: str) -> Response:
        if len(request.body) > MANIFEST_LIMIT:
            raise Refusal(413, "MANIFEST_INVALID", f"a manifest may have {MANIFEST_LIMIT} bytes")
        blob = Blob.of(request.body)
        media_type = request.header("content-type").partition(";")[0].strip()
        if ":" in reference and reference != blob.digest:
            raise Refusal(400, "DIGEST_INVALID", "the digest does not match the content")
        if ":" not in reference and not _TAG.fullmatch(reference):
            raise Refusal(400, "MANIFEST_INVALID", f"{reference!r} is no tag")
        self._check_manifest(name, blob, media_type)
        self._keep(name, blob)
        if ":" not in reference:
            repository = self.registry.repository(name)
            tags = repository.tags.set(reference, Descriptor(media_type, blob.digest, blob.size))
            self.registry = self.registry.with_repository(name, Repository(tags, repository.blobs))
        return Response(
            201, (("Location", f"/v2/{name}/manifests/{blob.digest}"), ("Docker-Content-Digest", blob.digest))
        )

    def _check_manifest(self, name: str, blob: Blob, media_type: str) -> None:
        """Refuse a manifest that is none, or that lists what is not here."""
        try:
            fields = parse_object(blob.read(), "manifest")
        except ValueError as error:
            raise Refusal(400, "MANIFEST_INVALID", str(error)) from None
        if not (is_manifest(media_type) or is_index(media_type)):
            raise Refusal(400, "MANIFEST_INVALID", f"unknown media type {media_type!r}")
        rows = [fields.get("config"), *_rows(fields, "layers"), *_rows(fields, "manifests")]
        for row in rows:
            digest = row.get("digest") if isinstance(row, dict) else None
            if isinstance(digest, str) and self._find(name, _digest(digest)) is None:
                raise Refusal(404, "MANIFEST_BLOB_UNKNOWN", f"the manifest lists {digest}, which is not here")

    # -- delete

    def _delete_manifest(self, request: Request, name: str, reference: str) -> Response:
        repository = self.registry.repository(name)
        if ":" not in reference:
            if reference not in repository.tags:
                raise Refusal(404, "MANIFEST_UNKNOWN", f"{name} has no tag {reference} of its own")
            kept = Repository(repository.tags.remove(reference), repository.blobs)
        else:
            if reference not in repository.blobs:
                raise Refusal(404, "MANIFEST_UNKNOWN", f"{name} has no manifest {reference} of its own")
            tags = repository.tags
            for tag, target in repository.tags.items():
                tags = tags.remove(tag) if target.digest == reference else tags
            kept = Repository(tags, repository.blobs.remove(reference))
        self.registry = self.registry.with_repository(name, kept)
        return Response(202)

    def _delete_blob(self, request: Request, name: str, digest: str) -> Response:
        repository = self.registry.repository(name)
        if _digest(digest) not in repository.blobs:
            raise Refusal(404, "BLOB_UNKNOWN", f"{name} has no blob {digest} of its own")
        self.registry = self.registry.with_repository(
            name, Repository(repository.tags, repository.blobs.remove(digest))
        )
        return Response(202)


_ROUTES: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (re.compile(f"/v2/{_NAME}/manifests/(?P<reference>[^/]+)"),
     {"GET": "_get_manifest", "HEAD": "_get_manifest", "PUT": "_put_manifest", "DELETE": "_delete_manifest"}),
    (re.compile(f"/v2/{_NAME}/blobs/uploads/"), {"POST": "_start_upload"}),
    (re.compile(f"/v2/{_NAME}/blobs/uploads/(?P<upload>[^/]+)"),
     {"PATCH": "_patch_upload", "PUT": "_put_upload", "GET": "_get_upload"}),
    (re.compile(f"/v2/{_NAME}/blobs/(?P<digest>[^/]+)"),
     {"GET": "_get_blob", "HEAD": "_get_blob", "DELETE": "_delete_blob"}),
    (re.compile(f"/v2/{_NAME}/tags/list"), {"GET": "_get_tags"}),
)  # fmt: skip


def _rows(fields: dict[str, object], key: str) -> list[object]:
    value = fields.get(key)
    return value if isinstance(value, list) else []


def _digest(text: str) -> str:
    try:
        return parse(text)
    except DigestError as error:
        raise Refusal(400, "DIGEST_INVALID", str(error)) from None


def _verified(data: bytes, digest: str) -> Blob:
    blob = Blob.of(data)
    if blob.digest != _digest(digest):
        raise Refusal(400, "DIGEST_INVALID", "the digest does not match the content")
    return blob


def _content(blob: Blob, media_type: str) -> Response:
    headers = (("Content-Type", media_type), ("Docker-Content-Digest", blob.digest))
    return Response(200, headers, blob.chunks(), blob.size)


def _upload(status: int, name: str, upload: str, size: int) -> Response:
    headers = [("Location", f"/v2/{name}/blobs/uploads/{upload}"), ("Docker-Upload-UUID", upload)]
    return Response(status, (*headers, ("Range", f"0-{max(size - 1, 0)}")))
