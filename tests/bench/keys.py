"""Key to echo with the preview on, against a bare Textual app with an input and a log; both take turns.

A key counts as echoed when the whole line as typed so far is on the screen. A second figure says when the ghost of the
name that is being typed has come, after the last key.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator, Sequence
from functools import partial

from tests.bench.figures import Row, percentile, show
from tests.bench.programs import BARE, LAYERWISE, images, layerwise, surroundings
from tests.bench.terminal import Terminal, clock

TEXT = "docker image tag alpine:3.20 team/base:1"
TURN = 20
"""Keys that one program gets before it is the other's turn."""


class Typist:
    """Types the text into one program and erases it, again and again; spaces are sent and not timed."""

    def __init__(self, terminal: Terminal, seed: int) -> None:
        self.terminal = terminal
        self.echoes: list[float] = []
        self.ghosts: list[float] = []
        self.cpu = self.bytes = 0.0
        self._pause = random.Random(seed)
        self._keys = self._typing()

    def _typing(self) -> Iterator[tuple[bytes, str, str]]:
        """Keys without end, each with the line before and after it."""
        while True:
            for at, char in enumerate(TEXT):
                yield char.encode(), TEXT[:at], TEXT[: at + 1]
            for at in range(len(TEXT), 0, -1):
                yield b"\x7f", TEXT[:at], TEXT[: at - 1]

    def turn(self, gap: tuple[float, float], *, timed: bool = True) -> None:
        """Type some keys, with pauses in which a preview has time to come."""
        cpu, size = self.terminal.cpu(), self.terminal.bytes
        for _ in range(TURN):
            key, before, after = next(self._keys)
            sent = clock()
            if before.endswith(" ") or after.endswith(" ") or not before or not after:
                self.terminal.write(key)
            else:
                took = self.terminal.press(key, partial(_shows, after))
                if timed:
                    self.echoes.append(took)
            rest = clock() + self._pause.uniform(*gap)
            while clock() < rest:
                now, changed = self.terminal.pump(rest - clock())
                if changed and after == TEXT and before != TEXT and _ghost(self.terminal.rows) and sent:
                    self.ghosts.append(now - sent)
                    sent = 0.0
        if timed:
            self.cpu += self.terminal.cpu() - cpu
            self.bytes += self.terminal.bytes - size


def _shows(line: str, rows: Sequence[str]) -> bool:
    """Whether a row holds that line and nothing else but a prompt or a frame."""
    return any(row.strip(" $▊▎▔▁│") == line for row in rows)


def _ghost(rows: Sequence[str]) -> bool:
    return any("⚐ team/base:1" in row and "+" in row for row in rows)


def main(keys: int) -> None:
    """Type into both in turn, with 5 and with 50 images, at a person's pace and at a hurried one."""
    for count in (5, 50):
        with surroundings() as env:
            layerwise(["exec", "-c", images(count)], env)
            for pace, gap in (("typing", (0.03, 0.12)), ("hurried", (0.004, 0.03))):
                _compare(count, pace, gap, keys, env)


def _compare(count: int, pace: str, gap: tuple[float, float], keys: int, env: dict[str, str]) -> None:
    programs = {"layerwise": [*LAYERWISE, "sandbox"], "bare": BARE}
    typists = {name: Typist(Terminal(command, env=env), 1) for name, command in programs.items()}
    try:
        for typist in typists.values():
            typist.terminal.first_paint()
            typist.terminal.settle(1.0)
            for _ in range(4):
                typist.turn((0.03, 0.12), timed=False)
        for _ in range(0, keys, TURN):
            for typist in typists.values():
                typist.turn(gap)
    finally:
        for typist in typists.values():
            typist.terminal.close()
    mine, bare = typists["layerwise"], typists["bare"]
    sent = -(-keys // TURN) * TURN

    def ms(typist: Typist, q: float) -> float:
        return 1000 * percentile(typist.echoes, q)

    rows = [
        Row("key to echo, p50 ms", ms(mine, 50), ms(bare, 50), "<= 1.00"),
        Row("key to echo, p90 ms", ms(mine, 90), ms(bare, 90)),
        Row("key to echo, p99 ms", ms(mine, 99), ms(bare, 99), "<= 1.00"),
        Row("key to echo, worst ms", ms(mine, 100), ms(bare, 100)),
        Row("processor a key, ms", 1000 * mine.cpu / sent, 1000 * bare.cpu / sent),
        Row("bytes a key", mine.bytes / sent, bare.bytes / sent),
    ]
    if mine.ghosts:
        rows.append(Row("last key to ghost, median ms", 1000 * statistics.median(mine.ghosts), None, "~ 100"))
        rows.append(Row("last key to ghost, worst ms", 1000 * max(mine.ghosts)))
    show(f"keys, {pace}, {count} images ({len(mine.echoes)} keys each)", ("layerwise", "bare"), rows)
