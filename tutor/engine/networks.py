"""Networks, as far as a sandbox without packets has them: names that containers are attached to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.prune import Pruned
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class Network:
    """One network. `labels` and `options` are sorted pairs, `created` is in seconds since 1970."""

    name: str
    id: str
    driver: str
    created: float
    scope: str = "local"
    internal: bool = False
    attachable: bool = False
    ipv6: bool = False
    subnet: str = ""
    gateway: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()


def list_networks(state: State, *, filters: tuple[str, ...] = ()) -> tuple[Network, ...]:
    """Return the networks, the predefined ones too, sorted by name. Raises EngineError."""
    raise NotImplementedError


def create_network(
    state: State,
    world: World,
    name: str,
    *,
    driver: str = "bridge",
    internal: bool = False,
    attachable: bool = False,
    ipv6: bool = False,
    subnet: str = "",
    gateway: str = "",
    labels: tuple[tuple[str, str], ...] = (),
    options: tuple[tuple[str, str], ...] = (),
) -> Outcome[str]:
    """Create a network; the value is its ID. Raises EngineError."""
    raise NotImplementedError


def remove_network(state: State, world: World, name: str) -> Outcome[str]:
    """Remove a network by name or ID; the value is what was asked for. Raises EngineError."""
    raise NotImplementedError


def inspect_network(state: State, name: str) -> dict[str, Any]:
    """Return a network in the order in which Docker prints it. Raises EngineError ("network nope not found")."""
    raise NotImplementedError


def prune_networks(state: State, world: World, *, filters: tuple[str, ...] = ()) -> Outcome[Pruned]:
    """Remove the networks that no container uses. Raises EngineError."""
    raise NotImplementedError


def connect(
    state: State, world: World, network: str, container: str, *, aliases: tuple[str, ...] = ()
) -> Outcome[None]:
    """Attach a container to a network. Raises EngineError."""
    raise NotImplementedError


def disconnect(state: State, world: World, network: str, container: str, *, force: bool = False) -> Outcome[None]:
    """Detach a container from a network. Raises EngineError."""
    raise NotImplementedError
