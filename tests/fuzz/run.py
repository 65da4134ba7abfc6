"""Running cases and keeping what went wrong: an exception, or more than two seconds of work."""

from __future__ import annotations

import signal
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from time import process_time
from types import FrameType

from tests.fuzz.targets import Target

SLOW = 2.0
HOPELESS = 8.0


class TooLong(BaseException):
    """A case was still running after `HOPELESS` seconds; no handler of the program may catch it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A case that failed: the seed and number that make it again, the case, what happened, where."""

    target: str
    seed: int
    number: int
    case: str
    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.target} --seed {self.seed} --case {self.number}\n  {self.case}\n  {self.what}\n  at {self.where}"


def case_of(target: Target, seed: int, number: int) -> object:
    """The case with a number: each has a random source of its own, so that one can be made again alone."""
    return target.make(Random(f"{target.name} {seed} {number}"))


def run(target: Target, seed: int, numbers: range) -> Iterator[Fault]:
    """Run cases; yield those that fail, one for each place in the program that they fail at."""
    seen: set[str] = set()
    warnings.simplefilter("error")
    for number in numbers:
        case = case_of(target, seed, number)
        start = process_time()
        try:
            with _bounded():
                target.run(case)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            what, where = f"{type(error).__name__}: {error}"[:300], _where(error)
        else:
            took = process_time() - start
            if took <= SLOW:
                continue
            what, where = f"took {took:.1f} seconds", f"{target.name} (slow)"
        if where not in seen:
            seen.add(where)
            yield Fault(target.name, seed, number, repr(case), what, where)


@contextmanager
def _bounded() -> Iterator[None]:
    """End what runs too long, by the time that this process itself works."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    former = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, HOPELESS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def _where(error: BaseException) -> str:
    """The innermost line of the program itself that the error passed."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "tutor" in frame.filename]
    if not frames:
        frames = list(traceback.extract_tb(error.__traceback__))
    last = frames[-1]
    _, _, path = last.filename.rpartition("/tutor/")
    return f"{path or last.filename}:{last.lineno} in {last.name}"
