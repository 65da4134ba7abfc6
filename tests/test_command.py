"""The outer command as a process: what it prints, how it ends, and that bad input costs one line and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def layerwise(*arguments: str, home: Path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, with its own data folder."""
    return subprocess.run(
        [sys.executable, "-m", "tutor", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "LAYERWISE_HOME": str(home), **env},
    )


def assert_one_clear_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1, done
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("layerwise: ")
    for word in words:
        assert word in done.stderr


def test_exec_runs_each_command_in_one_shell(tmp_path: Path) -> None:
    script = "x=1\ncd /tmp\nif true; then\n  echo $x $PWD\nfi\nfalse\n"
    done = layerwise("exec", "--fresh", "-", home=tmp_path, stdin=script)
    assert (done.stdout, done.stderr, done.returncode) == ("1 /tmp\n", "", 1)


def test_exec_prints_one_object_a_command(tmp_path: Path) -> None:
    script = "# a comment\n$ x='a\n> b'\n$ echo \"$x\"; echo err >&2\nignored\n$ cat; exit 3\n$ echo never\n"
    path = tmp_path / "script"
    path.write_text(script)
    done = layerwise("exec", "--fresh", "--json", str(path), home=tmp_path)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"cmd": "x='a\nb'", "stdout": "", "stderr": "", "code": 0},
        {"cmd": "echo \"$x\"; echo err >&2", "stdout": "a\nb\n", "stderr": "err\n", "code": 0},
        {"cmd": "cat; exit 3", "stdout": "", "stderr": "", "code": 3},
    ]
    assert done.returncode == 3


def test_a_workspace_is_kept_and_a_fresh_sandbox_is_not(tmp_path: Path) -> None:
    assert layerwise("exec", "-c", "echo kept > f", home=tmp_path).returncode == 0
    undone = layerwise("exec", "-c", "cat f; undo; cat f", home=tmp_path)
    assert undone.stdout == "kept\nkept\nTook back: echo kept > f\n"
    assert layerwise("exec", "-c", "ls; redo", home=tmp_path).stdout == "Did again: echo kept > f\n"
    assert layerwise("exec", "--workspace", "other", "-c", "ls", home=tmp_path).stdout == ""
    assert layerwise("exec", "--fresh", "-c", "ls", home=tmp_path).stdout == ""


def test_a_folder_is_copied_in(tmp_path: Path) -> None:
    (tmp_path / "lab" / "sub").mkdir(parents=True)
    (tmp_path / "lab" / "sub" / "run.sh").write_text("#!/bin/sh\necho ran $1\n")
    (tmp_path / "lab" / "sub" / "run.sh").chmod(0o755)
    (tmp_path / "lab" / "link").symlink_to("sub/run.sh")
    done = layerwise("exec", "--fresh", "--dir", str(tmp_path / "lab"), "-c", "./link x; ls", home=tmp_path / "home")
    assert (done.stdout, done.stderr) == ("ran x\nlink\nsub\n", "")


def test_import_and_export_keep_the_bytes(tmp_path: Path) -> None:
    home, source, target = tmp_path / "home", tmp_path / "f.bin", tmp_path / "out"
    source.write_bytes(bytes(range(256)) * 300)
    assert layerwise("import", str(source), home=home).returncode == 0
    assert layerwise("export", "f.bin", str(target), home=home).returncode == 0
    assert target.read_bytes() == source.read_bytes()
    assert_one_clear_line(layerwise("export", "f.bin", str(target), home=home), str(target), "exists already")
    assert not list(tmp_path.glob("*.part-*"))
    assert_one_clear_line(layerwise("export", "nothing", str(tmp_path / "x"), home=home), "the sandbox has no")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("exec", "--fresh", "/no/such/script"), ("/no/such/script", "check the path")),
        (("exec", "--fresh", "--hub", "/no/such", "-c", "true"), ("/no/such", "OCI image layout")),
        (("exec", "--fresh", "--dir", "/no/such", "-c", "true"), ("/no/such",)),
        (("exec", "--workspace", "../x", "-c", "true"), ("'../x'", "workspace")),
        (("lesson", "show", "nothing"), ("'nothing'", "lesson list")),
        (("lesson", "audit", "/no/such.md"), ("/no/such.md", "check the path")),
        (("sandbox",), ("needs a terminal", "layerwise shell")),
        (("workshop", "board", "/no/such"), ("/no/such",)),
    ],
)
def test_bad_input_gets_one_clear_line(arguments: tuple[str, ...], words: tuple[str, ...], tmp_path: Path) -> None:
    assert_one_clear_line(layerwise(*arguments, home=tmp_path), *words)


def test_a_broken_lesson_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.md"
    path.write_text("+++\nformat = 1\nid = \"x\"\n+++\n")
    assert_one_clear_line(layerwise("lesson", "audit", str(path), home=tmp_path), f"{path}:1:", "lacks")
    path.write_bytes(b"\xff\xfe")
    assert_one_clear_line(layerwise("lesson", "show", str(path), home=tmp_path), str(path), "UTF-8")


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    done = layerwise("nonsense", home=tmp_path)
    assert done.returncode == 2
    assert "invalid choice" in done.stderr


def test_an_unknown_image_and_a_corrupt_archive_leave_the_sandbox_as_it_was(tmp_path: Path) -> None:
    before = layerwise("exec", "-c", "docker pull -q alpine:3.20; docker image ls -q", home=tmp_path)
    assert before.returncode == 0
    unknown = layerwise("exec", "-c", "docker pull alpine:9.99", home=tmp_path)
    assert (unknown.returncode, "not found" in unknown.stderr) == (1, True)
    corrupt = layerwise("exec", "-c", "echo not a tar > bad.tar; docker image load -i bad.tar", home=tmp_path)
    assert corrupt.returncode == 1
    assert "Traceback" not in corrupt.stderr + unknown.stderr
    cut = "docker image save -o a.tar alpine:3.20; head -c 100000 a.tar > cut.tar; docker image load -i cut.tar"
    assert layerwise("exec", "-c", cut, home=tmp_path).returncode == 1
    after = layerwise("exec", "-c", "docker image ls -q", home=tmp_path)
    assert after.stdout == before.stdout.splitlines(keepends=True)[-1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_data_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    assert_one_clear_line(layerwise("exec", "-c", "true", home=home), str(home))


@pytest.mark.skipif(not os.path.isdir("/sys/kernel"), reason="there is no file system here that refuses root too")
def test_a_data_folder_where_nobody_can_write() -> None:
    assert_one_clear_line(layerwise("exec", "-c", "true", home=Path("/sys/kernel")), "/sys/kernel")


def test_a_data_folder_that_cannot_be_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file")
    assert_one_clear_line(layerwise("exec", "-c", "true", home=home), str(home))


def test_a_workspace_file_that_is_none_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "workspaces" / "sandbox.sqlite"
    file.parent.mkdir()
    file.write_bytes(b"this is not a database" * 100)
    assert_one_clear_line(layerwise("exec", "-c", "true", home=tmp_path), str(file))
    assert file.read_bytes().startswith(b"this is not a database")


def test_killing_it_loses_at_most_the_command_in_flight(tmp_path: Path) -> None:
    script = "".join(f"echo {number} >> f\n" for number in range(2000))
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor", "exec", "--json", "-c", script],
        stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "LAYERWISE_HOME": str(tmp_path)},
    )  # fmt: skip
    assert process.stdout is not None
    told = sum(1 for _, line in zip(range(40), process.stdout, strict=False) if line)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    told += rest.count(b"\n")
    kept = layerwise("exec", "-c", "wc -l < f", home=tmp_path)
    assert told <= int(kept.stdout) <= told + 1


def test_two_processes_on_one_workspace_are_not_mixed(tmp_path: Path) -> None:
    layerwise("exec", "-c", "true", home=tmp_path)
    first = subprocess.Popen(
        [sys.executable, "-m", "tutor", "shell"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
        env={**os.environ, "LAYERWISE_HOME": str(tmp_path)},
    )  # fmt: skip
    assert first.stdin is not None
    assert first.stdout is not None
    try:
        first.stdin.write("echo here\n")
        first.stdin.flush()
        deadline = time.monotonic() + 60
        while "here" not in first.stdout.readline():
            assert time.monotonic() < deadline
        assert_one_clear_line(layerwise("exec", "-c", "true", home=tmp_path), "sandbox.sqlite")
    finally:
        first.communicate("exit\n", timeout=60)
    assert layerwise("exec", "-c", "true", home=tmp_path).returncode == 0


def test_the_board_of_a_class_that_has_not_begun_says_so(tmp_path: Path) -> None:
    done = layerwise("workshop", "board", str(tmp_path), home=tmp_path / "home")
    assert (done.returncode, done.stdout.splitlines()) == (
        0, ["no learner yet: each learner's LAYERWISE_HOME is to be a folder in this one"],
    )  # fmt: skip


@pytest.mark.slow
def test_the_course_is_done_by_its_own_solutions(tmp_path: Path) -> None:
    done = layerwise("lesson", "audit", home=tmp_path)
    assert done.stderr == ""
    lessons = [line for line in done.stdout.splitlines() if ": ok, " in line]
    assert (done.returncode, len(lessons)) == (0, len(lessons))
    assert len(lessons) >= 36
    assert done.stdout.splitlines()[-1] == "objectives: 66 of 66"


def test_explain_says_what_would_happen_and_nothing_does(tmp_path: Path) -> None:
    done = layerwise("explain", "docker pull alpine:3.20", home=tmp_path)
    assert done.returncode == 0
    assert "What happens, step by step:\n  1  A layer arrives" in done.stdout
    after = layerwise("exec", "-c", "docker image ls -q; log", home=tmp_path)
    assert after.stdout == "@1  * the beginning  you are here\n"


def test_the_map_of_the_course_is_printed(tmp_path: Path) -> None:
    done = layerwise("lesson", "map", home=tmp_path)
    assert done.returncode == 0
    assert "[>]  1  What an image is: 5 min" in done.stdout


@pytest.mark.slow
def test_a_stopped_export_leaves_nothing_half_written(tmp_path: Path) -> None:
    home, target = tmp_path / "home", tmp_path / "out.tar"
    made = layerwise("exec", "-c", "docker pull -q python:3.12; docker image save -o f.tar python:3.12", home=home)
    assert made.returncode == 0, made.stderr
    program = subprocess.Popen(
        [sys.executable, "-m", "tutor", "export", "f.tar", str(target)], cwd=ROOT,
        env={**os.environ, "LAYERWISE_HOME": str(home)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    while not list(tmp_path.glob("out.tar.part-*")):
        assert program.poll() is None
        time.sleep(0.02)
    program.send_signal(signal.SIGINT)
    assert program.wait(60) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
