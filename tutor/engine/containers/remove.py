"""Removing containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import filters as given
from tutor.engine.containers import find
from tutor.engine.containers.events import ContainerExited, ContainerRemoved, VolumeRemoved
from tutor.engine.errors import conflict
from tutor.engine.outcome import Outcome

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.containers.model import Container
    from tutor.engine.prune import Pruned
    from tutor.engine.state import State
    from tutor.engine.world import World


def remove_container(
    state: State, world: World, container: str, *, force: bool = False, volumes: bool = False
) -> Outcome[str]:
    """Remove a container, with `force` even while it runs, with `volumes` its anonymous volumes too.

    The value is its ID. Raises EngineError.
    """
    target = find.resolve(state, container)
    events: list[Any] = []
    if target.status in ("running", "paused", "restarting"):
        if not force:
            how = "unpause and then stop" if target.status == "paused" else "stop"
            message = (
                f'cannot remove container "{container}": container is {target.status}: '
                f"{how} the container before removing or force remove"
            )
            raise conflict(message, container)
        events.append(ContainerExited(target.id, target.name, 137))
    return Outcome(drop(state, target, events, volumes=volumes), tuple(events), target.id)


def drop(state: State, container: Container, events: list[Any], *, volumes: bool) -> State:
    """Return the state without a container, and with `volumes` without the anonymous volumes that only it used."""
    from tutor.engine.volumes import users_of

    if container.id in state.containers:
        state = replace(state, containers=state.containers.remove(container.id))
    events.append(ContainerRemoved(container.id, container.name))
    if volumes:
        for mount in container.mounts:
            volume = state.volumes.get(mount.source) if mount.kind == "volume" else None
            if volume is not None and volume.anonymous and not users_of(state, volume.name):
                state = replace(state, volumes=state.volumes.remove(volume.name))
                events.append(VolumeRemoved(volume.name))
    return state


def prune_containers(state: State, world: World, *, filters: tuple[str, ...] = ()) -> Outcome[Pruned]:
    """Remove all containers that do not run; `reclaimed` counts their writable layers. Raises EngineError."""
    from tutor.engine.containers.views import size_of
    from tutor.engine.prune import Pruned

    parsed = given.parse(filters, ("label", "label!", "until"))
    limits = [given.until(value, world.now, named=False) for value in parsed.get("until", ())]
    gone = [
        container
        for _, container in state.containers.entries()
        if container.status not in ("running", "paused", "restarting")
        and all(container.created < limit for limit in limits)
        and given.matches_labels(parsed, dict(container.config.labels))
    ]
    gone.sort(key=lambda container: (-container.created, -container.number))
    events: list[Any] = []
    reclaimed = 0
    for container in gone:
        reclaimed += size_of(state, container)[0]
        state = drop(state, container, events, volumes=False)
    return Outcome(state, tuple(events), Pruned(tuple(("", container.id) for container in gone), reclaimed))
