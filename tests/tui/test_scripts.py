"""Right-to-left, wide, marked and hidden characters wherever a learner may meet them: no row of a pane ever gives way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.events import Key, Paste
from textual.geometry import Region
from wcwidth import wcwidth

from tests.support.driving import Hands, play
from tests.support.sandbox import sitting

HEBREW, ARABIC, CJK = "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd", "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f", "日本語"
ASTRONAUT, FLAG, MARKED = "\U0001f469\u200d\U0001f680", "\U0001f1e9\U0001f1ea", "e\u0301o\u0308"
ORDER = "a\u202eb\u202cc\u2066d\u2069\u200fe\u061cf"
HIDDEN = "g\u200bh\u2060i\ufeffj\u00adk"
EACH = (HEBREW, ARABIC, CJK, ASTRONAUT, FLAG, MARKED, ORDER, HIDDEN)
ALL = " ".join(EACH)
IDS = "hebrew arabic cjk astronaut flag marked order hidden".split()


def check_panes(it: Hands) -> None:
    """Every row of every pane is as wide as the pane, as a terminal measures, and its borders stand at its edges."""
    for pane in it.app.screen.children:
        if not pane.region or not pane.size:
            continue
        for y, strip in enumerate(pane.render_lines(Region(0, 0, *pane.size))):
            text = "".join(segment.text for segment in strip)
            assert sum(map(wcwidth, text)) == pane.size.width, (pane.id, y, text)
            assert text[:1] != "│" or pane.id == "edit-side" or text[-1] in "│┃", (pane.id, y, text)
            assert not set(text) & set("\u202e\u202c\u2066\u2069\u200f\u061c\u200b\u200d\ufeff\x1b\t"), (pane.id, y, text)


def cursor(it: Hands) -> tuple[int, str]:
    """Where the cursor is in its row of the shell, and what stands in it."""
    for row in it.app.shell_pane.view.rows(*it.app.shell_pane.size):
        x = 0
        for run in row:
            if run.role == "cursor":
                return x, run.text
            x += sum(map(wcwidth, it.app.painter.strip((run,), 200).text.rstrip("\0")[: len(run.text)]))
    raise AssertionError("no cursor")


async def type_text(it: Hands, text: str) -> None:
    for char in text:
        it.app.post_message(Key("unknown", char))
    await it.settle()


def drive(story: Callable[[Hands], Awaitable[None]], size: tuple[int, int] = (120, 34)) -> None:
    play(story, sitting(), size=size)


@pytest.mark.parametrize("text", EACH, ids=IDS)
def test_what_is_typed_is_what_is_run_and_backspace_takes_a_whole_character(text: str) -> None:
    async def story(it: Hands) -> None:
        edit = it.app.shell_pane.view.edit
        await type_text(it, f"echo {text}")
        assert edit.text == f"echo {text}"
        check_panes(it)
        steps = 0
        while edit.cursor > 5:
            await it.press("left")
            steps += 1
            check_panes(it)
        await it.press("end")
        for _ in range(steps):
            await it.press("backspace")
            check_panes(it)
        assert edit.text == "echo "
        it.app.post_message(Paste(text))
        await it.settle()
        assert edit.text == f"echo {text}"
        await it.press("enter")
        assert it.app.shell_pane.view.scrollback.text.endswith(f"echo {text}\n{text}")
        check_panes(it)

    drive(story)


def test_a_character_of_several_is_one_step() -> None:
    async def story(it: Hands) -> None:
        edit = it.app.shell_pane.view.edit
        await type_text(it, f"a{ASTRONAUT}{FLAG}e\u0301b")
        places = []
        while edit.cursor:
            await it.press("left")
            places.append(edit.cursor)
        assert places == [8, 6, 4, 1, 0]
        await it.press("right", "right", "backspace", "backspace")
        assert edit.text == f"{FLAG}e\u0301b"
        await it.press("delete", "delete")
        assert edit.text == "b"

    drive(story)


def test_the_cursor_stands_behind_what_is_seen() -> None:
    async def story(it: Hands) -> None:
        await type_text(it, f"{CJK}{ASTRONAUT}{HEBREW}")
        rows = it.pane("shell").split("\n")
        line = next(row for row in rows if CJK in row)
        strips = it.app.shell_pane.render_lines(Region(0, 0, *it.app.shell_pane.size))
        strip = next(strip for strip in strips if CJK in strip.text)
        x = 0
        for segment in strip:
            if segment.style == it.app.painter.strip(it.app.shell_pane.view.line_rows(80)[0][-1:], 1)._segments[0].style:
                break
            x += segment.cell_length
        assert x == len("$ ") + 6 + 4 + 4
        assert "\u200d" not in line

    drive(story)


@pytest.mark.parametrize("size", [(120, 34), (80, 24), (40, 10)])
def test_names_labels_errors_and_contents(size: tuple[int, int]) -> None:
    async def story(it: Hands) -> None:
        for number, text in enumerate(EACH):
            await it.enter(f"mkdir -p site/{number}")
            it.app.post_message(Paste(f"echo '{text}' > 'site/{number}/{text}.txt'"))
            await it.press("enter")
        for line in (
            f'printf \'FROM alpine:3.20\\nLABEL title="{ALL}"\\nENV NAME="{ALL}"\\nCOPY site /{CJK}{HEBREW}\\n\' > Dockerfile',
            "docker build -q -t app:1 .", "ls -R site", f"docker tag app:1 'x{ORDER}'", f"docker tag app:1 'Y/{ALL}'",
            "docker image inspect app:1", "docker history app:1", f"docker run --name box app:1 touch '/{ALL}'",
            "docker diff box", f"docker run --rm app:1 sh -c 'cat /{CJK}{HEBREW}/*/*'",
        ):  # fmt: skip
            it.app.post_message(Paste(line))
            await it.settle()
            check_panes(it)
            await it.press("enter")
            check_panes(it)
        await it.press("f3")
        check_panes(it)
        for key in ("up", "enter", "1", "2", "3", "4", "down", "enter", "down", "enter", "down", "enter", "end", "escape"):
            await it.press(key)
            check_panes(it)
        await it.press("f4")
        check_panes(it)
        await it.press("slash")
        await type_text(it, ALL)
        check_panes(it)
        await it.press("escape", "escape", "ctrl+p")
        await type_text(it, ALL * 2)
        check_panes(it)
        await it.press("escape", "ctrl+r")
        await type_text(it, HEBREW)
        check_panes(it)

    drive(story, size)


@pytest.mark.parametrize("size", [(120, 34), (80, 24), (40, 10)])
def test_the_prompt_of_a_container(size: tuple[int, int]) -> None:
    async def story(it: Hands) -> None:
        await it.enter("docker pull -q alpine:3.20")
        for line in ("docker run -it --name box alpine:3.20 sh", f"mkdir '/{ALL}'", f"cd '/{ALL}'", f"PS1='{ALL}$ '",
                     f"printf '{ALL}\\r{MARKED}\\n{CJK}\\r\u0301{HEBREW}\\033[K'", "exit"):  # fmt: skip
            it.app.post_message(Paste(line))
            await it.press("enter")
            check_panes(it)

    drive(story, size)


@pytest.mark.parametrize("size", [(120, 34), (80, 24), (40, 10)])
def test_the_editor(size: tuple[int, int]) -> None:
    async def story(it: Hands) -> None:
        it.app.post_message(Paste(f"nano '{CJK} {HEBREW}'"))
        await it.press("enter")
        await type_text(it, f"x{ASTRONAUT}{FLAG}e\u0301\u202eb")
        check_panes(it)
        area = it.app.screen.query_one("#edit-text")
        assert area.text == f"x{ASTRONAUT}{FLAG}e\u0301\u202eb"  # type: ignore[attr-defined]
        places = []
        for _ in range(6):
            await it.press("left")
            check_panes(it)
            places.append(area.cursor_location[1])  # type: ignore[attr-defined]
        assert places == [9, 8, 6, 4, 1, 0]
        await it.press("right", "right", "backspace", "delete", "delete")
        assert area.text == "x\u202eb"  # type: ignore[attr-defined]
        it.app.post_message(Paste(f"\n{ALL}\t{ALL}" * 3))
        await it.settle()
        check_panes(it)
        for key in ("home", *["right"] * 30, "end", *["left"] * 30, "up", "down"):
            await it.press(key)
            check_panes(it)
        await it.press("ctrl+w")
        await type_text(it, ALL * 2)
        check_panes(it)

    drive(story, size)
