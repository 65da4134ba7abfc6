"""Endpoints: what a container asked of the networks that it is attached to, and the addresses that it gets there.

One rule: what was asked for is kept with the container's other options, under "EndpointsConfig", as rows
(network, address, aliases), aliases None where none were thought of; an address is not kept but follows from who is
running in the network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.errors import invalid

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.networks import Network
    from tutor.vfs.persistent import PersistentMap

FIELD = "EndpointsConfig"
_PREDEFINED = ("bridge", "default", "host", "none")


def asked(container: Container, network: str) -> tuple[str, tuple[str, ...] | None]:
    """Return the address ("" where it was left open) and the aliases that a container asked for in a network.

    The aliases are None where they were left open; who connects a container later says that there are none.
    """
    for name, address, aliases in container.option(FIELD) or ():
        if name == network:
            return address, aliases
    return "", None


def with_endpoint(
    options: PersistentMap[object], network: str, address: str, aliases: tuple[str, ...]
) -> PersistentMap[object]:
    """Return a container's options with what it asks of a network."""
    rows = options.get(FIELD) or ()
    assert isinstance(rows, tuple)
    return options.set(FIELD, (*(row for row in rows if row[0] != network), (network, address, aliases)))


def without_endpoint(options: PersistentMap[object], network: str) -> PersistentMap[object]:
    """Return a container's options without what it asked of a network."""
    rows = options.get(FIELD) or ()
    assert isinstance(rows, tuple)
    return options.set(FIELD, tuple(row for row in rows if row[0] != network))


def check(network: Network, address: str, what: str | None = None) -> None:
    """Refuse an address that a container cannot have in a network; `what` begins the text. Raises EngineError."""
    if not address:
        return
    from ipaddress import ip_address, ip_network

    faults = []
    if network.name in _PREDEFINED:
        faults.append("user-specified IP address is supported on user-defined networks only")
    asked_for = ip_address(address)
    subnet = ip_network(network.subnet) if network.subnet else None
    if subnet is None or asked_for.version != subnet.version or asked_for not in subnet:
        faults.append(f"no configured subnet contains IP address {address}")
    if faults:
        listed = faults[0] if len(faults) == 1 else "\n".join(f"* {fault}" for fault in faults)
        start = f"invalid config for network {network.name}: " if what is None else what
        raise invalid(f"{start}invalid endpoint settings:\n{listed}", network.name)


def addresses(network: Network, running: tuple[Container, ...]) -> dict[str, str]:
    """Return the addresses in a network by the IDs of its running containers, which come oldest first."""
    if not network.subnet:
        return {}
    from ipaddress import ip_network

    fixed = {container.id: asked(container, network.name)[0] for container in running}
    taken = {network.gateway, *fixed.values(), *dict(network.auxiliary).values()}
    hosts = ip_network(network.ip_range or network.subnet).hosts()
    free = (str(host) for host in hosts if str(host) not in taken)
    return {container.id: fixed[container.id] or next(free, "") for container in running}
