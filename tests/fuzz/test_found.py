"""What fuzzing found, each kept as a case of its own."""

from __future__ import annotations

import warnings

import pytest

from tests.fuzz.targets import base, execute
from tests.support import sandbox
from tutor.docker.values import parse_cpus
from tutor.engine.networks import predefined
from tutor.engine.patterns import matches_reference
from tutor.session.drawing.blocks import walk
from tutor.session.picture import picture
from tutor.session.stack import Forest
from tutor.shell.limits import Limits
from tutor.shell.patterns import matches

ALPINE = "docker.io/library/alpine:3.20"


def test_a_program_that_writes_without_end_is_stopped_at_the_hosts_prompt_too() -> None:
    for line in ("yes", "yes >&2", "yes > file", "yes > /dev/null"):
        rehearsal = sandbox.session().rehearse(line, Limits(steps=1000, output=50_000))
        assert rehearsal.state is None, line
        assert "long" in rehearsal.reason


def test_a_shell_pattern_with_an_unknown_class_alone_matches_nothing() -> None:
    assert not matches("[[:9lpha:]]", "a")
    assert matches("[![:9lpha:]]", "a")


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("[a--]lpine", False),  # Go: a range without an end is a bad pattern, which fits nothing
        ("[%--a]*", False),
        ("[a-z]lpine", True),
        (r"[\a-z]lpine", True),
        ("[^b-z]lpine", True),
        ("[^a-z]lpine", False),
        ("[z-a]lpine", False),
        ("[&&a]lpine", True),
        ("a" + "*" * 200 + "x", False),
    ],
)
def test_sets_in_reference_patterns_are_gos(pattern: str, fits: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert matches_reference(pattern, ALPINE) is fits


def test_cpus_divided_by_nothing_are_no_number() -> None:
    with pytest.raises(ValueError, match="as a rational number"):
        parse_cpus("10/00")


def test_an_image_of_thousands_of_steps_is_drawn() -> None:
    session = sandbox.session()
    script = "(echo FROM scratch; i=0; while [ $i -lt 1500 ]; do echo ENV A$i=1; i=$((i+1)); done) > Dockerfile"
    assert sandbox.run(session, f"{script}; docker build -q -t deep .")[0] == 0
    nodes = list(walk(Forest(picture(session.state)).view))
    assert len(nodes) == 1500
    assert max(len(node.key) for node in nodes) == 64, "keys do not grow with what is below"


@pytest.mark.parametrize("pattern", ["[[[ame=[[[", "[a&&b]", "a{99999999999999}", "(" * 5000, "[", "*"])
def test_a_name_filter_that_is_no_expression_of_python_is_an_answer(pattern: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert execute(["ps", "-a", "--filter", f"name={pattern}"]) == 0


@pytest.mark.parametrize("argv", [["-p", "²:80"], ["-p", "80:³"], ["--expose", "¹-²"], ["--cpus", "²"], ["-m", "²g"]])
def test_digits_that_are_no_numbers_are_refused(argv: list[str]) -> None:
    assert execute(["create", *argv, "alpine:3.20"]) in (1, 125)


def test_a_network_may_be_given_by_the_start_of_its_id() -> None:
    for network in predefined(base()[0]):
        if network.name == "bridge":
            assert execute(["run", "--net", network.id[:8], "alpine:3.20", "ls"]) == 0


def test_a_list_that_is_no_csv_is_refused() -> None:
    assert execute(["image", "save", "--platform", 'a"\rb\nc"d', "alpine:3.20"]) == 125
    assert execute(["run", "--mount", 'type="\rx', "alpine:3.20"]) == 125
    assert execute(["network", "create", "ipless", "--gateway=\n"]) == 0
    assert execute(["run", "--gpus", "x-1\n0x]\x16", "alpine:3.20"]) == 125


@pytest.mark.parametrize("mount", ["type=bind,from=", "type=tmpfs,target=/", "type=cache,target=/a/.."])
def test_nothing_is_mounted_over_the_root_of_a_build(mount: str) -> None:
    dockerfile = f"FROM alpine:3.20\nRUN --mount={mount} echo [a*\n"
    assert execute(["build", "-"], dockerfile.encode()) == 1
