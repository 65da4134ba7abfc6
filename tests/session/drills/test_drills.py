"""Drills: unsolved at first, solved by their solution and by nothing shorter, the same for the same seed."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from random import Random

import pytest

from tests.support.sandbox import NOW, ROOT, course, hub
from tutor.course.progress import Progress
from tutor.course.repetition import Card
from tutor.errors import LayerwiseError
from tutor.session.begin import lesson_start
from tutor.session.drills.drilling import Drilling
from tutor.session.drills.exercise import kinds
from tutor.session.drills.making import MOST, choose, drill, practised
from tutor.session.drills.search import met
from tutor.session.session import Session
from tutor.session.sitting import LearnerSitting
from tutor.store.workspace import MemoryWorkspace, MemoryWorkspaces

KINDS = sorted(kinds())


def clock() -> float:
    return NOW


def learner(wish: str, seed: str = "1", progress: Progress | None = None, count: int = 0) -> LearnerSitting:
    kept = progress or Progress(None)
    return LearnerSitting(
        MemoryWorkspaces(), hub(), clock, course(), kept, lambda term: (0, term), interactive=False,
        drills=Drilling(wish, hub(), clock, kept, seed=seed, count=count),
    )  # fmt: skip


def check_drill(name: str, seed: str) -> None:
    lesson = drill(name, seed, hub(), clock)
    exercise = kinds()[name].make(Random(f"{name} {seed}"))
    step = lesson.steps[0]
    start = lesson_start(lesson, hub(), clock)
    session = Session(MemoryWorkspace(), lambda _clock: start, hub(), clock)
    if step.questions:
        (question,) = step.questions
        assert question.answers[0], f"{name} {seed}: the script prints nothing"
        assert "\n" not in question.answers[0]
        assert step.hints
        return
    checks = [check.commands for check in step.checks]
    assert not met(session, start, checks)
    way = step.solution.split("\n")
    assert 1 <= len(way) == lesson.par <= MOST
    shorter = (itertools.product(exercise.moves, repeat=size) for size in range(len(way)))
    for path in itertools.chain.from_iterable(shorter):
        moment = start  # all that is shorter, in every order: found without the search
        for move in path:
            moment = session.fork(move, moment).machine.moment()
        assert not met(session, moment, checks), f"{name} {seed}: {path} is shorter"
    moment = start
    for move in way:
        fork = session.fork(move, moment)
        assert fork.code == 0
        moment = fork.machine.moment()
    assert met(session, moment, checks)


@pytest.mark.parametrize("name", KINDS)
def test_a_drill_is_what_it_says(name: str) -> None:
    check_drill(name, "1")


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_so_are_many_more(name: str) -> None:
    for number in range(2, 14):
        check_drill(name, f"more {number}")


def test_there_are_enough() -> None:
    assert len(KINDS) >= 40
    assert len(practised()) >= 60


def test_the_same_seed_makes_the_same_drill_whatever_the_hash_seed() -> None:
    script = (
        "import json, sys; from tests.support.sandbox import hub, NOW; from tutor.session.drills.making import drill\n"
        "found = [drill(name, 'x', hub(), lambda: NOW) for name in ('flatten', 'order', 'count', 'dangling')]\n"
        "print(json.dumps([[one.id, one.setup, one.steps[0].prose, one.steps[0].solution, one.steps[0].questions and "
        "one.steps[0].questions[0].answers] for one in found]))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1
    assert len(json.loads(told.pop())) == 4


def test_a_drill_is_done_and_another_follows() -> None:
    sitting = learner("second-name")
    view = sitting.lesson()
    assert view is not None
    assert (view.course, view.steps, view.number, view.count) == ("Drills", 1, 1, 1)
    assert "Not yet" in sitting.run("check").text
    done = sitting.run(sitting.run("solution").text.strip())
    assert done.said[-1].startswith("Drill done in 1 command. It comes back soon. next makes another one")
    first = view.id
    assert sitting.run("next").text == "Drill: One more name\n"
    view = sitting.lesson()
    assert view is not None
    assert view.id != first
    sitting.run("lessons 1")
    view = sitting.lesson()
    assert view is not None
    assert view.course != "Drills"


def test_what_is_wrong_comes_back_and_what_is_right_does_not() -> None:
    progress = Progress(None)
    today = int(NOW // 86_400)
    sitting = learner("layers", progress=progress)
    sitting.run("answer 99")
    assert progress.cards == {}
    (answer,) = drill("layers", "1", hub(), clock).steps[0].questions[0].answers
    sitting.run(f"answer {answer}")
    sitting.run("check")
    assert progress.cards == dict.fromkeys((4, 32, 33), Card(0, today, 1))
    sitting = learner("drop-name", progress=progress)
    sitting.run(drill("drop-name", "1", hub(), clock).steps[0].solution)
    assert progress.cards[16] == progress.cards[35] == Card(1, today + 1, 0)
    assert progress.done == {}
    for number in range(20):  # what was got wrong is what one gets, of whatever kind
        name = choose("", progress.cards, today, Random(number))
        assert 4 in kinds()[name].objectives


def test_more_than_is_needed_is_said() -> None:
    sitting = learner("drop-name")
    sitting.run("docker pull -q hello-world")
    said = sitting.run(drill("drop-name", "1", hub(), clock).steps[0].solution).said
    assert said[-1].startswith("Drill done in 2 commands; 1 would do.")


def test_a_row_of_drills_ends() -> None:
    sitting = learner("drop-name", count=1)
    sitting.run(drill("drop-name", "1", hub(), clock).steps[0].solution)
    assert sitting.run("next").text == "That was the drill. drill makes more.\n"
    assert sitting.run("drill layers").text == "Drill: How many layers\n"


def test_wishes_that_nothing_fits() -> None:
    sitting = learner("drop-name")
    assert "there is no drill 'nope'" in sitting.run("drill nope").text
    assert "there is no drill '67'" in sitting.run("drill 67").text
    assert "drill [WHAT]" in sitting.run("drill a b").text
    with pytest.raises(LayerwiseError):
        drill("nope", "1", hub(), clock)
    for number in practised():
        assert number in kinds()[choose(str(number), {}, 0, Random(1))].objectives
