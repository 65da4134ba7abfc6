"""What happened to containers and volumes, as frozen facts."""

from __future__ import annotations

from tutor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ContainerCreated:
    """Container `id` named `name` was made from image `image`."""

    id: str
    name: str
    image: str


@dataclass(frozen=True, slots=True)
class ContainerStarted:
    """Container `id` runs now."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ContainerExited:
    """Container `id` stopped with that exit code."""

    id: str
    name: str
    code: int


@dataclass(frozen=True, slots=True)
class ContainerRemoved:
    """Container `id` is gone."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ContainerChanged:
    """Container `id` is otherwise different.

    `what` is "paused", "unpaused", "renamed", "updated", "killed", "exec", "copied" or "health".
    """

    id: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class FilesChanged:
    """The files of container `id` changed."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Committed:
    """Container `id` became image `image`, named `name` ("" where it has none)."""

    id: str
    image: str
    name: str


@dataclass(frozen=True, slots=True)
class VolumeCreated:
    """A volume was made."""

    name: str


@dataclass(frozen=True, slots=True)
class VolumeRemoved:
    """A volume is gone."""

    name: str
