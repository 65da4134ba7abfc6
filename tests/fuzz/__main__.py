"""`python -m tests.fuzz [--cases N] [--seed S] [--case NUMBER] [TARGET …]`: N cases of each target; 1 if one fails."""

from __future__ import annotations

import argparse
import sys
from time import perf_counter

from tests.fuzz.run import case_of, run
from tests.fuzz.targets import TARGETS


def main(argv: list[str] | None = None) -> int:
    """Run cases and print what fails, with the words that make the case again."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, metavar="N", help="how many of each target")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--case", type=int, metavar="NUMBER", help="run this one alone, without catching anything")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=" ".join(target.name for target in TARGETS))
    asked = parser.parse_args(argv)
    chosen = [target for target in TARGETS if target.name in asked.targets or not asked.targets]
    if asked.case is not None:
        for target in chosen:
            case = case_of(target, asked.seed, asked.case)
            print(repr(case))
            target.run(case)
        return 0
    faults = 0
    for target in chosen:
        start = perf_counter()
        for fault in run(target, asked.seed, range(asked.cases)):
            print(fault, flush=True)
            faults += 1
        print(f"{target.name}: {asked.cases} cases in {perf_counter() - start:.1f} s", flush=True)
    print(f"{faults} places that fail" if faults else "none fails")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
