from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course.errors import LessonError
from tutor.course.load import load_course, load_lesson

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


END = (FRONT + STEP).count("\n") + 2
BROKEN = {
    "no front matter": ("# Hello", 1, "no front matter"),
    "front matter without an end": ("+++\nid = 1\n", 1, "without an end"),
    "bad toml": (FRONT.replace("format = 1", "format = ="), 2, "not TOML"),
    "unknown key": (FRONT.replace("format = 1", "format = 1\ncolour = 2"), 3, "unknown key 'colour'"),
    "missing key": (FRONT.replace("minutes = 5\n", ""), 1, "lacks 'minutes'"),
    "wrong type": (FRONT.replace("minutes = 5", 'minutes = "5"'), 7, "'minutes' has the wrong type"),
    "bool is no integer": (FRONT.replace("minutes = 5", "minutes = true"), 7, "'minutes' has the wrong type"),
    "wrong item": (FRONT.replace("[1, 2]", '[1, "2"]'), 5, "'objectives' has the wrong type"),
    "future format": (FRONT.replace("format = 1", "format = 9"), 2, "format 9 is not known"),
    "bad id": (FRONT.replace('id = "one"', 'id = "../one"'), 3, "is no lesson id"),
    "a key twice": (FRONT.replace("minutes = 5", "minutes = 5\nminutes = 6"), 8, "not TOML"),
    "no title": (FRONT.replace('"One"', '" "'), 4, "'title' is empty"),
    "no time": (FRONT.replace("minutes = 5", "minutes = 0"), 7, "at least one minute"),
    "no steps": (FRONT + "\nText.\n", 12, "no steps"),
    "check outside": (FRONT + "```sh check\n# a\ntrue\n```\n" + STEP, 10, "a check block outside a step"),
    "open block": (FRONT + STEP + "\n```sh hint\n# never closed\n", END, "a block without an end"),
    "unknown block": (FRONT + STEP + "\n```sh quiz\n```\n", END, "unknown kind of block 'quiz'"),
    "second check": (FRONT + STEP + "\n```sh check\n# a\ntrue\n```\n", END, "a second check block"),
    "second solution": (FRONT + STEP + "\n```sh solution\ntrue\n```\n", END, "a second solution"),
    "setup in a step": (FRONT + STEP + "\n```sh setup\ntrue\n```\n", END, "a second setup block, or one inside"),
    "bad hint": (FRONT + STEP + '\n```sh hint if="x"\n# a\n```\n', END, "cannot read"),
    "command first": (FRONT + STEP.replace("# it is done\n", ""), 16, "a command before the first checklist line"),
    "empty check": (FRONT + STEP.replace("test -e done\n#", "#"), 16, "nothing checks 'it is done'"),
    "check without words": (FRONT + STEP.replace("# it is done", "#  "), 16, "a checklist line without words"),
    "hint without words": (FRONT + STEP + "\n```sh hint\n#\n```\n", END, "a hint without words"),
    "empty solution": (FRONT + STEP.replace("echo yes > done\n", ""), 33, "a solution without commands"),
    "step without title": (FRONT + STEP.replace("## Do it", "##"), 11, "a step without a title"),
    "no check": (FRONT + "\n## Do it\n\n```sh solution\ntrue\n```\n", 11, "has no check"),
    "no solution": (FRONT + "\n## Do it\n\n```sh check\n# a\nfalse\n```\n", 11, "has no solution"),
}


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
    assert (lesson.steps[0].line, lesson.steps[0].solution_line) == (11, 34)
    assert text.split("\n")[lesson.steps[0].solution_line - 1] == "echo yes > done"


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
    assert [lesson.id for lesson in course.lessons] == ["pull-and-names", "layers-and-history", "first-build"]
    assert all(step.hints for lesson in course.lessons for step in lesson.steps)
