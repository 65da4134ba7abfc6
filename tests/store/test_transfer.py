"""Archives into folders and back: byte for byte, and nothing is left of what is refused."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.corpora.hostile.make import HERE, SMALL, good
from tests.corpora.hostile.make import entry as member
from tutor.errors import LayerwiseError
from tutor.store.archive import Export
from tutor.store.layout import Layout, LayoutError
from tutor.store.transfer import pack_archive, unpack_archive

CASES = tomllib.loads((HERE / "cases.toml").read_text())


def unpack(data: bytes, folder: Path) -> Layout:
    return unpack_archive(io.BytesIO(data), str(folder))


@pytest.mark.parametrize("packed", [False, True])
def test_there_and_back(tmp_path: Path, packed: bool) -> None:
    data = good(member("stray", b"x" * 100_000))
    layout = unpack(gzip.compress(data) if packed else data, tmp_path / "out")
    (row,) = layout.index.manifests
    files = sorted(path.name for path in (tmp_path / "out/blobs/sha256").iterdir())
    assert len(files) == 3
    assert row.digest.partition(":")[2] in files
    pack_archive(layout, str(tmp_path / "a.tar"), [Export(row, name) for name in layout.names])
    again = unpack((tmp_path / "a.tar").read_bytes(), tmp_path / "again")
    assert again.index.manifests[0].digest == row.digest
    assert list(again.names) == ["docker.io/library/bad:1"]
    assert sorted(os.listdir(tmp_path)) == ["a.tar", "again", "out"]


@pytest.mark.parametrize("name", sorted(SMALL))
def test_the_hostile_ones(tmp_path: Path, name: str) -> None:
    place = tmp_path / "deep/er"
    place.mkdir(parents=True)
    data = gzip.decompress((HERE / f"{name}.tar.gz").read_bytes())
    layout, said = None, ""
    try:
        layout = unpack(data, place / "out")
    except LayerwiseError as error:
        said = str(error)
    assert said.isprintable()
    if layout is None:
        assert "refused" in CASES[name]
        assert list(place.iterdir()) == []
    else:
        for row in layout.index.manifests:
            blob = layout.blob(row.digest)
            assert blob is not None
            blob.verify()
        assert sorted(os.listdir(place / "out")) == ["blobs", "index.json", "oci-layout"]
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["er"]


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(LayoutError, match="it is there already"):
        unpack(good(), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(LayoutError, match="not a directory"):
        unpack(good(), tmp_path / "file/out")


def test_an_archive_that_cannot_be_complete_is_not_there(tmp_path: Path) -> None:
    layout = unpack(good(), tmp_path / "out")
    (row,) = layout.index.manifests
    for path in (tmp_path / "out/blobs/sha256").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(LayerwiseError, match="is damaged"):
        pack_archive(Layout.open(str(tmp_path / "out")), str(tmp_path / "a.tar"), [Export(row)])
    assert os.listdir(tmp_path) == ["out"]


def test_the_program(tmp_path: Path) -> None:
    (tmp_path / "in.tar").write_bytes(good())

    def program(*words: str, code: int = 0) -> str:
        command = [sys.executable, "-m", "tutor", "registry", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    told = program("pull", str(tmp_path / "in.tar"), str(tmp_path / "out"))
    assert told.startswith("docker.io/library/bad:1@sha256:")
    program("push", str(tmp_path / "out"), str(tmp_path / "back.tar"))
    assert unpack((tmp_path / "back.tar").read_bytes(), tmp_path / "again").names.keys() == {"docker.io/library/bad:1"}
    (tmp_path / "bad.tar").write_bytes(good()[:1324])
    told = program("pull", str(tmp_path / "bad.tar"), str(tmp_path / "x"), code=1)
    assert told.startswith("layerwise: ")
    assert "unexpected EOF" in told
    assert told.count("\n") == 1
