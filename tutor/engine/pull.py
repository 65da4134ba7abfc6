"""Fetching an image: from the hub, or from one of the sandbox's own registries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class PulledLayer:
    """One layer that was fetched: its compressed digest and size in bytes."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Pulled:
    """One image that was pulled.

    `reference` is its familiar name ("alpine:3.20", "alpine@sha256:…"), `canonical` the complete one that the last line
    shows ("docker.io/library/alpine:3.20"), `heading` what comes before ": Pulling from" (a tag, or the whole digest
    reference), `repository` what comes after it ("library/alpine"); `newer` tells the two status lines apart.
    """

    reference: str
    canonical: str
    heading: str
    repository: str
    digest: str
    layers: tuple[PulledLayer, ...]
    newer: bool


def pull(
    state: State, world: World, reference: str, *, platform: str = "", all_tags: bool = False
) -> Outcome[tuple[Pulled, ...]]:
    """Fetch what `reference` names (every tag with `all_tags`). Raises EngineError.

    Without a tag, `latest` is taken; the caller says so ("Using default tag: latest").
    """
    raise NotImplementedError
