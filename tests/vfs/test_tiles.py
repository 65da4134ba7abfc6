"""Bulk contents: what they hold, how they pack, and that a writer may copy their deflated form."""

from __future__ import annotations

import zlib
from hashlib import sha256

import pytest

from tutor.store.codec import Codec
from tutor.store.objects import MemoryObjects
from tutor.vfs.deflate_matches import Packed
from tutor.vfs.gzip import compress
from tutor.vfs.tiles import TILE, Tile, Tiled

KINDS = ("source", "bin-30", "code-45", "code-arm64-38")
SIZES = (0, 1, 20, 21, 300, TILE - 1, TILE + 20, TILE + 21, TILE + 400, 5 * TILE + 77, 70 * TILE + 3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_any_part_is_a_part_of_the_whole(kind: str, size: int) -> None:
    content = Tiled("seed", size, kind)
    whole = b"".join(content.chunks())
    assert len(whole) == size == content.size
    assert content.read() == whole
    for start in (0, 1, 19, 160, TILE, TILE + 25, size - 5, size, size + 9):
        for length in (0, 1, 50, TILE + 1, None):
            if start >= 0:
                end = None if length is None else start + length
                assert content.read(start, length) == whole[start:end]


@pytest.mark.parametrize("kind", KINDS)
def test_a_writer_that_meets_tiles_writes_what_every_reader_understands(kind: str) -> None:
    for size in SIZES:
        content = Tiled("seed", size, kind)
        for around in (b"", b"head " * 30, bytes(700), b"long " * 9000):
            pieces = [around, *content.chunks(), around]
            packed = b"".join(compress(pieces))
            assert zlib.decompress(packed, 31) == b"".join(pieces)
            assert b"".join(compress(pieces, 0)).__len__() <= len(b"".join(pieces)) + 200


@pytest.mark.parametrize("percent", [20, 25, 38, 60, 70])
def test_binary_content_packs_to_its_percent(percent: int) -> None:
    content = Tiled("seed", 2_000_000, f"bin-{percent}")
    assert len(b"".join(compress(content.chunks()))) / 20_000 == pytest.approx(percent, abs=1.5)


def test_source_packs_to_less_than_a_third_and_reads_as_lines() -> None:
    content = Tiled("seed", 2_000_000, "source")
    assert len(b"".join(compress(content.chunks()))) < 650_000
    lines = content.read(0, 50_000).decode().splitlines()
    assert max(map(len, lines)) < 90


def test_contents_differ_by_their_seed_from_the_start_on_and_are_the_same_on_every_machine() -> None:
    one, other = Tiled("one", 300, "source"), Tiled("other", 300, "source")
    assert one != other
    assert one.read(0, 20) != other.read(0, 20)
    assert one == Tiled("one", 300, "source")
    made = sha256(b"".join(part for kind in KINDS for part in Tiled("pin", 100_000, kind).chunks())).hexdigest()
    packed = sha256(b"".join(compress(p for kind in KINDS for p in Tiled("pin", 100_000, kind).chunks()))).hexdigest()
    assert (made[:16], packed[:16]) == ("2476ff1371b8f597", "a48764961af20acf")


@pytest.mark.parametrize("kind", ["", "bin", "bin-5", "bin-99", "code-x", "text", "arm64-40"])
def test_unknown_kinds_are_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        Tiled("seed", 10, kind)


def test_an_executable_says_for_which_machine_it_is() -> None:
    assert Tiled("seed", 9000, "code-40").read(0, 20)[16:20] == b"\2\0\x3e\0"
    assert Tiled("seed", 9000, "code-arm64-40").read(0, 20)[16:20] == b"\2\0\xb7\0"


def test_every_start_of_a_piece_is_packed_without_packing_it_again() -> None:
    words = b"a word and a word and another word; " * 40
    for data in (words, bytes(range(256)) * 8, b"x", bytes(3000)):
        form = Packed(data)
        for length in (*range(1, min(len(data), 80)), len(data) // 2, len(data) - 1, len(data), len(data) + 5):
            reader = zlib.decompressobj(-15)
            assert reader.decompress(form.start(length)) == data[:length]
            assert not reader.eof


def test_a_tile_is_bytes_like_any_other() -> None:
    tile = Tile(b"some bytes " * 20)
    assert tile == b"some bytes " * 20
    assert b"".join([tile, b"!"]) == b"some bytes " * 20 + b"!"


def test_a_workspace_keeps_bulk_content_as_what_it_is() -> None:
    content = Tiled("seed", 10**9, "bin-40")
    objects = MemoryObjects()
    assert Codec().load(Codec().save(content, objects), objects) == content
    assert sum(map(len, objects.data.values())) < 500
