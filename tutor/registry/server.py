"""The OCI distribution protocol from the server's side, request to response (distribution-spec 1.1).

A `Server` answers over a `storage.Storage`. It knows no sockets: `tutor.net` carries the requests. Bodies are taken
in pieces (`begin`), or all at once (`respond`): then a content that is known by its digest is never read.
"""

from __future__ import annotations

from itertools import count

from tutor.registry import names, pull, push
from tutor.registry.access import DELETE, PULL, PUSH, Access
from tutor.registry.contents import Memory
from tutor.registry.message import Response, chunks_of
from tutor.registry.push import ManifestReceiver, UploadReceiver
from tutor.registry.refusal import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.registry.access import Guard
    from tutor.registry.message import Receiver, Request
    from tutor.registry.names import Place
    from tutor.registry.storage import Storage, Upload

VERSION = ("Docker-Distribution-Api-Version", "registry/2.0")
_METHODS = {
    "base": ("GET", "HEAD"), "catalog": ("GET", "HEAD"), "tags": ("GET", "HEAD"), "referrers": ("GET", "HEAD"),
    "manifest": ("GET", "HEAD", "PUT", "DELETE"), "blob": ("GET", "HEAD", "DELETE"), "uploads": ("POST",),
    "upload": ("GET", "PATCH", "PUT", "DELETE"),
}  # fmt: skip
_ACTIONS = {"GET": (PULL,), "HEAD": (PULL,), "DELETE": (DELETE,)}


class Server:
    """One registry. `guard` says who may do what (None: all may do all); `new_id` names uploads."""

    def __init__(
        self,
        storage: Storage | None = None,
        guard: Guard | None = None,
        new_id: Callable[[], str] | None = None,
        *,
        deletes: bool = True,
    ) -> None:
        self.storage: Storage = storage if storage is not None else Memory()
        self._guard = guard
        self._deletes = deletes
        self._busy: set[str] = set()
        serial = count(1)
        self._new_id = new_id or (lambda: f"00000000-0000-4000-8000-{next(serial):012x}")

    def respond(self, request: Request) -> Response:
        """The response to a request whose body is at hand."""
        begun = self.begin(request)
        if isinstance(begun, Response):
            return begun
        return begun.whole(request)

    def begin(self, request: Request) -> Response | Guarded:
        """The response to a request, or who takes its body first. `request.body` is not looked at."""
        try:
            begun = self._begin(request)
        except Refusal as refusal:
            return _versioned(refusal.response())
        return _versioned(begun) if isinstance(begun, Response) else Guarded(begun)

    def _begin(self, request: Request) -> Response | Receiver:
        at = names.place(request.path)
        method = request.method
        if method not in _METHODS[at.kind]:
            allow = (("Allow", ", ".join(_METHODS[at.kind])),)
            raise Refusal(405, "UNSUPPORTED", None, allow)
        self._allow(request, at)
        if method == "DELETE" and at.kind != "upload":
            return self._delete(at)
        if at.kind == "manifest":
            if method == "PUT":
                return ManifestReceiver(self.storage, request, at)
            return pull.manifest(self.storage, request, at)
        if at.kind == "blob":
            return pull.blob(self.storage, request, at)
        if at.kind == "tags":
            return pull.tags(self.storage, request, at)
        if at.kind == "referrers":
            return pull.referrers(self.storage, request, at)
        if at.kind == "catalog":
            return pull.catalog(self.storage, request)
        if at.kind == "uploads":
            return self._start(request, at)
        if at.kind == "upload":
            return self._upload(request, at)
        return Response(200, (("Content-Type", "application/json"),), (b"{}",), 2)

    def _allow(self, request: Request, at: Place) -> None:
        if self._guard is None:
            return
        if at.kind == "base":
            self._guard.check(request, None)
        elif at.kind == "catalog":
            self._guard.check(request, Access("registry", "catalog", ("*",)))
        elif at.kind in ("upload", "uploads"):
            self._guard.check(request, Access("repository", at.name, (PULL, PUSH)))
        else:
            self._guard.check(request, Access("repository", at.name, _ACTIONS.get(request.method, (PULL, PUSH))))

    # -- push

    def _start(self, request: Request, at: Place) -> Response | Receiver:
        if request.argument("mount"):
            mounted = push.mount(self.storage, request, at, lambda origin: self._may_read(request, origin))
            if mounted is not None:
                return mounted
        algorithm = request.argument("digest-algorithm")
        if algorithm and algorithm not in ("sha256", "sha512"):
            raise Refusal(400, "DIGEST_INVALID", {"algorithm": algorithm}, message="unsupported digest algorithm")
        digest = request.argument("digest")
        digest = names.digest(digest) if digest else ""
        id = self._new_id()
        return self._receiver(self.storage.start(at.name, id), at, id, digest)

    def _may_read(self, request: Request, origin: str) -> bool:
        """Whether whoever asks may mount from a repository ("": from any)."""
        if self._guard is None:
            return True
        if not origin:
            return False
        try:
            self._guard.check(request, Access("repository", origin, (PULL,)))
        except Refusal:
            return False
        return True

    def _upload(self, request: Request, at: Place) -> Response | Receiver:
        upload = self.storage.upload(at.name, at.which)
        if upload is None:
            raise Refusal(404, "BLOB_UPLOAD_UNKNOWN", {"upload": at.which})
        if request.method == "GET":
            return push.status(204, at.name, at.which, upload.size)
        if at.which in self._busy:
            raise Refusal(409, "BLOB_UPLOAD_INVALID", None, message="the upload is under way in another request")
        if request.method == "DELETE":
            upload.cancel()
            return Response(204)
        digest = ""
        if request.method == "PUT":
            digest = names.digest(request.argument("digest"))
        push.check_chunk(request, upload, at)
        return self._receiver(upload, at, at.which, digest)

    def _receiver(self, upload: Upload, at: Place, id: str, digest: str) -> Receiver:
        self._busy.add(id)
        return UploadReceiver(upload, at, id, digest, lambda: self._busy.discard(id))

    # -- delete

    def _delete(self, at: Place) -> Response:
        if not self._deletes:
            raise Refusal(405, "UNSUPPORTED")
        if at.kind == "manifest":
            found = pull.target(self.storage, at)
            if ":" in at.which:
                self.storage.remove_manifest(at.name, found.digest)
            else:
                self.storage.untag(at.name, at.which)
            return Response(202)
        digest = names.digest(at.which)
        if self.storage.blob(at.name, digest) is None or self.storage.manifest(at.name, digest) is not None:
            raise Refusal(404, "BLOB_UNKNOWN", {"digest": digest})
        self.storage.remove_blob(at.name, digest)
        return Response(202)


class Guarded:
    """A receiver whose refusals are responses."""

    def __init__(self, inner: Receiver) -> None:
        self._inner = inner
        self._refusal: Refusal | None = None

    @property
    def refused(self) -> bool:
        """Whether the answer is known already."""
        return self._refusal is not None or self._inner.refused

    def take(self, piece: bytes) -> None:
        """The next bytes of the body."""
        if self._refusal is None:
            try:
                self._inner.take(piece)
            except Refusal as refusal:
                self._refusal = refusal

    def end(self) -> Response:
        """The body is complete: the response."""
        if self._refusal is None:
            try:
                return _versioned(self._inner.end())
            except Refusal as refusal:
                self._refusal = refusal
        return _versioned(self._refusal.response())

    def drop(self) -> None:
        """The connection broke."""
        self._inner.drop()

    def whole(self, request: Request) -> Response:
        """Take the request's body at once."""
        if request.content is not None and isinstance(self._inner, UploadReceiver):
            self._inner.upload.write_known(request.content)
        else:
            for piece in chunks_of(request):
                self.take(piece)
        return self.end()


def _versioned(response: Response) -> Response:
    return Response(response.status, (VERSION, *response.headers), response.body, response.size, response.known)
