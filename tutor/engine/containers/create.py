"""Making a container from an image."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.dataclass import dataclass, replace
from tutor.engine import endpoints, ids, lookup, networks
from tutor.engine.containers import find
from tutor.engine.containers.checks import check_health, check_options
from tutor.engine.containers.events import ContainerCreated
from tutor.engine.containers.model import Container, ContainerConfig
from tutor.engine.containers.mounts import is_anonymous, mounts_of
from tutor.engine.errors import LOCAL, EngineError, conflict, invalid, not_found
from tutor.engine.images import choose, top_chain
from tutor.engine.outcome import Outcome
from tutor.oci.config import Healthcheck
from tutor.oci.reference import InvalidReference, parse_any
from tutor.vfs.paths import normal
from tutor.vfs.persistent import PersistentMap

if TYPE_CHECKING:
    from tutor.engine.containers.model import Mount
    from tutor.engine.images import Part
    from tutor.engine.lookup import Found
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.oci.config import ContainerConfig as ImageSettings
    from tutor.vfs.tree import Tree

_NAME = re.compile(r"/?[a-zA-Z0-9][a-zA-Z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class MountRequest:
    """One --mount: `kind` is its type; `options` are the fields that are no field here, as pairs."""

    kind: str = "volume"
    source: str = ""
    target: str = ""
    read_only: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CreateRequest:
    """What the flags of `docker create` and `docker run` ask for.

    `entrypoint` is None where it was not given, () where it was given empty. `environment` are texts "NAME=value" or
    "NAME" (taken away). `volumes` are -v texts, `tmpfs` --tmpfs texts, `publish` -p texts. `options` are HostConfig
    fields by their names in `docker inspect` ("Memory": 67108864, "RestartPolicy": ("no", 0), "ReadonlyRootfs": True,
    "AutoRemove": True, "Init": True, …). `more_networks` are rows (network, address, aliases) as
    `endpoints` keeps them. `cwd` is the folder that relative bind sources start from.
    """

    image: str
    command: tuple[str, ...] = ()
    name: str = ""
    platform: str = ""
    entrypoint: tuple[str, ...] | None = None
    environment: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    user: str = ""
    workdir: str = ""
    hostname: str = ""
    domainname: str = ""
    tty: bool = False
    open_stdin: bool = False
    stdin_once: bool = False
    attach: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    mounts: tuple[MountRequest, ...] = ()
    tmpfs: tuple[str, ...] = ()
    volumes_from: tuple[str, ...] = ()
    network: str = ""
    address: str = ""
    address6: str = ""
    aliases: tuple[str, ...] = ()
    more_networks: tuple[tuple[str, str, tuple[str, ...] | None], ...] = ()
    publish: tuple[str, ...] = ()
    publish_all: bool = False
    expose: tuple[str, ...] = ()
    add_host: tuple[str, ...] = ()
    healthcheck: Healthcheck | None = None
    stop_signal: str = ""
    stop_timeout: int | None = None
    options: tuple[tuple[str, Any], ...] = ()
    cwd: str = "/"


def create(state: State, world: World, request: CreateRequest) -> Outcome[str]:
    """Make a container; the value is its full ID. Raises EngineError.

    Kind not_found with the image's familiar name as subject where the image is missing: the caller may pull and try
    again.
    """
    found, part = _image(state, request)
    state = _unpacked(state, world, part)
    settings = part.config.config if part.config is not None else None
    assert settings is not None
    assert part.config is not None
    _check(state, request)
    name = _checked_name(state, request.name) if request.name else ""
    config = _config(request, settings)
    if not config.argv:
        raise invalid("no command specified")
    state, id = ids.draw(state, "container")
    if not name:
        state, name = ids.draw_name(state, find.names(state))
    state, mounts, events = mounts_of(state, world, request, settings.volumes)
    if not config.hostname:
        config = replace(config, hostname=id[:12])
    chain = top_chain(part.config)
    container = Container(
        id, name, world.now, found.id, part.digest, chain, _tree(state, chain), config,
        PersistentMap.of(_options(request)), mounts, _networks(request), _ports(request, config),
        str(part.platform or "linux/amd64"), number=state.serial,
    )  # fmt: skip
    state, container = _prepared(state, world, container)
    state = find.put(state, container)
    return Outcome(state, (*events, ContainerCreated(id, name, found.id)), id)


def _image(state: State, request: CreateRequest) -> tuple[Found, Part]:
    """Return the image and the manifest to make the container from. Raises EngineError."""
    try:
        parse_any(request.image)
    except InvalidReference as error:
        raise EngineError(error.message, LOCAL, request.image) from None
    found = lookup.resolve(state, request.image)
    from tutor.engine.platforms import parse, unavailable

    part = choose(state, found.target, parse(request.platform) if request.platform else None)
    if part is None or part.config is None:
        if request.platform:
            raise unavailable(request.image, request.platform)
        raise not_found(f"No such image: {request.image}", request.image)
    if request.platform and part.platform is not None and not parse(request.platform).runs(part.platform):
        raise unavailable(request.image, request.platform)
    return found, part


def _unpacked(state: State, world: World, part: Part) -> State:
    from tutor.engine.unpack import unpack

    assert part.manifest is not None
    assert part.config is not None
    state = unpack(state, part.manifest, part.config, world.stop, world.hub.snapshot)
    if len(part.config.diff_ids) and top_chain(part.config) not in state.snapshots:
        missing = next(layer.digest for layer in part.manifest.layers if layer.digest not in state.content)
        raise not_found(f"content digest {missing}: not found", missing)
    return state


def _tree(state: State, chain: str) -> Tree:
    from tutor.engine.unpack import EMPTY_TREE

    return state.snapshots[chain].tree if chain else EMPTY_TREE


def _check(state: State, request: CreateRequest) -> None:
    """Refuse options that make no sense, and other containers that are not there. Raises EngineError."""
    from tutor.engine.containers.lifecycle import signal_number

    if request.stop_signal:
        signal_number(request.stop_signal)
    check_health(request.healthcheck)
    options = dict(request.options)
    check_options(options)
    _check_network_mode(request, options)
    network = networks.find(state, _network(request.network))
    if network is not None:
        endpoints.check(network, request.address)
        endpoints.check(network, request.address6)
    for name, address, _ in request.more_networks:
        other_network = networks.find(state, name)
        if other_network is not None:
            endpoints.check(other_network, address)
    for field in ("PidMode", "IpcMode"):
        kind, _, other = (options.get(field) or "").partition(":")
        if kind == "container":
            find.resolve(state, other)
    for link in options.get("Links") or ():
        name = link.partition(":")[0]
        try:
            find.resolve(state, name)
        except EngineError as error:
            raise invalid(f"could not get container for {name}: {error.message}", name) from None


def _check_network_mode(request: CreateRequest, options: dict[str, Any]) -> None:
    """Refuse what does not go with another container's network, or the host's. Raises EngineError."""
    undefined = "This would result in undefined behavior"
    clashes: tuple[tuple[object, str], ...]
    kind, colon, other = request.network.partition(":")
    if kind == "container" and (colon or not other):
        clashes = (
            (request.hostname, "hostname and the network mode"),
            (options.get("Links"), f"container type network can't be used with links. {undefined}"),
            (options.get("Dns"), "dns and the network mode"),
            (request.add_host, "custom host-to-IP mapping and the network mode"),
            (request.publish or request.publish_all, "port publishing and the container type network mode"),
            (request.expose, "port exposing and the container type network mode"),
        )
        if not other:
            raise invalid("invalid network mode: invalid container format container:<name|id>", request.network)
    else:
        clashes = (
            (options.get("UTSMode") == "host" and request.hostname, "hostname and the UTS mode"),
            (
                request.network == "host" and options.get("Links"),
                f"host type networking can't be used with links. {undefined}",
            ),
        )
    for clash, what in clashes:
        if clash:
            raise invalid(f"conflicting options: {what}", request.network)


def check_name(name: str) -> None:
    """Refuse what cannot be a container's name. Raises EngineError."""
    if not _NAME.fullmatch(name):
        raise invalid(f"Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed", name)


def _checked_name(state: State, name: str) -> str:
    check_name(name)
    name = name.removeprefix("/")
    holder = find.names(state).get(name)
    if holder is not None:
        raise taken(name, holder)
    return name


def taken(name: str, holder: str) -> EngineError:
    """Return the error for a name that another container has."""
    return conflict(
        f'Conflict. The container name "/{name}" is already in use by container "{holder}". '
        "You have to remove (or rename) that container to be able to reuse that name.",
        name,
    )


def _config(request: CreateRequest, image: ImageSettings) -> ContainerConfig:
    """Return a container's settings: what was asked for over what the image says (moby, daemon/commit.go, merge)."""
    command: tuple[str, ...] | None = request.command or None
    if request.entrypoint is None:
        entrypoint = image.entrypoint or None
        command = command or image.cmd or None
    else:
        entrypoint = request.entrypoint or None
    own = {text.partition("=")[0] for text in request.environment}
    environment = (*request.environment, *(text for text in image.env if text.partition("=")[0] not in own))
    exposed = {port for text in request.expose for port in _expanded(text)}
    exposed |= {port for text in request.publish for port, _, _ in _published(text)}
    attach = request.attach
    return ContainerConfig(
        request.image,
        request.hostname,
        command,
        entrypoint,
        environment,
        request.user or image.user,
        request.workdir or image.working_dir,
        request.domainname,
        tuple(sorted({**dict(image.labels), **dict(request.labels)}.items())),
        tuple(sorted({*image.exposed_ports, *exposed})),
        tuple(sorted({*image.volumes, *(normal("/" + text) for text in request.volumes if is_anonymous(text))})),
        request.tty,
        request.open_stdin,
        request.stdin_once,
        "stdin" in attach,
        "stdout" in attach,
        "stderr" in attach,
        _healthcheck(request.healthcheck, image.healthcheck),
        (),
        image.shell,
        request.stop_signal or image.stop_signal,
        request.stop_timeout,
    )


def _healthcheck(asked: Healthcheck | None, image: Healthcheck | None) -> Healthcheck | None:
    """Return the health check: each part that was asked for, else the image's."""
    if asked is None or image is None:
        return asked or image
    if asked.test[:1] == ("NONE",):
        return asked
    return Healthcheck(
        asked.test or image.test,
        asked.interval or image.interval,
        asked.timeout or image.timeout,
        asked.start_period or image.start_period,
        asked.start_interval or image.start_interval,
        asked.retries or image.retries,
    )


def _expanded(text: str) -> list[str]:
    from tutor.engine.containers.ports import port_range

    return port_range(text)


def _published(text: str) -> list[tuple[str, str, str]]:
    from tutor.engine.containers.ports import parse_publish

    return parse_publish(text)


def _options(request: CreateRequest) -> dict[str, Any]:
    """Return the HostConfig fields that a container keeps."""
    options = dict(request.options)
    first = (_network(request.network), request.address, request.aliases or None)
    rows = [row for row in (first, *request.more_networks) if row[1] or row[2]]
    if rows:
        options[endpoints.FIELD] = tuple(rows)
    if options.get("Memory") and not options.get("MemorySwap"):
        options["MemorySwap"] = 2 * options["Memory"]
    if request.add_host:
        options["ExtraHosts"] = request.add_host
    if request.publish_all:
        options["PublishAllPorts"] = True
    if request.volumes_from:
        options["VolumesFrom"] = request.volumes_from
    published = tuple(row for text in request.publish for row in _published(text))
    if published:
        options["PortBindings"] = published
    binds = tuple(text for text in request.volumes if not is_anonymous(text))
    if binds:
        options["Binds"] = binds
    if request.mounts:
        options["Mounts"] = tuple(
            (mount.kind, mount.source, mount.target, mount.read_only, mount.options) for mount in request.mounts
        )
    if request.tmpfs:
        options["Tmpfs"] = tuple((text.partition(":")[0], text.partition(":")[2]) for text in request.tmpfs)
    return options


def _network(name: str) -> str:
    return "bridge" if name in ("", "default") else name


def _networks(request: CreateRequest) -> tuple[str, ...]:
    return (_network(request.network), *(name for name, _, _ in request.more_networks))


def _ports(request: CreateRequest, config: ContainerConfig) -> tuple[tuple[str, str, str], ...]:
    """Return the ports to publish; the host's side is chosen when the container starts."""
    found = [row for text in request.publish for row in _published(text)]
    if request.publish_all:
        mine = {port for port, _, _ in found}
        found += [(port, "", "") for port in config.exposed_ports if port not in mine]
    return tuple(found)


def _prepared(state: State, world: World, container: Container) -> tuple[State, Container]:
    """Return the state and container with working folder and places for volumes made, and new volumes filled."""
    from tutor.engine.containers.places import fill_volumes, make_workdir, mount_points

    anonymous = [mount for mount in container.mounts if mount.kind == "volume"]
    state = fill_volumes(state, container, anonymous)
    tree = mount_points(container.tree, _declared(container, anonymous), world.now)
    tree = make_workdir(tree, container.config.workdir, world.now)
    return state, replace(container, tree=tree)


def _declared(container: Container, mounts: list[Mount]) -> list[Mount]:
    """Return the mounts whose places exist from the start: those of the configuration's volumes."""
    return [mount for mount in mounts if mount.target in container.config.volumes]
