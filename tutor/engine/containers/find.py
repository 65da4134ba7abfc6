"""Finding a container by name, ID or the start of an ID."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.errors import EngineError, blank, invalid, not_found

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State


def find(state: State, text: str) -> Container | None:
    """Return the container that `text` names, or None: its ID, then its name, then the start of its ID.

    Raises EngineError where the start of an ID fits several.
    """
    if not text:
        return None
    exact = state.containers.get(text)
    if exact is not None:
        return exact
    name = text.removeprefix("/")
    close = []
    for id, container in state.containers.entries():
        if container.name == name:
            return container
        if id.startswith(text):
            close.append(container)
    if len(close) > 1:
        raise invalid(f"multiple IDs found with provided prefix: {text}", text)
    return close[0] if close else None


def resolve(state: State, text: str) -> Container:
    """Return the container that `text` names. Raises EngineError ("No such container: nosuch")."""
    if not text.strip():
        raise blank("container")
    found = find(state, text)
    if found is None:
        raise missing(text)
    return found


def missing(text: str) -> EngineError:
    """Return the error for a container that is not there."""
    return not_found(f"No such container: {text}", text)


def put(state: State, container: Container) -> State:
    """Return the state with this container in the place of its former self."""
    from tutor.dataclass import replace

    return replace(state, containers=state.containers.set(container.id, container))


def names(state: State) -> dict[str, str]:
    """Return the full ID of each container by its name."""
    return {container.name: container.id for _, container in state.containers.entries()}
