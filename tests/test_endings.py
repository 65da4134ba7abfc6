"""How the program ends when it is interrupted, killed or not listened to any more: nothing that was told is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.terminal import Terminal
from tests.test_command import ROOT, layerwise
from tutor.session.keeping import CLASSES
from tutor.store.codec import Codec
from tutor.store.sqlite import SqliteWorkspace


def start(*arguments: str, home: Path, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """Start the command and let it run."""
    return subprocess.Popen(
        [sys.executable, "-m", "tutor", *arguments], cwd=ROOT, env={**os.environ, "LAYERWISE_HOME": str(home)},
        stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    """Read what the process prints until there is that line."""
    assert process.stdout is not None
    while (text := process.stdout.readline()) != line:
        assert text, "it ended"


# Ctrl-C


@pytest.mark.parametrize("endless", ["while true; do :; done", "while true; do yes | head -n 9 > /dev/null; done"])
def test_ctrl_c_ends_a_script_where_it_is(endless: str, tmp_path: Path) -> None:
    script = f"echo one > f\necho go; echo two >> f; {endless}\necho three >> f\n"
    process = start("exec", "-c", script, home=tmp_path)
    wait_for(process, "go\n")
    time.sleep(0.2)
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - asked < 3
    assert (process.returncode, out, err) == (130, "", "")
    kept = layerwise("exec", "-c", "cat f\nundo\ncat f", home=tmp_path)
    assert kept.stdout == f"one\ntwo\nTook back: echo go; echo two >> f; {endless}\none\n"


def test_ctrl_c_between_commands_ends_a_script_too(tmp_path: Path) -> None:
    process = start("exec", "-", home=tmp_path, stdin=subprocess.PIPE)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)  # while it waits for its script
    out, err = process.communicate("echo never\n", timeout=30)
    assert (process.returncode, out, err) == (130, "", "")


def test_ctrl_c_stops_the_command_and_not_the_line_shell(tmp_path: Path) -> None:
    process = start("shell", home=tmp_path, stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write("x=kept; echo go; while true; do :; done\n")
    process.stdin.flush()
    wait_for(process, "go\n")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate("echo $? $x\nexit 7\n", timeout=30)
    assert (process.returncode, err) == (7, "")
    assert "130 kept\n" in out


@pytest.fixture(params=["sandbox", "shell"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """A front end in a pseudo-terminal."""
    env = {"LAYERWISE_HOME": str(tmp_path), "NO_COLOR": "1"}
    program = Terminal([sys.executable, "-m", "tutor", request.param], 100, 30, env=env)
    program.wait_for(r"\$ *$|\$ *\n")
    program.settle()
    yield program
    program.close()


def test_ctrl_c_on_a_terminal(terminal: Terminal) -> None:
    terminal.write(b"echo be''gun; while true; do :; done\r")
    terminal.wait_for("begun")
    time.sleep(0.2)
    terminal.write(b"\x03")
    terminal.wait_for(r"\^C")
    terminal.settle()
    terminal.write(b"echo st''atus $?\r")
    terminal.wait_for("status 130")


# Nobody reads


@pytest.mark.parametrize("line", ["yes", "yes | cat", "docker pull -q busybox:1.36; docker run --rm busybox:1.36 yes"])
def test_whoever_reads_the_output_may_go_away(line: str, tmp_path: Path) -> None:
    process = start("exec", "-c", f"echo kept > f\n{line}\n", home=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    while process.stdout.readline() != "y\n":
        pass
    process.stdout.close()
    assert process.wait(timeout=30) == 141
    assert process.stderr.read() == ""
    process.stderr.close()
    assert layerwise("exec", "-c", "cat f", home=tmp_path).stdout == "kept\n"


# kill -9

ROUND = """n=$(($(wc -l < f) + 1))
echo $n >> f
docker tag alpine:3.20 many:$n
docker rm -f last
docker run --name last alpine:3.20 sh -c "echo $n > /n"
printf 'FROM alpine:3.20\\nRUN echo %s > /n\\n' $n > Dockerfile
docker build -q -t last:1 .
"""


def commands() -> str:
    """A script in which each round is a single command that counts up everywhere at once."""
    return "touch f; docker pull -q alpine:3.20\n" + f"{{ {ROUND.replace(chr(10), '; ')}}}\n" * 200


LOOK = """wc -l < f
docker image ls many --format x | wc -l
docker cp -q last:/n n && cat n
docker run --rm last:1 cat /n
"""


@pytest.mark.parametrize("rounds", [2, pytest.param(12, marks=pytest.mark.slow)])
def test_kill_9_at_any_moment_loses_at_most_the_command_in_flight(rounds: int, tmp_path: Path) -> None:
    chance = random.Random(rounds)
    for _ in range(rounds):
        home = tmp_path / str(_)
        process = start("exec", "--json", "-c", commands(), home=home)
        assert process.stdout is not None
        told = sum(1 for _, line in zip(range(chance.randrange(2, 30)), process.stdout, strict=False) if line)
        time.sleep(chance.random() * 0.2)
        process.kill()
        told += process.communicate()[0].count("\n")
        workspace = SqliteWorkspace.open(str(home / "workspaces" / "sandbox.sqlite"), Codec(CLASSES), wait=10.0)
        workspace.check()
        kept = len(workspace.path()) - 1
        workspace.close()
        assert told <= kept <= told + 1
        seen = layerwise("exec", "-c", LOOK, home=home)
        assert seen.stdout.split() == [str(kept - 1)] * 4, seen


def test_killing_the_app_loses_nothing_that_was_shown(tmp_path: Path) -> None:
    env = {"LAYERWISE_HOME": str(tmp_path), "NO_COLOR": "1"}
    program = Terminal([sys.executable, "-m", "tutor", "sandbox"], 100, 30, env=env)
    program.wait_for(r"\$")
    program.settle()
    program.write(b"echo ke''pt > f; cat f; echo to''ld\r")
    program.wait_for("told")
    program.settle()
    program.write(b"rm f; while true; do :; done\r")
    time.sleep(0.2)
    program.kill()
    assert layerwise("exec", "-c", "cat f", home=tmp_path).stdout == "kept\n"
