"""Wrong attempts at the lessons' steps, as people make them: each is told what is not as it should be, and how."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.sandbox import course, sitting
from tutor.dataclass import dataclass
from tutor.session.script import commands_of
from tutor.session.sitting import LearnerSitting

CORPUS = Path(__file__).parents[1] / "corpora" / "attempts"
LESSONS = [lesson.id for lesson in course().lessons]


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt, and what the checklist says of it; `known` is whether those are a known mistake's words."""

    attempt: dict[str, Any]
    met: bool
    said: str
    known: bool

    @property
    def told(self) -> bool:
        """Whether the learner is told the thing and the property."""
        attempt = self.attempt
        return self.known or all(word in self.said for word in (attempt["object"], *attempt["property"]))

    def __str__(self) -> str:
        attempt = self.attempt
        words = [attempt["object"], *attempt["property"]]
        return f"step {attempt['step']}, {attempt['meant']}: {self.said!r} has to name {words}"


def attempts(lesson: str) -> list[dict[str, Any]]:
    path = CORPUS / f"{lesson}.toml"
    return list(tomllib.loads(path.read_text())["attempt"]) if path.exists() else []


@lru_cache
def tried(name: str) -> tuple[Tried, ...]:
    """Each attempt at a lesson's steps, done at the step's beginning."""
    return tuple(_tried(name))


def _tried(name: str) -> Iterator[Tried]:
    lesson = next(lesson for lesson in course().lessons if lesson.id == name)
    learner = sitting(name, interactive=False)
    for place, step in enumerate(lesson.steps, 1):
        for attempt in attempts(name):
            if attempt["step"] == place:
                yield _try(learner, attempt, {mistake.text for mistake in step.mistakes})
                learner.run("reset")
        for command in (*commands_of(learner.run("solution").text), "next"):
            learner.run(command)


def _try(learner: LearnerSitting, attempt: dict[str, Any], mistakes: set[str]) -> Tried:
    for command in commands_of(attempt["do"]):
        learner.run(command)
    learner.run("check")
    view = learner.lesson()
    assert view is not None
    assert view.step == attempt["step"]
    item = next(item for item in view.checklist if item.text == attempt["fails"])
    # What is said at another line already is not said again.
    said = item.note or " ".join(other.note for other in view.checklist if not other.done)
    return Tried(attempt, item.done, said, item.note in mistakes)


QUICK = ("pull-and-names", "looking-inside", "layers-and-history", "golf-clean")
"""Lessons tried in the default run: names, files, containers, what is gone or left."""


def _marks(lesson: str) -> tuple[pytest.MarkDecorator, ...]:
    return () if lesson in QUICK else (pytest.mark.slow,)


@pytest.mark.parametrize("lesson", [pytest.param(name, marks=_marks(name)) for name in LESSONS])
def test_a_wrong_attempt_is_told_what_is_not_as_it_should_be(lesson: str) -> None:
    found = tried(lesson)
    assert [str(one) for one in found if one.met] == []
    assert [str(one) for one in found if not one.told] == []


def test_there_are_attempts_at_every_lesson() -> None:
    assert {path.stem for path in CORPUS.glob("*.toml")} == set(LESSONS)
    assert sum(len(attempts(lesson)) for lesson in LESSONS) >= 350


@pytest.mark.slow
def test_most_of_the_messages_are_worked_out_and_not_written_for_the_case() -> None:
    """At least nine of ten attempts are explained by what differs from the aim, not by a lesson's own words."""
    found = [one for lesson in LESSONS for one in tried(lesson)]
    told = sum(one.told for one in found)
    print(f"attempts: {len(found)}, told the thing and the property: {told} ({told / len(found):.1%})")
    assert sum(one.told and not one.known for one in found) >= 0.9 * len(found)
