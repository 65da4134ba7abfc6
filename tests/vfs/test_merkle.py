from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.vfs.content import Bytes
from tutor.vfs.merkle import digest_of, encode, fields_of, record_digest
from tutor.vfs.nodes import File, Symlink
from tutor.vfs.persistent import PersistentMap

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=12)


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: str = ""
    cache: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Other:
    x: int
    y: str = ""


@dataclass(frozen=True, slots=True)
class Cached:
    x: int

    @property
    def digest(self) -> bytes:
        return record_digest(self)


def strict(value: object) -> object:
    """Give a form in which values are equal exactly when their types are too (`1 == True == 1.0` otherwise)."""
    if isinstance(value, tuple):
        return tuple(strict(item) for item in value)
    return (type(value).__name__, value.hex() if isinstance(value, float) else value)


@given(VALUES, VALUES)
def test_digests_are_equal_exactly_for_equal_values(a: object, b: object) -> None:
    assert (digest_of(a) == digest_of(b)) == (strict(a) == strict(b))


def test_encodings_are_what_they_are_for_good() -> None:
    assert encode((None, True, False, 12, "é", b"\0", 1.5)) == (b"(7:NTFi12;s2:\xc3\xa9b1:\0f\x3f\xf8\0\0\0\0\0\0")
    assert digest_of("layerwise").hex() == "f65a5f4d8b5c134257944b2ab3a988a98d3a30bc3f0cca8c4df3071597e8b7e7"
    assert encode(Point(1, "y")) == b"{2:s5:Pointi1;s1:y"


def test_records_differ_by_class_and_fields_but_not_by_what_does_not_compare() -> None:
    assert digest_of(Point(1)) != digest_of(Other(1))
    assert digest_of(Point(1, "a")) != digest_of(Point(1, "b"))
    assert digest_of(Point(1, cache=1)) == digest_of(Point(1, cache=2))
    assert fields_of(Point) == ("x", "y")
    assert fields_of(Symlink) == ("target", "uid", "gid", "mtime")
    assert fields_of(int) is None


def test_a_value_with_a_digest_answers_with_it() -> None:
    entries = PersistentMap.of({"a": 1})
    assert digest_of(entries) == entries.digest
    assert digest_of(Cached(1)) == record_digest(Cached(1)) != record_digest(Cached(2))
    assert encode((Cached(1),)) == b"(1:#" + Cached(1).digest


def test_contents_are_known_by_their_key() -> None:
    class Elsewhere:
        size = 2
        key = Bytes(b"hi").key
        chunks = None

    assert digest_of(Elsewhere()) == digest_of(Bytes(b"hi")) != digest_of(Bytes(b"ho"))
    assert digest_of(File(Bytes(b"hi"))) != digest_of(File(Bytes(b"ho")))


REFUSED = {
    "list": [], "dict": {}, "set": {1}, "object": object(), "function": len, "list in a tuple": (1, []),
}  # fmt: skip


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_what_is_no_value_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="not a value that can be digested"):
        digest_of(value)


def test_odd_text_has_a_digest() -> None:
    assert digest_of("\udc80") != digest_of("\udc81")
