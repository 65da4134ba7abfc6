"""The README's picture, made from the real app over the real engine: `python -m tests.support.readme_picture [FILE]`.

A learner stands in the first lesson's second step, has built an image of their own, and has half typed a command: the
name that it would add is a ghost on the stack.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.driving import Hands, play
from tests.support.picture import grid, svg
from tests.support.sandbox import sitting
from tutor.tui.theme import GROUND

PICTURE = Path(__file__).parents[1] / "golden" / "app.svg"
BEFORE = (
    "docker pull alpine:3.20",
    "next",
    "printf 'FROM alpine:3.20\\nCOPY motd /etc/\\nRUN echo hi > /greeting\\n"
    "CMD [\"cat\",\"/etc/motd\"]\\n' > Dockerfile",
    "echo welcome > motd",
    "docker build -q -t app:dev .",
    "docker run -d --name web app:dev sleep 600",
    "docker image ls",
)
TYPED = "docker image tag alpine:3.20 team/base:1"


def picture() -> str:
    """The app's screen as SVG."""
    made: list[str] = []

    async def story(it: Hands) -> None:
        for line in BEFORE:
            if line == BEFORE[-1]:
                await it.press("ctrl+l")
            await it.enter(line)
        await it.type(TYPED)
        await it.settle()
        made.append(svg(grid(it.app), title="layerwise", ground=GROUND))

    play(story, sitting("pull-and-names"), size=(124, 36))
    return made[0]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    target.write_text(picture())
    print(f"{target}: {target.stat().st_size} bytes")
