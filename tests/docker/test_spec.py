from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tutor.docker import parse, spec
from tutor.docker.spec import Command, Match

RECORD = Path(os.environ.get("LAYERWISE_SHARED", Path(__file__).parents[3] / "shared")) / "docker-cli.json"

COMMANDS = sorted(spec.paths())
IDS = [path or "docker" for path, _ in COMMANDS]


def at(path: str) -> Match:
    return parse.find(path.split())


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=IDS)
def test_every_command_is_declared_whole(path: str, command: Command) -> None:
    match = at(path) if path else parse.find(())
    assert match.command is command
    assert match.rest == ()
    assert match.path.startswith("docker")
    assert command.short
    assert command.short[0].isupper()
    assert not command.short.endswith(".")
    names = [flag.name for flag in match.flags]
    shorts = [flag.short for flag in match.flags if flag.short]
    assert len(set(names)) == len(names)
    assert len(set(shorts)) == len(shorts)
    assert all(flag.help or flag.hidden for flag in match.flags)
    assert command.most is None or command.least <= command.most
    if command.children:
        assert not command.handler
        assert all(spec.lookup(f"{command.path} {name}".lstrip()) for name in command.children)
    else:
        assert callable(command.load())
        assert len([a for a in command.arguments if not a.optional]) <= max(command.least, 1)


@pytest.mark.skipif(not RECORD.exists(), reason="the record of Docker's own help pages is not here")
def test_usage_flags_and_types_are_dockers() -> None:
    record = json.loads(RECORD.read_text())
    assert len(record) > 100
    for name, page in record.items():
        match = at(name.removeprefix("docker").strip())
        command = match.command
        usage = match.use_line.split("\n")[0]
        if command.children:
            usage = f"{match.path}{' [OPTIONS]' if match.flags else ''} COMMAND"
        assert usage == page["usage"], name
        assert [f"docker {shown}" for shown in command.shown] == page.get("aliases", []), name
        mine = {(flag.name, flag.short, flag.type, flag.default) for flag in match.flags if not flag.hidden}
        theirs = {(f["name"], f.get("short", ""), f["type"], f.get("default", "")) for f in page.get("flags", [])}
        assert mine == theirs, name
        if "commands" in page and name != "docker":
            assert list(command.children) == [below for group in page["commands"].values() for below in group], name


def test_a_short_form_is_a_command_of_its_own() -> None:
    match = at("rmi a")
    assert (match.path, match.command.path, match.rest) == ("docker rmi", "image rm", ("a",))
    assert match.use_line == "docker rmi [OPTIONS] IMAGE [IMAGE...]"


def test_an_alias_goes_by_its_first_name() -> None:
    assert at("image remove a").path == "docker image rm"
    assert at("container ps").path == "docker container ls"
    assert at("build .").path == at("image build .").path == "docker buildx build"


def test_builds_outside_buildx_choose_the_default_builder() -> None:
    def default(path: str) -> str:
        return next(flag.default for flag in at(path).flags if flag.name == "builder")

    assert default("build") == default("builder prune") == "default"
    assert default("buildx build") == ""


def test_looking_up_one_command_reads_its_own_group_only() -> None:
    import subprocess
    import sys

    script = (
        "import sys; from tutor.docker import spec; spec.lookup('image tag');"
        "print(*sorted(m for m in sys.modules if m.startswith('tutor.docker.declarations.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.split() == ["tutor.docker.declarations.image", "tutor.docker.declarations.texts"]


def test_handlers_are_functions_of_the_commands_package() -> None:
    for command in spec.everything():
        if command.handler:
            assert re.fullmatch(r"tutor\.docker\.commands\.\w+:\w+", command.handler), command.path
