"""Containers as rows: `docker ps`, and `docker system df -v`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tutor.docker.format.ids import short_id
from tutor.docker.format.table import joined_labels, label_function, row
from tutor.docker.format.tabwriter import ellipsis
from tutor.docker.format.times import go_time
from tutor.docker.format.units import ago, human_size
from tutor.docker.values import quote
from tutor.gotemplate import Struct, Typed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.containers.listing import ContainerSummary

_TABLE = "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}"
_RAW = (
    "container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\n"
    "state: {{- pad .State 1 0}}\nstatus: {{- pad .Status 1 0}}\nnames: {{.Names}}\nlabels: {{- pad .Labels 1 0}}\n"
    "ports: {{- pad .Ports 1 0}}\n"
)
_COMMAND_WIDTH = 20
_MOUNT_WIDTH = 15

TITLES = {
    "ID": "CONTAINER ID",
    "Names": "NAMES",
    "Image": "IMAGE",
    "Command": "COMMAND",
    "CreatedAt": "CREATED AT",
    "RunningFor": "CREATED",
    "Ports": "PORTS",
    "State": "STATE",
    "Status": "STATUS",
    "Size": "SIZE",
    "Labels": "LABELS",
    "Mounts": "MOUNTS",
    "LocalVolumes": "LOCAL VOLUMES",
    "Networks": "NETWORKS",
    "Platform": "PLATFORM",
    "HealthStatus": "HEALTH STATUS",
}


def container_format(source: str, quiet: bool, size: bool) -> str:
    """Return the template behind a value of --format."""
    if source in ("", "table"):
        return "{{.ID}}" if quiet else _TABLE + ("\t{{.Size}}" if size else "")
    if source == "raw":
        return "container_id: {{.ID}}" if quiet else _RAW + ("size: {{.Size}}\n" if size else "")
    return "{{.ID}}" if quiet else source


def container_rows(containers: Iterable[ContainerSummary], *, now: float, truncate: bool) -> Iterator[Struct]:
    """One row for each container."""
    for container in containers:
        yield container_row(container, now=now, truncate=truncate)


def _platform(text: str) -> object:
    """Return a container's platform: printed as "linux/amd64", in JSON an object."""
    os, _, rest = text.partition("/")
    architecture, _, variant = rest.partition("/")
    tags = {"Architecture": "architecture", "OS": "os", "Variant": "variant,omitempty"}
    fields = Struct("formatter.Platform", {"Architecture": architecture, "OS": os, "Variant": variant}, tags)
    return Typed("*formatter.Platform", fields, text)


def _image(container: ContainerSummary, truncate: bool) -> str:
    """The image's name; where no name leads to it any more its ID, without the algorithm where that is cut short."""
    if truncate and container.image == container.image_id:
        return short_id(container.image)
    return container.image or "<no image>"


def container_row(
    container: ContainerSummary,
    *,
    now: float,
    truncate: bool,
    virtual: bool = True,
    asked_size: Callable[[], None] | None = None,
) -> Struct:
    """One row; `virtual` shows the size with everything below too; `asked_size` is told when a size is looked at."""
    labels = dict(container.labels)

    def size() -> str:
        if asked_size is not None:
            asked_size()
        own = human_size(max(container.size, 0), 3)
        if virtual and container.virtual_size > 0:
            return f"{own} (virtual {human_size(container.virtual_size, 3)})"
        return own

    def mounts() -> str:
        return ",".join(ellipsis(name, _MOUNT_WIDTH) if truncate else name for name in container.mounts)

    def command() -> str:
        return quote(ellipsis(container.command, _COMMAND_WIDTH) if truncate else container.command)

    fields: dict[str, Callable[[], object]] = {
        "ID": lambda: short_id(container.id) if truncate else container.id,
        "Names": lambda: container.name,
        "Image": lambda: _image(container, truncate),
        "Command": command,
        "CreatedAt": lambda: go_time(container.created),
        "RunningFor": lambda: ago(now - container.created),
        "Platform": lambda: _platform(container.platform),
        "Ports": lambda: container.ports,
        "State": lambda: container.state,
        "Status": lambda: container.status,
        "HealthStatus": lambda: container.health,
        "Size": size,
        "Labels": lambda: joined_labels(labels),
        "Mounts": mounts,
        "LocalVolumes": lambda: str(container.local_volumes),
        "Networks": lambda: ",".join(container.networks),
    }
    return row("*formatter.ContainerContext", fields, {"Label": label_function(labels)})
