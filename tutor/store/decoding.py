"""How bytes become values again: the reading half of `codec`.

One rule: bytes that were not written by `encoding` give CorruptObject, never another error and never code that runs.
"""

from __future__ import annotations

import struct
from sys import intern

from tutor.store.encoding import (
    BYTES,
    BYTES_LONG,
    CONTENT,
    EMPTY_MAP,
    F64,
    FLOAT,
    INLINE,
    INT,
    MAP,
    NONE,
    RECORD,
    SHARED,
    SMALL,
    STR,
    STR_LONG,
    TRUE,
    TUPLE,
    U32,
    U64,
)
from tutor.store.objects import CONTENT as CONTENT_KIND
from tutor.store.objects import DATA, NODE, VALUE, CorruptObject, Stored, content_key, content_references
from tutor.vfs.content import Bytes
from tutor.vfs.persistent import FANOUT, Branch, Lazy, Leaf, PersistentMap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tutor.store.objects import Objects

    Node = Leaf[Any] | Branch[Any] | Lazy[Any]


class Reader:
    """Decodes objects."""

    def __init__(self, class_of: Callable[[str], type], objects: Objects) -> None:
        self._class_of = class_of
        self._objects = objects
        self._classes: dict[bytes, type] = {}
        self._last = b"", ""

    def value(self, key: bytes) -> object:
        """Return the value that an object holds."""
        data = self._objects.get(key)
        try:
            value, end = self._decode(data, 0)
        except (IndexError, struct.error, UnicodeDecodeError, TypeError, ValueError) as error:
            raise CorruptObject(key, str(error)) from error
        if end != len(data):
            raise CorruptObject(key, "there is more than a value")
        return value

    def _decode(self, data: bytes, at: int) -> tuple[Any, int]:
        tag = data[at]
        at += 1
        if tag >= SMALL:
            return tag - SMALL, at
        if tag == RECORD:
            return self._record(data, at)
        if tag == STR:
            return self._text(data, at - 1)
        if tag == BYTES:
            end = at + 1 + data[at]
            return _cut(data, at + 1, end, False), end
        if tag == INT:
            end = at + 1 + data[at]
            return int.from_bytes(data[at + 1 : end], "big", signed=True), end
        if tag == MAP:
            (count,) = U32.unpack_from(data, at)
            return PersistentMap(self._lazy(data[at + 4 : at + 36], count)), at + 36
        if tag == INLINE:
            content, at = self._decode(data, at)
            if content.__class__ is not bytes:
                raise ValueError("a content is no bytes")
            return Bytes(content), at
        return self._rare(tag, data, at)

    def _rare(self, tag: int, data: bytes, at: int) -> tuple[Any, int]:
        if tag <= TRUE:
            return None if tag == NONE else tag == TRUE, at
        if tag == TUPLE:
            (count,) = U32.unpack_from(data, at)
            at += 4
            items = []
            for _ in range(count):
                item, at = self._decode(data, at)
                items.append(item)
            return tuple(items), at
        if tag in (STR_LONG, BYTES_LONG):
            (size,) = U32.unpack_from(data, at)
            return _cut(data, at + 4, at + 4 + size, tag == STR_LONG), at + 4 + size
        if tag == EMPTY_MAP:
            return _EMPTY, at
        if tag == CONTENT:
            (size,) = U64.unpack_from(data, at)
            key, at = self._decode(data, at + 8)
            if key.__class__ is not str:
                raise ValueError("the key of a content is no text")
            return Stored(self._objects, key, size), at
        if tag == SHARED:
            return self.value(VALUE + data[at : at + 32]), at + 32
        if tag == FLOAT:
            return F64.unpack_from(data, at)[0], at + 8
        raise ValueError(f"unknown tag {tag}")

    def _record(self, data: bytes, at: int) -> tuple[object, int]:
        end = at + 1 + data[at]
        name = data[at + 1 : end]
        cls = self._classes.get(name)
        if cls is None:
            cls = self._classes[name] = self._class_of(name.decode())
        fields: list[object] = []
        at = end + 1
        for _ in range(data[end]):
            tag = data[at]
            if tag == STR:  # most fields are short texts and small numbers
                field, at = self._text(data, at)
                fields.append(field)
            elif tag >= SMALL:
                fields.append(tag - SMALL)
                at += 1
            else:
                other, at = self._decode(data, at)
                fields.append(other)
        return cls(*fields), at

    def _text(self, data: bytes, at: int) -> tuple[str, int]:
        """Return a short text: the same one wherever it is equal, since digests and media types come again and again.

        One that was read just before is not even decoded.
        """
        end = at + 2 + data[at + 1]
        if end > len(data):
            raise ValueError("cut short")
        piece = data[at + 2 : end]
        last = self._last  # one pair, since threads may read at once
        if piece != last[0]:
            try:
                text = piece.decode()
            except UnicodeDecodeError:
                text = piece.decode("utf-8", "surrogatepass")
            last = self._last = piece, intern(text)
        return last[1], end

    def _lazy(self, digest: bytes, count: int) -> Lazy[Any]:
        return Lazy(digest, count, self._node)

    def _node(self, digest: bytes) -> Leaf[Any] | Branch[Any]:
        """Return a node of a map; its children stay where they are."""
        key = NODE + digest
        data = self._objects.get(key)
        try:
            if data[:1] == b"L":
                return self._leaf(data)
            if data[:1] == b"B":
                return self._branch(data)
            raise ValueError("not a node of a map")
        except (IndexError, struct.error, UnicodeDecodeError, TypeError, ValueError) as error:
            raise CorruptObject(key, str(error)) from error

    def _leaf(self, data: bytes) -> Leaf[Any]:
        entries: dict[str, Any] = {}
        at, end = 1, len(data)
        decode = self._decode
        while at < end:
            name, at = self._text(data, at) if data[at] == STR else decode(data, at)
            if name.__class__ is not str:
                raise ValueError("a name is no text")
            entries[name], at = decode(data, at)
        return Leaf(entries)

    def _branch(self, data: bytes) -> Branch[Any]:
        children: list[Node | None] = [None] * FANOUT
        total = 0
        for at in range(1, len(data), 37):
            (count,) = U32.unpack_from(data, at + 1)
            children[data[at]] = self._lazy(data[at + 5 : at + 37], count)
            total += count
        return Branch(tuple(children), total)


_EMPTY: PersistentMap[Any] = PersistentMap()


def _cut(data: bytes, start: int, end: int, text: bool) -> str | bytes:
    if end > len(data):
        raise ValueError("cut short")
    piece = data[start:end]
    return piece.decode("utf-8", "surrogatepass") if text else piece


def references(key: bytes, data: bytes) -> list[bytes]:
    """Return the keys of the objects that an object refers to. Raises CorruptObject."""
    kind = key[:1]
    if kind == DATA:
        return []
    if kind == CONTENT_KIND:
        return content_references(data)
    found: list[bytes] = []
    try:
        if kind == NODE and data[:1] == b"B":
            return [NODE + data[at + 5 : at + 37] for at in range(1, len(data), 37)]
        at = 1 if kind == NODE else 0
        while at < len(data):
            at = _skip(data, at, found)
    except (IndexError, struct.error, UnicodeDecodeError) as error:
        raise CorruptObject(key, str(error)) from error
    return found


def _skip(data: bytes, at: int, found: list[bytes]) -> int:
    """Go past a tag and what belongs to it; a tuple's items and a record's fields follow as if they stood alone."""
    tag = data[at]
    at += 1
    if tag >= SMALL or tag in (NONE, TRUE, EMPTY_MAP, INLINE) or tag == NONE + 1:
        return at
    if tag == RECORD:
        return at + 2 + data[at]
    if tag in (STR, BYTES, INT):
        return at + 1 + data[at]
    if tag == MAP:
        found.append(NODE + data[at + 4 : at + 36])
        return at + 36
    if tag == TUPLE:
        return at + 4
    if tag in (STR_LONG, BYTES_LONG):
        (size,) = U32.unpack_from(data, at)
        return at + 4 + int(size)
    if tag == SHARED:
        found.append(VALUE + data[at : at + 32])
        return at + 32
    if tag == FLOAT:
        return at + 8
    if tag == CONTENT:
        return _skip_content(data, at + 8, found)
    raise IndexError(f"unknown tag {tag}")


def _skip_content(data: bytes, at: int, found: list[bytes]) -> int:
    if data[at] == STR:
        start, end = at + 2, at + 2 + data[at + 1]
    else:
        start = at + 5
        end = start + U32.unpack_from(data, at + 1)[0]
    found.append(content_key(data[start:end].decode("utf-8", "surrogatepass")))
    return end
