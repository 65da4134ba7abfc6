"""A small HTTP/1.1 server on asyncio: one handler, request to response; bodies stream out, requests are bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from tutor.errors import LayerwiseError
from tutor.registry.message import Request, Response

Handler = Callable[[Request], Response]

HEAD_LIMIT = 64 * 1024
"""Bytes that a request's head may have (RFC 9112 leaves the limit to the server)."""


class PortError(LayerwiseError):
    """The address cannot be listened on."""


async def serve(
    handler: Handler, host: str, port: int, ready: Callable[[int], None], body_limit: int = 1 << 30
) -> None:
    """Answer requests until cancelled; `ready` is told the port (that the system chose, where `port` is 0).

    Raises PortError. A body over `body_limit` bytes is refused with 413.
    """

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await _exchange(reader, writer, handler, body_limit):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    try:
        server = await asyncio.start_server(talk, host, port, limit=HEAD_LIMIT)
    except OSError as error:
        raise PortError(f"cannot listen on {host}:{port} ({error.strerror})", "choose another --port") from None
    async with server:
        ready(server.sockets[0].getsockname()[1])
        await server.serve_forever()


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handler: Handler, body_limit: int
) -> bool:
    """One request and its response; whether the connection stays open."""
    first = await reader.readexactly(1)
    if first == b"\x16":
        return False  # a TLS handshake: the client tries plain HTTP next if it is told at once
    parsed = _parse_head(first + await reader.readuntil(b"\r\n\r\n"))
    if parsed is None:
        await _send(writer, Response(400), "GET", False)
        return False
    method, target, headers = parsed
    table = dict(headers)
    body = await _body(reader, writer, table, body_limit)
    if body is None:
        await _send(writer, Response(413), method, False)
        return False
    parts = urlsplit(target)
    request = Request(method, unquote(parts.path), tuple(parse_qsl(parts.query, keep_blank_values=True)), headers, body)
    keep = table.get("connection", "").lower() != "close"
    await _send(writer, handler(request), method, keep)
    return keep


def _parse_head(head: bytes) -> tuple[str, str, tuple[tuple[str, str], ...]] | None:
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None
    pairs = [line.partition(":") for line in lines[1:] if line]
    if any(not colon for _, colon, _ in pairs):
        return None
    return words[0], words[1], tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)


async def _body(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: dict[str, str], limit: int
) -> bytes | None:
    """The request's body; None where it is larger than `limit` or its length is not a number."""
    if headers.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    if "chunked" in headers.get("transfer-encoding", "").lower():
        pieces: list[bytes] = []
        total = 0
        while True:
            line = (await reader.readuntil(b"\r\n")).split(b";")[0].strip()
            try:
                size = int(line, 16)
            except ValueError:
                return None
            total += size
            if total > limit:
                return None
            piece = await reader.readexactly(size + 2)
            if size == 0:
                return b"".join(pieces)
            pieces.append(piece[:-2])
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > limit:
        return None
    return await reader.readexactly(int(length))


async def _send(writer: asyncio.StreamWriter, response: Response, method: str, keep: bool) -> None:
    lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    lines += [f"Content-Length: {response.size}", f"Connection: {'keep-alive' if keep else 'close'}", "", ""]
    writer.write("\r\n".join(lines).encode("latin-1"))
    if method != "HEAD":
        for piece in response.body:
            writer.write(piece)
            await writer.drain()
    await writer.drain()
