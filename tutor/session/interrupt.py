"""Ctrl-C on a terminal: it stops the command that runs, not the program that runs it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TYPE_CHECKING = False

if TYPE_CHECKING:
    from types import FrameType


@contextmanager
def cancelling(cancel: Callable[[], bool | None]) -> Iterator[None]:
    """While a command runs, the first Ctrl-C calls `cancel`, a further one raises KeyboardInterrupt.

    So does the first where `cancel` answers False: nothing ran that it could have stopped.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if cancel() is False:
            raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGINT, stop)
    except ValueError:  # not the main thread: there Ctrl-C does not arrive
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
