"""Ending what takes too long: on request at once and as far as it got, by its limits with a clear message."""

from __future__ import annotations

import threading
import time

import pytest

from tests.support.sandbox import run, session, sitting
from tutor.dataclass import replace
from tutor.session.session import Ran, Session
from tutor.vfs.generated import Generated
from tutor.vfs.nodes import File

LAB = "/home/learner/lab"
AFTER = 0.15
"""Seconds after which a line is asked to end."""

MOST = 1.0
"""Seconds that the end may take on a busy machine."""


@pytest.fixture
def learner() -> Session:
    """A sandbox with a file of a generated gigabyte, in a container too, and a Dockerfile that copies it."""
    made = session()
    big = File(Generated("big", 1 << 30, "elf"), 0o644, 1000, 1000, 0)
    moment = made.moment
    made.become("# big", replace(moment, state=replace(moment.state, host=moment.state.host.set(f"{LAB}/big", big))))
    for line in (
        "docker pull -q alpine:3.20", "printf 'FROM alpine:3.20\\nCOPY big /big\\n' > Dockerfile",
        "docker create --name full alpine:3.20; docker cp big full:/big",
        "docker run -d --name clock alpine:3.20 sh -c 'while true; do date > /now; sleep 1; done'",
    ):  # fmt: skip
        assert run(made, line)[0] == 0
    return made


def stopped(learner: Session, line: str) -> tuple[Ran, str]:
    """Run a line, ask it to end after a while, and hold it to ending soon; what became of it and what it printed."""
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        assert learner.cancel()

    timer = threading.Timer(AFTER, ask)
    timer.start()
    printed: list[bytes] = []
    ran = learner.run(line, lambda _stream, data: printed.append(data))
    ended = time.monotonic()
    timer.cancel()
    timer.join()
    assert asked, f"{line} ended by itself: {printed[-1:]}"
    assert ended - asked[0] < MOST
    assert (ran.code, ran.stopped, ran.leave) == (130, True, False)
    return ran, b"".join(printed).decode()


@pytest.mark.parametrize(
    "line",
    [
        "while true; do :; done", "until false; do x=$((x+1)); done", "for i in $(cat big); do :; done",
        "cat big big big big | wc -c", "while true; do cat big | head -c 9; done > /dev/null",
        "grep -c nothing big big",
        "seq 1 100000000 | tail -n 1", "while true; do ls -lR /; done > /dev/null", "sort big", "sed s/a/b/ big > out",
        "find / -exec sh -c 'while true; do :; done' ';'", "f() { while true; do :; done; }; f | f | f",
        "(while true; do :; done) & wait", "trap 'while true; do :; done' EXIT; exit 3", "a=$(while true; do :; done)",
        "while true; do docker image tag alpine:3.20 again:1; done", "while true; do docker run --rm alpine:3.20; done",
        "docker run --rm alpine:3.20 sh -c 'while true; do :; done'",
        "docker exec clock sh -c 'while true; do :; done'", "docker wait clock", "docker logs -f clock",
        "docker attach clock", "docker build .", "docker commit full", "docker export full | wc -c",
        "docker export -o out.tar full", "docker run --rm alpine:3.20 sh -c 'seq 1 9999999 | sort'",
        "printf 'FROM alpine:3.20\\nRUN while true; do :; done || true\\nRUN touch /f\\n' | docker build -",
        "printf 'FROM alpine:3.20\\nRUN yes > /dev/null & while true; do :; done\\n' | docker build -o type=tar -",
    ],
)  # fmt: skip
def test_whatever_takes_long_ends_when_asked(learner: Session, line: str) -> None:
    stopped(learner, f"{line}; echo never reached > reached")
    assert run(learner, "ls reached")[0] == 1
    assert run(learner, "echo fine") == (0, "fine\n")


def test_what_the_shell_did_before_is_kept_and_can_be_undone(learner: Session) -> None:
    before = learner.state.digest
    _, printed = stopped(learner, "x=1; mkdir made; cd made; echo told; echo kept > f; while true; do :; done")
    assert printed == "told\n"
    assert run(learner, "echo $x; pwd; cat f") == (0, f"1\n{LAB}/made\nkept\n")
    assert [entry.code for entry in learner.workspace.entries()][-2:] == [130, 0]
    assert len(learner.undo()) == 1
    assert learner.state.digest == before


@pytest.mark.parametrize("line", ["docker build .", "docker commit full", "docker export -o out.tar full"])
def test_an_operation_of_the_engine_that_was_stopped_did_nothing(learner: Session, line: str) -> None:
    run(learner, "docker rm -f clock")  # it would go on meanwhile
    before = learner.state
    ran, _ = stopped(learner, line)
    after = learner.state
    assert not ran.changed
    for name in ("host", "content", "images", "snapshots", "cache"):
        assert getattr(after, name) == getattr(before, name), name


def test_a_container_that_was_watched_has_ended_and_one_in_the_background_goes_on(learner: Session) -> None:
    stopped(learner, "docker run --name watched alpine:3.20 sh -c 'echo hi > /f; while true; do :; done'")
    states = "docker ps -a --format '{{.Names}} {{.State}}' --filter name=watched --filter name=clock"
    assert run(learner, states) == (0, "watched exited\nclock running\n")
    assert run(learner, "docker inspect -f '{{.State.ExitCode}}' watched; docker diff watched") == (0, "130\nA /f\n")
    stopped(learner, "docker wait clock")
    assert run(learner, "docker exec clock cat /now")[0] == 0


def test_a_line_at_a_container_s_prompt_is_stopped_too() -> None:
    learner = sitting()
    learner.run("docker run -it --name box alpine:3.20 sh")
    threading.Timer(AFTER, learner.cancel).start()
    result = learner.run("echo kept > /f; while true; do :; done")
    assert (result.code, result.leave) == (130, False)
    assert learner.prompt().nested == ("box",)
    assert learner.run("cat /f").text == "kept\n"


def test_tutor_words_of_a_stopped_line_are_not_done(learner: Session) -> None:
    run(learner, "mkdir made")
    stopped(learner, "undo; while true; do :; done")
    assert run(learner, "ls -d made") == (0, "made\n")


def test_there_is_nothing_to_stop_between_lines(learner: Session) -> None:
    assert not learner.cancel()
    assert run(learner, "echo fine") == (0, "fine\n")
    assert not learner.cancel()


def test_the_stop_reaches_what_a_line_asks_of_the_tutor() -> None:
    learner = sitting("pull-and-names")
    seen: list[bool] = []
    learner._desk.fork = lambda script: seen.append(learner._session.cancel()) or (1, "")  # type: ignore[func-returns-value, method-assign]
    learner.run("check")
    assert seen[0]
    assert not seen[-1]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("yes", "more than 268435456 bytes of output"), ("yes > /dev/null", "bytes of output"),
        ("f() { f; }; f", "nested more than 1000 levels"),
        ("x=0123456789; while true; do x=$x$x; done", "bytes"), ("f() { f | f & }; f", "processes at a time"),
    ],
)  # fmt: skip
def test_runaways_end_by_themselves_with_one_clear_line(line: str, reason: str) -> None:
    learner = session()
    told: list[bytes] = []
    ran = learner.run(line, lambda stream, data: told.append(data) if stream == "stderr" else None)
    assert ran.code == 137
    message = b"".join(told).decode()
    assert message.count("\n") == 1
    assert message.startswith("layerwise: stopped: ")
    assert reason in message
    assert run(learner, "echo fine") == (0, "fine\n")
