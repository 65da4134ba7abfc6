"""The OCI distribution protocol from the client's side (distribution-spec 1.1), over any transport.

One rule: nothing is believed that has a digest: what comes is held against it before anyone sees the end of it.
"""

from __future__ import annotations

from contextlib import suppress

from tutor.oci.descriptor import Descriptor
from tutor.oci.digest import DigestError, parse
from tutor.oci.media_types import DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST, is_index, is_manifest
from tutor.registry.faults import BadAnswer, ChangedContent, UnexpectedStatus
from tutor.registry.stream import TRIES, Stream
from tutor.registry.transport import TransportError
from tutor.registry.wire import Wire
from tutor.store.blobs import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.registry.message import Response
    from tutor.registry.transport import Transport
    from tutor.registry.wire import Login

ACCEPT = ", ".join((OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST, "*/*"))
DOCUMENT_LIMIT = 8 << 20
"""Bytes of a manifest or list that are taken at most."""
_PAGES = 10_000


class Client:
    """A client of one registry. Names are paths ("library/alpine")."""

    def __init__(self, transport: Transport, origin: str, login: Login | None = None) -> None:
        self.wire = Wire(transport, origin, login)

    def ping(self) -> Response:
        """Ask whether there is a registry, and whether the login is good. Raises RegistryError, TransportError."""
        return self.wire.send("GET", "/v2/")

    # -- pull

    def resolve(self, name: str, reference: str) -> Descriptor | None:
        """Return what a tag or digest names, None where there is nothing. Raises RegistryError, TransportError."""
        path, scopes = f"/v2/{name}/manifests/{reference}", (_scope(name, "pull"),)
        accept = (("accept", ACCEPT),)
        response = self.wire.send("HEAD", path, scopes=scopes, headers=accept, fine=(200, 404))
        if response.status == 404:
            return None
        digest, size = response.header("docker-content-digest"), response.size
        if not digest or size < 0:
            response = self.wire.send("GET", path, scopes=scopes, headers=accept)
            blob = Blob.of(response.read(DOCUMENT_LIMIT))
            digest, size = blob.digest, blob.size
        try:
            parse(digest)
        except DigestError:
            raise BadAnswer(f"{digest!r} in header not a valid digest") from None
        return Descriptor(response.header("content-type").partition(";")[0].strip(), digest, size)

    def fetch(self, name: str, descriptor: Descriptor) -> Blob:
        """Return a manifest or blob of a repository, by its descriptor.

        A document, and what the transport knows by its digest, is held against the digest at once; a stream when it is
        read, which can be done again and goes on where it broke off. Raises RegistryError (ChangedContent),
        TransportError; UnexpectedStatus with status 404 where the registry does not have it.
        """
        document = is_manifest(descriptor.media_type) or is_index(descriptor.media_type)
        stream = Stream(self.wire, name, descriptor, "manifests" if document else "blobs")
        response = stream.open()
        if response.known is not None:
            if response.known.digest != descriptor.digest:
                if descriptor.digest.startswith("sha256:"):
                    size, other = descriptor.size, response.known.size
                    raise ChangedContent(descriptor.digest, response.known.digest, size, other)
                _verified(descriptor, response.known.read())
            return response.known
        if document:
            return _verified(descriptor, response.read(DOCUMENT_LIMIT))
        return Blob(descriptor.digest, descriptor.size, stream)

    def stream(self, name: str, descriptor: Descriptor) -> Blob:
        """Return a blob of a repository that is asked for when it is read."""
        return Blob(descriptor.digest, descriptor.size, Stream(self.wire, name, descriptor, "blobs"))

    def tags(self, name: str) -> tuple[str, ...]:
        """Return all tags of a repository, none where it is not there. Raises RegistryError, TransportError."""
        return tuple(self._listed(f"/v2/{name}/tags/list", "tags", (_scope(name, "pull"),)))

    def repositories(self) -> tuple[str, ...]:
        """Return the names of all repositories. Raises RegistryError, TransportError."""
        return tuple(self._listed("/v2/_catalog", "repositories", ("registry:catalog:*",)))

    def _listed(self, path: str, key: str, scopes: tuple[str, ...]) -> Iterator[str]:
        for _ in range(_PAGES):
            response = self.wire.send("GET", path, scopes=scopes, fine=(200, 404))
            if response.status == 404:
                return
            rows = _json(response).get(key) or []
            if not isinstance(rows, list):
                raise BadAnswer(f"{path} is no list")
            yield from (row for row in rows if isinstance(row, str))
            path = next_page(response)
            if not path:
                return

    def referrers(self, name: str, digest: str, kind: str = "") -> tuple[Descriptor, ...]:
        """Return what refers to a digest, of one artifact type or all. Raises RegistryError, TransportError."""
        from tutor.registry.subjects import FILTER, listed

        path = f"/v2/{name}/referrers/{digest}"
        query: tuple[tuple[str, str], ...] = ((FILTER, kind),) if kind else ()
        found: list[Descriptor] = []
        for _ in range(_PAGES):
            scopes = (_scope(name, "pull"),)
            response = self.wire.send("GET", path, scopes=scopes, query=query, fine=(200, 404))
            if response.status == 404:
                found = list(self._fallback(name, digest))
                break
            found += listed(response.read(DOCUMENT_LIMIT))
            path, query = next_page(response), ()
            if not path:
                break
        return tuple(row for row in found if not kind or row.artifact_type == kind)

    def _fallback(self, name: str, digest: str) -> tuple[Descriptor, ...]:
        """Return the list that a registry without the API has under a tag."""
        from tutor.oci.descriptor import InvalidDocument
        from tutor.registry.subjects import fallback_tag, listed

        target = self.resolve(name, fallback_tag(digest))
        if target is None or not is_index(target.media_type):
            return ()
        try:
            return listed(self.fetch(name, target).read())
        except InvalidDocument:
            return ()

    # -- push

    def has_blob(self, name: str, digest: str) -> bool:
        """Whether a repository has a blob. Raises RegistryError, TransportError."""
        scopes = (_scope(name, "pull,push"),)
        return self.wire.send("HEAD", f"/v2/{name}/blobs/{digest}", scopes=scopes, fine=(200, 404)).status == 200

    def mount(self, name: str, digest: str, origin: str) -> bool:
        """Let a repository have a blob of another one; whether the registry did it. Raises RegistryError."""
        scopes = (_scope(name, "pull,push"), _scope(origin, "pull"))
        query = (("mount", digest), ("from", origin))
        response = self.wire.send("POST", f"/v2/{name}/blobs/uploads/", scopes=scopes, query=query, fine=(201, 202))
        if response.status == 202 and response.header("location"):
            self._cancel(name, response.header("location"))
        return response.status == 201

    def push_blob(self, name: str, blob: Blob) -> None:
        """Upload a blob; an upload that breaks off goes on from where the registry has it.

        Raises RegistryError, TransportError.
        """
        scopes = (_scope(name, "pull,push"),)
        sized = (("content-length", "0"),)
        started = self.wire.send("POST", f"/v2/{name}/blobs/uploads/", scopes=scopes, headers=sized, fine=(202,))
        where = started.header("location")
        if not where:
            raise BadAnswer("the registry gave an upload no place")
        sent = 0
        for turn in range(TRIES + 1):
            try:
                self._put(name, where, blob, sent, again=turn > 0)
                return
            except UnexpectedStatus as error:
                if error.status != 416 or sent or not turn:
                    raise
                sent = 1  # "0-0" is what a registry says of nothing, and of the first byte
            except TransportError:
                if turn == TRIES:
                    raise
                stands = self.wire.send("GET", where, scopes=scopes, fine=(204,))
                where, sent = stands.header("location") or where, _arrived(stands.header("range"))

    def _put(self, name: str, where: str, blob: Blob, sent: int, *, again: bool) -> None:
        """Send what follows the first `sent` bytes, and end the upload."""
        from tutor.registry.ranges import Part

        headers = [("content-type", "application/octet-stream"), ("content-length", str(blob.size - sent))]
        if again and sent < blob.size:
            headers.append(("content-range", f"{sent}-{blob.size - 1}"))
        self.wire.send(
            "PUT", where, scopes=(_scope(name, "pull,push"),), query=(("digest", blob.digest),),
            headers=tuple(headers), content=Part(blob, sent) if sent else blob, fine=(201,),
        )  # fmt: skip

    def _cancel(self, name: str, where: str) -> None:
        with suppress(UnexpectedStatus, TransportError):  # the registry forgets it in time
            self.wire.send("DELETE", where, scopes=(_scope(name, "pull,push"),), fine=(200, 202, 204))

    def push_manifest(self, name: str, reference: str, target: Descriptor, raw: bytes) -> None:
        """Upload a manifest under a tag or its digest. Raises RegistryError, TransportError.

        Where the registry does not list what refers to a subject, the list under the subject's tag is kept.
        """
        scopes = (_scope(name, "pull,push"),)
        headers = (("content-type", target.media_type), ("content-length", str(len(raw))))
        response = self.wire.send(
            "PUT", f"/v2/{name}/manifests/{reference}", scopes=scopes, headers=headers, body=raw, fine=(201,)
        )
        told = response.header("docker-content-digest")
        if told and told.partition(":")[0] == target.digest.partition(":")[0] and told != target.digest:
            raise ChangedContent(target.digest, told)
        if b'"subject"' in raw and not response.header("oci-subject"):
            self._tell_subject(name, target, raw)

    def _tell_subject(self, name: str, target: Descriptor, raw: bytes) -> None:
        from tutor.oci.index import Index
        from tutor.registry.subjects import fallback_tag, referrer

        told = referrer(target, raw)
        if told is None:
            return
        subject, described = told
        before = self._fallback(name, subject)
        if all(row.digest != described.digest for row in before):
            index = Index.build((*before, described))
            self.push_manifest(name, fallback_tag(subject), index.descriptor(), index.raw)

    # -- delete

    def delete_manifest(self, name: str, reference: str) -> None:
        """Remove a tag, or a manifest by its digest. Raises RegistryError, TransportError."""
        self.wire.send(
            "DELETE", f"/v2/{name}/manifests/{reference}", scopes=(_scope(name, "delete"),), fine=(200, 202, 204)
        )


def next_page(response: Response) -> str:
    """Return where the next page is, "" where there is none."""
    from tutor.registry.challenge import split_list

    for part in split_list(response.header("link")):
        address, closed, rest = part.partition(">")
        if closed and address.startswith("<") and "next" in rest:
            return address[1:]
    return ""


def _verified(descriptor: Descriptor, data: bytes) -> Blob:
    """Return a document's bytes as a blob. Raises ChangedContent."""
    import hashlib

    algorithm = descriptor.digest.partition(":")[0]
    found = f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"
    if descriptor.size != len(data):
        raise ChangedContent(descriptor.digest, found, descriptor.size, len(data))
    if found != descriptor.digest:
        raise ChangedContent(descriptor.digest, found)
    from tutor.vfs.content import Bytes

    return Blob(descriptor.digest, len(data), Bytes(data))


def _json(response: Response) -> dict[str, object]:
    import json

    try:
        value = json.loads(response.read(DOCUMENT_LIMIT))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BadAnswer("the registry's answer is not JSON")
    return value


def _arrived(header: str) -> int:
    """Return how many bytes a registry has, of `0-<last>`."""
    last = header.rpartition("-")[2]
    return int(last) + 1 if last.isdecimal() and int(last) else 0


def _scope(name: str, actions: str) -> str:
    return f"repository:{name}:{actions}"
