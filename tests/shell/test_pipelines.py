from __future__ import annotations

import pytest

from tests.shell.world import interactive, machine, sh

ENDLESS = [
    ("yes | head -1", "y\n"),
    ("while true; do echo x; done | head -3", "x\nx\nx\n"),
    ("cat /dev/zero | head -c 10 | wc -c", "10\n"),
    ("yes | cat | cat | head -2 | cat", "y\ny\n"),
    ("yes | { read a; read b; echo $a$b; }", "yy\n"),
    ("yes | (exit 3); echo $?", "3\n"),
    ("f() { while :; do echo $1; done; }; f a | head -1; f b | head -1", "a\nb\n"),
    ("x=$(yes | head -2); echo $x", "y y\n"),
    ("yes | true; echo $?", "0\n"),
    ("set -o pipefail; yes | head -1; echo $?", "y\n141\n"),
]


@pytest.mark.parametrize(("script", "output"), ENDLESS)
def test_endless_producers_end(script: str, output: str) -> None:
    outcome = sh("-c", script)
    assert (outcome.stdout, outcome.stderr) == (output, "")


def test_always_the_same_output() -> None:
    script = """
    for i in 1 2 3; do (echo start $i; sleep $i; echo end $i) & done
    seq 1 30000 | while read n; do case $n in *000) echo $n >&2; echo $n;; esac; done | tail -3
    yes | head -2; wait; echo done
    """
    first = sh("-c", script)
    assert first.stdout.endswith("end 3\ndone\n")
    assert [sh("-c", script) for _ in range(3)] == [first] * 3


def test_much_data_passes_unharmed() -> None:
    outcome = sh("-c", "seq 1 60000 | cat | tail -1; seq 1 60000 | wc -l; seq 1 60000 | cat | cat | wc -c")
    assert outcome.stdout == "60000\n60000\n348894\n"


def test_background_jobs_run_while_the_shell_sleeps() -> None:
    script = "(sleep 2; echo b) & (sleep 1; echo a) & sleep 3; echo c"
    assert sh("-c", script).stdout == "a\nb\nc\n"


def test_a_job_that_loops_can_be_killed() -> None:
    script = "while :; do echo tick; sleep 1; done & p=$!; sleep 2.5; kill $p; wait $p; echo $?"
    outcome = sh("-c", script)
    assert outcome.stdout == "tick\ntick\ntick\n143\n"
    assert outcome.stderr == "Terminated\n"


def test_a_job_with_a_trap() -> None:
    script = "(trap 'echo caught; exit 5' TERM; while :; do sleep 1; done) & sleep 2; kill $!; wait $!; echo $?"
    assert sh("-c", script).stdout == "caught\n5\n"


def test_a_sleeper_in_a_pipeline() -> None:
    assert sh("-c", "(echo a; sleep 5; echo b) | while read x; do echo got $x; done").stdout == "got a\ngot b\n"
    assert sh("-c", "sleep 1 | echo now").stdout == "now\n"


def test_a_late_writer_keeps_the_pipe_open() -> None:
    assert sh("-c", "{ (sleep 1; echo late) & echo early; } | cat").stdout == "early\nlate\n"


def test_stages_share_files_and_no_variables() -> None:
    fs = machine()
    outcome = sh("-c", "x=1; echo data | { cat > /tmp/f; x=2; }; cat /tmp/f; echo $x", fs=fs)
    assert outcome.stdout == "data\n1\n"
    assert fs.read("/tmp/f") == b"data\n"


def test_standard_input_is_the_first_stages() -> None:
    assert sh("-c", "cat | cat", stdin=b"given\n").stdout == "given\n"


def test_jobs_of_one_line_end_with_it() -> None:
    shell, out = interactive()
    shell.run("(sleep 5; echo late; exit 3) &")
    assert out.clear() == b"late\n"
    shell.run("wait $!; echo $?")
    assert out.clear() == b"3\n"


def test_a_loop_in_the_background_ends_in_time() -> None:
    shell, out = interactive()
    shell.run("while :; do echo tick; sleep 10; done &")
    assert out.clear() == b"tick\n" * 6
    shell.run("echo free")
    assert out.clear() == b"free\n"


def test_signals_of_the_shell_itself() -> None:
    assert sh("-c", "kill -TERM $$; echo no").code == 143
    assert sh("-c", "kill -9 $$; echo no").code == 137
    outcome = sh("-c", "sh -c 'kill $$'; echo $?")
    assert (outcome.stdout, outcome.stderr) == ("143\n", "Terminated\n")
