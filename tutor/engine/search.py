"""Looking for repositories on the hub."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One repository: its familiar name, one line about it, how many stars, whether it is an official one."""

    name: str
    description: str
    stars: int
    official: bool


def search(world: World, term: str, *, filters: tuple[str, ...] = (), limit: int = 25) -> tuple[SearchResult, ...]:
    """Repositories whose name or description holds `term`, best first. Raises EngineError for bad filters."""
    raise NotImplementedError
