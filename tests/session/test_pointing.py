"""The stack marks what a lesson's step is still missing: names, containers, the layer with the wrong file."""

from __future__ import annotations

import pytest

from tests.support.sandbox import sitting
from tutor.session.drawing.columns import columns
from tutor.session.sitting import LearnerSitting
from tutor.session.views import StackView


def amiss(view: StackView) -> list[str]:
    """What is marked: names, containers, volumes, and notes of layers."""
    found, todo = [], list(view.roots)
    for node in todo:
        todo += node.children
        found += [node.note] if node.note.startswith("✗") else []
        for image in node.images:
            found += [flag.name for flag in image.flags if flag.mark == "amiss"]
            found += [box.name for box in image.containers if box.mark == "amiss"]
    return sorted([*found, *(volume.name for volume in view.volumes if volume.mark == "amiss")])


def tried(lesson: str, *lines: str) -> LearnerSitting:
    learner = sitting(lesson)
    for line in lines:
        learner.run(line)
    return learner


@pytest.mark.parametrize(("lesson", "lines", "marked"), [
    ("pull-and-names", ["docker pull -q alpine:3.20", "next", "docker pull -q alpine:3.19",
                        "docker tag alpine:3.19 team/base:1"], ["team/base:1"]),
    ("image-and-container", ["docker run -d --name red alpine:3.20 true"], ["red"]),
    ("remove-names-and-images", ["docker image rm mine:2"], ["mine:1"]),
])  # fmt: skip
def test_what_is_wrong_is_marked(lesson: str, lines: list[str], marked: list[str]) -> None:
    learner = tried(lesson, *lines)
    assert amiss(learner.stack()) == marked
    before = learner.stack()
    assert learner.stack() is before
    learner.run("play")
    assert amiss(learner.stack()) == []


def test_nothing_is_marked_before_a_try_and_when_all_is_well() -> None:
    learner = sitting("pull-and-names")
    assert amiss(learner.stack()) == []
    learner.run("docker pull -q alpine:3.20")
    assert amiss(learner.stack()) == []


def test_the_mark_is_drawn_in_words_too() -> None:
    learner = tried("remove-names-and-images", "docker image rm mine:2")
    drawing = columns(learner.stack(), 100)
    assert drawing is not None
    rows = ["".join(run.text for run in row) for row in drawing.rows]
    assert any("mine:1" in row and "✗" in row for row in rows)
