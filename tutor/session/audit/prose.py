"""What a lesson says: that it names what it checks, teaches what it asks for, spells rightly and reads easily."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.docker.errors import CommandError
from tutor.docker.parse import find, parse
from tutor.session.audit.finding import Finding
from tutor.session.line import read

if TYPE_CHECKING:
    from tutor.course.facts import Facts
    from tutor.course.model import Lesson, Step

MOST_WORDS = 28
"""Words that a sentence may have."""

GRADE = 8.0
"""The school grade up to which a lesson's prose may ask (Flesch-Kincaid)."""

_CODE = re.compile(r"`([^`\n]+)`")
_FENCED = re.compile(r"^(```+|~~~+).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:^|\n\n)((?:    .*(?:\n|$))+)")
_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_SENTENCE = re.compile(r"[.!?:](?:\s+|$)|\n\s*\n")
_PLACEHOLDER = re.compile(r"…|\.\.\.|<|\[")
_TODO = re.compile(r"^TODO:(.*?)(?:\.\s|$)", re.MULTILINE)
_COUNTED = re.compile(r"argument")


@dataclass(frozen=True, slots=True)
class Said:
    """A docker command in the prose: its words without "docker", and the lesson's line of the step it stands in."""

    words: tuple[str, ...]
    line: int


def texts(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Every piece of prose that a learner reads unasked, with the line of its step."""
    first = lesson.steps[0].line
    yield first, lesson.intro
    for step in lesson.steps:
        yield step.line, "\n\n".join([step.title, step.prose, *(f"{check.text}." for check in step.checks)])
        for question in step.questions:
            yield question.line, "\n".join([question.text, *(option.text for option in question.options)])


def said(text: str, line: int) -> Iterator[Said]:
    """The docker commands that a piece of prose shows."""
    for code in code_of(text):
        for command in read(code).commands:
            words = tuple(code[word.start : word.end] for word in command.words)
            if words[:1] == ("docker",) and len(words) > 1:
                yield Said(tuple(word.strip("'\"") for word in words[1:]), line)


def code_of(text: str) -> Iterator[str]:
    """Code in prose: spans, indented lines, and the lines of blocks (without a console's `$ `)."""
    for block in _FENCED.finditer(text):
        lines = block[0].split("\n")[1:-1]
        shell = [line for line in lines if not block[0].startswith(("```console", "```dockerfile"))]
        shell += [line[2:] for line in lines if line.startswith("$ ")]
        yield "\n".join(shell)
    rest = _FENCED.sub("\n\n", text)
    for block in _INDENTED.finditer(rest):
        yield "\n".join(line[4:] for line in block[1].split("\n"))
    for span in _CODE.finditer(_INDENTED.sub("\n\n", rest)):
        yield span[1]


def paths(text: str) -> set[str]:
    """The docker commands that a script or a piece of prose uses, by their first names ("image tag")."""
    found: set[str] = set()
    for command in read(text).commands:
        words = [text[word.start : word.end] for word in command.words]
        if words[:1] == ["docker"] and len(words) > 1 and (path := _path(words[1:])):
            found.add(path)
    return found


def taught(lesson: Lesson) -> set[str]:
    """The docker commands that a lesson's prose shows."""
    return {path for line, text in texts(lesson) for found in said(text, line) if (path := _path(found.words))}


def _path(words: Iterable[str]) -> str:
    try:
        return find(list(words)).command.path
    except CommandError:
        return ""


def findings(
    lesson: Lesson, known: set[str], terms: set[str], lessons: set[str], aims: Iterable[tuple[Step, Facts, Facts]]
) -> Iterator[Finding]:
    """What is wrong with the words.

    `known` are the docker commands taught in earlier lessons, `terms` those of the glossary, `lessons` the ids of the
    course; `aims` are steps with the facts at their beginning and after their solution.
    """
    yield from _unwritten(lesson)
    yield from _spelling(lesson)
    yield from _untaught(lesson, known)
    yield from _unnamed(lesson, aims)
    yield from _links(lesson, terms, lessons)
    yield from _reading(lesson)
    yield from _time(lesson)


def _unwritten(lesson: Lesson) -> Iterator[Finding]:
    """Words that a tool has left to the author."""
    rows = [(1, lesson.title), (1, lesson.intro)]
    for step in lesson.steps:
        rows += [(step.line, step.title), (step.line, step.prose)]
        rows += [(hint.line, hint.text) for hint in step.hints]
        rows += [(mistake.line, mistake.text) for mistake in step.mistakes]
        rows += [(solution.line, solution.script.removeprefix("# ")) for solution in step.solutions]
    for line, text in rows:
        for todo in _TODO.findall(text):
            yield Finding(line, f"still to write: {todo.strip().rstrip('.')}", "write it, and take TODO away")


def _spelling(lesson: Lesson) -> Iterator[Finding]:
    """Commands and flags that the prose names and docker does not know."""
    for line, text in texts(lesson):
        for command in said(text, line):
            words = [word for word in command.words if not _PLACEHOLDER.search(word)]
            try:
                match = find(words)
                if match.command.children and match.rest and not match.rest[0].startswith("-"):
                    raise CommandError(f"docker {' '.join(words)}: no such command")
                parse(match)
            except CommandError as error:
                why = str(error).split("\n")[0]
                if not _COUNTED.search(why):
                    shown = "docker " + " ".join(command.words)
                    yield Finding(line, f"`{shown}`: {why}", "spell it as docker does")


def _untaught(lesson: Lesson, known: set[str]) -> Iterator[Finding]:
    """Commands that a solution needs and no prose has shown up to there."""
    shown = set(known)
    shown |= {path for found in said(lesson.intro, 1) if (path := _path(found.words))}
    for step in lesson.steps:
        text = "\n\n".join([step.prose, *(question.text for question in step.questions)])
        shown |= {path for found in said(text, step.line) if (path := _path(found.words))}
        for path in sorted(paths(step.solution) - shown):
            yield Finding(step.line, f"the solution needs docker {path}, which was not taught", "show it in the prose")


def _unnamed(lesson: Lesson, aims: Iterable[tuple[Step, Facts, Facts]]) -> Iterator[Finding]:
    """Things that a check asks for by name, and the prose never names."""
    text = lesson.intro
    for step, start, aim in aims:
        text += "\n".join([step.title, step.prose, *(check.text for check in step.checks)])
        for check in step.checks:
            for thing in aim:
                name = thing.name.removeprefix("/home/learner/lab/").removeprefix("/home/learner/")
                new = thing not in start and thing.kind in ("image", "container", "volume", "network", "file")
                asked = re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w-]|\.\w)", check.commands)
                if new and asked and name not in text:
                    yield Finding(check.line, f"the check needs {name}, which the prose does not name", "name it there")


def _links(lesson: Lesson, terms: set[str], lessons: set[str]) -> Iterator[Finding]:
    """Links that lead nowhere: glossary:TERM and lesson:ID are known here, others have to be https."""
    for line, text in texts(lesson):
        for target in _LINK.findall(_FENCED.sub("", text)):
            kind, _, name = target.partition(":")
            spelt = {term.replace("-", " ") for term in terms}
            if kind == "glossary" and name.replace("-", " ") not in spelt:
                yield Finding(line, f"the glossary has no {name!r}", "add the term to glossary.toml")
            elif kind == "lesson" and name not in lessons:
                yield Finding(line, f"there is no lesson {name!r}", "check the id")
            elif kind not in ("glossary", "lesson", "https"):
                yield Finding(line, f"a link to {target!r}", "link to glossary:TERM, lesson:ID or https://…")


def _reading(lesson: Lesson) -> Iterator[Finding]:
    """Sentences that are too long, and prose that asks too much."""
    words = syllables = sentences = 0
    for line, text in texts(lesson):
        for sentence in _SENTENCE.split(plain(text)):
            found = _WORD.findall(sentence)
            if not found:
                continue
            words, sentences = words + len(found), sentences + 1
            syllables += sum(map(_syllables, found))
            if len(found) > MOST_WORDS:
                start = " ".join(found[:6])
                yield Finding(line, f"a sentence of {len(found)} words ({start} …)", "make two of it")
    grade = grade_of(words, sentences, syllables)
    if grade > GRADE:
        text = f"the prose asks for school grade {grade:.1f}, more than {GRADE:.0f}"
        yield Finding(lesson.steps[0].line, text, "use shorter sentences and words")


def plain(text: str) -> str:
    """Prose without code and marks; a list's items are sentences."""
    bare = _INDENTED.sub("\n\n", _FENCED.sub("\n\n", text))
    bare = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", _CODE.sub("it", bare))
    return re.sub(r"^\s*(?:[-*]|\d+\.)\s", "\n\n", bare, flags=re.MULTILINE).replace("*", "")


def grade_of(words: int, sentences: int, syllables: int) -> float:
    """The Flesch-Kincaid grade level."""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59 if words and sentences else 0.0


def _syllables(word: str) -> int:
    """About how many syllables an English word has: groups of vowels, a silent e at the end left out."""
    bare = word.lower()
    if len(bare) > 3 and not bare.endswith("le"):
        bare = re.sub(r"(?:es|ed|e)$", "", bare)
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def minutes(lesson: Lesson) -> float:
    """About how long a lesson takes: reading at 160 words a minute, 25 seconds a command, 30 seconds a question."""
    words = sum(len(_WORD.findall(plain(text))) for _, text in texts(lesson))
    commands = sum(len(read(step.solution).commands) for step in lesson.steps)
    questions = sum(len(step.questions) for step in lesson.steps)
    return words / 160 + commands * 25 / 60 + questions / 2


def _time(lesson: Lesson) -> Iterator[Finding]:
    about = minutes(lesson)
    if not about / 2 <= lesson.minutes <= max(6.0, about * 2.5):
        text = f"minutes = {lesson.minutes}, but it takes about {about:.0f}"
        yield Finding(1, text, "mend the estimate, or the lesson")
