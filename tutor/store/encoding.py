"""How values become bytes: the writing half of `codec`.

One rule: an encoding is a tag and what the tag promises, so that a reader needs to know no class to find its way.
Integers are big-endian; texts are UTF-8 (lone surrogates included).
"""

from __future__ import annotations

import struct
from hashlib import sha256

from tutor.errors import LayerwiseError
from tutor.store.objects import NODE, VALUE, content_key, write_content
from tutor.vfs.content import Bytes
from tutor.vfs.persistent import Lazy, Leaf, PersistentMap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tutor.store.objects import Objects
    from tutor.vfs.content import Content
    from tutor.vfs.persistent import Branch

    Node = Leaf[Any] | Branch[Any] | Lazy[Any]
    Encoder = Callable[[object], bytes]

SHORT = 512
"""Contents of up to so many bytes are kept inside the object that refers to them."""

_PART = 2048  # a part of a value whose encoding is longer is an object of its own

(NONE, FALSE, TRUE, FLOAT, INT, STR, STR_LONG, BYTES, BYTES_LONG, TUPLE, RECORD) = range(11)
(MAP, EMPTY_MAP, CONTENT, INLINE, SHARED) = range(11, 16)
SMALL = 64  # tags from here on are the numbers 0 to 191

U32 = struct.Struct(">I")
U64 = struct.Struct(">Q")
F64 = struct.Struct(">d")


class UnknownClass(LayerwiseError):
    """A class that is not registered. `name` is its name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"cannot store or load values of {name}: the class is not registered")
        self.name = name


class RecordKind:
    """How the records of a class begin, and the fields that follow."""

    __slots__ = ("fields", "head")

    def __init__(self, name: str, fields: tuple[str, ...]) -> None:
        encoded = name.encode()
        self.head = bytes((RECORD, len(encoded))) + encoded + bytes((len(fields),))
        self.fields = fields


class Writer:
    """Encodes values; remembers the nodes of maps that are still to be stored."""

    def __init__(self, kind_of: Callable[[type], RecordKind | None], objects: Objects) -> None:
        self._kind_of = kind_of
        self._objects = objects
        self._waiting: list[Node] = []

    def value(self, value: object) -> bytes:
        """Return the encoding of a value."""
        encoder = _ENCODERS.get(value.__class__)
        if encoder is not None:
            return encoder(value)
        if value.__class__ is tuple:
            return self._tuple(value)
        if isinstance(value, PersistentMap):
            return self._map(value)
        if value.__class__ is Bytes:
            return self._content(value)
        kind = self._kind_of(value.__class__)
        if kind is not None:
            part = self._part
            return kind.head + b"".join([part(getattr(value, name)) for name in kind.fields])
        if hasattr(value, "chunks") and hasattr(value, "key"):
            return self._content(value)  # type: ignore[arg-type]
        raise UnknownClass(value.__class__.__qualname__)

    def _part(self, value: object) -> bytes:
        """Return the encoding of a part of a value: in place if it is short, else a reference to an object."""
        encoded = self.value(value)
        if len(encoded) <= _PART:
            return encoded
        digest = sha256(encoded).digest()
        if not self._objects.has(VALUE + digest):
            self._objects.put(VALUE + digest, encoded)
        return bytes((SHARED,)) + digest

    def _tuple(self, value: tuple[object, ...]) -> bytes:
        return bytes((TUPLE,)) + U32.pack(len(value)) + b"".join([self._part(item) for item in value])

    def _map(self, value: PersistentMap[Any]) -> bytes:
        if not value:
            return bytes((EMPTY_MAP,))
        self._waiting.append(value.root)
        return bytes((MAP,)) + U32.pack(len(value)) + value.digest

    def _content(self, content: Content) -> bytes:
        size = content.size
        if size <= SHORT and content.key.startswith("sha256:"):
            return bytes((INLINE,)) + _bytes(content.read())
        key = content.key
        if not self._objects.has(content_key(key)):
            write_content(self._objects, content.chunks(), key)
        return bytes((CONTENT,)) + U64.pack(size) + _str(key)

    def nodes(self) -> None:
        """Store the nodes of the maps that were met, and those below them, unless they are stored already."""
        waiting, objects = self._waiting, self._objects
        while waiting:
            node = waiting.pop()
            key = NODE + node.digest
            if objects.has(key):
                continue
            if isinstance(node, Lazy):
                node = node.force()
            objects.put(key, self._node(node))

    def _node(self, node: Leaf[Any] | Branch[Any]) -> bytes:
        if isinstance(node, Leaf):
            rows = [_str(name) + self._part(node.entries[name]) for name in sorted(node.entries)]
            return b"L" + b"".join(rows)
        parts = [b"B"]
        for place, child in enumerate(node.children):
            if child is not None:
                self._waiting.append(child)
                parts.append(bytes((place,)) + U32.pack(child.count) + child.digest)
        return b"".join(parts)


def _none(value: object) -> bytes:
    return bytes((NONE,))


def _bool(value: object) -> bytes:
    return bytes((TRUE if value else FALSE,))


def _int(value: int) -> bytes:
    if 0 <= value < 256 - SMALL:
        return bytes((SMALL + value,))
    data = value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)
    if len(data) > 255:
        raise TypeError("a whole number of more than 255 bytes cannot be stored")
    return bytes((INT, len(data))) + data


def _float(value: float) -> bytes:
    return bytes((FLOAT,)) + F64.pack(value)


def _str(value: str) -> bytes:
    data = value.encode("utf-8", "surrogatepass")
    size = len(data)
    return (bytes((STR, size)) if size < 256 else bytes((STR_LONG,)) + U32.pack(size)) + data


def _bytes(value: bytes) -> bytes:
    size = len(value)
    return (bytes((BYTES, size)) if size < 256 else bytes((BYTES_LONG,)) + U32.pack(size)) + value


_ENCODERS: dict[type, Encoder] = {
    type(None): _none,
    bool: _bool,
    int: _int,  # type: ignore[dict-item]
    float: _float,  # type: ignore[dict-item]
    str: _str,  # type: ignore[dict-item]
    bytes: _bytes,  # type: ignore[dict-item]
}
