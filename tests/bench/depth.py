"""Undo and redo in a long history that is kept on disk: wall and processor time, and what opening it takes."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable

from tests.bench.figures import Row, show
from tests.support.sandbox import run, session
from tutor.session.keeping import SqliteWorkspaces
from tutor.session.past import points

STEPS = 1000


def main(times: int) -> None:
    """Make a history of many steps, then go back and forth in it."""
    with tempfile.TemporaryDirectory() as folder:
        learner = session(SqliteWorkspaces(folder).open("bench"))
        run(learner, "docker pull -q alpine:3.20")
        for number in range(STEPS):
            run(learner, f"echo {number} > file{number % 50}")
        rows = [
            *_measured("a command that writes a file", lambda: run(learner, "echo x > y; rm y"), times),
            *_measured("undo and redo 1", lambda: (learner.undo(1), learner.redo(1)), times),
            *_measured(f"undo and redo {STEPS - 1}", lambda: (learner.undo(STEPS - 1), learner.redo(STEPS - 1)), times),
        ]

        def travel() -> None:
            learner.travel("goto", f"@{STEPS // 2}")
            learner.travel("goto", f"@{STEPS}")

        rows += _measured("goto the middle and back", travel, times)
        rows += _measured("the history as a tree", lambda: points(learner.workspace), times)
        learner.workspace.close()

        def opened() -> None:
            session(SqliteWorkspaces(folder).open("bench")).workspace.close()

        rows += _measured("open the workspace", opened, times)
    show(f"a history of {STEPS} commands, ms", ("wall", ""), rows)


def _measured(label: str, work: Callable[[], object], times: int) -> list[Row]:
    walls, spent = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        spent.append(time.process_time() - cpu)
    return [
        Row(label, 1000 * statistics.median(walls)),
        Row("    processor", 1000 * statistics.median(spent)),
    ]
