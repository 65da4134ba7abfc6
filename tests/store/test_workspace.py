"""What every workspace does, in memory or in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tutor.store.codec import Codec
from tutor.store.sqlite import SqliteWorkspace
from tutor.store.workspace import MemoryWorkspace, NoSuchEntry, Workspace
from tutor.vfs.persistent import PersistentMap

Reopen = Callable[[Workspace], Workspace]


@pytest.fixture(params=["memory", "file", "reopened"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Workspace, Reopen]]:
    """Yield a new workspace and what brings it back as a later process would see it."""
    if request.param == "memory":
        yield MemoryWorkspace(), lambda workspace: workspace
        return
    opened: list[SqliteWorkspace] = [SqliteWorkspace.open(str(tmp_path / "w"), Codec())]

    def reopen(workspace: Workspace) -> Workspace:
        if request.param == "file":
            return workspace
        workspace.close()
        opened.append(SqliteWorkspace.open(str(tmp_path / "w"), Codec()))
        return opened[-1]

    yield opened[0], reopen
    opened[-1].close()


def fill(workspace: Workspace, *lines: str) -> list[int]:
    return [workspace.append(line, (line, "state"), time=float(n)).id for n, line in enumerate(lines)]


def test_a_new_workspace_is_empty(made: tuple[Workspace, Reopen]) -> None:
    workspace, _ = made
    assert workspace.head is None
    assert workspace.tip is None
    assert workspace.entries() == workspace.path() == ()
    assert (workspace.undo(), workspace.redo(3)) == (0, 0)
    with pytest.raises(NoSuchEntry):
        workspace.value()


def test_states_are_kept_with_their_lines(made: tuple[Workspace, Reopen]) -> None:
    workspace, reopen = made
    fill(workspace, "", "ls -l", "echo \udcff\n")
    workspace = reopen(workspace)
    assert workspace.head is not None
    assert (workspace.head.line, workspace.head.time) == ("echo \udcff\n", 2.0)
    assert workspace.value() == ("echo \udcff\n", "state")
    assert [entry.line for entry in workspace.path()] == ["", "ls -l", "echo \udcff\n"]
    assert [workspace.value(entry) for entry in workspace.entries()] == [
        ("", "state"), ("ls -l", "state"), ("echo \udcff\n", "state"),
    ]  # fmt: skip


def test_undo_and_redo_walk_the_branch(made: tuple[Workspace, Reopen]) -> None:
    workspace, reopen = made
    ids = fill(workspace, "start", "a", "b", "c")
    assert workspace.undo() == 1
    assert workspace.undo(2) == 2
    workspace = reopen(workspace)
    assert workspace.head is not None
    assert workspace.tip is not None
    assert (workspace.head.id, workspace.tip.id) == (ids[0], ids[3])
    assert workspace.undo() == 0
    assert workspace.redo() == 1
    assert workspace.value() == ("a", "state")
    assert workspace.redo(9) == 2
    assert workspace.value() == ("c", "state")
    assert workspace.redo() == 0
    assert workspace.undo(99) == 3
    assert workspace.value() == ("start", "state")


def test_a_command_after_undo_starts_a_branch(made: tuple[Workspace, Reopen]) -> None:
    workspace, reopen = made
    ids = fill(workspace, "start", "a", "b")
    workspace.undo(2)
    (other,) = fill(workspace, "x")
    workspace = reopen(workspace)
    assert workspace.redo() == 0
    assert [entry.line for entry in workspace.path()] == ["start", "x"]
    assert [entry.line for entry in workspace.entries()] == ["start", "a", "b", "x"]
    assert workspace.entry(other).parent == ids[0]
    workspace.move(ids[1])
    assert workspace.value() == ("a", "state")
    assert workspace.redo() == 1
    assert workspace.value() == ("b", "state")
    with pytest.raises(NoSuchEntry, match="no step 99"):
        workspace.move(99)


def test_a_root_is_a_new_beginning(made: tuple[Workspace, Reopen]) -> None:
    workspace, reopen = made
    fill(workspace, "start", "a")
    workspace.append("reset", "fresh", time=5.0, root=True)
    workspace = reopen(workspace)
    assert workspace.undo() == 0
    assert [entry.line for entry in workspace.path()] == ["reset"]
    assert len(workspace.entries()) == 3


def test_names_and_remembered_texts(made: tuple[Workspace, Reopen]) -> None:
    workspace, reopen = made
    ids = fill(workspace, "start", "a")
    assert workspace.rename(ids[1], "before the mess").name == "before the mess"
    workspace.set_meta({"lesson": "01", "step": "3"})
    workspace.append("b", None, time=1.0, name="n", meta={"step": "4", "lesson": None, "odd": "\udc80"})
    workspace = reopen(workspace)
    assert [entry.name for entry in workspace.entries()] == ["", "before the mess", "n"]
    assert (workspace.meta("lesson"), workspace.meta("step"), workspace.meta("odd")) == (None, "4", "\udc80")


def test_entries_can_be_forgotten(made: tuple[Workspace, Reopen]) -> None:
    workspace, reopen = made
    ids = fill(workspace, "start", "a", "b", "c")
    workspace.undo()
    workspace.forget([ids[1], ids[2], ids[3]])  # the head, b, stays
    workspace = reopen(workspace)
    assert [entry.line for entry in workspace.path()] == ["start", "b"]
    assert [entry.line for entry in workspace.entries()] == ["start", "b"]
    assert workspace.redo() == 0
    with pytest.raises(NoSuchEntry):
        workspace.forget([ids[1]])
    assert fill(workspace, "d")[0] > ids[3]


def test_what_is_needed_survives_compaction(made: tuple[Workspace, Reopen]) -> None:
    workspace, reopen = made
    big = PersistentMap.of({str(n): "x" * 500 + str(n) for n in range(500)})
    ids = [workspace.append("start", big, time=0.0).id]
    ids.append(workspace.append("more", big.set("new", "y"), time=0.0).id)
    blob = workspace.sink().put([b"piece " * 20_000, b"and another"])
    ids.append(workspace.append("blob", (blob,), time=0.0).id)
    workspace.forget([ids[1]])
    workspace.compact()
    workspace = reopen(workspace)
    assert workspace.value(workspace.entry(ids[0])) == big
    value = workspace.value()
    assert isinstance(value, tuple)
    value[0].verify()
    assert value[0] == blob
