from __future__ import annotations

import sys
import threading

import pytest

from tests.shell.world import Outcome, interactive, sh
from tutor.shell.limits import Limits

SMALL = Limits(steps=20_000, depth=300, output=100_000, memory=100_000, processes=30)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("while :; do :; done", "more than 20000 steps"),
        ("until false; do x=1; done", "more than 20000 steps"),
        ("f() { f; }; f", "nested more than 300 levels"),
        ("f() { (f); }; f", "nested more than 300 levels"),
        ("f() { echo $(f); }; f", "nested more than 300 levels"),
        ("f() { eval f; }; f", "nested more than 300 levels"),
        ("f() { f | f; }; f", "more than 30 processes"),
        ("f() { f & f; }; f", "more than 30 processes"),
        ("yes > /tmp/file", "more than 100000 bytes of output"),
        ("yes > /dev/null", "more than"),
        ("while :; do echo line; done", "more than"),
        ("cat /dev/zero > /dev/null", "more than 100000 bytes of output"),
        ("x=0123456789; while :; do x=$x$x; done", "more than 100000 bytes"),
        ("set -- a; while :; do set -- $@ $@; done", "more than"),
        ("x=0123456789; i=0; while :; do i=$((i+1)); eval v$i=$x$x$x$x$x; done", "more than 100000 bytes"),
        ("f() { f \"$@\" \"$@\" x; }; f a", "variables and arguments hold more than 100000 bytes"),
        ("f() { f $1$1$1$1; }; f abcdefghij", "more than 100000 bytes"),
        ("printf '%200000s' x", "a value of more than 100000 bytes"),
        ("echo $(yes)", "more than 100000 bytes of output"),
        ("echo 'sh /tmp/s' > /tmp/s; sh /tmp/s", "nested more than 300 levels"),
        ("echo '. /tmp/s' > /tmp/s; . /tmp/s", "nested more than 300 levels"),
        ("trap 'kill -USR1 $$' USR1; kill -USR1 $$", "more than"),
    ],
)
def test_runaways_end(script: str, reason: str) -> None:
    outcome = sh("-c", f"{script}\necho never reached", limits=SMALL)
    assert outcome.code == 137
    assert "never reached" not in outcome.stdout
    assert outcome.stderr.count("\n") == 1
    assert outcome.stderr.startswith("layerwise: stopped: ")
    assert reason in outcome.stderr


def test_a_fork_bomb_ends() -> None:
    outcome = sh("-c", "f(){ f|f& };f; wait", limits=SMALL)
    assert outcome.code == 137
    assert outcome.stderr.count("\n") == 1


def test_deep_recursion_in_a_thread() -> None:
    outcomes: list[Outcome] = []
    before = sys.getrecursionlimit()
    script = "f() { if true; then for i in 1; do case a in a) { f; };; esac; done; fi; }; f"
    thread = threading.Thread(target=lambda: outcomes.append(sh("-c", script)))
    thread.start()
    thread.join()
    assert outcomes[0].code == 137
    assert outcomes[0].stderr.count("\n") == 1
    assert sys.getrecursionlimit() == before


def test_a_thousand_levels_are_enough() -> None:
    outcome = sh("-c", 'f() { [ "$1" -eq 0 ] || f $(($1-1)); }; f 900 && echo done')
    assert (outcome.stdout, outcome.code) == ("done\n", 0)


def test_an_interactive_shell_lives_on() -> None:
    shell, out = interactive()
    assert shell.run("x=kept; while :; do :; done") == 137
    assert not shell.exited
    out.clear()
    assert shell.run("echo $x $?") == 0
    assert out.getvalue() == b"kept 137\n"


@pytest.mark.slow
def test_each_line_has_its_own_steps() -> None:
    shell, out = interactive()
    for _ in range(3):
        assert shell.run("i=0; while [ $i -lt 90000 ]; do i=$((i+1)); done") == 0
    assert out.getvalue() == b""


def test_a_job_may_end_its_own_shell() -> None:
    outcome = sh("-c", "f() { kill -USR1 $$; }; f & sleep 1; echo never")
    assert (outcome.code, outcome.stdout) == (138, "")
    assert sh("-c", "f() { kill -USR1 $$; }; f & :").code == 138


def test_a_field_wider_than_c_knows_is_nothing() -> None:
    assert sh("-c", "printf '[%99999999999s]' x").stdout == "[]"


@pytest.mark.parametrize("command", ["sed s/1/x/ f", "od f", "xxd f", "split -l 9000 f", "nl f", "awk 1 f"])
def test_lines_of_a_file_count_less_than_rounds_of_a_loop(command: str) -> None:
    script = f"seq 30000 > f; {command} > /dev/null; echo $?"
    outcome = sh("-c", script, limits=Limits(steps=20_000))
    assert (outcome.stdout, outcome.stderr) == ("0\n", "")
