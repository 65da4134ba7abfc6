"""Colours: readable, never alone, and gone where they are not wanted."""

from __future__ import annotations

import pytest
from rich.style import Style

from tutor.tui.theme import ROLES, style_of

LINES = {"border", "border.focus", "thumb", "bar"}


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    lights = sorted(luminance(tuple(each.get_truecolor())) for each in (style.color, style.bgcolor))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


MARKED = [f"{base}.{mark}" for base in ("layer", "tag", "size", "container") for mark in ("added", "removed", "moved")]
WORDS = ["tag.added.words", "tag.moved.words", "tag.removed.words"]
CHOSEN = [f"{role}.chosen" for role in ROLES if role.startswith("sp.")] + ["text.chosen"]
ANSI = [f"ansi.{code}" for code in (*range(30, 38), *range(90, 98))]


@pytest.mark.parametrize("role", sorted({*ROLES, *MARKED, *WORDS, *CHOSEN, *ANSI} - LINES))
def test_text_has_a_contrast_of_at_least_four_and_a_half(role: str) -> None:
    assert contrast(style_of(role)) >= 4.5


@pytest.mark.parametrize("role", sorted({*ROLES, *MARKED, *WORDS, "ansi.31;44"}))
def test_without_colour_there_is_none(role: str) -> None:
    style = style_of(role, colour=False)
    assert style.color is None
    assert style.bgcolor is None


def test_what_is_chosen_is_seen_without_colour() -> None:
    for role in ("selected", "cursor", "item.chosen", "sp.keyword.chosen"):
        assert style_of(role, colour=False).reverse


def test_marks_of_unknown_roles_and_colours_of_programs() -> None:
    assert style_of("layer.removed").strike
    assert style_of("unheard.of.role") == style_of("text")
    style = style_of("ansi.1;38;5;196;48;2;1;2;3")
    assert style.bold
    assert style.color is not None
    assert style.color.get_truecolor() == (255, 0, 0)
    assert style.bgcolor is not None
    assert style.bgcolor.get_truecolor() == (1, 2, 3)
