"""What run, create and network refuse before anything is asked of the engine, and docker's own flags."""

from __future__ import annotations

import pytest

from tests.docker.lab import Lab
from tutor.docker.run_values import device_fault, domain_fault, gpu_fault, network_fault


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("all", ""),
        ('"device=0,1"', ""),
        ("x", 'invalid count (x): value must be either "all" or an integer: invalid syntax'),
        ("foo=1", "unexpected key 'foo' in 'foo=1'"),
        ("device=1,device=2", "gpu request key 'device' can be specified only once"),
        ("", "EOF"),
    ],
)
def test_gpus(text: str, wrong: str) -> None:
    assert gpu_fault(text) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("front", ""),
        ("name=front,alias=db,ip=10.0.0.5,gw-priority=3", ""),
        ("x=y", "invalid field key x"),
        ("alias=db", "network name/id is not specified"),
        ("name=a,bare", "invalid field bare"),
        ("name=a,ip=1.2.3", 'ParseAddr("1.2.3"): IPv4 address too short'),
        ("name=a,ip=1..3.4", 'ParseAddr("1..3.4"): IPv4 field must have at least one digit (at ".3.4")'),
        ("name=a,ip=1.2.3.04", 'ParseAddr("1.2.3.04"): IPv4 field has octet with leading zero'),
        ("name=a,ip=foo", 'ParseAddr("foo"): unable to parse IP'),
        ("name=a,gw-priority=x", "invalid gw-priority (x): invalid syntax"),
    ],
)
def test_networks(text: str, wrong: str) -> None:
    assert network_fault(text) == wrong


def test_devices_and_domains() -> None:
    assert device_fault("blkio-weight-device", "/dev/sda:500") == ""
    assert device_fault("blkio-weight-device", "/dev/sda:5") == "invalid weight for device: /dev/sda:5"
    assert device_fault("device-read-bps", "/dev/sda:1mb") == ""
    assert device_fault("device-read-iops", "/dev/sda:1m").startswith("invalid rate for device: /dev/sda:1m. ")
    assert device_fault("device-read-iops", "sda:1") == "bad format for device path: sda:1"
    assert [domain_fault(text) for text in (".", "a.example", "=x")] == ["", "", "=x is not a valid domain"]


def test_flags_behind_an_unknown_command_are_dockers_own() -> None:
    lab = Lab()
    assert lab.run("docker foo -v").out.startswith("Docker version ")
    wrong = lab.run("docker foo --nope")
    assert (wrong.code, wrong.err.split("\n")[0]) == (125, "unknown flag: --nope")
    assert lab.run("docker -l loud ps") == (1, "", "Unable to parse logging level: loud\n")


def test_login_and_logout() -> None:
    lab = Lab()
    no_terminal = "error: cannot perform an interactive login from a non-TTY device\n"
    assert lab.run("docker login") == (1, "", no_terminal)
    code, out, err = lab.run("docker login -u learner --password-stdin", b"layers\n")
    assert (code, out) == (0, "Login Succeeded\n")
    assert "stored unencrypted in '/home/learner/.docker/config.json'" in err
    kept = lab.fs.read("/home/learner/.docker/config.json").decode()
    assert kept == (
        '{\n\t"auths": {\n\t\t"https://index.docker.io/v1/": {\n\t\t\t"auth": "bGVhcm5lcjpsYXllcnM="\n\t\t}\n\t}\n}'
    )
    assert lab.run("docker login -u me -p ''") == (1, "", "password is empty\n")
    assert lab.run("docker logout https://r.example:5/x").out == "Removing login credentials for r.example:5\n"
