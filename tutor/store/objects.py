"""Objects: byte strings under 33-byte keys, in which `codec` keeps values and contents.

One rule: an object never changes, and a key determines its meaning: one byte for the kind, then a SHA-256 digest.
`n` a node of a map (Merkle digest), `v` a value (Merkle digest) or a part of one (digest of its encoding), `c` a
content (digest of its key) and `d` a piece of a long content (digest of the bytes). Whatever an object refers to is
stored with it.
"""

from __future__ import annotations

from hashlib import sha256

from tutor.errors import LayerwiseError
from tutor.vfs.content import Bytes, blocks_between, same
from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from tutor.store.blobs import Blob

PIECE = 1 << 16
"""Bytes in the pieces of a long content (the last one may be shorter)."""

NODE, VALUE, CONTENT, DATA = b"n", b"v", b"c", b"d"
_WHOLE, _PIECES = b"w", b"p"


class MissingObject(LayerwiseError):
    """An object that should be stored is not. `key` is its key."""

    def __init__(self, key: bytes) -> None:
        super().__init__(f"stored data is incomplete: object {key[:1].decode()}:{key[1:].hex()[:12]} is missing")
        self.key = key


class CorruptObject(LayerwiseError):
    """Stored bytes that do not say what they should. `key` is the object's key."""

    def __init__(self, key: bytes, reason: str) -> None:
        super().__init__(f"stored data is damaged: object {key[:1].decode()}:{key[1:].hex()[:12]}: {reason}")
        self.key = key
        self.reason = reason


class Objects(Protocol):
    """A place where objects are kept."""

    def get(self, key: bytes) -> bytes:
        """Return an object. Raises MissingObject."""

    def has(self, key: bytes) -> bool:
        """Say whether an object is stored."""

    def put(self, key: bytes, data: bytes) -> None:
        """Store an object; one that is there already may be left alone."""


class MemoryObjects:
    """Objects in memory."""

    def __init__(self) -> None:
        self.data: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> bytes:
        """Return an object. Raises MissingObject."""
        try:
            return self.data[key]
        except KeyError:
            raise MissingObject(key) from None

    def has(self, key: bytes) -> bool:
        """Say whether an object is stored."""
        return key in self.data

    def put(self, key: bytes, data: bytes) -> None:
        """Store an object."""
        self.data[key] = data


class Stored:
    """Content kept in objects; nothing of it is in memory before it is read."""

    __slots__ = ("_objects", "_pieces", "key", "size")

    def __init__(self, objects: Objects, key: str, size: int) -> None:
        self.key: Final = key
        self.size: Final = size
        self._objects = objects
        self._pieces: list[bytes] | None = None

    def _open(self) -> bytes | list[bytes]:
        """Return the whole content if it is short, else the keys of its pieces."""
        if self._pieces is not None:
            return self._pieces
        key = content_key(self.key)
        data = self._objects.get(key)
        if data[:1] == _WHOLE and len(data) == self.size + 1:
            return data[1:]
        count = -(-self.size // PIECE)
        if data[:1] != _PIECES or len(data) != 1 + 32 * count:
            raise CorruptObject(key, "not the content it should be")
        self._pieces = [DATA + data[at : at + 32] for at in range(1, len(data), 32)]
        return self._pieces

    def _piece(self, key: bytes) -> bytes:
        data = self._objects.get(key)
        if sha256(data).digest() != key[1:]:
            raise CorruptObject(key, "its bytes have changed")
        return data

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes, in pieces."""
        opened = self._open()
        return Bytes(opened).chunks() if isinstance(opened, bytes) else map(self._piece, opened)

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`."""
        opened = self._open()
        if isinstance(opened, bytes):
            return Bytes(opened).read(start, length)
        length = self.size - start if length is None else length
        first = start // PIECE
        last = -(-(start + length) // PIECE)
        return blocks_between(map(self._piece, opened[first:last]), start - first * PIECE, length)

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<Stored {self.key[:19]} {self.size} bytes>"


class ObjectSink:
    """A sink that keeps blobs in objects as they arrive, a piece at a time."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def put(self, pieces: Iterable[bytes]) -> Blob:
        """Store all pieces and return the blob that they make."""
        from tutor.store.blobs import Blob

        key, size = write_content(self._objects, pieces)
        return Blob(key, size, Stored(self._objects, key, size))


def content_key(key: str) -> bytes:
    """Return the object key of the content with this key."""
    if len(key) == 71 and key.startswith("sha256:") and key.islower():
        try:
            digest = bytes.fromhex(key[7:])
        except ValueError:
            digest = b""
        if len(digest) == 32:
            return CONTENT + digest
    return CONTENT + sha256(key.encode("utf-8", "surrogatepass")).digest()


def write_content(objects: Objects, pieces: Iterable[bytes], key: str | None = None) -> tuple[str, int]:
    """Store bytes as a content; return its key and its size. The key is that of the bytes (`sha256:…`) unless given.

    Raises CorruptObject, and leaves only unused pieces behind, if the bytes are not those of a given `sha256:` key.
    """
    hasher = sha256()
    names: list[bytes] = []
    block = b""
    for block in _even(pieces):
        hasher.update(block)
        if len(block) < PIECE and not names:
            break
        name = sha256(block).digest()
        if not objects.has(DATA + name):
            objects.put(DATA + name, block)
        names.append(name)
    found = f"sha256:{hasher.hexdigest()}"
    if key is not None and key.startswith("sha256:") and key != found:
        raise CorruptObject(content_key(key), f"its bytes have another digest, {found}")
    key = key or found
    size = len(block) if not names else (len(names) - 1) * PIECE + len(block)
    if not objects.has(content_key(key)):
        objects.put(content_key(key), _PIECES + b"".join(names) if names else _WHOLE + block)
    return key, size


def _even(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the same bytes into pieces of PIECE bytes each but the last."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= PIECE:
            joined = b"".join(held)
            end = size - size % PIECE
            for start in range(0, end, PIECE):
                yield joined[start : start + PIECE]
            held = [joined[end:]]
            size -= end
    if size:
        yield b"".join(held)


def content_references(data: bytes) -> list[bytes]:
    """Return the keys of the pieces that a content object refers to."""
    if data[:1] != _PIECES:
        return []
    return [DATA + data[at : at + 32] for at in range(1, len(data), 32)]
