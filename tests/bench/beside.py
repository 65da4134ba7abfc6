"""Layerwise with a lesson open beside Harlequin and posting, two well-known Textual programs, and the bare app.

Each has what its users have in front of them and is typed into at a person's pace: here a docker line, there a query
and an address. HARLEQUIN and POSTING name their executables where they are not on the PATH; one that is absent is left
out.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from tests.bench.figures import percentile
from tests.bench.keys import PACES, TURN, Typist
from tests.bench.programs import BARE, LAYERWISE, images, layerwise, surroundings
from tests.bench.terminal import Started, Terminal

LINES = {
    "layerwise": "docker image tag alpine:3.20 team/base:1",
    "bare": "docker image tag alpine:3.20 team/base:1",
    "harlequin": "select name, city from people",
    "posting": "https://example.test/api/people/1",
}
BEFORE = {"harlequin": "││ 1", "posting": "▼ ▌"}
"""What stands before the line in the row that it is typed into."""
WARM = 4
"""Turns that are not counted."""


@dataclass
class Figures:
    """One program's: how it started, then how it took keys."""

    starts: list[Started] = field(default_factory=list)
    typist: Typist | None = None
    memory: float = 0.0


def programs() -> dict[str, list[str]]:
    """Those that are there, as commands."""
    found = {"bare": BARE, "layerwise": LAYERWISE}
    for name in ("harlequin", "posting"):
        path = os.environ.get(name.upper()) or shutil.which(name)
        if path:
            found[name] = [path]
        else:
            print(f"{name} is not on the PATH and {name.upper()} does not name it: left out")
    return found


def _shows_behind(mark: str, line: str, rows: Sequence[str]) -> bool:
    return any(re.split(r"   |[│▌]", row.partition(mark)[2])[0].strip() == line for row in rows if mark in row)


def main(keys: int) -> None:
    """Start each some times in turn, then type into all in turn; print a table with a column for each."""
    with surroundings() as env:
        layerwise(["exec", "--lesson", "1", "-c", images(50)], env)
        figures = {name: Figures() for name in programs()}
        commands = programs()
        for _ in range(6):
            for name, command in commands.items():
                terminal = Terminal(command, env=env)
                try:
                    figures[name].starts.append(terminal.first_paint())
                finally:
                    terminal.close()
        try:
            for name, command in commands.items():
                typist = figures[name].typist = _typist(name, command, env)
                typist.terminal.first_paint()
                typist.terminal.settle(2.0, 30)
                for _ in range(WARM):
                    typist.turn(PACES["typing"], timed=False)
            for _ in range(0, keys, TURN):
                for one in figures.values():
                    assert one.typist is not None
                    one.typist.turn(PACES["typing"])
            for one in figures.values():
                assert one.typist is not None
                one.memory = one.typist.terminal.memory()
        finally:
            for one in figures.values():
                if one.typist is not None:
                    one.typist.terminal.close()
    show(figures, -(-keys // TURN) * TURN)


def _typist(name: str, command: list[str], env: dict[str, str]) -> Typist:
    mark = BEFORE.get(name)
    return Typist(Terminal(command, env=env), LINES[name], 1, partial(_shows_behind, mark) if mark else None)


def show(figures: dict[str, Figures], sent: int) -> None:
    """Print the table."""
    names = list(figures)
    rows: dict[str, list[float]] = {}
    for one in figures.values():
        typist = one.typist
        assert typist is not None
        starts = one.starts[1:]
        values = {
            "first paint, median ms": 1000 * percentile([start.paint for start in starts], 50),
            "processor to first paint, ms": 1000 * percentile([start.cpu for start in starts], 50),
            "key to echo, p50 ms": 1000 * percentile(typist.echoes, 50),
            "key to echo, p99 ms": 1000 * percentile(typist.echoes, 99),
            "key to echo, worst ms": 1000 * percentile(typist.echoes, 100),
            "processor a key, ms": 1000 * typist.cpu / sent,
            "bytes a key": typist.bytes / sent,
            "memory, MB": one.memory,
        }
        for label, value in values.items():
            rows.setdefault(label, []).append(value)
    print(f"\nbeside others ({sent} keys each)\n{'':<30}" + "".join(f"{name:>12}" for name in names))
    for label, row in rows.items():
        print(f"{label:<30}" + "".join(f"{value:12.2f}" for value in row), flush=True)
