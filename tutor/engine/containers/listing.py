"""Which containers there are: what `docker ps` shows, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class ContainerSummary:
    """One container. Sizes in bytes (-1 where they were not asked for), `created` in seconds since 1970.

    `image` is what the IMAGE column shows; `command` the whole command line as the daemon joins it; `status` the
    daemon's text ("Up 2 seconds (healthy)"); `ports` the text of the PORTS column; `mounts` the names or paths of the
    MOUNTS column; `local_volumes` counts volumes of the local driver.
    """

    id: str
    name: str
    image: str
    image_id: str
    command: str
    created: float
    state: str
    status: str
    health: str
    ports: str
    labels: tuple[tuple[str, str], ...]
    mounts: tuple[str, ...]
    local_volumes: int
    networks: tuple[str, ...]
    platform: str
    size: int = -1
    virtual_size: int = -1


def list_containers(
    state: State, world: World, *, all: bool = False, last: int = 0, filters: tuple[str, ...] = (), size: bool = False
) -> tuple[ContainerSummary, ...]:
    """Return the running containers, newest first; with `all` every one, with `last` n the newest n.

    Raises EngineError.
    """
    raise NotImplementedError
