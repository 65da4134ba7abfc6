"""Key to echo with the preview on, against a bare Textual app with an input and a log; both take turns.

A key counts as echoed when the whole line as typed so far is on the screen. A second figure says when the ghost of the
name that is being typed has come, after the last key.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from tests.bench.figures import Row, percentile, show
from tests.bench.programs import BARE, LAYERWISE, images, layerwise, surroundings
from tests.bench.scale import Store
from tests.bench.terminal import Terminal, clock

Environment = dict[str, str]
Shows = Callable[[str, Sequence[str]], bool]
"""Whether rows of a screen show that line as what is typed."""
TEXT = "docker image tag alpine:3.20 team/base:1"
PACES = {"typing": (0.03, 0.12), "hurried": (0.004, 0.03)}
"""Least and longest pause between two keys, in seconds."""
TURN = 20
"""Keys that one program gets before it is the other's turn."""


class Typist:
    """Types the text into one program and erases it, again and again; spaces are sent and not timed."""

    def __init__(self, terminal: Terminal, text: str, seed: int, shows: Shows | None = None) -> None:
        self.terminal = terminal
        self.text = text
        self._shows = shows or _shows
        self.echoes: list[float] = []
        self.ghosts: list[float] = []
        self.cpu = self.bytes = 0.0
        self._pause = random.Random(seed)
        self._keys = self._typing()

    def _typing(self) -> Iterator[tuple[bytes, str, str]]:
        """Keys without end, each with the line before and after it."""
        while True:
            for at, char in enumerate(self.text):
                yield char.encode(), self.text[:at], self.text[: at + 1]
            for at in range(len(self.text), 0, -1):
                yield b"\x7f", self.text[:at], self.text[: at - 1]

    def turn(self, gap: tuple[float, float], *, timed: bool = True) -> None:
        """Type some keys, with pauses in which a preview has time to come."""
        cpu, size = self.terminal.cpu(), self.terminal.bytes
        for _ in range(TURN):
            key, before, after = next(self._keys)
            sent = clock()
            if before.endswith(" ") or after.endswith(" ") or not before or not after:
                self.terminal.write(key)
            else:
                took = self.terminal.press(key, partial(self._shows, after))
                if timed:
                    self.echoes.append(took)
            rest = clock() + self._pause.uniform(*gap)
            while clock() < rest:
                now, changed = self.terminal.pump(rest - clock())
                if changed and after == self.text != before and _ghost(self.terminal.rows) and sent:
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


@dataclass(frozen=True)
class Case:
    """What is open while one types, and what was aimed at: the 50th and 99th percentile, as ratios to the bare app."""

    name: str
    arguments: Sequence[str]
    fill: Callable[[Environment], object]
    text: str = TEXT
    p50: float = 0.6
    p99: float = 0.8


def _built(count: int, *where: str) -> Callable[[Environment], object]:
    return lambda env: layerwise(["exec", *where, "-c", images(count)], env)


def _many(env: Environment) -> None:
    """500 images of ten layers, none shared, kept as a sandbox."""
    Store(500, 10, 0).keep(f"{env['LAYERWISE_HOME']}/workspaces", "sandbox")


CASES = (
    Case("sandbox, 5 images", ["sandbox"], _built(5)),
    Case("sandbox, 50 images", ["sandbox"], _built(50)),
    Case("lesson open, 50 images", [], _built(50, "--lesson", "1")),
    Case("sandbox, 500 images, 5,000 layers", ["sandbox"], _many, "docker tag team/app11:1 team/base:1", 1.5, 1.5),
)


def main(keys: int) -> None:
    """Type into both in turn, in each case, at a person's pace and at a hurried one."""
    for case in CASES:
        with surroundings() as env:
            case.fill(env)
            for pace in PACES:
                _compare(case, pace, keys, env)


def _compare(case: Case, pace: str, keys: int, env: Environment) -> None:
    programs = {"layerwise": [*LAYERWISE, *case.arguments], "bare": BARE}
    typists = {name: Typist(Terminal(command, env=env), case.text, 1) for name, command in programs.items()}
    try:
        for typist in typists.values():
            typist.terminal.first_paint()
            typist.terminal.settle(1.0)
            for _ in range(4):
                typist.turn(PACES["typing"], timed=False)
        for _ in range(0, keys, TURN):
            for typist in typists.values():
                typist.turn(PACES[pace])
        mine, bare = typists["layerwise"], typists["bare"]
        memory = Row("memory, MB", mine.terminal.memory(), bare.terminal.memory(), "<= 1.60")
    finally:
        for typist in typists.values():
            typist.terminal.close()
    sent = -(-keys // TURN) * TURN

    def ms(typist: Typist, q: float) -> float:
        return 1000 * percentile(typist.echoes, q)

    rows = [
        Row("key to echo, p50 ms", ms(mine, 50), ms(bare, 50), f"<= {case.p50:.2f}"),
        Row("key to echo, p90 ms", ms(mine, 90), ms(bare, 90)),
        Row("key to echo, p99 ms", ms(mine, 99), ms(bare, 99), f"<= {case.p99:.2f}"),
        Row("key to echo, worst ms", ms(mine, 100), ms(bare, 100), "50 ms"),
        Row("processor a key, ms", 1000 * mine.cpu / sent, 1000 * bare.cpu / sent),
        Row("bytes a key", mine.bytes / sent, bare.bytes / sent, "<= 0.20"),
        memory,
    ]
    if mine.ghosts:
        rows.append(Row("last key to ghost, median ms", 1000 * statistics.median(mine.ghosts), None, "~ 100"))
        rows.append(Row("last key to ghost, worst ms", 1000 * max(mine.ghosts)))
    show(f"keys, {pace}: {case.name} ({len(mine.echoes)} keys each)", ("layerwise", "bare"), rows)
