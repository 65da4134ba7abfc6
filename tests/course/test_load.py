from __future__ import annotations

from pathlib import Path

import pytest

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


END = (FRONT + STEP).count("\n") + 2
AFTER = FRONT + STEP + "\n"
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
    "open block": (AFTER + "```sh hint\n# never closed\n", END, "a block without an end"),
    "unknown block": (AFTER + "```sh quiz\n```\n", END, "unknown kind of block 'quiz'"),
    "second check": (AFTER + "```sh check\n# a\ntrue\n```\n", END, "a second check block"),
    "second solution": (AFTER + "```sh solution\ntrue\n```\n", END, "a second solution"),
    "setup in a step": (AFTER + "```sh setup\ntrue\n```\n", END, "a second setup block, or one inside"),
    "bad hint": (AFTER + '```sh hint if="x"\n# a\n```\n', END, "a hint block has no 'if'"),
    "command first": (FRONT + STEP.replace("# it is done\n", ""), 16, "a command before the first checklist line"),
    "empty check": (FRONT + STEP.replace("test -e done\n#", "#"), 16, "nothing checks 'it is done'"),
    "check without words": (FRONT + STEP.replace("# it is done", "#  "), 16, "a checklist line without words"),
    "hint without words": (AFTER + "```sh hint\n#\n```\n", END, "a hint without words"),
    "empty solution": (FRONT + STEP.replace("echo yes > done\n", ""), 33, "a solution without commands"),
    "step without title": (FRONT + STEP.replace("## Do it", "##"), 11, "a step without a title"),
    "no check": (FRONT + "\n## Do it\n\n```sh solution\ntrue\n```\n", 11, "has no check"),
    "unknown attribute": (AFTER + '```sh check after\n# a\nfalse\n```\n', END, "a check block has no 'after'"),
    "attribute without an end": (AFTER + '```sh hint when="x\n# a\n```\n', END, "cannot read"),
    "attribute twice": (AFTER + '```sh hint when="x" when="y"\n# a\n```\n', END, "'when' stands there twice"),
    "mistake of nothing": (AFTER + "```sh mistake\ntrue\n# a\n```\n", END, "a mistake that fails nothing"),
    "mistake of no check": (AFTER + '```sh mistake fails="x"\ntrue\n# a\n```\n', END, "no checklist line is 'x'"),
    "mistake without words": (AFTER + '```sh mistake fails="it is done"\ntrue\n```\n', END, "without words"),
    "mistake without commands": (AFTER + '```sh mistake fails="it is done"\n# a\n```\n', END, "without commands"),
    "empty accept": (AFTER + "```sh accept\n```\n", END, "a solution without commands"),
    "second world": (AFTER + "```sh world\ntrue\n```\n```sh world\ntrue\n```\n", END + 3, "a second world"),
    "the same line twice": (FRONT + STEP.replace("and well", "it is done"), 16, "'it is done' stands there twice"),
    "quiz without a question": (AFTER + "```quiz\n= a\n```\n", END, "a quiz without a question"),
    "quiz without answers": (AFTER + "```quiz\nWhy?\n```\n", END, "a quiz without answers"),
    "quiz of two kinds": (AFTER + "```quiz\nWhy?\n= a\n- [x] b\n```\n", END, "answers of two kinds"),
    "choice without a right one": (AFTER + "```quiz\nWhy?\n- [ ] a\n- [ ] b\n```\n", END, "one that is right"),
    "the same option twice": (AFTER + "```quiz\nWhy?\n- [ ] a\n- [x] a\n```\n", END, "an answer stands there twice"),
    "one thing to order": (AFTER + "```quiz\nWhy?\n1. a\n```\n", END, "nothing to put in order"),
    "quiz with odd lines": (AFTER + "```quiz\nWhy?\n= a\nb\n```\n", END + 3, "cannot read 'b'"),
    "prediction of nothing": (AFTER + "```sh predict\ntrue\n```\n", END, "a prediction that asks nothing"),
    "prediction without commands": (AFTER + '```sh predict ask="a?"\n```\n', END, "without commands"),
    "console without commands": (AFTER + "```console\n```\n", END, "a console without commands"),
    "output first": (AFTER + "```console\na\n$ b\n```\n", END, "output before the first command"),
    "a file anywhere": (AFTER + '```sh file="../x"\n```\n', END, "'../x' is no place for a file"),
    "a file above": (AFTER + '```sh file="~/lab/../../x"\n```\n', END, "is no place for a file"),
    "varies is a truth": (FRONT.replace("= 5", "= 5\nvaries = 1") + STEP, 8, "'varies' has the wrong type"),
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
