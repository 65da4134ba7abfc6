"""A container's files as its programs see them: its own tree, its mounts, /dev, /proc, /etc/hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.vfs.filesystem import FileSystem


def filesystem(state: State, world: World, container: Container, *, user: str | None = None) -> FileSystem:
    """Return a file system over the container's tree with all its mounts, bound to its user (or `user`). Raises EngineError
    where the user is unknown. For completion and for looking; programs are run by `attach` and `execute`.
    """
    raise NotImplementedError
