"""Laws of the sitting: undo is exact, looking changes nothing, and the same commands give the same state."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.sandbox import run, session, sitting
from tutor.session.session import Session, differs

IMAGES = ("alpine:3.20", "alpine:3.19", "busybox:1.36", "hello-world", "team/base:1", "app:dev")
names = st.sampled_from(IMAGES)
commands = st.one_of(
    st.sampled_from(("ls", "false", "cd /tmp", "cd", "x=1; export x", "f() { echo f; }", "umask 077")),
    st.sampled_from(("mkdir -p a/b", "echo hi > a/f", "rm -rf a", "ln -s a l")),
    st.sampled_from(("docker image ls", "docker image prune -f", "docker ps -a")),
    names.map(lambda name: f"docker pull -q {name}"),
    names.map(lambda name: f"docker image rm {name}"),
    st.tuples(names, names).map(lambda pair: f"docker image tag {pair[0]} {pair[1]}"),
    names.map(lambda name: f"docker run --name c {name} sh -c 'echo $HOSTNAME > /f'"),
    st.sampled_from(("docker rm -f c", "docker commit c app:dev", "docker image save -o s.tar alpine:3.20")),
    st.sampled_from(("undo", "redo", "reset", "undo 2")),
)


def digest(session: Session) -> bytes:
    return session.state.digest


def steps_back(session: Session) -> int:
    return sum(entry.changed for entry in session.workspace.path()[1:])


@settings(max_examples=25)
@given(st.lists(commands, max_size=8))
def test_undoing_everything_gives_the_first_state(lines: list[str]) -> None:
    learner = session()
    first = digest(learner)
    for line in lines:
        run(learner, line)
    last, count = learner.state, steps_back(learner)
    for _ in range(count):
        assert len(learner.undo()) == 1
    assert learner.undo() == ()
    assert digest(learner) == first
    assert len(learner.redo(count)) == count
    assert not differs(last, learner.state)


@settings(max_examples=15)
@given(st.lists(commands, max_size=5))
def test_the_same_commands_give_the_same_state(lines: list[str]) -> None:
    one, other = session(), session()
    for line in lines:
        assert run(one, line) == run(other, line)
    assert digest(one) == digest(other)


TYPED = (
    "docker image tag alpine:3.20 team/base:1",
    "docker image rm alpine:3.20 && docker pull debian:12-slim",
    "docker run --rm alpine:3.20 sh -c 'rm -rf /' > out.txt; docker rm -f $(docker ps -aq)",
    "while true; do docker image tag alpine:3.20 x:$((i=i+1)); done",
    "undo; reset; next; lessons 2",
    "for i in 1 2 3; do docker tag alpine:3.20 a:$i; done; cat <<E\n$(docker image prune -af)\nE",
)


@settings(max_examples=40)
@given(st.one_of(st.sampled_from(TYPED), st.text(alphabet="docker imagetlsrunp;|&$()'\"<>\\\n-./:20", max_size=40)),
       st.integers(0, 80))
def test_typing_changes_nothing_before_enter(line: str, length: int) -> None:
    learner = PREPARED
    before = learner.stack(), learner._session.state.digest, learner._session.workspace.head
    typed = line[:length]
    learner.preview(typed, len(typed))
    learner.complete(typed, len(typed))
    learner.highlight(typed)
    learner.missing(typed)
    assert (learner.stack(), learner._session.state.digest, learner._session.workspace.head) == before


PREPARED = sitting()
PREPARED.run("docker pull -q alpine:3.20; docker tag alpine:3.20 app:dev; docker create --name c alpine:3.20")


def test_a_look_around_after_an_undo_keeps_the_way_forward() -> None:
    learner = session()
    run(learner, "mkdir a")
    run(learner, "undo")
    assert run(learner, "ls") == (0, "")
    assert run(learner, "redo") == (0, "Did again: mkdir a\n")
    assert run(learner, "ls") == (0, "a\n")


def test_undo_stops_exactly_where_a_change_left_off() -> None:
    learner = session()
    first = digest(learner)
    run(learner, "mkdir a")
    left = digest(learner)
    for line in ("false", "ls", "mkdir b", "ls"):
        run(learner, line)
    assert run(learner, "undo") == (0, "Took back: mkdir b\n")
    assert digest(learner) == left
    assert run(learner, "false") == (1, "")
    assert run(learner, "undo") == (0, "Took back: mkdir a\n")
    assert digest(learner) == first
    assert run(learner, "redo 2") == (0, "Did again: mkdir a\nDid again: mkdir b\n")


def test_undoing_nothing_forgets_what_looking_around_left() -> None:
    learner = session()
    first = digest(learner)
    run(learner, "false")
    assert digest(learner) != first
    assert run(learner, "undo") == (0, "Nothing to undo.\n")
    assert digest(learner) == first
    run(learner, "ls")
    assert [entry.line for entry in learner.workspace.path()] == ["", "ls"]


def test_a_command_after_an_undo_makes_a_branch_and_loses_nothing() -> None:
    learner = session()
    for line in ("mkdir a", "undo", "mkdir b"):
        run(learner, line)
    assert run(learner, "redo") == (0, "Nothing to redo.\n")
    assert [entry.line for entry in learner.workspace.entries() if entry.changed][1:] == ["mkdir a", "mkdir b"]


def test_undo_says_what_it_took_back_and_refuses_nonsense() -> None:
    learner = session()
    run(learner, "mkdir a; cd a")
    assert run(learner, "undo x")[0] == 1
    assert run(learner, "undo") == (0, "Took back: mkdir a; cd a\n")
    assert run(learner, "undo") == (0, "Nothing to undo.\n")
    assert run(learner, "pwd") == (0, "/home/learner/lab\n")


def test_reset_goes_to_the_start_and_can_be_undone() -> None:
    learner = session()
    first = digest(learner)
    run(learner, "mkdir a")
    run(learner, "reset")
    assert digest(learner) == first
    run(learner, "undo")
    assert run(learner, "ls") == (0, "a\n")
