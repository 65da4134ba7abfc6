"""Lessons on a real engine: their solutions meet their checks there too, but for those on a list, with the reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.real_engine import Engine, engine
from tests.support.sandbox import course
from tutor.course.checks import together
from tutor.course.model import Lesson
from tutor.session.script import commands_of

LIST = Path(__file__).parent / "corpora" / "real_engine.toml"
CANNOT: dict[str, str] = {
    lesson: reason for reason, table in tomllib.loads(LIST.read_text()).items() for lesson in table["lessons"]
}
ABOUT = {name: str(table["why"]) for name, table in tomllib.loads(LIST.read_text()).items()}
LESSONS = {lesson.id: lesson for lesson in course().lessons}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("engine")) as made:
        yield made


def fault(lesson: Lesson, real: Engine) -> str:
    """What goes wrong with a lesson there; "" for nothing."""
    real.clear()
    for file in lesson.files:
        real.put(file.path, file.text)
    for line in commands_of(lesson.setup):
        done = real.sh(line)
        if done.returncode:
            return f"set-up: {line}: {done.stderr}"
    for number, step in enumerate(lesson.steps, 1):
        for file in step.files:
            real.put(file.path, file.text)
        if step.world:
            return f"step {number} switches the world"
        if step.checks and all(not real.look(together(check.commands)).returncode for check in step.checks):
            return f"step {number} is done before it begins"
        said = ""
        for line in commands_of(step.solution):
            said = real.sh(line).stderr or said
        for check in step.checks:
            done = real.look(together(check.commands))
            if done.returncode:
                return f"step {number}: {check.text}: {done.stderr or said}"
    return ""


def test_the_list_names_lessons() -> None:
    assert set(CANNOT) <= set(LESSONS)
    assert sum(len(table["lessons"]) for table in tomllib.loads(LIST.read_text()).values()) == len(CANNOT)
    assert all(ABOUT.values())


@pytest.mark.parametrize("name", [name for name in LESSONS if name not in CANNOT])
def test_a_lesson_holds_on_a_real_engine(name: str, real: Engine) -> None:
    assert fault(LESSONS[name], real) == ""


@pytest.mark.parametrize("name", sorted(CANNOT))
def test_what_is_on_the_list_cannot(name: str, real: Engine) -> None:
    """Or the list would grow stale."""
    assert fault(LESSONS[name], real), f"{name} works there: take it off the list"
