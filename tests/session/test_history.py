"""Laws of the sitting: undo is exact, looking changes nothing, and the same commands give the same state."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.lines import SETUP, commands, typed, words
from tests.support.sandbox import ROOT, run, session, sitting
from tutor.session.keeping import CLASSES
from tutor.session.moment import Moment
from tutor.session.session import Session
from tutor.session.sitting import LearnerSitting
from tutor.store.codec import Codec
from tutor.store.objects import MemoryObjects
from tutor.store.workspace import Entry, MemoryWorkspace

RARELY = settings(max_examples=150)
OFTEN = settings(max_examples=25)


class CodedWorkspace(MemoryWorkspace):
    """A workspace in memory that keeps its states as a file would: encoded."""

    codec, objects = Codec(CLASSES), MemoryObjects()  # for all of them: what is there already costs nothing

    def append(self, line: str, value: object, **more: Any) -> Entry:
        return super().append(line, self.codec.save(value, self.objects), **more)

    def value(self, entry: Entry | None = None) -> object:
        key = super().value(entry)
        assert isinstance(key, bytes)
        return self.codec.load(key, self.objects)


def digest(session: Session) -> bytes:
    return session.state.digest


def changes(session: Session) -> int:
    """How many commands can be undone."""
    return sum(entry.changed for entry in session.workspace.path()[1:])


def check_undo(lines: Iterable[str]) -> None:
    """Undo is exact at each step, redo too; all of it gives the first state and the last."""
    learner = session(CodedWorkspace())
    first = [digest(learner)]
    for line in (SETUP, *lines):
        count = changes(learner)
        run(learner, line)
        if changes(learner) > count:
            first.append(digest(learner))
    last = digest(learner)
    for before in reversed(first[:-1]):
        assert len(learner.undo()) == 1
        assert digest(learner) == before
    assert learner.undo() == ()
    assert len(learner.redo(len(first))) == len(first) - 1
    assert digest(learner) == last
    learner.undo(len(first))
    assert digest(learner) == first[0]


@OFTEN
@given(st.lists(commands, max_size=8))
@example(["ls"])
@example(["ls", "mkdir a", "ls"])
def test_undo_is_exact(lines: list[str]) -> None:
    check_undo(lines)


@pytest.mark.slow
@RARELY
@given(st.lists(commands, max_size=20))
def test_undo_is_exact_for_long_sittings(lines: list[str]) -> None:
    check_undo(lines)


@OFTEN
@given(st.lists(st.one_of(commands, words), max_size=10))
def test_undoing_all_leads_to_the_start_whatever_was_undone_before(lines: list[str]) -> None:
    learner = session()
    first = digest(learner)
    for line in lines:
        run(learner, line)
    learner.redo(1000)
    tip = learner.workspace.tip
    last = digest(learner)
    moment = learner.workspace.value(tip)
    assert isinstance(moment, Moment)
    assert moment.state.digest == last
    count = changes(learner)
    assert len(learner.undo(1000)) == count
    assert digest(learner) == first
    assert len(learner.redo(1000)) == count
    assert digest(learner) == last
    assert learner.workspace.tip == tip


@OFTEN
@given(st.lists(commands, max_size=6))
def test_the_same_commands_give_the_same_state_and_output(lines: list[str]) -> None:
    one, other = session(), session()
    for line in (SETUP, *lines):
        assert run(one, line) == run(other, line)
    assert digest(one) == digest(other)


TOLD = """
import json, sys
from tests.support.sandbox import run, session
learner = session()
told = [[*run(learner, line), learner.state.digest.hex()] for line in json.load(sys.stdin)]
json.dump(told, sys.stdout)
"""


def told(lines: list[str], hash_seed: str) -> list[tuple[int, str, str]]:
    """What another interpreter makes of the lines: exit code, output and state digest of each."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD], input=json.dumps(lines), capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [(code, text, digest) for code, text, digest in json.loads(done.stdout)]


EVERYTHING = [
    SETUP, "export B=2 A=1; f() { echo f; }; g() { echo g; }", "mkdir -p z/y a/b; touch z/1 a/2; ln z/1 hard",
    "docker build -q -t app:dev .", "docker run --name box -v vol:/data -e Z=1 -e Y=2 app:dev sh -c 'ls -R /app'",
    "docker network create net; docker volume create --label b=1 --label a=2 v2", "docker diff box",
    "docker commit -c 'LABEL z=1 a=2' -c 'ENV X=1' box kept:1", "docker inspect box kept:1 net vol",
    "docker image save -o all.tar kept:1 app:dev; ls -l", "docker image prune -af; docker system df -v",
    "docker image load -i all.tar", "docker run -d --name web -p 80 --network net kept:1 sleep 100; docker ps -a",
    "docker push localhost:5000/none", "docker tag kept:1 localhost:5000/kept:1; docker push localhost:5000/kept:1",
    "docker history --no-trunc kept:1; docker image ls --tree; set; env; docker info; docker buildx du",
]  # fmt: skip


def test_another_interpreter_with_other_hashes_gives_the_same_state() -> None:
    one, other = told(EVERYTHING, "1"), told(EVERYTHING, "4242")
    for line, mine, theirs in zip(EVERYTHING, one, other, strict=True):
        assert mine == theirs, line
    here = session()
    assert [(*run(here, line), digest(here).hex()) for line in EVERYTHING] == one
    assert [code for code, _, _ in one].count(0) == len(one) - 1


# Before Enter


def prepared(*, interactive: bool = True) -> LearnerSitting:
    """A sitting in which something is there to be lost."""
    made = sitting(interactive=interactive)
    for line in (SETUP, "docker tag alpine:3.20 app:dev; docker run -d --name box alpine:3.20 sleep 1000",
                 "echo 1 > f1; docker build -q -t team/base:1 .; mkdir undone", "undo"):  # fmt: skip
        made.run(line)
    return made


PREPARED = prepared()
NESTED = prepared()
NESTED.run("docker exec -it box sh")


def fingerprint(sitting: LearnerSitting) -> tuple[object, ...]:
    """All that must not change while a line is typed."""
    session = sitting._session
    workspace = session.workspace
    return (
        session.state.digest, session.moment.ahead, workspace.head, workspace.tip, workspace.entries(), sitting.stack(),
        sitting.prompt(), sitting.lesson(), sitting.history(),
    )  # fmt: skip


def look(sitting: LearnerSitting, line: str, cursor: int) -> None:
    """Ask all that a front end asks after a key."""
    sitting.preview(line, cursor)
    sitting.complete(line, cursor)
    sitting.highlight(line)
    sitting.missing(line)


@st.composite
def keys(draw: st.DrawFn) -> list[tuple[str, int]]:
    """The states of the line while it is typed, with slips that are mended and parts that are thrown away."""
    line = draw(typed)
    stops = sorted(draw(st.sets(st.integers(0, len(line)), max_size=5)))
    states = [(line[:stop], stop) for stop in stops]
    for _ in range(draw(st.integers(0, 3))):
        at, length = draw(st.integers(0, len(line))), draw(st.integers(0, 4))
        put = draw(st.sampled_from(("", "x", " ", '"', "'", "$(", ")", "`", "|", ">", "<<E\n", "\\", ";", "\n", "é")))
        edited = line[:at] + put + line[at + length :]
        states.append((edited, at + len(put)))
    return [*states, (line, len(line))]


@settings(max_examples=60)
@given(keys())
def test_no_key_changes_anything_before_enter(states: list[tuple[str, int]]) -> None:
    before = fingerprint(PREPARED)
    for line, cursor in states:
        look(PREPARED, line, cursor)
        assert fingerprint(PREPARED) == before, line


@settings(max_examples=20)
@given(keys())
def test_nor_does_one_in_a_nested_prompt(states: list[tuple[str, int]]) -> None:
    before = fingerprint(NESTED)
    for line, cursor in states:
        look(NESTED, line, cursor)
        assert fingerprint(NESTED) == before, line


@settings(max_examples=40)
@given(st.text("docker imagetlsrunp;|&$(){}'\"`<>\\\n-./:20=*?[]#~!é\x00\x1b", max_size=40), st.integers(0, 40))
def test_nor_does_any_other_text(line: str, cursor: int) -> None:
    before = fingerprint(PREPARED)
    look(PREPARED, line, min(cursor, len(line)))
    assert fingerprint(PREPARED) == before


@pytest.mark.slow
@settings(max_examples=400)
@given(keys(), st.booleans())
def test_no_key_changes_anything_in_many_lines(states: list[tuple[str, int]], nested: bool) -> None:
    learner = NESTED if nested else PREPARED
    before = fingerprint(learner)
    for line, cursor in states:
        look(learner, line, cursor)
        assert fingerprint(learner) == before, line


# What the words say


def test_a_look_around_after_an_undo_keeps_the_way_forward() -> None:
    learner = session()
    run(learner, "mkdir a")
    run(learner, "undo")
    assert run(learner, "ls") == (0, "")
    assert run(learner, "redo") == (0, "Did again: mkdir a\n")
    assert run(learner, "ls") == (0, "a\n")


def test_a_command_after_an_undo_makes_a_branch_and_loses_nothing() -> None:
    learner = session()
    for line in ("mkdir a", "undo", "mkdir b"):
        run(learner, line)
    assert run(learner, "redo") == (0, "Nothing to redo.\n")
    assert [entry.line for entry in learner.workspace.entries() if entry.changed][1:] == ["mkdir a", "mkdir b"]


def test_undo_says_what_it_took_back_and_refuses_nonsense() -> None:
    learner = session()
    run(learner, "mkdir a; cd a")
    assert run(learner, "undo x")[0] == 1
    assert run(learner, "undo") == (0, "Took back: mkdir a; cd a\n")
    assert run(learner, "redo 5") == (0, "Did again: mkdir a; cd a\nThat is all there was to redo.\n")
    assert run(learner, "undo 1") == (0, "Took back: mkdir a; cd a\n")
    assert run(learner, "undo") == (0, "Nothing to undo.\n")
    assert run(learner, "pwd") == (0, "/home/learner/lab\n")


def test_reset_goes_to_the_start_and_can_be_undone() -> None:
    learner = session()
    first = digest(learner)
    run(learner, "mkdir a")
    run(learner, "reset")
    assert digest(learner) == first
    run(learner, "undo")
    assert run(learner, "ls") == (0, "a\n")


def test_two_commands_of_a_line_do_not_happen_at_one_time() -> None:
    learner = session()
    run(learner, "docker pull -q alpine:3.20; docker run --name box alpine:3.20 touch /x")
    code, out = run(learner, "docker commit box a:1; docker commit box a:2")
    assert (code, len(set(out.split()))) == (0, 2)
