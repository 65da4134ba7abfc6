"""Starting and stopping containers that nobody is attached to, and what else changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


def start(state: State, world: World, container: str) -> Outcome[str]:
    """Start a container in the background; already running is fine. The value is its ID. Raises EngineError.

    An EngineError of a program that cannot be started has `code` 126 or 127 and leaves the container "created": such
    errors carry the state in `failed_state` of `StartError`.
    """
    raise NotImplementedError


def stop(state: State, world: World, container: str, *, timeout: int | None = None, signal: str = "") -> Outcome[None]:
    """Ask a container to stop, kill it after `timeout` seconds (default: its own, or 10). Raises EngineError."""
    raise NotImplementedError


def restart(
    state: State, world: World, container: str, *, timeout: int | None = None, signal: str = ""
) -> Outcome[None]:
    """Stop and start. Raises EngineError."""
    raise NotImplementedError


def kill(state: State, world: World, container: str, *, signal: str = "KILL") -> Outcome[None]:
    """Send a signal ("KILL", "SIGUSR1", "9"). Raises EngineError."""
    raise NotImplementedError


def pause(state: State, world: World, container: str) -> Outcome[None]:
    """Freeze a container. Raises EngineError."""
    raise NotImplementedError


def unpause(state: State, world: World, container: str) -> Outcome[None]:
    """Let a frozen container go on. Raises EngineError."""
    raise NotImplementedError


def rename(state: State, world: World, container: str, name: str) -> Outcome[None]:
    """Give a container another name. Raises EngineError."""
    raise NotImplementedError


def update(state: State, world: World, container: str, options: tuple[tuple[str, Any], ...]) -> Outcome[None]:
    """Change HostConfig fields (by their names in `docker inspect`). Raises EngineError."""
    raise NotImplementedError


def wait(state: State, world: World, container: str) -> Outcome[int]:
    """Let time pass until the container stops; the value is its exit code. Raises EngineError.

    A container that will never stop by itself raises one of kind LOCAL that says so (Docker would wait for ever).
    """
    raise NotImplementedError
