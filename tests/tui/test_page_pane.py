"""Looking inside from the screen: from the stack to a page, along its links, back again."""

from __future__ import annotations

import pytest

from tests.support.driving import Driver, Hands, drive, play
from tests.support.fake_session import FakeSession, FakeState
from tests.support.sandbox import sitting
from tutor.session.drawing.canvas import whole_parts

PULLED = FakeState((("alpine:3.20", "a20"), ("app:1", "app")), (("web", "app", 0),))


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 34)])
def test_enter_looks_inside_and_escape_comes_back(size: tuple[int, int]) -> None:
    async def story(it: Driver) -> None:
        await it.press("f3", "enter")
        assert it.app.page_pane.has_focus
        assert it.app.page_pane.page is not None
        first = it.app.page_pane.page.target
        await it.press("2")
        assert it.app.page_pane.page.target.what == "waste"
        await it.press("backspace")
        assert it.app.page_pane.page.target == first
        await it.press("escape")
        assert it.app.stack_pane.has_focus
        await it.press("escape")
        assert it.app.shell_pane.has_focus

    drive(story, size=size, session=FakeSession(lesson=False, state=PULLED))


def test_links_are_followed_and_back_is_where_one_was() -> None:
    async def story(it: Driver) -> None:
        await it.press("f3", "enter", *["down"] * 12, "enter")
        pane = it.app.page_pane
        assert pane.page is not None
        assert pane.page.target.path == "/11"
        assert "[+ file 11" not in it.pane("page")
        await it.press("backspace")
        assert pane.page.target.path == ""
        await it.press("enter")
        assert pane.page.target.path == "/11"

    drive(story, size=(100, 24), session=FakeSession(lesson=False, state=PULLED))


def test_a_text_is_found_and_two_things_are_compared() -> None:
    async def story(it: Driver) -> None:
        await it.press("f3", "enter", "slash", *"ile 3", "enter")
        assert "find: ile 3▏" in it.pane("page")
        await it.press("escape", "enter")
        pane = it.app.page_pane
        assert pane.page is not None
        assert pane.page.target.path == "/30"
        await it.press("c")
        assert "c compares" in it.pane("page")
        await it.press("backspace", "c")
        assert "is marked" in it.pane("page")
        await it.press("escape", "down", "enter", "c")
        assert pane.page.target.what == "compare"

    drive(story, size=(120, 24), session=FakeSession(lesson=False, state=PULLED))


def test_two_layers_are_compared_from_the_stack() -> None:
    async def story(it: Driver) -> None:
        await it.press("f3", "c")
        assert "is marked" in it.pane("stack")
        await it.press("down", "c")
        assert it.app.page_pane.page is not None
        assert it.app.page_pane.page.target.what == "compare"
        assert it.app.page_pane.page.target.other is not None

    drive(story, size=(120, 24), session=FakeSession(lesson=False, state=PULLED))


def test_a_click_follows_and_typing_a_command_keeps_the_page_fresh() -> None:
    async def story(it: Driver) -> None:
        await it.press("f3", "enter")
        pane = it.app.page_pane
        await it.pilot.click("#page", offset=(6, 7))
        await it.settle()
        assert pane.page is not None
        assert pane.page.target.path.startswith("/")
        it.app.shell_pane.focus()
        await it.enter("echo hi")
        assert pane.page.target.path.startswith("/")
        assert it.app.wish.upper == "page"

    drive(story, size=(100, 30), session=FakeSession(lesson=False, state=PULLED))


def test_a_page_that_the_shell_opened_goes_back_to_the_shell() -> None:
    async def story(it: Hands) -> None:
        await it.enter("tour")
        assert it.app.page_pane.has_focus
        await it.press("escape")
        assert it.app.shell_pane.has_focus
        await it.type("echo on")
        assert "$ echo on" in it.pane("shell")

    play(story, sitting())


def test_a_low_screen_shows_a_pages_text_and_the_stack() -> None:
    async def story(it: Hands) -> None:
        await it.enter("tour")
        assert "At the bottom is a shell" in it.pane("page")
        assert "[1 the line]" not in it.pane("page")
        await it.press("2")
        assert "[1 the line]" not in it.pane("page")
        await it.press("escape")
        await it.enter("docker pull -q alpine:3.20")
        await it.press("f3")
        assert "⚑ alpine:3.20" in it.pane("stack")
        assert 'CMD ["/bin/sh"]' in it.pane("stack")

    play(story, sitting(), size=(40, 10))


def test_the_keys_of_a_pane_are_named_whole_or_not_at_all() -> None:
    assert whole_parts("one · two · three", 20) == "one · two · three"
    assert whole_parts("one · two · three", 12) == "one · two"
    assert whole_parts("one · two · three", 3) == "one"
    assert whole_parts("one · two", 2) == "o…"
