"""The tour: offered once, to be had again at any time, on the screen and as text."""

from __future__ import annotations

import re

from tests.support.driving import Hands, play
from tests.support.sandbox import sitting
from tutor.course.progress import Progress
from tutor.session.inside.target import Target
from tutor.session.tour import LINES, PAGES, tour_page, tour_text
from tutor.session.words import WORDS
from tutor.store.workspace import MemoryWorkspaces
from tutor.tui.keymap import table


def test_it_is_offered_once_to_who_has_done_nothing() -> None:
    kept = MemoryWorkspaces()
    first = sitting(workspaces=kept)
    assert "tour shows you around" in first.welcome()
    assert "tour shows" not in first.welcome()
    assert "tour shows" not in sitting(workspaces=kept).welcome()
    progress = Progress(None)
    progress.finish("what-is-an-image", 3)
    assert "tour shows" not in sitting(progress=progress).welcome()


def test_every_page_names_keys_and_words_that_there_are() -> None:
    for number, (_, title, _) in enumerate(PAGES, 1):
        page = tour_page(Target("tour", str(number)))
        assert page is not None
        assert page.title == f"Tour: {title}"
        assert len(page.tabs) == len(PAGES)
    assert tour_page(Target("tour", "99")) is None
    text = " ".join(part for _, _, texts in PAGES for part in texts)
    for key in re.findall(r"\bF[0-9]\b", text):
        assert key.lower() in table("app")
    for word in ("undo", "redo", "log", "goto", "mark", "replay", "hint", "next", "map", "glossary", "tutor", "tour"):
        assert word in WORDS
        assert word in text
    assert len(text.split()) < 420  # two minutes


def test_the_text_speaks_of_words_and_of_no_key() -> None:
    text = tour_text()
    assert [title for title, _ in LINES] == [title for _, title, _ in PAGES]
    assert re.findall(r"\bF[0-9]+\b|Ctrl|Tab|Enter|Esc|ghost|cursor|dashed|\?", text) == []
    for word in ("log", "goto", "layer", "files", "glossary", "tutor", "lessons", "explain", "stack", "hint", "next"):
        assert word in WORDS
        assert re.search(rf"\b{word}\b", text)
    assert len(text.split()) < 420


def test_it_is_walked_through_with_keys_and_skipped_with_escape() -> None:
    async def story(it: Hands) -> None:
        assert "New here?" in it.pane("shell")
        await it.enter("tour")
        assert "Tour: A real shell" in it.pane("page")
        for number in range(2, len(PAGES) + 1):
            await it.press(str(number))
            assert PAGES[number - 1][1] in it.pane("page")
        await it.press("escape", "escape")
        assert it.app.shell_pane.has_focus

    play(story, sitting())
