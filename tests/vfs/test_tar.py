from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.vfs.content import Bytes
from tutor.vfs.errors import TarError, VfsError
from tutor.vfs.generated import Generated, Joined, Slice
from tutor.vfs.tar import BLOCK, Header, header_bytes, read_tar, write_tar
from tutor.vfs.tar_source import ContentSource

Members: TypeAlias = "list[tuple[Header, bytes]]"

TEXT = st.text(st.characters(exclude_characters="\0/\n", codec="utf-8"), min_size=1, max_size=12)
LONG = st.integers(1, 300).map("n".__mul__)
NAMES = (
    st.lists(TEXT | LONG | st.just("plain"), min_size=1, max_size=4)
    .map("/".join)
    .filter(lambda name: not name.startswith("./") and name not in (".", ".."))
)
NUMBERS = st.integers(0, 0o777) | st.integers(0, 2**40)
TYPES = {
    "file": tarfile.REGTYPE, "link": tarfile.LNKTYPE, "symlink": tarfile.SYMTYPE, "char": tarfile.CHRTYPE,
    "block": tarfile.BLKTYPE, "directory": tarfile.DIRTYPE, "fifo": tarfile.FIFOTYPE,
}  # fmt: skip


@st.composite
def members(draw: st.DrawFn) -> tuple[Header, bytes]:
    kind = draw(st.sampled_from(list(TYPES)))
    data = draw(st.binary(max_size=1500)) if kind == "file" else b""
    return (
        Header(
            draw(NAMES),
            kind,
            len(data),
            draw(st.integers(0, 0o7777)),
            draw(NUMBERS),
            draw(NUMBERS),
            draw(NUMBERS | st.integers(-(2**33), -1)),
            draw(NAMES) if kind in ("link", "symlink") else "",
            draw(st.tuples(st.integers(0, 0o777777), st.integers(0, 255))) if kind in ("char", "block") else (0, 0),
            draw(st.sampled_from(("", "root", "ü" * 20))),
        ),
        data,
    )


ARCHIVES = st.lists(members(), max_size=5)


def written(archive: Members) -> bytes:
    return b"".join(write_tar((header, Bytes(data)) for header, data in archive))


def read(data: bytes, *, pieces: int = 0, end_mark: bool = True) -> Members:
    stream = [data[at : at + pieces] for at in range(0, len(data), pieces)] if pieces else io.BytesIO(data)
    return [(member.header, member.data()) for member in read_tar(stream, end_mark=end_mark)]


@given(ARCHIVES, st.sampled_from((0, 1, 100, 513)))
def test_what_was_written_is_read(archive: Members, pieces: int) -> None:
    data = written(archive)
    assert len(data) % BLOCK == 0
    assert read(data, pieces=pieces) == archive


@given(ARCHIVES)
def test_the_standard_library_reads_the_same(archive: Members) -> None:
    with tarfile.open(fileobj=io.BytesIO(written(archive)), mode="r:", errorlevel=2) as other:
        found = list(other)
        for info, (header, data) in zip(found, archive, strict=True):
            assert info.type == TYPES[header.kind]
            assert (info.name, info.linkname) == (header.name, header.target)
            assert (info.mode, info.uid, info.gid, info.mtime) == (header.mode, header.uid, header.gid, header.mtime)
            assert (info.uname, info.size) == (header.user, header.size)
            if header.kind in ("char", "block"):
                assert (info.devmajor, info.devminor) == header.device
            if header.kind == "file":
                file = other.extractfile(info)
                assert file is not None
                assert file.read() == data


@given(ARCHIVES, st.sampled_from((tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)))
def test_what_the_standard_library_writes_is_read(archive: Members, format: int) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as other:
        for header, data in archive:
            info = tarfile.TarInfo(header.name)
            info.type = TYPES[header.kind]
            info.linkname, info.uname = header.target, header.user[: 16 if format == tarfile.GNU_FORMAT else 99]
            info.mode, info.uid, info.gid, info.mtime = header.mode, header.uid, header.gid, header.mtime
            info.devmajor, info.devminor = header.device
            info.size = len(data)
            other.addfile(info, io.BytesIO(data))
    found = read(buffer.getvalue())
    assert [(h.replace(user=""), data) for h, data in found] == [(h.replace(user=""), data) for h, data in archive]
    assert all(header.user.startswith(found[at][0].user) for at, (header, _) in enumerate(archive))


def test_a_short_member_is_written_as_go_writes_it() -> None:
    header = header_bytes(Header("etc/hosts", size=5, mode=0o644, uid=1, gid=2, mtime=1_700_000_000))
    assert len(header) == BLOCK
    assert header[:100].rstrip(b"\0") == b"etc/hosts"
    assert header[100:148] == b"0000644\x000000001\x000000002\x0000000000005\x0014524770400\x00"
    assert header[148:157] == b"011103\0 0"
    assert header[257:265] == b"ustar\x0000"
    assert header[329:345] == b"0000000\x000000000\x00"


def test_long_names_are_split_where_they_fit_and_told_apart_where_not() -> None:
    folder = "f" * 60
    split = header_bytes(Header(f"{folder}/{folder}/{'n' * 90}"))
    assert len(split) == BLOCK
    assert split[345:500].rstrip(b"\0").decode() == f"{folder}/{folder}"
    pax = header_bytes(Header(f"some/{'n' * 120}"))
    assert len(pax) == 3 * BLOCK
    assert pax[156:157] == b"x"
    assert pax[:100] == (b"some/PaxHeaders.0/" + b"n" * 120)[:100]
    assert pax[BLOCK : BLOCK + 135] == b"135 path=some/" + b"n" * 120 + b"\n"
    assert len(header_bytes(Header("é"))) == 3 * BLOCK


@pytest.mark.parametrize("size", [8**11 - 1, 8**11, 1 << 50])
def test_large_sizes_are_told_and_cost_nothing(size: int) -> None:
    data = b"".join(write_tar([(Header("large", size=size), None)]))
    (member,) = next(zip(read_tar([data], end_mark=False), strict=False))
    assert member.header.size == size
    with pytest.raises(VfsError, match=r"cut off in 'large', .* bytes are missing"):
        member.data()


def test_contents_are_streamed() -> None:
    content = Generated("x", 300_000)
    pieces: Iterator[bytes] = write_tar([(Header("x", size=content.size), content)])
    ((member),) = [next(read_tar(pieces))]
    assert b"".join(member.chunks()) == content.read()
    assert list(member.chunks()) == []


def block(name: bytes, kind: bytes = b"\0", size: bytes = b"0", magic: bytes = b"", prefix: bytes = b"") -> bytes:
    """Make a header as an old program would: numbers with spaces, no magic."""
    head = name.ljust(100, b"\0") + b"   644 \0     0 \0     0 \0" + size.rjust(11) + b" " + b"14524770400 "
    tail = kind + bytes(100) + magic.ljust(8, b"\0") + bytes(80) + prefix.ljust(167, b"\0")
    return head + b"%06o\0 " % (sum(head) + sum(tail) + 256) + tail


def test_archives_of_old_programs_are_read() -> None:
    data = (
        block(b"folder/")
        + block(b"folder/x", size=b"3")
        + b"abc".ljust(512, b"\0")
        + block(b"long", b"7")
        + bytes(1024)
    )
    assert [(header.name, header.kind, header.mode, header.mtime, text) for header, text in read(data)] == [
        ("folder", "directory", 0o644, 1_700_000_000, b""),
        ("folder/x", "file", 0o644, 1_700_000_000, b"abc"),
        ("long", "file", 0o644, 1_700_000_000, b""),
    ]


def test_the_prefix_counts_only_where_it_is_one() -> None:
    assert read(block(b"x", magic=b"ustar\x0000", prefix=b"a/b") + bytes(1024))[0][0].name == "a/b/x"
    assert read(block(b"x", magic=b"ustar  \0", prefix=b"00000000000") + bytes(1024))[0][0].name == "x"


def pax(kind: bytes, text: bytes) -> bytes:
    return block(b"pax", kind, b"%o" % len(text)) + text.ljust(-(-len(text) // BLOCK) * BLOCK, b"\0")


def test_pax_records_hold_for_one_member_and_global_ones_for_all() -> None:
    data = (
        pax(b"g", b"14 gname=team\n9 uid=77\n")
        + pax(b"x", b"9 path=\xc3\n19 mtime=-1.500000\n")
        + block(b"a")
        + pax(b"x", b"7 uid=\n8 gid=9\n")
        + block(b"b")
        + bytes(1024)
    )
    assert [header for header, _ in read(data)] == [
        Header("\udcc3", mtime=-2, uid=77, group="team"),
        Header("b", mtime=1_700_000_000, gid=9, group="team"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this is not a tar archive"),
        (b"hello", "this is not a tar archive"),
        (b"hello" * 200, "this is not a tar archive"),
        (b"\x1f\x8b" + bytes(600), "this is not a tar archive"),
        (block(b"x") + b"junk" * 128, "damaged tar header at byte 512"),
        (block(b"x"), "the archive is cut off"),
        (block(b"x", size=b"10") + b"1234", "cut off in 'x', 4 bytes are missing"),
        (block(b"x", size=b"10") + b"12345678", "the archive is cut off after 'x'"),
        (block(b"x", b"L", b"7777777777"), "claims a name or attributes of 1073741823 bytes"),
        (block(b"x", b"x", b"100") + b"5 a=b", "the archive is cut off"),
        (pax(b"x", b"999 path=x\n") + block(b"x"), "damaged PAX header at byte 0"),
        (pax(b"x", b"x path=x\n") + block(b"x"), "damaged PAX header at byte 0"),
        (pax(b"x", b"11 size=-5\n") + block(b"x"), "a size below zero"),
        (pax(b"x", b"11 size=ab\n") + block(b"x"), "size is 'ab'"),
        (pax(b"x", b"22 GNU.sparse.major=1\n") + block(b"x"), "sparse files in tar archives are not supported"),
        (block(b"x", b"S"), "sparse files in tar archives are not supported"),
        (block(b"x", b"V"), "a member of an unknown kind, 'V'"),
        (block(b"x") + block(b"y", size=b"9z"), "damaged tar header at byte 512: its size is no number"),
    ],
)
def test_damaged_archives_are_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(VfsError) as caught:
        read(data)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@settings(max_examples=60)
@given(ARCHIVES.filter(bool), st.data())
def test_an_archive_that_is_cut_off_is_refused_wherever_it_was_cut(archive: Members, data: st.DataObject) -> None:
    whole = written(archive)
    end = data.draw(st.integers(0, len(whole) - 2 * BLOCK))
    with pytest.raises(VfsError):
        read(whole[:end])


def test_an_archive_without_its_end_mark_is_read_where_that_is_allowed() -> None:
    assert [header.name for header, _ in read(block(b"x"), end_mark=False)] == ["x"]
    assert read(b"", end_mark=False) == []


@settings(max_examples=200)
@given(ARCHIVES.filter(bool), st.data())
def test_damage_is_refused_or_harmless_but_never_a_crash(archive: Members, data: st.DataObject) -> None:
    whole = bytearray(written(archive))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(VfsError):
        found = read(bytes(whole))
        assert sum(len(text) for _, text in found) < len(whole)


@pytest.mark.slow
@pytest.mark.parametrize("format", ["gnu", "oldgnu", "pax", "posix", "ustar", "v7"])
def test_the_system_s_tar_reads_and_is_read(format: str, tmp_path: Path) -> None:
    program = shutil.which("tar")
    if program is None:
        pytest.skip("there is no tar here")
    name = "f" * 90 if format in ("ustar", "v7") else "é" + "f" * 150
    layer = list(
        write_tar(
            [
                (Header("d", "directory", mode=0o750, mtime=5), None),
                (Header(f"d/{name}", size=3, mode=0o640, mtime=1_700_000_000), Bytes(b"abc")),
                (Header("d/hard", "link", target=f"d/{name}", mode=0o640, mtime=1_700_000_000), None),
                (Header("d/soft", "symlink", target="no/where", mode=0o777, mtime=7), None),
            ]
        )
    )
    subprocess.run([program, "-xp", "-C", tmp_path], input=b"".join(layer), check=True)
    assert (tmp_path / "d" / "hard").read_bytes() == b"abc"
    packed = subprocess.run(
        [program, "-c", f"--format={format}", "--sort=name", "--numeric-owner", "-C", tmp_path, "d"],
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    found = {header.name: (header.kind, header.mode, header.mtime, data) for header, data in read(packed)}
    assert found["d"] == ("directory", 0o750, 5, b"")
    assert found["d/soft"][0::2] == ("symlink", 7)
    assert {found["d/hard"], found[f"d/{name}"]} == {
        ("file", 0o640, 1_700_000_000, b"abc"),
        ("link", 0o640, 1_700_000_000, b""),
    }


def test_what_is_passed_over_in_a_content_is_not_made() -> None:
    large = Generated("large", 1 << 40)
    head = header_bytes(Header("large", size=large.size))
    rest = b"".join(write_tar([(Header("small", size=5), Bytes(b"small"))]))
    archive = Joined((Bytes(head), large, Bytes(rest)))
    found = [(member.header.name, member.start) for member in read_tar(ContentSource(archive))]
    assert found == [("large", len(head)), ("small", len(head) + large.size + BLOCK)]
    with pytest.raises(TarError, match="cut off in 'large'"):
        list(read_tar(ContentSource(Slice(archive, 0, 1 << 30))))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "empty"), (b"hello", "short"), (b"hello" * 200, "magic"), (block(b"x")[:-1], "short"),
        (b"y" + block(b"x", magic=b"ustar")[1:], "sum"), (block(b"x") + block(b"y", size=b"9z"), "damaged"),
    ],
)  # fmt: skip
def test_faults_are_told_apart(data: bytes, fault: str) -> None:
    with pytest.raises(TarError) as caught:
        list(read_tar([data]))
    assert caught.value.fault == fault
