"""Digests of values.

The one rule: equal values have equal digests on every machine and in every process, and different values have
different ones. A value is encoded without ambiguity (a tag, then a length where one is needed) and hashed with SHA-256.
What may be encoded: None, bool, int, float, str, bytes, tuples, records, contents, and anything that has a digest.

A record is a dataclass, or a class whose `__match_args__` names its fields in the order of its constructor. Its class
is known by its qualified name. Dataclass fields with `compare=False` are no part of the value.
"""

from __future__ import annotations

from hashlib import sha256
from struct import pack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Encoder = Callable[[Any, list[bytes]], None]

_encoders: dict[type, Encoder] = {}
_record_encoders: dict[type, Encoder] = {}


def digest_of(value: object) -> bytes:
    """Return the 32-byte digest of a value; a value that has a `digest` of its own (a map, a tree) answers with that.

    Raises `TypeError` for what is not a value: lists, dicts, sets, functions and the like.
    """
    digest = getattr(value, "digest", None)
    if isinstance(digest, bytes):
        return digest
    return sha256(encode(value)).digest()


def record_digest(value: object) -> bytes:
    """Return the 32-byte digest of a record's fields: what a class answers with that caches its digest as `digest`."""
    cls = value.__class__
    encoder = _record_encoders.get(cls)
    if encoder is None:
        encoder = _record_encoders[cls] = _record(cls)
    out: list[bytes] = []
    encoder(value, out)
    return sha256(b"".join(out)).digest()


def encode(value: object) -> bytes:
    """Return the canonical encoding that `digest_of` hashes. Raises `TypeError` for what is not a value."""
    out: list[bytes] = []
    encode_into(value, out)
    return b"".join(out)


def encode_into(value: object, out: list[bytes]) -> None:
    """Append the pieces of the canonical encoding of `value` to `out`."""
    cls = value.__class__
    (_encoders.get(cls) or _encoder_for(cls))(value, out)


def fields_of(cls: type) -> tuple[str, ...] | None:
    """Return the names of the fields that make up a record of this class, in order; None when it is no record."""
    fields = getattr(cls, "__dataclass_fields__", None)
    if fields is not None:
        return tuple(f.name for f in fields.values() if f.compare and f._field_type.name == "_FIELD")
    names = getattr(cls, "__match_args__", None)
    return names if isinstance(names, tuple) else None


def _none(value: Any, out: list[bytes]) -> None:
    out.append(b"N")


def _bool(value: Any, out: list[bytes]) -> None:
    out.append(b"T" if value else b"F")


def _int(value: Any, out: list[bytes]) -> None:
    out.append(b"i%d;" % value)


def _float(value: Any, out: list[bytes]) -> None:
    out.append(pack(">cd", b"f", value))


def _str(value: Any, out: list[bytes]) -> None:
    data = value.encode("utf-8", "surrogatepass")
    out.append(b"s%d:%b" % (len(data), data))


def _bytes(value: Any, out: list[bytes]) -> None:
    out.append(b"b%d:%b" % (len(value), value))


def _tuple(value: Any, out: list[bytes]) -> None:
    out.append(b"(%d:" % len(value))
    for item in value:
        cls = item.__class__
        (_encoders.get(cls) or _encoder_for(cls))(item, out)


_encoders.update({type(None): _none, bool: _bool, int: _int, float: _float, str: _str, bytes: _bytes, tuple: _tuple})


def _content(value: Any, out: list[bytes]) -> None:
    key = value.key.encode()
    out.append(b"c%d:%b" % (len(key), key))


def _digested(value: Any, out: list[bytes]) -> None:
    out.append(b"#%b" % value.digest)


def _encoder_for(cls: type) -> Encoder:
    """Find and remember how values of a class are encoded."""
    encoder: Encoder
    if hasattr(cls, "chunks") and hasattr(cls, "key"):
        encoder = _content
    elif hasattr(cls, "digest") and "digest" not in (fields_of(cls) or ()):
        encoder = _digested
    else:
        encoder = _record(cls)
    _encoders[cls] = encoder
    return encoder


def _record(cls: type) -> Encoder:
    """Encode records of one class: its name, then its fields in order."""
    fields = fields_of(cls)
    if fields is None:
        raise TypeError(f"{cls.__qualname__} is not a value that can be digested")
    head = encode(cls.__qualname__)
    head = b"{%d:%b" % (len(fields), head)

    def record(value: Any, out: list[bytes]) -> None:
        out.append(head)
        for name in fields:
            item = getattr(value, name)
            kind = item.__class__
            (_encoders.get(kind) or _encoder_for(kind))(item, out)

    return record
