"""Starting and stopping containers that nobody is attached to, and what else changes them."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from tutor.dataclass import replace
from tutor.engine.containers import find
from tutor.engine.containers.background import advance_one, exited, run_on
from tutor.engine.containers.events import ContainerChanged
from tutor.engine.containers.runner import StartError as StartError
from tutor.engine.errors import LOCAL, EngineError, conflict, invalid
from tutor.engine.outcome import Outcome
from tutor.shell.kernel import SIGNAL_NAMES, SIGNALS

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State
    from tutor.engine.world import World

_TIMEOUT = 10


def start(state: State, world: World, container: str) -> Outcome[str]:
    """Start a container in the background; already running is fine. The value is its ID. Raises EngineError.

    A program that cannot be started raises StartError with `code` 125, 126 or 127; what the attempt left is in its
    `failed_state`.
    """
    from tutor.engine.containers.starting import begin

    target = find.resolve(state, container)
    if target.status == "paused":
        raise conflict("cannot start a paused container, try unpause instead", container)
    if target.is_running:
        return Outcome(state, (), target.id)
    events: list[Any] = []
    state = begin(state, world, replace(target, restarts=0), events)
    return Outcome(state, tuple(events), target.id)


def signal_number(text: str) -> int:
    """Return the number of a signal ("KILL", "SIGUSR1", "9"). Raises EngineError ("invalid signal: NOSUCH")."""
    if text.isdecimal():
        if int(text) in SIGNAL_NAMES:
            return int(text)
        if int(text) == 0:
            raise invalid(f"invalid signal: {text}", text)
        raise invalid(f"the linux daemon does not support signal {text}", text)
    number = SIGNALS.get(text.upper().removeprefix("SIG"))
    if number is None:
        raise invalid(f"invalid signal: {text}", text)
    return number


def stop(state: State, world: World, container: str, *, timeout: int | None = None, signal: str = "") -> Outcome[None]:
    """Ask a container to stop, kill it after `timeout` seconds (default: its own, or 10). Raises EngineError."""
    target = find.resolve(state, container)
    events: list[Any] = []
    if target.status == "restarting":
        stopped = replace(target, status="exited", stopped_by_hand=True)
        return Outcome(find.put(state, stopped), (), None)
    if not target.is_running:
        return Outcome(state, (), None)
    name = SIGNAL_NAMES[signal_number(signal or target.config.stop_signal or "TERM")]
    if timeout is None:
        timeout = _TIMEOUT if target.config.stop_timeout is None else target.config.stop_timeout
    state, elapsed = _stopped(state, world, target, name, timeout, events)
    return Outcome(state, tuple(events), None, elapsed)


def _stopped(
    state: State, world: World, target: Container, name: str, timeout: int, events: list[Any]
) -> tuple[State, float]:
    """Return the state in which a running container has stopped, and the seconds that it took."""
    until = world.now + timeout if timeout >= 0 else inf
    target = replace(target, status="running", stopped_by_hand=True)
    state = find.put(state, target)
    if name == "KILL":
        return exited(state, target, 137, world.now, events), 0.0
    state = run_on(state, world, target, world.now, events, name)
    current = state.containers.get(target.id)
    if current is not None and current.status == "running":
        state = run_on(state, world, current, until, events)
        current = state.containers.get(target.id)
    if current is None:
        return state, 0.0
    if current.status != "running":
        return state, max(0.0, current.finished - world.now)
    if until == inf:
        raise EngineError(f"{target.name} will never stop by itself", LOCAL, target.name)
    return exited(state, current, 137, until, events), float(timeout)


def restart(
    state: State, world: World, container: str, *, timeout: int | None = None, signal: str = ""
) -> Outcome[None]:
    """Stop and start. Raises EngineError."""
    from tutor.engine.containers.starting import begin

    target = find.resolve(state, container)
    keep = replace(target, options=target.options.set("AutoRemove", False))
    outcome = stop(find.put(state, keep), world, container, timeout=timeout, signal=signal)
    stopped = replace(outcome.state.containers[target.id], options=target.options)
    events = list(outcome.events)
    later = replace(world, now=world.now + outcome.elapsed)
    state = begin(find.put(outcome.state, stopped), later, stopped, events)
    return Outcome(state, tuple(events), None, outcome.elapsed)


def kill(state: State, world: World, container: str, *, signal: str = "KILL") -> Outcome[None]:
    """Send a signal ("KILL", "SIGUSR1", "9"). Raises EngineError."""
    events: list[Any] = []
    try:
        number = signal_number(signal) if container.strip() else 0
        target = find.resolve(state, container)
        if target.status == "restarting":
            raise conflict(f"container {target.id} is restarting", container)
        if not target.is_running:
            raise conflict(f"container {target.id} is not running", container)
    except EngineError as error:
        if error.kind == LOCAL:
            raise
        raise EngineError(f"cannot kill container: {container}: {error.message}", error.kind, container) from None
    name = SIGNAL_NAMES[number]
    events.append(ContainerChanged(target.id, target.name, "killed"))
    by_hand = name == "KILL" or name == (target.config.stop_signal or "TERM").removeprefix("SIG")
    target = replace(target, stopped_by_hand=target.stopped_by_hand or by_hand)
    state = find.put(state, target)
    if name == "KILL":
        return Outcome(exited(state, target, 137, world.now, events), tuple(events), None)
    state = run_on(state, world, target, world.now, events, name)
    return Outcome(state, tuple(events), None)


def pause(state: State, world: World, container: str) -> Outcome[None]:
    """Freeze a container. Raises EngineError."""
    target = find.resolve(state, container)
    if target.status == "paused":
        raise conflict(f"container {target.id} is already paused", container)
    if not target.is_running:
        raise conflict(f"container {target.id} is not running", container)
    changed = replace(target, status="paused")
    return Outcome(find.put(state, changed), (ContainerChanged(target.id, target.name, "paused"),), None)


def unpause(state: State, world: World, container: str) -> Outcome[None]:
    """Let a frozen container go on. Raises EngineError."""
    target = find.resolve(state, container)
    if target.status != "paused":
        raise conflict(f"Container {target.id} is not paused", container)
    changed = replace(target, status="running")
    return Outcome(find.put(state, changed), (ContainerChanged(target.id, target.name, "unpaused"),), None)


def rename(state: State, world: World, container: str, name: str) -> Outcome[None]:
    """Give a container another name. Raises EngineError."""
    from tutor.engine.containers.create import check_name, taken

    target = find.resolve(state, container)
    if not name:
        raise invalid("Neither old nor new names may be empty", container)
    plain = name.removeprefix("/")
    if plain == target.name:
        raise invalid("Renaming a container with the same name as its current name", container)
    try:
        check_name("/" + plain)
        holder = find.names(state).get(plain)
        if holder is not None:
            raise taken(plain, holder)
    except EngineError as error:
        raise EngineError(f"Error when allocating new name: {error.message}", error.kind, name) from None
    changed = replace(target, name=plain)
    return Outcome(find.put(state, changed), (ContainerChanged(target.id, plain, "renamed"),), None)


def update(state: State, world: World, container: str, options: tuple[tuple[str, Any], ...]) -> Outcome[None]:
    """Change HostConfig fields (by their names in `docker inspect`). Raises EngineError."""
    from tutor.engine.containers.checks import check_memory, check_options

    given = dict(options)
    if container.strip():
        check_options({key: value for key, value in given.items() if key != "MemorySwap" or "Memory" in given})
    target = find.resolve(state, container)
    if "RestartPolicy" in given and target.option("AutoRemove") and given["RestartPolicy"][0] not in ("", "no"):
        message = "Restart policy cannot be updated because AutoRemove is enabled for the container"
        raise conflict(message, container)
    if given.get("Memory") and not given.get("MemorySwap") and target.option("MemorySwap", 0) < given["Memory"]:
        raise conflict(
            f"Cannot update container {target.id}: Memory limit should be smaller than already set memoryswap limit, "
            "update the memoryswap at the same time",
            container,
        )
    merged = target.options.update(given)
    check_memory({"Memory": merged.get("Memory"), "MemorySwap": given.get("MemorySwap")})
    changed = replace(target, options=merged)
    return Outcome(find.put(state, changed), (ContainerChanged(target.id, target.name, "updated"),), None)


def wait(state: State, world: World, container: str) -> Outcome[int]:
    """Let time pass until the container stops; the value is its exit code. Raises EngineError.

    A container that will never stop by itself raises one of kind LOCAL that says so (Docker would wait for ever).
    """
    target = find.resolve(state, container)
    if target.status not in ("running", "paused", "restarting"):
        return Outcome(state, (), target.exit_code)
    events: list[Any] = []
    keep = replace(target, options=target.options.set("AutoRemove", False))
    after = find.put(state, keep)
    if target.status == "restarting":
        after = advance_one(after, world, target.id, target.restart_at, events)
        keep = after.containers[target.id]
    after = run_on(after, world, keep, inf, events)
    ended = after.containers[target.id]
    if ended.is_running:
        raise EngineError(f"layerwise: {target.name} will never stop by itself", LOCAL, container)
    ended = replace(ended, options=target.options)
    after = find.put(after, ended)
    if target.option("AutoRemove"):
        from tutor.engine.containers.remove import drop

        after = drop(after, ended, events, volumes=True)
    return Outcome(after, tuple(events), ended.exit_code, max(0.0, ended.finished - world.now))
