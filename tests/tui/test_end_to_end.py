"""Whole lessons by keys alone, in the real program, on real terminals: each size, each theme.

A learner is played as one behaves: chooses the lesson on the map, reads, asks for a hint, checks, types what the step
asks for, answers its questions, goes on. Pictures are looked at only where the state that they show is certain.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyte
import pytest

from tests.bench.terminal import Terminal
from tests.bench.tmux import Tmux
from tests.support.seen import check_colours, check_frames, prompt_is_seen, rows_of
from tests.test_command import layerwise
from tutor.tui.palettes import THEMES

HINT, CHECK, LESSON, NEXT, MAP = b"\x1bOP", b"\x1bOQ", b"\x1b[15~", b"\x1b[17~", b"\x1b[19~"
PAGE_DOWN, LEAVE = b"\x1b[6~", b"\x11"
GOLDEN = Path(__file__).parents[1] / "golden" / "finished"


class Seat(Protocol):
    """A terminal with the program in it."""

    @property
    def text(self) -> str: ...
    @property
    def screen(self) -> pyte.Screen: ...
    @property
    def ended(self) -> bool: ...
    def write(self, data: bytes) -> None: ...
    def wait_for(self, pattern: str, timeout: float = ...) -> None: ...
    def settle(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a lesson: the start of its title, of its hint ("" where there is none), and what is typed."""

    title: str
    hint: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as it is done: its id, its title, its steps."""

    id: str
    title: str
    steps: tuple[Step, ...]


CONTAINERS = Lesson("image-and-container", "One image, many containers", (
    Step("Two from one", "docker run -d --name red", (
        "docker run -d --name red alpine:3.20 sleep 1000", "docker run -d --name blue alpine:3.20 sleep 1000",
    )),
    Step("Each has its own top layer", "docker exec red", (
        "answer b", "docker exec red sh -c 'echo mine > /color'",
    )),
    Step("The layer goes with the container", "docker stop red", ("answer a", "docker stop red", "docker rm red")),
))  # fmt: skip
NAMES = Lesson("full-names", "The full name of an image", (
    Step("What you leave out", "docker image tag", ("answer a", "docker image tag busybox:1.36 tool")),
    Step("Registry or repository?", "", ("answer a c d b", "answer localhost:5000")),
    Step("A name for another registry", "First the tag", (
        "docker image tag busybox:1.36 localhost:5000/team/tool:1", "docker push localhost:5000/team/tool:1",
    )),
))  # fmt: skip
"""Between them they have a prediction, and a question to choose, to order and to fill in."""
SIZES = {(40, 10): NAMES, (80, 24): CONTAINERS, (120, 40): NAMES, (240, 70): CONTAINERS}


def command(theme: str) -> list[str]:
    return [sys.executable, "-m", "tutor", "--speed", "off", "--theme", theme]


class Learner:
    """Somebody at a terminal. What they look at must be a sound picture each time."""

    def __init__(self, seat: Seat, theme: str) -> None:
        self.seat = seat
        self.theme = theme

    def look(self) -> str:
        """The text of a picture that has come to rest, whole in its frames and in the theme's colours."""
        self.seat.settle()
        screen = self.seat.screen
        text = "\n".join("".join(row).rstrip() for row in rows_of(screen))
        assert "\ufffd" not in text
        assert "Traceback" not in text
        check_frames(screen)
        check_colours(screen, self.theme)
        return text

    def type(self, line: str) -> None:
        """Type a line and see it before Enter: the prompt and its cursor are on the screen."""
        self.seat.write(line.encode())
        self.look()
        assert prompt_is_seen(self.seat.screen), self.seat.text
        self.seat.write(b"\r")
        self.look()

    def choose(self, lesson: Lesson) -> None:
        """Find a lesson on the map of the course."""
        self.seat.wait_for("What an image is|Run something")
        self.look()
        self.seat.write(MAP)
        self.seat.wait_for("Map of the course")
        self.look()
        self.seat.write(lesson.title.encode())
        self.seat.wait_for(f"▸.*{lesson.title[:20]}")
        self.look()
        self.seat.write(b"\r")
        self.seat.wait_for(f"Lesson: {lesson.title[:20]}")

    def read(self, step: Step) -> None:
        """Read all of the lesson's text, screen by screen, and go back to the shell."""
        self.seat.write(LESSON)
        self.seat.wait_for(step.title[:30])
        before = ""
        while (now := self.look()) != before:
            before = now
            self.seat.write(PAGE_DOWN)
        self.seat.write(LESSON)
        self.look()

    def do(self, step: Step) -> None:
        """Do a step, not without looking for help first; it is met when `check` says so."""
        self.read(step)
        if step.hint:
            self.seat.write(HINT)
            self.seat.wait_for(step.hint)
        self.seat.write(CHECK)
        self.seat.wait_for("Not yet")
        for line in step.lines:
            self.type(line)
        self.seat.write(CHECK)
        self.seat.wait_for(r"Done\. next goes on")
        self.look()

    def finish(self, lesson: Lesson) -> str:
        """Do all steps; what the screen shows at the end."""
        for number, step in enumerate(lesson.steps, 1):
            self.do(step)
            if number < len(lesson.steps):
                self.seat.write(NEXT)
                self.seat.wait_for(f"(?i)step {number + 1} of {len(lesson.steps)}")
        self.seat.write(LESSON)
        self.seat.wait_for("Lesson done")
        return self.look()

    def leave(self) -> None:
        """Leave by the keys."""
        self.seat.write(LEAVE)
        for _ in range(200):
            if self.seat.ended:
                return
            self.seat.settle()
        raise TimeoutError(self.seat.text)


def is_done(home: Path, lesson: Lesson) -> bool:
    told = json.loads(layerwise("progress", "--json", home=home).stdout)
    return any(one["done"] for part in told["chapters"] for one in part["lessons"] if one["id"] == lesson.id)


def play(seat: Seat, theme: str, lesson: Lesson, home: Path) -> str:
    learner = Learner(seat, theme)
    try:
        learner.choose(lesson)
        shown = learner.finish(lesson)
        learner.leave()
    finally:
        seat.close()
    assert is_done(home, lesson)
    return shown


def check_golden(size: str, shown: str) -> None:
    """The picture of a finished lesson is the one that is kept: the same in all themes and all terminals."""
    assert shown + "\n" == (GOLDEN / f"{size}.txt").read_text()


QUICK = ((80, 24), "dark")
EACH = [
    pytest.param(size, theme, marks=() if (size, theme) == QUICK else pytest.mark.slow)
    for size in SIZES
    for theme in THEMES
]


def name(value: object) -> str:
    return "x".join(map(str, value)) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize(("size", "theme"), EACH, ids=name)
def test_a_lesson_in_a_pseudo_terminal(size: tuple[int, int], theme: str, tmp_path: Path) -> None:
    seat = Terminal(command(theme), *size, env={"LAYERWISE_HOME": str(tmp_path), "NO_COLOR": ""})
    check_golden(name(size), play(seat, theme, SIZES[size], tmp_path))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=name)
def test_a_lesson_in_tmux(size: tuple[int, int], theme: str, tmp_path: Path) -> None:
    seat = Tmux(command(theme), *size, env={"LAYERWISE_HOME": str(tmp_path)})
    check_golden(name(size), play(seat, theme, SIZES[size], tmp_path))
