"""What the daemon refuses of a container's HostConfig and health check, before a container is made or changed.

One rule: nothing here looks at more than the options themselves; what needs other containers, files or networks is
checked where those are looked up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.engine.errors import invalid

if TYPE_CHECKING:
    from tutor.oci.config import Healthcheck

CPUS = 4
"""The processors of the machine that the engine runs on."""

_LEAST_MEMORY = 6 << 20
_BILLION = 1_000_000_000
_LEAST_HEALTH = 1_000_000
_POLICIES = ("", "no", "always", "on-failure", "unless-stopped")
_DRIVERS = (
    "", "awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "none", "splunk", "syslog",
)  # fmt: skip
_LOG_OPTIONS = ("compress", "env", "env-regex", "labels", "labels-regex", "max-file", "max-size", "tag")
_COMMON_LOG_OPTIONS = ("max-buffer-size", "mode")
_RUNTIMES = ("", "runc", "io.containerd.runc.v2")
_CAPABILITIES = frozenset({
    "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN",
    "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE",
    "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST",
    "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT",
    "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG",
    "WAKE_ALARM", "ALL",
})  # fmt: skip


def check_options(options: dict[str, Any]) -> None:
    """Refuse HostConfig fields, by their names in `docker inspect`, that make no sense. Raises EngineError."""
    check_memory(options)
    _check_processors(options)
    score = options.get("OomScoreAdj") or 0
    if not -1000 <= score <= 1000:
        raise invalid(f"Invalid value {score}, range for oom score adj is [-1000, 1000]")
    check_restart(options.get("RestartPolicy") or ("", 0))
    for field in ("CapAdd", "CapDrop"):
        for text in options.get(field) or ():
            name = text.upper().removeprefix("CAP_")
            if name not in _CAPABILITIES:
                raise invalid(f'invalid {field}: unknown capability: "CAP_{name}"', text)
    _check_log(*(options.get("LogConfig") or ("", ())))
    _check_modes(options)


def check_memory(options: dict[str, Any]) -> None:
    """Refuse limits of memory that make no sense. Raises EngineError."""
    memory = options.get("Memory") or 0
    if 0 < memory < _LEAST_MEMORY:
        raise invalid("Minimum memory limit allowed is 6MB")
    swap = options.get("MemorySwap") or 0
    if memory and swap > 0 and swap < memory:
        raise invalid("Minimum memoryswap limit should be larger than memory limit, see usage")
    if not memory and swap > 0:
        raise invalid("You should always set the Memory limit when using Memoryswap limit, see usage")
    reservation = options.get("MemoryReservation") or 0
    if memory and reservation > memory:
        raise invalid("Minimum memory limit can not be less than memory reservation limit, see usage")


def check_restart(policy: tuple[str, int]) -> None:
    """Refuse a restart policy that is none. Raises EngineError."""
    name, count = policy
    if name not in _POLICIES:
        known = "use one of 'no', 'always', 'on-failure', or 'unless-stopped'"
        raise invalid(f"invalid restart policy: unknown policy '{name}'; {known}", name)
    if count < 0:
        raise invalid("invalid restart policy: maximum retry count cannot be negative", name)
    if count and name != "on-failure":
        raise invalid("invalid restart policy: maximum retry count can only be used with 'on-failure'", name)


def check_health(health: Healthcheck | None) -> None:
    """Refuse times of a health check that are too short. Raises EngineError."""
    if health is None:
        return
    times = (
        ("Interval", health.interval),
        ("Timeout", health.timeout),
        ("StartPeriod", health.start_period),
        ("StartInterval", health.start_interval),
    )
    for name, value in times:
        if 0 < value < _LEAST_HEALTH:
            raise invalid(f"{name} in Healthcheck cannot be less than 1ms", name)


def _check_processors(options: dict[str, Any]) -> None:
    nano = options.get("NanoCpus") or 0
    for field, name in (("CpuPeriod", "CPU Period"), ("CpuQuota", "CPU Quota")):
        if nano > 0 and options.get(field):
            raise invalid(f"Conflicting options: Nano CPUs and {name} cannot both be set")
    if nano < 0 or nano > CPUS * _BILLION:
        raise invalid(f"range of CPUs is from 0.01 to {CPUS}.00, as there are only {CPUS} CPUs available")
    shares = options.get("CpuShares") or 0
    if shares < 0:
        raise invalid(f"invalid CPU shares ({shares}): value must be a positive integer")
    period, quota = options.get("CpuPeriod") or 0, options.get("CpuQuota") or 0
    if period and not 1000 <= period <= 1_000_000:
        raise invalid("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)")
    if 0 < quota < 1000:
        raise invalid("CPU cfs quota can not be less than 1ms (i.e. 1000)")
    for field, kind, most, things in (
        ("CpusetCpus", "cpus", CPUS - 1, "CPUs"),
        ("CpusetMems", "mems", 0, "memory nodes"),
    ):
        text = options.get(field) or ""
        if text:
            _check_set(text, kind, most, things)
    weight = options.get("BlkioWeight") or 0
    if weight and not 10 <= weight <= 1000:
        raise invalid("Range of blkio weight is from 10 to 1000")


def _check_set(text: str, kind: str, most: int, things: str) -> None:
    """Refuse a list of processors or memory nodes ("0-2,4") that is none, or names some that there are not."""
    for part in text.split(","):
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            raise invalid(f"Invalid value {text} for cpuset {kind}: invalid format: {part}", text)
        if int(match[2] or match[1]) > most:
            there = f"0-{most}" if most else "0"
            raise invalid(f"Requested {things} are not available - requested {text}, available: {there}", text)


def _check_log(driver: str, options: tuple[tuple[str, str], ...]) -> None:
    if driver not in _DRIVERS:
        raise invalid(f'error looking up logging plugin {driver}: plugin "{driver}" not found', driver)
    if driver in ("", "json-file"):
        for name, _ in options:
            if name not in _LOG_OPTIONS and name not in _COMMON_LOG_OPTIONS:
                raise invalid(f"unknown log opt '{name}' for json-file log driver", name)


def _check_modes(options: dict[str, Any]) -> None:
    ipc = options.get("IpcMode") or ""
    if ipc not in ("", "none", "host", "private", "shareable") and not ipc.startswith("container:"):
        raise invalid(f"invalid IPC mode: {ipc}", ipc)
    isolation = options.get("Isolation") or ""
    if isolation.lower() not in ("", "default"):
        raise invalid(f"invalid isolation ({isolation}): linux only supports 'default'", isolation)
    runtime = options.get("Runtime") or ""
    if runtime not in _RUNTIMES:
        raise invalid(f"unknown or invalid runtime name: {runtime}", runtime)
