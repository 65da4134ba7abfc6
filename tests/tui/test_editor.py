"""The editor on the screen, over the real engine: keys in, text out, the sandbox behind it."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable

import pytest

from tests.support.driving import Hands, play
from tests.support.sandbox import sitting
from tutor.session.sitting import LearnerSitting
from tutor.tui.editor import Editor
from tutor.tui.paint import Painter

DOCKERFILE = "FROM alpine:3.20\nCOPY app.py /app.py\nRUN echo one > /one\nRUN cat /one\nCMD sh\n"
SIZES = [(40, 10), (80, 24), (120, 34), (200, 50)]


def bench(*, build: bool = True, more: str = "true", lesson: str = "") -> LearnerSitting:
    learner = sitting(lesson)
    quoted = DOCKERFILE.replace("\n", "\\n")
    result = learner.run(f"echo 1 > app.py; printf '{quoted}' > Dockerfile; {more}")
    assert result.code == 0, result.text
    if build:
        assert learner.run("docker build -q -t app .").code == 0
    return learner


def edit(
    story: Callable[[Hands, Editor], Awaitable[None]],
    *,
    learner: LearnerSitting | None = None,
    line: str = "nano Dockerfile",
    size: tuple[int, int] = (120, 34),
    painter: Painter | None = None,
) -> LearnerSitting:
    """Run a story in an app in which a file is open."""
    made = learner or bench()

    async def told(it: Hands) -> None:
        await it.enter(line)
        editor = it.app.desk.editor
        assert editor is not None
        await it.settle()
        await story(it, editor)

    play(told, made, size=size, painter=painter)
    return made


def cat(learner: LearnerSitting, name: str = "Dockerfile") -> str:
    return learner.run(f"cat {name}").text


def is_open(it: Hands) -> bool:
    return it.app.desk.editor is not None


def focused(it: Hands) -> object:
    return it.app.focused


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_edited_saved_and_undone(size: tuple[int, int]) -> None:
    async def story(it: Hands, editor: Editor) -> None:
        assert focused(it) is editor.area
        await it.press("down", "end")
        await it.type(" /b.py")
        await it.settle()
        assert "COPY app.py /app.py /b.py" in it.screen()
        assert "not saved" in it.pane("edit-top")
        assert cat(learner) == DOCKERFILE
        await it.press("ctrl+s")
        assert "not saved" not in it.pane("edit-top")
        assert cat(learner) == DOCKERFILE.replace("/app.py\n", "/app.py /b.py\n")
        await it.press("ctrl+x")
        assert not is_open(it)
        assert focused(it) is it.app.shell_pane
        await it.press("ctrl+z")
        assert cat(learner) == DOCKERFILE

    learner = bench()
    edit(story, learner=learner, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_problems_stand_in_the_margin_and_f8_goes_to_them(size: tuple[int, int]) -> None:
    async def story(it: Hands, editor: Editor) -> None:
        assert editor.view is not None
        assert "!" in it.pane("edit-gutter").split("\n")[4]
        await it.press("f8")
        assert editor.area.cursor_location == (4, 0)
        assert "JSONArgsRecommended" in it.pane("edit-foot")
        await it.press("up", "home")
        await it.type("x")
        await it.settle()
        assert "✗" in it.pane("edit-gutter").split("\n")[3]
        assert "unknown instruction: xRUN" in it.pane("edit-foot")
        await it.press("backspace", "f8", "shift+f8")
        assert editor.area.cursor_location == (4, 0)
        assert [problem.rule for problem in editor.view.problems] == ["JSONArgsRecommended"]

    edit(story, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_what_would_be_built_anew_is_foretold_while_typing(size: tuple[int, int]) -> None:
    async def story(it: Hands, editor: Editor) -> None:
        assert "All 3 steps are cached." in " ".join(it.screen().split())
        await it.press("down", "down", *["right"] * 9)
        await it.type("2")
        await it.settle()
        if size[0] < 60:
            assert it.pane("edit-gutter").split("\n")[2].startswith("▸")
            assert "2 of 3 steps would run" in it.pane("edit-foot")
            return
        side = it.pane("edit-side")
        assert "= cached" in side
        assert "first build of this step" in side
        assert side.count("▸ runs") == 2

    edit(story, size=size)


def test_the_forecast_looks_at_the_file_as_it_would_be() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.type("x")
        await it.settle()
        assert "If you built now (Dockerfile)" in it.pane("edit-side")
        assert "app.py changed" in it.pane("edit-side")

    edit(story, line="nano app.py")


def test_closing_asks_where_something_would_be_lost() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.type("#")
        await it.press("ctrl+x")
        assert "Dockerfile is not saved. Save it?" in it.pane("edit-foot")
        await it.press("escape")
        assert is_open(it)
        await it.press("escape", "n")
        assert not is_open(it)
        assert cat(learner) == DOCKERFILE
        await it.enter("nano Dockerfile")
        await it.settle()
        assert editor.area.text == DOCKERFILE
        await it.type("#")
        await it.press("ctrl+c", "y")
        assert not is_open(it)
        assert cat(learner) == "#" + DOCKERFILE

    learner = bench()
    edit(story, learner=learner)


@pytest.mark.parametrize("way", ["ctrl+q", "exit"])
def test_leaving_asks_where_something_would_be_lost(way: str) -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.type("#")
        if way == "exit":
            await it.press("f9")
            await it.enter("exit")
        else:
            await it.press(way)
        assert it.app.return_code is None
        assert "Save it?" in it.pane("edit-foot")
        await it.press("escape")
        assert "Save it?" not in it.pane("edit-foot")
        await it.press("ctrl+q", "y")
        assert it.app.return_code == 0

    learner = edit(story)
    assert cat(learner) == "#" + DOCKERFILE


def test_resizing_loses_nothing() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.press("end")
        await it.type(" AS base")
        for size in (*SIZES, (10, 3), (60, 16), (59, 15), (116, 20)):
            await it.pilot.resize_terminal(*size)
            await it.settle()
            assert editor.area.text == DOCKERFILE.replace("3.20", "3.20 AS base")
            rows = it.screen().split("\n")
            assert len(rows) == size[1]
            assert max(map(len, rows)) <= size[0]
            if size[1] > 3:
                assert "AS base" in it.screen()

    edit(story)


def test_a_new_file_and_its_kind() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        assert "new file" in it.pane("edit-top")
        await it.type("services:")
        await it.press("enter", "tab")
        await it.type("web: {}")
        await it.press("enter")
        await it.type("db: {}")
        await it.press("ctrl+o")
        assert "new file" not in it.pane("edit-top")
        assert editor.area.text == "services:\n  web: {}\n  db: {}\n"

    learner = edit(story, line="edit compose.yaml")
    assert cat(learner, "compose.yaml") == "services:\n  web: {}\n  db: {}\n"


def test_words_of_vi() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        assert "No modes here" in it.pane("edit-foot")
        await it.press("escape")
        await it.type(":3")
        await it.press("enter")
        assert editor.area.cursor_location[0] == 2
        await it.press("escape")
        await it.type("/sh")
        await it.press("enter")
        assert editor.area.cursor_location == (4, 4)
        await it.press("escape", "i")
        await it.type("my")
        await it.press("escape")
        await it.type(":q")
        await it.press("enter")
        assert "Not saved: :wq saves" in it.pane("edit-foot")
        await it.press("escape")
        await it.type(":nonsense")
        await it.press("enter")
        assert ":nonsense is not known here" in it.pane("edit-foot")
        await it.press("escape")
        await it.type(":wq")
        await it.press("enter")
        assert not is_open(it)

    learner = edit(story, line="vi Dockerfile")
    assert cat(learner).endswith("CMD mysh\n")


def test_the_words_of_vi_that_drop_and_save() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.type("#")
        await it.press("escape")
        await it.type(":q!")
        await it.press("enter")
        assert not is_open(it)
        await it.enter("vi +2 Dockerfile")
        await it.settle()
        assert editor.area.cursor_location[0] == 1
        await it.type("#")
        await it.press("escape")
        await it.type(":w")
        await it.press("enter")
        assert is_open(it)
        await it.press("escape", "escape", "escape")
        await it.type(":x")
        await it.press("enter")
        assert not is_open(it)

    assert cat(edit(story, line="vi Dockerfile")) == DOCKERFILE.replace("COPY", "#COPY")


def test_finding_lines_and_words() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.press("ctrl+w")
        await it.type("ONE")
        await it.press("enter")
        assert editor.area.cursor_location == (2, 9)
        await it.press("ctrl+n")
        assert editor.area.cursor_location == (2, 16)
        await it.press("ctrl+n", "ctrl+n")
        assert editor.area.cursor_location == (2, 9)
        await it.press("ctrl+w")
        await it.type("nothing like it")
        await it.press("enter")
        assert "is not in the text" in it.pane("edit-foot")
        await it.press("ctrl+g")
        await it.type("99")
        await it.press("enter")
        assert editor.area.cursor_location[0] == 5
        await it.press("ctrl+g")
        await it.type("x")
        await it.press("enter")
        assert "no line number" in it.pane("edit-foot")
        assert editor.area.text == DOCKERFILE

    edit(story)


def test_undo_redo_cut_and_paste_in_the_text() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.press("ctrl+k")
        assert editor.area.text == DOCKERFILE.partition("\n")[2]
        await it.press("ctrl+u")
        assert editor.area.text == DOCKERFILE
        await it.press("ctrl+z", "ctrl+z")
        assert editor.area.text == DOCKERFILE
        await it.press("ctrl+y")
        assert editor.area.text == DOCKERFILE.partition("\n")[2]
        await it.press("ctrl+z", "shift+end", "ctrl+c")
        assert is_open(it)
        assert it.app.clipboard == "FROM alpine:3.20"

    edit(story)


def test_the_shell_can_be_used_beside_the_open_file() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.press("f9")
        assert focused(it) is it.app.shell_pane
        await it.enter("echo '# more' >> Dockerfile")
        assert editor.area.text == DOCKERFILE + "# more\n"
        assert "Read anew" in it.pane("edit-foot")
        await it.press("ctrl+z")
        assert editor.area.text == DOCKERFILE
        await it.press("f4")
        assert "echo '# more'" in it.pane("history")
        await it.press("escape", "f9")
        assert focused(it) is editor.area
        await it.type("# mine")
        await it.press("f9")
        await it.enter("echo changed > Dockerfile")
        await it.press("f9", "ctrl+s")
        assert "Not saved, it changed outside" in it.pane("edit-foot")
        assert cat(learner) == "changed\n"
        await it.press("ctrl+s")
        assert cat(learner) == "# mine" + DOCKERFILE

    learner = bench()
    edit(story, learner=learner)


def test_reading_a_changed_file_anew_drops_ones_own_changes_only_when_asked_twice() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.type("mine")
        await it.press("ctrl+r")
        assert "drops your changes" in it.pane("edit-foot")
        assert editor.area.text.startswith("mine")
        await it.press("ctrl+r")
        assert editor.area.text == DOCKERFILE
        assert not editor.unsaved

    edit(story)


def test_asking_to_read_anew_is_no_leave_to_write_over() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.type("mine")
        await it.press("f9")
        await it.enter("echo theirs > Dockerfile")
        await it.press("f9", "ctrl+r", "ctrl+s")
        assert "Not saved, it changed outside" in it.pane("edit-foot")

    assert cat(edit(story)) == "theirs\n"


def test_keys_that_come_faster_than_saving() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        from textual.events import Key

        for key in ("a", "ctrl+s", "b", "ctrl+s", "c", "ctrl+s", "ctrl+s"):
            it.app.post_message(Key(key, key if len(key) == 1 else None))
        await it.settle()
        assert not editor.unsaved
        assert "Saved" in it.pane("edit-foot") or "Nothing to save" in it.pane("edit-foot")
        it.app.post_message(Key("d", "d"))
        it.app.post_message(Key("ctrl+x", None))
        it.app.post_message(Key("y", "y"))
        await it.settle()
        assert not is_open(it)

    assert cat(edit(story)) == "abcd" + DOCKERFILE


def test_a_hint_is_said_in_the_editor_and_a_list_leads_back_to_it() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.press("f1")
        assert "docker pull" in it.pane("edit-foot")
        await it.press("ctrl+p")
        await it.type("go on editing")
        await it.settle()
        assert "Go on editing the open file" in it.pane("list")
        await it.press("escape")
        assert focused(it) is editor.area
        await it.press("f9", "?")
        assert "The editor (nano, vi or edit FILE)" in it.pane("list") or "Everywhere" in it.pane("list")

    edit(story, learner=bench(lesson="pull-and-names"), size=(80, 24))


def test_the_mouse_places_the_cursor_selects_and_scrolls() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.pilot.click("#edit-text", offset=(5, 2))
        await it.settle()
        assert editor.area.cursor_location == (2, 5)
        await it.pilot.mouse_down("#edit-text", offset=(2, 0))
        await it.pilot.hover("#edit-text", offset=(6, 1))
        await it.pilot.mouse_up("#edit-text", offset=(6, 1))
        await it.settle()
        assert editor.area.selected_text == "OM alpine:3.20\nCOPY a"
        await it.pilot.click("#shell")
        await it.settle()
        assert focused(it) is it.app.shell_pane
        await it.pilot.click("#edit-gutter")
        await it.settle()
        assert focused(it) is editor.area

    edit(story)


def test_another_file_is_not_opened_over_one_that_is_not_saved() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.type("x")
        await it.press("f9")
        await it.enter("nano app.py")
        assert "nano: Dockerfile is open and not saved" in it.pane("shell")
        await it.press("f9", "ctrl+s", "f9")
        await it.enter("nano app.py")
        await it.settle()
        assert editor.area.text == "1\n"
        assert editor.view is not None
        assert editor.view.file.kind == "python"

    edit(story)


def test_pasting_keeps_the_lines_and_shows_what_is_invisible() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        from textual.events import Paste

        editor.area.post_message(Paste("RUN one\r\nRUN \x1b[31mtwo\r\n"))
        await it.settle()
        assert "RUN ␛[31mtwo" in it.pane("edit-text")
        await it.press("ctrl+s")

    learner = edit(story)
    assert cat(learner) == "RUN one\nRUN \x1b[31mtwo\n" + DOCKERFILE


def test_crlf_stays() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        assert "CR LF" in it.pane("edit-top")
        await it.press("end", "enter")
        await it.type("b")
        await it.press("ctrl+s")

    learner = edit(story, learner=bench(build=False, more="printf 'a\\r\\nc\\r\\n' > dos"), line="nano dos")
    assert learner.run("od -c dos | head -n 1").text.split()[1:] == [
        *"a",
        "\\r",
        "\\n",
        "b",
        "\\r",
        "\\n",
        "c",
        "\\r",
        "\\n",
    ]


def test_wide_characters_and_tabs_stand_where_the_cursor_believes() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        assert it.pane("edit-text").split("\n")[0] == "日本  x"
        assert it.pane("edit-text").split("\n")[1] == "a   b"
        await it.press("end")
        await it.type("y")
        await it.settle()
        assert it.pane("edit-text").split("\n")[0].rstrip() == "日本  xy"
        assert editor.area.cursor_screen_offset.x == editor.area.region.x + 8

    edit(story, learner=bench(build=False, more="printf '日本  x\\na\\tb\\n' > wide"), line="nano wide")


def test_long_files_and_lines_scroll() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.press("ctrl+end", "up")
        assert it.pane("edit-gutter").split("\n")[-2].split() == ["45000"]
        await it.press("end")
        await it.type("Z")
        await it.settle()
        assert "lineZ" in it.pane("edit-text")
        await it.press("ctrl+home")
        await it.enter("x")
        assert it.pane("edit-text").startswith("x\n")

    edit(story, learner=bench(build=False, more="yes 'a long line' | head -n 45000 > long"), line="nano long")

    async def wide(it: Hands, editor: Editor) -> None:
        await it.press("end")
        await it.type("END")
        await it.settle()
        assert it.pane("edit-text").split("\n")[0].rstrip().endswith("xxEND")

    learner = bench(build=False, more="head -c 1000000 /dev/zero | tr '\\0' x > wide")
    edit(wide, learner=learner, line="nano wide")


def test_files_of_a_container() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        assert "box ▸ /etc/motd" in it.pane("edit-top")
        await it.press("ctrl+k")
        await it.type("hello ")
        await it.press("ctrl+s", "ctrl+x")
        await it.enter("head -n 1 /etc/motd")
        assert "hello" in it.pane("shell")

    learner = bench()
    learner.run("docker run -it --name box alpine:3.20 sh")
    edit(story, learner=learner, line="vi /etc/motd")


def test_the_lesson_stays_beside_it_and_its_checks_see_what_is_saved() -> None:
    async def story(it: Hands, editor: Editor) -> None:
        assert "Fetch your first image" in it.pane("lesson")
        assert "If you built now" in it.pane("edit-side")
        await it.press("f5")
        assert focused(it) is it.app.lesson_pane
        assert "FROM alpine" in it.pane("edit-text")
        await it.press("f5")
        assert focused(it) is editor.area
        await it.press("f1")
        assert is_open(it)

    edit(story, learner=bench(lesson="pull-and-names"), size=(120, 34))


@pytest.mark.parametrize("size", SIZES)
def test_without_unicode_the_editor_is_ascii(size: tuple[int, int]) -> None:
    async def story(it: Hands, editor: Editor) -> None:
        await it.press("down", "end")
        await it.type("é")
        await it.settle()
        assert it.screen().isascii()
        await it.press("escape")
        assert it.screen().isascii()

    edit(story, size=size, painter=Painter(unicode=False))


KEYS = [
    *"aR\"'$# <\\{ny:q!é日", "enter", "tab", "backspace", "delete", "up", "down", "left", "right", "home", "end",
    "pageup", "pagedown",
    "shift+down", "shift+left", "shift+end", "ctrl+left", "ctrl+right", "ctrl+home", "ctrl+end", "ctrl+k",
    "ctrl+u", "ctrl+z", "ctrl+y", "ctrl+w", "ctrl+g", "ctrl+n", "f8", "shift+f8", "f9", "ctrl+s", "ctrl+r", "ctrl+x",
    "escape", "alt+d", "ctrl+c", "f3", "f4", "f5", "ctrl+p", "ctrl+d", "ctrl+h",
]  # fmt: skip


async def hammer(it: Hands, rng: random.Random, count: int) -> None:
    """Press random keys, now and then resize, and open some file again whenever none is open."""
    from textual.events import Key, Paste

    for at in range(count):
        key = rng.choice(KEYS)
        it.app.post_message(Key(key, key if len(key) == 1 else None))
        if rng.random() < 0.03:
            await it.pilot.resize_terminal(rng.randint(10, 160), rng.randint(3, 50))
        if rng.random() < 0.02:
            it.app.post_message(Paste("RUN a\n\tb\r\x1b é 日\n"))
        if at % 20 == 0:
            await it.settle()
            if not is_open(it):
                await it.press("escape", "ctrl+c", "ctrl+u")
                await it.enter(rng.choice(("nano Dockerfile", "vi app.py", "edit new.json", "vi .dockerignore")))
                await it.settle()
        else:
            await it.pilot.pause()


async def hammered(it: Hands, rng: random.Random, count: int) -> None:
    it.app.action_leave = lambda: None  # type: ignore[method-assign]  # or the app would be gone at the first ^D
    await hammer(it, rng, count)
    await it.settle()
    editor = it.app.desk.editor
    if editor is not None and editor.view is not None:
        file, text = editor.view.file, editor.area.text
        assert editor.unsaved == (text != file.text or (not file.stored and bool(text)))


@pytest.mark.parametrize("seed", range(2))
def test_random_keys_and_sizes_do_no_harm(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.choice(SIZES)
    edit(lambda it, _: hammered(it, rng, 60), size=size)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_many_random_keys_and_sizes_do_no_harm(seed: int) -> None:
    rng = random.Random(seed)
    edit(lambda it, _: hammered(it, rng, 500), size=rng.choice(SIZES))
