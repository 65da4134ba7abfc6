"""Opening and saving: what becomes of the sandbox and of its history."""

from __future__ import annotations

import pytest

from tests.support.sandbox import session, sitting
from tutor.session.editor.saving import Outdated, save
from tutor.session.editor.views import FileEdited, OpenFile
from tutor.session.session import Session
from tutor.session.sitting import LearnerSitting
from tutor.vfs.nodes import File


def opened(learner: LearnerSitting, line: str = "nano Dockerfile") -> OpenFile:
    result = learner.run(line)
    assert (result.code, result.text) == (0, "")
    assert result.edit is not None
    return result.edit


def ask(learner: LearnerSitting, line: str) -> str:
    return learner.run(line).text


def test_a_saved_file_is_one_step_that_undo_takes_back() -> None:
    learner = sitting()
    ask(learner, "printf 'FROM alpine\\n' > Dockerfile")
    file = opened(learner)
    assert (file.kind, file.text, file.path) == ("dockerfile", "FROM alpine\n", "/home/learner/lab/Dockerfile")
    saved = learner.save(file, "FROM alpine:3.20\n")
    assert saved.changed
    assert saved.file is not None
    assert ask(learner, "cat Dockerfile") == "FROM alpine:3.20\n"
    assert ask(learner, "log").splitlines()[-1].split(maxsplit=1)[1] != ""
    assert [entry.line for entry in learner.history()][:3] == [
        "printf 'FROM alpine\\n' > Dockerfile", "nano Dockerfile", "edit Dockerfile",
    ]  # fmt: skip
    assert ask(learner, "undo") == "Took back: edit Dockerfile\n"
    assert ask(learner, "cat Dockerfile") == "FROM alpine\n"
    assert ask(learner, "redo") == "Did again: edit Dockerfile\n"
    assert ask(learner, "cat Dockerfile") == "FROM alpine:3.20\n"


def edited(sandbox: Session, line: str) -> OpenFile:
    sandbox.interactive = True
    ran = sandbox.run(line, lambda *_: None)
    assert ran.opened is not None
    return ran.opened


def test_saving_tells_its_event_and_keeps_owner_mode_and_names() -> None:
    made = session()
    made.run("echo old > one; chmod 750 one; ln one two; ln -s one three", lambda *_: None)
    file = edited(made, "vi three")
    _, events = save(made, file, "new\n")
    assert events == (FileEdited("/home/learner/lab/three", "", False),)
    node = made.state.host.get("/home/learner/lab/two")
    assert isinstance(node, File)
    assert (node.content.read(), node.mode, node.uid, node.gid) == (b"new\n", 0o750, 1000, 1000)
    assert save(made, edited(made, "vi one"), "new\n")[1] == ()


def test_a_new_file_has_the_umask_and_an_end_for_its_last_line() -> None:
    made = session()
    made.run("umask 027; cd /tmp", lambda *_: None)
    file = edited(made, "edit notes.txt")
    assert (file.stored, file.note) == ("", "new file")
    _, events = save(made, file, "hello")
    assert events == (FileEdited("/tmp/notes.txt", "", True),)
    node = made.state.host.get("/tmp/notes.txt")
    assert isinstance(node, File)
    assert (node.content.read(), node.mode & 0o777, node.uid) == (b"hello\n", 0o640, 1000)
    made.run("printf bare > bare", lambda *_: None)
    save(made, edited(made, "edit bare"), "barer")
    node = made.state.host.get("/tmp/bare")
    assert isinstance(node, File)
    assert node.content.read() == b"barer"


def test_what_changed_meanwhile_is_not_written_over_unless_told_to() -> None:
    learner = sitting()
    ask(learner, "echo one > file")
    file = opened(learner, "nano file")
    ask(learner, "echo two > file")
    look = learner.look(file, file.text)
    assert look.stored is not None
    assert look.stored.text == "two\n"
    refused = learner.save(file, "mine\n")
    assert (refused.file, refused.outdated) == (None, True)
    assert ask(learner, "cat file") == "two\n"
    assert learner.save(file, "mine\n", over=True).file is not None
    assert ask(learner, "cat file") == "mine\n"
    made = session()
    other = edited(made, "nano x")
    made.run("echo there > x", lambda *_: None)
    with pytest.raises(Outdated):
        save(made, other, "mine\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nano", "nano: which file? For example: nano Dockerfile"),
        ("vi /", "vi: / is a folder"),
        ("nano gone/file", "nano: gone/file: No such file or directory"),
        ("nano one two", "nano: one file at a time"),
        ("nano /etc/new", ""),
        ("nano /root/x", "nano: /root/x: Permission denied"),
        ("nano /root/x/y", "nano: /root/x/y: Permission denied"),
        ("nano /usr/bin/docker", "nano: /usr/bin/docker is too long to edit (40 MB)"),
        ("nano /bin/busybox", "nano: /bin/busybox is a binary file"),
        ("mkfifo p; nano p", "nano: p is no regular file"),
        ("ln -s loop loop; nano loop", "nano: loop: Too many levels of symbolic links"),
        ("nano a; nano b", "nano: the editor opens when its line has ended: type it alone, or as the last command"),
        ("nano a && echo b", "nano: the editor opens when its line has ended: type it alone, or as the last command"),
        ("nano a &", None),
        ("for f in a b; do nano $f; done", None),
        ("sh -c 'nano a'", None),
        ("nano a > out", None),
        ("echo x | nano a", None),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_line(line: str, said: str | None) -> None:
    learner = sitting()
    result = learner.run(line)
    if said == "":
        assert result.edit is not None
        assert "may not write" in result.edit.note
        return
    assert result.edit is None
    assert result.text
    if said is not None:
        assert result.text.splitlines()[-1] == said
        assert result.code == 1


def test_typing_the_line_says_what_the_editor_is_and_opens_nothing() -> None:
    learner = sitting()
    told = learner.preview("nano Dockerfile", 15)
    assert (told.message, told.kind, told.stack) == ("open FILE in the editor: nano [+LINE] FILE", "hint", None)
    assert learner.history() == ()


def test_a_line_may_do_more_before_it_opens_a_file() -> None:
    learner = sitting()
    file = opened(learner, "mkdir -p app && cd app && (vi +7 Dockerfile)")
    assert (file.path, file.line, file.program) == ("/home/learner/lab/app/Dockerfile", 7, "vi")


def test_a_file_that_may_not_be_written_stays_and_it_is_said() -> None:
    learner = sitting()
    file = opened(learner, "nano /etc/hosts")
    assert file.note == "you may not write it"
    saved = learner.save(file, "x\n")
    assert (saved.file, saved.fault, saved.changed) == (None, "/etc/hosts: Permission denied", False)


def test_without_a_screen_it_is_said_what_to_use_instead() -> None:
    learner = sitting(interactive=False)
    result = learner.run("nano Dockerfile")
    assert result.edit is None
    assert result.text.startswith("nano: an editor needs a screen")


def test_in_a_container_without_a_prompt_it_is_said_where_the_editor_opens() -> None:
    learner = sitting()
    ask(learner, "docker pull -q alpine:3.20")
    said = ask(learner, "docker run --name box -it alpine:3.20 vi /etc/motd")
    assert said.startswith("vi: the editor opens only at the prompt of a shell: docker exec -it CONTAINER sh; instead:")
    assert "sed -i 's/OLD/NEW/' /etc/motd" in said
    assert ask(learner, "docker run --rm alpine:3.20 vi x").startswith("vi: an editor needs a screen")
    assert "not found" in ask(learner, "docker run --rm alpine:3.20 nano x")


def test_files_of_a_container_are_written_by_its_user() -> None:
    learner = sitting()
    ask(learner, "docker pull -q alpine:3.20")
    ask(learner, "docker run -it --name box --user 1000 -v data:/data alpine:3.20 sh")
    assert learner.run("nano /tmp/x").text == "sh: nano: not found\n"
    file = opened(learner, "vi /tmp/x")
    assert (file.container != "", file.where) == (True, "box")
    saved = learner.save(file, "inside\n")
    assert saved.said[0].startswith("Changed files of container box: +2 ")  # /data too, for the volume
    assert ask(learner, "stat -c '%u %a' /tmp/x; cat /tmp/x") == "1000 644\ninside\n"
    assert learner.history()[-2].line == "vi /tmp/x"
    denied = learner.save(opened(learner, "vi /etc/passwd"), "")
    assert denied.fault == "/etc/passwd: Permission denied"
    ask(learner, "exit")
    gone = learner.save(file, "later\n", over=True)
    assert gone.fault == "/tmp/x: the container box does not run any more"
    assert ask(learner, "docker cp box:/tmp/x - | tar -xO") == "inside\n"


def test_a_lessons_checks_see_what_was_saved() -> None:
    learner = sitting()
    file = opened(learner, "nano a.json")
    saved = learner.save(file, "{}")
    assert saved.file is not None
    assert saved.file.text == "{}\n"
    assert learner.run("cat a.json").text == "{}\n"


def test_long_lines_and_a_megabyte_are_fine() -> None:
    learner = sitting()
    ask(learner, "yes 'a line of some length' | head -n 45000 > long; head -c 1000000 /dev/zero | tr '\\0' x > wide")
    for name in ("long", "wide"):
        file = opened(learner, f"nano {name}")
        assert len(file.text) > 900_000
        saved = learner.save(file, file.text + "end")
        assert saved.file is not None
        assert ask(learner, f"tail -c 3 {name}") == "end"
        assert learner.look(file, file.text).spans == ()
