"""Lessons made of what was done by hand: what becomes a step, which checks are proposed, that they are sharp."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sandbox import NOW, course, hub
from tutor.__main__ import main
from tutor.course.load import load_lesson
from tutor.course.model import Lesson
from tutor.course.progress import Progress
from tutor.course.writing import TODO, lesson_text
from tutor.session.audit import audit_lesson, mutate_lesson
from tutor.session.recording.compose import compose
from tutor.session.recording.history import Typed, script
from tutor.session.recording.sitting import RecordingSitting
from tutor.store.workspace import MemoryWorkspaces


def text_of(recorded: Typed | str) -> tuple[str, tuple[str, ...]]:
    """The lesson file of a script, and what was left out."""
    lesson, left_out = compose("made", script(recorded) if isinstance(recorded, str) else recorded, hub(), lambda: NOW)
    return lesson_text(lesson), left_out


def made(recorded: Typed | str) -> tuple[Lesson, tuple[str, ...]]:
    """The lesson of a script, as it is read again from its file; and what was left out."""
    text, left_out = text_of(recorded)
    return load_lesson(text, "made.md"), left_out


def written(recorded: Typed | str) -> Lesson:
    """The lesson of a script, with all that is left to write written."""
    return load_lesson(text_of(recorded)[0].replace(TODO, "Here"), "made.md")


def findings(lesson: Lesson) -> list[str]:
    return [finding.text for finding in audit_lesson(lesson, hub(), lambda: NOW)]


SCRIPT = """\
docker pull -q alpine:3.20
# Name it twice
docker image ls
docker image tag alpine:3.20 team/base:1
docker image ls -q
# Build on it
cat > Dockerfile <<'E'
FROM alpine:3.20
RUN echo hi > /note
LABEL who=me
CMD ["cat", "/note"]
E
docker build -q -t note:1 .
docker run --name noted note:1
# Clean up
world offline on
nosuch
docker rm noted
docker image rm team/base:1
"""


def test_a_script_becomes_a_lesson_that_lacks_words_only() -> None:
    lesson, left_out = made(SCRIPT)
    assert left_out == ("'nosuch': it failed (sh: nosuch: not found), and changed nothing",)
    assert lesson.setup == "docker pull -q alpine:3.20"
    assert [step.title for step in lesson.steps] == ["Name it twice", "Build on it", "Clean up"]
    name, build, clean = lesson.steps
    assert [check.text for check in name.checks] == [
        "team/base:1 is here", "team/base:1 is the same image as alpine:3.20",
    ]  # fmt: skip
    assert [(example.after, example.commands[0][0]) for example in name.examples] == [
        (False, "docker image ls"), (True, "docker image ls -q"),
    ]  # fmt: skip
    assert {"note:1 has 2 layers", 'note:1 has the labels {"who":"me"}'} <= {check.text for check in build.checks}
    assert clean.world == "world offline on"
    assert clean.solution == "docker rm noted\ndocker image rm team/base:1"
    open_ones = findings(lesson)
    assert open_ones
    assert all(text.startswith("still to write: ") for text in open_ones)
    assert findings(written(SCRIPT)) == []


def test_the_proposed_checks_are_sharp() -> None:
    lesson = written(SCRIPT)
    fates = [mutant.fate for mutant in mutate_lesson(lesson, hub(), lambda: NOW)]
    assert fates.count("rejected") > 20
    assert "accepted" not in fates


def test_nothing_that_follows_from_the_clock_or_from_drawn_ids_is_asked() -> None:
    lesson, _ = made("# Look\ndate > when\ndocker run -d --name box alpine:3.20 sleep 99 > id\necho same >> when\n")
    commands = "\n".join(check.commands for check in lesson.steps[0].checks)
    assert "grep -qxF -e same" in commands or "test -e ~/lab/when" in commands
    assert str(1_790_000_000)[:4] not in commands
    assert "docker container inspect box" in commands


def test_without_titles_each_change_is_a_step_and_lookers_are_shown() -> None:
    lesson, _ = made("docker pull -q alpine:3.20\ndocker image ls -q\ncd /tmp\ndocker tag alpine:3.20 a:1\n")
    assert lesson.setup == ""
    assert [step.solution for step in lesson.steps] == [
        "docker pull -q alpine:3.20", "cd /tmp\ndocker tag alpine:3.20 a:1",
    ]  # fmt: skip
    assert "still to write: a title" in findings(lesson)


def test_what_fails_and_changes_something_is_kept() -> None:
    script = "# Fail\ndocker run --name box alpine:3.20 sh -c 'exit 3'\n"
    lesson, _ = made(script)
    assert lesson.steps[0].solution.endswith(" || true")
    assert any("exit code 3" in check.text for check in lesson.steps[0].checks)
    assert findings(written(script)) == []


def sitting(workspaces: MemoryWorkspaces | None = None) -> RecordingSitting:
    return RecordingSitting(
        workspaces or MemoryWorkspaces(), hub(), lambda: NOW, course(), Progress(None), lambda term: (0, term),
        name="record-made", interactive=True,
    )  # fmt: skip


def test_what_was_typed_edited_and_undone_in_a_sitting() -> None:
    author = sitting()
    author.run("docker pull -q alpine:3.20")
    author.run("# Write it")
    opened = author.run("nano Dockerfile").edit
    assert opened is not None
    author.save(opened, "FROM alpine:3.20\nRUN echo a > /a\n")
    author.run("docker tag alpine:3.20 wrong:1")
    author.run("undo")
    author.run("# Go inside")
    author.run("docker run -it --name box alpine:3.20 sh")
    author.run("# this is the shell's")
    author.run("echo hello > /greeting")
    author.run("exit")
    author.run("help me")
    author.close()
    recorded = author.recorded
    assert recorded is not None
    assert recorded.setup == ("docker pull -q alpine:3.20",)
    assert [part.title for part in recorded.parts] == ["Write it", "Go inside"]
    assert recorded.parts[0].commands == ["cat > Dockerfile <<'EOF'\nFROM alpine:3.20\nRUN echo a > /a\nEOF"]
    lesson, _ = made(recorded)
    assert findings(written(recorded)) == []
    assert "docker run -i --name box alpine:3.20 sh <<'EOF'" in lesson.steps[1].solution


def test_a_recording_goes_on_where_it_was_left() -> None:
    workspaces = MemoryWorkspaces()
    author = sitting(workspaces)
    author.run("# First")
    author.run("docker pull -q alpine:3.20")
    author.close()
    again = sitting(workspaces)
    assert again.welcome().startswith("Going on with what was recorded before: 2 lines")
    again.run("undo")
    again.run("# Other")
    again.run("docker pull -q alpine:3.19")
    again.close()
    assert again.recorded is not None
    assert [part.commands for part in again.recorded.parts] == [["docker pull -q alpine:3.19"]]


def test_the_command_writes_a_new_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAYERWISE_HOME", str(tmp_path / "home"))
    (tmp_path / "done.sh").write_text("# Do\ndocker pull -q alpine:3.20\n")
    (tmp_path / "nothing.sh").write_text("ls\n")
    assert main(["lesson", "record", "mine", "done.sh"]) == 0
    assert "mine.md written: 1 steps, 1 checks.\n" in capsys.readouterr().out
    text = (tmp_path / "mine.md").read_text()
    for arguments, message in (
        (["mine", "done.sh"], "mine.md exists already"), (["../up", "done.sh"], "is no lesson id"),
        (["other", "nosuch.sh"], "cannot read the script nosuch.sh"),
        (["other", "nothing.sh"], "there is nothing to make a step of"),
    ):  # fmt: skip
        assert main(["lesson", "record", *arguments]) == 1
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert message in said.err
    assert (tmp_path / "mine.md").read_text() == text
    assert not (tmp_path / "other.md").exists()


@pytest.mark.slow
def test_recorded_lessons_of_the_course_are_right_and_sharp() -> None:
    """Each lesson's own solutions, recorded: nothing is left but words, and of wrong ways 95 % are rejected."""
    fates: list[str] = []
    for lesson in course().lessons:
        if lesson.files or any(step.files for step in lesson.steps):
            continue
        steps = [f"# {step.title}\n{step.world}\n{step.solution}\n" for step in lesson.steps if step.solution]
        again = written(lesson.setup + "\n" + "".join(steps))
        assert findings(again) == [], lesson.id
        fates += [mutant.fate for mutant in mutate_lesson(again, hub(), lambda: NOW)]
    wrong = len(fates) - fates.count("equivalent")
    assert fates.count("rejected") >= 0.95 * wrong
    assert wrong > 300
