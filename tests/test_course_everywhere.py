"""Each lesson can be finished by its solutions in the line shell, which draws nothing, and through `exec`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.support import sandbox
from tutor.__main__ import main
from tutor.course.model import Lesson
from tutor.course.progress import Progress
from tutor.lineshell.shell import run
from tutor.outer import places
from tutor.session.script import commands_of
from tutor.session.sitting import LearnerSitting

LESSONS = sandbox.course().lessons


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYERWISE_HOME", str(tmp_path / "home"))


def asked(lesson: Lesson) -> list[str]:
    """What `solution` says at each step, asked of a learner who does just that."""
    learner: LearnerSitting = sandbox.sitting(lesson.id, interactive=False)
    said = []
    for _ in lesson.steps:
        said.append(learner.run("solution").text)
        for command in (*commands_of(said[-1]), "next"):
            learner.run(command)
    return said


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_through_exec(lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "script"
    script.write_text("next\n".join(asked(lesson)) + "check\n")
    assert main(["exec", "--lesson", lesson.id, str(script)]) == 0
    assert capsys.readouterr().out.endswith("Done. next goes on.\n")
    assert lesson.id in places.progress().done


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_in_the_line_shell(lesson: Lesson) -> None:
    progress = Progress(None)
    learner = sandbox.sitting(lesson.id, progress=progress, interactive=False)
    typed = "next\n".join(asked(lesson)) + "exit\n"
    out, err = io.StringIO(), io.StringIO()
    assert run(learner, io.StringIO(typed), out, err) == 0
    assert lesson.id in progress.done
    assert "\x1b" not in out.getvalue()
    for number, step in enumerate(lesson.steps[1:], 2):
        assert f"{lesson.title} · step {number} of {len(lesson.steps)}: {step.title}" in out.getvalue()
    assert out.getvalue().count("☑ done: ") >= sum(bool(step.checks) for step in lesson.steps)
    assert "What you used:" in out.getvalue()
