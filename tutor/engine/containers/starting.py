"""Starting a container: everything that has to be there before its main program runs."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import ids
from tutor.engine.containers import find
from tutor.engine.containers.events import ContainerStarted
from tutor.engine.containers.filesystem import Mounted, etc_tree, identity_of, store, trees_of
from tutor.engine.containers.model import Health, Running
from tutor.engine.containers.runner import StartError, environment, startable
from tutor.engine.containers.start_checks import MISMATCH, check_places, check_start
from tutor.engine.errors import EngineError
from tutor.vfs.nodes import Directory
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.containers.model import Container
    from tutor.engine.state import State
    from tutor.engine.world import World

_FIRST_PID = 1000
SECOND = 1_000_000_000


def prepare(state: State, world: World, container: Container) -> tuple[State, Container]:
    """Return state and container ready to run: mounts in place, ports given, status "running" (not yet put).

    Raises StartError, whose `failed_state` has the container as the attempt left it.
    """
    try:
        return _prepared(state, world, container)
    except EngineError as error:
        failure = StartError(error.message, error.kind, error.subject, error.code or _exit_code(error.message))
        raise failed(state, container, failure) from None


def _exit_code(message: str) -> int:
    """Return the code that a run ends with because of what the daemon said: the command line looks at its words."""
    if "executable file not found" in message or "no such file or directory" in message:
        return 127
    return 126 if "permission denied" in message or "is a directory" in message else 125


def failed(state: State, container: Container, error: StartError) -> StartError:
    """Return the error with the state in which the container could not be started; with --rm it is gone."""
    from tutor.engine.containers.remove import drop

    events: list[Any] = []
    if container.option("AutoRemove"):
        error.failed_state = drop(state, replace(container, status="created"), events, volumes=True)
    else:
        left = replace(container, status="created" if not container.started else "exited")
        code = error.code if error.code in (126, 127) else 127 if MISMATCH in error.message else 128
        left = replace(left, exit_code=code, error=error.message, running=None, scratch=())
        error.failed_state = find.put(state, left)
    error.failed_events = tuple(events)
    return error


def _prepared(state: State, world: World, container: Container) -> tuple[State, Container]:
    from tutor.engine.containers.places import make_workdir, mount_points

    container = replace(container, networks=_networks(state, container))
    check_start(state, container)
    state, files = _bind_sources(state, world, container)
    check_places(state, container, files)
    tree = mount_points(container.tree, container.mounts, world.now, files)
    tree = make_workdir(tree, container.config.workdir, world.now)
    container = replace(
        container, tree=tree, ports=_ports(state, container), status="running", started=world.now, error="",
        exit_code=0, finished=0.0, pid=_FIRST_PID + state.serial % 30_000, stopped_by_hand=False, scratch=(),
        health=first_health(container, world.now),
    )  # fmt: skip
    container = replace(container, scratch=(("etc", etc_tree(state, container, world.now)),))
    _check_program(state, world, container)
    return state, container


def _networks(state: State, container: Container) -> tuple[str, ...]:
    """Return the names of a container's networks, which may have been given by ID. Raises EngineError."""
    from tutor.engine import networks

    names = []
    for name in container.networks:
        kind, colon, other = name.partition(":")
        if colon and kind == "container":
            if find.find(state, other) is None:
                raise EngineError(f"joining network namespace of container: No such container: {other}", subject=other)
            names.append(name)
            continue
        network = networks.find(state, name)
        if network is None:
            raise EngineError(f"failed to set up container networking: network {name} not found", subject=name)
        names.append(network.name)
    return tuple(names)


def _bind_sources(state: State, world: World, container: Container) -> tuple[State, frozenset[str]]:
    """Return the state with folders for bind mounts that name nothing, and the targets that are single files."""
    from tutor.engine.containers.places import make_folders

    files = set()
    host = state.host
    for mount in container.mounts:
        if mount.kind != "bind":
            continue
        node = host.get(mount.source)
        if node is None:
            if mount.asked == "mount":
                what = 'invalid mount config for type "bind": bind source path does not exist'
                raise EngineError(f"{what}: {mount.source}", subject=mount.source)
            host = make_folders(host, mount.source, world.now)
        elif not isinstance(node, Directory):
            files.add(mount.target)
    return (state if host is state.host else replace(state, host=host)), frozenset(files)


def _ports(state: State, container: Container) -> tuple[tuple[str, str, str], ...]:
    if not container.ports:
        return ()
    from tutor.engine.containers.ports import assign

    taken = {
        f"{host}/{port.partition('/')[2]}"
        for _, other in state.containers.entries()
        if other.is_running and other.id != container.id
        for port, _, host in other.ports
    }
    endpoint = ids.fixed(state, f"endpoint {container.networks[0]} {container.id}") if container.networks else ""
    return assign(container.ports, taken, f"{container.name} ({endpoint})")


def _check_program(state: State, world: World, container: Container) -> None:
    """Refuse a main program that cannot be started. Raises StartError."""
    mounted = Mounted(state, container, trees_of(state, container), lambda: world.now)
    who = identity_of(container, container.tree)
    env = environment(container, who.home)
    view = mounted.fs.with_user(who.uid, who.gid, who.groups)
    startable(view, container.config.argv, env, container.config.start_folder)


def first_health(container: Container, now: float) -> Health | None:
    """Return the health of a container that starts now; None where none is checked."""
    check = container.config.healthcheck
    if check is None or not check.test or check.test[0] == "NONE":
        return None
    return Health("starting", 0, (), now + next_check(container, "starting", now, now))


def next_check(container: Container, status: str, started: float, now: float) -> float:
    """Return the seconds until the next health check."""
    check = container.config.healthcheck
    if check is None:
        return inf
    if status == "starting" and check.start_period and now < started + check.start_period / SECOND:
        return (check.start_interval or 5 * SECOND) / SECOND
    return (check.interval or 30 * SECOND) / SECOND


def begin(state: State, world: World, container: Container, events: list[Any]) -> State:
    """Return the state with a container started in the background and run up to `world.now`. Raises StartError."""
    from tutor.engine.containers.background import run_on

    before = state
    state, container = prepare(state, world, container)
    events.append(ContainerStarted(container.id, container.name))
    first = _trees(state, container)
    state, container = store(state, container, first)
    container = replace(container, running=Running(world.now, first, left=first))
    state = find.put(state, container)
    try:
        return run_on(state, world, container, world.now, events)
    except StartError as error:
        raise failed(before, container, error) from None


def _trees(state: State, container: Container) -> tuple[tuple[str, Tree], ...]:
    """Return the tree at each place at the start; a tmpfs is empty."""
    mounted = Mounted(state, container, trees_of(state, container), lambda: container.started)
    return mounted.trees()
