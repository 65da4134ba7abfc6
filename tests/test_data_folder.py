"""A data folder that cannot be used, and files in it that are damaged, foreign or from the future: nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.test_command import ROOT, assert_one_clear_line
from tutor.__main__ import main
from tutor.store.database import FORMAT

FRONT_ENDS = (("exec", "-c", "true"), ("shell",), ("import", "pyproject.toml"), ("export", "f", "/tmp/never-written"))


def layerwise(home: Path, capfd: pytest.CaptureFixture[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in this process."""
    code = main(arguments)
    captured = capfd.readouterr()
    return subprocess.CompletedProcess(arguments, code, captured.out, captured.err)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "home"
    monkeypatch.setenv("LAYERWISE_HOME", str(folder))
    monkeypatch.chdir(ROOT)
    with open(os.devnull) as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        yield folder


@pytest.fixture
def kept(home: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """A workspace file with something in it."""
    script = "docker pull -q hello-world; docker create --name box hello-world; for i in 1 2 3; do seq 500 > f$i; done"
    assert layerwise(home, capfd, "exec", "-c", script).returncode == 0
    return home / "workspaces" / "sandbox.sqlite"


@pytest.mark.parametrize("arguments", FRONT_ENDS)
def test_a_data_folder_whose_place_is_taken(
    arguments: tuple[str, ...], home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file")
    assert_one_clear_line(layerwise(home, capfd, *arguments), str(home), "LAYERWISE_HOME")
    assert home.read_text() == "a file"


@pytest.mark.parametrize("arguments", FRONT_ENDS)
def test_a_data_folder_below_a_file(
    arguments: tuple[str, ...], home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file")
    monkeypatch.setenv("LAYERWISE_HOME", str(home / "deeper"))
    assert_one_clear_line(layerwise(home, capfd, *arguments), str(home), "LAYERWISE_HOME")


# Root may write everywhere unless it gives up CAP_DAC_OVERRIDE (1) by prctl(PR_CAPBSET_DROP = 24) for what it starts.
OBEDIENT = """
import ctypes, os, sys
if os.geteuid() == 0 and ctypes.CDLL(None).prctl(24, 1, 0, 0, 0):
    sys.exit(77)
os.execv(sys.executable, [sys.executable, "-m", "tutor", *sys.argv[1:]])
"""


def obedient(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as somebody to whom permissions apply; skip where that cannot be."""
    done = subprocess.run(
        [sys.executable, "-c", OBEDIENT, *arguments], cwd=ROOT, env={**os.environ, "LAYERWISE_HOME": str(home)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    if done.returncode == 77:
        pytest.skip("root cannot give up its right to write everywhere here")
    return done


@pytest.mark.parametrize("what", ["an empty folder", "workspaces", "file"])
def test_a_read_only_data_folder(what: str, kept: Path, home: Path) -> None:
    before = kept.read_bytes()
    place = {"an empty folder": home / "other", "workspaces": home / "workspaces", "file": kept}[what]
    if not place.exists():
        place.mkdir()
    mode = place.stat().st_mode
    place.chmod(mode & ~0o222)
    try:
        where = place if what == "an empty folder" else home
        for arguments in FRONT_ENDS:
            assert_one_clear_line(obedient(*arguments, home=where), str(where), "ermission")
    finally:
        place.chmod(mode)
    assert kept.read_bytes() == before


def test_a_folder_whose_progress_cannot_be_saved(home: Path) -> None:
    (home / "workspaces").mkdir(parents=True)
    home.chmod(0o555)
    try:
        assert_one_clear_line(obedient("shell", "--lesson", "1", home=home), str(home / "progress.json"), "ermission")
    finally:
        home.chmod(0o755)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "no database": lambda data: b"this is not a database" * 100,
    "zeros": lambda data: bytes(len(data)),
    "cut off": lambda data: data[: len(data) // 2],
    "a hole": lambda data: data[:8192] + bytes(8192) + data[16384:],
    "torn pages": lambda data: data[:9000] + os.urandom(len(data) - 9000),
    "only a header": lambda data: data[:100],
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_workspace_is_left_as_it_is(
    how: str, kept: Path, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    damaged = DAMAGES[how](kept.read_bytes())
    kept.write_bytes(damaged)
    done = layerwise(home, capfd, "exec", "-c", "docker image ls; cat f1 f2 f3 > /dev/null; docker start box")
    assert done.returncode == 1, done
    assert len(done.stderr.splitlines()) == 1, done
    assert "fault of the program" not in done.stderr
    assert kept.read_bytes() == damaged
    other = layerwise(home, capfd, "exec", "--workspace", "other", "-c", "echo fine")
    assert (other.returncode, other.stdout) == (0, "fine\n")


@pytest.mark.parametrize("seed", range(25))
def test_a_few_flipped_bits_never_break_the_program(
    seed: int, kept: Path, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)
    data = bytearray(kept.read_bytes())
    for _ in range(chance.choice((1, 5, 50))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    kept.write_bytes(data)
    done = layerwise(home, capfd, "exec", "-c", "docker image ls\ncat f1 f2 f3 > g\nundo\ndocker start box\nlog")
    assert done.returncode in (0, 1), done
    assert "fault of the program" not in done.stderr
    assert "Traceback" not in done.stderr


def pragma(file: Path, statement: str) -> None:
    db = sqlite3.connect(file)
    db.execute(statement)
    db.commit()
    db.close()


@pytest.mark.parametrize("arguments", FRONT_ENDS)
def test_a_workspace_from_the_future(
    arguments: tuple[str, ...], kept: Path, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pragma(kept, f"PRAGMA user_version = {FORMAT + 1}")
    before = kept.read_bytes()
    assert_one_clear_line(layerwise(home, capfd, *arguments), str(kept), "newer Layerwise", "use that version")
    assert kept.read_bytes() == before


def test_somebody_else_s_database(kept: Path, home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    kept.unlink()
    pragma(kept, "CREATE TABLE theirs (x)")
    before = kept.read_bytes()
    assert_one_clear_line(layerwise(home, capfd, "exec", "-c", "true"), str(kept), "not a workspace")
    assert kept.read_bytes() == before


def test_tables_that_are_not_ours_in_a_file_that_says_so(
    kept: Path, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pragma(kept, "DROP TABLE place")
    assert_one_clear_line(layerwise(home, capfd, "exec", "-c", "true"), str(kept))
    pragma(kept, "CREATE TABLE place (one INTEGER, head INTEGER, tip INTEGER)")
    assert_one_clear_line(layerwise(home, capfd, "exec", "-c", "true"), str(kept), "damaged")


def test_a_state_of_an_unknown_kind(kept: Path, home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pragma(kept, "UPDATE history SET state = x'00'")
    done = layerwise(home, capfd, "exec", "-c", "true")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1), done
    assert "fault of the program" not in done.stderr


@pytest.mark.parametrize("text", ["", "{", "[]", '{"done": 5, "last": ""}', '{"last": "x"}', "\0"])
def test_progress_that_cannot_be_read(text: str, home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    (home / "progress.json").write_text(text)
    for arguments in (("lesson", "list"), ("shell",)):
        done = layerwise(home, capfd, *arguments)
        assert_one_clear_line(done, str(home / "progress.json"), "move that file away")
    assert (home / "progress.json").read_text() == text
    assert layerwise(home, capfd, "exec", "-c", "echo fine").stdout == "fine\n"


def test_what_was_set_aside_comes_back(kept: Path, home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    good = kept.with_suffix(".good")
    shutil.copy(kept, good)
    kept.write_bytes(b"damaged")
    assert layerwise(home, capfd, "exec", "-c", "true").returncode == 1
    shutil.copy(good, kept)
    assert layerwise(home, capfd, "exec", "-c", "ls").stdout == "f1\nf2\nf3\n"


def test_many_at_once_take_turns_or_are_refused(kept: Path, home: Path) -> None:
    command = [sys.executable, "-m", "tutor", "exec", "-c", "echo line >> f\nn=$(wc -l < f)\necho $n"]
    env = {**os.environ, "LAYERWISE_HOME": str(home)}
    running = [
        subprocess.Popen(command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    ended = [(*process.communicate(timeout=120), process.returncode) for process in running]
    counts = []
    for out, err, code in ended:
        if code == 0:
            counts.append(int(out))
        else:
            assert (code, out, len(err.splitlines())) == (1, "", 1), err
            assert "is in use" in err
    assert sorted(counts) == list(range(1, len(counts) + 1))
    assert counts
