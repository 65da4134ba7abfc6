"""`docker system info`."""

from __future__ import annotations

from typing import Any

from tutor.docker import release
from tutor.docker.commands.system_version import KERNEL
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine import eras
from tutor.engine.containers.checks import CPUS
from tutor.engine.listing import list_images

_MEMORY = 8 * 1024**3


def info(invocation: Invocation) -> int:
    """Show facts about the simulated engine."""
    data = _facts(invocation)
    form = invocation.text("format")
    if not form:
        invocation.out(_page(data))
        return 0
    from tutor.gotemplate import DOCKER, ExecError, ParseError, Struct, Template

    try:
        template = Template.parse("{{json .}}" if form == "json" else form, DOCKER)
    except ParseError as error:
        raise CommandError(f"template parsing error: {error}", 64) from None
    try:
        invocation.line(template.render(Struct("system.dockerInfo", data)))
    except ExecError as error:
        raise CommandError(str(error)) from None
    return 0


def _facts(invocation: Invocation) -> dict[str, Any]:
    """Return the facts by the names that templates use, in the order in which JSON has them."""
    state = invocation.state
    era = eras.of(state)
    containers = [container.status for _, container in state.containers.items()]
    running, paused = containers.count("running"), containers.count("paused")
    return {
        "ID": "1a3e1a3e-0000-4000-8000-000000000001",
        "Containers": len(containers),
        "ContainersRunning": running,
        "ContainersPaused": paused,
        "ContainersStopped": len(containers) - running - paused,
        "Images": len(list_images(state, invocation.world, all=True)),
        "Driver": era.driver,
        "DriverStatus": [list(fact) for fact in era.driver_facts],
        "Plugins": {
            "Volume": ["local"],
            "Network": ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
            "Log": ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "splunk", "syslog"],
        },
        "MemoryLimit": True,
        "SwapLimit": True,
        "CPUShares": True,
        "CPUSet": True,
        "PidsLimit": True,
        "IPv4Forwarding": True,
        "Debug": False,
        "NFd": 24,
        "OomKillDisable": False,
        "NGoroutines": 41,
        "LoggingDriver": "json-file",
        "CgroupDriver": "systemd",
        "CgroupVersion": "2",
        "KernelVersion": KERNEL,
        "OperatingSystem": "Layerwise (simulated)",
        "OSVersion": "",
        "OSType": "linux",
        "Architecture": "x86_64",
        "IndexServerAddress": "https://index.docker.io/v1/",
        "NCPU": CPUS,
        "MemTotal": _MEMORY,
        "DockerRootDir": "/var/lib/docker",
        "Name": invocation.process.host.hostname,
        "Labels": [],
        "ExperimentalBuild": False,
        "ServerVersion": release.of(invocation.process).version,
        "DefaultRuntime": "runc",
        "Swarm": {
            "NodeID": "",
            "NodeAddr": "",
            "LocalNodeState": "inactive",
            "ControlAvailable": False,
            "Error": "",
            "RemoteManagers": None,
        },
        "LiveRestoreEnabled": False,
        "InitBinary": "docker-init",
        "SecurityOptions": ["name=seccomp,profile=builtin", "name=cgroupns"],
        "Warnings": None,
    }


def _page(data: dict[str, Any]) -> str:
    plugins = data["Plugins"]
    lines = [
        "Client:",
        f" Version:    {data['ServerVersion']}",
        " Context:    default",
        " Debug Mode: false",
        " Plugins:",
        "  buildx: Docker Buildx (Docker Inc.)",
        "",
        "Server:",
        f" Containers: {data['Containers']}",
        f"  Running: {data['ContainersRunning']}",
        f"  Paused: {data['ContainersPaused']}",
        f"  Stopped: {data['ContainersStopped']}",
        f" Images: {data['Images']}",
        f" Server Version: {data['ServerVersion']}",
        f" Storage Driver: {data['Driver']}",
        *(f"  {name}: {value}" for name, value in data["DriverStatus"]),
        " Logging Driver: json-file",
        " Cgroup Driver: systemd",
        " Cgroup Version: 2",
        " Plugins:",
        f"  Volume: {' '.join(plugins['Volume'])}",
        f"  Network: {' '.join(plugins['Network'])}",
        f"  Log: {' '.join(plugins['Log'])}",
        " Swarm: inactive",
        " Runtimes: io.containerd.runc.v2 runc",
        " Default Runtime: runc",
        " Init Binary: docker-init",
        " Security Options:",
        "  seccomp",
        "   Profile: builtin",
        "  cgroupns",
        f" Kernel Version: {data['KernelVersion']}",
        f" Operating System: {data['OperatingSystem']}",
        " OSType: linux",
        " Architecture: x86_64",
        f" CPUs: {CPUS}",
        f" Total Memory: {_MEMORY // 1024**3}GiB",
        f" Name: {data['Name']}",
        f" ID: {data['ID']}",
        " Docker Root Dir: /var/lib/docker",
        " Debug Mode: false",
        " Experimental: false",
        " Live Restore Enabled: false",
        "",
    ]
    return "\n".join(lines) + "\n"
