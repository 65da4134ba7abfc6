"""The thread in which the sitting lives: the screen's own thread asks, never waits, and is told the answers.

Jobs run in order, one at a time. A job with a `kind` replaces one of the same kind that has not begun: of previews,
only the newest line counts. A preview that runs is stopped by a newer one, and by a job that does something. Answers
are delivered in the screen's thread. Between jobs, once the first is done, the sitting warms up.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.session.port import Sitting

Answer = Callable[[Any], None]

PREVIEW, LOOK, FORECAST = "preview", "look", "forecast"
_ENDS = {PREVIEW: ("", PREVIEW), FORECAST: ("", LOOK, FORECAST)}
"""Jobs whose answer nobody wants any more once there is one of those kinds ("" is a job without a kind)."""


class Office:
    """Runs jobs on a sitting in one worker thread.

    `open_sitting` makes the sitting, in that thread; `failed` receives any error that a job or the opening raises.
    """

    def __init__(self, open_sitting: Callable[[], Sitting], failed: Callable[[BaseException], None]) -> None:
        self._open = open_sitting
        self._failed = failed
        self._jobs: deque[tuple[str, Callable[[Sitting], object], Answer]] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._undone = 0
        self._running = ""
        self._sitting: Sitting | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context: contextvars.Context | None = None
        self._thread = threading.Thread(target=self._work, name="layerwise-sitting", daemon=True)

    def start(self) -> None:
        """Begin to work. To be called in the screen's thread, with its event loop running."""
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Whether no job runs or waits, and every answer was delivered."""
        with self._wake:
            return not self._undone

    def ask(self, job: Callable[[Sitting], object], answer: Answer, kind: str = "") -> None:
        """Have a job done; `answer` is called with what it returned, in the screen's thread."""
        with self._wake:
            if kind:
                for at, (other, _, _) in enumerate(self._jobs):
                    if other == kind:
                        del self._jobs[at]
                        self._undone -= 1
                        break
            if kind in _ENDS.get(self._running, ()):
                self.cancel()
            self._jobs.append((kind, job, answer))
            self._undone += 1
            self._wake.notify()

    def forget(self, kind: str) -> None:
        """Drop the waiting job of that kind, if there is one."""
        with self._wake:
            kept = deque(job for job in self._jobs if job[0] != kind)
            self._undone -= len(self._jobs) - len(kept)
            self._jobs = kept

    def cancel(self) -> None:
        """Ask the command that runs now to stop."""
        if self._sitting is not None:
            self._sitting.cancel()

    def tell(self, call: Callable[..., object], *values: object) -> None:
        """Call something in the screen's thread. May be used from any thread."""
        if self._loop is not None:
            try:
                self._loop.call_soon_threadsafe(call, *values, context=self._context)
            except RuntimeError:
                self._closing = True  # the screen is gone already

    def close(self, patience: float = 5.0) -> None:
        """End the work after the job that runs now, close the sitting, and wait at most `patience` seconds for it."""
        with self._wake:
            self._closing = True
            self._jobs.clear()
            self._wake.notify()
        self.cancel()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _work(self) -> None:
        try:
            self._sitting = sitting = self._open()
        except BaseException as error:
            self.tell(self._failed, error)
            return
        warming: Iterator[None] | None = None
        cold = True
        while True:
            with self._wake:
                while not self._jobs and not self._closing and warming is None:
                    self._wake.wait()
                if self._closing:
                    break
                waiting = self._jobs.popleft() if self._jobs else None
                self._running = waiting[0] if waiting is not None else PREVIEW
            if waiting is None:
                warming = _further(warming)
                continue
            self._do(sitting, *waiting[1:])
            if cold:
                warming, cold = sitting.warm_up(), False
        sitting.close()

    def _do(self, sitting: Sitting, job: Callable[[Sitting], object], answer: Answer) -> None:
        try:
            result = job(sitting)
        except BaseException as error:
            self.tell(self._deliver, self._failed, error)
        else:
            self.tell(self._deliver, answer, result)

    def _deliver(self, answer: Answer, result: object) -> None:
        try:
            answer(result)
        finally:
            with self._wake:
                self._undone -= 1


def _further(warming: Iterator[None] | None) -> Iterator[None] | None:
    """One step of warming up; None when it is over. A fault ends it: whoever asks for the same is told of it."""
    try:
        next(warming or iter(()))
    except Exception:
        return None
    return warming
