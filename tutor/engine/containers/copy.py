"""A container's files from outside: what `docker cp` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.vfs.tree import Tree


@dataclass(frozen=True, slots=True)
class PathStat:
    """What is at a path in a container: its base name, "file" "directory" "symlink" or "device", a symlink's target."""

    name: str
    kind: str
    mode: int
    size: int
    mtime: int
    target: str = ""


def stat_path(state: State, container: str, path: str) -> PathStat:
    """Return what is at `path`, mounts included. Raises EngineError ("Could not find the file /x in container c1")."""
    raise NotImplementedError


def copy_from(state: State, world: World, container: str, path: str, *, follow: bool = False) -> tuple[str, Tree]:
    """Return what is at `path`: its base name, and a tree with it at "/" + base name ("/" itself for a folder's "/."). Raises
    EngineError.
    """
    raise NotImplementedError


def copy_into(
    state: State, world: World, container: str, folder: str, tree: Tree, *, archive: bool = False
) -> Outcome[None]:
    """Lay everything in `tree` into the existing folder `folder` of a container, mounts included.

    Owners become root unless `archive`. Raises EngineError.
    """
    raise NotImplementedError
