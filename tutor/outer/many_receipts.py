"""Receipts of a whole class, done again side by side: one process for each processor."""

from __future__ import annotations

import os
import signal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tutor.errors import LayerwiseError
from tutor.outer import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.course.model import Course
    from tutor.engine.hub import Hub

ENOUGH = 8
"""The receipts that make up for the start of one more process."""

Receipt = dict[str, Any]
Seeds = dict[str, str]


def problems(receipts: list[Receipt], seeds: Seeds | None) -> Iterator[tuple[str, ...]]:
    """What is wrong with each, in their order (`session.receipts.verify`). Raises LayerwiseError, KeyboardInterrupt."""
    workers = min(_processors(), len(receipts) // ENOUGH)
    if workers < 2:
        yield from (_problems(receipt, seeds) for receipt in receipts)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin)
    try:
        yield from pool.map(_problems, receipts, [seeds] * len(receipts), chunksize=2)
    except BrokenProcessPool:
        raise LayerwiseError("a process that did receipts again was ended from outside", "try it again") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Leave Ctrl-C to the first process, which gives out no more work then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _problems(receipt: Receipt, seeds: Seeds | None) -> tuple[str, ...]:
    from tutor.session.receipts import verify

    return verify(receipt, *_places(), seeds)


@lru_cache(1)
def _places() -> tuple[Course, Hub]:
    return places.course(), places.hub()


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
