"""Start to first paint and key to echo, side by side with a bare Textual app, as ratios.

    python -m tests.bench.screen [--starts N] [--keys N] [--fake] [-- COMMAND ARG…]

The two programs take turns, so that what else the machine does hits both alike. Medians and 99th percentiles are
compared; processor time up to the first paint is printed as well, since it is steadier than wall time on a busy
machine. Without a command, `layerwise sandbox` in a fresh workspace is measured; with --fake the screen over the tests'
fake sitting.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence

from tests.bench.terminal import Started, Terminal, clock

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
TEXT = "docker image tag alpine:3.20 team/base:1 "


def percentile(values: Sequence[float], q: float) -> float:
    """The q-th percentile, by nearest rank."""
    ordered = sorted(values)
    return ordered[round(q / 100 * (len(ordered) - 1))]


def keys(word: int = 40) -> Iterator[tuple[bytes, bool]]:
    """Keys without end, and whether they change the screen's text: so many of the text, then erased again."""
    while True:
        yield from ((char.encode(), char != " ") for char in TEXT[:word])
        yield from ((b"\x7f", char != " ") for char in reversed(TEXT[:word]))


class Subject:
    """A program to measure, and what was measured."""

    def __init__(self, name: str, command: Sequence[str], env: dict[str, str] | None = None) -> None:
        self.name = name
        self.command = command
        self.env = env or {}
        self.starts: list[Started] = []
        self.echoes: list[float] = []
        self.terminal: Terminal | None = None
        self.key_cpu = self.key_bytes = 0.0

    def spawn(self) -> Terminal:
        """Start it in a terminal of 100 by 30 cells."""
        return Terminal(self.command, env={"PYTHONPATH": TOP, **self.env})


def measure_starts(subjects: Sequence[Subject], count: int) -> None:
    """Start each in turn, `count` times; the first time only warms the file cache."""
    for turn in range(count + 1):
        for subject in subjects:
            terminal = subject.spawn()
            try:
                started = terminal.first_paint()
            finally:
                terminal.close()
            if turn:
                subject.starts.append(started)


def measure_keys(subjects: Sequence[Subject], count: int, prepare: Callable[[Subject, Terminal], None]) -> None:
    """Type into each in turn, 20 keys at a time, with pauses in which a preview has time to come."""
    pause = random.Random(1)
    typing = {}
    for subject in subjects:
        subject.terminal = terminal = subject.spawn()
        terminal.first_paint()
        terminal.settle(1.0)
        prepare(subject, terminal)
        typing[subject.name] = keys()
        for _ in range(80):
            terminal.write(next(typing[subject.name])[0])
            terminal.settle(0.03, 0.2)
    try:
        for _ in range(0, count, 20):
            for subject in subjects:
                assert subject.terminal is not None
                before, read = subject.terminal.cpu(), subject.terminal.bytes
                for _ in range(20):
                    key, visible = next(typing[subject.name])
                    if visible:
                        subject.echoes.append(subject.terminal.press(key))
                    else:
                        subject.terminal.write(key)
                    rest = clock() + pause.uniform(0.03, 0.12)
                    while clock() < rest:
                        subject.terminal.pump(rest - clock())
                subject.key_cpu += (subject.terminal.cpu() - before) / count
                subject.key_bytes += (subject.terminal.bytes - read) / count
    finally:
        for subject in subjects:
            if subject.terminal is not None:
                subject.terminal.close()


def report(ours: Subject, bare: Subject) -> None:
    """Print both and their ratios."""
    rows: list[tuple[str, Callable[[list[float]], float], Callable[[Subject], list[float]]]] = [
        ("first paint, median ms", statistics.median, lambda s: [each.paint * 1000 for each in s.starts]),
        ("processor to paint, median ms", statistics.median, lambda s: [each.cpu * 1000 for each in s.starts]),
        ("memory at paint, MB", statistics.median, lambda s: [each.memory for each in s.starts]),
        ("key to echo, p50 ms", lambda v: percentile(v, 50), lambda s: [each * 1000 for each in s.echoes]),
        ("key to echo, p99 ms", lambda v: percentile(v, 99), lambda s: [each * 1000 for each in s.echoes]),
        ("key to echo, worst ms", max, lambda s: [each * 1000 for each in s.echoes]),
        ("processor a key, ms", statistics.mean, lambda s: [s.key_cpu * 1000] if s.echoes else []),
        ("bytes a key", statistics.mean, lambda s: [s.key_bytes] if s.echoes else []),
    ]  # fmt: skip
    print(f"{'':<32}{ours.name:>12}{bare.name:>12}{'ratio':>8}")
    for label, measure, values in rows:
        mine, other = values(ours), values(bare)
        if mine and other:
            print(f"{label:<32}{measure(mine):>12.2f}{measure(other):>12.2f}{measure(mine) / measure(other):>8.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--starts", type=int, default=9)
    parser.add_argument("--keys", type=int, default=400)
    parser.add_argument("--fake", action="store_true", help="the screen over the fake sitting of the tests")
    parser.add_argument("command", nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        command = options.command or [sys.executable, "-m", "tutor", "sandbox"]
        if options.fake:
            command = [sys.executable, "-m", "tests.support.fake_app"]
        ours = Subject("layerwise", command, {"LAYERWISE_HOME": home, "NO_COLOR": ""})
        bare = Subject("bare", [sys.executable, os.path.join(HERE, "bare.py")])

        def prepare(subject: Subject, terminal: Terminal) -> None:
            if subject is ours:
                terminal.write(b" docker pull alpine:3.20\r")  # with a space: no suggestion is to be drawn later
                terminal.settle(1.0)

        if options.starts:
            measure_starts([ours, bare], options.starts)
        if options.keys:
            measure_keys([ours, bare], options.keys, prepare)
        report(ours, bare)


if __name__ == "__main__":
    main()
