"""Our gzip: what comes out is what went in, the same bytes everywhere, and not too many of them."""

from __future__ import annotations

import gzip as stdlib_gzip
import hashlib
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.vfs.compression import CorruptStream, compression_of, decompressed
from tutor.vfs.deflate import BLOCK
from tutor.vfs.generated import Generated
from tutor.vfs.gzip import CorruptGzip, compress, decompress, is_gzip
from tutor.vfs.huffman import code_lengths, code_strings


def packed(*pieces: bytes) -> bytes:
    return b"".join(compress(pieces))


def text(size: int) -> bytes:
    words = [b"layer", b"image", b"the", b"docker", b"\n", b"a", b"of ", b"tag:", b"    ", b"sha256", b"----------"]
    out, state = bytearray(), 1
    while len(out) < size:
        state = state * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        out += words[(state >> 16) % len(words)]
        out += b" "
    return bytes(out[:size])


def noise(size: int) -> bytes:
    return hashlib.shake_128(b"noise").digest(size)


pieces = st.one_of(
    st.binary(max_size=300),
    st.builds(lambda byte, count: bytes([byte]) * count, st.integers(0, 255), st.integers(0, 1200)),
    st.builds(lambda data, count: data * count, st.binary(min_size=1, max_size=6), st.integers(0, 400)),
)


@given(st.lists(pieces, max_size=12))
@settings(max_examples=300)
def test_any_bytes_come_back(parts: list[bytes]) -> None:
    data = b"".join(parts)
    out = packed(*parts)
    assert stdlib_gzip.decompress(out) == data
    assert b"".join(decompress([out])) == data
    assert out == packed(data)


SIZES = [0, 1, 2, 3, 4, 5, 6, 257, 258, 259, 260, 261, 262, 515, 516, 517, 518, 519, 520, 65_535, 65_536, 70_000]


@pytest.mark.parametrize("size", SIZES)
def test_runs_and_noise_of_awkward_lengths(size: int) -> None:
    for data in (bytes(size), b"x" * size, b"ab" + b"c" * size + b"d", noise(size), noise(9) + b"\0" * size + noise(9)):
        assert stdlib_gzip.decompress(packed(data)) == data


@pytest.mark.parametrize("size", [BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 17])
@pytest.mark.parametrize("make", [text, noise, bytes], ids=["text", "noise", "zeros"])
def test_blocks_do_not_depend_on_the_pieces(size: int, make: type[bytes]) -> None:
    data = make(size)
    whole = packed(data)
    assert stdlib_gzip.decompress(whole) == data
    for step in (1000, 65_536, 300_001):
        assert packed(*[data[at : at + step] for at in range(0, size, step)]) == whole


def every_kind() -> dict[str, bytes]:
    return {
        "nothing": b"",
        "hello": b"hello world\n",
        "text": text(600_000),
        "noise": noise(300_000),
        "zeros": bytes(1_000_000),
        "mixed": text(100_000) + bytes(70_000) + noise(100_000) + b"\xff" * 9 + text(50_000),
        "generated": b"".join(Generated("seed", 400_000, "elf").chunks()),
        "every byte": bytes(range(256)) * 3,
    }


PINNED = {
    "nothing": "ac73670af3abed54",
    "hello": "914de846b96c4431",
    "text": "e89f2bb46dbedc7f",
    "noise": "615396f05c3a528a",
    "zeros": "ef0b2056f507f2ac",
    "mixed": "6e83cf275fd75e77",
    "generated": "0e92a7402c99ce37",
    "every byte": "454119866747de64",
}


@pytest.mark.parametrize("name", sorted(every_kind()))
def test_the_bytes_are_the_same_on_every_machine(name: str) -> None:
    # A change here changes the digests of all images that are built: raise the version of the lock file with it.
    out = packed(every_kind()[name])
    assert zlib.decompress(out, wbits=31) == every_kind()[name]
    assert hashlib.sha256(out).hexdigest()[:16] == PINNED[name]


@pytest.mark.parametrize(
    ("name", "ratio"), [("text", 0.6), ("noise", 1.001), ("zeros", 0.002), ("generated", 0.5), ("every byte", 1.1)]
)
def test_it_packs(name: str, ratio: float) -> None:
    data = every_kind()[name]
    assert len(packed(data)) < len(data) * ratio + 30


def test_memory_does_not_grow_with_the_input() -> None:
    held = 0

    def endless() -> Iterator[bytes]:
        nonlocal held
        for _ in range(100):
            held += 100_000
            yield bytes(100_000)

    for out in compress(endless()):
        held = 0 if len(out) > 10 else held
        assert held <= 2 * BLOCK + 200_000


@pytest.mark.skipif(shutil.which("gzip") is None, reason="there is no gzip command here")
def test_the_gzip_command_reads_it() -> None:
    for data in every_kind().values():
        done = subprocess.run(["gzip", "-dc"], input=packed(data), capture_output=True, check=True)
        assert done.stdout == data
        listing = subprocess.run(["gzip", "-t"], input=packed(data), capture_output=True, check=False)
        assert (listing.returncode, listing.stderr) == (0, b"")


def test_the_header_names_no_time_and_no_file() -> None:
    assert packed(b"x")[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    assert is_gzip(packed(b""))
    assert not is_gzip(b"PK")


def test_reading_members_one_after_the_other() -> None:
    both = packed(b"one ") + stdlib_gzip.compress(b"two") + bytes(512)
    assert b"".join(decompress([both])) == b"one two"
    assert b"".join(decompress([bytes([byte]) for byte in both])) == b"one two"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no data"),
        (b"hello, no gzip", "incorrect header check"),
        (packed(text(5000))[:-9], "unexpected end of the data"),
        (packed(text(5000))[:-8] + bytes(8), "incorrect data check"),
        (packed(b"x") + b"rubbish", "incorrect header check"),
    ],
)
def test_broken_streams_are_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(CorruptGzip) as caught:
        b"".join(decompress([data]))
    assert caught.value.reason == reason
    assert str(caught.value) == f"gzip: {reason}"


def test_a_bomb_is_read_in_small_pieces() -> None:
    bomb = packed(bytes(20_000_000))
    assert len(bomb) < 30_000
    assert max(len(piece) for piece in decompress([bomb])) <= 1 << 18


@pytest.mark.parametrize("how", ["", "gzip", "bzip2", "xz", "zstd"])
def test_the_compression_of_a_stream_is_recognised(how: str) -> None:
    import bz2
    import lzma

    from tests.support.zstd import compress as zstd

    data = text(300_000)
    packers: dict[str, Callable[[bytes], bytes]] = {
        "": bytes, "gzip": packed, "bzip2": bz2.compress, "xz": lzma.compress, "zstd": zstd,
    }  # fmt: skip
    pack = packers[how]
    out = pack(data)
    for stream in (out, out + pack(b"") + bytes(512)) if how else (out,):
        assert compression_of(stream[:6]) == how
        assert b"".join(decompressed([stream])) == data
        assert b"".join(decompressed(stream[at : at + 7] for at in range(0, len(stream), 7))) == data
    if how in ("bzip2", "xz", "zstd"):
        with pytest.raises(CorruptStream, match=how):
            b"".join(decompressed([pack(data)[:-20]]))
        with pytest.raises(CorruptStream, match=how):
            b"".join(decompressed([pack(data)[:40] + b"rubbish" * 10]))


def test_nothing_is_nothing() -> None:
    assert b"".join(decompressed([])) == b""


@given(
    st.lists(st.integers(0, 2000) | st.sampled_from([0, 1, 2**20, 2**40]), min_size=2, max_size=60), st.integers(7, 15)
)
@settings(max_examples=200)
def test_codes_are_complete_and_short_enough(frequencies: list[int], limit: int) -> None:
    lengths = code_lengths(frequencies, limit)
    used = [length for length in lengths if length]
    assert [length > 0 for length in lengths] == [count > 0 for count in frequencies]
    if len(used) > 1:
        assert max(used) <= limit
        assert sum(2**-length for length in used) == 1
        # more frequent symbols never have longer codes
        by_count = sorted((count, -length) for count, length in zip(frequencies, lengths, strict=True) if count)
        assert all(a[1] <= b[1] for a, b in pairwise(by_count) if a[0] < b[0])
        codes = [code for code in code_strings(lengths) if code]
        ordered = sorted(codes)
        assert not any(later.startswith(code) for code, later in pairwise(ordered))


def test_a_limit_that_matters() -> None:
    fibonacci = [1, 1]
    while len(fibonacci) < 30:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    assert max(code_lengths(fibonacci, 29)) == 29
    assert max(code_lengths(fibonacci, 15)) == 15
    data = b"".join(bytes([n]) * count for n, count in enumerate(fibonacci[:20]))
    mixed = bytes(data[i * 7919 % len(data)] for i in range(len(data)))
    assert stdlib_gzip.decompress(packed(mixed)) == mixed


def test_codes_are_as_short_as_can_be() -> None:
    # checked against every possible choice of lengths for small alphabets
    for counts in ([1, 2, 3, 4, 5], [1, 1, 8, 20, 60], [5, 5, 5, 5, 5], [1, 100, 100, 1, 1]):
        for limit in (3, 4):
            best = min(
                sum(count * length for count, length in zip(counts, lengths, strict=True))
                for lengths in product(range(1, limit + 1), repeat=5)
                if sum(2**-length for length in lengths) <= 1
            )
            lengths = code_lengths(counts, limit)
            assert sum(count * length for count, length in zip(counts, lengths, strict=True)) == best
