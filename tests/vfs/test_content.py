from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.vfs.content import CHUNK, EMPTY, Bytes, Content
from tutor.vfs.generated import COPY_LIMIT, KINDS, Generated, Joined, Slice, appended, part_of

SAMPLES: dict[str, Content] = {
    "empty": EMPTY,
    "hello": Bytes(b"hello"),
    "bytes": Bytes(bytes(range(256)) * 700),
    **{f"generated {kind}": Generated("seed", 2 * CHUNK + 77, kind) for kind in KINDS},
    "generated less than a head": Generated("seed", 30, "elf"),
    "joined": Joined((Bytes(b"one"), EMPTY, Generated("two", CHUNK + 1), Bytes(b"three"))),
    "slice": Slice(Generated("seed", 3 * CHUNK), CHUNK - 5, CHUNK + 9),
    "slice beyond the end": Slice(Bytes(b"hello"), 3, 100),
}


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES)
@settings(max_examples=15)
@given(start=st.integers(0, 3 * CHUNK), length=st.none() | st.integers(0, 2 * CHUNK))
def test_every_way_of_reading_gives_the_same_bytes(content: Content, start: int, length: int | None) -> None:
    data = content.read()
    assert len(data) == content.size
    assert b"".join(content.chunks()) == data
    assert all(0 < len(chunk) <= 2 * CHUNK for chunk in content.chunks())
    assert content.read(start, length) == data[start : None if length is None else start + length]


@given(st.binary(), st.binary())
def test_bytes_are_known_by_their_digest(a: bytes, b: bytes) -> None:
    assert Bytes(a).key == f"sha256:{hashlib.sha256(a).hexdigest()}"
    assert (Bytes(a) == Bytes(b)) == (a == b)
    assert (Bytes(a).key == Bytes(b).key) == (a == b)


def test_generated_bytes_are_the_same_everywhere() -> None:
    digests = {kind: hashlib.sha256(Generated("s", 70_000, kind).read()).hexdigest()[:16] for kind in KINDS}
    assert digests == {
        "data": "397625ef893b3be0",
        "elf": "4c454405b07d6c1a",
        "elf-arm64": "85936946bba44530",
        "text": "41462ae3b43c99e4",
        "zero": "f51b279903037b37",
        "noise": "cd1d7a70dfc4415e",
    }


def test_generated_contents_differ_by_all_they_depend_on() -> None:
    samples = [Generated(seed, size, kind) for seed in "ab" for size in (10, 11) for kind in ("data", "text")]
    assert len({sample.key for sample in samples}) == len({sample.read() for sample in samples}) == 8


def test_a_large_file_costs_nothing_until_it_is_read() -> None:
    content = Generated("large", 1 << 40, "elf")
    assert content.read(0, 4) == b"\x7fELF"
    assert len(content.read((1 << 40) - 10)) == 10
    assert len(next(iter(content.chunks()))) == CHUNK


@pytest.mark.parametrize(("kind", "least", "most"), [("data", 0.33, 0.5), ("elf", 0.33, 0.5), ("text", 0.33, 0.55)])
def test_generated_bytes_pack_as_real_ones_do(kind: str, least: float, most: float) -> None:
    data = Generated("x", 300_000, kind).read()
    coder = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_HUFFMAN_ONLY)
    assert least < len(coder.compress(data) + coder.flush()) / len(data) < most


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        Generated("x", 1, "music")


@given(st.lists(st.integers(0, 40_000), max_size=8))
def test_appending_gives_all_bytes_in_order(sizes: list[int]) -> None:
    whole: Content = EMPTY
    data = b""
    for number, size in enumerate(sizes):
        piece = bytes([number]) * size
        data += piece
        whole = appended(whole, Bytes(piece))
    assert whole.read() == data
    assert isinstance(whole, Bytes) == (len(data) <= COPY_LIMIT)


def test_appending_to_a_large_file_does_not_copy_it() -> None:
    large = Generated("log", 1 << 40)
    whole = appended(appended(large, Bytes(b"one ")), Bytes(b"two"))
    assert isinstance(whole, Joined)
    assert whole.parts == (large, Bytes(b"one two"))
    assert whole.read(1 << 40) == b"one two"
    assert appended(large, EMPTY) is large


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES)
@given(start=st.integers(0, 3 * CHUNK), size=st.integers(0, 3 * CHUNK))
@settings(max_examples=15)
def test_a_part_holds_the_bytes_of_its_place(content: Content, start: int, size: int) -> None:
    start = min(start, content.size)
    size = min(size, content.size - start)
    assert part_of(content, start, size).read() == content.read(start, size)


def test_a_part_that_is_a_content_of_its_own_is_found_again() -> None:
    large = Generated("large", 1 << 40)
    whole = Joined((Bytes(b"head"), large, Bytes(b"tail")))
    assert part_of(whole, 4, large.size) is large
    assert part_of(whole, 14, 1 << 30) == Slice(large, 10, 1 << 30)
    assert part_of(part_of(whole, 14, 1 << 30), 5, 1 << 20) == Slice(large, 15, 1 << 20)
    assert part_of(whole, 0, whole.size) is whole
    assert part_of(whole, 2, large.size).read(0, 6) == b"ad" + large.read(0, 4)
