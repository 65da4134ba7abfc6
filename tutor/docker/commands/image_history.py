"""`docker image history`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tutor.docker.commands.common import check_platform
from tutor.docker.format.ids import short_id
from tutor.docker.format.table import render, row
from tutor.docker.format.tabwriter import ellipsis
from tutor.docker.format.times import rfc3339
from tutor.docker.format.units import ago, human_size
from tutor.docker.invocation import Invocation
from tutor.engine.history import HistoryEntry
from tutor.engine.history import history as image_history

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.gotemplate import Struct

_HUMAN = "table {{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}"
_EXACT = "table {{.ID}}\t{{.CreatedAt}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}"
_YEAR_2000 = 946684800
_WIDTH = 45
TITLES = {
    "ID": "IMAGE",
    "CreatedSince": "CREATED",
    "CreatedAt": "CREATED AT",
    "CreatedBy": "CREATED BY",
    "Size": "SIZE",
    "Comment": "COMMENT",
}


def history(invocation: Invocation) -> int:
    """Show an image's layers and instructions, newest first."""
    platform = check_platform(invocation.text("platform"), "invalid platform: ")
    entries = image_history(invocation.state, invocation.arguments[0], platform=platform)
    human = invocation.on("human")
    form = invocation.text("format") or "table"
    if form == "table":
        form = "{{.ID}}" if invocation.on("quiet") else _HUMAN if human else _EXACT
    truncate = not invocation.on("no-trunc")
    invocation.out(render(form, _rows(entries, invocation.world.now, truncate, human), TITLES))
    return 0


def _rows(entries: Iterable[HistoryEntry], now: float, truncate: bool, human: bool) -> Iterator[Struct]:
    for entry in entries:
        yield _row(entry, now, truncate, human)


def _row(entry: HistoryEntry, now: float, truncate: bool, human: bool) -> Struct:
    def since() -> str:
        if not human:
            return rfc3339(entry.created)
        return ago(now - entry.created) if entry.created > _YEAR_2000 else "N/A"

    def created_by() -> str:
        text = entry.created_by.replace("\t", " ")
        return ellipsis(text, _WIDTH) if truncate else text

    return row(
        "*image.historyContext",
        {
            "ID": lambda: short_id(entry.id) if truncate else entry.id,
            "CreatedAt": lambda: rfc3339(entry.created),
            "CreatedSince": since,
            "CreatedBy": created_by,
            "Size": lambda: human_size(entry.size, 3) if human else str(entry.size),
            "Comment": lambda: entry.comment,
        },
    )
