"""Volumes as rows: `docker volume ls`, and `docker system df -v`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tutor.docker.format.table import joined_labels, label_function, row
from tutor.docker.format.units import human_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.volumes import Volume
    from tutor.gotemplate import Struct

ROOT = "/var/lib/docker/volumes"

TITLES = {
    "ID": "ID",
    "Name": "VOLUME NAME",
    "Group": "GROUP",
    "Driver": "DRIVER",
    "Scope": "SCOPE",
    "Availability": "AVAILABILITY",
    "Mountpoint": "MOUNTPOINT",
    "Labels": "LABELS",
    "Links": "LINKS",
    "Size": "SIZE",
    "Status": "STATUS",
}


def volume_format(source: str, quiet: bool) -> str:
    """Return the template behind a value of --format."""
    if source == "table":
        return "{{.Name}}" if quiet else "table {{.Driver}}\t{{.Name}}"
    if source == "raw":
        return "name: {{.Name}}" if quiet else "name: {{.Name}}\ndriver: {{.Driver}}\n"
    return source


def volume_rows(volumes: Iterable[Volume]) -> Iterator[Struct]:
    """One row for each volume."""
    for volume in volumes:
        yield volume_row(volume)


def volume_row(volume: Volume, links: int = -1, size: int = -1) -> Struct:
    """One row; `links` and `size` are what `docker system df` knows of it, -1 elsewhere."""
    labels = dict(volume.labels or ())
    return row(
        "*formatter.volumeContext",
        {
            "Name": lambda: volume.name,
            "Driver": lambda: volume.driver,
            "Scope": lambda: "local",
            "Mountpoint": lambda: f"{ROOT}/{volume.name}/_data",
            "Labels": lambda: joined_labels(labels),
            "Links": lambda: str(links) if links >= 0 else "N/A",
            "Size": lambda: human_size(size) if size >= 0 else "N/A",
            "Group": lambda: "N/A",
            "Availability": lambda: "N/A",
            "Status": lambda: "N/A",
        },
        {"Label": label_function(labels)},
    )
