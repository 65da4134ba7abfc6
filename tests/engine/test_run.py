"""Containers: made, run, stopped, removed; what they leave behind."""

from __future__ import annotations

import pytest

from tests.engine.builders import Sandbox
from tutor.engine.containers.background import advance
from tutor.engine.containers.create import CreateRequest, create
from tutor.engine.containers.events import (
    ContainerChanged,
    ContainerCreated,
    ContainerExited,
    ContainerRemoved,
    ContainerStarted,
    FilesChanged,
)
from tutor.engine.containers.execute import ExecRequest, execute
from tutor.engine.containers.find import resolve
from tutor.engine.containers.lifecycle import kill, pause, rename, start, stop, unpause
from tutor.engine.containers.remove import prune_containers, remove_container
from tutor.engine.containers.views import logs
from tutor.engine.errors import CONFLICT, INVALID, LOCAL, NOT_FOUND
from tutor.shell.streams import Buffer


@pytest.fixture
def box() -> Sandbox:
    return Sandbox(images=["alpine:3.20"])


def log(box: Sandbox, name: str = "box") -> str:
    """What a container wrote."""
    return b"".join(line.data for line in logs(box.state, box.world(), name)).decode()


def test_a_container_has_the_files_of_its_image_and_nothing_happened_yet(box: Sandbox) -> None:
    id = box.made("alpine:3.20", "true")
    container = resolve(box.state, "box")
    assert box.events[-1] == ContainerCreated(id, "box", box.id("alpine:3.20"))
    assert (container.id, container.status) == (id, "created")
    assert container.tree.get("/etc/os-release") == box.files("alpine:3.20").get("/etc/os-release")
    assert resolve(box.state, id[:8]) is container


def test_a_watched_program_runs_to_its_end(box: Sandbox) -> None:
    before = len(box.events)
    code, printed = box.run("alpine:3.20", "echo out; echo err >&2; echo hi > /f; exit 3")
    assert (code, printed) == (3, "out\nerr\n")
    container = resolve(box.state, "box")
    assert (container.status, container.exit_code) == ("exited", 3)
    assert log(box) == "out\nerr\n"
    told = [type(event) for event in box.events[before:]]
    assert told == [ContainerCreated, ContainerStarted, FilesChanged, ContainerExited]


def test_files_of_a_container_are_its_own(box: Sandbox) -> None:
    box.run("alpine:3.20", "echo one > /f; rm /etc/group", "one")
    assert box.run("alpine:3.20", "ls /f; cat /etc/group", "two")[1] == (
        "ls: /f: No such file or directory\nroot:x:0:\n"
    )
    assert box.files("alpine:3.20").get("/f") is None


def test_environment_user_folder_and_arguments(box: Sandbox) -> None:
    text = "FROM alpine:3.20\nENV A=1 B=2\nWORKDIR /srv\nUSER 7:8\nENTRYPOINT ['sh', '-c']\nCMD ['echo default']\n"
    text = text.replace("'", '"')
    box.build(text, tags=("app",))
    script = 'echo $A $B $C $(pwd) $(id -u):$(id -g) $HOSTNAME'
    id = box.do(create, CreateRequest("app", (script,), "box", environment=("B=3", "C=4"), hostname="host"))
    box.do(start, id)
    assert log(box) == "1 3 4 /srv 7:8 host\n"
    box.do(start, box.do(create, CreateRequest("app", name="plain")))
    assert log(box, "plain") == "default\n"


def test_a_program_in_the_background_lives_in_simulated_time(box: Sandbox) -> None:
    id = box.made("alpine:3.20", "while true; do echo tick; sleep 10; done")
    assert box.told(start, id) == [ContainerStarted(id, "box")]
    assert log(box) == "tick\n"
    box.now += 25
    box.do(advance)
    assert log(box) == "tick\ntick\ntick\n"
    box.do(stop, "box")
    container = resolve(box.state, "box")
    assert (container.status, container.exit_code) == ("exited", 137)
    assert container.finished == box.now


def test_a_program_that_handles_the_signal_stops_at_once(box: Sandbox) -> None:
    id = box.made("alpine:3.20", "trap 'echo bye; exit 5' TERM; while true; do sleep 1; done")
    box.do(start, id)
    before = box.now
    box.do(stop, "box")
    assert resolve(box.state, "box").exit_code == 5
    assert box.now - before < 2
    assert log(box) == "bye\n"


def test_kill_pause_and_rename(box: Sandbox) -> None:
    id = box.made("alpine:3.20", "sleep 1000")
    box.do(start, id)
    assert box.told(pause, "box") == [ContainerChanged(id, "box", "paused")]
    assert box.refuses(start, "box").kind == CONFLICT
    assert box.told(unpause, "box") == [ContainerChanged(id, "box", "unpaused")]
    assert box.told(rename, "box", "other") == [ContainerChanged(id, "other", "renamed")]
    box.do(kill, "other")
    assert resolve(box.state, "other").exit_code == 137
    assert box.refuses(kill, "other").message == f"cannot kill container: other: container {id} is not running"


def test_one_more_program_in_a_running_container(box: Sandbox) -> None:
    box.do(start, box.made("alpine:3.20", "sleep 1000"))
    out = Buffer()
    request = ExecRequest(("sh", "-c", "echo hi > /f; cat /f; exit 4"))
    assert execute(box, "box", request, stdin=None, stdout=out, stderr=out) == 4
    assert out.getvalue() == b"hi\n"
    assert box.files_of_container("box").get("/f") is not None
    box.do(kill, "box")
    refused = box.refuses(lambda state, world: execute(box, "box", request, stdin=None, stdout=out, stderr=out))
    assert refused.kind == CONFLICT


def test_one_more_program_sees_whose_the_main_one_is(box: Sandbox) -> None:
    box.do(start, box.made("alpine:3.20", "sleep 1000", user="1000"))
    out = Buffer()
    request = ExecRequest(("ps", "-o", "pid,user,comm"), user="0")
    assert execute(box, "box", request, stdin=None, stdout=out, stderr=out) == 0
    assert [line.split() for line in out.getvalue().decode().splitlines()] == [
        ["PID", "USER", "COMMAND"], ["1", "1000", "sh"], ["7", "root", "ps"],
    ]  # fmt: skip


def test_removing(box: Sandbox) -> None:
    id = box.made("alpine:3.20", "sleep 1000")
    box.do(start, id)
    assert "container is running: stop the container before removing" in box.refuses(remove_container, "box").message
    assert box.told(remove_container, "box", force=True) == [
        ContainerExited(id, "box", 137), ContainerRemoved(id, "box"),
    ]  # fmt: skip
    assert len(box.state.containers) == 0
    assert box.refuses(remove_container, "box").message == "No such container: box"


def test_volumes_outlive_containers_unless_they_are_anonymous_and_asked_to_go(box: Sandbox) -> None:
    box.run("alpine:3.20", "echo hi > /data/f; echo hi > /own/f", volumes=("named:/data", "/own"))
    assert box.run("alpine:3.20", "cat /data/f", "again", volumes=("named:/data",)) == (0, "hi\n")
    assert len(box.state.volumes) == 2
    box.do(remove_container, "box")
    assert len(box.state.volumes) == 2
    box.run("alpine:3.20", "true", "third", volumes=("/own",))
    box.do(remove_container, "third", volumes=True)
    box.do(remove_container, "again", volumes=True)
    assert len(box.state.volumes) == 2
    assert "named" in box.state.volumes


def test_with_auto_remove_nothing_is_left(box: Sandbox) -> None:
    before = box.state
    assert box.run("alpine:3.20", "echo hi", options=(("AutoRemove", True),)) == (0, "hi\n")
    assert len(box.state.containers) == 0
    assert box.state.serial > before.serial


def test_pruning_takes_those_that_ended(box: Sandbox) -> None:
    box.run("alpine:3.20", "true", "ended")
    box.do(start, box.made("alpine:3.20", "sleep 1000", "running"))
    box.do(prune_containers)
    assert [container.name for _, container in box.state.containers.entries()] == ["running"]


@pytest.mark.parametrize(
    ("request_", "kind", "message"),
    [
        (CreateRequest("nope"), NOT_FOUND, "No such image: nope:latest"),
        (CreateRequest("Nope"), LOCAL, "must be lowercase"),
        (CreateRequest("alpine:3.20", name="x"), INVALID, "Invalid container name (x), only [a-zA-Z0-9]"),
        (CreateRequest("alpine:3.20", name="taken"), CONFLICT, 'name "/taken" is already in use by container'),
        (CreateRequest("nothing:1", ()), INVALID, "no command specified"),
        (CreateRequest("alpine:3.20", platform="linux/arm64"), "", "linux/arm64"),
    ],
)  # fmt: skip
def test_what_cannot_be_made(request_: CreateRequest, kind: str, message: str) -> None:
    box = Sandbox(images=["alpine:3.20", "nothing:1"])
    box.made("alpine:3.20", "true", "taken")
    refused = box.refuses(create, request_)
    assert message in refused.message
    assert refused.kind == kind or not kind


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        (("nosuch",), 127, '"nosuch": executable file not found in $PATH'),
        (("/etc/passwd",), 126, "permission denied"),
        (("/no/such",), 127, "no such file or directory"), (("/etc",), 126, "is a directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_started(box: Sandbox, argv: tuple[str, ...], code: int, message: str) -> None:
    id = box.do(create, CreateRequest("alpine:3.20", argv, "box"))
    refused = box.refuses(start, id)
    assert (refused.code, message in refused.message) == (code, True), refused.message


def test_ids_and_names_follow_from_the_seed() -> None:
    def made(seed: str) -> list[tuple[str, str]]:
        box = Sandbox(images=["alpine:3.20"], seed=seed)
        for _ in range(3):
            box.do(create, CreateRequest("alpine:3.20", ("true",)))
        return sorted((container.id, container.name) for _, container in box.state.containers.entries())

    assert made("one") == made("one")
    assert not {*made("one")} & {*made("other")}


def test_ulimit_tells_what_the_container_was_given() -> None:
    from tests.support.sandbox import run, session

    made = session()
    line = "docker run --rm --ulimit nofile=64:128 --ulimit core=-1 busybox sh -c 'ulimit -n; ulimit -Hn; ulimit -c'"
    assert run(made, f"docker pull -q busybox > /dev/null; {line}") == (0, "64\n128\nunlimited\n")
