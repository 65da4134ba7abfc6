"""Any keys, pastes, clicks and sizes: nothing breaks, nothing freezes, and nothing changes unless a command ran."""

from __future__ import annotations

import random

import pytest
from textual import events
from textual.geometry import Size

from tests.support.driving import NAMES, Hands, play
from tests.support.sandbox import sitting
from tutor.session.session import lasting_digest
from tutor.session.sitting import LearnerSitting

WORDS = (
    "docker image tag alpine:3.20 team/base:1", "docker pull alpine:3.20", "docker rmi team/base:1", "docker images -a",
    "docker run -it --rm alpine:3.20", "docker build -q .", "for i in 1 2; do", "done", "exit", "hint", "undo", "redo",
    "next", "nano Dockerfile", "echo 'ab", "ls | wc", "cat <<E", "docker ps -a; stack",
    "\u05d0\u05d1 \u65e5\u672c e\u0301 \U0001f469\u200d\U0001f680",
)  # fmt: skip
MOVES = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")
KEYS = (
    *(f"f{n}" for n in range(1, 13)), *(f"ctrl+{char}" for char in "abcdefghjklnoprstuwxyz"), "ctrl+underscore",
    *("enter", "escape", "tab", "shift+tab", "backspace", "delete", "space") * 3, *MOVES * 3,
    *(f"shift+{key}" for key in MOVES), "shift+f8",
    *(f"alt+{char}" for char in "bfdulc."), "alt+enter", "alt+backspace", "ctrl+left", "ctrl+right", "shift+enter",
    *"abcdefhijklnopqrstuvwxyz/?+-=:;,.@#|~ 0123456789GNI", "plus", "slash", *("f3", "enter") * 3,
)  # fmt: skip
MOUSE = (events.MouseDown, events.MouseUp, events.MouseMove, events.MouseScrollUp, events.MouseScrollDown)
SIZES = ((40, 10), (80, 24), (120, 34), (120, 40), (240, 70), (20, 5), (3, 2), (60, 16), (100, 12))
ROUND = 40
"""So many events come without a pause; then all that follows from them is waited for and looked at."""


def event(dice: random.Random, size: Size) -> events.Event:
    """Some event that a terminal may send."""
    kind = dice.random()
    if kind < 0.72:
        key = dice.choice(KEYS)
        return events.Key(NAMES.get(key, key), key if len(key) == 1 else None)
    if kind < 0.74:
        return events.Paste(dice.choice(WORDS) + dice.choice(("", "\n", "\r\nls\r\n")))
    x, y = dice.randrange(max(1, size.width)), dice.randrange(max(1, size.height))
    which = dice.choice(MOUSE)
    dx, dy, button = dice.randrange(-1, 2), dice.randrange(-1, 2), dice.choice((0, 1, 1, 1, 2, 3))
    shift, ctrl = dice.random() < 0.1, dice.random() < 0.1
    return which(None, x, y, dx, dy, button, shift, False, ctrl, x, y)


def where(learner: LearnerSitting) -> tuple[tuple[str, int], bytes]:
    """The point of the history where the sandbox stands, and the digest of its state."""
    lesson = learner.lesson()
    session = learner._session
    return (lesson.id if lesson else "", session.workspace.path()[-1].id), lasting_digest(session.state)


def live(count: int, seed: int) -> int:
    """Send so many events to a fresh app; returns at how many points of a history it stood."""
    dice = random.Random(seed)
    learner: LearnerSitting = sitting("pull-and-names" if seed % 2 else "")
    points: set[tuple[str, int]] = set()

    async def story(it: Hands) -> None:
        left: list[object] = []
        it.app.exit = lambda *args, **kwargs: left.append(args)  # type: ignore[method-assign]
        sent = 0
        while sent < count:
            point, digest = where(learner)
            for _ in range(ROUND):
                if dice.random() < 0.06:
                    for char in dice.choice(WORDS):
                        it.app.post_message(events.Key(NAMES.get(char, char), char))
                        sent += 1
                    if dice.random() < 0.6:
                        it.app.post_message(events.Key("enter", None))
                if dice.random() < 0.02:
                    width, height = dice.choice(SIZES)
                    await it.pilot.resize_terminal(width, height)
                it.app.post_message(event(dice, it.app.size))
                sent += 1
            await it.settle()
            assert it.app.desk.idle, f"seed {seed}: still busy after {sent} events"
            now, after = where(learner)
            assert now != point or after == digest, f"seed {seed}: changed though nothing ran"
            points.add(now)
        await it.pilot.resize_terminal(80, 24)
        await it.press("escape", "escape", "escape", "ctrl+c")
        if not it.app.shell_pane.has_focus:
            it.app.action_shell()
        it.app.shell_pane.view.edit.take()
        await it.type("echo still here")
        await it.settle()
        assert "echo still here" in it.pane("shell"), f"seed {seed}: the line does not echo"

    play(story, learner)
    return len(points)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_thousand_events(seed: int) -> None:
    live(600, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_a_hundred_thousand_events(seed: int) -> None:
    live(10_000, seed)
