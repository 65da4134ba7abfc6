"""The README's pictures, made from the real app over the real engine: `python -m tests.support.readme_picture [NAME…]`.

In `app` a learner stands in the first lesson's second step, has built an image of their own, and has half typed a
command: the name that it would add is a ghost on the stack. In `editor` one changes a step of a Dockerfile that was
built before: the editor says what would run again, and why. In `inside` one looks into a layer of a wasteful image.
`map`, `history` and `replay` are what F8, F4 and F7 show; `stack` is no screen but what
`layerwise stack --svg` writes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.driving import Hands, play
from tests.support.picture import grid, svg
from tests.support.sandbox import course, sitting
from tutor.course.progress import Progress
from tutor.session.pictures import pictured
from tutor.session.sitting import LearnerSitting
from tutor.tui.paint import Painter
from tutor.tui.palettes import PALETTES

GOLDEN = Path(__file__).parents[1] / "golden"
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

DOCKERFILE = """# syntax=docker/dockerfile:1
FROM alpine:3.20 AS base
WORKDIR /site
ENV TITLE="Layer by layer"

FROM base AS pages
COPY pages/ .
RUN for page in *.txt; do \\
        echo "$TITLE: $(cat $page)" > ${page%.txt}.html; \\
    done

FROM base
COPY --from=pages /site/*.html ./
COPY LICENSE .
RUN chmod 444 *.html
EXPOSE 8080
CMD httpd -f -p 8080
"""
CHANGE = ("ctrl+g", *"15", "enter", "end")
CHANGED = " LICENSE"


def app_picture() -> str:
    """The app's screen as SVG."""
    made: list[str] = []

    async def story(it: Hands) -> None:
        for line in BEFORE:
            if line == BEFORE[-1]:
                await it.press("ctrl+l")
            await it.enter(line)
        await it.type(TYPED)
        await it.settle()
        made.append(svg(grid(it.app), title="layerwise", ground=PALETTES["dark"].ground))

    play(story, sitting("pull-and-names"), size=(124, 36))
    return made[0]


def editor_picture() -> str:
    """The editor's screen as SVG."""
    made: list[str] = []
    learner = sitting()
    learner.run(f"""mkdir -p site/pages && cd site && echo Apache-2.0 > LICENSE
echo one image > pages/one.txt; echo two names > pages/two.txt
cat > Dockerfile <<'END'
{DOCKERFILE}END
docker build -q -t site .""")

    async def story(it: Hands) -> None:
        await it.enter("nano Dockerfile")
        await it.settle()
        await it.press(*CHANGE)
        await it.type(CHANGED)
        await it.settle()
        made.append(svg(grid(it.app), title="layerwise sandbox", ground=PALETTES["dark"].ground))

    play(story, learner, size=(116, 31))
    return made[0]


WASTEFUL = """FROM alpine:3.20
RUN apk add --no-cache curl
RUN head -c 9000000 /dev/zero > /tmp/archive.tar
RUN mkdir /app && cp /bin/busybox /app/tool && rm /tmp/archive.tar
RUN chmod 755 /app/tool /etc/motd
CMD ["/app/tool"]
"""


def inside_picture() -> str:
    """The screen while one looks inside a layer, as SVG."""
    made: list[str] = []
    learner = sitting()
    learner.run(f"cat > Dockerfile <<'END'\n{WASTEFUL}END\ndocker build -q -t tool .")

    async def story(it: Hands) -> None:
        await it.press("f3", "slash", *"mkdir", "escape", "enter")
        made.append(svg(grid(it.app), title="layerwise sandbox", ground=PALETTES["dark"].ground))

    play(story, learner, size=(130, 42))
    return made[0]


def _picture(learner: LearnerSitting, *keys: str, size: tuple[int, int], title: str, theme: str = "dark") -> str:
    """The screen after some keys, as SVG."""
    made: list[str] = []

    async def story(it: Hands) -> None:
        await it.press(*keys)
        made.append(svg(grid(it.app), title=title, ground=PALETTES[theme].ground))

    play(story, learner, size=size, painter=Painter(theme=theme))
    return made[0]


def map_picture() -> str:
    """The map of the course, some lessons done."""
    progress = Progress(None)
    for number, lesson in enumerate(course().lessons[:5]):
        progress.finish(lesson.id, commands=lesson.par + (0, 0, 2, 0, 1)[number])
    return _picture(sitting(progress=progress), "f8", size=(112, 34), title="layerwise")


def history_picture() -> str:
    """A history with a branch and a name, at the point where it parts."""
    learner = sitting()
    for line in ("docker pull alpine:3.20", "docker tag alpine:3.20 team/base:1",
                 "docker run --name box alpine:3.20 touch /new", "mark before-the-fix",
                 "docker commit box team/base:2", "goto @before-the-fix", "docker rm box",
                 "docker image tag alpine:3.20 team/base:2"):  # fmt: skip
        learner.run(line)
    return _picture(learner, "f4", "up", "up", size=(124, 34), title="layerwise sandbox")


def replay_picture() -> str:
    """A build in slow motion, at its end: a name moves to what was built."""
    learner = sitting()
    learner.run("docker pull -q alpine:3.20; printf 'FROM alpine:3.20\\nRUN apk add --no-cache curl\\nWORKDIR /site\\n"
                "COPY Dockerfile .\\n' > Dockerfile; docker tag alpine:3.20 team/base:1")  # fmt: skip
    learner.run("docker build -q -t team/base:1 .")
    return _picture(learner, "f7", "end", size=(124, 30), title="layerwise sandbox", theme="light")


def stack_picture() -> str:
    """What `layerwise stack --svg` makes of two images on one base and a container."""
    learner = sitting()
    for line in ("docker pull -q alpine:3.20",
                 "printf 'FROM alpine:3.20\\nRUN apk add --no-cache curl\\nCOPY Dockerfile /\\n' > Dockerfile",
                 "echo 'CMD [\"curl\"]' >> Dockerfile",
                 "docker build -q -t fetch:1 -t fetch:latest .",
                 "printf 'FROM alpine:3.20\\nRUN echo hello > /hello\\n' | docker build -q -t team/hello:1 -",
                 "docker run --name once team/hello:1 rm /hello"):  # fmt: skip
        learner.run(line)
    return pictured(learner.stack(), "svg")


PICTURES = {
    "app": app_picture, "editor": editor_picture, "inside": inside_picture, "map": map_picture,
    "history": history_picture, "replay": replay_picture, "stack": stack_picture,
}  # fmt: skip

if __name__ == "__main__":
    for name in sys.argv[1:] or PICTURES:
        target = GOLDEN / f"{name}.svg"
        target.write_text(PICTURES[name]())
        print(f"{target}: {target.stat().st_size} bytes")
