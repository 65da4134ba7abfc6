"""A corpus of hostile archives: each is refused in one line with nothing kept, or does no harm, within bounds."""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.corpora.hostile.make import HERE, HUGE, SMALL
from tests.support.sandbox import run, session
from tutor.dataclass import replace
from tutor.engine.images import choose, top_chain
from tutor.session.session import Session
from tutor.store.layout import FileContent
from tutor.vfs.content import Bytes, Content
from tutor.vfs.nodes import Device, File, Symlink

CASES: dict[str, dict[str, Any]] = tomllib.loads((HERE / "cases.toml").read_text())
LAB = "/home/learner/lab"
SECONDS, MEGABYTES = 60, 800
"""Bounds for what is huge: processor time, and the most memory that the whole process takes."""


def test_every_file_has_a_maker_and_every_case_an_expectation() -> None:
    files = {path.name.removesuffix(".tar.gz") for path in HERE.glob("*.tar.gz")}
    assert files == set(SMALL)
    assert set(CASES) == set(SMALL) | set(HUGE)
    assert len(files) >= 60


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_file_is_what_its_maker_makes(name: str) -> None:
    assert gzip.decompress((HERE / f"{name}.tar.gz").read_bytes()) == SMALL[name]()


def with_file(content: Content) -> Session:
    """A sandbox with something to lose, and the archive."""
    learner = session()
    run(learner, "docker pull -q hello-world")
    moment = learner.moment
    host = moment.state.host.set(f"{LAB}/bad.tar", File(content, 0o644, 1000, 1000, 0))
    learner.become("# put", replace(moment, state=replace(moment.state, host=host)))
    return learner


def outcome(learner: Session) -> tuple[int, str]:
    """Load the archive; exit code and text, with nothing kept where it is refused."""
    before = learner.state
    code, out = run(learner, "docker load -i bad.tar")
    assert out.endswith("\n")
    assert out.count("\n") == 1
    assert out[:-1].isprintable()
    if code:
        after = learner.state
        for name in ("content", "images", "snapshots", "host", "origins"):
            assert getattr(after, name) == getattr(before, name)
    text = out.strip().removeprefix("Error response from daemon: ")
    return code, re.sub("[0-9a-f]{64}", "…", text)


def check(name: str, found: tuple[int, str]) -> None:
    code, text = found
    case = CASES[name]
    assert (code != 0) == ("refused" in case), text
    if code:
        assert text.startswith(case["refused"])
    else:
        assert text == case["loaded"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_small_one(name: str, packed: bool) -> None:
    data = (HERE / f"{name}.tar.gz").read_bytes()
    if not packed:
        data = gzip.decompress(data)
    elif name in ("truncated-gzip", "flipped-gzip", "gzip-of-nonsense", "zstd-archive"):
        return  # they are compressed themselves
    learner = with_file(Bytes(data))
    check(name, outcome(learner))
    for path, told in CASES[name].get("holds", {}).items():
        assert described(learner, path) == told


def described(learner: Session, path: str) -> str:
    """What the loaded image has at a path."""
    record = learner.state.images["docker.io/library/bad:1"]
    part = choose(learner.state, record.target)
    assert part is not None
    assert part.config is not None
    node = learner.state.snapshots[top_chain(part.config)].tree.get(path, follow=False)
    if isinstance(node, File):
        return node.content.read().decode()
    if isinstance(node, Symlink):
        return f"-> {node.target}"
    assert isinstance(node, Device)
    return f"{node.kind} {node.major}:{node.minor}"


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(HUGE))
def test_a_huge_one(name: str, tmp_path: Path) -> None:
    archive, place = tmp_path / "bad.tar", tmp_path / "here"
    place.mkdir()
    with open(archive, "wb") as file:
        for piece in HUGE[name]():
            file.write(piece)
    done = subprocess.run(
        [sys.executable, "-m", "tests.session.test_hostile_archives", str(archive)],
        capture_output=True, text=True, check=False, timeout=600,
        env={**os.environ, "HOME": str(place), "LAYERWISE_HOME": str(place), "PYTHONPATH": os.getcwd()},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    check(name, (told["code"], told["text"]))
    assert told["seconds"] < SECONDS
    assert told["megabytes"] < MEGABYTES
    assert list(place.iterdir()) == []


def main(path: str) -> None:
    """Load one archive in a process of its own; print what became of it, and what it took."""
    from tutor.oci.digest import of

    with open(path, "rb") as file:
        digest = of(iter(lambda: file.read(1 << 20), b""))
    learner = with_file(FileContent(path, digest, os.path.getsize(path)))
    before = resource.getrusage(resource.RUSAGE_SELF)
    code, text = outcome(learner)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"code": code, "text": text, "seconds": seconds, "megabytes": after.ru_maxrss >> 10}))


if __name__ == "__main__":
    main(sys.argv[1])
