"""Sending an image to a registry of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class PushedLayer:
    """One layer: its digest, and how it got there: "Pushed", "Layer already exists" or "Mounted from base"."""

    digest: str
    how: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """One tag that was pushed: digest and size in bytes are those of its index or manifest.

    `partial` is what is said where only part of an index could be pushed, else "".
    """

    tag: str
    layers: tuple[PushedLayer, ...]
    digest: str
    size: int
    partial: str = ""


def push(
    state: State, world: World, reference: str, *, platform: str = "", all_tags: bool = False
) -> Outcome[tuple[Pushed, ...]]:
    """Send what `reference` names to the registry in its name. Raises EngineError."""
    raise NotImplementedError
