"""`layerwise import` and `images add`: an instructor's own images are in the hub, whatever they were brought as."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.corpora.hostile.make import HERE, SMALL, good
from tutor.__main__ import main

RECIPE = """repository = "docker.io/school/handout"
description = "A hand-out"
[platforms.amd64]
[[images]]
name = "1"
tags = ["1", "latest"]
from = "alpine:3.20.8"
layers = ["hello"]
created = "2026-01-01T00:00:00Z"
config.cmd = ["cat", "/hello.txt"]
history = [ { created_by = "COPY hello.txt /" } ]
[layers.hello]
files = '''
/
'''
texts."/hello.txt" = "hello class\\n"
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYERWISE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def in_sandbox(capsys: pytest.CaptureFixture[str], script: str) -> str:
    code, out, err = said(capsys, "exec", "--fresh", "-c", script)
    assert code == 0, err
    return out


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    """What `images list` says of each image."""
    rows = [line.split() for line in said(capsys, "images", "list")[1].splitlines()]
    return {row[0]: row[1:] for row in rows}


def kept(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "home/images/blobs").glob("*/*")}


@pytest.fixture
def archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """What `docker save` wrote of an image that was built."""
    script = (
        "printf 'FROM alpine:3.20\\nRUN echo mine > /mine\\n' | docker build -q -t school/tool:1 -",
        "docker save -o tool.tar school/tool:1",
        "docker create --name box alpine:3.20",
        "docker export -o root.tar box",
    )
    main(["exec", "-c", "\n".join(script)])
    for name in ("tool.tar", "root.tar"):
        assert main(["export", name, str(tmp_path / name)]) == 0
    return tmp_path / "tool.tar"


def test_an_archive_keeps_its_digests(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with tarfile.open(archive) as tar:
        index = tar.extractfile("index.json")
        assert index is not None
        digest = json.load(index)["manifests"][0]["digest"]
    assert said(capsys, "import", str(archive)) == (0, "docker.io/school/tool:1\n", "")
    out = in_sandbox(capsys, "docker pull -q school/tool:1; docker image inspect -f '{{.Id}}' school/tool:1; "
                             "docker run --rm school/tool:1 cat /mine")  # fmt: skip
    assert out.splitlines()[1:] == [digest, "mine"]
    assert [digest[7:19], "linux/amd64", "2", "imported", "1"] == [
        listed(capsys)["school/tool"][at] for at in (0, 1, 2, -2, -1)
    ]


def test_a_root_file_system_becomes_an_image(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "images", "add", "root.tar")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert said(capsys, "import", "root.tar", "school/root:2")[1] == "docker.io/school/root:2\n"
    out = in_sandbox(capsys, "docker pull -q school/root:2; docker run --rm school/root:2 cat /etc/alpine-release")
    assert out.splitlines()[1] == "3.20.8"


def test_a_recipe_may_stand_on_a_bundled_image(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "handout.toml").write_text(RECIPE)
    assert said(capsys, "images", "add", "handout.toml")[1].split() == [
        "docker.io/school/handout:1", "docker.io/school/handout:latest",
    ]  # fmt: skip
    pulled = "docker pull -q school/handout; docker pull -q alpine:3.20; docker run --rm school/handout; "
    out = in_sandbox(capsys, pulled + "docker image inspect -f '{{index .RootFS.Layers 0}}' school/handout alpine:3.20")
    lines = out.splitlines()
    assert lines[2] == "hello class"
    assert lines[3] == lines[4], "the base is shared"


def test_what_was_imported_can_be_taken_out(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(archive)])
    assert said(capsys, "import", str(archive), "school/other:2") == (0, "docker.io/school/other:2\n", "")
    blobs = kept(tmp_path)
    assert said(capsys, "images", "rm", "school/tool:1") == (0, "", "")
    assert kept(tmp_path) == blobs, "the other name still needs them"
    assert said(capsys, "exec", "--fresh", "-c", "docker pull -q school/tool:1")[0] == 1
    assert said(capsys, "images", "rm", "school/other:3")[0] == 1
    assert said(capsys, "images", "rm", "school/other:2") == (0, "", "")
    assert kept(tmp_path) == set()
    assert said(capsys, "images", "rm", "school/tool:1")[0] == 1
    assert "imported" not in said(capsys, "images", "list")[1]


@pytest.mark.parametrize("source", ["missing.tar", "odd.tar", "odd.toml", "folder"])
def test_what_is_no_image_is_refused_and_nothing_is_kept(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("odd.tar", "odd.toml"):
        (tmp_path / name).write_bytes(b"\x00nothing")
    code, out, err = said(capsys, "images", "add", source)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert source in err or "odd" in err
    assert "imported" not in said(capsys, "images", "list")[1]
    assert [path.name for path in (tmp_path / "home").iterdir()] == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("skopeo") is None, reason="skopeo is not here")
def test_a_layout_of_a_real_tool(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["skopeo", "copy", "-q", f"docker-archive:{archive}", "oci:lay:school/lay:3"], check=True)
    before = hashlib.sha256((tmp_path / "lay" / "index.json").read_bytes()).hexdigest()
    assert said(capsys, "import", "lay")[1] == "docker.io/school/lay:3\n"
    out = in_sandbox(capsys, "docker pull -q school/lay:3; docker run --rm school/lay:3 cat /mine")
    assert out.splitlines()[1] == "mine"
    assert hashlib.sha256((tmp_path / "lay" / "index.json").read_bytes()).hexdigest() == before


@pytest.mark.parametrize("name", sorted(SMALL))
def test_hostile_archives_are_imported_whole_or_not_at_all(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a name, so that what is no archive of images is tried as a root file system."""
    shutil.copyfile(HERE / f"{name}.tar.gz", tmp_path / "bad.tar.gz")
    code, out, err = said(capsys, "import", "bad.tar.gz", "school/bad:1")
    if code == 0:
        assert (out, err) == ("docker.io/school/bad:1\n", "")
        return
    assert (code, out) == (1, "")
    assert err.startswith("layerwise: bad.tar.gz ")
    assert err.count("\n") == 1
    assert err[:-1].isprintable()
    assert list((tmp_path / "home").iterdir()) == []


def test_each_fault_is_named(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.corpora.hostile.make import config_of, index_of, layout, manifest_of, member_head, named

    other = gzip.compress(good())
    config = config_of(b"another layer")
    manifest = manifest_of(config, other)
    (tmp_path / "odd.tar").write_bytes(layout(index_of(named(manifest)), manifest, config, other))
    (tmp_path / "text").write_text("nothing")
    (tmp_path / "bomb.tar.gz").write_bytes(gzip.compress(member_head("x", 10 << 20) + bytes(10 << 20)))
    monkeypatch.setattr("tutor.vfs.compression.UNPACKED", 1 << 20)
    (tmp_path / "folder").mkdir()
    main(["import", str(archive), "school/one:1"])
    main(["import", "root.tar", "school/two:1"])
    kept_layout = str(tmp_path / "home/images")
    for words, text in (
        (("missing.tar", "a:1"), "cannot read missing.tar (No such file or directory)"),
        (("folder", "a:1"), "folder cannot be used as an OCI image layout: oci-layout: no such file"),
        (("text", "a:1"), "text holds neither images nor files ("),
        (("odd.tar",), "odd.tar holds an image that cannot be used (the layer sha256:"),
        (("tool.tar", "School:1"), "School:1: "),
        (("tool.tar", f"a@sha256:{'0' * 64}"), "is a digest, no name"),
        ((kept_layout, "a:1"), "holds 2 images, which cannot all be called docker.io/library/a:1: docker.io/school/"),
        (("root.tar", "a:1", "--workspace", "x"), "images go into the hub of all workspaces"),
        (("bomb.tar.gz", "a:1"), "bomb.tar.gz is no whole archive of images (an archive of more than "),
    ):
        code, out, err = said(capsys, "import", *words)
        assert (code, out) == (1, ""), words
        assert text in err
        assert err.count("\n") == 1
        assert [path.name for path in (tmp_path / "home").glob(".images*")] == []


def test_what_is_no_image_goes_into_the_workspace(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "import", "root.tar") == (0, "", "")
    assert said(capsys, "import", "--workspace", "sandbox", str(archive)) == (0, "", "")
    assert said(capsys, "exec", "-c", "ls; docker load -q -i tool.tar")[1].split()[:2] == ["root.tar", "tool.tar"]
    assert "imported" not in said(capsys, "images", "list")[1]


def test_podmans_names_of_this_machine_can_be_pulled(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", str(archive), "localhost/tool:1"])
    run = "docker pull -q localhost/tool:1; docker run --rm localhost/tool:1 cat /mine"
    assert in_sandbox(capsys, run) == "localhost/tool:1\nmine\n"
