"""`docker update`."""

from __future__ import annotations

from typing import Any

from tutor.docker.commands.common import all_or_fail, each
from tutor.docker.commands.container_request import restart_policy
from tutor.docker.errors import CommandError
from tutor.docker.format.units import parse_bytes
from tutor.docker.invocation import Invocation
from tutor.docker.values import parse_cpus, parse_int
from tutor.engine.containers.lifecycle import update as update_container

_BYTES = (("memory", "Memory"), ("memory-reservation", "MemoryReservation"))
_NUMBERS = (
    ("blkio-weight", "BlkioWeight"), ("cpu-period", "CpuPeriod"), ("cpu-quota", "CpuQuota"),
    ("cpu-rt-period", "CpuRealtimePeriod"), ("cpu-rt-runtime", "CpuRealtimeRuntime"), ("cpu-shares", "CpuShares"),
    ("pids-limit", "PidsLimit"),
)  # fmt: skip
_TEXTS = (("cpuset-cpus", "CpusetCpus"), ("cpuset-mems", "CpusetMems"))


def update(invocation: Invocation) -> int:
    """Change the limits of containers."""
    if not invocation.parsed.given:
        raise CommandError("you must provide one or more flags when using this command")
    options = _options(invocation)

    def one(name: str) -> None:
        invocation.apply(update_container(invocation.state, invocation.world, name, options))
        invocation.line(name)

    return all_or_fail(each(invocation, one))


def _options(invocation: Invocation) -> tuple[tuple[str, Any], ...]:
    found: dict[str, Any] = {}
    for flag, field in _BYTES:
        if invocation.given(flag):
            found[field] = parse_bytes(invocation.text(flag))
    if invocation.given("memory-swap"):
        swap = invocation.text("memory-swap")
        found["MemorySwap"] = -1 if swap == "-1" else parse_bytes(swap)
    for flag, field in _NUMBERS:
        if invocation.given(flag):
            found[field] = parse_int(invocation.text(flag))
    if invocation.given("cpus"):
        found["NanoCpus"] = parse_cpus(invocation.text("cpus"))
    for flag, field in _TEXTS:
        if invocation.given(flag):
            found[field] = invocation.text(flag)
    if invocation.text("restart"):
        found["RestartPolicy"] = restart_policy(invocation.text("restart"))
    return tuple(found.items())
