from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.docker import parse, spec
from tutor.docker.errors import CommandError, UsageError
from tutor.docker.parse import Parsed


def parsed(line: str) -> Parsed:
    return parse.parse(parse.find(line.split()))


def refusal(line: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        parsed(line)
    return caught.value


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("image ls --format=json", "format", "json"),
        ("image ls --format json", "format", "json"),
        ("image ls --format=", "format", ""),
        ("image ls -q", "quiet", True),
        ("image ls -q=false", "quiet", False),
        ("image ls --quiet=0", "quiet", False),
        ("image ls -aq", "all", True),
        ("image ls -fdangling=true", "filter", ("dangling=true",)),
        ("image ls -f dangling=true -f=label=x", "filter", ("dangling=true", "label=x")),
        ("image ls -qf dangling=true", "filter", ("dangling=true",)),
        ("image ls x -q", "quiet", True),
        ("image ls -q --quiet=false", "quiet", False),
        ("history x", "human", True),
        ("history -H=false x", "human", False),
        ("save --platform linux/amd64,linux/arm64 x", "platform", ("linux/amd64", "linux/arm64")),
        ('save --platform "a,b",c x', "platform", ("a,b", "c")),
        ("run -it x", "tty", True),
        ("run -eA=1 -e B x", "env", ("A=1", "B")),
        ("run --name web x --name other", "name", "web"),
        ("ps -n 2", "last", "2"),
        ("ps", "last", "-1"),
        ("kill -sUSR1 x", "signal", "USR1"),
    ],
)
def test_values(line: str, name: str, value: object) -> None:
    assert parsed(line).values[name] == value


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("rmi a -f b", ("a", "b")),
        ("rmi -- -f", ("-f",)),
        ("rmi - a", ("-", "a")),
        ("run -d x ls -l --color", ("x", "ls", "-l", "--color")),
        ("run x -- -a", ("x", "--", "-a")),
        ("exec -i c ls -l", ("c", "ls", "-l")),
        ("tag a b", ("a", "b")),
        ("build -t x .", (".",)),
    ],
)
def test_arguments(line: str, arguments: tuple[str, ...]) -> None:
    assert parsed(line).arguments == arguments


def test_given_flags_are_told_from_defaults() -> None:
    found = parsed("run --entrypoint= x")
    assert found.given == {"entrypoint"}
    assert found.values["pull"] == "missing"


@pytest.mark.parametrize(
    ("line", "first", "usage", "code"),
    [
        ("images --al", "unknown flag: --al", "docker images [OPTIONS] [REPOSITORY[:TAG]]", 125),
        ("images -qx", "unknown shorthand flag: 'x' in -x", "docker images [OPTIONS] [REPOSITORY[:TAG]]", 125),
        ("images -xq", "unknown shorthand flag: 'x' in -xq", "docker images [OPTIONS] [REPOSITORY[:TAG]]", 125),
        ("images -f", "flag needs an argument: 'f' in -f", "docker images [OPTIONS] [REPOSITORY[:TAG]]", 125),
        ("images --format", "flag needs an argument: --format", "docker images [OPTIONS] [REPOSITORY[:TAG]]", 125),
        ("images --=x", "bad flag syntax: --=x", "docker images [OPTIONS] [REPOSITORY[:TAG]]", 125),
        ("images ---x", "bad flag syntax: ---x", "docker images [OPTIONS] [REPOSITORY[:TAG]]", 125),
        (
            "images -f x",
            'invalid argument "x" for "-f, --filter" flag: bad format of filter (expected name=value)',
            "docker images [OPTIONS] [REPOSITORY[:TAG]]",
            125,
        ),
        (
            "images --quiet=perhaps",
            'invalid argument "perhaps" for "-q, --quiet" flag: strconv.ParseBool: parsing "perhaps": invalid syntax',
            "docker images [OPTIONS] [REPOSITORY[:TAG]]",
            125,
        ),
        (
            "ps -n x",
            'invalid argument "x" for "-n, --last" flag: strconv.ParseInt: parsing "x": invalid syntax',
            "docker ps [OPTIONS]",
            125,
        ),
        ("images a b", "docker: 'docker images' requires at most 1 argument", "docker images [OPTIONS]", 1),
        ("image rm", "docker: 'docker image rm' requires at least 1 argument", "docker image rm [OPTIONS]", 1),
        ("tag a", "docker: 'docker tag' requires 2 arguments", "docker tag SOURCE_IMAGE[:TAG]", 1),
        ("load a", "docker: 'docker load' accepts no arguments", "docker load [OPTIONS]", 1),
        ("port", "docker: 'docker port' requires at least 1 and at most 2 arguments", "docker port CONTAINER", 1),
        ("build", "ERROR: docker: 'docker buildx build' requires 1 argument", "docker buildx build [OPTIONS]", 1),
        ("cp a", "docker: 'docker cp' requires 2 arguments", "docker cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-", 1),
    ],
)
def test_refusals(line: str, first: str, usage: str, code: int) -> None:
    error = refusal(line)
    lines = error.message.split("\n")
    assert lines[0] == first
    assert lines[2].startswith(f"Usage:  {usage}")
    assert error.code == code
    at_least = "at least" in first and "at most" not in first
    assert lines[-1].startswith("See '" if at_least else "Run '")
    assert lines[-1].endswith("--help' for more information")


def test_an_unknown_command() -> None:
    with pytest.raises(UsageError) as caught:
        parse.find(["foo", "-x"])
    assert caught.value.message == "docker: unknown command: docker foo\n\nRun 'docker --help' for more information"
    assert caught.value.code == 1


def test_an_unknown_command_of_a_group_is_left_over() -> None:
    match = parse.find(["image", "lst", "-q"])
    assert (match.command.path, match.rest) == ("image", ("lst", "-q"))


def test_flags_between_a_group_and_its_command() -> None:
    assert parse.find(["buildx", "--builder", "x", "ls"]).command.path == "buildx ls"
    found = parse.find(["compose", "-f", "up", "--profile=a", "-p", "shop", "logs", "-f"])
    assert (found.command.path, found.rest) == ("compose logs", ("-f",))
    assert parse.above(found)["file"] == ("up",)
    assert parse.above(found)["project-name"] == "shop"
    assert parse.find(["buildx", "--debug", "ls"]).command.path == "buildx ls"
    with pytest.raises(CommandError) as caught:
        parse.find(["image", "--foo", "ls"])
    assert caught.value.message == "unknown flag: --foo"


def test_help_wins_over_missing_arguments_but_not_over_bad_flags() -> None:
    assert parsed("image rm --help").wants_help
    assert refusal("image rm --help --foo").code == 125
    assert not parsed("run x --help").wants_help


def test_the_letter_h_is_help_unless_a_command_has_it() -> None:
    found = parsed("images -h")
    assert found.wants_help
    assert found.notes == ("Flag shorthand -h has been deprecated, use --help",)
    assert parsed("run -h box x").values["hostname"] == "box"


def test_deprecated_flags_work_and_say_so() -> None:
    found = parsed("commit --pause=false c")
    assert found.values["pause"] is False
    assert found.notes == (
        "Flag --pause has been deprecated, and enabled by default. Use --no-pause to disable pausing during commit.",
    )


def test_global_flags_end_at_the_command() -> None:
    found, rest = parse.global_flags(["-D", "--context", "x", "ps", "-a"])
    assert found.values["debug"] is True
    assert rest == ("ps", "-a")
    with pytest.raises(UsageError) as caught:
        parse.global_flags(["--nope"])
    assert caught.value.message.startswith("unknown flag: --nope\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]")


WORDS = st.one_of(
    st.sampled_from(
        [path.split()[-1] for path, command in spec.paths() if path]
        + [f"--{flag.name}" for command in spec.everything() for flag in command.flags]
        + [
            "-",
            "--",
            "-it",
            "-q",
            "-f",
            "--format=json",
            "alpine:3.20",
            "=",
            "-=",
            "--=",
            "a=b",
            "1",
            "--help",
            "-h",
            "",
        ]
    ),
    st.text(max_size=6),
    st.text(alphabet="-=abqfnh", max_size=5),
)


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=7))
@example(["run", "--mount", '"'])
@example(["save", "--platform", '"', "x"])
@example(["-h"])
def test_any_line_is_parsed_or_refused(words: list[str]) -> None:
    found = outcome_of(words)
    if isinstance(found, CommandError):
        assert found.message
        assert found.code in (1, 125)
    else:
        assert set(found.given) <= {flag.name for flag in found.match.flags} | {"help"}
        assert len(found.arguments) <= len(words)


def outcome_of(words: list[str]) -> Parsed | CommandError:
    try:
        _, rest = parse.global_flags(words)
        return parse.parse(parse.find(rest))
    except CommandError as error:
        return error
