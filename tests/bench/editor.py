"""Key to echo in the editor, with colours, checks and the forecast on, against a bare text area with the same text."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.bench.figures import Row, percentile, show
from tests.bench.programs import HERE, LAYERWISE, layerwise, surroundings
from tests.bench.terminal import Terminal, clock

LINE = "RUN apk add --no-cache curl && echo done"
TURN = 20
"""Keys that one program gets before it is the other's turn."""
START = "FROM alpine:3.20\n\nWORKDIR /app\nCOPY . .\n"
FILES = {
    "a Dockerfile of 60 steps": START + "".join(f"RUN echo {number} > /n{number}\n" for number in range(60)),
    "a megabyte in 25,000 lines": START + "".join(f"# a comment, the {number:20}th one\n" for number in range(25_000)),
}


def _shows(line: str, rows: Sequence[str]) -> bool:
    """Whether a row holds that line behind its number, and nothing else but a frame or the forecast."""
    return any(re.match(rf"[ ▊▎│]*.? *2 +{re.escape(line)}(?:$| *[▊▎▁│]| {{2,}})", row + "  ") for row in rows)


def _typing() -> Iterator[tuple[bytes, str, str]]:
    """Keys without end, each with the line before and after it."""
    while True:
        for at, char in enumerate(LINE):
            yield char.encode(), LINE[:at], LINE[: at + 1]
        for at in range(len(LINE), 0, -1):
            yield b"\x7f", LINE[:at], LINE[: at - 1]


class Writer:
    """Types a line into one program and erases it, again and again; blanks are sent and not timed."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.echoes: list[float] = []
        self.cpu = self.bytes = 0.0
        self._keys = _typing()
        self._pause = random.Random(1)

    def turn(self, gap: tuple[float, float], *, timed: bool = True) -> None:
        """Type some keys, with pauses in which a forecast has time to come."""
        cpu, size = self.terminal.cpu(), self.terminal.bytes
        for _ in range(TURN):
            key, before, after = next(self._keys)
            if before.endswith(" ") or after.endswith(" ") or not before or not after:
                self.terminal.write(key)
            else:
                took = self.terminal.press(key, partial(_shows, after))
                if timed:
                    self.echoes.append(took)
            rest = clock() + self._pause.uniform(*gap)
            while clock() < rest:
                self.terminal.pump(rest - clock())
        if timed:
            self.cpu += self.terminal.cpu() - cpu
            self.bytes += self.terminal.bytes - size


def main(keys: int) -> None:
    """Type into both in turn, at a person's pace and at a hurried one."""
    for name, text in FILES.items():
        with surroundings() as env:
            folder = Path(env["LAYERWISE_HOME"]).parent / "files"
            folder.mkdir()
            (folder / "Dockerfile").write_text(text)
            build = "docker build -q -t app . && " if len(text) < 100_000 else ""
            layerwise(["exec", "--dir", str(folder), "-c", f"docker pull -q alpine:3.20; {build}true"], env)
            for pace, gap in (("typing", (0.03, 0.2)), ("hurried", (0.004, 0.03))):
                _compare(name, pace, gap, keys, env, str(folder / "Dockerfile"))


def _compare(name: str, pace: str, gap: tuple[float, float], keys: int, env: dict[str, str], file: str) -> None:
    mine = Writer(Terminal([*LAYERWISE, "sandbox"], env=env))
    bare = Writer(Terminal([sys.executable, str(HERE / "bare_editor.py"), file], env=env))
    both = (mine, bare)
    try:
        mine.terminal.wait_for(r"(?m)^\$")
        mine.terminal.settle(1.0)
        begun = clock()
        mine.terminal.write(b"nano Dockerfile\r")
        opened = mine.terminal.until(lambda rows: any("WORKDIR /app" in row for row in rows), 20) - begun
        for writer in both:
            writer.terminal.settle(1.0)
            writer.terminal.write(b"\x1b[B")
            writer.terminal.settle()
            for _ in range(4):
                writer.turn((0.03, 0.12), timed=False)
        for _ in range(0, keys, TURN):
            for writer in both:
                writer.turn(gap)
    finally:
        for writer in both:
            writer.terminal.close()
    sent = -(-keys // TURN) * TURN
    rows = []
    for q, target in ((50, "<= 1.00"), (90, ""), (99, "<= 1.00"), (100, "")):
        own, other = (1000 * percentile(writer.echoes, q) for writer in both)
        rows.append(Row(f"key to echo, p{q} ms", own, other, target))
    rows += [
        Row("processor a key, ms", 1000 * mine.cpu / sent, 1000 * bare.cpu / sent),
        Row("bytes a key", mine.bytes / sent, bare.bytes / sent),
        Row("to open it, ms", 1000 * opened),
    ]
    show(f"editor, {pace}, {name} ({len(mine.echoes)} keys each)", ("layerwise", "text area"), rows)
