"""Right-to-left, wide, marked and hidden characters wherever a learner meets them: no row of a pane gives way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.events import Key, Paste
from textual.geometry import Region
from wcwidth import wcwidth

from tests.support.driving import Hands, play
from tests.support.sandbox import sitting
from tests.support.scripts import ALL, ASTRONAUT, CJK, EACH, FLAG, HEBREW, MARKED, ORDER
from tutor.session.drawing.canvas import cells

NEVER = set("\u202e\u202c\u2066\u2069\u200f\u061c\u200b\u200d\ufeff\x1b\t")
IDS = ("hebrew", "arabic", "cjk", "astronaut", "flag", "marked", "order", "hidden")


def check_panes(it: Hands) -> None:
    """Every row of every pane is as wide as the pane, as a terminal measures, and its borders stand at its edges."""
    for pane in it.app.screen.children:
        if not pane.region or not pane.size:
            continue
        for y, strip in enumerate(pane.render_lines(Region(0, 0, *pane.size))):
            text = "".join(segment.text for segment in strip)
            assert sum(map(wcwidth, text)) == pane.size.width, (pane.id, y, text)
            assert text[:1] != "│" or pane.id == "edit-side" or text[-1] in "│┃", (pane.id, y, text)
            assert not set(text) & NEVER, (pane.id, y, text)


async def type_text(it: Hands, text: str) -> None:
    for char in text:
        it.app.post_message(Key("unknown", char))
    await it.settle()


def drive(story: Callable[[Hands], Awaitable[None]], size: tuple[int, int] = (120, 34)) -> None:
    play(story, sitting(), size=size)


SIZES = [(120, 34), *(pytest.param(size, marks=pytest.mark.slow) for size in ((80, 24), (40, 10)))]


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
        shell = it.app.shell_pane
        row = next(row for row in shell.view.rows(*shell.size) if any(run.role == "cursor" for run in row))
        at = next(at for at, run in enumerate(row) if run.role == "cursor")
        strip = it.app.painter.strip(row[:at], shell.size.width)
        assert strip.text.rstrip() == f"$ {CJK}{ASTRONAUT}{HEBREW}".replace("\u200d", "")
        assert sum(map(wcwidth, strip.text.rstrip())) == sum(cells(run.text) for run in row[:at]) == 2 + 6 + 4 + 4

    drive(story)


@pytest.mark.parametrize("size", SIZES)
def test_names_labels_errors_and_contents(size: tuple[int, int]) -> None:
    async def story(it: Hands) -> None:
        for number, text in enumerate(EACH):
            await it.enter(f"mkdir -p site/{number}")
            it.app.post_message(Paste(f"echo '{text}' > 'site/{number}/{text}.txt'"))
            await it.press("enter")
        for line in (
            f"printf 'FROM alpine:3.20\\nLABEL title=\"{ALL}\"\\nCOPY site /{CJK}{HEBREW}\\n' > Dockerfile",
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
        for key in ("up", "enter", *"1234", "down", "enter", "down", "enter", "down", "enter", "end", "escape"):
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


@pytest.mark.parametrize("size", SIZES)
def test_the_prompt_of_a_container(size: tuple[int, int]) -> None:
    async def story(it: Hands) -> None:
        await it.enter("docker pull -q alpine:3.20")
        for line in ("docker run -it --name box alpine:3.20 sh", f"mkdir '/{ALL}'", f"cd '/{ALL}'", f"PS1='{ALL}$ '",
                     f"printf '{ALL}\\r{MARKED}\\n{CJK}\\r\u0301{HEBREW}\\033[K'", "exit"):  # fmt: skip
            it.app.post_message(Paste(line))
            await it.press("enter")
            check_panes(it)

    drive(story, size)


@pytest.mark.parametrize("size", SIZES)
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
