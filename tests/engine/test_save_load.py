"""Images on their way out of a sandbox and into another one."""

from __future__ import annotations

import io
import json
import tarfile

import pytest

from tests.engine.builders import Sandbox
from tests.vfs.trees import plain
from tutor.engine import contents
from tutor.engine.commit import commit
from tutor.engine.errors import NOT_FOUND
from tutor.engine.events import ImageDangling, ImageLoaded, ImageTagged
from tutor.engine.import_image import import_image
from tutor.engine.load import Loaded, load
from tutor.engine.pull import pull
from tutor.engine.save import save
from tutor.engine.tag import tag


def saved(box: Sandbox, *names: str, platforms: tuple[str, ...] = ()) -> bytes:
    """The archive of some images."""
    return save(box.state, names, platforms=platforms).read()


def test_what_was_saved_loads_with_its_digests_names_and_files() -> None:
    box = Sandbox(images=["alpine:3.20", "multi:1.0"])
    box.build("FROM alpine:3.20\nRUN echo hi > /f && rm /etc/group\n", tags=("app:1",))
    box.run("app:1", "echo more > /g")
    box.do(commit, "box", "kept:1")
    other = Sandbox()
    names = ("alpine:3.20", "app:1", "kept:1", "multi:1.0")
    loaded = other.do(load, io.BytesIO(saved(box, *names)))
    assert loaded == tuple(Loaded(name, box.id(name)) for name in names)
    assert [event for event in other.events if isinstance(event, ImageLoaded)] == [
        ImageLoaded(name, box.id(name), "load") for name in names
    ]
    for name in names:
        assert plain(box.files(name)) == plain(other.files(name))
    assert other.run("kept:1", "cat /f /g; ls /etc/group")[1].startswith("hi\nmore\nls: ")


def test_by_id_no_name_is_written_and_none_is_read() -> None:
    box = Sandbox(images=["alpine:3.20"])
    id = box.id("alpine:3.20")
    other = Sandbox()
    assert other.do(load, io.BytesIO(saved(box, id))) == (Loaded("", id),)
    assert other.names() == {"<none>": id}
    assert box.do(load, io.BytesIO(saved(box, id))) == (Loaded("", id),)
    assert box.names() == {"alpine:3.20": id}


def test_loading_moves_a_name_and_leaves_its_image_nameless() -> None:
    box = Sandbox(images=["alpine:3.20"])
    other = Sandbox(images=["alpine:3.19"])
    other.do(tag, "alpine:3.19", "mine:1")
    other.do(tag, "alpine:3.19", "alpine:3.20")
    box.do(tag, "alpine:3.20", "mine:1")
    old, new = other.id("mine:1"), box.id("mine:1")
    other.do(load, io.BytesIO(saved(box, "mine:1")))
    assert ImageTagged("mine:1", new, old) in other.events
    assert not any(isinstance(event, ImageDangling) for event in other.events)
    alone = Sandbox(images=["busybox:1.36"])
    alone.do(tag, "busybox:1.36", "mine:1")
    from tutor.engine.remove import remove

    alone.do(remove, "busybox:1.36")
    alone.do(load, io.BytesIO(saved(box, "mine:1")))
    assert set(alone.names()) == {"mine:1", "<none>"}


def test_loading_twice_changes_nothing_but_when() -> None:
    box = Sandbox(images=["alpine:3.20"])
    raw = saved(box, "alpine:3.20")
    before = box.state
    box.do(load, io.BytesIO(raw))
    assert box.names() == {"alpine:3.20": box.id("alpine:3.20")}
    for name in ("content", "snapshots", "host", "containers"):
        assert getattr(box.state, name) == getattr(before, name), name


def test_one_platform_of_several() -> None:
    box = Sandbox(images=["multi:1.0"])
    box.do(pull, "multi:1.0", platform="linux/arm64")
    other = Sandbox()
    other.do(load, io.BytesIO(saved(box, "multi:1.0", platforms=("linux/arm64",))))
    index = contents.index(box.state, box.id("multi:1.0"))
    assert index is not None
    wanted = next(row for row in index.images if row.platform is not None and row.platform.architecture == "arm64")
    assert other.id("multi:1.0") == wanted.digest, "the archive holds that image itself, not an index of one"
    assert len(other.state.content) < len(box.state.content)


def test_what_cannot_be_saved_writes_nothing() -> None:
    box = Sandbox(images=["multi:1.0"])
    assert box.refuses(lambda state, world: save(state, ("nope",))).kind == NOT_FOUND
    assert box.refuses(lambda state, world: save(state, ("multi:1.0", "nope"))).kind == NOT_FOUND
    refused = box.refuses(lambda state, world: save(state, ("multi:1.0",), platforms=("linux/riscv64",)))
    assert "linux/riscv64" in refused.message


def test_an_archive_holds_what_docker_s_holds() -> None:
    box = Sandbox(images=["alpine:3.20"])
    box.build("FROM alpine:3.20\nRUN true\n", tags=("app:1",))
    with tarfile.open(fileobj=io.BytesIO(saved(box, "app:1"))) as tar:
        members = tar.getnames()
        rows = json.load(tar.extractfile("manifest.json") or io.BytesIO())
        index = json.load(tar.extractfile("index.json") or io.BytesIO())
    assert {"oci-layout", "index.json", "manifest.json"} < {*members}
    assert rows[0]["RepoTags"] == ["app:1"]
    assert [row["digest"] for row in index["manifests"]] == [box.id("app:1")]
    assert len(rows[0]["Layers"]) == 3


@pytest.mark.parametrize("raw", [b"", b"nonsense" * 200, b"\0" * 10240])
def test_what_is_no_archive_is_refused(raw: bytes) -> None:
    Sandbox(images=["alpine:3.20"]).refuses(load, io.BytesIO(raw))


def tar_of(**files: bytes) -> bytes:
    """An archive of some files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def test_a_tar_of_files_becomes_an_image_of_one_layer() -> None:
    box = Sandbox()
    id = box.do(import_image, io.BytesIO(tar_of(a=b"1", b=b"2")), "mine", message="why", changes=("CMD echo hi",))
    assert box.names() == {"mine:latest": id}
    made = box.config("mine")
    assert (len(made.diff_ids), made.history[0].comment) == (1, "why")
    assert made.config.cmd == ("/bin/sh", "-c", "echo hi")
    assert [path for path, _ in box.files("mine").walk()] == ["/", "/a", "/b"]
    assert ImageLoaded("mine:latest", id, "import") in box.events


@pytest.mark.parametrize("raw", [b"nonsense" * 200, tar_of(a=b"1" * 600)[:700]])
def test_a_broken_import_leaves_nothing_behind(raw: bytes) -> None:
    Sandbox(images=["alpine:3.20"]).refuses(import_image, io.BytesIO(raw), "mine")
