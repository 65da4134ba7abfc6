"""Looking for repositories on the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import filters as given
from tutor.engine.errors import UNAVAILABLE, EngineError, invalid
from tutor.engine.images import familiar

if TYPE_CHECKING:
    from tutor.engine.world import World

_KNOWN = ("is-automated", "is-official", "stars")


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One repository: its familiar name, one line about it, how many stars, whether it is an official one."""

    name: str
    description: str
    stars: int
    official: bool


def search(world: World, term: str, *, filters: tuple[str, ...] = (), limit: int = 25) -> tuple[SearchResult, ...]:
    """Return repositories whose name or description holds `term`, best first.

    Raises EngineError for bad filters and limits, and where the hub cannot be reached.
    """
    parsed = given.parse(filters, _KNOWN)
    if not 0 <= limit <= 100:
        raise invalid(f"limit {limit} is outside the range of [1, 100]")
    official = given.boolean(parsed, "is-official", False) if "is-official" in parsed else None
    automated = given.boolean(parsed, "is-automated", False) if "is-automated" in parsed else False
    stars = max((_number(value) for value in parsed.get("stars", ())), default=0)
    if not world.online:
        asked = f"https://index.docker.io/v1/search?q={term}&n={limit or 25}"
        raise EngineError(f'Get "{asked}": dial tcp: lookup index.docker.io: no such host', UNAVAILABLE)
    wanted = term.rpartition("/")[2] if term.startswith(("docker.io/", "library/")) else term
    found = []
    for repository in world.hub.repositories():
        if not repository.startswith("docker.io/"):
            continue  # another registry's
        name = familiar(repository)
        about = world.hub.description(repository)
        if wanted.lower() not in name.lower() and wanted.lower() not in about.lower():
            continue
        row = SearchResult(name, about, world.hub.stars(repository), repository.startswith("docker.io/library/"))
        if (official is None or row.official == official) and not automated and row.stars >= stars:
            found.append(row)
    found.sort(key=lambda row: (row.name != wanted, not row.name.startswith(wanted), -row.stars, row.name))
    return tuple(found[: limit or 25])


def _number(text: str) -> int:
    if not text.isdecimal():
        from tutor.gotemplate.strconv import quote

        raise invalid(f"invalid filter 'stars={text}': strconv.Atoi: parsing {quote(text)}: invalid syntax", "stars")
    return int(text)
