"""A container's world as its programs see it: its clock, its host name, its PID 1.

One rule: time moves only when every program sleeps. On its way it meets what comes from outside: signals, files that
someone else changed. Where it would pass `until`, the run is suspended there.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from tutor.shell.host import PlainHost, Suspended
from tutor.shell.kernel import IGNORED_BY_DEFAULT, SIGNALS, Kernel, Killed
from tutor.shell.limits import DEFAULT_LIMITS
from tutor.shell.network import Loopback, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.containers.model import Container, Input, Trees
    from tutor.shell.host import Program
    from tutor.shell.limits import Limits, Stop

UNSTOPPABLE = (SIGNALS["KILL"], SIGNALS["STOP"])
FOREVER = 1e12
"""Seconds; whoever sleeps for longer never wakes."""


class InitKernel(Kernel):
    """Processes of a container: nothing inside can kill PID 1, and it ignores signals that it does not catch."""

    def kill(self, pid: int, signal: int) -> bool:
        """Send a signal from inside the container."""
        if pid == 1 and signal:
            entry = self.processes.get(1)
            if entry is not None:
                if entry.signal is not None and signal not in UNSTOPPABLE:
                    entry.signal(signal)
                return True
        return super().kill(pid, signal)


class ContainerHost(PlainHost):
    """The answers of a container. `inputs` come in order of their times; `change(trees)` puts files in place.

    `network` is what it is attached to. `wakes` is, once the run is suspended, when it would have gone on. `init` is
    whether a small init is PID 1, so that the main program (then PID 7) is ended by signals that it does not catch.
    `more` gives programs that executables are in this run alone.
    """

    def __init__(
        self,
        now: float,
        hostname: str,
        *,
        limits: Limits | None = None,
        stop: Stop | None = None,
        until: float = inf,
        inputs: tuple[Input, ...] = (),
        change: Callable[[Trees], None] | None = None,
        init: bool = False,
        network: Loopback | None = None,
        more: Callable[[str, str], Program | None] | None = None,
    ) -> None:
        super().__init__(now, hostname=hostname, limits=limits or DEFAULT_LIMITS, stop=stop)
        self.network: Loopback = network or Loopback()
        self.until = until
        self.inputs = list(inputs)
        self.wakes = now
        self.answer: bytes | NetworkError = b""
        self.apart = False  # whether what is written next is a piece of its own in the log: something has come in
        self.main = 7 if init else 1
        self.kernel = InitKernel(self, first_pid=self.main)
        self._change = change
        self._more = more

    def sleep(self, seconds: float) -> None:
        """Let time pass: up to the next input, to the end of the sleep, or to where the run is suspended."""
        target = self._now + max(0.0, seconds)
        while self.inputs and self.inputs[0].time <= target:
            self.meet(self.inputs.pop(0))
        if target > self.until or seconds > FOREVER or target == inf:
            self.wakes = target if target - self._now <= FOREVER else inf
            self._now = max(self._now, min(target, self.until)) if self.until < inf else self._now
            raise Suspended
        self._now = target

    def meet(self, given: Input) -> None:
        """Let the container's programs have what came from outside; what they answer is in `answer`."""
        self._now = max(self._now, given.time)
        self.apart = True
        if given.trees and self._change is not None:
            self._change(given.trees)
        if given.request is not None:
            self.answer = self._served(*given.request)  # stays what it was where the program takes longer
        if given.signal:
            self.deliver(given.signal)

    def _served(self, port: int, data: bytes | None) -> bytes | NetworkError:
        """Return a program's answer to a request, or that none listens at that port."""
        service = self.network.listeners.get(port)
        if service is None:
            return NetworkError("ECONNREFUSED")
        return b"" if data is None else service(data)

    def bound(self, container: Container) -> None:
        """Take over what --ulimit bounds, and the processor that the image is for."""
        from tutor.oci.platform import Platform

        self.architecture = Platform.parse(container.platform).machine
        from tutor.engine.containers.host_config import ulimit_of

        given = (ulimit_of(text) for text in container.option("Ulimits") or ())
        self.ulimits = {name: (soft, hard) for name, soft, hard in given}

    def wait_until(self, moment: float) -> None:
        """Let time pass up to a moment, where it is not later already."""
        if moment > self._now:
            self.sleep(moment - self._now)

    def wait_forever(self) -> None:
        """Wait for something that nobody will send."""
        self.sleep(inf)

    def deliver(self, name: str) -> None:
        """Let the main program get a signal from outside; raises Killed where that ends it."""
        number = SIGNALS[name]
        entry = self.kernel.processes.get(self.main)
        if number in UNSTOPPABLE:
            if number == SIGNALS["KILL"]:
                raise Killed(self.main, number)
            return
        if entry is not None and entry.signal is not None and entry.signal(number):
            return
        if self.main != 1 and number not in IGNORED_BY_DEFAULT:
            raise Killed(self.main, number)

    def builtin_program(self, name: str, path: str) -> Program | None:
        """Return the program behind a known executable that is no applet."""
        from tutor.engine.containers.programs import program

        return (self._more(name, path) if self._more is not None else None) or program(name, path)

    def script_program(self, head: bytes) -> Program | None:
        """Return the program behind a known script."""
        from tutor.engine.containers.programs import script

        return script(head)
