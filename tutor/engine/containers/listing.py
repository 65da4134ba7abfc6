"""Which containers there are: what `docker ps` shows, before it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import eras
from tutor.engine import filters as given
from tutor.engine.containers import find
from tutor.engine.containers.ports import shown
from tutor.engine.durations import human
from tutor.engine.errors import EngineError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.containers.model import Container
    from tutor.engine.state import State
    from tutor.engine.world import World

_KNOWN = (
    "ancestor", "before", "expose", "exited", "health", "id", "isolation", "is-task", "label", "name",
    "network", "publish", "since", "status", "volume",
)  # fmt: skip
_STATES = ("created", "running", "paused", "restarting", "removing", "exited", "dead")
_HEALTH = ("none", "starting", "healthy", "unhealthy")


@dataclass(frozen=True, slots=True)
class ContainerSummary:
    """One container. Sizes in bytes (-1 where they were not asked for), `created` in seconds since 1970.

    `image` is the name it was made by, or the image's ID where that name means something else by now; `command` the
    whole command line as the daemon joins it; `status` the daemon's text ("Up 2 seconds (healthy)"); `ports` the text
    of the PORTS column; `mounts` the names or paths of the MOUNTS column; `local_volumes` counts volumes of the local
    driver.
    """

    id: str
    name: str
    image: str
    image_id: str
    command: str
    created: float
    state: str
    status: str
    health: str
    ports: str
    labels: tuple[tuple[str, str], ...]
    mounts: tuple[str, ...]
    local_volumes: int
    networks: tuple[str, ...]
    platform: str
    size: int = -1
    virtual_size: int = -1


def list_containers(
    state: State,
    world: World,
    *,
    all: bool = False,
    last: int = 0,
    filters: tuple[str, ...] = (),
    size: bool = False,
) -> tuple[ContainerSummary, ...]:
    """Return the running containers, newest first; with `all` every one, with `last` n the newest n.

    Raises EngineError ("invalid filter 'foo'", "No such container: nosuch").
    """
    parsed = given.parse(filters, _KNOWN)
    keep = _filter(state, parsed)
    rows = [container for _, container in state.containers.entries()]
    rows.sort(key=lambda container: (-container.created, -container.number))
    everything = all or last > 0 or "status" in parsed
    found = [row for row in rows if (everything or row.is_running or row.status == "restarting") and keep(row)]
    if last > 0:
        found = found[:last]
    return tuple(summarize(state, world, container, size=size) for container in found)


def summarize(state: State, world: World, container: Container, *, size: bool = False) -> ContainerSummary:
    """Return the summary of one container."""
    from tutor.engine.containers.views import size_of

    own, virtual = size_of(state, container) if size else (-1, -1)
    return ContainerSummary(
        container.id,
        container.name,
        image_shown(state, container),
        eras.of(state).id_of(state, container.image),
        command_of(container),
        container.created,
        container.status,
        status_of(container, world.now),
        health_of(container),
        shown(container),
        container.config.labels,
        tuple(mount.source or mount.target for mount in container.mounts if mount.kind != "tmpfs"),
        sum(mount.kind == "volume" for mount in container.mounts),
        container.networks,
        container.platform,
        own,
        virtual,
    )


def health_of(container: Container) -> str:
    """Return what the daemon says of a container's health; one that has stopped is not healthy."""
    if container.health is None:
        return "none"
    return container.health.status if container.is_running else "unhealthy"


def image_shown(state: State, container: Container) -> str:
    """Return the name that a container was made by, or its image's ID where that name means something else by now."""
    from tutor.engine import lookup
    from tutor.engine.errors import EngineError

    name = container.config.image
    try:
        found = lookup.find(state, name)
    except EngineError:
        found = None
    if found is not None and any(record.target.digest == container.image for record in found.records):
        return name
    return eras.of(state).id_of(state, container.image)


def command_of(container: Container) -> str:
    """Return a container's command line as the daemon joins it: arguments with blanks in single quotes."""
    argv = container.config.argv
    return " ".join([*argv[:1], *(f"'{word}'" if " " in word else word for word in argv[1:])])


def status_of(container: Container, now: float) -> str:
    """Return the daemon's text for what a container does."""
    if container.status == "restarting":
        return f"Restarting ({container.exit_code}) {human(now - container.finished)} ago"
    if container.is_running:
        up = f"Up {human(now - container.started)}"
        if container.status == "paused":
            return f"{up} (Paused)"
        if container.health is not None:
            status = container.health.status
            return f"{up} ({'health: starting' if status == 'starting' else status})"
        return up
    if container.status == "dead":
        return "Dead"
    if not container.started or not container.finished:
        return "Created"
    return f"Exited ({container.exit_code}) {human(now - container.finished)} ago"


def _filter(state: State, parsed: given.Filters) -> Callable[[Container], bool]:
    """Return which containers the filters leave. Raises EngineError."""
    checks: list[Callable[[Container], bool]] = [
        lambda container: given.matches_labels(parsed, dict(container.config.labels))
    ]
    for key, what, allowed in (("status", "state", _STATES), ("health", "health", _HEALTH)):
        for value in parsed.get(key, ()):
            if value not in allowed:
                known = ", ".join(allowed)
                reason = f"invalid value for {what} ({value}): must be one of {known}"
                raise invalid(f"invalid filter '{key}={value}': {reason}", key)
    if "status" in parsed:
        checks.append(lambda container: container.status in parsed["status"])
    if "health" in parsed:
        checks.append(lambda container: _health(container) in parsed["health"])
    if "exited" in parsed:
        codes = [_number(text) for text in parsed["exited"]]
        checks.append(lambda c: c.status == "exited" and c.exit_code in codes)
    if "is-task" in parsed and given.boolean(parsed, "is-task", False):
        checks.append(lambda container: False)
    if "name" in parsed:
        checks.append(lambda c: any(_matches(text, c.name) or _matches(text, "/" + c.name) for text in parsed["name"]))
    if "id" in parsed:
        checks.append(lambda c: any(_matches(f"^{text}" if text else "", c.id) for text in parsed["id"]))
    if "ancestor" in parsed:
        images = _ancestors(state, parsed["ancestor"])
        checks.append(lambda container: container.image in images)
    if "volume" in parsed:
        wanted = set(parsed["volume"])
        checks.append(lambda c: any(mount.source in wanted or mount.target in wanted for mount in c.mounts))
    if "network" in parsed:
        names = _networks(state, parsed["network"])
        checks.append(lambda container: any(name in names for name in container.networks))
    for key in ("expose", "publish"):
        if key in parsed:
            checks.append(_ports(key, parsed[key]))
    for key, sign in (("before", -1), ("since", 1)):
        for text in parsed.get(key, ()):
            other = find.resolve(state, text)
            order = (other.created, other.number)
            checks.append(lambda c, at=order, sign=sign: _after((c.created, c.number), at) == sign)  # type: ignore[misc]
    return lambda container: all(check(container) for check in checks)


def _after(mine: tuple[float, int], other: tuple[float, int]) -> int:
    return (mine > other) - (mine < other)


def _health(container: Container) -> str:
    return container.health.status if container.health is not None else "none"


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        from tutor.gotemplate.strconv import quote

        reason = f'strconv.Atoi: parsing {quote(text)}: invalid syntax'
        raise invalid(f"invalid filter 'exited={text}': {reason}", "exited") from None


def _matches(pattern: str, text: str) -> bool:
    expression = given.expression(pattern)
    return expression.search(text) is not None if expression is not None else pattern == text


def _ancestors(state: State, texts: tuple[str, ...]) -> set[str]:
    from tutor.engine import lookup
    from tutor.engine.errors import EngineError

    found: set[str] = set()
    for text in texts:
        try:
            image = lookup.find(state, text)
        except EngineError:
            continue
        if image is not None:
            found.update(record.target.digest for record in image.records)
    return found


def _networks(state: State, texts: tuple[str, ...]) -> set[str]:
    from tutor.engine import networks

    return {network.name for text in texts if (network := networks.find(state, text)) is not None} | set(texts)


def _ports(key: str, texts: tuple[str, ...]) -> Callable[[Container], bool]:
    from tutor.engine.containers.ports import port_range

    wanted: set[str] = set()
    for text in texts:
        try:
            wanted.update(port_range(text))
        except EngineError as error:
            raise invalid(f"error while looking up for {key} {text}: {error.message}", text) from None

    def check(container: Container) -> bool:
        if key == "expose":
            # what a container that does not run exposes has no place in its network settings, which Docker looks at
            return container.is_running and any(port in wanted for port in container.config.exposed_ports)
        return any(f"{host}/{port.partition('/')[2]}" in wanted for port, _, host in container.ports)

    return check
