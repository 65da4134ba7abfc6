"""The preview of every image command on a store of 500 images: processor time of all that one key makes happen.

That is the whole of what the screen's worker does: parse and describe the line, run it on a fork, compare the pictures,
tell the changes, draw the stack. Every beginning of each line is previewed, key by key, as it is typed.
"""

from __future__ import annotations

import gc
import statistics
import time

from tests.bench.programs import images
from tests.support.sandbox import sitting
from tutor.docker import spec
from tutor.session.drawing.sight import Sight
from tutor.session.preview import DRAWN
from tutor.session.sitting import LearnerSitting
from tutor.tui.jobs import Jobs

IMAGES = 500
SIGHT = Sight(96, 13)
"""The stack pane of a terminal of 100 by 30."""

LINES = {
    "build": "-t team/new:1 .",
    "history": "team/app77:1.77",
    "import": "files.tar team/imported:1",
    "inspect": "alpine:3.20 team/app99:1.99",
    "load": "-i saved.tar",
    "ls": "",
    "prune": "-f",
    "pull": "alpine:latest",
    "push": "localhost:5000/team/app77:1.77",
    "rm": "team/app77:1.77",
    "save": "-o out.tar alpine:3.20",
    "tag": "alpine:3.20 team/base:1",
}
TOP = {"ls": "images", "rm": "rmi"}
MORE = ("docker image prune -a -f", "docker rmi team/app77:1.77 team/app78:1.78", "docker image rm team/gone:1")
"""Lines beyond one for each verb: all images at once, several, and one that is not there."""


def lines() -> list[str]:
    """One whole line for each verb of `docker image`, in both of its forms where it has two."""
    group = spec.lookup("image")
    assert group is not None
    assert set(group.children) == set(LINES), "a verb of docker image has no line here"
    found = []
    for verb in group.children:
        found.append(f"docker image {verb} {LINES[verb]}".rstrip())
        if spec.lookup(TOP.get(verb, verb)) is not None:
            found.append(f"docker {TOP.get(verb, verb)} {LINES[verb]}".rstrip())
    return [*found, *MORE]


def store(count: int) -> LearnerSitting:
    """A sitting in a store of that many images, with files for the commands that read some."""
    learner = sitting()
    script = f"""{images(count)}
printf 'FROM alpine:3.20\\nRUN echo new > new\\n' > Dockerfile
docker image save -o saved.tar alpine:3.20
mkdir tree && echo text > tree/file && tar -cf files.tar -C tree file
docker image tag team/app77:1.77 localhost:5000/team/app77:1.77"""
    result = learner.run(script)
    assert result.code == 0, result.text[-300:]
    return learner


def main(times: int) -> None:
    """Preview each line and all its beginnings; medians of several times."""
    learner = store(IMAGES)
    jobs = Jobs(lambda *_: None, lambda _: None)

    def preview(line: str) -> float:
        DRAWN.forget()
        begun = time.process_time()
        jobs.preview(learner, line, len(line), SIGHT)
        return time.process_time() - begun

    learner.stack()
    for line in lines():
        preview(line)
    gc.collect()
    gc.freeze()  # as the screen does once it is open
    gc.set_threshold(20_000, 20, 50)
    print(f"\npreviews with {IMAGES} images, processor ms; target: each <= 16")
    print(f"{'line':44}{'typed':>7}{'slowest beginning':>29}")
    slowest = 0.0
    for line in lines():
        beginnings = [line[:end] for end in range(len("docker"), len(line))]
        whole = 1000 * statistics.median([preview(line) for _ in range(times)])
        half, text = max((1000 * statistics.median([preview(text) for _ in range(3)]), text) for text in beginnings)
        print(f"{line[:43]:44}{whole:7.2f}  {'…' + text[-16:]:>19}{half:8.2f}", flush=True)
        slowest = max(slowest, whole, half)
    pace = statistics.median([loop() for _ in range(20)])
    print(f"slowest {slowest:.2f}; a fixed loop, to tell how fast the machine is just now: {pace:.2f} ms")


def loop() -> float:
    """Milliseconds that a fixed piece of work takes: how fast the machine is at the moment."""
    begun = time.process_time()
    counts: dict[str, int] = {}
    for number in range(60_000):
        key = str(number % 997)
        counts[key] = counts.get(key, 0) + len(key)
    return 1000 * (time.process_time() - begun)
