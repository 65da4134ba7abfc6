"""Translations: words only, in the original's order; what does not fit is told with the place and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sandbox import ROOT, course
from tutor.course.course_file import in_language
from tutor.course.errors import LessonError
from tutor.course.load import load_lesson
from tutor.course.model import Lesson
from tutor.course.translate import Translation, disagreements, load_translation, translated, words_digest

LESSONS = ROOT / "lessons"
FILES = sorted(LESSONS.glob("*.*.md"))

ORIGINAL = """+++
format = 1
id = "tea"
title = "Tea"
objectives = [1]
requires = []
minutes = 1
seed = "tea"
+++

Hello.

## One

Do this:

    docker pull alpine:3.20

```sh check
# it is here
docker image inspect alpine:3.20
```

```sh hint
# docker pull
```

```sh mistake fails="it is here"
docker pull alpine:3.19
# The other one.
```

```quiz
Which?
- [x] this
- [ ] that
  > No.
> Yes.
```

```sh solution
docker pull alpine:3.20
```

## Two

More.

```sh predict ask="Yes?" options="yes | no" why="So."
echo yes
```
"""

WORDS = """+++
translates = "tea"
language = "de"
title = "Tee"
original = "DIGEST"
note = "Noch nicht übersetzt."
+++

Hallo.

## Eins

Mach das:

    docker pull alpine:3.20

```check
es ist da
```

```hint
docker pull, auf Deutsch
```

```mistake
Das andere.
```

```quiz
Welches?
- dies
- das
  > Nein.
> Ja.
```

## Zwei

Mehr.

```predict
Ja?
> Darum.
```
"""


def original() -> Lesson:
    return load_lesson(ORIGINAL, "tea.md")


def words(text: str = WORDS) -> Translation:
    return load_translation(text.replace("DIGEST", words_digest(original())), "tea.de.md")


def test_every_word_is_another_and_everything_else_is_the_same() -> None:
    lesson = translated(original(), words())
    assert (lesson.title, lesson.intro) == ("Tee", "Hallo.")
    one, two = lesson.steps
    assert one.title == "Eins"
    assert one.prose == "Mach das:\n\n    docker pull alpine:3.20"
    assert [(check.text, check.commands) for check in one.checks] == [("es ist da", "docker image inspect alpine:3.20")]
    assert [hint.text for hint in one.hints] == ["docker pull, auf Deutsch"]
    assert [(mistake.text, mistake.fails, mistake.script) for mistake in one.mistakes] == [
        ("Das andere.", "es ist da", "docker pull alpine:3.19")
    ]
    (quiz,) = one.questions
    assert [(option.text, option.right, option.why) for option in quiz.options] == [
        ("dies", True, ""), ("das", False, "Nein."),
    ]  # fmt: skip
    assert (quiz.text, quiz.why) == ("Welches?", "Ja.")
    (guess,) = two.questions
    assert (guess.text, guess.why, guess.script) == ("Ja?", "Darum.", "echo yes")
    assert [option.text for option in guess.options] == ["yes", "no"]
    assert one.solution == "docker pull alpine:3.20"
    assert lesson.version == original().version
    assert disagreements(original(), words()) == []


def test_a_step_that_is_missing_is_shown_as_it_is_and_that_is_said() -> None:
    half = words(WORDS.partition("## Zwei")[0])
    lesson = translated(original(), half)
    assert lesson.steps[1].title == "Two"
    assert lesson.steps[1].prose == "*Noch nicht übersetzt.*\n\nMore."


@pytest.mark.parametrize(("old", "new", "said"), [
    ('original = "DIGEST"', 'original = "old"', "1: the original has changed since"),
    ('translates = "tea"', 'translates = "coffee"', "1: translates 'coffee', not 'tea'"),
    ("## Zwei\n", "", "1: 1 steps, the original has 2"),
    ("    docker pull alpine:3.20\n", "    docker pull alpine:3.19\n", "11: the step's code differs"),
    ("es ist da\n", "es ist da\nund das\n", "11: 2 check texts, the original's step has 1"),
    ("```hint\ndocker pull, auf Deutsch\n```\n", "", "11: 0 hint texts, the original's step has 1"),
    ("- das\n", "", "29: 1 answers, the original's question has 2"),
    ("Hallo.", "Hallo.\n\n    docker rmi x\n", "1: the code of the introduction differs"),
])  # fmt: skip
def test_what_does_not_fit_is_told(old: str, new: str, said: str) -> None:
    assert old in WORDS
    found = [f"{one.line}: {one.text}" for one in disagreements(original(), words(WORDS.replace(old, new)))]
    assert any(line.startswith(said) for line in found), found


@pytest.mark.parametrize(("text", "said"), [
    ("no front matter", "tea.de.md:1: no front matter"),
    (WORDS.replace('title = "Tee"\n', ""), "tea.de.md:1: the front matter lacks 'title'"),
    (WORDS.replace('title = "Tee"', "title = 3"), "tea.de.md:4: 'title' is no text"),
    (WORDS.replace('language = "de"', 'language = "German"'), "tea.de.md:3: 'German' is no language"),
    (WORDS.replace('note = "', 'objectives = "1"\nnote = "'), "tea.de.md:6: a translation has no 'objectives'"),
    (WORDS.replace("```check", "```sh check"), "tea.de.md:17: a translation has words only"),
    (WORDS.replace("Hallo.", "```check\nx\n```"), "tea.de.md:9: a check block outside a step"),
    (WORDS + "```hint\nopen", "a block without an end"),
])  # fmt: skip
def test_broken_translations(text: str, said: str) -> None:
    with pytest.raises(LessonError) as caught:
        load_translation(text, "tea.de.md")
    assert said in str(caught.value)


def test_there_are_some() -> None:
    languages = [path.name.split(".")[1] for path in FILES]
    assert languages.count("de") >= 3
    assert languages.count("es") >= 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_courses_translations_fit(path: Path) -> None:
    words = load_translation(path.read_text(), path.name)
    lesson = course().lesson(words.lesson)
    assert lesson is not None
    assert disagreements(lesson, words) == []
    assert path.name == f"{lesson.id}.{words.language}.md"


def test_a_course_in_a_language_has_the_lessons_that_are_translated() -> None:
    found = in_language(course(), "de", lambda name: (LESSONS / name).read_text())
    titles, before = ({lesson.id: lesson.title for lesson in each.lessons} for each in (found, course()))
    assert titles["pull-and-names"] == "Ein Image, viele Namen"
    assert titles["digests"] == before["digests"]
    assert in_language(course(), "xx", lambda name: (LESSONS / name).read_text()) == course()
