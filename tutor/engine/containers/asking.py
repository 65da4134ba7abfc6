"""A request from outside to a container's main program.

One rule: a request is one more input of the running program, so whoever runs it again from its start has it answer
again, with the same log and the same files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.shell.limits import LimitExceeded
from tutor.shell.network import NetworkError

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.state import State
    from tutor.engine.world import World


def ask(
    state: State,
    world: World,
    id: str,
    port: int,
    data: bytes | None,
    events: list[Any],
    busy: frozenset[str] = frozenset(),
) -> tuple[State, bytes | NetworkError]:
    """Return the state after a request to a port of a container, and the answer or why there is none.

    `data` None only connects. `busy` are the containers that wait for the answer themselves. Raises LimitExceeded in a
    preview, which cannot know what a program would answer.
    """
    from tutor.engine.containers.background import only_looks, run_on

    if only_looks(world):
        raise LimitExceeded("no program is asked for the sake of a preview")
    container = state.containers.get(id)
    if container is None or not container.is_running or container.running is None:
        return state, NetworkError("ECONNREFUSED")
    if container.status == "paused" or container.running.spinning:
        return state, NetworkError("ETIMEDOUT")
    until = max(container.running.until, world.now)
    state = run_on(state, world, container, until, events, busy=busy)
    container = state.containers.get(id)
    if container is None or container.running is None or not container.is_running:
        return state, NetworkError("ECONNREFUSED")
    answers: list[bytes | NetworkError] = []
    state = run_on(state, world, container, until, events, request=(port, data), answers=answers, busy=busy)
    return state, answers[0] if answers else NetworkError("ETIMEDOUT")
