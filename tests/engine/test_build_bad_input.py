"""What a hostile or mistaken build costs: a clear error inside the limits, and a sandbox that is as it was.

"As it was" leaves out what a failing build is meant to leave behind: the clock, IDs drawn, and the record in the build
cache that a base image was used.
"""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator

import pytest

from tests.engine.building import Bench
from tutor.vfs.content import Generated
from tutor.vfs.nodes import Device, File, Symlink

BASE = "FROM alpine:3.20\n"


def bench(dockerfile: str = "") -> Bench:
    made = Bench({"a.txt": "one\n", "Dockerfile": dockerfile})
    made.run("docker pull -q alpine:3.20")
    return made


def kept(made: Bench) -> tuple[object, ...]:
    """All that a failing build must leave alone."""
    state = made.session.state
    shared = (state.host, state.images, state.snapshots, state.containers, state.volumes, state.registries)
    return (*(value.digest for value in shared), *state.content)


def refused(made: Bench, message: str, line: str = "docker build -t t .") -> str:
    before = kept(made)
    code, printed = made.run(line)
    assert code == 1, printed[-500:]
    assert message in printed, printed[-500:]
    assert kept(made) == before
    return printed


RUNS = [
    ("a fork bomb", "f() { f | f & }; f; wait", "exit code: 137"),
    ("an endless loop", "while :; do :; done", "more than 1000000 steps (an endless loop?)"),
    ("endless recursion", "f() { f; }; f", "did not complete successfully"),
    ("a full disk", "yes > /file", "more than 268435456 bytes of output"),
    ("endless output", "yes", "[output clipped, log limit 200KiB/s reached]"),
    ("a huge file", "dd if=/dev/zero of=/z bs=1M count=1000000", "no space left on device"),
    ("a variable that grows", "x=a; while :; do x=$x$x; done", "exit code: 137"),
]


@pytest.mark.parametrize(
    ("command", "message"),
    [pytest.param(*row[1:], id=row[0], marks=[pytest.mark.slow] * (row[0] == "an endless loop")) for row in RUNS],
)
def test_a_step_that_does_not_end(command: str, message: str) -> None:
    printed = refused(bench(f"{BASE}RUN {command}\n"), message)
    assert printed.endswith("\n")
    assert len(printed) < 4 << 20


COPIES = [
    ("beyond the context", "COPY ../../etc/passwd /x", '"/etc/passwd": not found'),
    ("a link that leads out", "COPY out /x", '"/out": not found'),
    ("links in a circle", "COPY one /x", '"/one": not found'),
    ("a folder over a file", "COPY a.txt /f/\nCOPY a.txt /f/a.txt/b", "cannot copy to non-directory: /f/a.txt"),
    ("nothing", "COPY nothing /x", '"/nothing": not found'),
]


@pytest.mark.parametrize(("lines", "message"), [row[1:] for row in COPIES], ids=[row[0] for row in COPIES])
def test_a_copy_that_cannot_be(lines: str, message: str) -> None:
    made = bench(f"{BASE}{lines}\n")
    made.put("out", Symlink("../../../etc/passwd"))
    made.put("one", Symlink("two"))
    made.put("two", Symlink("one"))
    refused(made, message)


def test_the_context_is_the_root_of_all_its_paths() -> None:
    made = bench(f"{BASE}COPY .. /x\n")
    made.put("passwd", Symlink("../../../etc/passwd"))
    made.put("pipe", Device("p"))
    assert made.run("docker build -q -t t .")[0] == 0
    assert made.inside("sh -c 'cd /x; ls; readlink passwd; test -p pipe || echo no pipe'") == (
        "Dockerfile\na.txt\npasswd\npipe\n../../../etc/passwd\n"
    )


def bomb(size: int) -> Iterator[bytes]:
    """A tar of one file of zeros, in pieces."""
    header = tarfile.TarInfo("zeros")
    header.size = size
    yield header.tobuf()
    for _ in range(size >> 20):
        yield bytes(1 << 20)
    yield bytes(1024)


def packed(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as stream:
        for piece in bomb(size):
            stream.write(piece)
    return out.getvalue()


def test_archives_that_burst() -> None:
    made = bench(f"{BASE}ADD bomb.tgz /\n")
    made.write("bomb.tgz", packed(1 << 30))
    refused(made, "an archive of more than 536870912 bytes when unpacked")
    refused(made, "an archive of more than 536870912 bytes when unpacked", "docker build - < bomb.tgz")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x1f\x8bbroken", "gzip: "),
        (b"BZhbroken", "bzip2: "),
        (b"\x28\xb5\x2f\xfdbroken", "zstd: "),
    ],
)
def test_archives_that_are_broken(data: bytes, message: str) -> None:
    made = bench(BASE)
    made.write("broken", data)
    refused(made, message, "docker build - < broken")


def test_members_that_lead_out() -> None:
    made = bench(BASE)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as members:
        members.addfile(tarfile.TarInfo("../../etc/passwd"))
    made.write("out.tar", out.getvalue())
    refused(made, "leads out of the archive", "docker build - < out.tar")


# Dockerfiles


def test_a_here_document_of_a_gigabyte() -> None:
    made = bench()
    made.put("Dockerfile", File(Generated("", 1 << 30, "text"), 0o644))
    message = "grpc: received message larger than max (1073741824 vs. 16777216)"
    refused(made, message)
    made.put("big", File(Generated("", 20 << 20, "text"), 0o644))
    made.write("small", f"{BASE}COPY <<END /x\n")
    refused(made, "grpc: received message larger than max", "cat small big | docker build -")
    code, printed = made.run("{ cat small; yes; } | docker build -")
    assert code != 0
    assert "stopped: more than" in printed


def test_a_dockerfile_of_a_hundred_thousand_lines() -> None:
    made = bench(BASE + "# nothing\n" * 100_000 + "RUN exit 3\n")
    printed = refused(made, "exit code: 3")
    assert ">>> RUN exit 3" in printed
    made.write("Dockerfile", BASE + "ENV A=1\n" * 5000)
    code, printed = made.run("docker build -q -t t .")
    assert code == 0, printed[-300:]


NESTED = [
    ("ENV A=" + "${B:-" * 5000 + "}" * 5000, "nested more than 80 deep"),
    ("CMD " + "[" * 50_000, ""),
    ("RUN " + "(" * 20_000 + ")" * 20_000, ""),
    ("COPY " + "a" * 10_000 + " /x", "not found"),
    ("WORKDIR " + "/a" * 5000, "file name too long"),
    ("ONBUILD " * 2000 + "RUN id", ""),
    ("RUN " + "\\\n" * 50_000 + "exit 3", "exit code: 3"),
]


@pytest.mark.parametrize(("line", "message"), NESTED, ids=[row[0][:9] for row in NESTED])
def test_what_is_nested_deeply(line: str, message: str) -> None:
    made = bench(f"{BASE}{line}\n")
    before = kept(made)
    code, printed = made.run("docker build -q -t t .")
    assert code in (0, 1)
    assert message in printed
    if code == 1:
        assert "ERROR: failed to build" in printed
        assert kept(made) == before


def test_building_without_end_is_an_endless_loop_soon() -> None:
    made = bench("FROM alpine:3.20\nCOPY a.txt /\n")
    code, printed = made.run("n=0; while true; do echo $((n += 1)) > a.txt; docker build -q . || break; done")
    assert code == 137
    assert "steps (an endless loop?)" in printed
    assert 100 < printed.count("sha256:") < 1100
