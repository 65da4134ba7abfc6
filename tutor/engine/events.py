"""What happened to images, as frozen facts in the order in which they came about.

Events of containers are in `containers.events`, those of builds in `build.events`.
"""

from __future__ import annotations

from tutor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ImageTagged:
    """The familiar `name` now points at image `digest`; before it pointed at `previous` ("" where it is new)."""

    name: str
    digest: str
    previous: str = ""


@dataclass(frozen=True, slots=True)
class ImageUntagged:
    """The familiar `name`, which pointed at image `digest`, is gone."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class ImageDeleted:
    """Image `digest` lost its last name; `freed` are the digests and chain IDs of what went with it."""

    digest: str
    freed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageDangling:
    """Image `digest` lost its last name but stays, nameless."""

    digest: str


@dataclass(frozen=True, slots=True)
class LayerPulled:
    """A layer (compressed `digest`, compressed `size` in bytes, chain ID `chain`) was fetched."""

    digest: str
    size: int
    chain: str = ""


@dataclass(frozen=True, slots=True)
class LayerPresent:
    """A layer that an operation needed was already there."""

    digest: str
    size: int
    chain: str = ""


@dataclass(frozen=True, slots=True)
class LayerPushed:
    """A layer went to a registry: `how` is "pushed", "exists" or "mounted" (from repository `origin`)."""

    digest: str
    size: int
    how: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ImagePulled:
    """The familiar `name` was pulled and points at image `digest`; `newer` is whether anything changed."""

    name: str
    digest: str
    newer: bool


@dataclass(frozen=True, slots=True)
class ImageLoaded:
    """An image came from an archive (`source` "load"), a tarball ("import") or a container ("commit")."""

    name: str
    digest: str
    source: str
