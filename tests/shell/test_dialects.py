"""The errors of dash and bash, held against the real ones."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.shell.world import ELF, ENVIRONMENT, NOW, machine, text
from tutor.shell.host import PlainHost
from tutor.shell.launch import launch
from tutor.shell.process import Process
from tutor.shell.streams import Buffer, Input

BOTH = [
    "foo; echo $?", "./nope; echo $?", "/nope; echo $?", ". ./nope", "cd /nope", "/etc; echo $?", "echo ${x?}",
    "/etc/passwd; echo $?", ": ${x:?said}", ": ${x:?}", "set -u; echo $x", "echo a > /nope/x; echo $?",
    "read x < /nope; echo $?",
    "echo a > /; echo $?", "readonly r=1; r=2", "readonly r=1; unset r", "echo $((1/0))", "if", "if true; then",
    "echo )", "exec nope", "exit abc", "true\ntrue\nfoo\ncd /nope", "(foo)", "foo | cat", "x=$(foo)",
]  # fmt: skip
DASH = [
    "shift 5", "set -o nope", "export 1a", "for", "while true; do", "echo $((1+))", 'echo "a', "local x",
]  # fmt: skip
BASH = ["fi", "echo ok\nif true; fi", "unset x; echo ${x:?}"]


def shell(program: str, script: str) -> tuple[str, str, int]:
    """Run a script in the simulated shell under that name."""
    fs = machine()
    for name in ("dash", "bash"):
        fs.write(f"/bin/{name}", ELF + b"\0", 0o755)
    out, err = Buffer(), Buffer()
    argv = [program, "-c", script]
    code = launch(Process(argv, dict(ENVIRONMENT), "/work", fs, Input(), out, err, PlainHost(NOW)))
    return text(out.getvalue()), text(err.getvalue()), code


def real(program: str, script: str, folder: Path) -> tuple[str, str, int]:
    """Run it in the real one."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    argv = [program, "-c", script]
    done = subprocess.run(argv, cwd=folder, env=environment, capture_output=True, text=True, timeout=20, check=False)
    return done.stdout, done.stderr, done.returncode


@pytest.mark.skipif(shutil.which("dash") is None, reason="dash is not installed")
@pytest.mark.parametrize("script", [*BOTH, *DASH])
def test_dash(script: str, tmp_path: Path) -> None:
    assert shell("dash", script) == real("dash", script, tmp_path)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("script", [*BOTH, *BASH])
def test_bash(script: str, tmp_path: Path) -> None:
    ours, theirs = shell("bash", script), real("bash", script, tmp_path)
    assert ours[:2] == theirs[:2]
    assert bool(ours[2]) == bool(theirs[2])


def test_a_link_is_what_it_leads_to() -> None:
    fs = machine()
    fs.write("/bin/dash", ELF + b"\0", 0o755)
    fs.unlink("/bin/sh")
    fs.symlink("dash", "/bin/sh")
    err = Buffer()
    launch(Process(["sh", "-c", "foo"], dict(ENVIRONMENT), "/work", fs, Input(), Buffer(), err, PlainHost(NOW)))
    assert err.getvalue() == b"sh: 1: foo: not found\n"
