"""A registry's folder after a crash, a restart, and beside another process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.registry.talking import Talk, body, told
from tutor.errors import LayerwiseError
from tutor.oci.digest import encoded, of
from tutor.registry.contents import Memory
from tutor.registry.folder import Folder, StoreError
from tutor.registry.overlay import Overlay
from tutor.registry.refusal import Refusal
from tutor.registry.server import Server


def again(folder: Folder) -> Folder:
    folder.close()
    return Folder.open(folder.folder)


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    folder = Folder.open(str(tmp_path))
    talk = Talk(Server(folder))
    digest, raw = talk.push_image("team/app", "1")
    where = talk.start("team/app")
    talk.send("PATCH", where, b"half")
    folder = again(folder)
    talk = Talk(Server(folder))
    assert body(talk.get("/v2/team/app/manifests/1")) == raw
    assert body(talk.get(f"/v2/team/app/blobs/{of(b'layer')}")) == b"layer"
    assert talk.get(where).header("range") == "0-3"
    assert talk.send("PUT", where, b" and half", digest=of(b"half and half")).status == 201
    assert told(talk.get("/v2/_catalog"))["repositories"] == ["team/app"]
    assert talk.head("/v2/team/app/manifests/1").header("docker-content-digest") == digest
    folder.close()


def test_what_a_crash_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    folder = Folder.open(str(tmp_path))
    talk = Talk(Server(folder))
    talk.push_image("app", "1")
    (tmp_path / "repositories/app/_tags/2.part").write_bytes(b"{")
    (tmp_path / "blobs/sha256/abc.part").write_bytes(b"half")
    folder = again(folder)
    assert folder.tags("app") == ["1"]
    assert not list(tmp_path.rglob("*.part"))
    folder.close()


def test_a_blob_is_kept_once_and_goes_with_its_last_repository(tmp_path: Path) -> None:
    folder = Folder.open(str(tmp_path))
    talk = Talk(Server(folder))
    for name in ("one", "two"):
        talk.push_blob(name, b"data")
    file = tmp_path / "blobs/sha256" / encoded(of(b"data"))
    assert file.read_bytes() == b"data"
    talk.delete(f"/v2/one/blobs/{of(b'data')}")
    assert file.exists()
    talk.delete(f"/v2/two/blobs/{of(b'data')}")
    assert not file.exists()
    folder.close()


def test_uploads_that_nobody_goes_on_with_are_forgotten(tmp_path: Path) -> None:
    folder = Folder.open(str(tmp_path))
    talk = Talk(Server(folder))
    old, new = talk.start("app"), talk.start("app")
    os.utime(tmp_path / "repositories/app/_uploads" / old.rpartition("/")[2], (1, 1))
    assert folder.forget_stale(1000) == 1
    assert (talk.get(old).status, talk.get(new).status) == (404, 204)
    folder.close()


@pytest.mark.parametrize("id", ["..", "../../x", "%2e%2e", "a.b", "_tags"])
def test_no_upload_leads_out_of_its_folder(tmp_path: Path, id: str) -> None:
    folder = Folder.open(str(tmp_path))
    (tmp_path / "x").write_text("outside")
    assert folder.upload("app", id) is None
    folder.close()


def test_one_process_at_a_time(tmp_path: Path) -> None:
    folder = Folder.open(str(tmp_path))
    with pytest.raises(LayerwiseError, match="another process serves"):
        Folder.open(str(tmp_path))
    folder = again(folder)
    folder.close()


def test_a_folder_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be used"):
        Folder.open(str(tmp_path / "file"))


def test_a_damaged_blob_is_never_complete(tmp_path: Path) -> None:
    folder = Folder.open(str(tmp_path))
    talk = Talk(Server(folder))
    digest = talk.push_blob("app", b"data")
    (tmp_path / "blobs/sha256" / encoded(digest)).write_bytes(b"dat4")
    with pytest.raises(LayerwiseError, match="is damaged"):
        body(talk.get(f"/v2/app/blobs/{digest}"))
    folder.close()


def test_what_comes_with_a_registry_is_read_mounted_and_stays() -> None:
    lower = Memory()
    _, raw = Talk(Server(lower)).push_image("library/base", "1")
    talk = Talk(Server(Overlay(Memory(), lower)))
    assert body(talk.get("/v2/library/base/manifests/1")) == raw
    layer = of(b"layer")
    assert talk.send("POST", f"/v2/mine/blobs/uploads/?mount={layer}&from=library/base").status == 201
    assert talk.delete("/v2/library/base/manifests/1").status == 405
    assert talk.delete(f"/v2/library/base/blobs/{layer}").status == 405
    digest, _ = talk.push_image("library/base", "1", "another")
    assert talk.head("/v2/library/base/manifests/1").header("docker-content-digest") == digest
    assert talk.delete("/v2/library/base/manifests/1").status == 202
    assert body(talk.get("/v2/library/base/manifests/1")) == raw
    assert told(talk.get("/v2/_catalog"))["repositories"] == ["library/base", "mine"]
    with pytest.raises(Refusal):
        Overlay(Memory(), lower).untag("library/base", "1")
