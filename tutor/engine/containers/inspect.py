"""Everything about one container, in the order in which `docker inspect` prints it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tutor.engine import eras, ids
from tutor.engine.containers import find
from tutor.engine.containers.host_config import host_config
from tutor.engine.containers.ports import sort_key
from tutor.engine.inspect_image import clock
from tutor.oci.timestamp import ZERO

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container, Mount
    from tutor.engine.state import State
    from tutor.engine.world import World

_FOLDER = "/var/lib/docker/containers"


def inspect_container(state: State, world: World, container: str, *, size: bool = False) -> dict[str, Any]:
    """Return the container as ordered dicts, lists and scalars ready for Go's JSON. Raises EngineError.

    With `size` there are SizeRw and SizeRootFs, in bytes.
    """
    era = eras.of(state)
    target = find.resolve(state, container)
    argv = target.config.argv
    folder = f"{_FOLDER}/{target.id}"
    json_log = target.option("LogConfig", ("", ()))[0] in ("", "json-file")
    shown: dict[str, Any] = {
        "Id": target.id,
        "Created": clock(target.created),
        "Path": argv[0] if argv else "",
        "Args": list(argv[1:]),
        "State": _state(target),
        "Image": era.id_of(state, target.image),
        "ResolvConfPath": f"{folder}/resolv.conf" if target.started else "",
        "HostnamePath": f"{folder}/hostname" if target.started else "",
        "HostsPath": f"{folder}/hosts" if target.started else "",
        "LogPath": f"{folder}/{target.id}-json.log" if target.started and json_log else "",
        "Name": f"/{target.name}",
        "RestartCount": target.restarts,
        "Driver": era.driver,
        "Platform": "linux",
        "MountLabel": "",
        "ProcessLabel": "",
        "AppArmorProfile": "",
        "ExecIDs": None,
        "HostConfig": host_config(target),
        **era.container_storage(target.chain, target.id),
    }
    if size:
        from tutor.engine.containers.views import size_of

        shown["SizeRw"], shown["SizeRootFs"] = size_of(state, target)
    shown["Mounts"] = [_mount(mount) for mount in target.mounts if mount.asked != "tmpfs"]
    shown["Config"] = config_of(target)
    shown["NetworkSettings"] = _network_settings(state, target)
    if not eras.is_graph(state):
        shown["ImageManifestDescriptor"] = _manifest(state, target)
    return shown


def _time(seconds: float) -> str:
    return clock(seconds) if seconds else ZERO


def _state(container: Container) -> dict[str, Any]:
    from tutor.engine.containers.listing import health_of

    running = container.is_running or container.status == "restarting"
    shown: dict[str, Any] = {
        "Status": container.status,
        "Running": running,
        "Paused": container.status == "paused",
        "Restarting": container.status == "restarting",
        "OOMKilled": False,
        "Dead": container.status == "dead",
        "Pid": container.pid if container.is_running else 0,
        "ExitCode": container.exit_code,
        "Error": container.error,
        "StartedAt": _time(container.started),
        "FinishedAt": _time(container.finished),
    }
    if container.health is not None:
        shown["Health"] = {
            "Status": health_of(container),
            "FailingStreak": container.health.failing_streak,
            "Log": [
                {"Start": clock(probe.start), "End": clock(probe.end), "ExitCode": probe.code, "Output": probe.output}
                for probe in container.health.log
            ],
        }
    return shown


def _mount(mount: Mount) -> dict[str, Any]:
    shown: dict[str, Any] = {"Type": mount.kind}
    if mount.kind == "volume":
        shown["Name"] = mount.source
        shown["Source"] = f"/var/lib/docker/volumes/{mount.source}/_data"
    elif mount.kind == "image":
        shown["Name"] = mount.source
        place = sha256(f"{mount.target} {mount.options}".encode()).hexdigest()
        shown["Source"] = f"/var/lib/docker/rootfs/overlayfs/{place}"
    else:
        shown["Source"] = mount.source
    shown["Destination"] = mount.target
    if mount.kind == "volume":
        shown["Driver"] = "local"
    mode = mount.mode or ("z" if mount.kind == "volume" and mount.asked != "image" else "")
    shown["Mode"] = mode
    shown["RW"] = not mount.read_only
    shown["Propagation"] = "rprivate" if mount.kind in ("bind", "image") else ""
    return shown


def config_of(container: Container) -> dict[str, Any]:
    """Return the part "Config" of a container."""
    config = container.config
    shown: dict[str, Any] = {
        "Hostname": config.hostname,
        "Domainname": config.domainname,
        "User": config.user,
        "AttachStdin": config.attach_stdin,
        "AttachStdout": config.attach_stdout,
        "AttachStderr": config.attach_stderr,
    }
    if config.exposed_ports:
        shown["ExposedPorts"] = {port: {} for port in config.exposed_ports}
    shown.update(
        {
            "Tty": config.tty,
            "OpenStdin": config.open_stdin,
            "StdinOnce": config.stdin_once,
            "Env": list(config.environment),
            "Cmd": None if config.command is None else list(config.command),
        }
    )
    if config.healthcheck is not None:
        shown["Healthcheck"] = config.healthcheck.to_json()
    shown["Image"] = config.image
    shown["Volumes"] = {path: {} for path in config.volumes} or None
    shown["WorkingDir"] = config.workdir
    shown["Entrypoint"] = None if config.entrypoint is None else list(config.entrypoint)
    shown["Labels"] = dict(config.labels)
    if config.stop_signal:
        shown["StopSignal"] = config.stop_signal
    if config.stop_timeout is not None:
        shown["StopTimeout"] = config.stop_timeout
    if config.shell:
        shown["Shell"] = list(config.shell)
    return shown


def _network_settings(state: State, container: Container) -> dict[str, Any]:
    ports: dict[str, Any] = {}
    if container.is_running:
        for port in sorted({*container.config.exposed_ports, *(row[0] for row in container.ports)}, key=sort_key):
            rows = [row for row in container.ports if row[0] == port]
            hosts = [
                {"HostIp": side, "HostPort": number}
                for _, address, number in rows
                for side in (("0.0.0.0", "::") if address == "0.0.0.0" else (address,))
            ]
            ports[port] = hosts or None
    running = container.is_running
    sandbox = ids.fixed(state, f"sandbox {container.id}") if running else ""
    return {
        "SandboxID": sandbox,
        "SandboxKey": f"/var/run/docker/netns/{sandbox[:12]}" if running else "",
        "Ports": ports,
        "Networks": {name: _network(state, container, name) for name in container.networks},
    }


def _network(state: State, container: Container, name: str) -> dict[str, Any]:
    from tutor.engine.endpoints import asked
    from tutor.engine.networks import address_of, find, mac_of

    wanted, aliases = asked(container, name)
    network = find(state, name)
    address = address_of(state, network, container) if network is not None else ""
    running = container.is_running and network is not None
    names = [container.name, *(aliases or ()), container.short_id]
    return {
        "IPAMConfig": {"IPv4Address": wanted} if wanted else None,
        "Links": None,
        "Aliases": None if aliases is None else list(aliases),
        "DriverOpts": None,
        "GwPriority": 0,
        "NetworkID": network.id if container.started and network is not None else "",
        "EndpointID": ids.fixed(state, f"endpoint {network.id} {container.id}") if running and network else "",
        "Gateway": network.gateway if running and network is not None and not network.internal else "",
        "IPAddress": address,
        "MacAddress": mac_of(address),
        "IPPrefixLen": int(network.subnet.partition("/")[2]) if address and network is not None else 0,
        "IPv6Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "DNSNames": None if name in ("bridge", "host", "none") else names,
    }


def _manifest(state: State, container: Container) -> dict[str, Any]:
    from tutor.engine import contents
    from tutor.oci.platform import Platform

    manifest = contents.manifest(state, container.manifest)
    platform = Platform.parse(container.platform)
    if manifest is None:
        return {"mediaType": "", "digest": container.manifest, "size": 0, "platform": platform.to_json()}
    return manifest.descriptor(platform=platform).to_json()
