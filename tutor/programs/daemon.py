"""Programs that go on until a signal ends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.network import Service
    from tutor.shell.process import Process

    Action = Callable[[], int | None]

FOREVER = 1e13
"""Seconds; more than a sandbox's clock ever moves."""
SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGTERM, SIGWINCH = 1, 2, 3, 10, 15, 28


class Signalled(BaseException):
    """A signal has come that the program acts on."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def wait(process: Process, actions: dict[int, Action]) -> int:
    """Wait until a signal comes whose action gives an exit status; the action of another gives None.

    May raise Suspended, Killed.
    """
    kernel = process.kernel
    entry = kernel.processes.get(process.pid)

    def take(number: int) -> bool:
        if number not in actions:
            return False
        if entry is None or kernel.current is entry.task:
            raise Signalled(number)
        entry.task.pending = Signalled(number)
        return True

    if entry is not None:
        entry.signal = take
    while True:
        try:
            process.sleep(FOREVER)
        except Signalled as signalled:
            code = actions[signalled.number]()
            if code is not None:
                return code


def listen(process: Process, port: int, service: Service) -> None:
    """Answer at a port. Raises NetworkError."""
    process.host.network.listen(port, service)
