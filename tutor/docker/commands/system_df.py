"""`docker system df`."""

from __future__ import annotations

from collections.abc import Callable

from tutor.docker.errors import CommandError
from tutor.docker.format import containers as container_rows
from tutor.docker.format import images as image_rows
from tutor.docker.format import volumes as volume_rows
from tutor.docker.format.ids import short_id
from tutor.docker.format.table import is_table, parse_template, render, row
from tutor.docker.format.times import go_time
from tutor.docker.format.units import ago, human_size
from tutor.docker.invocation import Invocation
from tutor.engine.containers.listing import list_containers
from tutor.engine.usage import DiskUsage, disk_usage
from tutor.engine.volumes import list_volumes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.build.record import CacheUsage
    from tutor.gotemplate import Struct

_TABLE = "table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}"
_RAW = "type: {{.Type}}\ntotal: {{.TotalCount}}\nactive: {{.Active}}\nsize: {{.Size}}\nreclaimable: {{.Reclaimable}}\n"
_IMAGES = (
    "table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t"
    "{{.Containers}}"
)
_CONTAINERS = (
    "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}"
)
_VOLUMES = "table {{.Name}}\t{{.Links}}\t{{.Size}}"
_CACHE = "table {{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}"
TITLES = {"Type": "TYPE", "TotalCount": "TOTAL", "Active": "ACTIVE", "Size": "SIZE", "Reclaimable": "RECLAIMABLE"}
CACHE_TITLES = {
    "ID": "CACHE ID", "Parent": "PARENT", "CacheType": "CACHE TYPE", "Size": "SIZE", "CreatedSince": "CREATED",
    "LastUsedSince": "LAST USED", "UsageCount": "USAGE", "InUse": "IN USE", "Shared": "SHARED",
    "Description": "DESCRIPTION",
}  # fmt: skip


def df(invocation: Invocation) -> int:
    """Show what takes disk space: a summary, or each thing with --verbose."""
    usage = disk_usage(invocation.state, invocation.world)
    form = invocation.text("format") or "table"
    if invocation.on("verbose"):
        return _verbose(invocation, usage, form)
    form = {"table": _TABLE, "raw": _RAW}.get(form, form)
    invocation.out(render(form, _summary(invocation, usage), TITLES))
    return 0


def _summary(invocation: Invocation, usage: DiskUsage) -> list[Struct]:
    state = invocation.state
    running = [size for container, size in usage.containers if state.containers[container].is_running]
    sizes = [size for _, size in usage.containers]
    unused = sum(size for _, links, size in usage.volumes if not links)
    volumes = sum(size for _, _, size in usage.volumes)
    cache = sum(record.size for record in usage.cache)
    free = sum(record.size for record in usage.cache if record.reclaimable and not record.shared)
    used_images = sum(1 for image in usage.images if image.summary.containers > 0)
    used_volumes = sum(1 for _, links, _ in usage.volumes if links)
    used_cache = sum(1 for record in usage.cache if record.in_use)
    return [
        _line("Images", len(usage.images), used_images, usage.images_total, usage.images_reclaimable),
        _line("Containers", len(sizes), len(running), sum(sizes), sum(sizes) - sum(running)),
        _line("Local Volumes", len(usage.volumes), used_volumes, volumes, unused),
        _line("Build Cache", len(usage.cache), used_cache, cache, free, percent=False),
    ]


_KINDS = {"Images": "Images", "Containers": "Containers", "Local Volumes": "Volumes", "Build Cache": "Builder"}


def _line(kind: str, total: int, active: int, size: int, free: int, percent: bool = True) -> Struct:
    shown = human_size(free)
    if percent and size > 0:
        shown = f"{shown} ({free * 100 // size}%)"
    return row(
        f"*formatter.diskUsage{_KINDS[kind]}Context",
        {
            "Type": lambda: kind,
            "TotalCount": lambda: str(total),
            "Active": lambda: str(active),
            "Size": lambda: human_size(size),
            "Reclaimable": lambda: shown,
        },
    )


def _verbose(invocation: Invocation, usage: DiskUsage, form: str) -> int:
    """Each image, container, volume and record of the build cache."""
    truncate = is_table(form)
    now = invocation.world.now
    images = []
    for image in usage.images:
        name = image.summary.names[0] if image.summary.names else ""
        repository, _, tag = name.rpartition(":") if name else (image_rows.NONE, "", image_rows.NONE)
        images.append(
            image_rows.image_row(image.summary, repository, tag, "", now=now, truncate=truncate, shared=image.shared)
        )
    listed = list_containers(invocation.state, invocation.world, all=True, size=True)
    containers = [
        container_rows.container_row(container, now=now, truncate=truncate, virtual=False) for container in listed
    ]
    known = {name: (links, size) for name, links, size in usage.volumes}
    volumes = [
        volume_rows.volume_row(volume, *known.get(volume.name, (0, 0))) for volume in list_volumes(invocation.state)
    ]
    records = sorted(usage.cache, key=lambda record: (record.used, record.id))
    cache = [cache_row(record, now, truncate) for record in records]
    if form != "table":
        return _custom(invocation, form, images, containers, volumes, cache)
    total = human_size(sum(record.size for record in usage.cache))
    invocation.out("Images space usage:\n\n" + render(_IMAGES, images, image_rows.TITLES))
    invocation.out("\nContainers space usage:\n\n" + render(_CONTAINERS, containers, container_rows.TITLES))
    invocation.out("\nLocal Volumes space usage:\n\n" + render(_VOLUMES, volumes, volume_rows.TITLES))
    invocation.out(f"\nBuild cache usage: {total}\n\n" + render(_CACHE, cache, CACHE_TITLES))
    return 0


def _custom(
    invocation: Invocation,
    form: str,
    images: list[Struct],
    containers: list[Struct],
    volumes: list[Struct],
    cache: list[Struct],
) -> int:
    """Print the four lists as one object with a template."""
    from tutor.gotemplate import ExecError, Typed
    from tutor.gotemplate import Struct as GoStruct

    whole = GoStruct(
        "*formatter.diskUsageContext",
        {
            "Images": Typed("[]*formatter.imageContext", images),
            "Containers": Typed("[]*formatter.ContainerContext", containers),
            "Volumes": Typed("[]*formatter.volumeContext", volumes),
            "BuildCache": Typed("[]*formatter.buildCacheContext", cache),
        },
    )
    try:
        invocation.out(parse_template(form).render(whole))
    except ExecError as error:
        invocation.out(error.partial)
        raise CommandError(str(error)) from None
    return 0


def cache_row(record: CacheUsage, now: float, truncate: bool) -> Struct:
    """Return a record of the build cache as a row."""
    parent = ", ".join(record.parents)
    fields: dict[str, Callable[[], object]] = {
        "ID": lambda: (short_id(record.id) if truncate else record.id) + ("*" if record.in_use else ""),
        "Parent": lambda: short_id(parent) if truncate else parent,
        "CacheType": lambda: record.kind,
        "Description": lambda: record.description,
        "Size": lambda: human_size(record.size, 3),
        "CreatedAt": lambda: go_time(record.created),
        "CreatedSince": lambda: ago(now - record.created),
        "LastUsedAt": lambda: go_time(record.used) if record.used else "",
        "LastUsedSince": lambda: ago(now - record.used) if record.used else "",
        "UsageCount": lambda: str(record.uses),
        "InUse": lambda: "true" if record.in_use else "false",
        "Shared": lambda: "true" if record.shared else "false",
    }
    return row("*formatter.buildCacheContext", fields)
