"""Layouts in folders: read lazily, held against their digests, written so that they can be read again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.store.images import Shelf, hub
from tutor.oci.descriptor import Descriptor
from tutor.oci.digest import DigestError, encoded, of
from tutor.store.archive import Export
from tutor.store.blobs import Blob
from tutor.store.gc import children, is_complete, reachable, walk
from tutor.store.layout import Layout, LayoutError, write_layout

NAME = "docker.io/library/app:1"


def test_the_recorded_hub() -> None:
    layout = Layout.open(hub())
    assert sorted(layout.names) == [
        "docker.io/library/alpine:3.19",
        "docker.io/library/alpine:3.20",
        "docker.io/library/alpine:latest",
        "docker.io/library/busybox:1.36",
        "docker.io/library/busybox:latest",
        "docker.io/library/debian:12-slim",
        "docker.io/library/hello-world:latest",
        "docker.io/library/multi:1.0",
        "docker.io/library/nginx:1.27",
        "docker.io/library/nginx:latest",
    ]
    found = reachable(layout.names.values(), layout.blob)
    assert len(found) == len(os.listdir(Path(hub()) / "blobs" / "sha256"))
    for digest in found:
        blob = layout.blob(digest)
        assert blob is not None
        blob.verify()
        assert blob.read(1, 5) == blob.read()[1:6]
        assert of(blob.chunks()) == digest


def made(folder: Path) -> tuple[Shelf, Descriptor]:
    shelf = Shelf()
    target = shelf.built("x")
    write_layout(str(folder), [Export(target, NAME)], shelf.get)
    return shelf, target


def test_what_is_written_is_read(tmp_path: Path) -> None:
    shelf, target = made(tmp_path / "l")
    layout = Layout.open(str(tmp_path / "l"))
    assert {name: row.digest for name, row in layout.names.items()} == {NAME: target.digest}
    assert {digest: layout.blob(digest) for digest in shelf} == shelf
    assert sorted(os.listdir(tmp_path / "l")) == ["blobs", "index.json", "oci-layout"]
    assert json.loads((tmp_path / "l" / "oci-layout").read_text()) == {"imageLayoutVersion": "1.0.0"}


def test_adding_to_a_layout_keeps_the_rest(tmp_path: Path) -> None:
    shelf, target = made(tmp_path)
    second, third = shelf.image("y"), shelf.image("z")
    write_layout(str(tmp_path), [Export(second, "docker.io/library/other:2")], shelf.get)
    write_layout(str(tmp_path), [Export(third, "docker.io/library/other:2")], shelf.get)
    names = Layout.open(str(tmp_path)).names
    assert {name: row.digest for name, row in names.items()} == {
        NAME: target.digest, "docker.io/library/other:2": third.digest,
    }  # fmt: skip


def test_blobs_are_opened_when_they_are_read(tmp_path: Path) -> None:
    shelf, target = made(tmp_path)
    layout = Layout.open(str(tmp_path))
    blob = layout.blob(target.digest)
    assert blob is not None
    assert blob == shelf[target.digest]
    assert layout.blob(target.digest) is blob
    file = tmp_path / "blobs" / "sha256" / encoded(target.digest)
    file.write_bytes(b"x" * blob.size)
    with pytest.raises(DigestError, match="is damaged: its digest is"):
        blob.read()
    file.unlink()
    with pytest.raises(LayoutError, match="no such file"):
        blob.read(3, 4)
    assert layout.blob("sha256:" + "0" * 64) is None


@pytest.mark.parametrize("text", ["", "../../etc/passwd", "sha256:../../../etc/passwd", "sha256:" + "/" * 64])
def test_no_digest_leads_out_of_the_folder(tmp_path: Path, text: str) -> None:
    made(tmp_path)
    assert Layout.open(str(tmp_path)).blob(text) is None


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("oci-layout", None, "oci-layout: no such file or directory"),
        ("oci-layout", "[]", "oci-layout is not what it should be"),
        ("oci-layout", "{", "oci-layout is not what it should be"),
        ("oci-layout", '{"imageLayoutVersion":"0.9"}', "its version is 0.9 instead of 1.0.0"),
        ("index.json", None, "index.json: no such file or directory"),
        ("index.json", "{}", "index.json: its schema version is not 2"),
    ],
)
def test_other_folders_are_refused_in_one_line(tmp_path: Path, name: str, content: str | None, message: str) -> None:
    made(tmp_path)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(LayoutError) as caught:
        Layout.open(str(tmp_path))
    assert caught.value.reason == message
    assert str(caught.value) == f"{tmp_path} cannot be used as an OCI image layout: {message}"


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LayoutError, match=r"not a directory|file exists"):
        write_layout(str(tmp_path / "file"), [], Shelf().get)


def test_what_leads_to_what() -> None:
    shelf = Shelf()
    target, other = shelf.built("x"), shelf.image("x", "y")
    shelf.put(b"nobody needs this")
    everything = reachable([target, other], shelf.get)
    assert len(everything) == len(shelf) - 1
    order = [descriptor.digest for descriptor, _ in walk(target, shelf.get)]
    assert order[0] == target.digest
    assert order[1] == children(target, shelf[target.digest].read())[0].digest
    assert len(order) == len(set(order)) == 7
    assert is_complete(other, shelf.get)
    lost = children(other, shelf[other.digest].read())[-1].digest
    smaller = {digest: blob for digest, blob in shelf.items() if digest != lost}
    assert not is_complete(other, smaller.get)
    assert reachable([other], smaller.get) == reachable([other], shelf.get) - {lost}
    assert children(Descriptor("text/plain", lost, 1), b"") == ()


def test_blobs_are_known_by_their_digest() -> None:
    one = Blob.of(b"hello")
    assert one == Blob(of(b"hello"), 5, Blob.of(b"hello").content)
    assert hash(one) == hash(Blob.of(b"hello"))
    assert one != Blob.of(b"other")
    assert (one.key, one.size, one.read(1, 3)) == (one.digest, 5, b"ell")
    with pytest.raises(DigestError):
        Blob(of(b"x"), 5, one.content).verify()
