"""Networks as rows: `docker network ls`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tutor.docker.format.ids import short_id
from tutor.docker.format.table import joined_labels, label_function, row
from tutor.docker.format.times import go_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.networks import Network
    from tutor.gotemplate import Struct

TITLES = {
    "ID": "NETWORK ID",
    "Name": "NAME",
    "Driver": "DRIVER",
    "Scope": "SCOPE",
    "IPv4": "IPV4",
    "IPv6": "IPV6",
    "Internal": "INTERNAL",
    "Labels": "LABELS",
    "CreatedAt": "CREATED AT",
}
_RAW = "network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}\n"


def network_format(source: str, quiet: bool) -> str:
    """Return the template behind a value of --format."""
    if source == "table":
        return "{{.ID}}" if quiet else "table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}"
    if source == "raw":
        return "network_id: {{.ID}}" if quiet else _RAW
    return source


def network_rows(networks: Iterable[Network], *, truncate: bool) -> Iterator[Struct]:
    """One row for each network."""
    for network in networks:
        yield _row(network, truncate)


def _row(network: Network, truncate: bool) -> Struct:
    labels = dict(network.labels)
    return row(
        "*network.networkContext",
        {
            "ID": lambda: short_id(network.id) if truncate else network.id,
            "Name": lambda: network.name,
            "Driver": lambda: network.driver,
            "Scope": lambda: network.scope,
            "IPv4": lambda: "true",
            "IPv6": lambda: "true" if network.ipv6 else "false",
            "Internal": lambda: "true" if network.internal else "false",
            "Labels": lambda: joined_labels(labels),
            "CreatedAt": lambda: go_time(network.created),
        },
        {"Label": label_function(labels)},
    )
