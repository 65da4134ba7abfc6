"""The bundled lessons as a learner takes them: mistakes, hints that fit, and what is said when a step is done."""

from __future__ import annotations

import pytest

from tests.support.sandbox import NOW, ROOT, course, hub, sitting
from tutor.course.progress import Progress
from tutor.session.script import commands_of
from tutor.session.sitting import LearnerSitting
from tutor.store.workspace import MemoryWorkspaces


def notes(learner: LearnerSitting) -> dict[str, str]:
    """What stands in the way of each line of the checklist that is not met."""
    lesson = learner.lesson()
    assert lesson is not None
    return {item.text: item.note for item in lesson.checklist if not item.done}


def test_the_checklist_says_what_differs_from_the_aim() -> None:
    learner = sitting("layers-and-history")
    learner.run("docker image inspect -f '{{len .RootFS.Layers}}' alpine:3.20 > layers.txt")
    learner.run("next")
    learner.run("docker run --name box alpine:3.20 sh -c 'echo hello > /note'")
    learner.run("next")
    learner.run("docker commit box notes:1")
    learner.run("next")
    learner.run("true")
    assert notes(learner) == {
        "the container box is gone": "the container box is still there.",
        "the name alpine:3.20 is gone": "alpine:3.20 is still there.",
    }

    learner = sitting("first-build")
    learner.run("true")
    assert notes(learner)["hello:1 is built"].startswith("hello:1 is not there yet.")


def test_a_hint_fits_what_is_there_now_also_after_others_were_given() -> None:
    learner = sitting("pull-and-names")
    for line in ("docker pull alpine:3.20", "next", "docker tag alpine:3.20 team/base:1", "next"):
        learner.run(line)
    assert learner.run("hint").text.startswith("First fetch it")
    learner.run("docker pull alpine:3.19")
    for _ in range(2):
        assert learner.run("hint").text.startswith("Tag once more")
    learner.run("docker rmi alpine:3.20")
    assert learner.run("hint").text.startswith("alpine:3.20 is gone")


@pytest.mark.parametrize("lesson", [lesson.id for lesson in course().lessons])
def test_each_lesson_is_done_by_its_solutions_and_says_what_follows(lesson: str) -> None:
    learner = sitting(lesson)
    last: tuple[str, ...] = ()
    for _ in next(found for found in course().lessons if found.id == lesson).steps:
        for line in commands_of(learner.run("solution").text):
            last = learner.run(line).said
        learner.run("next")
    end = {
        True: "Lesson done, and it was the last one.",
        False: "Lesson done! next opens the one that follows.",
    }
    assert last[-1] == end[lesson == course().lessons[-1].id]


def test_a_moved_name_is_told_by_the_images_between_which_it_moves() -> None:
    learner = sitting()
    for line in ("docker pull alpine:3.20", "docker pull alpine:3.19", "docker tag alpine:3.20 team/base:1"):
        learner.run(line)
    told = learner.run("docker tag alpine:3.19 team/base:1").said
    assert told[0] == "Moved tag team/base:1 from the image alpine:3.20 to the image alpine:3.19."


def test_an_open_quote_is_not_called_a_command() -> None:
    told = sitting().preview("'\n", 2)
    assert (told.message, told.kind) == ("unfinished: waits for the closing quote", "hint")


def test_an_explanation_points_to_the_glossary() -> None:
    from tutor.course.glossary import explain

    text = (ROOT / "lessons" / "glossary.toml").read_text()
    learner = LearnerSitting(
        MemoryWorkspaces(), hub(), lambda: NOW, course(), Progress(None), lambda term: explain(text, term)
    )
    said = learner.run("explain docker image prune --all").text
    assert said.splitlines()[-1] == "More about: image, prune, container (glossary image)"


def test_the_glossary_is_whole() -> None:
    import tomllib

    entries = tomllib.loads((ROOT / "lessons" / "glossary.toml").read_text())
    assert len(entries) >= 60
    assert [other for entry in entries.values() for other in entry.get("see", []) if other not in entries] == []
    assert [term for term, entry in entries.items() if len(entry["text"].split()) > 32] == []
