"""A sitting as an asciicast: played, it shows what was typed and what came of it."""

from __future__ import annotations

import json

import pyte
import pytest

from tests.support.sandbox import sitting
from tutor.session.cast import COLUMNS, ROWS, cast
from tutor.session.sitting import LearnerSitting


def played(learner: LearnerSitting) -> tuple[list[tuple[float, str, str]], str]:
    """The events, and all rows that went over the screen."""
    head, *events = [json.loads(line) for line in cast(learner._session, "a title")]
    assert (head["version"], head["width"], head["height"], head["title"]) == (2, COLUMNS, ROWS, "a title")
    screen = pyte.HistoryScreen(COLUMNS, ROWS, history=10_000)
    stream = pyte.Stream(screen)
    for _, kind, data in events:
        assert kind == "o"
        stream.feed(data)
    above = ["".join(row[at].data for at in range(COLUMNS)) for row in screen.history.top]
    return events, "\n".join(row.rstrip() for row in [*above, *screen.display])


def test_lines_are_typed_and_answered_as_they_were() -> None:
    learner = sitting()
    said = learner.run("docker pull alpine:3.20").text
    listed = learner.run("docker image ls | cat").text
    learner.run("hint")
    learner.run("for i in 1 2; do\n  echo n$i\ndone")
    events, screen = played(learner)
    assert "~/lab $ docker pull alpine:3.20\n3.20: Pulling from library/alpine\n" in screen
    for line in (*said.splitlines(), listed.splitlines()[-1]):
        assert line.rstrip() in screen
    assert "$ for i in 1 2; do\n>   echo n$i\n> done\nn1\nn2\n~/lab $" in screen
    assert "hint" not in screen
    times = [when for when, _, _ in events]
    assert times == sorted(times)
    assert 5 < times[-1] < 60


def test_what_was_taken_back_is_not_in_it_and_a_container_has_its_prompt() -> None:
    learner = sitting()
    for line in ("docker pull -q alpine:3.20", "echo gone > f", "undo", "docker run -it --name box alpine:3.20",
                 "echo inside > /note", "cat /note", "exit", "docker diff box"):  # fmt: skip
        learner.run(line)
    _, screen = played(learner)
    assert "gone" not in screen
    assert "/ # cat /note\ninside\n/ # exit\n" in screen
    assert "A /note\n" in screen


def test_a_secret_does_not_get_into_it() -> None:
    learner = sitting()
    learner.run("docker login -u learner registry.class.test")
    assert not learner.prompt().seen
    learner.run("hunter2-the-secret")
    learner.run("echo after")
    _, screen = played(learner)
    assert "Password:" in screen
    assert "hunter2" not in screen
    assert "$ echo after\nafter\n" in screen


@pytest.mark.parametrize("line", ["yes", "seq 100000"])
def test_endless_output_is_cut_off(line: str) -> None:
    learner = sitting()
    learner.run(line)
    assert sum(len(text) for text in cast(learner._session, "")) < 2_000_000


def test_the_session_is_as_it_was() -> None:
    learner = sitting()
    learner.run("docker pull -q alpine:3.20")
    moment, entries = learner._session.moment, len(learner._session.workspace.path())
    list(cast(learner._session, ""))
    assert learner._session.moment is moment
    assert len(learner._session.workspace.path()) == entries
