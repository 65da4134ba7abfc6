"""The part "HostConfig" of a container: Docker's defaults, and what was asked for over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container

_MASKED = [
    "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
    "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap",
    "/sys/firmware",
]  # fmt: skip
_READ_ONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]

# Every field in Docker's order with its default; OMITTED ones are shown only where they were asked for.
_OMITTED = object()
_FIELDS: tuple[tuple[str, Any], ...] = (
    ("Binds", None), ("ContainerIDFile", ""), ("LogConfig", ("json-file", ())), ("NetworkMode", "bridge"),
    ("PortBindings", {}), ("RestartPolicy", ("no", 0)), ("AutoRemove", False), ("VolumeDriver", ""),
    ("VolumesFrom", None), ("ConsoleSize", [0, 0]), ("Annotations", _OMITTED), ("CapAdd", None), ("CapDrop", None),
    ("CgroupnsMode", "private"), ("Dns", None), ("DnsOptions", []), ("DnsSearch", []), ("ExtraHosts", None),
    ("GroupAdd", None), ("IpcMode", "private"), ("Cgroup", ""), ("Links", None), ("OomScoreAdj", 0), ("PidMode", ""),
    ("Privileged", False), ("PublishAllPorts", False), ("ReadonlyRootfs", False), ("SecurityOpt", None),
    ("StorageOpt", _OMITTED), ("Tmpfs", _OMITTED), ("UTSMode", ""), ("UsernsMode", ""), ("ShmSize", 67108864),
    ("Sysctls", _OMITTED), ("Runtime", "runc"), ("Isolation", ""), ("CpuShares", 0), ("Memory", 0), ("NanoCpus", 0),
    ("CgroupParent", ""), ("BlkioWeight", 0), ("BlkioWeightDevice", []), ("BlkioDeviceReadBps", []),
    ("BlkioDeviceWriteBps", []), ("BlkioDeviceReadIOps", []), ("BlkioDeviceWriteIOps", []), ("CpuPeriod", 0),
    ("CpuQuota", 0), ("CpuRealtimePeriod", 0), ("CpuRealtimeRuntime", 0), ("CpusetCpus", ""), ("CpusetMems", ""),
    ("Devices", []), ("DeviceCgroupRules", None), ("DeviceRequests", None), ("MemoryReservation", 0),
    ("MemorySwap", 0), ("MemorySwappiness", None), ("OomKillDisable", None), ("PidsLimit", None), ("Ulimits", []),
    ("CpuCount", 0), ("CpuPercent", 0), ("IOMaximumIOps", 0), ("IOMaximumBandwidth", 0), ("Mounts", _OMITTED),
    ("MaskedPaths", _MASKED), ("ReadonlyPaths", _READ_ONLY), ("Init", _OMITTED),
)  # fmt: skip


def host_config(container: Container) -> dict[str, Any]:
    """Return the fields in the order in which Docker prints them."""
    shown: dict[str, Any] = {}
    for name, default in _FIELDS:
        value = _value(container, name, container.options.get(name, default))
        if value is not _OMITTED:
            shown[name] = value
    return shown


def _value(container: Container, name: str, value: Any) -> Any:
    if name == "NetworkMode":
        return container.networks[0] if container.networks else "none"
    if name == "PortBindings":
        bindings: dict[str, Any] = {}
        for port, address, number in value or ():
            bindings.setdefault(port, []).append({"HostIp": address, "HostPort": number})
        return bindings
    if name == "LogConfig":
        driver, options = value
        return {"Type": driver or "json-file", "Config": dict(options)}
    if name == "RestartPolicy":
        return {"Name": value[0] or "no", "MaximumRetryCount": value[1]}
    if name in ("Tmpfs", "Sysctls", "StorageOpt", "Annotations") and value is not _OMITTED:
        return dict(value)
    if name == "Mounts" and value is not _OMITTED:
        return [_mount(*row) for row in value]
    if name == "Devices":
        return [_device(text) for text in value]
    if name == "DeviceRequests" and value is not None:
        return [_request(text) for text in value]
    if name == "Ulimits":
        return [_ulimit(text) for text in value]
    return list(value) if isinstance(value, tuple) else value


def _mount(
    kind: str, source: str, target: str, read_only: bool, options: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    shown: dict[str, Any] = {"Type": kind}
    if source:
        shown["Source"] = source
    shown["Target"] = target
    if read_only:
        shown["ReadOnly"] = True
    given = dict(options)
    if "tmpfs-size" in given or "tmpfs-mode" in given:
        tmpfs: dict[str, Any] = {}
        if given.get("tmpfs-size", "").isdecimal():
            tmpfs["SizeBytes"] = int(given["tmpfs-size"])
        if given.get("tmpfs-mode", "").isdecimal():
            tmpfs["Mode"] = int(given["tmpfs-mode"], 8)
        shown["TmpfsOptions"] = tmpfs
    return shown


def _device(text: str) -> dict[str, str]:
    host, _, rest = text.partition(":")
    inside, _, rights = rest.partition(":")
    return {"PathOnHost": host, "PathInContainer": inside or host, "CgroupPermissions": rights or "rwm"}


def _request(text: str) -> dict[str, Any]:
    """Return a --gpus text as a request: a number of devices (-1: all), or those that are named."""
    given = dict(field.partition("=")[::2] for field in text.split(",") if "=" in field)
    count = given.get("count", "" if "device" in given else text.partition(",")[0])
    number = -1 if count == "all" else int(count) if count.lstrip("-").isdecimal() else 0
    return {
        "Driver": given.get("driver", ""),
        "Count": number,
        "DeviceIDs": [given["device"]] if "device" in given else None,
        "Capabilities": [["gpu"]],
        "Options": {},
    }


def _ulimit(text: str) -> dict[str, Any]:
    name, soft, hard = ulimit_of(text)
    return {"Name": name, "Hard": hard, "Soft": soft}


def ulimit_of(text: str) -> tuple[str, int, int]:
    """Return name, soft and hard bound of "nofile=64:128"."""
    name, _, values = text.partition("=")
    soft, _, hard = values.partition(":")
    return name, int(soft or 0), int(hard or soft or 0)
