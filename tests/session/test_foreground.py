"""Programs that read the terminal: what is typed is theirs, line by line; it can be undone, kept, and run again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.sandbox import session, sitting
from tutor.session.keeping import SqliteWorkspaces
from tutor.session.picture import picture
from tutor.session.session import Session
from tutor.session.stack import Forest
from tutor.shell.terminal import CTRL_C, CTRL_D
from tutor.store.workspace import Workspace

PYTHON = "docker run -it --rm --name snake python:3.12-slim"
BANNER = 'Type "help", "copyright", "credits" or "license" for more information.\n'


def at_terminal(workspace: Workspace | None = None) -> Session:
    """A session at which somebody sits."""
    learner = session(workspace)
    learner.interactive = True
    return learner


def typed(learner: Session, *lines: str) -> str:
    """What comes of some lines: each with the prompt before it, then what is written."""
    shown = []

    def emit(stream: str, data: bytes) -> None:
        shown.append(data.decode())

    for line in lines:
        waits = learner.moment.foreground
        shown.append(f"{waits.prompt}{line if waits.seen else ''}\n" if waits is not None else "")
        learner.run(line, emit)
    waits = learner.moment.foreground
    return "".join(shown) + (waits.prompt if waits is not None else "")


def test_a_prompt_of_python_shows_values_blocks_and_tracebacks() -> None:
    learner = at_terminal()
    assert typed(learner, f"docker pull -q python:3.12-slim; {PYTHON}").endswith(f"{BANNER}>>> ")
    assert typed(learner, "1 + 1", "for i in 'ab':", "    print(i)", "", "[1,", "2]", "1/0") == (
        ">>> 1 + 1\n2\n>>> for i in 'ab':\n...     print(i)\n... \na\nb\n>>> [1,\n... 2]\n[1, 2]\n>>> 1/0\n"
        'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nZeroDivisionError: division by zero'
        "\n>>> "
    )
    assert [box.status for box in learner.state.containers.values()] == ["running"]
    assert typed(learner, "exit(3)") == ">>> exit(3)\n"
    assert learner.moment.foreground is None
    assert learner.workspace.path()[-1].code == 3
    assert not list(learner.state.containers.values())


def test_ctrl_c_and_ctrl_d_are_the_programs() -> None:
    learner = at_terminal()
    typed(learner, PYTHON)
    said = typed(learner, "x = [", CTRL_C, "input('who? ')", CTRL_C, CTRL_D)
    assert said.count("KeyboardInterrupt\n>>> ") == 2
    assert "\nwho? " in said
    assert learner.moment.foreground is None


def test_what_was_typed_is_undone_and_done_again_line_by_line() -> None:
    learner = at_terminal()
    typed(learner, PYTHON, "x = 1", "x = 2")
    assert learner.undo() == ("x = 2",)
    assert typed(learner, "x") == ">>> x\n1\n>>> "
    assert learner.undo(9) == ("x", "x = 1", PYTHON)
    assert learner.moment.foreground is None
    assert learner.redo(9) == (PYTHON, "x = 1", "x")
    assert typed(learner, "x + 1") == ">>> x + 1\n2\n>>> "


def test_a_tutor_word_at_a_programs_prompt_is_the_tutors() -> None:
    learner = at_terminal()
    typed(learner, PYTHON, "x = 1")
    assert typed(learner, "undo") == ">>> undo\nTook back: x = 1\n>>> "
    typed(learner, CTRL_D, "cat > words")
    assert typed(learner, "undo", CTRL_D, "cat words").endswith("undo\n")


def test_a_program_goes_on_in_another_process(tmp_path: Path) -> None:
    learner = at_terminal(SqliteWorkspaces(str(tmp_path)).open("work"))
    typed(learner, PYTHON, "import time; x = [1]; t = time.time()")
    learner.workspace.close()
    again = at_terminal(SqliteWorkspaces(str(tmp_path)).open("work"))
    assert typed(again, "x.append(2); x, t <= time.time()") == (
        ">>> x.append(2); x, t <= time.time()\n([1, 2], True)\n>>> "
    )
    again.workspace.close()


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.sampled_from(["x = 1", "x + 1", "x = [x", "]", "", "for i in [1]:", "  x", "1/0", CTRL_C]), max_size=6),
    st.integers(0, 6),
)
def test_held_or_run_again_a_program_says_the_same(lines: list[str], at: int) -> None:
    held, dropped = at_terminal(), at_terminal()
    typed(held, PYTHON)
    typed(dropped, PYTHON)
    for number, line in enumerate(lines):
        if number == at:
            dropped.moment = dropped.moment_of(dropped.workspace.path()[-1])
            dropped._held = None
        assert typed(held, line) == typed(dropped, line)
        assert held.state.digest == dropped.state.digest


def test_a_program_in_a_nested_prompt_and_what_it_wrote() -> None:
    learner = at_terminal()
    typed(learner, "docker run -it --name snake python:3.12-slim bash", "python3")
    said = typed(learner, "open('/tmp/a', 'w').write('hi')", "exit()", "cat /tmp/a")
    assert said == ">>> open('/tmp/a', 'w').write('hi')\n2\n>>> exit()\nhi"
    assert learner.state.attached


def test_any_line_of_the_host_may_read_the_terminal() -> None:
    learner = at_terminal()
    assert typed(learner, "read name; echo \"hello $name\"", "you").endswith("hello you\n")
    assert typed(learner, "cat | tr a-z A-Z > big", "abc", CTRL_D, "cat big").endswith("ABC\n")
    typed(learner, "docker create --name old alpine true")
    assert typed(learner, "docker container prune", "y").startswith("WARNING!")
    assert not list(learner.state.containers.values())


def test_a_password_is_asked_for_and_neither_shown_nor_kept() -> None:
    learner = at_terminal()
    assert typed(learner, "docker login registry.class.test", "learner", "wrong") == (
        "Username: learner\nPassword: \nError response from daemon: login attempt to "
        "https://registry.class.test/v2/ failed with status: 401 Unauthorized\n"
    )
    said = typed(learner, "docker login registry.class.test", "learner", "layers")
    assert said.endswith("Login Succeeded\n")
    assert [entry.line for entry in learner.workspace.path()][-2:] == ["learner", "# typed unseen"]
    assert b"layers" not in repr([learner.moment_of(entry) for entry in learner.workspace.path()]).encode()
    learner.undo()
    assert typed(learner, "layers").endswith("Login Succeeded\n")


def test_who_is_logged_in_with_a_password_that_is_wrong_now_is_asked_again() -> None:
    learner = at_terminal()
    typed(learner, "docker login -u learner -p layers registry.class.test")
    typed(learner, "sed -i 's/sYXll/sYWll/' ~/.docker/config.json")
    said = typed(learner, "docker login registry.class.test")
    assert said.endswith("Stored credentials invalid or expired\nUsername (learner): ")
    assert typed(learner, "", "layers").endswith("Login Succeeded\n")


def test_a_line_that_fails_or_is_stopped_leaves_the_program_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = at_terminal()
    typed(learner, PYTHON, "x = 1")

    def emit(stream: str, data: bytes) -> None:
        learner.cancel()

    ran = learner.run("x = 2; print(x); print(x)\n", emit)
    assert ran.stopped
    assert typed(learner, "x") == ">>> x\n1\n>>> "


def test_a_preview_of_what_would_wait_shows_it_running() -> None:
    learner = sitting()
    learner.run("docker pull -q python:3.12-slim")
    preview = learner.preview(PYTHON, len(PYTHON))
    assert "running" in preview.message
    learner.run(PYTHON)
    view = learner.prompt()
    assert (view.sign, view.program, view.seen) == (">>> ", True, True)
    assert learner.missing("for x in") == ""
    assert learner.preview("docker ps", 9).message == ""
    assert learner.complete("do", 2).items == ()
    assert Forest(picture(learner._session.state)).view.containers


def test_what_a_lesson_or_an_editor_does_ends_the_program_first() -> None:
    learner = at_terminal()
    typed(learner, "docker run -it --name snake python:3.12-slim")
    learner.hang_up()
    assert learner.moment.foreground is None
    assert [box.status for box in learner.state.containers.values()] == ["exited"]


def test_a_prompt_of_node_shows_values_and_goes_on_while_something_is_open() -> None:
    learner = at_terminal()
    typed(learner, "docker run -it --rm node:20-alpine")
    lines = ("const a = [1,", "2]", "a.map(n => n * 2)", "{b: a}", "a b", "nope", "fs.existsSync('/etc')")
    assert typed(learner, *lines) == (
        "> const a = [1,\n... 2]\nundefined\n> a.map(n => n * 2)\n[ 2, 4 ]\n> {b: a}\n{ b: [ 1, 2 ] }\n> a b\n"
        "a b\n  ^\n\nUncaught SyntaxError: Unexpected identifier 'b'\n"
        "> nope\nUncaught ReferenceError: nope is not defined\n"
        "> fs.existsSync('/etc')\ntrue\n> "
    )
    assert typed(learner, "(", CTRL_C, CTRL_C).endswith("or type .exit)\n> ")
    typed(learner, "process.exit(3)")
    assert learner.workspace.path()[-1].code == 3
