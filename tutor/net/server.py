"""A small HTTP/1.1 server on asyncio: requests and responses stream, and everything has a limit and an end.

One rule: a slow, silent or lying client costs one connection for a bounded time, never memory.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from tutor.dataclass import dataclass
from tutor.errors import LayerwiseError
from tutor.net.http import HEAD_LIMIT, PIECE, BadMessage, Head, chunked, parse_head, sized
from tutor.registry.message import Receiver, Request, Response

if TYPE_CHECKING:
    import ssl

Handler = Callable[[Request], Response]


class Service(Protocol):
    """Who answers requests whose bodies come in pieces."""

    def begin(self, request: Request) -> Response | Receiver:
        """The response to a request, or who takes its body first."""


class PortError(LayerwiseError):
    """The address cannot be listened on."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a body, connections at once, and seconds: for a head, between requests, without a byte, to end."""

    body: int = 1 << 40
    connections: int = 512
    head: float = 20.0
    idle: float = 75.0
    stall: float = 60.0
    farewell: float = 5.0


async def serve(
    handler: Handler | Service,
    host: str,
    port: int,
    ready: Callable[[int], None],
    body_limit: int = 1 << 30,
    *,
    limits: Limits | None = None,
    tls: ssl.SSLContext | None = None,
    note: Callable[[str], None] = lambda line: None,
) -> None:
    """Answer requests until cancelled; `ready` is told the port (that the system chose, where `port` is 0).

    A plain handler gets each body as a whole. `note` is told a line for each response. When it is cancelled, what is
    under way may end within `limits.farewell`. Raises PortError. A body over the limit is refused with 413.
    """
    service = handler if hasattr(handler, "begin") else _Whole(handler)
    talks = _Talks(service, limits or Limits(body=body_limit), note)
    try:
        server = await asyncio.start_server(talks.talk, host or None, port, limit=PIECE, ssl=tls, backlog=128)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PortError(f"cannot listen on {host}:{port} ({reason})", "choose another --port") from None
    try:
        ready(server.sockets[0].getsockname()[1])
        await server.serve_forever()
    finally:
        server.close()
        await talks.end()


class _Whole:
    """A plain handler as a service."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def begin(self, request: Request) -> Response | Receiver:
        return _Collector(self._handler, request)


class _Collector:
    refused = False

    def __init__(self, handler: Handler, request: Request) -> None:
        self._handler = handler
        self._request = request
        self._pieces: list[bytes] = []

    def take(self, piece: bytes) -> None:
        self._pieces.append(piece)

    def end(self) -> Response:
        old = self._request
        return self._handler(Request(old.method, old.path, old.query, old.headers, b"".join(self._pieces)))

    def drop(self) -> None:
        pass


class _Talks:
    """All connections."""

    def __init__(self, service: Service, limits: Limits, note: Callable[[str], None]) -> None:
        self._service = service
        self._limits = limits
        self._note = note
        self._tasks: dict[asyncio.Task[None], bool] = {}  # whether a request is under way
        self._ending = False

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if len(self._tasks) >= self._limits.connections:
            await _send(writer, Response(503, (("Retry-After", "1"),)), "GET", False, self._limits.stall)
            writer.close()
            return
        self._tasks[task] = False
        try:
            while not self._ending and await self._exchange(reader, writer, task):
                self._tasks[task] = False
        except (OSError, EOFError, asyncio.LimitOverrunError, TimeoutError):
            pass  # the client went away, was silent for too long, or speaks no HTTP
        except asyncio.CancelledError:
            pass  # the server ends
        except LayerwiseError as error:
            self._note(str(error))  # of a body under way no more is sent: the client sees that it is not complete
        finally:
            del self._tasks[task]
            writer.close()

    async def end(self) -> None:
        """Let what is under way end, for a while; then cut it off."""
        self._ending = True
        for task, busy in list(self._tasks.items()):
            if not busy:
                task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=self._limits.farewell)
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=1)

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, task: asyncio.Task[None]
    ) -> bool:
        """One request and its response; whether the connection stays open."""
        stall = self._limits.stall
        async with asyncio.timeout(self._limits.idle):
            first = await reader.readexactly(1)
        if first == b"\x16":
            return False  # a TLS handshake: the client tries plain HTTP next if it is told at once
        self._tasks[task] = True
        try:
            async with asyncio.timeout(self._limits.head):
                data = first + await reader.readuntil(b"\r\n\r\n")
            if len(data) > HEAD_LIMIT:
                raise BadMessage(431, "a long head")
            head = parse_head(data)
            length = head.length()
            if length > self._limits.body:
                raise BadMessage(413, "a long body")
            response, whole = await self._answer(head, length, reader, writer)
        except (BadMessage, asyncio.LimitOverrunError) as error:
            status = error.status if isinstance(error, BadMessage) else 431
            await _send(writer, Response(status), "GET", False, stall)
            await _drain(reader, writer)
            return False
        keep = head.keeps and whole and not self._ending
        self._note(f"{head.method} {head.target} {response.status}")
        keep = await _send(writer, response, head.method, keep, stall) and keep
        if not whole:
            await _drain(reader, writer)
        return keep

    async def _answer(
        self, head: Head, length: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[Response, bool]:
        """Return the response, and whether the body was read to its end."""
        parts = urlsplit(head.target)
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        try:
            begun = self._service.begin(Request(head.method, unquote(parts.path), query, head.headers))
            if isinstance(begun, Response):
                return begun, length == 0
            try:
                if length and head.header("expect").lower() == "100-continue":
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                whole = await self._feed(begun, chunked(reader) if length < 0 else sized(reader, length))
            except BaseException:
                begun.drop()
                raise
            return begun.end(), whole
        except LayerwiseError as error:
            self._note(str(error))
            return Response(500), False

    async def _feed(self, receiver: Receiver, pieces: AsyncIterator[bytes]) -> bool:
        """Give a receiver the body; whether it was read to its end. Raises BadMessage, TimeoutError."""
        room = self._limits.body
        while True:
            async with asyncio.timeout(self._limits.stall):
                piece = await anext(pieces, None)
            if piece is None:
                return True
            room -= len(piece)
            if room < 0:
                raise BadMessage(413, "a long body")
            receiver.take(piece)
            if receiver.refused:
                return False


async def _drain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read what a refused client still sends, for a moment: closing at once could lose it our answer."""
    try:
        if writer.can_write_eof():
            writer.write_eof()
        async with asyncio.timeout(1):
            while await reader.read(PIECE):
                pass
    except (OSError, TimeoutError):
        pass


async def _send(writer: asyncio.StreamWriter, response: Response, method: str, keep: bool, stall: float) -> bool:
    """Send a response; whether it is complete, so that another one may follow."""
    bodiless = response.status in (204, 304) or response.status < 200
    counted = response.size >= 0
    lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in response.headers if "\n" not in value and "\r" not in value]
    if not bodiless:
        lines.append(f"Content-Length: {response.size}" if counted else "Transfer-Encoding: chunked")
    lines.append(time.strftime("Date: %a, %d %b %Y %H:%M:%S GMT", time.gmtime()))
    lines += [f"Connection: {'keep-alive' if keep else 'close'}", "", ""]
    writer.write("\r\n".join(lines).encode("latin-1", "replace"))
    sent = 0
    if method != "HEAD" and not bodiless:
        for piece in response.body:
            writer.write(piece if counted else b"%x\r\n%b\r\n" % (len(piece), piece))
            sent += len(piece)
            async with asyncio.timeout(stall):
                await writer.drain()
        if not counted:
            writer.write(b"0\r\n\r\n")
    async with asyncio.timeout(stall):
        await writer.drain()
    return method == "HEAD" or bodiless or not counted or sent == response.size
