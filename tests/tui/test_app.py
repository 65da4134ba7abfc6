"""The whole screen over a fake sitting: keys in, text out."""

from __future__ import annotations

import asyncio
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.events import Key

from tests.support.driving import Driver, drive
from tests.support.fake_session import FakeSession, FakeState
from tutor.errors import LayerwiseError
from tutor.session.drawing.canvas import cells
from tutor.tui.app import LayerwiseApp
from tutor.tui.list_pane import Item
from tutor.tui.paint import Painter

PULLED = FakeState((("alpine:3.20", "a20"),))
SIZES = [(40, 10), (80, 24), (120, 34), (200, 50)]


@pytest.mark.parametrize("size", SIZES)
def test_ghost_before_enter_tag_after_it_and_undo(size: tuple[int, int]) -> None:
    async def story(it: Driver) -> None:
        digest = it.session.state.digest
        await it.type("cut")
        await it.press("ctrl+u")
        await it.type("docker image tag alpine:3.20 team/base:1")
        await it.settle()
        assert it.session.state.digest == digest
        if size == (40, 10):
            assert it.pane("stack").startswith("+1 · ⚑ 1 image")
        else:
            assert "⚐ team/base:1" in it.pane("stack")
            assert "if you press Enter" in it.pane("stack")
        assert "Nothing is" in it.pane("shell")
        await it.press("enter")
        assert it.session.state.digest != digest
        if size != (40, 10):
            assert "⚑ team/base:1" in it.pane("stack")
        await it.press("ctrl+z")
        assert it.session.state.digest == digest
        assert "team/base:1" not in it.pane("stack")
        await it.press("ctrl+y")
        assert it.session.state.digest != digest
        assert it.app.shell_pane.view.edit.text == ""

    drive(story, size=size, session=FakeSession(state=PULLED))


def test_a_ghost_goes_when_the_line_does() -> None:
    async def story(it: Driver) -> None:
        await it.type("docker pull alpine:3.20")
        await it.settle()
        assert "⚐ alpine:3.20" in it.pane("stack")
        await it.press("ctrl+u")
        assert "⚐" not in it.pane("stack")
        assert "Nothing here yet" in it.pane("stack")

    drive(story)


def test_what_is_wrong_is_said_under_the_line() -> None:
    async def story(it: Driver) -> None:
        await it.type("docker pull alpine:3.21")
        await it.settle()
        assert "✗ no such image alpine:3.21 — alpine:3.20, alpine:latest, alpine:3.19 exist" in it.pane("shell")

    drive(story)


def test_the_checklist_ticks_itself_and_next_goes_on() -> None:
    async def story(it: Driver) -> None:
        assert "☐ alpine:3.20 is here" in it.pane("lesson")
        assert "◌○○○  3/36" in it.pane("header")
        await it.enter("docker pull alpine:3.20")
        assert "☑ alpine:3.20 is here" in it.pane("lesson")
        assert "Step done. next (F6) goes on" in it.pane("lesson")
        assert "●○○○  3/36" in it.pane("header")
        await it.press("f6")
        assert "step 2 of 4" in it.pane("lesson")
        assert "Give it a second name" in it.pane("lesson")

    drive(story)


def test_output_streams_and_errors_show_their_status() -> None:
    async def story(it: Driver) -> None:
        await it.enter("nonsense")
        assert "sh: nonsense: not found" in it.pane("shell")
        assert "exit status 127" in it.pane("shell")
        await it.enter("seq 300")
        assert "300" in it.pane("shell")
        assert "exit status" not in it.pane("shell")
        await it.press("pageup")
        assert "rows back" in it.pane("shell")
        await it.type("l")
        assert "rows back" not in it.pane("shell")

    drive(story)


def test_typing_goes_on_while_a_command_runs_and_ctrl_c_stops_it() -> None:
    async def story(it: Driver) -> None:
        await it.type("wait 1000")
        await it.pilot.press("enter")
        await it.pilot.pause(0.1)
        assert "running · ^C stops" in it.pane("shell")
        assert "tick " in it.pane("shell")
        await it.type("echo later")
        assert "echo later" in it.pane("shell")
        await it.pilot.press("enter")
        await it.press("ctrl+c")
        assert "^C" in it.pane("shell")
        assert "later" in it.pane("shell").split("$ echo later")[1]
        assert [entry.code for entry in it.session.entries] == [130, 0]

    drive(story)


def test_an_unfinished_command_is_held_until_it_is_whole() -> None:
    async def story(it: Driver) -> None:
        await it.enter("for i in 1 2")
        assert it.session.entries == []
        assert it.pane("shell").rstrip().endswith("\n>")
        await it.press("up")
        assert it.app.shell_pane.view.edit.cursor == 0
        await it.press("down")
        await it.enter("done")
        assert [entry.line for entry in it.session.entries] == ["for i in 1 2\ndone"]
        assert "2 lines" in it.pane("shell")
        await it.enter("echo 'open")
        await it.press("ctrl+c")
        await it.enter("echo closed")
        assert it.session.entries[-1].line == "echo closed"

    drive(story)


def test_lines_typed_ahead_belong_to_the_command_that_is_not_whole() -> None:
    async def story(it: Driver) -> None:
        for line in ("for i in 1 2", "do echo $i", "done", "echo last"):
            await it.type(line)
            it.app.post_message(Key("enter", None))
        await it.settle()
        assert [entry.line for entry in it.session.entries] == ["for i in 1 2\ndo echo $i\ndone", "echo last"]
        await it.press("up", "up")
        assert it.app.shell_pane.view.edit.text == "for i in 1 2\ndo echo $i\ndone"

    drive(story)


def test_history_search_and_suggestion() -> None:
    async def story(it: Driver) -> None:
        for line in ("docker pull alpine:3.20", "ls", "docker image ls"):
            await it.enter(line)
        await it.press("up", "up", "up")
        assert it.app.shell_pane.view.edit.text == "docker pull alpine:3.20"
        await it.press("ctrl+c", "ctrl+r")
        await it.type("pull")
        await it.settle()
        assert "search “pull”: docker pull alpine:3.20" in it.pane("shell")
        await it.press("escape")
        assert it.app.shell_pane.view.edit.text == ""
        await it.type("docker im")
        await it.press("end")
        assert it.app.shell_pane.view.edit.text == "docker image ls"

    drive(story)


def test_completion_inserts_what_is_common_and_shows_a_menu() -> None:
    async def story(it: Driver) -> None:
        edit = it.app.shell_pane.view.edit
        await it.type("docker pu")
        await it.press("tab")
        assert edit.text == "docker pull "
        await it.press("tab")
        assert edit.text == "docker pull alpine:"
        assert "on the hub" in it.pane("shell")
        await it.press("tab", "tab")
        assert edit.text == "docker pull alpine:latest"
        await it.press("shift+tab", "enter")
        assert edit.text == "docker pull alpine:3.20 "
        assert it.session.entries == []
        await it.press("ctrl+u")
        await it.type("docker pull zzz")
        await it.press("tab")
        assert "nothing to complete here" in it.pane("shell")

    drive(story)


def test_escape_in_the_menu_brings_the_line_back() -> None:
    async def story(it: Driver) -> None:
        await it.type("docker ")
        await it.press("tab", "tab", "tab", "escape")
        assert it.app.shell_pane.view.edit.text == "docker "
        assert it.app.shell_pane.view.menu is None

    drive(story)


def test_a_nested_prompt_names_its_container_and_ctrl_d_leaves_it() -> None:
    async def story(it: Driver) -> None:
        await it.enter("docker run -it alpine:3.20 sh")
        assert "quirky_hopper ▸ root@3f2a9c1d5e77 / · exit leaves" in it.pane("shell")
        assert "you are here" in it.pane("stack")
        await it.press("ctrl+d")
        assert "learner@layerwise ~/lab" in it.pane("shell")
        assert it.session.state.inside == ()

    drive(story, session=FakeSession(state=PULLED))


def test_pasting_several_lines_asks_first() -> None:
    async def story(it: Driver) -> None:
        from textual.events import Paste

        it.app.shell_pane.post_message(Paste("docker pull alpine:3.20\r\nls\r\n"))
        await it.settle()
        assert "2 lines pasted" in it.pane("shell")
        assert it.session.entries == []
        await it.press("enter")
        assert [entry.line for entry in it.session.entries] == ["docker pull alpine:3.20", "ls"]
        it.app.shell_pane.post_message(Paste("one\ntwo"))
        await it.settle()
        await it.press("escape")
        assert it.app.shell_pane.view.edit.text == ""
        it.app.shell_pane.post_message(Paste("just one\n"))
        await it.settle()
        assert it.app.shell_pane.view.edit.text == "just one"

    drive(story)


def test_the_layers_can_be_walked_over() -> None:
    async def story(it: Driver) -> None:
        await it.press("f3", "down")
        assert "ADD alpine-minirootfs-3.20.3-x86_64.tar.gz /" in it.pane("stack")
        assert "7.8 MB · sha256:" in it.pane("stack")
        await it.press("o")
        assert "▤" in it.pane("stack")
        await it.press("escape")
        assert it.app.shell_pane.has_focus

    drive(story, session=FakeSession(state=PULLED))


@pytest.mark.parametrize("size", SIZES)
def test_the_history_is_walked_over_with_the_stack_following(size: tuple[int, int]) -> None:
    async def story(it: Driver) -> None:
        await it.enter("docker pull alpine:3.20")
        await it.enter("docker tag alpine:3.20 team/base:1")
        after = it.session.state.digest
        await it.press("f4")
        assert it.app.history_pane.has_focus
        assert "you are here" in it.pane("history")
        await it.press("up", "up")
        assert it.session.state.digest == after  # looking changes nothing
        assert "Would go to @0." in it.pane("shell")
        if size[1] > 10:
            assert "if you press Enter" in it.pane("stack")
        await it.press("end", "escape")
        assert it.app.shell_pane.has_focus
        await it.press("f4", "home", "enter")
        assert it.session.state == FakeState()
        chosen = it.app.history_pane.chosen
        assert chosen is not None
        assert chosen.here
        await it.press("end", "enter")
        assert it.session.state.digest == after
        await it.press("f4")
        assert it.app.wish.upper == "stack" if not it.app.wish.lesson else it.app.shell_pane.has_focus

    drive(story, size=size)


def test_points_are_named_found_compared_and_their_lines_put_back() -> None:
    async def story(it: Driver) -> None:
        await it.enter("docker pull alpine:3.20")
        await it.enter("docker tag alpine:3.20 team/base:1")
        await it.press("f4", "up", "n", *"pulled", "enter")
        assert it.session.names == {1: "pulled"}
        assert "@pulled" in it.pane("history")
        await it.press("slash", *"pulled")
        assert "team/base" not in it.pane("history")
        await it.press("escape", "c")
        assert "@1 is marked" in it.pane("history")
        await it.press("down", "c")
        assert it.app.page_pane.has_focus
        assert "points 1" in it.pane("page")
        await it.press("escape")
        assert it.app.history_pane.has_focus
        await it.press("home", "down", "e")
        assert it.app.shell_pane.view.edit.text == "docker pull alpine:3.20"
        assert it.app.shell_pane.has_focus

    drive(story)


@pytest.mark.parametrize("size", SIZES)
def test_a_command_is_replayed_frame_by_frame(size: tuple[int, int]) -> None:
    async def story(it: Driver) -> None:
        await it.press("f7")
        assert "Nothing to replay" in it.pane("shell")
        await it.enter("docker pull alpine:3.20")
        after = it.session.state.digest
        await it.press("f7")
        assert "Replay of @1" in it.pane("history")
        assert "It begins." in it.pane("shell")
        if size[1] > 10:
            assert "replay: what" not in it.pane("stack") or "has happened" in it.pane("stack")
        await it.press("space")
        assert "It ends." in it.pane("history")
        assert "2 of 2" in it.pane("history")
        if size[1] > 10:
            assert "⚐ alpine:3.20" in it.pane("stack")
        await it.press("left")
        assert "1 of 2" in it.pane("history")
        await it.press("escape")
        assert "you are here" in it.pane("history")
        await it.press("r", "escape", "escape")
        assert it.app.shell_pane.has_focus
        assert it.session.state.digest == after

    drive(story, size=size)


def test_a_replay_goes_on_by_itself_unless_motion_is_off() -> None:
    async def story(it: Driver) -> None:
        await it.enter("docker pull alpine:3.20")
        it.app.speed = 0.01
        await it.press("f7")
        await it.pilot.pause(0.3)
        await it.settle()
        assert "2 of 2" in it.pane("history")
        it.app.speed = 0.0
        await it.press("escape", "r", "a")
        await it.pilot.pause(0.1)
        assert "1 of 2" in it.pane("history")

    drive(story)


def test_the_map_shows_how_far_one_is_and_opens_a_lesson() -> None:
    async def story(it: Driver) -> None:
        await it.press("f8")
        assert "Map of the course: 1 of 3 lessons done" in it.pane("list")
        assert "☑ Your first image" in it.pane("list")
        assert "▸▸ One image, many names" in it.pane("list")
        await it.press("down", "enter")
        assert it.session.in_lesson

    drive(story)


def test_the_glossary_begins_with_what_stands_in_the_step() -> None:
    async def story(it: Driver) -> None:
        await it.press("ctrl+g")
        assert "In this step and line" in it.pane("list")
        assert "All terms" in it.pane("list")
        await it.type("files")
        await it.press("enter")
        assert it.session.entries[-1].line == "glossary layer"

    drive(story)


def test_everything_is_searched_at_once() -> None:
    async def story(it: Driver) -> None:
        await it.press("ctrl+p")
        assert "docker image tag" not in it.pane("list")
        await it.type("image tag")
        assert "docker image tag" in it.pane("list")
        await it.press("enter")
        assert it.app.shell_pane.view.edit.text == "docker image tag "
        await it.press("ctrl+u")
        await it.enter("docker pull alpine:3.20")
        await it.press("ctrl+p")
        await it.type("point @0")
        await it.press("enter")
        assert it.session.state == FakeState()

    drive(story)


def test_sentences_in_lists_begin_in_one_column() -> None:
    items = [Item("short", "few words"), Item("a longer name", "a sentence of many words " * 5), Item("日本", "wide")]

    async def story(it: Driver) -> None:
        it.app.list_pane.open("terms", "Glossary", items)
        it.app.arrange(upper="list", zoom=False)
        await it.settle()
        rows = [row for row in it.pane("list").split("\n") if re.search("few words|a sentence|wide", row)]
        found = [cells(row[: re.search("few words|a sentence|wide", row).start()]) for row in rows]  # type: ignore[union-attr]
        assert len(set(found)) == 1
        assert len(found) == 3
        assert rows[1].endswith("…  │")

    drive(story)


def test_what_is_typed_in_a_list_ranks_and_is_cleared_and_nothing_is_chosen_from_nothing() -> None:
    items = [Item("hub-tags", "before docker pull: a tag", "1"), Item("docker image tag", "", "2"),
             Item("docker tag", "", "3", "A heading")]  # fmt: skip

    async def story(it: Driver) -> None:
        pane = it.app.list_pane
        await it.press("ctrl+p")
        pane.open("everything", "Everything", items)
        await it.type("docker tag")
        assert [item.text for item in pane.matching()] == ["docker tag", "docker image tag", "hub-tags"]
        assert "A heading" not in it.pane("list")
        await it.type("zzz")
        await it.press("enter")
        assert "nothing matches" in it.pane("list")
        assert pane.has_focus
        await it.press("ctrl+u")
        assert [item.text for item in pane.matching()] == ["hub-tags", "docker image tag", "docker tag"]
        assert "A heading" in it.pane("list")

    drive(story)


def test_everything_can_be_found_and_done_by_typing() -> None:
    async def story(it: Driver) -> None:
        await it.enter("docker pull alpine:3.20")
        await it.press("ctrl+p")
        assert "Start over" in it.pane("list")
        await it.type("over")
        await it.press("enter")
        assert it.session.state == FakeState()
        await it.type("?")
        await it.settle()
        await it.type("cut")
        assert "bring back what was cut" in it.pane("list")
        await it.press("escape")
        assert it.app.shell_pane.has_focus

    drive(story)


def test_a_lesson_can_be_chosen_at_the_start() -> None:
    async def story(it: Driver) -> None:
        assert "One image, many names" in it.pane("list")
        await it.press("enter")
        assert "Fetch your first image" in it.pane("lesson")

    drive(story, session=FakeSession(lesson=False), choose=True)


def test_on_a_narrow_screen_the_lesson_is_on_a_key() -> None:
    async def story(it: Driver) -> None:
        assert "Fetch your first image" in it.screen()  # a new step is to be read first
        await it.type("docker pull alpine:3.20")
        await it.settle()
        assert "Fetch your first image" not in it.screen()  # then what the line would do is to be seen
        assert "⚐ alpine:3.20" in it.screen()
        await it.press("f5")
        assert "Fetch your first image" in it.screen()
        assert it.app.shell_pane.view.edit.text == "docker pull alpine:3.20"
        await it.press("f5")
        assert "Fetch your first image" not in it.screen()

    drive(story, size=(80, 24))


def test_a_lesson_that_is_too_long_is_scrolled_with_keys_and_typing_goes_to_the_shell() -> None:
    async def story(it: Driver) -> None:
        await it.press("f5")
        assert it.app.lesson_pane.has_focus
        before = it.pane("lesson")
        await it.press("end")
        assert it.pane("lesson") != before
        await it.type("ls")
        await it.settle()
        assert it.app.shell_pane.has_focus
        assert it.app.shell_pane.view.edit.text == "ls"

    drive(story, size=(80, 16))


@pytest.mark.parametrize("size", SIZES)
def test_without_unicode_the_whole_screen_is_ascii(size: tuple[int, int]) -> None:
    async def story(it: Driver) -> None:
        await it.type("docker image tag alpine:3.20 team/base:1")
        await it.settle()
        assert it.screen().isascii()

    drive(story, size=size, session=FakeSession(state=PULLED), painter=Painter(unicode=False))


def test_resizing_draws_everything_anew() -> None:
    async def story(it: Driver) -> None:
        for size in SIZES:
            await it.pilot.resize_terminal(*size)
            await it.settle()
            rows = it.screen().split("\n")
            assert len(rows) == size[1]
            assert "alpine:3.20" in it.screen() or size == (40, 10)
            assert "$" in it.screen()

    drive(story, session=FakeSession(state=PULLED))


def test_exit_at_the_host_leaves() -> None:
    async def story(it: Driver) -> None:
        await it.enter("exit")
        assert it.app.return_code == 0

    assert drive(story).closed


def test_the_sitting_lives_in_one_thread_of_its_own() -> None:
    threads: set[int] = set()

    class Watched(FakeSession):
        def run(self, line, output=None):  # type: ignore[no-untyped-def]
            import threading

            threads.add(threading.get_ident())
            return super().run(line, output)

    async def story(it: Driver) -> None:
        import threading

        await it.enter("ls")
        await it.enter("ls")
        assert threading.get_ident() not in threads

    drive(story, session=Watched())
    assert len(threads) == 1


def test_an_internal_error_is_said_and_the_screen_goes_on() -> None:
    class Broken(FakeSession):
        def run(self, line, output=None):  # type: ignore[no-untyped-def]
            if line == "break":
                raise LayerwiseError("the disk is full", "make room")
            return super().run(line, output)

    async def story(it: Driver) -> None:
        await it.enter("break")
        assert "layerwise: the disk is full: make room" in it.pane("shell")
        await it.enter("ls")
        assert "Dockerfile" in it.pane("shell")

    drive(story, session=Broken())


def test_a_sitting_that_cannot_be_opened_ends_the_app() -> None:
    def refuse() -> FakeSession:
        raise LayerwiseError("the workspace is in use", "close the other window")

    async def play() -> None:
        app = LayerwiseApp(refuse, Painter())
        async with app.run_test(size=(80, 24)) as pilot:
            for _ in range(100):
                await pilot.pause(0.01)
                if app.fault is not None:
                    break
        assert str(app.fault) == "the workspace is in use: close the other window"
        assert app.return_code == 1
        app.close_desk()

    asyncio.run(play())


KEYS = ["d", "o", "space", "tab", "up", "down", "left", "backspace", "ctrl+r", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+a",
        "ctrl+e", "alt+b", "alt+d", "escape", "end", "pageup", "f3", "f4", "f5", "f7", "f8", "ctrl+g", "ctrl+p",
        "shift+tab", "ctrl+l", "r", "slash"]  # fmt: skip


@settings(max_examples=8)
@given(st.lists(st.sampled_from(KEYS), max_size=25))
def test_no_keys_but_enter_change_the_state(keys: list[str]) -> None:
    session = FakeSession(state=PULLED)
    session.entries = []
    digest = session.state.digest

    async def story(it: Driver) -> None:
        await it.type("docker rmi alpine:3.20")
        await it.press(*keys)
        assert session.state.digest == digest

    drive(story, session=session, size=(80, 24))


def test_the_stack_is_searched_zoomed_and_focused() -> None:
    two = FakeState((("alpine:3.20", "a20"), ("alpine:3.19", "a19"), ("app:1", "app")), (("web", "app", 0),))

    async def story(it: Driver) -> None:
        await it.press("f3", "slash", *"3.19")
        assert "find: 3.19▏ 2 found" in it.pane("stack")  # its base, and its name
        await it.press("enter")
        assert it.app.stack_pane.selected.startswith("image ")
        await it.press("escape", "f")
        assert "only image alpine:3.19 (f: all)" in it.pane("stack")
        assert "app:1" not in it.pane("stack")
        await it.press("f")
        assert "app:1" in it.pane("stack")
        await it.press("minus")
        assert "▤" in it.pane("stack")
        await it.press("minus")
        assert "1 image, 1 layer" in it.pane("stack")
        await it.press("minus", "plus", "plus", "plus", "plus")
        assert it.app.stack_pane.sight.form == "columns"
        await it.press("slash", *"nothing")
        assert "nothing is called so" in it.pane("stack")

    drive(story, size=(120, 40), session=FakeSession(lesson=False, state=two))


def test_a_change_is_seen_coming_and_a_key_ends_it_at_once() -> None:
    async def story(it: Driver) -> None:
        pane = it.app.stack_pane

        def moving() -> bool:
            return pane.moving

        await it.enter("docker image tag alpine:3.20 team/base:1")
        assert moving()
        await it.type("l")
        assert not moving()
        assert "⚑ team/base:1" in it.pane("stack")
        assert it.app.shell_pane.view.edit.text == "l"
        await it.press("ctrl+u", "ctrl+z")
        assert moving()
        pane.seconds = 0.001
        await asyncio.sleep(0.2)
        await it.settle()
        assert not moving()
        assert "team/base:1" not in it.pane("stack")

    drive(story, session=FakeSession(lesson=False, state=PULLED), speed=1000)
