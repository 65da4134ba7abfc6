"""Receipts: one that is honest holds, and whatever is done to one is detected."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.session.test_guide import course
from tests.support.sandbox import NOW, hub
from tests.support.sandbox import course as whole_course
from tutor.course.model import Course
from tutor.course.progress import Progress
from tutor.session.editor.views import OpenFile
from tutor.session.receipts import Learner, verify
from tutor.session.script import commands_of
from tutor.session.sitting import LearnerSitting
from tutor.store.workspace import MemoryWorkspaces

ADA = Learner("Ada", "a" * 32)
BEN = Learner("Ben", "b" * 32)


class Clock:
    """Real time that goes on with each look."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        self.now += 0.37
        return self.now


def taking(lesson: str, of: Course, learner: Learner = ADA, *, interactive: bool = True) -> LearnerSitting:
    progress = Progress(None)
    progress._seed = learner.seed
    return LearnerSitting(
        MemoryWorkspaces(), hub(), Clock(), of, progress, lambda term: (0, term), lesson=lesson, interactive=interactive
    )


def receipt_of(sitting: LearnerSitting, learner: Learner = ADA) -> dict[str, Any]:
    made = sitting.receipt(learner.name)
    assert made is not None
    back: dict[str, Any] = json.loads(json.dumps(made))  # as it comes from a file
    return back


def done(lesson: str, of: Course, learner: Learner = ADA) -> dict[str, Any]:
    sitting = taking(lesson, of, learner)
    found = of.lesson(lesson)
    assert found is not None
    for place in range(len(found.steps)):
        if place:
            sitting.run("next")
        for command in commands_of(sitting.run("solution").text):
            sitting.run(command)
    return receipt_of(sitting, learner)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", [lesson.id for lesson in whole_course().lessons])
def test_a_lesson_that_was_done_has_a_receipt_that_holds(lesson: str) -> None:
    assert verify(done(lesson, whole_course()), whole_course(), hub()) == ()


def test_ways_around_are_part_of_it() -> None:
    sitting = taking("everything", course())
    for line in (
        "answer b", "answer a c", "answer latest", "touch x", "undo", "ls", "next", "answer 5",
        "docker run -it alpine:3.20",
        "echo inside > /f", "exit", "play", "rm *", "next", "reset",
        "docker build -t app:2 .", "sleep 3",
        "docker build -q -t app:1 .",
    ):
        sitting.run(line)
    receipt = receipt_of(sitting)
    assert verify(receipt, course(), hub()) == ()
    assert "rm *" not in [row["line"] for row in receipt["commands"]]


def test_what_an_editor_wrote_is_part_of_it() -> None:
    sitting = taking("everything", course())
    for line in ("answer a c", "answer latest", "next", "answer 5"):
        sitting.run(line)
    opened = sitting.run("edit app.sh").edit
    assert isinstance(opened, OpenFile)
    sitting.save(opened, "echo edited\n")
    sitting.run("docker build -q -t app:1 .")
    receipt = receipt_of(sitting)
    assert verify(receipt, course(), hub()) == ()
    edited = next(row for row in receipt["commands"] if "files" in row)
    assert list(edited["files"]) == ["/home/learner/lab/app.sh"]


def test_what_is_not_finished_is_told_so() -> None:
    sitting = taking("everything", course())
    sitting.run("answer a c")
    assert verify(receipt_of(sitting), course(), hub()) == ("only 0 of 2 steps were done",)
    for line in ("answer latest", "next", "docker build -q -t app .", "answer 2"):
        sitting.run(line)
    assert verify(receipt_of(sitting), course(), hub()) == ("the last step is not done: app:1 exists",)


def edited(receipt: dict[str, Any]) -> None:
    receipt["commands"][-1]["line"] += " "


def dropped(receipt: dict[str, Any]) -> None:
    del receipt["commands"][0]


def swapped(receipt: dict[str, Any]) -> None:
    receipt["commands"][:2] = reversed(receipt["commands"][:2])


def renamed(receipt: dict[str, Any]) -> None:
    receipt["learner"] = "Ben"


def answered(receipt: dict[str, Any]) -> None:
    receipt["answers"]["0.0"] = "b"


def earlier(receipt: dict[str, Any]) -> None:
    receipt["commands"][0]["time"] -= 1


TAMPERED: list[Callable[[dict[str, Any]], None]] = [edited, dropped, swapped, renamed, answered, earlier]


@pytest.mark.parametrize("tamper", TAMPERED)
def test_a_change_breaks_the_chain(tamper: Callable[[dict[str, Any]], None]) -> None:
    receipt = done("pull-and-names", whole_course()) if tamper is not answered else done("everything", course())
    tamper(receipt)
    (problem,) = verify(receipt, course() if tamper is answered else whole_course(), hub())
    assert "the chain is broken" in problem


@pytest.mark.parametrize("tamper", [edited, dropped, swapped, earlier])
def test_a_chain_made_anew_does_not_help(tamper: Callable[[dict[str, Any]], None]) -> None:
    from tutor.session.receipts import _chain

    receipt = done("pull-and-names", whole_course())
    tamper(receipt)
    if tamper is edited:
        receipt["commands"][0]["line"] = "docker pull alpine:3.19"
    receipt["chain"] = _chain(receipt)
    assert len(verify(receipt, whole_course(), hub())) == 1


def test_a_copy_from_another_learner_is_detected() -> None:
    from tutor.session.receipts import _chain

    known = {"Ada": ADA.seed, "Ben": BEN.seed}
    receipt = done("pull-and-names", whole_course(), ADA)
    assert verify(receipt, whole_course(), hub(), known) == ()
    copied = copy.deepcopy(receipt)
    copied["learner"] = "Ben"
    copied["chain"] = _chain(copied)
    assert verify(copied, whole_course(), hub(), known) == ("this is not the seed of 'Ben'",)


@pytest.mark.parametrize("odd", [None, [], {}, {"format": 2}, {"format": 1}, {"format": 1, "lesson": "x"}])
def test_what_is_no_receipt_is_told_so(odd: object) -> None:
    (problem,) = verify(odd, whole_course(), hub())  # type: ignore[arg-type]
    assert "no receipt" in problem or "format" in problem


def test_a_lesson_that_changed_cannot_be_verified_and_says_so() -> None:
    receipt = done("pull-and-names", whole_course())
    receipt["version"] = "0" * 64
    from tutor.session.receipts import _chain

    receipt["chain"] = _chain(receipt)
    (problem,) = verify(receipt, whole_course(), hub())
    assert "the lesson has changed" in problem
