"""Terminals with few colours, with none, without Unicode, without a movable cursor: what is really sent to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal
from tests.support.seen import check_frames
from tests.test_real_program import home, start
from tutor.session.drawing.canvas import ascii_only

__all__ = ["home"]
SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
ATTRIBUTES = {0, 1, 2, 3, 4, 7, 9}
SIXTEEN = {*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)}
NO_UNICODE = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
THEMES = ("dark", "light", "contrast")


@contextmanager
def shown(home: Path, *arguments: str, **env: str) -> Iterator[Terminal]:
    """The program on a terminal of that kind, a command typed that would tag an image."""
    program = start(home, *arguments, "sandbox", size=(100, 30), **env)
    try:
        program.wait_for(r"alpine:3\.20")
        program.settle()
        program.write(b"docker image tag alpine:3.20 team/base:1")
        program.wait_for(r"team/base:1 +\+")
        program.settle()
        yield program
    finally:
        program.close()


def codes(sent: bytes) -> set[int]:
    """The parameters of all SGR sequences."""
    return {int(code or 0) for found in SGR.findall(sent) for code in re.split(rb"[;:]", found)}


MORE = ("screen", "linux")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("term", ["xterm", *(pytest.param(more, marks=pytest.mark.slow) for more in MORE)])
def test_sixteen_colours_are_all_that_is_sent(home: Path, term: str, theme: str) -> None:
    with shown(home, "--theme", theme, TERM=term, COLORTERM="") as program:
        assert codes(bytes(program.sent)) <= ATTRIBUTES | SIXTEEN
        assert codes(bytes(program.sent)) & SIXTEEN
        if term != "linux":
            check_frames(program.screen)
        for row in program.screen.buffer.values():
            for cell in row.values():
                assert cell.data == " " or cell.fg != cell.bg, cell


def test_256_colours_are_all_that_is_sent(home: Path) -> None:
    with shown(home, TERM="xterm-256color", COLORTERM="") as program:
        assert {found.split(b";")[0] for found in re.findall(rb"[34]8;([0-9;]+)", bytes(program.sent))} == {b"5"}


@pytest.mark.parametrize(
    ("arguments", "env"), [((), {"NO_COLOR": "1"}), (("--theme", "mono"), {}), ((), {"NO_COLOR": "1", "TERM": "xterm"})]
)
def test_without_colours_none_is_sent(home: Path, arguments: tuple[str, ...], env: dict[str, str]) -> None:
    with shown(home, *arguments, **env) as program:
        assert codes(bytes(program.sent)) <= ATTRIBUTES
        check_frames(program.screen)
        assert any(cell.reverse for row in program.screen.buffer.values() for cell in row.values())


POOR = [NO_UNICODE, {"LAYERWISE_ASCII": "1"}, {"TERM": "linux"}]


@pytest.mark.slow
@pytest.mark.parametrize("env", POOR, ids=["LC_ALL", "LAYERWISE_ASCII", "linux"])
def test_without_unicode_ascii_is_all_that_is_sent_and_all_is_told(home: Path, env: dict[str, str]) -> None:
    with shown(home) as program:
        whole = program.text
    with shown(home, **env) as program:
        assert bytes(program.sent).isascii()
        assert program.text == "\n".join(ascii_only(row) for row in whole.split("\n"))
        assert re.search(r"\? team/base:1 +\+", program.text)
        program.write(b"\r")
        program.wait_for(r"\* team/base:1")
        assert bytes(program.sent).isascii()


@pytest.mark.parametrize("command", [("shell", "--lesson", "1"), ("shell", "--plain", "--lesson", "1")])
@pytest.mark.parametrize("env", POOR, ids=["LC_ALL", "LAYERWISE_ASCII", "linux"])
def test_without_unicode_lines_are_ascii_too(home: Path, env: dict[str, str], command: tuple[str, ...]) -> None:
    program = start(home, *command, size=(100, 30), **env)
    try:
        program.wait_for(r"lab \$")
        program.write(b"stack\r")
        program.wait_for(r"1 image")
        program.settle()
        assert bytes(program.sent).isascii()
        assert b"_ " in program.sent  # the checklist's empty boxes
    finally:
        program.close()


@pytest.mark.parametrize("command", [("sandbox",), ("shell",)])
def test_a_terminal_without_a_cursor_gets_lines_of_text(home: Path, command: tuple[str, ...]) -> None:
    program = start(home, *command, TERM="dumb", COLORTERM="")
    try:
        program.wait_for(r"\$")
        program.write(b"docker image ls -q\n")
        program.wait_for(r"[0-9a-f]{12}")
        assert b"\x1b" not in program.sent
    finally:
        program.close()
