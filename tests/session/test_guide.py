"""A lesson with everything in it: questions, files, guesses, mistakes, play, and going back over the steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from tests.support.sandbox import NOW, hub
from tutor.course.load import load_lesson
from tutor.course.model import Chapter, Course
from tutor.course.progress import Progress
from tutor.session.audit import audit_lesson, mutate_lesson
from tutor.session.sitting import LearnerSitting
from tutor.store.workspace import MemoryWorkspaces

LESSON = Path(__file__).with_name("everything.md")


@lru_cache(1)
def course() -> Course:
    return Course("C", (Chapter("One", (load_lesson(LESSON.read_text(), LESSON.name),)),))


@pytest.fixture
def learner() -> LearnerSitting:
    return sitting(MemoryWorkspaces())


def sitting(workspaces: MemoryWorkspaces, progress: Progress | None = None) -> LearnerSitting:
    kept = progress or Progress(None)
    return LearnerSitting(
        workspaces, hub(), lambda: NOW, course(), kept, lambda term: (0, term), lesson="everything", interactive=False
    )


def say(learner: LearnerSitting) -> Callable[[str], str]:
    return lambda line: learner.run(line).text


def step(learner: LearnerSitting) -> int:
    view = learner.lesson()
    assert view is not None
    return view.step


def states(learner: LearnerSitting) -> list[str]:
    view = learner.lesson()
    assert view is not None
    return [question.state for question in view.questions]


def test_this_lesson_is_right_and_its_checks_are_sharp() -> None:
    lesson = course().lessons[0]
    assert audit_lesson(lesson, hub(), lambda: NOW) == ()
    assert {mutant.fate for mutant in mutate_lesson(lesson, hub(), lambda: NOW)} == {"rejected"}


def test_questions_are_asked_one_after_the_other_until_they_are_right(learner: LearnerSitting) -> None:
    run = say(learner)
    (offer,) = learner.complete("answer a", 8).items
    assert (offer.text, offer.description) == ("a", "A tag is a name.")
    assert [item.text for item in learner.complete("answer a ", 9).items] == ["b", "c"]
    assert run("answer").startswith("Which of these are right?\n  a  A tag is a name.\n")
    assert run("answer b") == "Not quite. A tag only points at one.\n"
    assert run("next").startswith("Not yet:\n  answer: Which of these are right?\n")
    assert run("answer a") == "Not quite. That is right, but not all of it.\n"
    assert run("answer a c") == "Right. Tags are names, and names move.\n"
    assert states(learner) == ["right", "open"]
    assert learner.complete("answer ", 7).items == ()  # a text is asked for
    assert learner.run("answer LATEST").said == ("Step done. next goes on.",)
    assert run("answer again") == "Every question here is answered.\n"
    assert run("solution") == "answer a c\nanswer latest\n"


def test_answers_last(learner: LearnerSitting) -> None:
    workspaces = MemoryWorkspaces()
    first = sitting(workspaces)
    first.run("answer a c")
    first.close()
    assert states(sitting(workspaces)) == ["right", "open"]


def at_step_two(learner: LearnerSitting) -> Callable[[str], str]:
    run = say(learner)
    for line in ("answer a c", "answer latest", "next"):
        run(line)
    assert step(learner) == 2
    return run


def test_files_are_there_when_their_step_begins_and_go_when_it_is_undone(learner: LearnerSitting) -> None:
    assert say(learner)("ls") == "notes.txt\n"
    run = at_step_two(learner)
    assert run("ls") == "Dockerfile\napp.sh\nnotes.txt\n"
    assert run("ls -l app.sh | cut -c1-10; id -un; stat -c %U app.sh") == "-rw-r--r--\nlearner\nlearner\n"
    assert run("undo") == "Took back: next\n"
    assert (step(learner), run("ls")) == (1, "notes.txt\n")
    run("redo")
    assert (step(learner), run("cat app.sh")) == (2, "echo hi\n")


def test_a_guess_is_kept_and_told_when_it_was_done(learner: LearnerSitting) -> None:
    run = at_step_two(learner)
    assert run("answer 7") == "Kept. Now do it and see.\n"
    assert states(learner) == ["guessed"]
    learner.run("docker build -q -t app:1 .")
    view = learner.lesson()
    assert view is not None
    assert (view.questions[0].state, view.questions[0].said) == ("wrong", "It is 2. One for each line that has files.")
    assert view.done


def test_a_known_mistake_is_told_by_its_own_words_and_another_by_what_differs(learner: LearnerSitting) -> None:
    run = at_step_two(learner)
    run("docker build -q -t app .")
    assert "You gave no tag." in run("check")
    assert run("hint") == "You gave no tag.\n"
    run("undo")
    run("docker build -q -t ap:1 .")
    assert "app:1 is not there yet; there is ap:1 instead." in run("check")


def test_what_is_played_does_not_count_and_next_comes_back(learner: LearnerSitting) -> None:
    run = at_step_two(learner)
    before = learner.stack()
    assert "nothing counts" in run("play")
    for line in ("docker build -q -t app:1 .", "rm -r *", "undo 5", "docker pull -q busybox:1.36"):
        run(line)
    view = learner.lesson()
    assert view is not None
    assert (view.playing, view.done) == (True, False)
    assert run("next") == "Back from play: everything is as you left it.\n"
    assert learner.stack() == before
    assert (step(learner), run("ls")) == (2, "Dockerfile\napp.sh\nnotes.txt\n")


def test_reset_goes_back_to_the_start_of_the_step(learner: LearnerSitting) -> None:
    run = at_step_two(learner)
    for line in ("rm app.sh", "docker build -q -t app .", "reset"):
        run(line)
    assert (step(learner), run("docker image ls -q | wc -l")) == (2, "1\n")
    assert run("ls") == "Dockerfile\napp.sh\nnotes.txt\n"
    assert run("undo") == "Took back: reset\n"
    assert run("ls") == "Dockerfile\nnotes.txt\n"


def test_the_end_counts_commands_against_par_and_lists_what_was_used(tmp_path: Path) -> None:
    progress = Progress(str(tmp_path / "progress.json"))
    learner = sitting(MemoryWorkspaces(), progress)
    run = at_step_two(learner)
    for line in ("answer 2", "touch more", "docker build -q -t app:1 ."):
        run(line)
    view = learner.lesson()
    assert view is not None
    assert (view.commands, view.par, [command for command, _ in view.recap]) == (2, 1, ["docker build"])
    assert Progress(progress.path).done == {"everything": 2}
    progress.finish("everything", 5)
    assert progress.done == {"everything": 2}
    progress.finish("everything", 1)
    assert Progress(progress.path).done == {"everything": 1}


@pytest.mark.parametrize("line", ["answer a", "play"])
def test_without_a_lesson_nothing_is_asked(line: str) -> None:
    learner = LearnerSitting(
        MemoryWorkspaces(), hub(), lambda: NOW, course(), Progress(None), lambda term: (0, term), interactive=False
    )
    assert learner.run(line).code == 0
    assert "lesson" in learner.run(line).text or "sandbox" in learner.run(line).text
