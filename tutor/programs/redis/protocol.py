"""RESP, version 2: requests as arrays of bulk strings, replies of five kinds."""

from __future__ import annotations

from typing import Any

NIL = None


class Problem(Exception):
    """An error reply; its text begins with a code such as ERR or WRONGTYPE."""


class Status(str):
    """A simple string such as OK."""

    __slots__ = ()


def encode(value: Any) -> bytes:
    """Return a reply: a Problem, Status, int, bytes, None or list of these."""
    if isinstance(value, Problem):
        return f"-{value}\r\n".encode()
    if isinstance(value, Status):
        return f"+{value}\r\n".encode()
    if isinstance(value, int):
        return f":{value}\r\n".encode()
    if value is None:
        return b"$-1\r\n"
    if isinstance(value, list):
        return f"*{len(value)}\r\n".encode() + b"".join(map(encode, value))
    return b"$%d\r\n%s\r\n" % (len(value), value)


def request(words: list[bytes]) -> bytes:
    """Return a command as a client sends it."""
    return encode(words)


def decode(data: bytes, at: int = 0) -> tuple[Any, int]:
    """Return a value and where it ends. Raises ValueError."""
    end = data.index(b"\r\n", at)
    kind, text = data[at : at + 1], data[at + 1 : end]
    at = end + 2
    if kind == b"+":
        return Status(text.decode("utf-8", "replace")), at
    if kind == b"-":
        return Problem(text.decode("utf-8", "replace")), at
    if kind == b":":
        return int(text), at
    if kind == b"$":
        size = int(text)
        return (None, at) if size < 0 else (data[at : at + size], at + size + 2)
    if kind == b"*":
        items = []
        for _ in range(min(int(text), len(data))):
            item, at = decode(data, at)
            items.append(item)
        return items, at
    raise ValueError("no RESP")


def commands(data: bytes) -> list[list[bytes]]:
    """Return the commands of what a client sent: RESP arrays, or lines of words. Raises ValueError."""
    found: list[list[bytes]] = []
    at = 0
    while at < len(data):
        if data[at : at + 1] == b"*":
            words, at = decode(data, at)
            found.append([word for word in words if isinstance(word, bytes)])
            continue
        end = data.find(b"\n", at)
        line = data[at:] if end < 0 else data[at:end]
        at = len(data) if end < 0 else end + 1
        if line.strip():
            found.append(line.split())
    return found
