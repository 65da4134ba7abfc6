from __future__ import annotations

import pytest

from tests.docker.lab import Lab
from tests.support.sandbox import hub


@pytest.fixture
def lab() -> Lab:
    """A sandbox in which container c1 sleeps."""
    machine = Lab(hub())
    machine.run("docker pull -q alpine:3.20")
    assert machine.run("docker run -d --name c1 alpine:3.20 sleep 600").code == 0
    return machine


@pytest.mark.parametrize(
    ("options", "titles", "last"),
    [
        ("", "UID PID PPID C STIME TTY TIME CMD", "sleep 600"),
        ("-ef", "UID PID PPID C STIME TTY TIME CMD", "sleep 600"),
        ("aux", "USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND", "sleep 600"),
        ("-x", "PID TTY STAT TIME COMMAND", "sleep 600"),
        ("-o pid,comm", "PID COMMAND", "sleep"),
        ("-eo pid,user,stat", "PID USER STAT", "Ss"),
    ],
)
def test_columns_are_those_that_ps_is_asked_for(lab: Lab, options: str, titles: str, last: str) -> None:
    head, row = lab.run(f"docker top c1 {options}").out.splitlines()
    assert head.split() == titles.split()
    assert row.rstrip().endswith(last)


def test_a_list_needs_the_numbers_of_processes(lab: Lab) -> None:
    said = "Error response from daemon: "
    assert lab.run("docker top c1 -o comm").err == f"{said}Couldn't find PID field in ps output\n"
    assert lab.run("docker top c1 -o nope,pid").err == (
        f'{said}ps: error: unknown user-defined format specifier "nope"\n'
    )
