"""Laws of travelling: every point is exactly what it was, whatever is done after it, across restarts and kills."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.test_history import CodedWorkspace
from tests.support.lines import SETUP, commands, words
from tests.support.sandbox import ROOT, run, session, sitting
from tutor.session.keeping import SqliteWorkspaces
from tutor.session.past import NoSuchPoint, find, points, threads
from tutor.session.session import Session, lasting_digest
from tutor.store.workspace import Entry, Workspace

Move = tuple[str, str | int]

moves: st.SearchStrategy[Move] = st.one_of(
    st.tuples(st.just("run"), st.one_of(commands, words)),
    st.tuples(st.just("goto"), st.integers(0, 30)),
    st.tuples(st.just("mark"), st.integers(0, 30)),
)


def digests(learner: Session) -> dict[int, bytes]:
    """The digest of every point."""
    return {entry.id: learner.moment_of(entry).state.digest for entry in learner.workspace.entries()}


def walk(learner: Session, steps: list[Move]) -> dict[int, bytes]:
    """Run commands, go to points and name some; the digest that the sandbox had at each point when it came about."""
    seen = digests(learner)
    for what, value in steps:
        entries = learner.workspace.entries()
        if what == "run":
            run(learner, str(value))
        elif what == "goto":
            target = entries[int(value) % len(entries)]
            assert run(learner, f"goto @{target.id}")[0] == 0
            assert learner.state.digest == seen[target.id]
        else:
            assert run(learner, f"mark m{value} @{entries[int(value) % len(entries)].id}")[0] == 0
        head = learner.workspace.head
        assert head is not None
        assert lasting_digest(learner.state) == lasting_digest(learner.moment_of(head).state)
        later = learner.workspace.entries()
        assert [entry.id for entry in later][: len(entries)] == [entry.id for entry in entries]  # nothing is lost
        for entry in later[len(entries) :]:
            seen.setdefault(entry.id, learner.moment_of(entry).state.digest)
    return seen


@settings(max_examples=20)
@given(st.lists(moves, max_size=14))
def test_every_point_is_exactly_what_it_was(steps: list[Move]) -> None:
    learner = session(CodedWorkspace())
    run(learner, SETUP)
    seen = walk(learner, steps)
    now = digests(learner)
    assert {id: now[id] for id in seen} == seen
    for entry in learner.workspace.entries():
        assert run(learner, f"goto @{entry.id}")[0] == 0
        assert learner.state.digest == now[entry.id]


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(moves, max_size=40))
def test_every_point_is_exactly_what_it_was_after_long_walks(steps: list[Move]) -> None:
    learner = session(CodedWorkspace())
    seen = walk(learner, steps)
    now = digests(learner)
    assert {id: now[id] for id in seen} == seen


@settings(max_examples=6)
@given(st.lists(moves, max_size=8))
def test_points_marks_and_place_outlive_a_restart(tmp_path_factory: pytest.TempPathFactory, steps: list[Move]) -> None:
    folder = str(tmp_path_factory.mktemp("kept"))
    learner = session(SqliteWorkspaces(folder).open("w"))
    walk(learner, steps)
    before, drawn, here = digests(learner), points(learner.workspace), learner.workspace.head
    learner.workspace.close()
    again = session(SqliteWorkspaces(folder).open("w"))
    assert digests(again) == before
    assert points(again.workspace) == drawn
    assert again.workspace.head == here
    assert here is not None
    assert again.state.digest == before[here.id]
    again.workspace.close()


KILLED = """
import sys
from tests.support.sandbox import run, session
from tutor.session.keeping import SqliteWorkspaces
learner = session(SqliteWorkspaces(sys.argv[1]).open("w"))
for number in range(10_000):
    run(learner, "goto @1" if number % 5 == 4 else f"mkdir d{number}; docker pull -q alpine:3.20")
    head = learner.workspace.head
    print(head.id, learner.moment_of(head).state.digest.hex(), flush=True)
"""


def test_nothing_that_was_told_is_lost_by_a_kill(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environ) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().split() for _ in range(13)]
        process.send_signal(signal.SIGKILL)
        told += [line.split() for line in process.stdout.read().splitlines() if line.count(" ") == 1]
    learner = session(SqliteWorkspaces(str(tmp_path)).open("w"))
    now = digests(learner)
    for id, digest in told:
        if len(digest) == 64:
            assert now[int(id)].hex() == digest
    assert learner.workspace.head is not None
    assert learner.state.digest == now[learner.workspace.head.id]
    learner.workspace.close()


@given(st.lists(st.integers(0, 60), max_size=60), st.integers(0, 60))
def test_the_tree_shows_every_entry_once_under_its_parent(parents: list[int], tip: int) -> None:
    entries = [Entry(1, None, "", 0.0)]
    for parent in parents:
        entries.append(Entry(len(entries) + 1, entries[parent % len(entries)].id, "x", 0.0))
    by_id = {entry.id: entry for entry in entries}
    trunk = [entries[tip % len(entries)]]
    while trunk[0].parent is not None:
        trunk.insert(0, by_id[trunk[0].parent])
    rows = threads(entries, trunk)
    order = [entry.id for _, entry in rows]
    assert sorted(order) == [entry.id for entry in entries]
    for drawn, entry in rows:
        assert entry.parent is None or order.index(entry.parent) < order.index(entry.id)
        assert entry not in trunk or drawn == ""


# What the words say


def prepared(workspace: Workspace | None = None) -> Session:
    learner = session(workspace)
    for line in ("docker pull -q alpine:3.20", "mark pulled", "docker tag alpine:3.20 x:1", "undo",
                 "docker tag alpine:3.20 y:1"):  # fmt: skip
        assert run(learner, line)[0] == 0
    return learner


def test_the_log_is_a_tree_with_numbers_and_names() -> None:
    learner = prepared()
    assert run(learner, "log")[1].splitlines() == [
        "@1  * the beginning",
        "@2  * docker pull -q alpine:3.20  @pulled",
        "@3  ├─* docker tag alpine:3.20 x:1",
        "@4  * docker tag alpine:3.20 y:1  you are here",
    ]
    assert run(learner, "log x:1")[1] == "@3  ├─* docker tag alpine:3.20 x:1\n"
    assert run(learner, "log nothing")[1] == "No point matches.\n"


def test_a_point_is_gone_to_by_number_name_or_distance_and_a_command_there_branches() -> None:
    learner = prepared()
    assert run(learner, "goto @3")[1] == (
        "Now at @3, after: docker tag alpine:3.20 x:1\nNothing is lost: goto @4 comes back.\n"
    )
    assert "x" in run(learner, "docker image ls -q --filter reference=x; docker image ls")[1]
    run(learner, "docker tag alpine:3.20 z:1")
    assert run(learner, "goto pulled")[0] == 0
    assert run(learner, "docker image ls --format '{{.Repository}}'")[1] == "alpine\n"
    run(learner, "goto @4")
    assert run(learner, "goto @-2")[1].startswith("Now at @1, after: the beginning\n")
    run(learner, "redo")
    lines = [point.line for point in points(learner.workspace) if point.changed]
    assert {f"docker tag alpine:3.20 {name}:1" for name in "xyz"} <= set(lines)


def test_a_name_moves_and_goes() -> None:
    learner = prepared()
    assert "stood at @2" in run(learner, "mark pulled")[1]
    assert run(learner, "mark")[1] == "@pulled  @4, after: docker tag alpine:3.20 y:1\n"
    assert run(learner, "mark -d pulled") == (0, "@4 has no name any more.\n")
    assert run(learner, "mark -d @4") == (1, "mark: @4 has no name\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("goto @99", "goto: there is no point @99 in the history: log shows all points\n"),
        ("goto @puled", "goto: there is no point @puled in the history: did you mean @pulled?\n"),
        ("goto", "goto: go where? goto @N or goto @NAME; log shows all points\n"),
        ("goto @-9", "goto: only 2 commands changed something before this: log shows all points\n"),
        ("mark 7up", "mark: '7up' cannot name a point: begin with a letter; letters, digits, . _ - may follow\n"),
        ("compare @1 @nope", "compare: there is no point @nope in the history: log shows all points\n"),
    ],
)
def test_a_point_that_is_not_there_is_named_with_the_remedy(line: str, said: str) -> None:
    learner = prepared()
    before = lasting_digest(learner.state)
    code, text = run(learner, line)
    assert (code, text) == (1, said)
    assert lasting_digest(learner.state) == before
    with pytest.raises(NoSuchPoint):
        find(learner.workspace, "@99")


def test_two_points_are_compared_even_after_everything_was_pruned() -> None:
    learner = prepared()
    run(learner, "docker volume create vol; echo 1 > f; docker run -d --name web alpine:3.20 sleep 9")
    run(learner, "docker rm -f web; docker image prune -af; docker volume prune -af")
    text = run(learner, "compare @pulled @5")[1]
    for part in ("y:1 → ", "web (running)", "volumes: 0", "volumes: 1", "/home/learner/lab/f"):
        assert part in text
    assert "alpine:3.20 →" not in text
    gone = run(learner, "compare @5")[1]
    assert "Removed 2 tags" in gone or "Removed tag" in gone
    assert "8.47 MB" in gone
    assert "Images, containers and volumes are the same at both." in run(learner, "compare @5 @5")[1]
    assert run(learner, "goto @5; docker ps")[0] == 0
    assert "web" in run(learner, "docker ps")[1]


def test_going_to_a_point_is_previewed_and_at_shows_the_same() -> None:
    learner = sitting()
    for line in ("docker pull -q alpine:3.20", "docker tag alpine:3.20 x:1", "docker rmi -f alpine:3.20 x:1"):
        learner.run(line)
    before = learner.stack()
    seen = learner.preview("goto @3", 7)
    assert "Would add tag alpine:3.20" in seen.message
    assert learner.at(3).stack == seen.stack
    assert learner.preview("undo", 4).stack == seen.stack
    assert learner.stack() == before
    assert learner.at(4).stack is None
    result = learner.travel("goto", "@3")
    assert "Added tag x:1" in " ".join(result.said)
    assert learner.travel("goto", "@77").code == 1


def test_a_name_that_cannot_be_one_is_refused_wherever_it_is_given() -> None:
    learner = sitting()
    learner.run("echo x > f")
    for name in ("two words", "1st", "a/b", "é"):
        refused = learner.travel("mark", f"@2 {name}")
        assert refused.code == 1
        assert "cannot name a point" in refused.text
    assert learner.travel("mark", "@2 a-name").code == 0
