"""Options before a command and after it."""

from __future__ import annotations

import pytest

from tutor.outer.arguments import parse


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        ("--theme mono sandbox", "mono"),
        ("sandbox --theme mono", "mono"),
        ("--theme mono sandbox --theme light", "light"),
        ("--theme mono", "mono"),
        ("sandbox", None),
    ],
)
def test_an_option_before_a_command_holds_unless_the_command_has_its_own(words: str, theme: str | None) -> None:
    assert parse(words.split()).theme == theme


def test_what_a_command_is_given_stays() -> None:
    found = parse(["--plain", "--lang", "de", "shell", "--workspace", "other", "--lesson", "3"])
    assert (found.plain, found.lang, found.workspace, found.lesson) == (True, "de", "other", "3")
