"""The file of a workspace: transactions, locks, damage, room."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.store.codec import Codec
from tutor.store.database import APPLICATION, FORMAT, set_aside
from tutor.store.faults import (
    CorruptWorkspace,
    ForeignFile,
    FullWorkspace,
    NewerWorkspace,
    UnwritableWorkspace,
    WorkspaceBusy,
    WorkspaceError,
    fault,
)  # fmt: skip
from tutor.store.objects import CorruptObject, MissingObject
from tutor.store.sqlite import SqliteWorkspace
from tutor.vfs.persistent import PersistentMap

ROOT = Path(__file__).parents[2]


def opened(path: Path, wait: float = 0.0, limit: int | None = None) -> SqliteWorkspace:
    return SqliteWorkspace.open(str(path), Codec(), wait=wait, limit=limit)


def child(script: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], env=environment, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip


def one_line(error: WorkspaceError) -> bool:
    return "\n" not in str(error) and bool(error.remedy)


def test_folders_are_made_and_the_file_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "er" / "w"
    opened(file).close()
    head = file.read_bytes()[:100]
    assert int.from_bytes(head[68:72], "big") == APPLICATION
    assert int.from_bytes(head[60:64], "big") == FORMAT
    assert sorted(os.listdir(file.parent)) == ["w"]


HOLD = """
import sys
from tutor.store.codec import Codec
from tutor.store.sqlite import SqliteWorkspace
workspace = SqliteWorkspace.open(sys.argv[1], Codec())
workspace.append("kept", "x" * 5000, time=0.0)
workspace.sink().put([b"in flight " * 50_000])
print("ready", flush=True)
sys.stdin.readline()
"""


def test_a_second_process_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "w"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", HOLD, str(file)]
    holder = subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "ready\n"
        with pytest.raises(WorkspaceBusy) as caught:
            opened(file)
        assert one_line(caught.value)
        assert str(file) in str(caught.value)
        holder.send_signal(signal.SIGKILL)
        with opened_soon(file) as workspace:
            assert workspace.value() == "x" * 5000
            workspace.check()
    finally:
        holder.kill()
        holder.communicate()


class opened_soon:
    """Open with a wait, as a front end does."""

    def __init__(self, file: Path) -> None:
        self._workspace = opened(file, wait=30.0)

    def __enter__(self) -> SqliteWorkspace:
        return self._workspace

    def __exit__(self, *_: object) -> None:
        self._workspace.close()


def test_the_same_process_cannot_open_it_twice_either(tmp_path: Path) -> None:
    first = opened(tmp_path / "w")
    with pytest.raises(WorkspaceBusy):
        opened(tmp_path / "w")
    first.close()
    opened(tmp_path / "w").close()


WRITER = """
import sys
from tutor.store.codec import Codec
from tutor.store.sqlite import SqliteWorkspace
from tutor.vfs.persistent import PersistentMap
workspace = SqliteWorkspace.open(sys.argv[1], Codec())
state = workspace.value() if workspace.head else PersistentMap.of({"count": 0})
while True:
    count = state["count"] + 1
    state = state.update({"count": count, f"key{count % 300}": ("text", count, "z" * count * 7 % 3000)})
    blob = workspace.sink().put([bytes([count % 256]) * 100_000])
    workspace.append(f"command {count}", state.set("blob", blob), time=float(count))
    print(count, flush=True)
""".replace('"z" * count * 7 % 3000', '"z" * (count * 7 % 3000)')


@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_killing_loses_at_most_the_command_in_flight(tmp_path: Path, rounds: int) -> None:
    file = tmp_path / "w"
    seen = 0
    for round in range(rounds):
        writer = child(WRITER, str(file))
        assert writer.stdout is not None
        for _ in range(1 + round * 7 % 23):
            line = writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read()
        writer.communicate()
        told = [int(number) for number in (line + rest).split("\n")[:-1]]
        seen = told[-1]
        workspace = opened(file)
        state = workspace.value()
        assert isinstance(state, PersistentMap)
        assert workspace.head is not None
        assert seen <= state["count"] <= seen + 1
        assert workspace.head.line == f"command {state['count']}"
        state["blob"].verify()
        workspace.check()
        assert len(workspace.path()) == state["count"]
        workspace.close()


def test_a_failing_command_leaves_nothing_behind(tmp_path: Path) -> None:
    workspace = opened(tmp_path / "w")
    workspace.append("good", "state", time=0.0)
    with pytest.raises(TypeError):
        workspace.append("bad", [1, 2], time=0.0)
    workspace.sink().put([b"x" * 1_000_000])
    workspace.rollback()
    assert [entry.line for entry in workspace.path()] == ["good"]
    assert workspace.value() == "state"
    workspace.append("after", "more", time=0.0)
    workspace.close()
    assert (tmp_path / "w").stat().st_size < 200_000


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    workspace = opened(tmp_path / "w", limit=400_000)
    workspace.append("small", "state", time=0.0)
    noise = bytes(n * n % 251 ^ n >> 7 & 255 for n in range(700_000))
    with pytest.raises(FullWorkspace) as caught:
        workspace.append("big", tuple(noise[at : at + 5000] for at in range(0, 700_000, 5000)), time=0.0)
    assert one_line(caught.value)
    assert workspace.value() == "state"
    workspace.append("small again", "state 2", time=0.0)
    workspace.check()
    workspace.close()
    again = opened(tmp_path / "w")
    assert [entry.line for entry in again.path()] == ["small", "small again"]
    again.close()


@pytest.mark.parametrize("content", [b"hello, I am a text", b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "w"
    file.write_bytes(content)
    with pytest.raises((CorruptWorkspace, ForeignFile)) as caught:
        opened(file)
    assert one_line(caught.value)
    assert file.read_bytes() == content
    name = set_aside(str(file))
    assert Path(name).read_bytes() == content
    opened(file).close()
    assert set_aside(str(file)) != name


def open_and_check(file: Path) -> None:
    workspace = opened(file)
    try:
        workspace.check()
    finally:
        workspace.close()


def test_damage_inside_is_found(tmp_path: Path) -> None:
    file = tmp_path / "w"
    workspace = opened(file)
    workspace.append("x", PersistentMap.of({str(n): "text " * 300 + str(n) for n in range(2000)}), time=0.0)
    workspace.close()
    data = bytearray(file.read_bytes())
    for at in range(9000, len(data) - 4096, 1000):
        data[at] ^= 0x55
    file.write_bytes(data)
    with pytest.raises((WorkspaceError, MissingObject, CorruptObject)) as caught:
        open_and_check(file)
    assert "damaged" in str(caught.value) or "missing" in str(caught.value)
    assert file.read_bytes() == data


def test_other_files_are_recognised(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE mine (x)")
    db.close()
    before = file.read_bytes()
    with pytest.raises(ForeignFile) as caught:
        opened(file)
    assert one_line(caught.value)
    assert file.read_bytes() == before


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "w"
    opened(file).close()
    db = sqlite3.connect(file)
    db.execute(f"PRAGMA user_version = {FORMAT + 1}")
    db.close()
    with pytest.raises(NewerWorkspace) as caught:
        opened(file)
    assert one_line(caught.value)
    assert caught.value.format == FORMAT + 1


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UnwritableWorkspace) as caught:
        opened(tmp_path)
    assert one_line(caught.value)
    (tmp_path / "file").write_text("")
    with pytest.raises(UnwritableWorkspace):
        opened(tmp_path / "file" / "w")
    if os.geteuid() == 0:
        return
    folder = tmp_path / "locked"
    folder.mkdir(0o555)
    with pytest.raises(UnwritableWorkspace):
        opened(folder / "w")


def test_a_read_only_file(tmp_path: Path) -> None:
    file = tmp_path / "w"
    opened(file).close()
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError) as caught:
        db.execute("DELETE FROM meta")
    db.close()
    assert isinstance(fault(str(file), caught.value), UnwritableWorkspace)


def test_compaction_gives_room_back(tmp_path: Path) -> None:
    workspace = opened(tmp_path / "w")
    workspace.append("start", "state", time=0.0)
    blob = workspace.sink().put(bytes([n % 256]) * 65_536 + n.to_bytes(4, "big") for n in range(40))
    entry = workspace.append("load", (blob,), time=0.0)
    workspace.undo()
    workspace.forget([entry.id])
    assert workspace.compact() > 0
    workspace.check()
    assert workspace.value() == "state"
    workspace.close()
    assert (tmp_path / "w").stat().st_size < 100_000


def test_a_small_change_costs_little(tmp_path: Path) -> None:
    workspace = opened(tmp_path / "w")
    state: PersistentMap[object] = PersistentMap.of({str(n): ("entry", n) for n in range(20_000)})
    workspace.append("start", state, time=0.0)
    objects = len(workspace._db.rows("SELECT 1 FROM objects"))
    workspace.append("change", state.set("77", "other"), time=0.0)
    assert len(workspace._db.rows("SELECT 1 FROM objects")) - objects <= 6
    workspace.close()
