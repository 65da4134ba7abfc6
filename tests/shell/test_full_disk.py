"""What programs say when what they write does not fit."""

from __future__ import annotations

import pytest

from tests.shell.world import machine, sh
from tutor.vfs.filesystem import Box, FileSystem
from tutor.vfs.tree import Tree


@pytest.mark.parametrize("command", ["cat big", "sed '' big", "echo a | sed 'r big'", "head -c 200000 big"])
def test_a_program_whose_output_does_not_fit_says_so_and_fails(command: str) -> None:
    fs = machine()
    fs.write("/work/big", b"x" * 200_000)
    fs = FileSystem(Box(fs.tree, 300_000), now=lambda: 0)
    outcome = sh("-c", f"{command} > out", fs=fs)
    assert outcome.code == 1
    assert outcome.stderr.endswith("No space left on device\n")


@pytest.mark.parametrize("command", ["cat /etc/passwd", "sed '' /etc/passwd", "echo a", "printf a", "yes"])
def test_a_full_device_takes_nothing(command: str) -> None:
    outcome = sh("-c", f"{command} > /dev/full")
    assert (outcome.stdout, outcome.code) == ("", 1)
    assert outcome.stderr.endswith("No space left on device\n")


def test_a_mounted_file_system_has_a_bound_of_its_own() -> None:
    fs = machine()
    fs.mkdir("/t")
    fs.mount("/t", Box(Tree.empty(), 10_000), kind="tmpfs")
    outcome = sh("-c", "yes > /t/f; echo $?; wc -c < /t/f; echo a >> /t/f; echo $?; echo b > /work/f; echo $?", fs=fs)
    assert outcome.stdout == "1\n10000\n1\n0\n"
    assert outcome.stderr == "yes: write error: No space left on device\nsh: write error: No space left on device\n"
