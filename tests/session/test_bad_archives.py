"""Archives that are cut off, damaged or no archives: one clear line, and the sandbox is as it was."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.sandbox import run, session
from tutor.dataclass import replace
from tutor.session.session import Session, differs
from tutor.vfs.content import Bytes
from tutor.vfs.nodes import File

LAB = "/home/learner/lab"


@lru_cache(1)
def archive() -> bytes:
    """A saved archive of an image that was built, with its attestation, and of one that was pulled."""
    learner = session()
    for line in ("docker pull -q hello-world", "printf 'FROM hello-world\\nCOPY a /\\n' > Dockerfile; echo hi > a",
                 "docker build -q -t app:1 . && docker image save -o a.tar app:1 hello-world"):  # fmt: skip
        assert run(learner, line)[0] == 0
    file = learner.state.host.get(f"{LAB}/a.tar")
    assert isinstance(file, File)
    return file.content.read()


@lru_cache(1)
def prepared() -> Session:
    """A sandbox with something to lose."""
    learner = session()
    run(learner, "docker pull -q hello-world; docker tag hello-world kept:1; docker create --name box hello-world")
    return learner


def given_file(raw: bytes, name: str = "bad.tar") -> Session:
    """The sandbox with a file of these bytes."""
    learner = prepared()
    learner.undo(1000)
    learner.redo(1)
    moment = learner.moment
    host = moment.state.host.set(f"{LAB}/{name}", File(Bytes(raw), 0o644, 1000, 1000, 0))
    learner.become("# put", replace(moment, state=replace(moment.state, host=host)))
    return learner


def check_refused(learner: Session, line: str) -> str:
    """Run a line that has to fail in one line and leave the sandbox as it was; that line."""
    before = learner.state
    code, printed = run(learner, line)
    assert code != 0, printed
    assert printed.count("\n") == 1, printed
    assert "fault of the program" not in printed, printed
    assert "Traceback" not in printed
    assert not differs(before, learner.state), printed
    return printed


def check_load(raw: bytes) -> None:
    """A damaged archive is refused; where the damage does not matter it loads what it would have loaded."""
    learner = given_file(raw)
    before = learner.state
    code, printed = run(learner, "docker load -i bad.tar")
    assert "fault of the program" not in printed, printed
    if code != 0:
        assert printed.count("\n") == 1, printed
        assert not differs(before, learner.state)
    else:
        for name, record in learner.state.images.entries():
            for digest in (record.target.digest,):
                blob = learner.state.content.get(digest)
                assert blob is not None, name
                blob.verify()


places = st.integers(0, 1 << 20)


@settings(max_examples=60)
@given(places)
def test_cut_off_anywhere(at: int) -> None:
    raw = archive()
    check_load(raw[: at % len(raw)])


@settings(max_examples=120)
@given(st.lists(st.tuples(places, st.integers(0, 7)), min_size=1, max_size=3))
def test_with_flipped_bits(flips: list[tuple[int, int]]) -> None:
    raw = bytearray(archive())
    for at, bit in flips:
        raw[at % len(raw)] ^= 1 << bit
    check_load(bytes(raw))


@settings(max_examples=60)
@given(places, st.binary(min_size=1, max_size=600), st.booleans())
def test_with_foreign_bytes_in_it(at: int, data: bytes, instead: bool) -> None:
    raw = archive()
    at %= len(raw)
    check_load(raw[:at] + data + raw[at + (len(data) if instead else 0) :])


@settings(max_examples=40)
@given(places, st.sampled_from((gzip.compress, bz2.compress, lzma.compress)), st.booleans())
def test_packed_and_then_damaged(at: int, pack: object, cut: bool) -> None:
    assert callable(pack)
    packed = bytearray(pack(archive()))
    at %= len(packed)
    if cut:
        del packed[at:]
    else:
        packed[at] ^= 0x41
    check_load(bytes(packed))


@settings(max_examples=60)
@given(st.binary(max_size=2000))
@example(b"")
@example(b"\0" * 10240)
@example(b"\x1f\x8b")
@example(b"\x28\xb5\x2f\xfd" + b"x" * 100)
def test_what_is_no_archive_at_all(raw: bytes) -> None:
    check_refused(given_file(raw), "docker load -i bad.tar")


COMMANDS = ("docker load < bad.tar", "cat bad.tar | docker image load", "docker image import bad.tar x",
            "cat bad.tar | docker import - x", "docker cp - box:/ < bad.tar", "docker load -i /no/such.tar",
            "docker image import /no/such.tar x", "docker load -i .")  # fmt: skip
BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda raw: raw[: len(raw) // 2 + 100],
    "damaged": lambda raw: raw[:1000] + b"\xff" * 600 + raw[1600:],
    "a text": lambda raw: b"this is no archive\n" * 50,
    "half a gzip": lambda raw: gzip.compress(raw)[:-300],
    "no gzip": lambda raw: b"\x1f\x8b\x08" + b"nonsense" * 20,
    "zstd": lambda raw: b"\x28\xb5\x2f\xfd" + b"x" * 100,
}


@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_way_in(command: str, how: str) -> None:
    check_refused(given_file(BROKEN[how](archive())), command)


@pytest.mark.parametrize("how", [how for how in BROKEN if how != "a text"])
def test_a_build_context_from_standard_input(how: str) -> None:
    learner = given_file(BROKEN[how](archive()))
    before = learner.state
    code, printed = run(learner, "docker build -q - < bad.tar")
    assert code == 1
    assert "fault of the program" not in printed, printed
    for name in ("host", "images", "content", "containers"):
        assert getattr(learner.state, name) == getattr(before, name)


def hostile(**members: tarfile.TarInfo) -> bytes:
    """A tar with odd members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for member in members.values():
            tar.addfile(member, io.BytesIO(b"x" * member.size) if member.isreg() else None)
    return out.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "", size: int = 1) -> tarfile.TarInfo:
    """One member."""
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    made.size = size if kind == tarfile.REGTYPE else 0
    return made


@pytest.mark.parametrize(
    "members",
    [
        (member("../../etc/passwd"),), (member("/etc/passwd"),), (member("a/../../../b"),),
        (member("link", tarfile.SYMTYPE, "/"), member("link/etc/passwd")),
        (member("link", tarfile.SYMTYPE, "../../.."), member("link/x")),
        (member("hard", tarfile.LNKTYPE, "/etc/passwd"),), (member("hard", tarfile.LNKTYPE, "../../nothing"),),
        (member("."), member("..")), (member("", size=0),), (member("a" * 3000),), (member("a/" * 400 + "b"),),
        (member("dev", tarfile.CHRTYPE),), (member("a"), member("a/b")),
        (member(".wh.."), member(".wh...")), (member("\udcff\udcfe"),), (member("loop", tarfile.SYMTYPE, "loop"),),
    ],
)  # fmt: skip
def test_a_hostile_tar_stays_inside(members: tuple[tarfile.TarInfo, ...]) -> None:
    raw = hostile(**{f"m{number}": made for number, made in enumerate(members)})
    for command in ("docker load -i bad.tar", "docker image import bad.tar x", "docker cp - box:/ < bad.tar",
                    "tar -xf bad.tar -C /tmp", "docker build -q - < bad.tar"):  # fmt: skip
        learner = given_file(raw)
        passwd = learner.state.host.get("/etc/passwd")
        _, printed = run(learner, command)
        assert "fault of the program" not in printed, (command, printed)
        assert learner.state.host.get("/etc/passwd") == passwd, command
