"""Slow motion: what is told leads from one state to the other, and ends exactly where the command ended."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.lines import SETUP, commands
from tests.support.sandbox import run, session, sitting
from tutor.session.drawing.blocks import walk
from tutor.session.picture import picture
from tutor.session.replay import replay
from tutor.session.session import Session
from tutor.session.stack import Forest


def frames_of(learner: Session, line: str) -> list[str]:
    run(learner, line)
    head = learner.workspace.head
    assert head is not None
    return [frame.caption for frame in learner.slowly(head)]


@settings(max_examples=20)
@given(st.lists(commands, max_size=6))
def test_every_replay_ends_with_all_that_differs(lines: list[str]) -> None:
    learner = session()
    for line in (SETUP, *lines):
        run(learner, line)
    present = learner.state.digest
    for entry in learner.workspace.entries()[1:]:
        assert entry.parent is not None
        before = learner.moment_of(learner.workspace.entry(entry.parent)).state
        after = learner.moment_of(entry).state
        frames = learner.slowly(entry)
        assert frames[-1].stack == Forest(picture(before)).marked(picture(after)), entry.line
        assert all(frame.caption for frame in frames)
    assert learner.state.digest == present
    assert learner.slowly(learner.workspace.entries()[0]) == ()


def test_a_pull_brings_layers_then_the_name() -> None:
    told = frames_of(session(), "docker pull python:3.12-slim")
    assert [text.partition(",")[0] for text in told[:4]] == ["A layer arrives"] * 4
    assert "unpacked: " in told[0]
    assert told[4] == "The image gets the name python:3.12-slim. A name is only a pointer to the image."


def test_a_tag_copies_nothing_and_a_moved_one_leaves_its_image() -> None:
    learner = session()
    run(learner, "docker pull -q alpine:3.20; docker pull -q busybox:1.36")
    assert frames_of(learner, "docker tag alpine:3.20 team/base:1") == [
        "The image gets the name team/base:1. Two names, one image: nothing is copied."
    ]
    assert frames_of(learner, "docker tag busybox:1.36 team/base:1") == [
        "The tag team/base:1 moves to another image. Two names, one image: nothing is copied."
    ]
    assert frames_of(learner, "docker rmi team/base:1") == [
        "The name team/base:1 is taken away. busybox:1.36 still names the image."
    ]


def test_a_container_is_made_runs_and_ends_and_the_stack_shows_it_at_each_moment() -> None:
    learner = session()
    run(learner, "docker pull -q alpine:3.20")
    run(learner, "docker run --name web alpine:3.20 sh -c 'echo hi > /hi'")
    head = learner.workspace.head
    assert head is not None
    frames = learner.slowly(head)
    states = [
        box.state
        for frame in frames
        for node in walk(frame.stack)
        for top in node.images
        for box in top.containers
    ]
    assert states[:2] == ["created", "running"]
    assert states[-1] == "exited"


def test_a_build_tells_each_step_and_why_it_ran() -> None:
    learner = session()
    run(learner, "printf 'FROM alpine:3.20\\nRUN echo hi > /hi\\n' > Dockerfile")
    assert "Step 2 of 2, RUN echo hi > /hi: runs: first build of this step." in frames_of(learner, "docker build -q .")
    assert "Step 2 of 2, RUN echo hi > /hi: comes from the cache." in frames_of(learner, "docker build -q -t b .")


def test_what_no_shell_did_is_told_by_its_states() -> None:
    learner = session()
    run(learner, "docker pull -q alpine:3.20")
    run(learner, "reset")
    head = learner.workspace.head
    assert head is not None
    assert "Removed tag alpine:3.20." in learner.slowly(head)[0].caption


def test_many_events_end_at_once() -> None:
    learner = session()
    run(learner, "docker pull -q alpine:3.20; for i in $(seq 90); do docker tag alpine:3.20 a:$i; done")
    head = learner.workspace.head
    assert head is not None
    frames = learner.slowly(head)
    assert len(frames) <= 61
    before = learner.moment_of(learner.workspace.entries()[0]).state
    assert replay(before, learner.state, ())[-1].stack == frames[-1].stack


@pytest.mark.parametrize("line", ["replay", "replay @2", "replay 2"])
def test_the_word_numbers_what_happened(line: str) -> None:
    learner = session()
    run(learner, "docker pull -q alpine:3.20")
    assert "nothing happened there" in run(learner, "replay @1")[1]
    run(learner, "docker image ls")
    text = run(learner, line)[1]
    assert text.startswith("@2: docker pull -q alpine:3.20\n  1  A layer arrives, 3.6 MB packed, 8.47 MB unpacked: ADD")
    assert run(learner, "replay @9")[0] == 1


def test_explain_tells_the_same_of_a_line_that_was_not_run() -> None:
    learner = sitting()
    before = learner.stack()
    text = learner.run("explain docker pull alpine:3.20").text
    assert "What happens, step by step:\n  1  A layer arrives" in text
    assert learner.stack() == before
    assert "step by step" not in learner.run("explain docker tag nope:1 x:1").text
