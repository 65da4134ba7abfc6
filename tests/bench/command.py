"""`layerwise exec` against Python itself, as processes that take turns: wall time, and the processor time of each."""

from __future__ import annotations

import os
import sys
import time

from tests.bench.figures import Row, paired, show
from tests.bench.programs import LAYERWISE, environment, surroundings

CASES = {
    "exec -c true": (["exec", "-c", "true"], "<= 6.00"),
    "exec --fresh: pull alpine, image ls": (["exec", "--fresh", "-c", "docker pull alpine:3.20; docker image ls"], ""),
    "exec --fresh: pull debian": (["exec", "--fresh", "-c", "docker pull debian:12-slim"], ""),
}


def run(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Run a command; wall and processor seconds."""
    begun = time.perf_counter()
    nothing = os.open(os.devnull, os.O_WRONLY)
    pid = os.posix_spawn(command[0], command, env, file_actions=[(os.POSIX_SPAWN_DUP2, nothing, 1)])
    os.close(nothing)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - begun
    if status:
        raise RuntimeError(f"{command} ended with {status}")
    return wall, usage.ru_utime + usage.ru_stime


def main(times: int) -> None:
    """Run each in turn with `python -c pass`; the first turn only fills the caches."""
    plain = [sys.executable, "-c", "pass"]
    rows: list[Row] = []
    with surroundings() as changes:
        env = environment(changes)
        for name, (arguments, target) in CASES.items():
            mine: list[tuple[float, float]] = []
            other: list[tuple[float, float]] = []
            for turn in range(times + 1):
                pair = run(plain, env), run([*LAYERWISE, *arguments], env)
                if turn:
                    other.append(pair[0])
                    mine.append(pair[1])
            rows.append(paired(f"{name}, ms", [wall for wall, _ in mine], [wall for wall, _ in other], target))
            rows.append(paired("    processor", [cpu for _, cpu in mine], [cpu for _, cpu in other]))
            least = 1000 * min(cpu for _, cpu in mine), 1000 * min(cpu for _, cpu in other)
            rows.append(Row("    processor, quickest run", *least))
    show(f"commands ({times} runs each)", ("layerwise", "pass"), rows)
