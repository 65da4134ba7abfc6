"""What the daemon refuses when a container starts, because of what is there at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine import endpoints, networks
from tutor.engine.containers import find
from tutor.engine.containers.runner import CREATE, StartError
from tutor.engine.errors import EngineError
from tutor.vfs.nodes import Directory

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State


MISMATCH = (
    "not a directory: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host "
    "path exists and is the expected type"
)


def check_places(state: State, container: Container, files: frozenset[str]) -> None:
    """Refuse mounts of a folder onto a file, or of a file (their targets are in `files`) onto a folder.

    Raises EngineError with the runtime's words.
    """
    for mount in container.mounts:
        node = container.tree.get(mount.target)
        if node is None or isinstance(node, Directory) != (mount.target in files):
            continue
        flags = "flags=MS_BIND|MS_REC"
        source = mount.source
        if mount.kind == "tmpfs":
            source, flags = "tmpfs", "flags=MS_NOSUID|MS_NODEV|MS_NOEXEC, data=mode=0644"
        elif mount.kind == "volume":
            source = f"/var/lib/docker/volumes/{mount.source}/_data"
        where = f"mount src={source}, dst={mount.target}, dstFd=/proc/thread-self/fd/16, {flags}"
        fault = f'error mounting "{source}" to rootfs at "{mount.target}": {where}: {MISMATCH}'
        raise StartError(f"{CREATE}{fault}", subject=mount.target, code=125)


def check_start(state: State, container: Container) -> None:
    """Refuse devices, links, volumes and addresses that cannot be had. Raises EngineError."""
    _check_devices(state, container)
    _check_links(state, container)
    _check_volumes(state, container)
    _check_addresses(state, container)


def _check_addresses(state: State, container: Container) -> None:
    """Refuse a fixed address that a running container has. Raises EngineError."""
    for name, address, _ in container.option(endpoints.FIELD) or ():
        network = networks.find(state, name)
        if network is None or not address:
            continue
        others = [other for other in networks.members(state, network) if other.id != container.id]
        if any(networks.address_of(state, network, other) == address for other in others):
            raise EngineError("failed to set up container networking: Address already in use", subject=address)


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
        if volume is not None and mount.subpath and volume.tree.get("/" + mount.subpath.strip("/")) is None:
            path = f"{volume.mountpoint}/{mount.subpath.strip('/')}"
            raise EngineError(f"cannot access path {path}: lstat {path}: no such file or directory", subject=path)
        options = dict(volume.options or ()) if volume is not None else {}
        device = options.get("device", "")
        if volume is not None and "bind" in options.get("o", "").split(",") and state.host.get(device) is None:
            raise EngineError(
                f"error while mounting volume '{volume.mountpoint}': failed to mount local volume: "
                f"mount {device}:{volume.mountpoint}, flags: 0x1000: no such file or directory"
            )
