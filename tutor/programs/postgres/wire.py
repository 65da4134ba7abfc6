"""Messages of PostgreSQL's protocol 3.0 that client and server use; all of a session's go in one exchange."""

from __future__ import annotations

from struct import pack, unpack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 196608
_OIDS = {
    "integer": 23,
    "bigint": 20,
    "smallint": 21,
    "boolean": 16,
    "text": 25,
    "numeric": 1700,
    "double precision": 701,
}
_KINDS = {number: name for name, number in _OIDS.items()}


def message(kind: bytes, body: bytes) -> bytes:
    """Return a message; the startup message has no kind."""
    return kind + pack(">I", len(body) + 4) + body


def text(value: str) -> bytes:
    """Return a string as messages hold it."""
    return value.encode("utf-8", "surrogateescape") + b"\0"


def startup(parameters: dict[str, str]) -> bytes:
    """Return the message that begins a session."""
    body = b"".join(text(name) + text(value) for name, value in parameters.items())
    return message(b"", pack(">I", VERSION) + body + b"\0")


def started(data: bytes) -> tuple[dict[str, str], int]:
    """Return the parameters of a session and where its messages begin. Raises ValueError."""
    if len(data) < 8:
        raise ValueError("no startup message")
    size, version = unpack(">II", data[:8])
    if version != VERSION or not 8 <= size <= len(data):
        raise ValueError("no startup message")
    words = data[8:size].decode("utf-8", "surrogateescape").split("\0")
    return dict(zip(words[::2], words[1::2], strict=False)), size


def messages(data: bytes, at: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of each message. Raises ValueError."""
    while at < len(data):
        if at + 5 > len(data):
            raise ValueError("a message that is cut off")
        (size,) = unpack(">I", data[at + 1 : at + 5])
        if size < 4 or at + 1 + size > len(data):
            raise ValueError("a message that is cut off")
        yield data[at : at + 1], data[at + 5 : at + 1 + size]
        at += 1 + size


def fields(parts: dict[str, str]) -> bytes:
    """Return the body of an error or a notice: texts by one letter each."""
    return b"".join(letter.encode() + text(value) for letter, value in parts.items() if value) + b"\0"


def parsed_fields(body: bytes) -> dict[str, str]:
    """Return the texts of an error or a notice."""
    return {part[:1].decode(): part[1:].decode("utf-8", "surrogateescape") for part in body.split(b"\0") if part}


def columns(entries: list[tuple[str, str]]) -> bytes:
    """Return a RowDescription."""
    body = pack(">H", len(entries))
    for name, kind in entries:
        body += text(name) + pack(">IhIhih", 0, 0, _OIDS.get(kind, 25), -1, -1, 0)
    return message(b"T", body)


def parsed_columns(body: bytes) -> list[tuple[str, str]]:
    """Return names and types of a RowDescription."""
    (count,) = unpack(">H", body[:2])
    at = 2
    found = []
    for _ in range(count):
        end = body.index(b"\0", at)
        (oid,) = unpack(">I", body[end + 7 : end + 11])
        found.append((body[at:end].decode("utf-8", "surrogateescape"), _KINDS.get(oid, "text")))
        at = end + 19
    return found


def row(values: list[str | None]) -> bytes:
    """Return a DataRow."""
    body = pack(">H", len(values))
    for value in values:
        data = None if value is None else value.encode("utf-8", "surrogateescape")
        body += pack(">i", -1) if data is None else pack(">i", len(data)) + data
    return message(b"D", body)


def parsed_row(body: bytes) -> list[str | None]:
    """Return the values of a DataRow."""
    (count,) = unpack(">H", body[:2])
    at = 2
    found: list[str | None] = []
    for _ in range(count):
        (size,) = unpack(">i", body[at : at + 4])
        at += 4
        if size < 0:
            found.append(None)
            continue
        found.append(body[at : at + size].decode("utf-8", "surrogateescape"))
        at += size
    return found
