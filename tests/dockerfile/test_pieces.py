"""Excerpts, ports, mounts, durations, suggestions, signals, RUN arguments, stage plans."""

from __future__ import annotations

import pytest

from tutor.dockerfile import ParseError, excerpt, parse, plan
from tutor.dockerfile.durations import parse_duration, parse_size
from tutor.dockerfile.instructions import Run
from tutor.dockerfile.mounts import Mount, parse_mount
from tutor.dockerfile.plan import Source
from tutor.dockerfile.ports import Ports, parse_ports
from tutor.dockerfile.runs import Execution, execution
from tutor.dockerfile.signals import is_signal
from tutor.dockerfile.text import quote, suggestion

FIVE = "FROM a\nRUN b\nRUN c\nRUN d\nRUN e\n"


def test_an_excerpt_shows_two_lines_around_one() -> None:
    assert excerpt(FIVE, "Dockerfile", (3, 3)).splitlines() == [
        "Dockerfile:3",
        "--------------------",
        "   1 |     FROM a",
        "   2 |     RUN b",
        "   3 | >>> RUN c",
        "   4 |     RUN d",
        "   5 |     RUN e",
        "--------------------",
    ]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [((1, 1), [1, 2, 3]), ((6, 6), [4, 5, 6]), ((2, 3), [1, 2, 3, 4]), ((1, 6), [1, 2, 3, 4, 5, 6])],
)
def test_the_lines_of_an_excerpt(lines: tuple[int, int], shown: list[int]) -> None:
    rows = excerpt(FIVE, "D", lines).splitlines()[2:-1]
    assert [int(row.split("|")[0]) for row in rows] == shown
    marked = [int(row.split("|")[0]) for row in rows if "| >>>" in row]
    assert marked == list(range(lines[0], lines[1] + 1))


@pytest.mark.parametrize("lines", [None, (0, 0), (9, 9)])
def test_no_place_no_excerpt(lines: tuple[int, int] | None) -> None:
    assert excerpt(FIVE, "D", lines) == ""


@pytest.mark.parametrize(
    ("word", "ports"),
    [
        ("80", Ports(("80/tcp",), False, False)),
        ("53/UDP", Ports(("53/udp",), True, False)),
        ("8000-8002/tcp", Ports(("8000/tcp", "8001/tcp", "8002/tcp"), False, False)),
        ("127.0.0.1:8080:80", Ports(("80/tcp",), False, True)),
        ("[::1]:8080:80", Ports(("80/tcp",), False, True)),
        ("8080-8081:80", Ports(("80/tcp",), False, True)),
    ],
)
def test_ports(word: str, ports: Ports) -> None:
    assert parse_ports(word) == ports


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ("http", "invalid containerPort: http"),
        ("99999", "invalid containerPort: 99999"),
        ("90-80", "invalid containerPort: 90-80"),
        ("/tcp", 'invalid port: "/tcp": no port specified'),
        ("80/icmp", 'invalid port: "80/icmp": invalid proto: icmp'),
        ("host:80:80", "invalid IP address: host"),
        ("x:80", "invalid hostPort: x"),
        ("1-3:80-81", "invalid ranges specified for container and host Ports: 80-81 and 1-3"),
    ],
)
def test_bad_ports(word: str, problem: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_ports(word)
    assert caught.value.message == problem


def test_mounts() -> None:
    assert parse_mount("target=/x,from=$F,rw", lambda text: text.replace("$F", "b")) == Mount(
        target="/x", from_="b", read_only=False
    )
    assert parse_mount("type=cache,dst=/c,id=k,sharing=LOCKED,mode=0700,uid=5") == Mount(
        type="cache", target="/c", id="k", sharing="locked", mode=0o700, uid=5, read_only=False
    )
    assert parse_mount('type=secret,id=s,"target=/a,b",required').target == "/a,b"
    assert parse_mount("type=tmpfs,target=/t,size=64m").size == 64 << 20


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("type=disk", 'unsupported mount type "disk"'),
        ("type=cach", 'unsupported mount type "cach" (did you mean cache?)'),
        ("type=cache,taget=/x", "unexpected key 'taget' in 'taget=/x' (did you mean target?)"),
        ("type=bind,required", "unexpected key 'required' for mount type 'bind'"),
        ("target", "invalid field 'target' must be a key=value pair"),
        ("type=cache,ro=maybe", "invalid value for ro: maybe"),
        ("type=bind,mode=7", 'mode not allowed for "bind" type mounts'),
        ("type=cache,mode=9", "invalid value 9 for mode"),
        ("type=secret", "invalid secret mount. one of source, target required"),
        ("type=bind,sharing=locked", "invalid cache sharing set for bind mount"),
        ('type="x', 'failed to parse csv mounts: parse error on line 1, column 6: bare " in non-quoted field'),
    ],
)
def test_bad_mounts(text: str, problem: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_mount(text)
    assert caught.value.message == problem


@pytest.mark.parametrize(
    ("text", "nanoseconds"), [("0", 0), ("1h2m3s", 3_723_000_000_000), ("1.5ms", 1_500_000), ("-2s", -2_000_000_000)]
)
def test_durations(text: str, nanoseconds: int) -> None:
    assert parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("30", 'time: missing unit in duration "30"'),
        ("x", 'time: invalid duration "x"'),
        ("5sec", 'time: unknown unit "sec" in duration "5sec"'),
        ("", 'time: invalid duration ""'),
    ],
)
def test_bad_durations(text: str, problem: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_duration(text)
    assert caught.value.message == problem


def test_sizes() -> None:
    sizes = [parse_size(text) for text in ("100", "64m", "1.5GiB", "2kb", "x", "")]
    assert sizes == [100, 64 << 20, 3 << 29, 2048, None, None]


def test_suggestions() -> None:
    assert suggestion("RUM", ["RUN", "ENV"]) == "RUN"
    assert suggestion("coppy", ["COPY", "CMD"], fold_case=True) == "copy"
    assert suggestion("chwon", ["chmod", "chown", "from"]) == "chown"
    assert suggestion("INSTALL", ["RUN", "ENV"]) == ""
    assert suggestion("run", ["run"]) == ""


def test_quotes_as_go() -> None:
    assert quote('a"\\\n\x01é\u200b') == r'"a\"\\\n\x01é\u200b"'


def test_signals() -> None:
    known = ("SIGTERM", "term", "9", "SIGRTMIN+3", "0", "SIGNOPE", "")
    assert [is_signal(name) for name in known] == [True, True, True, True, False, False, False]


def run(text: str) -> Execution:
    item = parse(f"FROM a\n{text}\n").stages[0].instructions[0]
    assert isinstance(item, Run)
    return execution(item, ("/bin/sh", "-ec"))


def test_what_a_run_executes() -> None:
    assert run("RUN echo a").args == ("/bin/sh", "-ec", "echo a")
    assert run('RUN ["echo", "a"]').args == ("echo", "a")
    script = run("RUN <<EOF\nset -e\nls\nEOF")
    assert (script.args, script.label) == (("/bin/sh", "-ec", "set -e\nls\n"), "RUN <<EOF (set -e...)")
    fed = run("RUN cat <<A <<B\n1\nA\n2\nB")
    assert fed.args[2] == "cat <<A <<B\n1\nA\n2\nB"
    awk = run("RUN <<-S\n\t#!/bin/awk -f\n\tBEGIN {}\n\tS")
    assert (awk.args[2], awk.file) == ("/dev/pipes/S", ("S", "#!/bin/awk -f\nBEGIN {}\n"))


STAGES = """ARG V=1
FROM alpine:${V} AS base
FROM base AS build
RUN --mount=type=bind,from=tools,target=/t make
FROM busybox AS tools
FROM scratch
COPY --from=build /a /a
COPY --from=0 /b /b
COPY --from=nginx:1.27 /c /c
FROM base AS unused
"""


def test_a_plan() -> None:
    made = plan(parse(STAGES), {"V": "2"}, target="UNUSED")
    assert (made.target, made.needed) == (4, (0, 4))
    assert [stage.image for stage in made.stages] == ["alpine:2", "base", "busybox", "scratch", "base"]
    assert [stage.parent for stage in made.stages] == [None, 0, None, None, 0]
    assert [stage.name for stage in made.stages] == ["base", "build", "tools", "stage-3", "unused"]
    assert made.stages[3].sources == ((Source(1, "build"),), (Source(0),), (Source(None, "nginx:1.27"),))
    assert plan(parse(STAGES.replace("FROM base AS unused\n", ""))).needed == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("text", "problem", "lines"),
    [
        ("ARG B\nFROM ${B}\n", "base name (${B}) should not be blank", (2, 2)),
        ("FROM ${X:?no}\n", 'failed to process "${X:?no}": X: no', (1, 1)),
        ("FROM --platform=$NO a\n", "empty platform value from expression $NO", (1, 1)),
        ("FROM a\nCOPY --from=5 x y\n", "invalid stage index 5", None),
        ("FROM a AS x\nCOPY --from=x a b\n", "circular dependency detected on stage: x", (2, 2)),
    ],
)
def test_bad_plans(text: str, problem: str, lines: tuple[int, int] | None) -> None:
    with pytest.raises(ParseError) as caught:
        plan(parse(text))
    assert (caught.value.message, caught.value.lines) == (problem, lines)


def test_a_target_that_is_not_there() -> None:
    with pytest.raises(ParseError, match=r'^target stage "tolls" could not be found \(did you mean tools\?\)$'):
        plan(parse(STAGES), target="tolls")


def test_predefined_arguments() -> None:
    arguments = plan(parse("FROM a\n"), platform="linux/arm64/v8").arguments
    assert (arguments["TARGETPLATFORM"], arguments["TARGETARCH"]) == ("linux/arm64/v8", "arm64")
    assert (arguments["TARGETVARIANT"], arguments["BUILDPLATFORM"]) == ("v8", "linux/amd64")
