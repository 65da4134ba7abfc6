"""Volumes: folders that outlive containers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.dataclass import dataclass, replace
from tutor.engine import filters as given
from tutor.engine import ids
from tutor.engine.containers.events import VolumeCreated, VolumeRemoved
from tutor.engine.errors import blank, conflict, invalid, not_found
from tutor.engine.outcome import Outcome
from tutor.vfs.nodes import Directory
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.engine.prune import Pruned
    from tutor.engine.state import State
    from tutor.engine.world import World

_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
_ANONYMOUS = "com.docker.volume.anonymous"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume. `labels` and `options` are sorted pairs; `created` is in seconds since 1970; `tree` its files.

    `fresh` is whether nothing was ever mounted from it, so that it takes what the first image has at its place.
    """

    name: str
    tree: Tree
    created: float
    labels: Pairs | None = None
    options: Pairs | None = None
    anonymous: bool = False
    driver: str = "local"
    fresh: bool = True

    @property
    def mountpoint(self) -> str:
        """Where the daemon would keep it."""
        return f"/var/lib/docker/volumes/{self.name}/_data"


def check_name(name: str) -> None:
    """Raise EngineError for what cannot be a volume's name."""
    if not _NAME.fullmatch(name):
        raise invalid(
            f'create {name}: "{name}" includes invalid characters for a local volume name, only '
            '"[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
            name,
        )
    if len(name) < 2:
        raise invalid(f"create {name}: volume name is too short, names should be at least two alphanumeric characters")


def _check_options(name: str, options: dict[str, str]) -> None:
    """Refuse options that the local driver does not know, or that need another. Raises EngineError."""
    for option in options:
        if option not in ("device", "o", "size", "type"):
            raise invalid(f'create {name}: invalid option: "{option}"', name)
    if "size" in options:
        raise invalid(f"create {name}: quota size requested but no quota support", name)
    for option, needed in (("device", "type"), ("type", "device"), ("o", "device"), ("o", "type")):
        if option in options and needed not in options:
            raise invalid(f'create {name}: missing required option: "{needed}"', name)


def create_volume(
    state: State,
    world: World,
    name: str = "",
    *,
    driver: str = "local",
    labels: Pairs = (),
    options: Pairs = (),
) -> Outcome[str]:
    """Create a volume, or find it there already; the value is its name (64 hex digits without one).

    Raises EngineError.
    """
    if driver not in ("local", ""):
        message = f'create {name}: error looking up volume plugin {driver}: plugin "{driver}" not found'
        raise not_found(message, driver)
    anonymous = not name
    if anonymous:
        state, name = ids.draw(state, "volume")
        labels = tuple(sorted((*labels, (_ANONYMOUS, ""))))
    check_name(name)
    if name in state.volumes:
        return Outcome(state, (), name)
    _check_options(name, dict(options))
    volume = Volume(
        name,
        Tree(Directory(mtime=int(world.now))),
        world.now,
        tuple(sorted(dict(labels).items())) or None,
        tuple(sorted(dict(options).items())) or None,
        anonymous,
    )
    return Outcome(replace(state, volumes=state.volumes.set(name, volume)), (VolumeCreated(name),), name)


def remove_volume(state: State, world: World, name: str, *, force: bool = False) -> Outcome[str]:
    """Remove a volume; with `force` a missing one is fine. The value is its name. Raises EngineError."""
    if name not in state.volumes:
        if force and name.strip():
            return Outcome(state, (), name)
        raise missing(name)
    users = users_of(state, name)
    if users:
        raise conflict(f"remove {name}: volume is in use - [{', '.join(users)}]", name)
    return Outcome(replace(state, volumes=state.volumes.remove(name)), (VolumeRemoved(name),), name)


def missing(name: str) -> Exception:
    """Return the error for a volume that is not there."""
    if not name.strip():
        return blank("volume")
    return not_found(f"get {name}: no such volume", name)


def list_volumes(state: State, *, filters: tuple[str, ...] = ()) -> tuple[Volume, ...]:
    """Return the volumes, sorted by name. Raises EngineError ("invalid filter 'foo'")."""
    parsed = given.parse(filters, ("dangling", "driver", "label", "name"))
    dangling = given.boolean(parsed, "dangling", False) if "dangling" in parsed else None
    drivers, names = parsed.get("driver"), parsed.get("name")
    used = _used(state) if dangling is not None else set()
    return tuple(
        volume
        for volume in state.volumes.values()
        if (dangling is None or (volume.name not in used) == dangling)
        and (drivers is None or volume.driver in drivers)
        and (names is None or any(name in volume.name for name in names))
        and given.matches_labels(parsed, dict(volume.labels or ()))
    )


def inspect_volume(state: State, name: str) -> dict[str, Any]:
    """Return a volume in the order in which Docker prints it. Raises EngineError ("get nope: no such volume")."""
    from tutor.oci.timestamp import SECOND, format_time

    volume = state.volumes.get(name)
    if volume is None:
        raise missing(name)
    return {
        "CreatedAt": format_time(int(volume.created) * SECOND),
        "Driver": volume.driver,
        "Labels": dict(volume.labels) if volume.labels else None,
        "Mountpoint": volume.mountpoint,
        "Name": volume.name,
        "Options": dict(volume.options) if volume.options else None,
        "Scope": "local",
    }


def prune_volumes(
    state: State,
    world: World,
    *,
    all: bool = False,
    filters: tuple[str, ...] = (),
) -> Outcome[Pruned]:
    """Remove the volumes that no container uses, anonymous ones only unless `all`. Raises EngineError."""
    from tutor.engine.prune import Pruned

    parsed = given.parse(filters, ("all", "label", "label!"))
    for value in parsed.get("all", ()):
        if value.lower() not in ("1", "0", "t", "f", "true", "false"):
            from tutor.gotemplate.strconv import quote

            raise invalid(f"invalid filter 'all': strconv.ParseBool: parsing {quote(value)}: invalid syntax", value)
    everything = given.boolean(parsed, "all", False) or all
    used = _used(state)
    gone = [
        volume
        for volume in state.volumes.values()
        if volume.name not in used
        and (everything or volume.anonymous)
        and given.matches_labels(parsed, dict(volume.labels or ()))
    ]
    volumes = state.volumes
    for volume in gone:
        volumes = volumes.remove(volume.name)
    items = tuple(("", volume.name) for volume in gone)
    events = tuple(VolumeRemoved(volume.name) for volume in gone)
    reclaimed = sum(size_of(volume) for volume in gone)
    return Outcome(replace(state, volumes=volumes), events, Pruned(items, reclaimed))


def size_of(volume: Volume) -> int:
    """Return the bytes of the files in a volume, as `docker system df` counts them: contents, not blocks."""
    from tutor.vfs.nodes import File

    return sum(node.content.size for _, node in volume.tree.walk() if isinstance(node, File))


def users_of(state: State, name: str) -> tuple[str, ...]:
    """Return the full IDs of the containers that use a volume, sorted."""
    return tuple(
        sorted(
            container.id
            for _, container in state.containers.entries()
            if any(mount.kind == "volume" and mount.source == name for mount in container.mounts)
        )
    )


def _used(state: State) -> set[str]:
    return {
        mount.source
        for _, container in state.containers.entries()
        for mount in container.mounts
        if mount.kind == "volume"
    }
