"""Start to first paint: the app with a lesson open, and the sandbox, against a bare Textual app; all take turns."""

from __future__ import annotations

import statistics

from tests.bench.figures import Row, paired, show
from tests.bench.programs import BARE, LAYERWISE, surroundings
from tests.bench.terminal import Started, Terminal, clock


def main(times: int) -> None:
    """Start each in turn and print what it took; the first turn only fills the caches."""
    with surroundings() as env:
        programs = {"bare": BARE, "sandbox": [*LAYERWISE, "sandbox"], "lesson": LAYERWISE}
        shown = {"bare": "type here", "sandbox": "A sandbox of your own", "lesson": "Lesson · step 1"}
        starts: dict[str, list[Started]] = {name: [] for name in programs}
        ready: dict[str, list[float]] = {name: [] for name in programs}
        for turn in range(times + 1):
            for name, command in programs.items():
                terminal = Terminal(command, env=env)
                try:
                    started = terminal.first_paint()
                    terminal.wait_for(shown[name])
                    whole = clock() - terminal.begun
                finally:
                    terminal.close()
                if turn:
                    starts[name].append(started)
                    ready[name].append(whole)
        for name in ("lesson", "sandbox"):
            mine, bare = starts[name], starts["bare"]
            rows = [
                paired("first paint, ms", [s.paint for s in mine], [s.paint for s in bare], "<= 1.25"),
                paired("processor to first paint, ms", [s.cpu for s in mine], [s.cpu for s in bare]),
                paired("ready to type, ms", ready[name], ready["bare"]),
                paired("memory at first paint, MB", [s.memory for s in mine], [s.memory for s in bare], scale=1),
            ]
            turns = [one.paint / other.paint for one, other in zip(mine, bare, strict=True)]
            rows.append(Row("first paint, median of the turns' ratios", statistics.median(turns)))
            show(f"start, {name} ({times} starts each)", ("layerwise", "bare"), rows)
