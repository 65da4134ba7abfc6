"""A request and its response, as values: what HTTP carries, without a socket.

A body may be a content: then whoever knows it by its digest need not read it.
"""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.store.blobs import Blob
    from tutor.vfs.content import Content


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. `path` is decoded and has no query; `headers` have lower-case names.

    `body` is empty where the body arrives in pieces (see `Receiver`); `content` is what is sent instead of it.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    content: Content | None = None

    def header(self, name: str) -> str:
        """The header's value, "" where it is not sent; `name` in lower case."""
        return next((value for key, value in self.headers if key == name), "")

    def argument(self, name: str) -> str:
        """The first query argument of that name, "" where there is none."""
        return next((value for key, value in self.query if key == name), "")

    def arguments(self, name: str) -> list[str]:
        """All query arguments of that name."""
        return [value for key, value in self.query if key == name]


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response. `body` yields `size` bytes in all (-1: not known yet); a HEAD's response sends none of them.

    `known` is the whole body where it is a blob: who has it at hand need not read it to know it.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: Iterable[bytes] = ()
    size: int = 0
    known: Blob | None = None

    def header(self, name: str) -> str:
        """The header's value, "" where it is not sent; `name` in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def read(self, most: int) -> bytes:
        """The body, up to `most` bytes and what the last piece brings beyond."""
        pieces: list[bytes] = []
        for piece in self.body:
            pieces.append(piece)
            most -= len(piece)
            if most < 0:
                break
        return b"".join(pieces)


class Pieces:
    """The bytes of a content as a body: made when they are read, not before."""

    __slots__ = ("_content",)

    def __init__(self, content: Content) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        return self._content.chunks()


class Receiver(Protocol):
    """Who takes a request's body as it arrives, and then answers."""

    @property
    def refused(self) -> bool:
        """Whether the answer is known already, so that the rest need not be sent."""

    def take(self, piece: bytes) -> None:
        """The next bytes of the body."""

    def end(self) -> Response:
        """The body is complete: the response."""

    def drop(self) -> None:
        """The connection broke: there will be no more."""


def chunks_of(request: Request) -> Iterator[bytes]:
    """Return the pieces of a request's body."""
    return iter((request.body,)) if request.content is None else request.content.chunks()


def json_response(status: int, value: object, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """Return a response whose body is JSON; a content type among `headers` is the one that counts."""
    import json

    body = json.dumps(value, separators=(",", ":")).encode() + b"\n"
    if not any(name == "Content-Type" for name, _ in headers):
        headers = (("Content-Type", "application/json"), *headers)
    return Response(status, headers, (body,), len(body))
