from __future__ import annotations

import re

import pytest

from tests.docker.lab import Lab
from tests.docker.looked_at import refuses, texts
from tutor.docker import parse, spec
from tutor.docker.complete import complete
from tutor.docker.explain import explain
from tutor.docker.help import flag_lines, page
from tutor.docker.spec import Command, Flag

COMMANDS = sorted(spec.paths())


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[path or "docker" for path, _ in COMMANDS])
def test_every_page_renders(path: str, command: Command) -> None:
    match = parse.find(path.split())
    text = page(match)
    lines = text.lstrip("\n").split("\n")
    assert lines[0].startswith("Usage:  docker")
    assert text.endswith("\n")
    shown = re.findall(r"(?m)^  (?:-\w, |    )--([\w-]+)", text)
    assert shown == sorted(flag.name for flag in match.flags if not flag.hidden)
    if path:
        assert all(len(line) <= 120 for line in lines)
    for name in command.children:
        assert re.search(rf"(?m)^  {name}\*? +\S", text), name
    assert ("COMMAND --help' for more information on a command." in text) == bool(command.children)


def test_a_page() -> None:
    assert page(parse.find(["image", "pull"])) == (
        "Usage:  docker image pull [OPTIONS] NAME[:TAG|@DIGEST]\n"
        "\n"
        "Download an image from a registry\n"
        "\n"
        "Aliases:\n"
        "  docker image pull, docker pull\n"
        "\n"
        "Options:\n"
        "  -a, --all-tags          Download every tag of the repository\n"
        "      --platform string   Platform of the image\n"
        "  -q, --quiet             Print the image's name only\n"
    )


def test_flags_are_wrapped_as_pflag_wraps_them() -> None:
    flags = [
        Flag("quiet", short="q", help="Print little"),
        Flag("platform", "string", help="one two three four five six seven eight nine ten", default="x"),
        Flag("opt", "map", help="Options", default="map[]"),
        Flag("n", "int", help="Number", default="-1"),
    ]
    assert flag_lines(flags, 58) == (
        "  -q, --quiet             Print little\n"
        "      --platform string   one two three four five\n"
        "                          six seven eight nine ten\n"
        '                          (default "x")\n'
        "      --opt map           Options (default map[])\n"
        "      --n int             Number (default -1)"
    )


def test_a_narrow_terminal_puts_texts_below_their_flags() -> None:
    text = flag_lines([Flag("a-rather-long-name", "string", help="What this flag is good for, in a few words")], 44)
    assert [line.rstrip() for line in text.split("\n")] == [
        "      --a-rather-long-name string",
        "                What this flag is good",
        "                for, in a few words",
    ]


@pytest.mark.parametrize("line", ["docker image", "docker volume", "docker"])
def test_a_group_alone_prints_its_page_to_standard_error(line: str) -> None:
    ran = Lab().run(line)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"Usage:  {line}")


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("docker --help", "Usage:  docker [OPTIONS] COMMAND\n"),
        ("docker help", "Usage:  docker [OPTIONS] COMMAND\n"),
        ("docker help image", "Usage:  docker image COMMAND\n"),
        ("docker help image ls", "Usage:  docker image ls [OPTIONS]"),
        ("docker image ls --help", "Usage:  docker image ls [OPTIONS]"),
        ("docker image --help", "Usage:  docker image COMMAND\n"),
        ("docker image -h", "Flag shorthand -h has been deprecated, use --help\nUsage:  docker image COMMAND\n"),
        ("docker buildx", "Usage:  docker buildx [OPTIONS] COMMAND\n"),
    ],
)
def test_help_goes_to_standard_output(line: str, start: str) -> None:
    ran = Lab().run(line)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(start)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("docker help nope", "unknown help topic: nope\n"),
        ("docker help image lst", "unknown help topic: lst\n"),
        (
            "docker image lst",
            "docker: unknown command: docker image lst\n\nUsage:  docker image\n\n"
            "Run 'docker image --help' for more information\n",
        ),
    ],
)
def test_unknown_topics(line: str, error: str) -> None:
    assert Lab().run(line) == (1, "", error)


def test_buildx_prints_its_page_before_it_refuses() -> None:
    ran = Lab().run("docker buildx nope")
    assert ran.code == 1
    assert ran.out.startswith("Usage:  docker buildx")
    assert ran.err == 'ERROR: unknown command: "nope"\n'


def test_the_version() -> None:
    assert Lab().run("docker --version").out.startswith("Docker version 29.8.0, build ")


def test_a_flag_that_no_handler_looks_at_says_in_its_help_that_it_does_nothing() -> None:
    """And only such a flag; commands that refuse as a whole say so themselves."""
    wrong = []
    for command in spec.everything():
        if not command.handler or refuses(command.handler):
            continue
        looked_at = texts(command.handler)
        wrong += [f"{command.path} --{flag.name}" for flag in command.flags if flag.idle == (flag.name in looked_at)]
    assert wrong == []


def test_of_dockers_own_flags_those_that_choose_an_engine_do_something_and_the_version() -> None:
    idle = {flag.name for flag in spec.root().flags if flag.idle}
    assert idle == {flag.name for flag in spec.root().flags} - {"context", "host", "version"}


def test_help_explanations_and_completion_say_it() -> None:
    said = spec.IDLE
    lab = Lab()
    assert said in " ".join(lab.run("docker attach --help").out.split())
    assert said in explain(["docker", "attach", "--sig-proxy", "web"])
    items = complete(["attach"], "--sig-proxy", lab.state).items
    assert [said in item.description for item in items] == [True]
    assert said not in explain(["docker", "logs", "--follow", "web"])
