"""What can be wrong with the world on purpose: a lesson's switches, set by the tutor word `world`.

One rule: a switch is part of the state, so undo, a fork and a check know it.
"""

from __future__ import annotations

from tutor.dataclass import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.state import State

OFFLINE, LIMITED, TAMPERED = "offline", "rate-limit", "tampered"

SWITCHES = {
    OFFLINE: "no way out of this machine: only localhost answers",
    LIMITED: "Docker Hub has had enough pulls from people who are not logged in",
    TAMPERED: "registries serve other bytes than those that a layer's digest names",
}
"""What each switch does, sorted by name."""


def is_on(state: State, name: str) -> bool:
    """Whether a switch is on."""
    return name in state.switches


def switched(state: State, name: str, on: bool) -> State:
    """Return the state with a switch on or off. Raises KeyError for a name that is none."""
    SWITCHES[name]
    names = {*state.switches, name} if on else {*state.switches} - {name}
    return replace(state, switches=tuple(sorted(names)))
