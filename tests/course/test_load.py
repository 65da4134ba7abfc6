from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.broken_lessons import FOLDER, cases
from tutor.course.course_file import load_course
from tutor.course.errors import LessonError
from tutor.course.load import load_lesson

FRONT = """+++
format = 1
id = "one"
title = "One"
objectives = [1, 2]
requires = []
minutes = 5
seed = "one"
+++
"""
STEP = """
## Do it

Prose.

```sh check
# it is done
test -e done
# and well
test -s done
grep -q yes done
```

```sh hint when="test ! -e done"
# Make the file first.
#
# Then fill it.
```

```sh hint
# Anything.
```

```sh solution
echo yes > done
```
"""


def test_a_lesson_is_read_into_its_parts() -> None:
    lesson = load_lesson(FRONT + "\nIntro.\n\n```sh setup\nmkdir x\n```\n" + STEP, "one.md")
    assert (lesson.id, lesson.title, lesson.objectives, lesson.minutes) == ("one", "One", (1, 2), 5)
    assert (lesson.intro, lesson.setup) == ("Intro.", "mkdir x")
    (step,) = lesson.steps
    assert (step.title, step.prose, step.solution) == ("Do it", "Prose.", "echo yes > done")
    assert [(check.text, check.commands) for check in step.checks] == [
        ("it is done", "test -e done"), ("and well", "test -s done\ngrep -q yes done"),
    ]  # fmt: skip
    assert [(hint.when, hint.text) for hint in step.hints] == [
        ("test ! -e done", "Make the file first.\n\nThen fill it."), ("", "Anything."),
    ]  # fmt: skip


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    text = FRONT + STEP
    lesson = load_lesson(text, "one.md")
    lines = text.split("\n")
    assert lines[lesson.steps[0].line - 1] == "## Do it"
    assert lines[lesson.steps[0].checks[1].line - 1] == "# and well"


def test_other_blocks_stay_in_the_prose() -> None:
    lesson = load_lesson(FRONT + STEP.replace("Prose.", "```sh\n# not a check\n## no heading\n```"), "one.md")
    assert lesson.steps[0].prose == "```sh\n# not a check\n## no heading\n```"


BROKEN = cases("refused")


def test_the_corpus_is_whole() -> None:
    """At least sixty broken lessons, and none that no test reads."""
    files = {path.name for path in FOLDER.glob("*.md")}
    assert len(files) == len(BROKEN) + len(cases("wrong")) >= 60


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_lesson_is_refused_with_its_place(case: str) -> None:
    text, line, message = BROKEN[case]
    with pytest.raises(LessonError) as caught:
        load_lesson(text, "one.md")
    assert message in str(caught.value)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"one.md:{line}: ")
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_line_ends_and_a_mark_of_windows_do_not_matter() -> None:
    text = FRONT + STEP
    lesson = load_lesson(text, "one.md")
    assert load_lesson("\ufeff" + text.replace("\n", "\r\n"), "one.md") == lesson
    assert (lesson.steps[0].line, lesson.steps[0].solutions[0].line) == (11, 34)
    assert text.split("\n")[lesson.steps[0].solutions[0].line - 1] == "echo yes > done"


def test_a_course_keeps_its_order_and_requirements() -> None:
    def read(name: str) -> str:
        return (
            (FRONT + STEP)
            .replace('"one"', f'"{name[:-3]}"')
            .replace("requires = []", 'requires = ["a"]' if name == "b.md" else "requires = []")
        )

    text = 'title = "T"\n[[chapter]]\ntitle = "C"\nlessons = ["a", "b"]\n'
    course = load_course(text, read)
    assert [lesson.id for lesson in course.lessons] == ["a", "b"]
    assert course.lesson("2") is course.lessons[1] is course.lesson("b")
    assert course.after(course.lessons[0]) is course.lessons[1]
    assert course.after(course.lessons[1]) is None
    with pytest.raises(LessonError, match="requires 'a', which no earlier lesson is"):
        load_course(text.replace('"a", "b"', '"b", "a"'), read)
    with pytest.raises(LessonError, match="no lesson name"):
        load_course(text.replace('"b"', '"../b"'), read)


def test_the_bundled_course_loads() -> None:
    folder = Path(__file__).parents[2] / "lessons"
    course = load_course((folder / "course.toml").read_text(), lambda name: (folder / name).read_text())
    assert len(course.lessons) >= 36
    assert len(course.chapters) == 10
    assert all(step.hints or not step.checks for lesson in course.lessons for step in lesson.steps)
    files = {path.stem for path in folder.glob("*.md") if "." not in path.stem} - {"README"}  # and no translations
    assert {lesson.id for lesson in course.lessons} == files
