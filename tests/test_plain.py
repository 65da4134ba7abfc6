"""`layerwise --plain` on a terminal: each lesson can be finished, and what is sent is nothing but text."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import time
from pathlib import Path

import ptyprocess
import pytest

from tests.support import sandbox
from tests.test_course_everywhere import asked
from tutor.course.model import Lesson
from tutor.lineshell.plain import PlainOut

LESSONS = sandbox.course().lessons
SAMPLE = [lesson for lesson in LESSONS if lesson.id in ("what-is-an-image", "pull-and-names")]


class Plain:
    """The real program in a pseudo-terminal, and all that it sent."""

    def __init__(self, home: Path, *arguments: str) -> None:
        env = {**os.environ, "LAYERWISE_HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self._process = ptyprocess.PtyProcess.spawn(
            [sys.executable, "-m", "tutor", *arguments], dimensions=(24, 80), env=env, echo=False
        )
        self.sent = b""
        self._before = 0

    def read(self) -> bool:
        """Take what comes; whether the program still runs."""
        try:
            self.sent += self._process.read(65536)
        except EOFError:
            return False
        return True

    def wait(self, limit: float = 60) -> None:
        """Wait for a prompt after what was entered last."""
        end = time.monotonic() + limit
        while len(self.sent) == self._before or not re.search(rb"[$#>] $", self.sent[-8:]):
            assert time.monotonic() < end, self.sent[-2000:].decode()
            assert self.read(), self.sent[-2000:].decode()

    def type(self, line: str) -> None:
        """Enter a line, or several that belong together."""
        self._before = len(self.sent)
        self._process.write(line.encode() + b"\n")

    def end(self) -> int:
        """Wait for the end; the exit status."""
        while self.read():
            pass
        return int(self._process.wait())


def commands(text: str) -> list[str]:
    """A script's commands as somebody types them: each whole, with its lines."""
    from tutor.session.script import commands_of

    return list(commands_of(text))


def finish(lesson: Lesson, home: Path) -> bytes:
    """Do the lesson by its solutions; what the program sent."""
    home.mkdir()
    program = Plain(home, "shell", "--plain", "--lesson", lesson.id)
    program.wait()
    for text in asked(lesson):
        for command in (*commands(text), "next"):
            program.type(command)
            program.wait()
    program.type("exit")
    assert program.end() == 0
    done = json.loads((home / "progress.json").read_text())["done"]
    assert lesson.id in done
    return program.sent


def check_text_only(sent: bytes) -> None:
    text = sent.decode()
    assert "\x1b" not in text
    assert "\b" not in text
    assert not re.search(r"\r(?!\n)", text)


@pytest.mark.parametrize("lesson", SAMPLE, ids=lambda lesson: lesson.id)
def test_a_lesson_is_finished_in_text_alone(lesson: Lesson, tmp_path: Path) -> None:
    sent = finish(lesson, tmp_path / "home")
    check_text_only(sent)
    assert b"Step done. next goes on." in sent
    assert b"Lesson done!" in sent


@pytest.mark.slow
@pytest.mark.parametrize("lesson", [lesson for lesson in LESSONS if lesson not in SAMPLE], ids=lambda lesson: lesson.id)
def test_every_lesson_is_finished_in_text_alone(lesson: Lesson, tmp_path: Path) -> None:
    check_text_only(finish(lesson, tmp_path / "home"))


def test_changes_are_said_in_sentences(tmp_path: Path) -> None:
    program = Plain(tmp_path, "sandbox", "--plain")
    for line in ("docker pull -q alpine:3.20", "docker tag alpine:3.20 team/base:1", "nano x", "stack"):
        program.wait()
        program.type(line)
    program.wait()
    program.type("exit")
    program.end()
    check_text_only(program.sent)
    said = program.sent.decode()
    assert "Added tag team/base:1 to the image that alpine:3.20 names.\r\n→ Nothing was copied." in said
    assert "nano:" in said  # which says how to do without a screen
    assert "name: alpine:3.20  name: team/base:1" in said
    assert not set("├╰│╭▮┄⚑▤") & set(said)


def test_escapes_are_taken_out_however_they_are_cut() -> None:
    text = "a\x1b[31mred\x1b[0m\x1b]0;title\x07b\rc\r\n\x1b[2Kd\x08"
    for cut in range(len(text) + 1):
        out = io.StringIO()
        plain = PlainOut(out)
        plain.write(text[:cut])
        plain.write(text[cut:])
        assert out.getvalue().replace("\n\n", "\n") in ("aredb\nc\nd", "aredb\nc\n\nd")


def test_settings_are_kept_and_overruled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor.__main__ import main
    from tutor.outer.settings import value

    monkeypatch.setenv("LAYERWISE_HOME", str(tmp_path))
    monkeypatch.delenv("LAYERWISE_SPEED", raising=False)
    assert value("speed") == "normal"
    assert main(["settings", "speed", "slow"]) == 0
    assert value("speed") == "slow"
    monkeypatch.setenv("LAYERWISE_SPEED", "off")
    assert value("speed") == "off"
    assert main(["settings", "speed", "warp"]) == 1
    assert main(["settings", "nope"]) == 1
    monkeypatch.delenv("LAYERWISE_SPEED")
    assert main(["settings", "speed", "normal"]) == 0
    assert (tmp_path / "settings.toml").read_text() == ""
    (tmp_path / "settings.toml").write_text("speed = 'warp'\n")
    assert main(["settings"]) == 1
