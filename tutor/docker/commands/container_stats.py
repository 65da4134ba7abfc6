"""`docker stats`."""

from __future__ import annotations

from collections.abc import Callable

from tutor.docker.commands.common import all_or_fail, each
from tutor.docker.format.ids import short_id
from tutor.docker.format.table import render, row
from tutor.docker.format.units import bytes_size, human_size
from tutor.docker.invocation import Invocation
from tutor.engine.containers.listing import list_containers
from tutor.engine.containers.views import Stats
from tutor.engine.containers.views import stats as read_stats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.gotemplate import Struct

_TABLE = "table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}"
TITLES = {
    "Container": "CONTAINER",
    "Name": "NAME",
    "ID": "CONTAINER ID",
    "CPUPerc": "CPU %",
    "MemUsage": "MEM USAGE / LIMIT",
    "MemPerc": "MEM %",
    "NetIO": "NET I/O",
    "BlockIO": "BLOCK I/O",
    "PIDs": "PIDS",
}


def stats(invocation: Invocation) -> int:
    """Show one reading of what containers use; a simulated engine's numbers do not change while one looks."""
    world = invocation.world
    names = invocation.arguments
    if not names:
        listed = list_containers(invocation.state, world, all=invocation.on("all"))
        names = tuple(container.id for container in listed)
    readings: list[tuple[str, Stats]] = []
    faults = each(invocation, lambda name: readings.append((name, read_stats(invocation.state, world, name))), names)
    all_or_fail(faults if names else [])
    form = invocation.text("format") or "table"
    truncate = not invocation.on("no-trunc")
    rows = [_row(asked, reading, truncate) for asked, reading in readings]
    if rows or not invocation.on("no-stream"):
        invocation.out(render(_TABLE if form == "table" else form, rows, TITLES))
    return 0


def _row(asked: str, reading: Stats, truncate: bool) -> Struct:
    share = 100 * reading.memory / reading.memory_limit if reading.memory_limit else 0.0
    fields: dict[str, Callable[[], object]] = {
        "Container": lambda: asked,
        "Name": lambda: reading.name,
        "ID": lambda: short_id(reading.id) if truncate else reading.id,
        "CPUPerc": lambda: f"{reading.cpu:.2f}%",
        "MemUsage": lambda: f"{bytes_size(reading.memory)} / {bytes_size(reading.memory_limit)}",
        "MemPerc": lambda: f"{share:.2f}%",
        "NetIO": lambda: f"{human_size(reading.network_in, 3)} / {human_size(reading.network_out, 3)}",
        "BlockIO": lambda: f"{human_size(reading.block_in, 3)} / {human_size(reading.block_out, 3)}",
        "PIDs": lambda: str(reading.pids),
    }
    return row("*container.statsContext", fields)
