"""What the daemon refuses of HostConfig fields and health checks."""

from __future__ import annotations

from typing import Any

import pytest

from tutor.engine.containers.checks import check_health, check_options
from tutor.engine.containers.ports import port_range
from tutor.engine.errors import EngineError
from tutor.oci.config import Healthcheck


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"RestartPolicy": ("foo", 0)}, "invalid restart policy: unknown policy 'foo'; use one of "),
        ({"RestartPolicy": ("always", 3)}, "invalid restart policy: maximum retry count can only be used with"),
        ({"RestartPolicy": ("on-failure", -1)}, "invalid restart policy: maximum retry count cannot be negative"),
        ({"NanoCpus": 10**15}, "range of CPUs is from 0.01 to "),
        ({"NanoCpus": 1, "CpuQuota": 5}, "Conflicting options: Nano CPUs and CPU Quota cannot both be set"),
        ({"CpusetCpus": "x"}, "Invalid value x for cpuset cpus: invalid format: x"),
        ({"CpusetCpus": "0-99"}, "Requested CPUs are not available - requested 0-99, available: 0-"),
        ({"OomScoreAdj": 2000}, "Invalid value 2000, range for oom score adj is [-1000, 1000]"),
        ({"CapAdd": ("FOO",)}, 'invalid CapAdd: unknown capability: "CAP_FOO"'),
        ({"LogConfig": ("nope", ())}, 'error looking up logging plugin nope: plugin "nope" not found'),
        ({"LogConfig": ("", (("x", ""),))}, "unknown log opt 'x' for json-file log driver"),
        ({"IpcMode": "foo"}, "invalid IPC mode: foo"),
        ({"Runtime": "nope"}, "unknown or invalid runtime name: nope"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, Any], wrong: str) -> None:
    with pytest.raises(EngineError) as caught:
        check_options(options)
    assert caught.value.message.startswith(wrong)


def test_options_that_do() -> None:
    check_options({"RestartPolicy": ("on-failure", 3), "NanoCpus": 500_000_000, "CapAdd": ("cap_sys_admin", "NET_RAW")})
    check_health(Healthcheck(("CMD", "x"), interval=10**9))


def test_a_health_check_takes_a_millisecond_at_least() -> None:
    with pytest.raises(EngineError, match="Interval in Healthcheck cannot be less than 1ms"):
        check_health(Healthcheck(("CMD", "x"), interval=1))


def test_ranges_of_ports() -> None:
    assert port_range("80-81/UDP") == ["80/udp", "81/udp"]
    for text, wrong in (
        ("x", "invalid start port 'x': invalid syntax"),
        ("1-", "invalid end port '': value is empty"),
        ("99999", "invalid start port '99999': value out of range"),
        ("3-1", "invalid port range: 3-1"),
    ):
        with pytest.raises(EngineError) as caught:
            port_range(text)
        assert caught.value.message == wrong


def test_the_ports_column_has_ranges_first() -> None:
    from types import SimpleNamespace

    from tutor.engine.containers.ports import shown

    rows = (("80/tcp", "0.0.0.0", "8080"), ("7000/tcp", "127.0.0.1", "7000"), ("7001/tcp", "127.0.0.1", "7001"))
    config = SimpleNamespace(exposed_ports=("80/tcp", "7000/tcp", "7001/tcp", "53/udp"))
    container: Any = SimpleNamespace(is_running=True, ports=rows, config=config)
    assert shown(container) == (
        "53/udp, 127.0.0.1:7000-7001->7000-7001/tcp, 0.0.0.0:8080->80/tcp, [::]:8080->80/tcp"
    )
