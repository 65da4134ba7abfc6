"""Making a container from an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.engine.containers.model import Healthcheck
    from tutor.engine.outcome import Outcome
    from tutor.engine.state import State
    from tutor.engine.world import World


@dataclass(frozen=True, slots=True)
class MountRequest:
    """One --mount: `kind` is its type; `options` are the fields that are no field here, as pairs."""

    kind: str = "volume"
    source: str = ""
    target: str = ""
    read_only: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CreateRequest:
    """What the flags of `docker create` and `docker run` ask for.

    `entrypoint` is None where it was not given, () where it was given empty. `environment` are texts "NAME=value" or
    "NAME" (taken away). `volumes` are -v texts, `tmpfs` --tmpfs texts, `publish` -p texts. `options` are HostConfig
    fields by their names in `docker inspect` ("Memory": 67108864, "RestartPolicy": ("no", 0), "ReadonlyRootfs": True,
    "AutoRemove": True, "Init": True, …). `cwd` is the folder that relative bind sources start from.
    """

    image: str
    command: tuple[str, ...] = ()
    name: str = ""
    platform: str = ""
    entrypoint: tuple[str, ...] | None = None
    environment: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    user: str = ""
    workdir: str = ""
    hostname: str = ""
    domainname: str = ""
    tty: bool = False
    open_stdin: bool = False
    stdin_once: bool = False
    attach: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    mounts: tuple[MountRequest, ...] = ()
    tmpfs: tuple[str, ...] = ()
    volumes_from: tuple[str, ...] = ()
    network: str = ""
    publish: tuple[str, ...] = ()
    publish_all: bool = False
    expose: tuple[str, ...] = ()
    add_host: tuple[str, ...] = ()
    healthcheck: Healthcheck | None = None
    stop_signal: str = ""
    stop_timeout: int | None = None
    options: tuple[tuple[str, Any], ...] = ()
    cwd: str = "/"


def create(state: State, world: World, request: CreateRequest) -> Outcome[str]:
    """Make a container; the value is its full ID. Raises EngineError.

    Kind not_found with the image's familiar name as subject where the image is missing: the caller may pull and try
    again.
    """
    raise NotImplementedError
