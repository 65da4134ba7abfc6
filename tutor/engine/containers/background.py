"""Running programs as values: bringing them up to the present.

One rule: programs run in simulated time only, each for itself, up to the moment that the state stands for. A program
that used up its limits is left where it is: it counts as busy.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine.containers import find
from tutor.engine.containers.events import ContainerExited, FilesChanged
from tutor.engine.containers.filesystem import store, trees_of
from tutor.engine.containers.model import Input
from tutor.engine.outcome import Outcome
from tutor.engine.reach import ContainerReach, Held
from tutor.shell.network import NetworkError

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.containers.live import Live
    from tutor.engine.containers.model import Container, Running
    from tutor.engine.state import State
    from tutor.engine.world import World

PREVIEW_STEPS = 100_000
"""A world whose limits allow fewer steps than this only looks ahead: nothing in the background is run for it."""

CATCH_UP = 200_000
"""Steps that a program may take when it is brought up to the present: a sandbox may have been left for days."""


def advance(state: State, world: World) -> Outcome[None]:
    """Run every background program, health check and restart policy up to `world.now`.

    The docker command does this once before anything else, so that queries see the present. Costs next to nothing where
    no program wakes before `world.now`.
    """
    events: list[Any] = []
    if state.containers and not only_looks(world):
        for id, container in state.containers.items():
            if container.status in ("running", "restarting"):
                state = advance_one(state, world, id, world.now, events)
    return Outcome(state, tuple(events), None)


def only_looks(world: World) -> bool:
    """Say whether a world is a preview's: nothing in the background is run for it."""
    return not world.settle or (world.limits is not None and world.limits.steps < PREVIEW_STEPS)


def advance_one(state: State, world: World, id: str, until: float, events: list[Any]) -> State:
    """Return the state with one container brought up to `until`: its program, its health checks, its restarts."""
    from tutor.engine.containers.health import check

    for _ in range(10_000):
        container = state.containers.get(id)
        if container is None:
            return state
        if container.status == "restarting":
            if container.restart_at > until:
                return state
            state = _restarted(state, world, container, events)
            continue
        if container.status != "running":
            return state
        due = container.health.due if container.health is not None else inf
        state = run_on(state, world, container, min(due, until), events)
        container = state.containers.get(id)
        if container is None or container.status != "running":
            continue
        if due > until:
            return state
        state = check(state, world, container, events)
    return state


def run_on(
    state: State,
    world: World,
    container: Container,
    until: float,
    events: list[Any],
    signal: str = "",
    *,
    request: tuple[int, bytes | None] | None = None,
    answers: list[bytes | NetworkError] | None = None,
    busy: frozenset[str] = frozenset(),
) -> State:
    """Return the state with a container's program run up to `until`, after getting `signal` at its present moment.

    With `request` it gets that too, and its answer is added to `answers`. What it asks of others goes through the state
    that is returned; `busy` are those who wait for this run.
    """
    running = container.running
    if running is None or running.spinning:
        return state
    inputs = _inputs(state, container, running, signal)
    if request is not None:
        inputs = (*inputs, Input(running.until, request=request))
    if not inputs and until < running.wakes and running.until > 0.0:
        if until <= running.until:
            return state
        return _moved(state, container, running, until)
    from tutor.engine.containers import live as lives

    live, there = lives.take(state, container, running, world.limits)
    box = Held(state, world, events)
    live.network.inner = ContainerReach(box, container.id, live.host.now, main=True, busy=busy | {container.id})
    if not there:
        _replay(live, running, world)
    meter = live.host.kernel.meter
    if until == inf:
        meter.reset()
    spare = max(0, meter.steps_left - CATCH_UP) if until < inf else 0
    meter.steps_left -= spare
    live.host.answer = NetworkError("ETIMEDOUT")
    live.advance(until, world.stop, inputs)
    if not live.out_of_limits:
        meter.steps_left += spare
    if answers is not None:
        answers.append(live.host.answer)
    return _settled(box.state, container, running, live, inputs, events)


def _inputs(state: State, container: Container, running: Running, signal: str) -> tuple[Input, ...]:
    """Return what reached a program since it was last run: files that others changed, a signal."""
    left = dict(running.left)
    changed = tuple(
        (place, tree)
        for place, tree in trees_of(state, container)
        if place in left and left[place] is not tree and left[place] != tree
    )
    inputs = (Input(running.until, trees=changed),) if changed else ()
    if signal:
        inputs = (*inputs, Input(running.until, signal))
    return inputs


def _replay(live: Live, running: Running, world: World) -> None:
    """Bring a program from its start to where its value stands."""
    live.host.inputs.extend(running.inputs)
    live.advance(running.until, world.stop)


def _moved(state: State, container: Container, running: Running, until: float) -> State:
    """Return the state in which a program that sleeps on has slept until then; it is the same run as before."""
    from tutor.engine.containers import live as lives

    held = lives._held.get(container.id)
    later = replace(running, until=until)
    if held is not None and held[0] is running:
        held[1].host._now = max(held[1].host._now, until)
        held[1].host.until = until
        lives._held[container.id] = (later, held[1])
    return find.put(state, replace(container, running=later))


def _settled(
    state: State, container: Container, running: Running, live: Live, inputs: tuple[Input, ...], events: list[Any]
) -> State:
    """Return the state with what a run did: files, log, and where the program waits now or how it ended."""
    from tutor.engine.containers import live as lives

    if live.done and live.out_of_limits:
        return find.put(state, replace(container, running=replace(running, spinning=True)))
    trees = live.trees()
    new = tuple(live.log[running.logged :])
    state, container = store(state, container, trees)
    if container.option("LogConfig", ("", ()))[0] != "none" and new:
        container = replace(container, log=(*container.log, *new))
    if dict(trees)["/"] is not dict(running.left or running.first)["/"]:
        events.append(FilesChanged(container.id, container.name))
    now = live.host.now()
    if live.done:
        code = live.code if live.code is not None else 0
        return exited(state, replace(container, running=None), code, now, events)
    later = replace(
        running, inputs=running.inputs + inputs, until=now, left=trees, wakes=live.host.wakes, logged=len(live.log),
        heard=tuple(live.network.heard),
    )  # fmt: skip
    lives.hold(container.id, later, live)
    return find.put(state, replace(container, running=later))


def exited(state: State, container: Container, code: int, at: float, events: list[Any]) -> State:
    """Return the state in which a container's main program has ended; restart policy and --rm follow."""
    from tutor.engine.containers.remove import drop

    events.append(ContainerExited(container.id, container.name, code))
    health = container.health
    container = replace(
        container, status="exited", exit_code=code, finished=at, pid=0, running=None, scratch=(), prompt=False,
        health=replace(health, due=inf) if health is not None else None,
    )  # fmt: skip
    policy, most = container.option("RestartPolicy") or ("no", 0)
    wanted = policy in ("always", "unless-stopped") or (
        policy == "on-failure" and code != 0 and (not most or container.restarts < most)
    )
    if wanted and not container.stopped_by_hand:
        quick = at - container.started < 10
        delay = min(60.0, 0.1 * 2 ** min(container.restarts, 10)) if quick else 0.1
        return find.put(state, replace(container, status="restarting", restart_at=at + delay))
    if container.option("AutoRemove"):
        return drop(state, container, events, volumes=True)
    return find.put(state, container)


def _restarted(state: State, world: World, container: Container, events: list[Any]) -> State:
    """Return the state in which a container that waits for its restart has started again."""
    from tutor.engine.containers.runner import StartError
    from tutor.engine.containers.starting import begin

    at = container.restart_at
    container = replace(container, restarts=container.restarts + 1)
    try:
        return begin(state, replace(world, now=at), container, events)
    except StartError as error:
        return exited(state, replace(container, started=at), error.code or 127, at, events)
