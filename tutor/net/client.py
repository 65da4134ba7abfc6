"""HTTP for the registry client: connections that are kept, bodies that stream both ways."""

from __future__ import annotations

import http.client
import socket
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from tutor.net.http import PIECE
from tutor.registry.message import Request, Response, chunks_of
from tutor.registry.transport import TransportError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

TIMEOUT = 60.0
"""Seconds without a byte after which a connection is given up."""
_SAFE = "/:@!$&'()*+,;=~"
AGENT = "layerwise"
_SMALL = 1 << 16
"""Bytes of a body that is read at once, so that its connection is free again."""


class HttpTransport:
    """A `registry.transport.Transport` over sockets; `tls` is what HTTPS uses (None: the system's trust)."""

    def __init__(self, tls: ssl.SSLContext | None = None, timeout: float = TIMEOUT) -> None:
        self._tls = tls
        self._timeout = timeout
        self._idle: dict[str, http.client.HTTPConnection] = {}
        self._busy: set[http.client.HTTPConnection] = set()

    def send(self, origin: str, request: Request) -> Response:
        """Return the response; its body is read as it is asked for. Raises TransportError."""
        target = quote(request.path, safe=_SAFE)
        if request.query:
            target += "?" + urlencode(request.query)
        kept = self._idle.pop(origin, None)
        for connection in (kept, None) if kept is not None else (None,):
            connection = connection or self._connection(origin)
            try:
                return self._exchange(origin, connection, request, target)
            except (OSError, http.client.HTTPException, ValueError) as error:
                connection.close()
                fault = TransportError(request.method, origin + target, _reason(error, origin))
        raise fault from None

    def __enter__(self) -> HttpTransport:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is kept open."""
        for connection in (*self._idle.values(), *self._busy):
            connection.close()
        self._idle.clear()
        self._busy.clear()

    def _connection(self, origin: str) -> http.client.HTTPConnection:
        parts = urlsplit(origin)
        host = parts.hostname or ""
        if parts.scheme == "https":
            import ssl

            tls = self._tls or ssl.create_default_context()
            return http.client.HTTPSConnection(host, parts.port, timeout=self._timeout, context=tls)
        return http.client.HTTPConnection(host, parts.port, timeout=self._timeout)

    def _exchange(
        self, origin: str, connection: http.client.HTTPConnection, request: Request, target: str
    ) -> Response:
        headers = {"User-Agent": AGENT, **{name.title(): value for name, value in request.headers}}
        sends = request.content is not None or bool(request.body)
        with suppress(BrokenPipeError):  # the server may have answered before it had the whole body
            connection.request(request.method, target, chunks_of(request) if sends else None, headers)
        answer = connection.getresponse()
        size = -1 if answer.length is None else answer.length
        told = answer.headers.get("content-length", "")
        rows = tuple((name, value) for name, value in answer.getheaders())
        if request.method == "HEAD":
            answer.close()
            self._keep(origin, connection, answer)
            return Response(answer.status, rows, (), int(told) if told.isdecimal() else -1)
        if 0 <= size <= _SMALL:
            data = answer.read()
            answer.close()
            self._keep(origin, connection, answer)
            return Response(answer.status, rows, (data,), len(data))
        self._busy.add(connection)
        return Response(answer.status, rows, self._body(origin, connection, request, target, answer, size), size)

    def _body(
        self, origin: str, connection: http.client.HTTPConnection, request: Request, target: str,
        answer: http.client.HTTPResponse, size: int,
    ) -> Iterator[bytes]:  # fmt: skip
        left = size
        try:
            while piece := answer.read(PIECE):
                left -= len(piece)
                yield piece
        except (OSError, http.client.HTTPException) as error:
            raise TransportError(request.method, origin + target, _reason(error, origin)) from None
        finally:
            self._busy.discard(connection)
            if left == 0 or (size < 0 and answer.isclosed()):
                self._keep(origin, connection, answer)
            else:
                connection.close()
        if left > 0:
            raise TransportError(request.method, origin + target, "the connection broke off")

    def _keep(self, origin: str, connection: http.client.HTTPConnection, answer: http.client.HTTPResponse) -> None:
        """Keep a connection for the next request, where the server does."""
        if answer.will_close or origin in self._idle:
            connection.close()
        else:
            self._idle[origin] = connection


def _reason(error: Exception, origin: str) -> str:
    host = urlsplit(origin).hostname
    if isinstance(error, socket.gaierror):
        return f"lookup {host}: no such host"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and not error.strerror and getattr(error, "reason", None):
        return str(getattr(error, "reason", ""))
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split()).lower()[:300]
