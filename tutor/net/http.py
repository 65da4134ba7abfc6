"""The grammar of HTTP/1.1 that server and client share (RFC 9112): heads, and bodies in chunks.

One rule: what two readers could take for two different messages is no message (§ 11.2, request smuggling).
"""

from __future__ import annotations

import re

from tutor.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import StreamReader
    from collections.abc import AsyncIterator

HEAD_LIMIT = 64 * 1024
"""Bytes that a head may have (the RFC leaves the limit to the server)."""
PIECE = 256 * 1024
"""Bytes that are read at a time."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

Headers = tuple[tuple[str, str], ...]


class BadMessage(Exception):
    """What came is no HTTP; `status` is what a server answers."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Head:
    """A request's first line and headers (names in lower case)."""

    method: str
    target: str
    version: str
    headers: Headers

    def header(self, name: str) -> str:
        """All values of a header, joined as one list."""
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def keeps(self) -> bool:
        """Whether the connection stays open after the response."""
        words = {word.strip().lower() for word in self.header("connection").split(",")}
        return "close" not in words and (self.version == "HTTP/1.1" or "keep-alive" in words)

    def length(self) -> int:
        """Return the bytes of the body; -1 where it comes in chunks. Raises BadMessage."""
        encodings = self.header("transfer-encoding").lower()
        lengths = {value for key, value in self.headers if key == "content-length"}
        if encodings:
            if lengths or encodings != "chunked" or self.version != "HTTP/1.1":
                raise BadMessage(400, "a body of unclear length")
            return -1
        if not lengths:
            return 0
        (first, *more) = lengths
        if more or not first.isascii() or not first.isdecimal() or len(first) > 18:
            raise BadMessage(400, "a body of unclear length")
        return int(first)


def parse_head(data: bytes) -> Head:
    """Return a request's head from its bytes up to the empty line. Raises BadMessage."""
    lines = data.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or not _TOKEN.fullmatch(words[0]) or not words[1]:
        raise BadMessage(400, "no request line")
    if words[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise BadMessage(505 if words[2].startswith("HTTP/") else 400, "an HTTP of another version")
    return Head(words[0], words[1], words[2], parse_fields(line for line in lines[1:] if line))


def parse_fields(lines: object) -> Headers:
    """Return headers from their lines. Raises BadMessage."""
    found = []
    for line in lines:  # type: ignore[attr-defined]
        name, colon, value = line.partition(":")
        if not colon or not _TOKEN.fullmatch(name) or "\n" in line or "\r" in line or "\0" in line:
            raise BadMessage(400, "no header")
        found.append((name.lower(), value.strip(" \t")))
    return tuple(found)


async def sized(reader: StreamReader, length: int) -> AsyncIterator[bytes]:
    """Yield a body of known length. Raises BadMessage where the connection ends first."""
    while length:
        piece = await reader.read(min(length, PIECE))
        if not piece:
            raise BadMessage(400, "the body ended early")
        length -= len(piece)
        yield piece


async def chunked(reader: StreamReader) -> AsyncIterator[bytes]:
    """Yield a body that comes in chunks. Raises BadMessage."""
    while True:
        line = await reader.readuntil(b"\r\n")
        digits = line.partition(b";")[0].strip()
        if not digits or len(digits) > 16 or digits.strip(b"0123456789abcdefABCDEF"):
            raise BadMessage(400, "no chunk")
        size = int(digits, 16)
        if size == 0:
            break
        async for piece in sized(reader, size):
            yield piece
        if await reader.readexactly(2) != b"\r\n":
            raise BadMessage(400, "a chunk without an end")
    room = HEAD_LIMIT
    while (line := await reader.readuntil(b"\r\n")) != b"\r\n":  # trailers
        room -= len(line)
        if room < 0:
            raise BadMessage(431, "too many trailers")
