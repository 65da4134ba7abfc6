from __future__ import annotations

import json
from hashlib import sha256

import pytest

from tests.docker.lab import Lab

HOME = "/home/learner/.docker"
NO_SWARM = (
    'Error response from daemon: This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to '
    "connect this node to swarm and try again.\n"
)


def folder(name: str) -> str:
    return f"{HOME}/contexts/meta/{sha256(name.encode()).hexdigest()}"


def test_a_context_is_a_file_named_by_the_digest_of_its_name() -> None:
    lab = Lab()
    made = lab.run("docker context create dev --docker host=tcp://10.0.0.1:2375 --description 'the dev box'")
    assert made == (0, "dev\n", 'Successfully created context "dev"\n')
    assert json.loads(lab.fs.read(f"{folder('dev')}/meta.json")) == {
        "Name": "dev",
        "Metadata": {"Description": "the dev box"},
        "Endpoints": {"docker": {"Host": "tcp://10.0.0.1:2375", "SkipTLSVerify": False}},
    }
    assert lab.run("docker context ls").out == (
        "NAME        DESCRIPTION                               DOCKER ENDPOINT               ERROR\n"
        "default *   Current DOCKER_HOST based configuration   unix:///var/run/docker.sock   \n"
        "dev         the dev box                               tcp://10.0.0.1:2375           \n"
    )
    assert lab.run("docker context rm dev").out == "dev\n"
    assert not lab.fs.exists(folder("dev"))
    assert lab.run("docker context rm dev").err == 'context "dev" does not exist\n'


def test_a_context_that_is_in_use_decides_which_engine_is_asked() -> None:
    lab = Lab()
    lab.run("docker context create far --docker host=unix:///far.sock")
    there = (
        "failed to connect to the docker API at unix:///far.sock; check if the path is correct and if the daemon is "
        "running: dial unix /far.sock: connect: no such file or directory\n"
    )
    assert lab.run("docker --context far ps") == (1, "", there)
    assert lab.run("docker -H unix:///far.sock ps") == (1, "", there)
    assert lab.run("docker ps").code == 0
    assert lab.run("docker context use far").out == "far\n"
    assert json.loads(lab.fs.read(f"{HOME}/config.json")) == {"auths": {}, "currentContext": "far"}
    assert lab.run("docker ps") == (1, "", there)
    assert lab.run("docker version").out.endswith(" Context:           far\n")
    assert lab.run("docker context rm far").err == 'context "far" is in use, set -f flag to force remove\n'
    assert lab.run("docker context rm -f far").code == 0
    assert lab.run("docker context show").out == "default\n"
    assert lab.run("docker ps").code == 0


def test_an_exported_context_is_imported_under_another_name() -> None:
    lab = Lab()
    lab.run("docker context create one --docker host=tcp://1.2.3.4:5 --description first")
    assert lab.run("docker context export one").err == 'Written file "one.dockercontext"\n'
    assert lab.run("docker context import two one.dockercontext").out == "two\n"
    assert lab.run("docker context inspect two -f '{{.Endpoints.docker.Host}} {{.Metadata.Description}}'").out == (
        "tcp://1.2.3.4:5 first\n"
    )
    lab.fs.write("/home/learner/junk", b"junk")
    assert lab.run("docker context import three junk") == (1, "", "unexpected context file\n")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("context create default", '"default" is a reserved context name'),
        ("context create x", 'context name "x" is invalid, names are validated against regexp '
         '"^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"'),
        ("context create xx --docker nope=1", "unable to create docker endpoint config: unrecognized config key: nope"),
        ("context create xx --docker host=bad", "unable to create docker endpoint config: unable to apply docker "
         "endpoint options: unable to parse docker host `bad`"),
        ("context rm default", 'context "default" cannot be removed'),
        ("context use", "accepts 1 arg(s), received 0"),
        ("checkpoint ls c", "docker checkpoint ls is only supported on a Docker daemon with experimental features "
         "enabled"),
        ("plugin rm nope", 'Error response from daemon: plugin "nope" not found'),
        ("plugin ls -f nope=1", "Error response from daemon: invalid filter 'nope'"),
        ("swarm leave", "Error response from daemon: This node is not part of a swarm"),
    ],
)  # fmt: skip
def test_refusals(line: str, error: str) -> None:
    assert Lab().run(f"docker {line}") == (1, "", f"{error}\n")


@pytest.mark.parametrize(
    "line",
    ["node ls", "service create --name web -p 80:80 nginx", "service ls -q", "secret ls", "config rm a", "stack ls"],
)
def test_an_engine_of_its_own_manages_no_swarm(line: str) -> None:
    assert Lab().run(f"docker {line}") == (1, "", NO_SWARM)


def test_usage_comes_before_the_refusal() -> None:
    assert Lab().run("docker service create").err.startswith(
        "docker: 'docker service create' requires at least 1 argument\n"
    )
    assert Lab().run("docker node ls --nope").err.startswith("unknown flag: --nope\n")
