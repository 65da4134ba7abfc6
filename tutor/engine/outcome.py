"""What an operation gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from tutor.dataclass import dataclass

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The next state, the events (see `events`) that led to it in order, and the operation's own value.

    `elapsed` is how many seconds of simulated time passed meanwhile (a `stop` that waited, a program that slept):
    whoever keeps the clock moves it on by that.
    """

    state: State
    events: tuple[Any, ...]
    value: T
    elapsed: float = 0.0


class Box(Protocol):
    """Where the current state lives while a command runs: the session's machine, or a plain one in tests."""

    @property
    def state(self) -> State:
        """The state of this moment."""

    def world(self) -> World:
        """Return the world of this moment: its `now` moves on as outcomes elapse."""

    def apply(self, outcome: Outcome[T]) -> T:
        """Make the outcome's state the current one, record its events, move the clock on, return its value."""
