"""`docker search`."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.docker.format.table import render, row
from tutor.docker.format.tabwriter import ellipsis
from tutor.docker.invocation import Invocation
from tutor.engine.search import SearchResult
from tutor.engine.search import search as search_hub

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.gotemplate import Struct

_TABLE = "table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}"
_WIDTH = 45
_LIMIT = 25
TITLES = {"Name": "NAME", "Description": "DESCRIPTION", "StarCount": "STARS", "IsOfficial": "OFFICIAL"}


def search(invocation: Invocation) -> int:
    """Look for repositories on the hub."""
    results = search_hub(
        invocation.world,
        invocation.arguments[0],
        filters=invocation.filters,
        limit=invocation.number("limit") if invocation.number("limit") > 0 else _LIMIT,
    )
    form = invocation.text("format") or "table"
    rows = _rows(results, truncate=not invocation.on("no-trunc"), json=form in ("json", "{{json .}}"))
    invocation.out(render(_TABLE if form == "table" else form, rows, TITLES))
    return 0


def _rows(results: Iterable[SearchResult], *, truncate: bool, json: bool) -> list[Struct]:
    return [_row(result, truncate, json) for result in results]


def _row(result: SearchResult, truncate: bool, json: bool) -> Struct:
    text = result.description.replace("\n", " ").replace("\r", " ")
    yes, no = ("true", "false") if json else ("[OK]", "")
    return row(
        "*registry.searchContext",
        {
            "Name": lambda: result.name,
            "Description": lambda: ellipsis(text, _WIDTH) if truncate else text,
            "StarCount": lambda: str(result.stars),
            "IsOfficial": lambda: yes if result.official else no,
        },
    )
