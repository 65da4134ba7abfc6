"""Endpoints: what a container asked of the networks that it is attached to, and the addresses that it gets there.

One rule: what was asked for is kept with the container's other options, under "EndpointsConfig", as rows
(network, address, aliases); an address is not kept but follows from who is running in the network.
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


def asked(container: Container, network: str) -> tuple[str, tuple[str, ...]]:
    """Return the address ("" where it was left open) and the aliases that a container asked for in a network."""
    for name, address, aliases in container.option(FIELD) or ():
        if name == network:
            return address, aliases
    return "", ()


def with_endpoint(
    options: PersistentMap[object], network: str, address: str, aliases: tuple[str, ...]
) -> PersistentMap[object]:
    """Return a container's options with what it asks of a network."""
    rows = options.get(FIELD) or ()
    assert isinstance(rows, tuple)
    kept = tuple(row for row in rows if row[0] != network)
    return options.set(FIELD, (*kept, (network, address, aliases))) if address or aliases else options.set(FIELD, kept)


def check(network: Network, address: str) -> None:
    """Refuse an address that a container cannot have in a network. Raises EngineError."""
    if not address:
        return
    from ipaddress import ip_address, ip_network

    faults = []
    if network.name in _PREDEFINED:
        faults.append("user-specified IP address is supported on user-defined networks only")
    if not network.subnet or ip_address(address) not in ip_network(network.subnet):
        faults.append(f"no configured subnet contains IP address {address}")
    if faults:
        listed = faults[0] if len(faults) == 1 else "\n".join(f"* {fault}" for fault in faults)
        raise invalid(f"invalid config for network {network.name}: invalid endpoint settings:\n{listed}", network.name)


def addresses(network: Network, running: tuple[Container, ...]) -> dict[str, str]:
    """Return the addresses in a network by the IDs of its running containers, which come oldest first."""
    if not network.subnet:
        return {}
    from ipaddress import ip_network

    fixed = {container.id: asked(container, network.name)[0] for container in running}
    taken = {network.gateway, *fixed.values()}
    hosts = ip_network(network.subnet).hosts()
    free = (str(host) for host in hosts if str(host) not in taken)
    return {container.id: fixed[container.id] or next(free, "") for container in running}
