"""Health checks: a program run in a container at intervals, whose exit code says how the container is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine.containers import find
from tutor.engine.containers.events import ContainerChanged
from tutor.engine.containers.model import Health, Probe
from tutor.engine.containers.starting import SECOND, next_check

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.containers.model import Container
    from tutor.engine.state import State
    from tutor.engine.world import World

_KEPT = 5
_LONGEST = 4096


def check(state: State, world: World, container: Container, events: list[Any]) -> State:
    """Return the state after the health check that is due (the container runs, and is at that moment)."""
    from tutor.engine.containers.execute import probe

    health, settings = container.health, container.config.healthcheck
    assert health is not None
    assert settings is not None
    at = health.due
    argv = _argv(container, settings.test)
    state, code, output = probe(state, replace(world, now=at), container, argv, events)
    container = state.containers[container.id]
    seen = Probe(at, at, code, output[:_LONGEST])
    grace = bool(settings.start_period) and at < container.started + settings.start_period / SECOND
    status, streak = health.status, health.failing_streak
    if code == 0:
        status, streak = "healthy", 0
    elif not (grace and status == "starting"):
        streak += 1
        if streak >= (settings.retries or 3):
            status = "unhealthy"
    if status != health.status:
        events.append(ContainerChanged(container.id, container.name, "health"))
    due = at + next_check(container, status, container.started, at)
    due = _not_far_behind(due, world.now, due - at)
    return find.put(state, replace(container, health=Health(status, streak, (*health.log, seen)[-_KEPT:], due)))


def _argv(container: Container, test: tuple[str, ...]) -> tuple[str, ...]:
    if test[0] == "CMD":
        return test[1:]
    return (*(container.config.shell or ("/bin/sh", "-c")), *test[1:])


def _not_far_behind(due: float, now: float, interval: float) -> float:
    """Return when the next check is due: after a long pause most of those in between are left out."""
    behind = int((now - due) / interval) if now > due else 0
    return due + max(0, behind - 20) * interval
