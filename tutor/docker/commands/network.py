"""The commands of `docker network`."""

from __future__ import annotations

from tutor.docker.commands.common import confirm, natural, pairs, report
from tutor.docker.errors import CommandError
from tutor.docker.format.inspect import Found
from tutor.docker.format.inspect import inspect as print_all
from tutor.docker.invocation import Invocation, daemon_text
from tutor.docker.run_values import address_fault, prefix_fault
from tutor.engine import networks
from tutor.engine.errors import NOT_FOUND, EngineError

TYPE = "network.Inspect"
_WARNING = (
    "WARNING! This will remove all custom networks not used by at least one container.\n"
    "Are you sure you want to continue?"
)


def create(invocation: Invocation) -> int:
    """Make a network and print its ID."""
    subnets, gateways = invocation.many("subnet"), invocation.many("gateway")
    ranges = invocation.many("ip-range")
    if len(subnets) < max(len(ranges), len(gateways)):
        raise CommandError("every ip-range or gateway must have a corresponding subnet")
    _check_pools(invocation, subnets)
    outcome = networks.create_network(
        invocation.state,
        invocation.world,
        invocation.arguments[0],
        driver=invocation.text("driver"),
        internal=invocation.on("internal"),
        attachable=invocation.on("attachable"),
        ipv6=invocation.on("ipv6"),
        subnet=subnets[0] if subnets else "",
        gateway=gateways[0] if gateways else "",
        labels=pairs(invocation.many("label")),
        options=pairs(invocation.many("opt")),
        ip_range=ranges[0] if ranges else "",
        auxiliary=pairs(invocation.many("aux-address")),
        scope=invocation.text("scope"),
        config_only=invocation.on("config-only"),
        config_from=invocation.text("config-from"),
    )
    invocation.line(invocation.apply(outcome))
    return 0


def _check_pools(invocation: Invocation, subnets: tuple[str, ...]) -> None:
    """Refuse subnets that are none or overlap, and what lies in none of them. Raises CommandError."""
    for at, subnet in enumerate(subnets):
        if wrong := prefix_fault(subnet):
            raise CommandError(wrong)
        address = subnet.partition("/")[0]
        if any(_holds(other, address) or _holds(subnet, other.partition("/")[0]) for other in subnets[:at]):
            raise CommandError("multiple overlapping subnet configuration is not supported")
    auxiliary = tuple(value for _, value in pairs(invocation.many("aux-address")))
    for what, values in (
        ("range", invocation.many("ip-range")),
        ("gateway", invocation.many("gateway")),
        ("aux-address", auxiliary),
    ):
        for value in values:
            address = value.partition("/")[0]
            if wrong := address_fault(address):
                raise CommandError(wrong)
            if not any(_holds(subnet, address) for subnet in subnets):
                raise CommandError(f"no matching subnet for {what} {value}")


def _holds(subnet: str, address: str) -> bool:
    """Whether an address lies in a subnet."""
    from ipaddress import ip_address, ip_network

    return ip_address(address) in ip_network(subnet, strict=False)


def ls(invocation: Invocation) -> int:
    """List networks by name."""
    from tutor.docker.format.networks import TITLES, network_format, network_rows
    from tutor.docker.format.table import render

    found = networks.list_networks(invocation.state, filters=invocation.filters)
    form = network_format(invocation.text("format") or "table", invocation.on("quiet"))
    truncate = not invocation.on("no-trunc")
    rows = network_rows(sorted(found, key=lambda network: natural(network.name)), truncate=truncate)
    invocation.out(render(form, rows, TITLES))
    return 0


def inspect(invocation: Invocation) -> int:
    """Show all facts about networks."""

    def find(name: str) -> Found:
        return TYPE, networks.inspect_network(invocation.state, name)

    return print_all(invocation, invocation.arguments, invocation.text("format"), find)


def rm(invocation: Invocation) -> int:
    """Remove networks; what goes wrong is printed at once, and a last line counts it."""
    failed = False
    for name in invocation.arguments:
        try:
            outcome = networks.remove_network(invocation.state, invocation.world, name)
        except EngineError as error:
            if not (invocation.on("force") and error.kind == NOT_FOUND):
                invocation.err(daemon_text(error) + "\n")
                failed = True
            continue
        invocation.apply(outcome)
        invocation.line(name)
    if failed:
        raise CommandError("exit status 1")
    return 0


def prune(invocation: Invocation) -> int:
    """Remove the networks that no container uses."""
    if not invocation.on("force") and not confirm(invocation, _WARNING):
        return 0
    outcome = networks.prune_networks(invocation.state, invocation.world, filters=invocation.filters)
    invocation.out(report("Deleted Networks", invocation.apply(outcome)))
    return 0


def connect(invocation: Invocation) -> int:
    """Connect a container to a network."""
    network, container = invocation.arguments
    aliases, address = invocation.many("alias"), invocation.text("ip")
    outcome = networks.connect(
        invocation.state, invocation.world, network, container, address=address, aliases=aliases
    )
    invocation.apply(outcome)
    return 0


def disconnect(invocation: Invocation) -> int:
    """Take a container off a network."""
    network, container = invocation.arguments
    force = invocation.on("force")
    invocation.apply(networks.disconnect(invocation.state, invocation.world, network, container, force=force))
    return 0
