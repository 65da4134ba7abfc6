from __future__ import annotations

import pytest

from tests.shell import corpus
from tests.shell.world import ENVIRONMENT, NOW, interactive, machine
from tutor.shell.host import PlainHost
from tutor.shell.interpreter import Shell
from tutor.shell.parser import split_commands
from tutor.shell.state import ShellState, fresh
from tutor.shell.streams import Buffer, Input
from tutor.vfs.merkle import digest_of

LINES = [
    "x=1; export y='a b'; readonly z=3; export q",
    'f() { echo "f $1" $x; cat <<E\n$1\nE\n}',
    "g() { cat; } <<'E'\nkept $x\nE",
    "alias hi='echo hello '; set -u -o pipefail; umask 077",
    "cd /tmp; set -- a 'b c' d; trap 'echo bye' EXIT; false",
    "echo $? $# $* $PWD $OLDPWD $x $y $z; hi hi; f arg; g; umask",
    "unset x; shift; echo ${x-gone} $1; (exit 7) & h() (echo sub)",
    "wait $!; echo $?; h; trap; echo $-; true | false; echo $?",
    "exit 5",
]


def run_anew(lines: list[str], fs_start: bool = True) -> tuple[list[bytes], ShellState]:
    """Run each line in a new shell that is given the state of the last."""
    fs, host = machine(), PlainHost(NOW)
    state = fresh(ENVIRONMENT, "/work")
    outputs = []
    for line in lines:
        out = Buffer()
        shell = Shell(host, fs, state, Input(), out, out, interactive=True)
        shell.run(line)
        state = shell.state
        outputs.append(out.getvalue())
    return outputs, state


def test_a_new_shell_goes_on_where_the_last_one_was() -> None:
    shell, out = interactive()
    kept = []
    for line in LINES:
        shell.run(line)
        kept.append(out.clear())
    outputs, state = run_anew(LINES)
    assert outputs == kept
    assert state == shell.state
    assert shell.exited
    assert state.status == 5


def test_the_state_is_a_plain_value() -> None:
    shell, _ = interactive()
    for line in LINES[:4]:
        shell.run(line)
    state = shell.state
    digest = digest_of(state)
    out = Buffer()
    again = Shell(PlainHost(NOW), machine(), state, Input(), out, out, interactive=True)
    assert again.state == state
    assert digest_of(again.state) == digest
    assert dict(state.functions)["f"].startswith("f() {")
    assert ("z", "3", False, True) in state.variables
    assert ("q", None, True, False) in state.variables


@pytest.mark.parametrize("name", [n for n in corpus.names() if n.startswith(("function", "heredoc", "real", "param"))])
def test_scripts_line_by_line(name: str) -> None:
    text = corpus.source(name).replace("$T", "/tmp")
    pieces = [source for source, _ in split_commands(text)]
    shell, out = interactive()
    for piece in pieces:
        shell.run(piece)
    outputs, state = run_anew(pieces)
    assert b"".join(outputs) == out.getvalue()
    assert state == shell.state


def test_exit_is_visible() -> None:
    shell, _ = interactive()
    assert shell.run("exit 3; echo no") == 3
    assert shell.exited
    assert shell.run("echo no") == 3


def test_an_error_ends_the_line_only() -> None:
    shell, out = interactive()
    assert shell.run("echo ${x?gone}; echo no") == 2
    assert not shell.exited
    assert shell.run("if") == 2
    assert not shell.exited
    out.clear()
    shell.run("echo $?")
    assert out.getvalue() == b"2\n"


def test_the_exit_trap_runs_at_the_end() -> None:
    shell, out = interactive()
    shell.run("trap 'echo bye $?' EXIT; (exit 4)")
    assert out.clear() == b""
    assert shell.finish() == 4
    assert out.getvalue() == b"bye 4\n"


def test_users() -> None:
    fs = machine()
    fs.write("/etc/secret", b"x", 0o600)
    out = Buffer()
    state = fresh({"PATH": "/bin"}, "/tmp", uid=1000, gid=1000)
    shell = Shell(PlainHost(NOW), fs, state, Input(), out, out, interactive=True)
    assert shell.run("cat < /etc/secret") == 1
    assert out.clear() == b"sh: can't open /etc/secret: Permission denied\n"
    shell.run("echo mine > f; echo no > /etc/f")
    assert out.clear() == b"sh: can't create /etc/f: Permission denied\n"
    assert fs.stat("/tmp/f").uid == 1000
    assert shell.state.uid == 1000
