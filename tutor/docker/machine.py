"""What the docker command needs of the machine it runs on."""

from __future__ import annotations

from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from tutor.docker.transfer import Pace
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.shell.process import Process

    T = TypeVar("T")


class Machine(Protocol):
    """The sandbox's engine: its state, its clock and hub, and where outcomes go.

    A process finds it as `process.host.machine`. Taking `state` gives the state of this moment; `apply` makes an
    outcome's state the current one, records its events, moves the clock on by what elapsed, and returns its value.
    """

    @property
    def pace(self) -> Pace | None:
        """How long transfers are made to last; None where nobody watches."""

    @property
    def state(self) -> State:
        """The state of this moment."""

    def world(self) -> World:
        """Return the world of this moment."""

    def apply(self, outcome: Outcome[T]) -> T:
        """Make the outcome's state the current one and return the outcome's value."""

    def attach(self, container_id: str, process: Process) -> int | None:
        """Open an interactive prompt in a container that runs a shell on a terminal.

        Returns the exit code to end with, or None where this machine has no such prompts.
        """
