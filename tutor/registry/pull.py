"""The pull and discovery half of the server: manifests, blobs, lists (distribution-spec 1.1, § Pull, § Discovery)."""

from __future__ import annotations

from tutor.oci.descriptor import Descriptor, InvalidDocument
from tutor.oci.media_types import OCI_INDEX, is_index
from tutor.registry import names, pages, ranges
from tutor.registry.accept import Accept
from tutor.registry.message import Pieces, Response, json_response
from tutor.registry.refusal import Refusal
from tutor.registry.subjects import FILTER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.registry.message import Request
    from tutor.registry.names import Place
    from tutor.registry.storage import Reading

LIST_LIMIT = 4 << 20
"""Bytes that a page of referrers has at most: what a client must take as a manifest."""


def manifest(storage: Reading, request: Request, at: Place) -> Response:
    """GET and HEAD of a manifest by tag or digest. Raises Refusal."""
    found = target(storage, at)
    accept = Accept([value for name, value in request.headers if name == "accept"])
    if not accept.takes(found.media_type):
        found = _instead(storage, at, found, accept)
    blob = storage.blob(at.name, found.digest)
    if blob is None:
        raise Refusal(404, "MANIFEST_UNKNOWN", {"Name": at.name, "Tag": at.which})
    tagged = f'"{found.digest}"'
    headers = (("Content-Type", found.media_type), ("Docker-Content-Digest", found.digest), ("ETag", tagged))
    if _matches(request.header("if-none-match"), tagged):
        return Response(304, headers)
    return Response(200, headers, Pieces(blob), blob.size, blob)


def target(storage: Reading, at: Place) -> Descriptor:
    """Return what a tag or digest names. Raises Refusal where there is none."""
    if ":" in at.which:
        found = storage.manifest(at.name, names.digest(at.which))
    else:
        found = storage.tagged(at.name, at.which) if names.is_tag(at.which) else None
    if found is not None:
        return found
    if not storage.has(at.name):
        raise Refusal(404, "NAME_UNKNOWN", {"name": at.name})
    key = "Digest" if ":" in at.which else "Tag"
    raise Refusal(404, "MANIFEST_UNKNOWN", {"Name": at.name, key: at.which})


def _instead(storage: Reading, at: Place, found: Descriptor, accept: Accept) -> Descriptor:
    """Return what a client gets that does not take an index by tag: its linux/amd64 manifest, as registries do."""
    if is_index(found.media_type) and ":" not in at.which:
        from tutor.oci.index import Index

        blob = storage.blob(at.name, found.digest)
        try:
            rows = Index.from_bytes(blob.read()).manifests if blob is not None else ()
        except InvalidDocument:
            rows = ()
        for row in rows:
            platform = row.platform
            if platform is not None and (platform.os, platform.architecture) == ("linux", "amd64"):
                child = storage.manifest(at.name, row.digest)
                if child is not None and accept.takes(child.media_type):
                    return child
    message = f"manifest is of type {found.media_type}, which the accept header does not name"
    raise Refusal(404, "MANIFEST_UNKNOWN", {"Name": at.name, "Tag": at.which}, message=message)


def blob(storage: Reading, request: Request, at: Place) -> Response:
    """GET and HEAD of a blob, or of a part of it. Raises Refusal."""
    digest = names.digest(at.which)
    found = storage.blob(at.name, digest)
    if found is None:
        raise Refusal(404, "BLOB_UNKNOWN", {"digest": digest})
    tagged = f'"{digest}"'
    headers: tuple[tuple[str, str], ...] = (
        ("Content-Type", "application/octet-stream"), ("Docker-Content-Digest", digest), ("ETag", tagged),
        ("Accept-Ranges", "bytes"), ("Cache-Control", "max-age=31536000"),
    )  # fmt: skip
    if _matches(request.header("if-none-match"), tagged):
        return Response(304, headers)
    asked = request.header("range")
    if asked and request.method == "GET" and request.header("if-range") in ("", tagged):
        part = ranges.wanted(asked, found.size)
        if part is not None:
            first, last = part
            headers = (*headers, ("Content-Range", f"bytes {first}-{last}/{found.size}"))
            return Response(206, headers, ranges.part(found, first, last), last - first + 1)
    return Response(200, headers, Pieces(found), found.size, found)


def tags(storage: Reading, request: Request, at: Place) -> Response:
    """GET of a repository's tags. Raises Refusal."""
    if not storage.has(at.name):
        raise Refusal(404, "NAME_UNKNOWN", {"name": at.name})
    rows, headers = pages.page(request, storage.tags(at.name))
    return json_response(200, {"name": at.name, "tags": rows}, headers)


def catalog(storage: Reading, request: Request) -> Response:
    """GET of the names of all repositories. Raises Refusal."""
    rows, headers = pages.page(request, storage.repositories())
    return json_response(200, {"repositories": rows}, headers)


def referrers(storage: Reading, request: Request, at: Place) -> Response:
    """GET of what refers to a digest. Raises Refusal."""
    digest = names.digest(at.which)
    kinds = request.arguments(FILTER)
    rows = [row for row in storage.referrers(at.name, digest) if not kinds or row.artifact_type in kinds]
    last = request.argument("last")
    if last:
        rows = [row for row in rows if row.digest > last]
    headers: list[tuple[str, str]] = [("Content-Type", OCI_INDEX)]
    if kinds:
        headers.append(("OCI-Filters-Applied", FILTER))
    taken = _within_limit(rows)
    if len(taken) < len(rows):
        query = (*((FILTER, kind) for kind in kinds), ("last", taken[-1].digest))
        headers.append(("Link", pages.link(request.path, query)))
    shown = [row.to_json() for row in taken]
    return json_response(200, {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": shown}, tuple(headers))


def _within_limit(rows: list[Descriptor]) -> list[Descriptor]:
    """Return the first rows, as many as fit into one page, but at least one."""
    room = LIST_LIMIT - 1024
    for number, row in enumerate(rows):
        room -= 512 + sum(2 * len(key) + 2 * len(value) for key, value in row.annotations)
        if room < 0:
            return rows[: max(number, 1)]
    return rows


def _matches(header: str, tagged: str) -> bool:
    """Whether `If-None-Match` names an entity tag."""
    return bool(header) and any(part.strip().removeprefix("W/") in (tagged, "*") for part in header.split(","))
