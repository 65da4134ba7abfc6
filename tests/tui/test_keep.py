"""What a key keeps or changes for good or for this once: pictures, the pace, the line's keys."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.support.driving import Driver, drive
from tests.support.fake_session import FakeSession, FakeState

PULLED = FakeState((("alpine:3.20", "a20"),))


def test_a_key_keeps_a_picture_of_the_stack_and_writes_over_none(tmp_path: Path) -> None:
    async def story(driver: Driver) -> None:
        driver.app.folder = str(tmp_path)
        await driver.press("f3", "s")
        assert "Saved layerwise-stack.svg" in driver.pane("shell")
        await driver.press("ctrl+p")
        await driver.enter("save the stack")
        assert "Saved layerwise-stack-2.svg" in driver.pane("shell")

    drive(story, session=FakeSession(state=PULLED))
    for name in ("layerwise-stack.svg", "layerwise-stack-2.svg"):
        assert "alpine:3.20" in "".join(ElementTree.parse(tmp_path / name).getroot().itertext())
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("folder", ["", "/proc/none"])
def test_where_none_can_be_kept_one_line_says_so(folder: str) -> None:
    async def story(driver: Driver) -> None:
        driver.app.folder = folder
        await driver.press("f3", "s")
        assert "layerwise: " in driver.pane("shell")
        assert "start layerwise in a folder of your own" in " ".join(driver.pane("shell").split())

    drive(story, session=FakeSession(state=PULLED))


def test_the_pace_and_the_lines_keys_are_chosen_from_the_list() -> None:
    async def story(driver: Driver) -> None:
        pane, seen = driver.app.shell_pane, []
        for words in ("pace of changes: slow", "pace of changes: at once", "keys of vi", "keys of emacs"):
            await driver.press("ctrl+p")
            await driver.enter(words)
            assert "To keep it: layerwise settings" in driver.pane("shell")
            seen.append((driver.app.stack_pane.seconds > 0, pane.vi is not None))
        assert seen == [(True, False), (False, False), (False, True), (False, False)]

    session = drive(story, session=FakeSession(state=PULLED), speed=1.0)
    assert session.speed == 0.0
