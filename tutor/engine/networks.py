"""Networks, as far as a sandbox without packets has them: names that containers are attached to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.dataclass import dataclass, replace
from tutor.engine import endpoints, ids
from tutor.engine import filters as given
from tutor.engine.errors import DENIED, NO_SWARM, EngineError, blank, conflict, invalid, not_found
from tutor.engine.outcome import Outcome

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

    from tutor.engine.containers.model import Container
    from tutor.engine.prune import Pruned
    from tutor.engine.state import State
    from tutor.engine.world import World

Pairs = tuple[tuple[str, str], ...]

_PREDEFINED = (("bridge", "bridge"), ("host", "host"), ("none", "null"))
_BRIDGE_OPTIONS = (
    ("com.docker.network.bridge.default_bridge", "true"),
    ("com.docker.network.bridge.enable_icc", "true"),
    ("com.docker.network.bridge.enable_ip_masquerade", "true"),
    ("com.docker.network.bridge.host_binding_ipv4", "0.0.0.0"),
    ("com.docker.network.bridge.name", "docker0"),
    ("com.docker.network.driver.mtu", "1500"),
)


@dataclass(frozen=True, slots=True)
class Network:
    """One network. `labels`, `options` and `auxiliary` are sorted pairs, `created` is in seconds since 1970.

    Addresses are handed out from `ip_range`, or from the whole `subnet`; the `auxiliary` ones are kept for others. A
    `config_only` network is no more than settings that others take over by `config_from`.
    """

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
    labels: Pairs = ()
    options: Pairs = ()
    ip_range: str = ""
    auxiliary: Pairs = ()
    config_only: bool = False
    config_from: str = ""


def predefined(state: State) -> tuple[Network, ...]:
    """Return the networks that every sandbox has."""
    found = []
    for name, driver in _PREDEFINED:
        subnet, gateway, options = (
            ("172.17.0.0/16", "172.17.0.1", _BRIDGE_OPTIONS) if name == "bridge" else ("", "", ())
        )
        network = Network(
            name, ids.fixed(state, f"network {name}"), driver, 0.0, subnet=subnet, gateway=gateway, options=options
        )
        found.append(network)
    return tuple(found)


def find(state: State, text: str) -> Network | None:
    """Return the network of this name, ID or start of an ID, None where there is none."""
    everything = (*predefined(state), *state.networks.values())
    named = next((network for network in everything if network.name == text), None)
    if named is not None or not text:
        return named
    close = [network for network in everything if network.id.startswith(text)]
    if len(close) > 1:
        raise invalid(f"network {text} is ambiguous ({len(close)} matches found based on ID prefix)", text)
    return close[0] if close else None


def resolve(state: State, text: str) -> Network:
    """Return the network of this name or ID. Raises EngineError ("network nope not found")."""
    if not text.strip():
        raise blank("network")
    found = find(state, text)
    if found is None:
        raise not_found(f"network {text} not found", text)
    return found


def list_networks(state: State, *, filters: tuple[str, ...] = ()) -> tuple[Network, ...]:
    """Return the networks, the predefined ones too, sorted by name. Raises EngineError."""
    parsed = given.parse(filters, ("dangling", "driver", "id", "label", "name", "scope", "type"))
    try:
        dangling = given.boolean(parsed, "dangling", False) if "dangling" in parsed else None
    except EngineError:
        allowed = 'must be "true" (or "1"), or "false" (or "0")'
        raise invalid(f"invalid value for filter 'dangling', {allowed}", "dangling") from None
    kinds = parsed.get("type", ())
    for kind in kinds:
        if kind not in ("builtin", "custom"):
            raise invalid(f"invalid filter: 'type'='{kind}'", kind)
    rows = []
    own = {name for name, _ in _PREDEFINED}
    for network in sorted((*predefined(state), *state.networks.values()), key=lambda network: network.name):
        builtin = network.name in own
        fits = (
            all(network.driver in parsed[key] for key in ("driver",) if key in parsed)
            and ("name" not in parsed or any(text in network.name for text in parsed["name"]))
            and ("id" not in parsed or any(text in network.id for text in parsed["id"]))
            and ("scope" not in parsed or network.scope in parsed["scope"])
            and (not kinds or ("builtin" if builtin else "custom") in kinds)
            and (dangling is None or (not builtin and not members(state, network)) == dangling)
            and given.matches_labels(parsed, dict(network.labels))
        )
        if fits:
            rows.append(network)
    return tuple(rows)


def members(state: State, network: Network) -> tuple[Container, ...]:
    """Return the containers attached to a network, oldest first."""
    found = [c for _, c in state.containers.entries() if network.name in c.networks]
    return tuple(sorted(found, key=lambda container: (container.created, container.number, container.id)))


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
    labels: Pairs = (),
    options: Pairs = (),
    ip_range: str = "",
    auxiliary: Pairs = (),
    scope: str = "",
    config_only: bool = False,
    config_from: str = "",
) -> Outcome[str]:
    """Create a network; the value is its ID. Raises EngineError."""
    if any(name == own for own, _ in _PREDEFINED) or name == "default":
        raise EngineError(f"operation is not permitted on predefined {name} network", DENIED, name)
    if not name.strip():
        raise invalid("invalid name: name is empty", name)
    if name in state.networks:
        raise conflict(f"network with name {name} already exists", name)
    if driver in ("host", "null"):
        raise EngineError(f'only one instance of "{driver}" network is allowed', DENIED, driver)
    if driver not in ("bridge", "overlay", "macvlan", "ipvlan"):
        raise not_found(f'plugin "{driver}" not found', driver)
    if driver == "overlay":
        raise EngineError(NO_SWARM, DENIED, name)
    if scope == "swarm":
        raise EngineError("cannot create a swarm scoped network when swarm is not active", DENIED, name)
    if config_from:
        model = state.networks.get(config_from)
        if model is None:
            raise not_found(f'configuration network "{config_from}" does not exist', config_from)
        if not model.config_only:
            raise EngineError(f'"{config_from}" is not a configuration network', DENIED, config_from)
        subnet, gateway, ip_range, auxiliary = model.subnet, model.gateway, model.ip_range, model.auxiliary
        options, ipv6, internal = model.options, model.ipv6, model.internal
    if config_only:
        driver = "null"
    else:
        subnet = _pool(state, subnet)
        gateway = gateway or _first_address(subnet)
    state, digits = ids.draw(state, "network")
    network = Network(
        name, digits, driver, world.now, "local", internal, attachable, ipv6, subnet, gateway,
        tuple(sorted(dict(labels).items())), tuple(sorted(dict(options).items())),
        ip_range, tuple(sorted(dict(auxiliary).items())), config_only, config_from,
    )  # fmt: skip
    return Outcome(replace(state, networks=state.networks.set(name, network)), (), digits)


def _pool(state: State, subnet: str) -> str:
    """Return the subnet of a new network, one that is free where none is asked for. Raises EngineError."""
    from ipaddress import ip_network

    taken = [
        ip_network(network.subnet)
        for network in (*predefined(state), *state.networks.values())
        if network.subnet and not network.config_only
    ]
    if not subnet:
        offered = [f"172.{n}.0.0/16" for n in range(18, 32)] + [f"192.168.{n}.0/20" for n in range(0, 256, 16)]
        free = (text for text in offered if not any(_overlap(ip_network(text), other) for other in taken))
        subnet = next(free, "")
        if not subnet:
            raise invalid("all predefined address pools have been fully subnetted")
        return subnet
    asked = ip_network(subnet, strict=False)
    if str(asked) != subnet:
        raise invalid(f"invalid network config:\ninvalid subnet {subnet}: it should be {asked}", subnet)
    if any(_overlap(asked, other) for other in taken):
        raise EngineError(
            "invalid pool request: Pool overlaps with other one on this address space", DENIED, subnet
        )
    return subnet


def _overlap(one: IPv4Network | IPv6Network, other: IPv4Network | IPv6Network) -> bool:
    return one.version == other.version and one.overlaps(other)


def _first_address(subnet: str) -> str:
    """Return the first address of a subnet, which its gateway has."""
    from ipaddress import ip_network

    return str(ip_network(subnet)[1])


def remove_network(state: State, world: World, name: str) -> Outcome[str]:
    """Remove a network by name or ID; the value is what was asked for. Raises EngineError."""
    network = resolve(state, name)
    if any(network.name == own for own, _ in _PREDEFINED):
        message = f"{network.name} is a pre-defined network and cannot be removed"
        raise EngineError(message, DENIED, name)
    active = _running(state, network)
    if active:
        raise EngineError(
            f"error while removing network: network {network.name} has active endpoints "
            f'(name:"{active[0].name}" id:"{_endpoint_id(state, network, active[0])[:12]}")',
            DENIED,
            name,
        )
    return Outcome(replace(state, networks=state.networks.remove(network.name)), (), name)


def address_of(state: State, network: Network, container: Container) -> str:
    """Return the address that a running container has in a network, "" where it has none."""
    if not container.is_running or not network.subnet:
        return ""
    return endpoints.addresses(network, _running(state, network)).get(container.id, "")


def _running(state: State, network: Network) -> tuple[Container, ...]:
    return tuple(container for container in members(state, network) if container.is_running)


def _endpoint_id(state: State, network: Network, container: Container) -> str:
    return ids.fixed(state, f"endpoint {network.id} {container.id}")


def _status(state: State, network: Network) -> dict[str, Any]:
    """Return how many addresses of a network are in use: its own, the broadcast one, the gateway's, containers'."""
    if not network.subnet:
        return {"IPAM": {}}
    from ipaddress import ip_network

    used = 3 + len(_running(state, network))
    left = ip_network(network.subnet).num_addresses - used
    return {"IPAM": {"Subnets": {network.subnet: {"IPsInUse": used, "DynamicIPsAvailable": max(left, 0)}}}}


def mac_of(address: str) -> str:
    """Return the hardware address that belongs to an address."""
    return "02:42:" + ":".join(f"{int(part):02x}" for part in address.split(".")) if address else ""


def inspect_network(state: State, name: str) -> dict[str, Any]:
    """Return a network in the order in which Docker prints it. Raises EngineError ("network nope not found")."""
    from tutor.engine.inspect_image import clock

    network = resolve(state, name)
    pool: dict[str, Any] = {"Subnet": network.subnet}
    pool.update({"IPRange": network.ip_range} if network.ip_range else {})
    pool.update({"Gateway": network.gateway} if network.gateway else {})
    pool.update({"AuxiliaryAddresses": dict(network.auxiliary)} if network.auxiliary else {})
    ipam = [pool] if network.subnet else []
    builtin = any(network.name == own for own, _ in _PREDEFINED)
    containers = {}
    for container in _running(state, network):
        address = address_of(state, network, container)
        containers[container.id] = {
            "Name": container.name,
            "EndpointID": _endpoint_id(state, network, container),
            "MacAddress": mac_of(address),
            "IPv4Address": f"{address}/{network.subnet.partition('/')[2]}" if address else "",
            "IPv6Address": "",
        }
    return {
        "Name": network.name,
        "Id": network.id,
        "Created": clock(network.created),
        "Scope": network.scope,
        "Driver": network.driver,
        "EnableIPv4": True,
        "EnableIPv6": network.ipv6,
        "IPAM": {"Driver": "default", "Options": None if builtin else {}, "Config": ipam or None},
        "Internal": network.internal,
        "Attachable": network.attachable,
        "Ingress": False,
        "ConfigFrom": {"Network": network.config_from},
        "ConfigOnly": network.config_only,
        "Options": dict(network.options),
        "Labels": dict(network.labels),
        "Containers": containers,
        "Status": _status(state, network),
    }


def prune_networks(state: State, world: World, *, filters: tuple[str, ...] = ()) -> Outcome[Pruned]:
    """Remove the networks that no container uses. Raises EngineError."""
    from tutor.engine.prune import Pruned

    parsed = given.parse(filters, ("label", "label!", "until"))
    limits = [given.until(value, world.now, named=False) for value in parsed.get("until", ())]
    gone = [
        network.name
        for network in state.networks.values()
        if not _running(state, network)
        and not network.config_only
        and all(network.created < limit for limit in limits)
        and given.matches_labels(parsed, dict(network.labels))
    ]
    networks = state.networks
    for name in gone:
        networks = networks.remove(name)
    return Outcome(replace(state, networks=networks), (), Pruned(tuple(("", name) for name in gone), 0))


def connect(
    state: State, world: World, network: str, container: str, *, address: str = "", aliases: tuple[str, ...] = ()
) -> Outcome[None]:
    """Attach a container to a network, under more names and with an address of its own. Raises EngineError."""
    from tutor.engine.containers.find import resolve as container_of

    found = resolve(state, network)
    target = container_of(state, container)
    endpoints.check(found, address, "")
    if found.name in target.networks and target.is_running:
        message = f"endpoint with name {target.name} already exists in network {found.name}"
        raise EngineError(message, DENIED, container)
    if found.name == "host":
        message = "cannot connect container to host network - container must be created in host network mode"
        raise invalid(message, network)
    if "none" in (found.name, *target.networks):
        message = "container cannot be connected to multiple networks with one of the networks in private (none) mode"
        raise invalid(message, network)
    options = endpoints.with_endpoint(target.options, found.name, address, aliases)
    changed = replace(target, networks=tuple(dict.fromkeys((*target.networks, found.name))), options=options)
    return Outcome(replace(state, containers=state.containers.set(target.id, changed)), (), None)


def disconnect(state: State, world: World, network: str, container: str, *, force: bool = False) -> Outcome[None]:
    """Detach a container from a network. Raises EngineError."""
    from tutor.engine.containers.find import resolve as container_of

    found = resolve(state, network)
    try:
        target = container_of(state, container)
    except EngineError:
        if force:
            raise EngineError(f"endpoint {container} not found", DENIED, container) from None
        raise
    if found.name not in target.networks:
        raise EngineError(f"container {target.id} is not connected to network {found.name}", DENIED, container)
    left = tuple(name for name in target.networks if name != found.name)
    changed = replace(target, networks=left, options=endpoints.without_endpoint(target.options, found.name))
    return Outcome(replace(state, containers=state.containers.set(target.id, changed)), (), None)
