"""What sandbox_images/README.md says of the programs is what they can do: the modules that each has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.sandbox import run, session
from tutor.programs.gcc.language import _HEADERS
from tutor.programs.golang.packages import KNOWN
from tutor.programs.node.modules import _INSTALLED, _MAKERS
from tutor.programs.python.importing import INSTALLED, NATIVE, SOURCES

PAGE = (Path(__file__).parents[2] / "sandbox_images/README.md").read_text()
THERE = {
    "python": {name for name in {*NATIVE, *SOURCES} if name == "__future__" or not name.startswith(("_", "posix"))},
    "python, installed": {name for name in INSTALLED if "." not in name},
    "node": {*_MAKERS, *_INSTALLED},
    "go": set(KNOWN),
    "gcc": set(_HEADERS),
}


@pytest.mark.parametrize("program", THERE)
def test_the_page_names_the_modules_that_are_there(program: str) -> None:
    row = re.search(rf"^\| modules of {program} \| (.*) \|$", PAGE, re.M)
    assert row is not None
    assert set(re.findall(r"`([^`]+)`", row[1])) == THERE[program]


def test_what_lies_outside_is_said_in_one_line() -> None:
    box = session()
    run(box, "docker pull -q python:3.12-slim")
    status, said = run(box, "docker run --rm python:3.12-slim python -c 'async def f(): pass'")
    assert status == 126
    assert len(said.splitlines()) == 1
    assert said.startswith("layerwise: this sandbox's python runs a small part of the language: ")


def test_a_command_that_redis_has_is_not_called_unknown() -> None:
    box = session()
    run(box, "docker run -d --name store redis:7-alpine")
    assert "ZADD is outside it" in run(box, "docker exec store redis-cli zadd z 1 a")[1]
    assert "unknown command 'zad'" in run(box, "docker exec store redis-cli zad z 1 a")[1]
