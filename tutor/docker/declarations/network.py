"""The commands of `docker network`."""

from __future__ import annotations

from tutor.docker.declarations.texts import FORMAT_HELP, INSPECT_HELP
from tutor.docker.spec import Argument, Command, Flag

COMMANDS = (
    Command(
        "network",
        "Work with networks",
        children=("connect", "create", "disconnect", "inspect", "ls", "prune", "rm"),
    ),
    Command(
        "network connect",
        "Connect a container to a network",
        usage="[OPTIONS] NETWORK CONTAINER",
        least=2,
        most=2,
        flags=(
            Flag("alias", "strings", help="Add a name under which the container is found on this network"),
            Flag("driver-opt", "strings", help="Options for the network's driver"),
            Flag(
                "gw-priority",
                "int",
                help="The network with the highest number provides the container's default gateway",
            ),
            Flag("ip", "ip", help="IPv4 address (e.g., 172.30.100.104)"),
            Flag("ip6", "ip", help="IPv6 address (e.g., 2001:db8::33)"),
            Flag("link", "list", help="Link to another container"),
            Flag(
                "link-local-ip",
                "ipSlice",
                help="Link-local addresses of the container (IPv4 or IPv6)",
                default="[]",
            ),
        ),
        arguments=(
            Argument("NETWORK", "network", "the network"),
            Argument("CONTAINER", "container", "the container that joins it"),
        ),
        handler="tutor.docker.commands.network:connect",
    ),
    Command(
        "network create",
        "Make a network",
        usage="[OPTIONS] NETWORK",
        least=1,
        most=1,
        flags=(
            Flag("attachable", help="Let containers that were started by hand join the network"),
            Flag(
                "aux-address",
                "map",
                help="Extra addresses that the driver keeps for itself",
                default="map[]",
            ),
            Flag("config-from", "string", help="Network whose configuration is copied", kind="network"),
            Flag("config-only", help="Make a configuration only, that other networks can copy"),
            Flag(
                "driver",
                "string",
                short="d",
                help="Driver of the network",
                default="bridge",
                choices=("bridge", "host", "ipvlan", "macvlan", "none", "overlay"),
            ),
            Flag("gateway", "ipSlice", help="Gateway of the subnet (IPv4 or IPv6)", default="[]"),
            Flag("ingress", help="Make the swarm's routing-mesh network", idle=True),
            Flag("internal", help="Cut the network off from the outside"),
            Flag(
                "ip-range",
                "ipNetSlice",
                help="Part of the subnet from which containers get addresses",
                default="[]",
            ),
            Flag("ipam-driver", "string", help="Driver that manages the addresses", default="default", idle=True),
            Flag(
                "ipam-opt", "map", help="Options for the driver that manages the addresses", default="map[]", idle=True
            ),
            Flag("ipv4", help="Give out IPv4 addresses", default="true", idle=True),
            Flag("ipv6", help="Give out IPv6 addresses"),
            Flag("label", "list", help="Set a label on the network"),
            Flag("opt", "map", short="o", help="Options for the driver", default="map[]"),
            Flag("scope", "string", help="Scope of the network"),
            Flag("subnet", "strings", help="Subnet in CIDR form"),
        ),
        arguments=(Argument("NETWORK", "text", "the name of the new network"),),
        handler="tutor.docker.commands.network:create",
    ),
    Command(
        "network disconnect",
        "Take a container off a network",
        usage="[OPTIONS] NETWORK CONTAINER",
        least=2,
        most=2,
        flags=(Flag("force", short="f", help="Disconnect the container in any case"),),
        arguments=(
            Argument("NETWORK", "network", "the network"),
            Argument("CONTAINER", "container", "the container that leaves it"),
        ),
        handler="tutor.docker.commands.network:disconnect",
    ),
    Command(
        "network inspect",
        "Show all facts about networks",
        usage="[OPTIONS] NETWORK [NETWORK...]",
        least=1,
        most=None,
        flags=(
            Flag("format", "string", short="f", help=INSPECT_HELP, kind="format"),
            Flag("verbose", short="v", help="Print more, for diagnosis", idle=True),
        ),
        arguments=(Argument("NETWORK", "network", "the network to show", repeats=True),),
        handler="tutor.docker.commands.network:inspect",
    ),
    Command(
        "network ls",
        "List the networks",
        usage="[OPTIONS]",
        flags=(
            Flag(
                "filter",
                "filter",
                short="f",
                help='Show only networks that meet a condition (e.g. "driver=bridge")',
                kind="filter",
            ),
            Flag("format", "string", help=FORMAT_HELP, kind="format"),
            Flag("no-trunc", help="Print long fields in full"),
            Flag("quiet", short="q", help="Print network IDs only"),
        ),
        handler="tutor.docker.commands.network:ls",
        aliases=("list",),
        shown=("network ls", "network list"),
    ),
    Command(
        "network prune",
        "Remove all networks that are not used",
        usage="[OPTIONS]",
        flags=(
            Flag(
                "filter",
                "filter",
                help='Prune only what meets a condition (e.g. "until=<timestamp>")',
                kind="filter",
            ),
            Flag("force", short="f", help="Do not ask first"),
        ),
        handler="tutor.docker.commands.network:prune",
    ),
    Command(
        "network rm",
        "Remove networks",
        usage="NETWORK [NETWORK...]",
        least=1,
        most=None,
        flags=(Flag("force", short="f", help="Do not report an error where the network does not exist"),),
        arguments=(Argument("NETWORK", "network", "the network to remove", repeats=True),),
        handler="tutor.docker.commands.network:rm",
        aliases=("remove",),
        shown=("network rm", "network remove"),
    ),
)
