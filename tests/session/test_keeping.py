"""What is kept of a sitting: everything, in little room, readable by the next process."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.support.sandbox import run, session
from tutor.session.keeping import SqliteWorkspaces


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
