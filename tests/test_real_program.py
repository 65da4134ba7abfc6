"""The real program in a pseudo-terminal, typed key by key, its screen read back."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal
from tests.support.scripts import ALL, CJK
from tests.support.seen import check_frames
from tests.test_command import layerwise

LINE = "docker image tag alpine:3.20 team/base:1"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    done = layerwise("exec", "-c", "docker pull -q alpine:3.20", home=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def start(home: Path, *arguments: str, size: tuple[int, int] = (120, 34), **env: str) -> Terminal:
    return Terminal(
        [sys.executable, "-m", "tutor", *arguments], *size, env={"LAYERWISE_HOME": str(home), "NO_COLOR": "", **env}
    )


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    program = start(home, "sandbox")
    program.wait_for(r"alpine:3\.20")
    yield program
    program.close()


def names(home: Path) -> list[str]:
    done = layerwise("exec", "-c", "docker image ls --format '{{.Repository}}:{{.Tag}}'", home=home)
    assert done.returncode == 0, done.stderr
    return sorted(done.stdout.split())


def test_a_tag_is_a_ghost_before_enter_and_real_after_until_undo(home: Path, terminal: Terminal) -> None:
    for key in LINE:
        terminal.write(key.encode())
        terminal.pump(0.02)
    terminal.wait_for(r"⚐ team/base:1 +\+")
    assert "⚑ team/base:1" not in terminal.text
    terminal.write(b"\r")
    terminal.wait_for(r"⚑ team/base:1")
    terminal.settle()
    assert "⚐ team/base:1" not in terminal.text
    for key in "undo\r":
        terminal.write(key.encode())
        terminal.pump(0.02)
    terminal.wait_for(r"Took back: docker image tag alpine:3\.20 team/base:1")
    terminal.settle()
    assert "⚑ team/base:1" not in terminal.text
    terminal.close()
    assert names(home) == ["alpine:3.20"]


def test_typing_without_enter_leaves_the_workspace_as_it_was(home: Path, terminal: Terminal) -> None:
    for key in LINE:
        terminal.write(key.encode())
        terminal.pump(0.02)
    terminal.wait_for("⚐ team/base:1")
    terminal.close()
    assert names(home) == ["alpine:3.20"]


def test_a_nested_prompt_writes_into_the_container_layer(home: Path, terminal: Terminal) -> None:
    terminal.write(b"docker run -it --name box alpine:3.20 sh\r")
    terminal.wait_for(r"/ #")
    terminal.write(b"echo hello > /note\r")
    terminal.wait_for(r"box.*\+1")
    terminal.write(b"exit\r")
    terminal.wait_for(r"\$ *$|\$ *\n")
    terminal.settle()
    terminal.close()
    done = layerwise("exec", "-c", "docker diff box", home=home)
    assert "A /note" in done.stdout.splitlines()


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_small_terminals_still_work(home: Path, size: tuple[int, int]) -> None:
    program = start(home, "sandbox", size=size)
    try:
        program.wait_for(r"\$")
        program.settle()
        program.write(b"echo sm''all\r")
        program.wait_for(r"small")
        assert max(len(row) for row in program.text.split("\n")) <= size[0]
    finally:
        program.close()


def test_a_file_is_edited_on_the_screen_saved_and_taken_back(home: Path, terminal: Terminal) -> None:
    terminal.write(b"nano Dockerfile\r")
    terminal.wait_for("Dockerfile · new file")
    terminal.settle()
    for key in "FROM alpine:3.20\rCMD sh":
        terminal.write(key.encode())
        terminal.pump(0.02)
    terminal.wait_for("JSONArgsRecommended")
    terminal.wait_for("Nothing to run")
    terminal.write(b"\x13")
    terminal.wait_for("→ Saved")
    terminal.write(b" -i\x18")
    terminal.wait_for("not saved. Save it")
    terminal.write(b"y")
    terminal.wait_for(r"\$ nano Dockerfile")
    terminal.settle()
    for line in (b"cat Dockerfile\r", b"undo 2\r", b"ls -a\r"):
        terminal.write(line)
        terminal.settle()
    assert "CMD sh" in terminal.text
    assert "Took back: edit Dockerfile" in terminal.text
    terminal.close()
    done = layerwise("exec", "-c", "ls", home=home)
    assert "Dockerfile" not in done.stdout


def test_a_file_is_edited_in_the_line_shell(home: Path) -> None:
    program = start(home, "shell")
    try:
        program.wait_for(r"\$")
        program.settle()
        program.write(b"nano notes.json\r")
        program.wait_for("S save")
        program.settle()
        program.write(b"{")
        program.wait_for("error: ")
        program.write(b"}\x1b\r")
        program.wait_for("Saved notes.json")
        program.settle()
        program.write(b"cat notes.json\r")
        program.wait_for(r"(?m)^\{\}")
    finally:
        program.close()


def test_no_colour_means_none(home: Path) -> None:
    program = start(home, "sandbox", NO_COLOR="1")
    try:
        program.wait_for(r"alpine:3\.20")
        program.settle()
        colours = {cell.fg for row in program.screen.buffer.values() for cell in row.values()}
        colours |= {cell.bg for row in program.screen.buffer.values() for cell in row.values()}
        greys = {colour for colour in colours if colour != "default" and len({*_parts(colour)}) > 1}
        assert greys == set()
    finally:
        program.close()


def _parts(colour: str) -> tuple[str, ...]:
    """The red, green and blue of a colour in hexadecimal digits; a named one has a hue unless it is black or white."""
    if len(colour) == 6:
        return colour[:2], colour[2:4], colour[4:]
    return ("x",) if colour in ("black", "white", "brightblack", "brightwhite") else ("x", "y")


def test_without_a_utf8_locale_the_stack_is_drawn_in_ascii(home: Path) -> None:
    program = start(home, "sandbox", LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    try:
        program.wait_for(r"alpine:3\.20")
        program.settle()
        assert program.text.isascii()
    finally:
        program.close()


def test_the_first_lesson_is_done_by_keys_only(tmp_path: Path) -> None:
    program = start(tmp_path)
    try:
        program.wait_for("Run something from an image")
        for line in ("docker run --name first alpine:3.20 cat /etc/alpine-release", "next", "answer /bin/sh",
                     "docker image inspect alpine:3.20 > about.json", "next", "answer a",
                     "docker run --name rough alpine:3.20 rm /etc/alpine-release",
                     "docker run --name again alpine:3.20 cat /etc/alpine-release"):  # fmt: skip
            program.settle()
            for key in line:
                program.write(key.encode())
                program.pump(0.01)
            program.write(b"\r")
            program.pump(0.1)
        program.wait_for("Lesson done")
    finally:
        program.close()
    listed = layerwise("lesson", "list", home=tmp_path)
    assert listed.stdout.splitlines()[0].endswith("done")


def test_nothing_is_left_of_the_screen_when_the_workspace_is_in_use(home: Path, terminal: Terminal) -> None:
    second = start(home, "sandbox")
    try:
        while not second.ended:
            second.pump(1)
        assert "sandbox.sqlite is in use" in "".join(second.screen.display)  # a long path goes over several rows
    finally:
        second.close()
    assert os.path.exists(home / "workspaces" / "sandbox.sqlite")


LESSON = """+++
format = 1
id = "scripts"
title = "{every}"
objectives = [1]
requires = []
minutes = 1
seed = "scripts"
+++

{every}

```sh setup
docker pull -q alpine:3.20
```

## {every}

{every} `{every}` **{every}**

    echo {every}

```sh check
# {every}
test -e never
```

```sh hint
# {every}
```

```sh solution
touch never
```
"""


SLOW = pytest.mark.slow


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=SLOW), pytest.param((40, 10), marks=SLOW)])
def test_no_script_breaks_a_frame_on_the_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "scripts.md").write_text(LESSON.format(every=ALL))
    program = start(tmp_path, "lesson", "try", str(tmp_path / "scripts.md"), size=size)
    try:
        program.wait_for("Lesson")
        program.settle()
        build = f"printf 'FROM alpine:3.20\\nLABEL title=\"{ALL}\"\\nCOPY {CJK} /\\n' > Dockerfile"
        for line in (f"echo '{ALL}' > {CJK}", build, "docker build -q -t app:1 .", f"docker tag app:1 'X{ALL}'",
                     f"docker run --name box app:1 touch '/{ALL}'", f"nano '{ALL}'"):  # fmt: skip
            program.write(f"{line}\r".encode())
            program.settle()
            check_frames(program.screen)
        program.write(f"{ALL}\x1b[D\x1b[D\x1b[D\x7f\x7f".encode())
        program.settle()
        check_frames(program.screen)
        assert "\ufffd" in program.text  # what orders text is seen, and does not
        program.write(b"\x18")
        program.wait_for("Y save|not saved")
        program.write(b"n")
        program.wait_for(r"\$ *(\n|$)")
        for key, seen in (("\x1b[15~", "step 1 of 1"), ("\x1b[6~", ""), ("\x1b[15~", ""), ("\x1bOP", "hint"),
                          ("\x1bOR", "Layer stack"), ("\x1b[A", ""), ("\r", r"Image app:1|Step \d of"),
                          ("2", ""), ("3", ""), ("\x1b[B", ""), ("\r", "")):  # fmt: skip
            program.write(key.encode())
            program.wait_for(seen)
            program.settle()
            check_frames(program.screen)
        sent = bytes(program.sent).decode()
        assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x80-\x9f]", sent)
    finally:
        program.close()


def test_a_terminal_that_reorders_text_does_not_until_the_program_is_left(home: Path, terminal: Terminal) -> None:
    assert b"\x1b[8l" in terminal.sent
    assert b"\x1b[8h" not in terminal.sent
    terminal.write(b"\x11")
    while not terminal.ended:
        terminal.pump(1)
    assert b"\x1b[8h" in terminal.sent
