"""What is kept of a sitting: everything, in little room, readable by the next process."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.sandbox import run, session
from tutor.errors import LayerwiseError
from tutor.session import keeping
from tutor.session.keeping import SqliteWorkspaces
from tutor.vfs.nodes import File


def test_a_pulled_image_is_kept_as_files_and_still_has_its_bytes(tmp_path: Path) -> None:
    learner = session(SqliteWorkspaces(str(tmp_path)).open("work"))
    assert run(learner, "docker pull -q alpine:3.20")[0] == 0
    layers = {blob.digest: blob.size for blob in learner.state.content.values() if blob.size > 100_000}
    assert layers
    learner.workspace.close()

    kept = sum(file.stat().st_size for file in tmp_path.iterdir())
    assert kept < min(layers.values()) / 10  # as the trees that are kept anyway, not as tens of megabytes of layers

    again = session(SqliteWorkspaces(str(tmp_path)).open("work"))
    for digest, size in layers.items():
        data = again.state.content[digest].read()
        assert (len(data), f"sha256:{sha256(data).hexdigest()}") == (size, digest)
    again.workspace.close()


def test_who_finds_a_workspace_in_use_is_told_how_to_play_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "WAIT", 0.0)
    kept = SqliteWorkspaces(str(tmp_path)).open("sandbox")
    with pytest.raises(LayerwiseError) as caught:
        SqliteWorkspaces(str(tmp_path)).open("sandbox")
    assert str(caught.value).endswith(
        "sandbox.sqlite is in use: close the other Layerwise, or play in another workspace: "
        "layerwise sandbox --workspace NAME"
    )
    kept.close()


def test_saving_images_makes_no_bytes_and_loading_them_reads_none(tmp_path: Path) -> None:
    learner = session(SqliteWorkspaces(str(tmp_path)).open("work"))
    script = (
        "docker pull -q alpine:3.20 && docker image save -o a.tar alpine:3.20 && docker image save alpine:3.20 > b.tar"
    )
    assert run(learner, script)[0] == 0
    files = [learner.state.host.get(f"/home/learner/lab/{name}") for name in ("a.tar", "b.tar")]
    contents = [file.content for file in files if isinstance(file, File)]
    assert contents[0].key == contents[1].key
    assert contents[0].key.startswith("join:")
    learner.workspace.close()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < contents[0].size / 10

    again = session(SqliteWorkspaces(str(tmp_path)).open("work"))
    ids = run(again, "docker image ls -q --no-trunc")
    assert run(again, "docker image rm alpine:3.20 && docker load < b.tar")[1].endswith("Loaded image: alpine:3.20\n")
    assert run(again, "docker image ls -q --no-trunc") == ids
    assert run(again, "docker image load -i a.tar")[1] == "Loaded image: alpine:3.20\n"
    assert run(again, "tar -tf a.tar | head -n 2")[1] == "blobs/\nblobs/sha256/\n"
    again.workspace.close()


def test_what_is_written_around_a_shared_archive_is_kept(tmp_path: Path) -> None:
    learner = session(SqliteWorkspaces(str(tmp_path)).open("work"))
    assert run(learner, "docker pull -q alpine:3.20; { echo first; docker save alpine:3.20; echo last; } > f")[0] == 0
    file = learner.state.host.get("/home/learner/lab/f")
    assert isinstance(file, File)
    data = file.content.read()
    assert (data[:6], data[-5:]) == (b"first\n", b"last\n")
    assert run(learner, "docker save alpine:3.20 > g; echo x >> g")[0] == 0
    other = learner.state.host.get("/home/learner/lab/g")
    assert isinstance(other, File)
    assert other.content.read() == data[6:-5] + b"x\n"
    learner.workspace.close()
