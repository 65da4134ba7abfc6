"""`layerwise stack`, `cast` and `record` as a user calls them."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal
from tests.test_command import ROOT, assert_one_clear_line, layerwise


@pytest.fixture
def home(tmp_path: Path) -> Path:
    done = layerwise("exec", "-c", "docker pull -q alpine:3.20; echo hello > f", home=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_a_stack_is_written_in_each_form(home: Path) -> None:
    forms = {kind: home / f"stack.{kind}" for kind in ("svg", "mermaid", "dot")}
    done = layerwise("stack", *(f"--{kind}={path}" for kind, path in forms.items()), home=home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "⚑ alpine:3.20" in "".join(ElementTree.parse(forms["svg"]).getroot().itertext())
    assert '(["alpine:3.20"])' in forms["mermaid"].read_text()
    assert 'label="alpine:3.20' in forms["dot"].read_text()
    assert layerwise("stack", "--svg", "-", home=home).stdout == forms["svg"].read_text()
    assert "⚑ alpine:3.20" in layerwise("stack", home=home).stdout


def test_nothing_is_written_over_and_nothing_is_made_of_what_is_not_there(home: Path) -> None:
    (home / "mine.svg").write_text("mine")
    assert_one_clear_line(layerwise("stack", "--svg", str(home / "mine.svg"), home=home), "mine.svg exists already")
    assert_one_clear_line(layerwise("cast", str(home / "mine.svg"), home=home), "mine.svg exists already")
    assert (home / "mine.svg").read_text() == "mine"
    assert_one_clear_line(layerwise("stack", "--workspace", "other", home=home), "no workspace 'other'")
    assert_one_clear_line(layerwise("stack", "--workspace", "../other", home=home), "../other")
    assert_one_clear_line(layerwise("stack", "--lesson", "2", home=home), "lesson '2' was not begun")
    assert_one_clear_line(layerwise("stack", "--lesson", "none", home=home), "no lesson 'none'")
    assert_one_clear_line(layerwise("stack", "--svg", str(home / "no" / "x.svg"), home=home), "x.svg", "No such file")
    assert not (home / "workspaces" / "other.sqlite").exists()
    assert_one_clear_line(layerwise("record", str(home / "x.cast"), "sandbox", home=home), "terminal", "layerwise cast")
    assert not (home / "x.cast").exists()


def test_a_lessons_work_can_be_played(home: Path) -> None:
    done = layerwise("exec", "--lesson", "1", "-c", "docker pull -q alpine:3.20", home=home)
    assert done.returncode == 0, done.stderr
    told = layerwise("cast", "--lesson", "1", "-", home=home)
    assert told.returncode == 0, told.stderr
    head, *events = map(json.loads, told.stdout.splitlines())
    assert head["version"] == 2
    assert "docker.io/library/alpine:3.20" in "".join(data for _, _, data in events)


def test_the_full_screen_is_recorded_while_one_works(home: Path) -> None:
    cast = home / "work.cast"
    terminal = Terminal(
        [sys.executable, "-m", "tutor", "record", str(cast), "sandbox"], 100, 30,
        env={"LAYERWISE_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    terminal.wait_for(r"⚑ alpine:3\.20")
    for key in "docker tag alpine:3.20 mine:1\r":
        terminal.write(key.encode())
        terminal.pump(0.02)
    terminal.wait_for(r"⚑ mine:1")
    terminal.resize(80, 24)
    terminal.settle()
    terminal.write(b"\x11")
    while not terminal.ended:
        terminal.pump(0.1)
    terminal.close()
    head, *events = map(json.loads, cast.read_text().splitlines())
    assert (head["width"], head["height"]) == (100, 30)
    assert [data for _, kind, data in events if kind == "r"] == ["80x24"]
    told = "".join(data for _, kind, data in events if kind == "o")
    assert "mine:1" in told
    assert [when for when, _, _ in events] == sorted(when for when, _, _ in events)
    assert "mine:1" in layerwise("exec", "-c", "docker image ls", home=home).stdout
