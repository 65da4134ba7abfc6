"""Reading packed streams, however they arrive, and what is said of broken ones."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Iterator

import pytest

from tutor.shell.commands._unpack import BadStream, packing_of, unpacked

PLAIN = b"".join(b"line %d\n" % number for number in range(20000))
PACKED = {"gzip": gzip.compress(PLAIN, mtime=0), "bzip2": bz2.compress(PLAIN), "xz": lzma.compress(PLAIN)}


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def given(data: bytes, how: str, size: int = 1000) -> tuple[bytes, str]:
    """Unpack; return what came out and the complaint."""
    out = bytearray()
    try:
        for piece in unpacked(pieces(data, size), how):
            out += piece
    except BadStream as error:
        return bytes(out), str(error)
    return bytes(out), ""


@pytest.mark.parametrize("how", PACKED)
@pytest.mark.parametrize("size", [1, 7, 4096, 1 << 20])
def test_pieces_of_any_size(how: str, size: int) -> None:
    assert packing_of(PACKED[how][:10]) == how
    assert given(PACKED[how], how, size) == (PLAIN, "")


@pytest.mark.parametrize("how", PACKED)
def test_several_members(how: str) -> None:
    assert given(PACKED[how] * 2, how) == (PLAIN * 2, "")


@pytest.mark.parametrize("size", [1, 3, 100])
def test_gzip_headers_with_everything(size: int) -> None:
    head = b"\x1f\x8b\x08" + bytes([2 | 4 | 8 | 16]) + bytes(6)
    fields = b"\x05\x00extra" + b"name\0" + b"a comment\0" + b"\x12\x34"
    assert given(head + fields + PACKED["gzip"][10:], "gzip", size) == (PLAIN, "")


def test_what_follows_a_gzip_stream_does_not_matter() -> None:
    assert given(PACKED["gzip"] + b"trailing", "gzip") == (PLAIN, "")
    assert given(PACKED["gzip"] + bytes(600), "gzip") == (PLAIN, "")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "invalid magic"),
        (b"plain text", "invalid magic"),
        (PACKED["gzip"][:9], "corrupted data"),
        (PACKED["gzip"][:2] + b"\x07" + PACKED["gzip"][3:], "corrupted data"),
        (PACKED["gzip"][:1000], "unexpected end of file"),
        (PACKED["gzip"][:10] + b"\xff" * 50, "corrupted data"),
    ],
)
def test_broken_gzip(data: bytes, complaint: str) -> None:
    out, said = given(data, "gzip")
    assert said == complaint
    assert PLAIN.startswith(out)
    assert len(out) % (1 << 15) == 0


@pytest.mark.parametrize(
    ("tail", "complaint"),
    [
        (bytes(8), "crc error"),
        (PACKED["gzip"][-8:-4] + bytes(4), "incorrect length"),
        (b"", "corrupted data"),
        (PACKED["gzip"][-8:-1], "corrupted data"),
    ],
)
def test_all_data_come_before_a_wrong_sum(tail: bytes, complaint: str) -> None:
    assert given(PACKED["gzip"][:-8] + tail, "gzip") == (PLAIN, complaint)


def test_broken_bzip2_and_xz() -> None:
    assert given(PACKED["bzip2"][:500], "bzip2")[1] == "bunzip error -3"
    assert given(PACKED["bzip2"][:20] + b"junk" + PACKED["bzip2"][24:], "bzip2")[1] == "bunzip error -5"
    assert given(b"no", "bzip2") == (b"", "invalid magic")
    assert given(PACKED["xz"][:500], "xz")[1] == "corrupted data"
    assert given(PACKED["xz"][:30] + b"junk" + PACKED["xz"][34:], "xz")[1] == "corrupted data"
