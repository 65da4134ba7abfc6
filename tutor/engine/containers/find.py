"""Finding a container by name, ID or the start of an ID."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State


def find(state: State, text: str) -> Container | None:
    """Return the container that `text` names, or None. Raises EngineError where the start of an ID fits several."""
    raise NotImplementedError


def resolve(state: State, text: str) -> Container:
    """Return the container that `text` names. Raises EngineError ("No such container: nosuch")."""
    raise NotImplementedError
