"""Which images there are: what `docker image ls` shows, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class PlatformSummary:
    """One manifest of an image: `platform` as text ("linux/amd64", "" for an attestation), its digest, sizes in bytes.

    `available` is whether its content is here; `kind` is "image" or "attestation"; `containers` are the full IDs of the
    containers made from it.
    """

    platform: str
    digest: str
    content: int
    unpacked: int
    available: bool
    kind: str
    containers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageSummary:
    """One image. Sizes in bytes, times in seconds since 1970.

    `names` are its familiar tags ("alpine:3.20"), `digests` its familiar digests ("alpine@sha256:…"), both sorted;
    `pinned` those of the latter that are names of their own (pulled by digest). `size` is what it takes on disk
    (unpacked and compressed), `content` the compressed part. `created` is the config's time, 0 where it is unknown.
    """

    id: str
    names: tuple[str, ...]
    digests: tuple[str, ...]
    pinned: tuple[str, ...]
    created: float
    size: int
    content: int
    containers: int
    labels: tuple[tuple[str, str], ...]
    manifests: tuple[PlatformSummary, ...]
    dangling: bool


def list_images(
    state: State, world: World, *, all: bool = False, filters: tuple[str, ...] = (), reference: str = ""
) -> tuple[ImageSummary, ...]:
    """All images, newest first (then by name). Nameless ones only with `all` or a filter dangling=true.

    `filters` are texts "name=value"; `reference` is one more filter of that kind. With a reference filter `names` holds
    only what matches. Raises EngineError ("invalid filter 'foo'", …).
    """
    raise NotImplementedError
