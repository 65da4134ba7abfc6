from __future__ import annotations

import pytest

from tutor.docker.mounts import MountSpec, mount_fault, parse_mount
from tutor.docker.spec import Flag
from tutor.docker.values import fault, filters, parse_cpus, parse_int


@pytest.mark.parametrize(
    ("kind", "name", "good", "bad", "message"),
    [
        ("bool", "quiet", "T", "yes", 'strconv.ParseBool: parsing "yes": invalid syntax'),
        ("int", "last", "0x10", "1.5", 'strconv.ParseInt: parsing "1.5": invalid syntax'),
        ("int", "last", "-7", "9" * 20, f'strconv.ParseInt: parsing "{"9" * 20}": value out of range'),
        ("uint16", "blkio-weight", "500", "-1", 'strconv.ParseUint: parsing "-1": invalid syntax'),
        ("uint16", "blkio-weight", "65535", "65536", 'strconv.ParseUint: parsing "65536": value out of range'),
        ("duration", "timeout", "1h", "30", 'time: missing unit in duration "30"'),
        ("bytes", "memory", "1g", "lots", "invalid size: 'lots'"),
        ("bytes", "memory-swap", "-1", "-2", "invalid size: '-2'"),
        ("decimal", "cpus", "0.5", "x", "failed to parse x as a rational number"),
        ("decimal", "cpus", "1/2", "1e-10", "value is too precise"),
        ("filter", "filter", "a=b", "a", "bad format of filter (expected name=value)"),
        ("list", "label", "a", "=x", "invalid label '=x': empty name"),
        ("list", "label", "a=b c", "a b=c", "label 'a b=c' contains whitespaces"),
        ("list", "env", "A", "=x", "invalid environment variable: =x"),
        ("list", "attach", "STDIN", "x", "valid streams are STDIN, STDOUT and STDERR"),
        ("list", "dns", "8.8.8.8", "8.8.8", "IP address is not correctly formatted: 8.8.8"),
        ("list", "dns", "2001:db8::1", "1::2::3", "IP address is not correctly formatted: 1::2::3"),
        ("list", "add-host", "db:10.0.0.5", "db", 'bad format for add-host: "db"'),
        ("list", "add-host", "db=[::1]", "db:x", 'invalid IP address in add-host: "x"'),
        ("list", "add-host", "db:host-gateway", ":1", 'bad format for add-host: ":1"'),
        ("list", "link", "a:b", "a:b:c", "bad format for links: a:b:c"),
        ("list", "device-cgroup-rule", "c 1:3 mr", "x", "invalid device cgroup format 'x'"),
        ("ip", "ip", "10.0.0.1", "x", 'failed to parse IP: "x"'),
        ("map", "sysctl", "net.x=1", "a=1", "sysctl 'a=1' is not allowed"),
        ("ulimit", "ulimit", "nofile=1:2", "nofile", "invalid ulimit argument: nofile"),
        ("ulimit", "ulimit", "nofile=-1", "x=1", "invalid ulimit type: x"),
        (
            "ulimit",
            "ulimit",
            "core=0",
            "nofile=2:1",
            "ulimit soft limit must be less than or equal to hard limit: 2 > 1",
        ),
    ],
)
def test_each_type_says_what_it_does_not_take(kind: str, name: str, good: str, bad: str, message: str) -> None:
    flag = Flag(name, kind)
    assert fault(flag, good) == ""
    assert fault(flag, bad) == message


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("017", 15), ("0b11", 3), ("0o17", 15), ("+5", 5), ("1_000", 1000)]
)
def test_go_integers(text: str, number: int) -> None:
    assert parse_int(text) == number


@pytest.mark.parametrize(
    ("text", "nanos"), [("1.5", 1_500_000_000), ("2", 2 * 10**9), ("1/4", 25 * 10**7), ("1e-3", 10**6)]
)
def test_cpus(text: str, nanos: int) -> None:
    assert parse_cpus(text) == nanos


def test_filters_are_cleaned() -> None:
    assert filters((" Dangling = true ", "", "=x", "label=A=b")) == ("dangling=true", "=x", "label=A=b")


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("src=data,dst=/x", MountSpec("volume", "data", "/x", False, ())),
        ("type=bind,source=.,target=/w,ro", MountSpec("bind", ".", "/w", True, ())),
        ("type=bind,src=/a,dst=/b,readonly=false", MountSpec("bind", "/a", "/b", False, ())),
        ("type=tmpfs,dst=/t,tmpfs-size=1m", MountSpec("tmpfs", "", "/t", False, (("tmpfs-size", "1048576"),))),
        ('type=volume,dst=/x,"volume-opt=o=a,b"', MountSpec("volume", "", "/x", False, (("volume-opt", "o=a,b"),))),
    ],
)
def test_mounts(text: str, spec: MountSpec) -> None:
    assert parse_mount(text) == spec


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "value is empty"),
        ("nosuch", "invalid field 'nosuch' must be a key=value pair"),
        ("src=", "invalid value for 'src': value is empty"),
        ("src= x", "invalid value for 'src' in 'src= x': value should not have whitespace"),
        (" x=1", "unknown option 'x' in 'x=1'"),
        ("a =1", "invalid option 'a' in 'a =1': option should not have whitespace"),
        ("type=bind,volume-nocopy", "cannot mix 'volume-*' options with mount type 'bind'"),
        ("type=tmpfs,tmpfs-size=x", "invalid value for tmpfs-size: x"),
        (
            "ro=maybe",
            "invalid value for 'ro': invalid boolean value (\"maybe\"): "
            'must be one of "true", "1", "false", or "0" (default "true")',
        ),
        (
            "type=bind,bind-recursive=readonly",
            "option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction",
        ),
    ],
)
def test_bad_mounts(text: str, message: str) -> None:
    assert mount_fault(text) == message
