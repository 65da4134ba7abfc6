"""What the daemon refuses when a container starts, because of what is there at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.containers import find
from tutor.engine.errors import EngineError

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State


def check_start(state: State, container: Container) -> None:
    """Refuse devices, links and volumes that cannot be had. Raises EngineError."""
    _check_devices(state, container)
    _check_links(state, container)
    _check_volumes(state, container)


def _check_devices(state: State, container: Container) -> None:
    """Refuse a device that is not there: what lies in /dev is taken to be. Raises EngineError."""
    for text in container.option("Devices") or ():
        path = text.partition(":")[0]
        if not path.startswith("/dev/"):
            fault = "no such file or directory" if state.host.get(path) is None else "not a device node"
            raise EngineError(f'error gathering device information while adding custom device "{path}": {fault}')
    if container.option("DeviceRequests"):
        raise EngineError("failed to discover GPU vendor from CDI: no known GPU vendor found")


def _check_links(state: State, container: Container) -> None:
    """Refuse links in the default network to containers that are not in it. Raises EngineError."""
    if container.networks != ("bridge",):
        return
    for text in container.option("Links") or ():
        name, _, alias = text.partition(":")
        other = find.resolve(state, name)
        if not other.is_running:
            link = f"/{other.name} AS /{container.name}/{alias or name}"
            raise EngineError(f"Cannot link to a non running container: {link}")
        if "bridge" not in other.networks:
            raise EngineError(f"container {other.id} not attached to default bridge network")


def _check_volumes(state: State, container: Container) -> None:
    """Refuse a volume that stands for a folder of the host that is not there. Raises EngineError."""
    for mount in container.mounts:
        volume = state.volumes.get(mount.source) if mount.kind == "volume" else None
        options = dict(volume.options or ()) if volume is not None else {}
        device = options.get("device", "")
        if volume is not None and "bind" in options.get("o", "").split(",") and state.host.get(device) is None:
            raise EngineError(
                f"error while mounting volume '{volume.mountpoint}': failed to mount local volume: "
                f"mount {device}:{volume.mountpoint}, flags: 0x1000: no such file or directory"
            )
