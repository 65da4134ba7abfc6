"""Colours: readable in each theme, never alone, and gone where they are not wanted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.geometry import Region

from tests.support.contrast import ratio
from tests.support.driving import Driver, drive
from tests.support.fake_session import FakeSession
from tests.support.seen import LEAST
from tests.tui.test_app import PULLED
from tutor.tui.paint import Painter
from tutor.tui.palettes import MONO, PALETTES, THEMES
from tutor.tui.panes import Pane
from tutor.tui.theme import ROLES, style_of

LINES = {"border", "border.focus", "thumb", "bar"}


def contrast(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    return ratio(style.color.get_truecolor(), style.bgcolor.get_truecolor())


MARKED = [
    f"{base}.{mark}"
    for base in ("layer", "tag", "size", "container")
    for mark in ("added", "removed", "moved", "amiss")
]
WORDS = ["tag.added.words", "tag.moved.words", "tag.removed.words"]
CHOSEN = [f"{role}.chosen" for role in ROLES if role.startswith("sp.")] + ["text.chosen"]
ANSI = [f"ansi.{code}" for code in (*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108), 2)]
EVERY = sorted({*ROLES, *MARKED, *WORDS, *CHOSEN, *ANSI})


def roles_in_the_code() -> set[str]:
    """Every role that is written in the code that draws, so that none is missed."""
    folders = ("tutor/tui", "tutor/session/drawing")
    texts = [path.read_text() for folder in folders for path in Path(folder).rglob("*.py")]
    return {role for text in texts for role in re.findall(r'Run\([^"\n]*?, "([a-z.]+)"\)', text)}


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("role", sorted({*EVERY, *roles_in_the_code()} - LINES))
def test_text_is_read_well_on_its_ground(role: str, theme: str) -> None:
    assert contrast(style_of(role, theme)) >= LEAST[theme]


@pytest.mark.parametrize("theme", PALETTES)
def test_text_is_read_well_in_256_colours(theme: str) -> None:
    for role in {*EVERY, *roles_in_the_code()} - LINES:
        style = style_of(role, theme)
        assert style.color is not None
        assert style.bgcolor is not None
        shown = [each.downgrade(ColorSystem.EIGHT_BIT).get_truecolor() for each in (style.color, style.bgcolor)]
        assert ratio(*shown) >= LEAST[theme], role


XTERM = [
    "000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
    "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff",
]  # fmt: skip
"""The sixteen colours as xterm shows them."""


@pytest.mark.parametrize("theme", PALETTES)
def test_text_is_read_well_in_16_colours(theme: str) -> None:
    for role in {*EVERY, *roles_in_the_code()}:
        style = style_of(role, theme, True)
        assert style.color is not None
        assert style.bgcolor is not None
        numbers = [each.number for each in (style.color, style.bgcolor)]
        shown = [Color.parse(f"#{XTERM[number]}").get_truecolor() for number in numbers if number is not None]
        assert ratio(*shown) >= (3 if role in LINES else LEAST[theme]), role


@pytest.mark.parametrize("theme", PALETTES)
def test_frames_and_bars_are_seen(theme: str) -> None:
    """At least 3 to 1 for what has the focus and for bars (WCAG 2.2: 1.4.11); other frames are only ornament."""
    for role in ("border.focus", "bar", "thumb"):
        assert contrast(style_of(role, theme)) >= 3


@pytest.mark.parametrize("role", sorted({*ROLES, *MARKED, *WORDS, "ansi.31;44", "ansi.38;5;196"}))
def test_without_colour_there_is_none(role: str) -> None:
    style = style_of(role, MONO)
    assert style.color is None
    assert style.bgcolor is None


def test_what_is_chosen_is_seen_without_colour() -> None:
    for role in ("selected", "cursor", "item.chosen", "sp.keyword.chosen"):
        assert style_of(role, MONO).reverse


@pytest.mark.parametrize(
    ("role", "beside"),
    [("suggestion", "text"), ("md.code", "md.text"), ("md.strong", "md.text"), ("md.em", "md.text"),
     ("md.link", "md.text"),
     ("sp.error", "sp.argument"), ("sp.program", "sp.argument"), ("item.chosen", "item"), ("selected", "layer"),
     ("cursor", "sp.text"), ("layer.removed", "layer"), ("title.focus", "border.focus"), ("line.here", "line"),
     ("top.here", "top.dim"), ("key", "key.label")],
)  # fmt: skip
def test_without_colour_what_no_sign_tells_apart_is_set_apart(role: str, beside: str) -> None:
    assert style_of(role, MONO) != style_of(beside, MONO)


def test_marks_of_unknown_roles_and_colours_of_programs() -> None:
    assert style_of("layer.removed").strike
    assert style_of("unheard.of.role") == style_of("text")
    style = style_of("ansi.1;38;5;196;48;2;1;2;3")
    assert style.bold
    assert style.color is not None
    assert style.color.get_truecolor() == (255, 0, 0)
    assert style.bgcolor is not None
    assert style.bgcolor.get_truecolor() == (1, 2, 3)


@pytest.mark.parametrize("theme", THEMES)
def test_the_same_text_stands_on_the_screen_in_each_theme(theme: str) -> None:
    """Nothing is said by colour alone: what is drawn is the same, sign for sign."""
    texts: list[str] = []

    async def story(driver: Driver) -> None:
        texts.append(driver.screen())

    for name in ("dark", theme):
        drive(story, session=FakeSession(state=PULLED), painter=Painter(theme=name))
    assert texts[0] == texts[1]


def test_a_theme_is_taken_from_the_list_of_everything() -> None:
    async def story(driver: Driver) -> None:
        await driver.press("ctrl+p")
        await driver.enter("theme: light")
        assert driver.app.painter.theme == "light"
        for pane in driver.app.query(Pane):
            strips = pane.render_lines(Region(0, 0, *pane.size)) if pane.size else []
            styles = [each.style for strip in strips for each in strip if each.style is not None]
            assert not any(style.bgcolor == Style.parse(f"on {PALETTES['dark'].ground}").bgcolor for style in styles)

    drive(story, session=FakeSession(state=PULLED))
