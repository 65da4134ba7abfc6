"""Drives the real app without a terminal, over any sitting: presses keys and reads the screen's text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.events import Key
from textual.geometry import Region
from textual.pilot import Pilot

from tests.support.fake_session import FakeSession
from tutor.session.port import Sitting
from tutor.tui.app import LayerwiseApp
from tutor.tui.paint import Painter

NAMES = {" ": "space", "/": "slash", ":": "colon", ".": "full_stop", "-": "minus", "'": "apostrophe",
         "?": "question_mark", ";": "semicolon"}  # fmt: skip


class Hands:
    """A running app and its keys."""

    def __init__(self, app: LayerwiseApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def type(self, text: str) -> None:
        """Type a text, key by key, as fast as it goes."""
        for char in text:
            self.app.post_message(Key(NAMES.get(char, char), char))
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys and wait until all that follows is on the screen."""
        for key in keys:
            self.app.post_message(Key(key, key if len(key) == 1 else None))
            await self.settle()

    async def settle(self) -> None:
        """Wait until neither the line, nor the office, nor the screen has anything to do.

        One look is not enough: what the screen still has to draw may ask the office anew.
        """
        calm = 0
        for _ in range(4000):
            await self.pilot.pause()
            calm = calm + 1 if self.app.desk.idle and not self.app.shell_pane.pausing else 0
            if calm == 2:
                return
            if not calm:
                await asyncio.sleep(0.003)

    async def enter(self, text: str) -> None:
        """Type a line, press Enter, and wait."""
        await self.type(text)
        await self.press("enter")

    def screen(self) -> str:
        """The text on the screen."""
        width, height = self.app.size
        rows = [[" "] * width for _ in range(height)]
        for pane in self.app.screen.children:
            region = pane.region
            if region and pane.size:
                for y, strip in enumerate(pane.render_lines(Region(0, 0, *pane.size))):
                    text = "".join(segment.text for segment in strip)
                    rows[region.y + y][region.x : region.x + len(text)] = text
        return "\n".join("".join(row).rstrip() for row in rows)

    def pane(self, name: str) -> str:
        """The text of one pane."""
        widget = self.app.query_one(f"#{name}")
        strips = widget.render_lines(Region(0, 0, *widget.size))
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


class Driver(Hands):
    """A running app over the fake sitting."""

    def __init__(self, hands: Hands, session: FakeSession) -> None:
        super().__init__(hands.app, hands.pilot)
        self.session = session


def drive(
    story: Callable[[Driver], Awaitable[None]],
    *,
    size: tuple[int, int] = (120, 34),
    session: FakeSession | None = None,
    painter: Painter | None = None,
    choose: bool = False,
    speed: float = 0.0,
) -> FakeSession:
    """Run a story in a fresh app over the fake sitting; returns the sitting as it was left."""
    sitting = session or FakeSession()
    play(lambda hands: story(Driver(hands, sitting)), sitting, size=size, painter=painter, choose=choose,
         speed=speed)  # fmt: skip
    return sitting


def play(
    story: Callable[[Hands], Awaitable[None]],
    sitting: Sitting,
    *,
    size: tuple[int, int] = (120, 34),
    painter: Painter | None = None,
    choose: bool = False,
    speed: float = 0.0,
) -> None:
    """Run a story in a fresh app over a sitting."""
    faults: list[object] = []

    async def run() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: faults.append(context))
        app = LayerwiseApp(lambda: sitting, painter or Painter(), choose=choose, speed=speed)
        try:
            async with app.run_test(size=size) as pilot:
                hands = Hands(app, pilot)
                await pilot.pause()
                await hands.settle()
                await story(hands)
        finally:
            app.close_desk()

    asyncio.run(run())
    assert faults == []
