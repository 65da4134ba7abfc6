"""Translations: a sibling file ID.LANGUAGE.md that holds a lesson's words in another language, and nothing else.

One rule: commands, checks and answers come from the original, so a translation can be wrong in its words only. What it
does not translate is shown as the original has it, and that is said.
"""

from __future__ import annotations

import re
from hashlib import sha256

from tutor.course.errors import LessonError
from tutor.course.front import read_table
from tutor.course.model import Lesson, Mistake, Option, Question, Step
from tutor.dataclass import dataclass, replace

LANGUAGE = re.compile(r"^[a-z]{2,3}$")
KEYS = ("translates", "language", "title", "original", "note")
ROLES = ("check", "hint", "mistake", "quiz", "predict")
"""Blocks of a translated step: the words of the original's blocks of that role, in their order."""

_FENCE = re.compile(r"^(```+|~~~+)[ ]*(\S*)\s*$")


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step's words: title, prose, and by role the texts of blocks in their order. `line` is that of its heading."""

    title: str
    prose: str
    blocks: tuple[tuple[str, int, str], ...]
    line: int

    def of(self, role: str) -> list[tuple[int, str]]:
        """The blocks of a role: line and text of each."""
        return [(line, text) for kind, line, text in self.blocks if kind == role]


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation file.

    `original` is the digest of the words that it translates; `note` is said where the original stands in for a step.
    """

    path: str
    lesson: str
    language: str
    title: str
    original: str
    note: str
    intro: str
    steps: tuple[StepWords, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something in which a translation does not fit its lesson: 1-based line of the file, what it is, what to do."""

    line: int
    text: str
    remedy: str


def words_digest(lesson: Lesson) -> str:
    """Return a short digest (12 hex digits) of all the words of a lesson that are translated."""
    texts = [lesson.title, lesson.intro]
    for step in lesson.steps:
        texts += [step.title, step.prose, *(check.text for check in step.checks), *(hint.text for hint in step.hints)]
        texts += [mistake.text for mistake in step.mistakes]
        for question in step.questions:
            texts += [question.text, question.why, *(f"{option.text}\0{option.why}" for option in question.options)]
    return sha256("\1".join(texts).encode()).hexdigest()[:12]


def load_translation(text: str, path: str) -> Translation:
    """Read a translation file. Raises LessonError with the file, the line and a remedy."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    table, at = read_table(lines, path)
    for key, value in table.items():
        if key not in KEYS:
            raise LessonError(path, _line_of(lines, key), f"a translation has no {key!r}", f"known: {', '.join(KEYS)}")
        if not isinstance(value, str) or not value.strip():
            raise LessonError(path, _line_of(lines, key), f"{key!r} is no text", "give a string in quotes")
    missing = [key for key in KEYS if key not in table]
    if missing:
        raise LessonError(path, 1, f"the front matter lacks {missing[0]!r}", f"add a line {missing[0]} = …")
    if not LANGUAGE.match(table["language"]):
        line = _line_of(lines, "language")
        raise LessonError(path, line, f"{table['language']!r} is no language", "give its two letters: de, es, fr")
    intro, steps = _steps(lines, at, path)
    return Translation(
        path, table["translates"], table["language"], table["title"], table["original"], table["note"], intro, steps
    )


def _line_of(lines: list[str], key: str) -> int:
    return next((at for at, line in enumerate(lines, 1) if re.match(rf"\s*{re.escape(key)}\s*=", line)), 1)


def _steps(lines: list[str], at: int, path: str) -> tuple[str, tuple[StepWords, ...]]:
    intro: list[str] = []
    found: list[tuple[str, list[str], list[tuple[str, int, str]], int]] = []
    while at < len(lines):
        line = lines[at]
        fence = _FENCE.match(line)
        if fence is not None:
            end = next((i for i in range(at + 1, len(lines)) if lines[i].rstrip() == fence[1]), None)
            if end is None:
                raise LessonError(path, at + 1, "a block without an end", f"close it with a line {fence[1]}")
            if fence[2] in ROLES:
                if not found:
                    raise LessonError(path, at + 1, f"a {fence[2]} block outside a step", "put it below a ## heading")
                found[-1][2].append((fence[2], at + 1, "\n".join(lines[at + 1 : end]).strip()))
            else:
                (found[-1][1] if found else intro).extend(lines[at : end + 1])
            at = end + 1
            continue
        if line.startswith("```"):
            known = ", ".join(ROLES)
            raise LessonError(path, at + 1, "a translation has words only", f"blocks may be {known}, or code")
        if line.startswith("## "):
            found.append((line[3:].strip(), [], [], at + 1))
        else:
            (found[-1][1] if found else intro).append(line)
        at += 1
    steps = tuple(
        StepWords(title, "\n".join(prose).strip(), tuple(blocks), line) for title, prose, blocks, line in found
    )
    return "\n".join(intro).strip(), steps


def translated(lesson: Lesson, words: Translation) -> Lesson:
    """Return the lesson with a translation's words; a step that has none stays as it is, behind the note."""
    steps = []
    for number, step in enumerate(lesson.steps):
        said = words.steps[number] if number < len(words.steps) else None
        if said is None:
            steps.append(replace(step, prose=f"*{words.note}*\n\n{step.prose}"))
        else:
            steps.append(_step(step, said))
    return replace(lesson, title=words.title, intro=words.intro or lesson.intro, steps=tuple(steps))


def _step(step: Step, said: StepWords) -> Step:
    lines = [line for _, text in said.of("check") for line in text.split("\n") if line.strip()]
    named = dict(zip((check.text for check in step.checks), lines, strict=False))
    hints = [text for _, text in said.of("hint")]
    mistakes = [text for _, text in said.of("mistake")]
    return replace(
        step,
        title=said.title,
        prose=said.prose or step.prose,
        checks=tuple(replace(check, text=named.get(check.text, check.text)) for check in step.checks),
        hints=tuple(replace(hint, text=_at(hints, at, hint.text)) for at, hint in enumerate(step.hints)),
        mistakes=tuple(_mistake(one, named, _at(mistakes, at, one.text)) for at, one in enumerate(step.mistakes)),
        questions=_questions(step, said),
    )


def _at(texts: list[str], at: int, otherwise: str) -> str:
    return texts[at] if at < len(texts) else otherwise


def _mistake(mistake: Mistake, named: dict[str, str], text: str) -> Mistake:
    return replace(mistake, text=text, fails=named.get(mistake.fails, mistake.fails))


def _questions(step: Step, said: StepWords) -> tuple[Question, ...]:
    waiting = {role: iter(said.of(role)) for role in ("quiz", "predict")}
    found = []
    for question in step.questions:
        row = next(waiting["predict" if question.kind == "predict" else "quiz"], None)
        found.append(question if row is None else _question(question, row[1]))
    return tuple(found)


def _question(question: Question, text: str) -> Question:
    """A question in other words: its text, then `- ` and each option, `> ` and why; options of a guess stay."""
    asked, options, whys, why = read_question(text)
    if question.kind == "predict" or len(options) != len(question.options):
        return replace(question, text=asked or question.text, why=why or question.why)
    rows = tuple(
        Option(said, option.right, whys.get(at, option.why))
        for at, (option, said) in enumerate(zip(question.options, options, strict=True))
    )
    return replace(question, text=asked or question.text, options=rows, why=why or question.why)


def read_question(text: str) -> tuple[str, list[str], dict[int, str], str]:
    """Return what is asked, the options, why for some of them by their place, and why at the end."""
    asked: list[str] = []
    options: list[str] = []
    whys: dict[int, str] = {}
    end: list[str] = []
    for line in text.split("\n"):
        if line.startswith("- "):
            options.append(line[2:].strip())
        elif line.lstrip().startswith(">"):
            said = line.lstrip()[1:].strip()
            if line.startswith(" ") and options:
                whys[len(options) - 1] = f"{whys.get(len(options) - 1, '')} {said}".strip()
            else:
                end.append(said)
        elif line.strip():
            asked.append(line.strip())
    return "\n".join(asked), options, whys, " ".join(end)


def disagreements(lesson: Lesson, words: Translation) -> list[Disagreement]:
    """Return in what a translation does not fit the lesson as it is now."""
    found = []
    digest = words_digest(lesson)
    if words.lesson != lesson.id:
        found.append(Disagreement(1, f"translates {words.lesson!r}, not {lesson.id!r}", "name the lesson of the file"))
    if words.original != digest:
        found.append(Disagreement(1, "the original has changed since", f'compare, then write original = "{digest}"'))
    if len(words.steps) != len(lesson.steps):
        text = f"{len(words.steps)} steps, the original has {len(lesson.steps)}"
        found.append(Disagreement(1, text, "translate each step once"))
    if code_of(words.intro) != code_of(lesson.intro):
        found.append(Disagreement(1, "the code of the introduction differs from the original's", "copy it as it is"))
    for step, said in zip(lesson.steps, words.steps, strict=False):
        found += _step_disagreements(step, said)
    return found


def _step_disagreements(step: Step, said: StepWords) -> list[Disagreement]:
    found = []
    mine, theirs = code_of(said.prose), code_of(step.prose)
    if mine != theirs:
        odd = next((code for code in [*theirs, *mine] if (code in theirs) != (code in mine)), "its order")
        text = f"the step's code differs from the original's ({odd.strip().split(chr(10))[0]})"
        found.append(Disagreement(said.line, text, "copy it as it is"))
    checks = [line for _, text in said.of("check") for line in text.split("\n") if line.strip()]
    guesses = sum(question.kind == "predict" for question in step.questions)
    for role, count, wanted in (
        ("check", len(checks), len(step.checks)), ("hint", len(said.of("hint")), len(step.hints)),
        ("mistake", len(said.of("mistake")), len(step.mistakes)), ("predict", len(said.of("predict")), guesses),
        ("quiz", len(said.of("quiz")), len(step.questions) - guesses),
    ):  # fmt: skip
        if count != wanted:
            text = f"{count} {role} texts, the original's step has {wanted}"
            found.append(Disagreement(said.line, text, "translate each, in the original's order"))
    if len(set(checks)) < len(checks):
        found.append(Disagreement(said.line, "two checks read the same", "each check needs words of its own"))
    quizzes = [question for question in step.questions if question.kind != "predict"]
    for question, (line, text) in zip(quizzes, said.of("quiz"), strict=False):
        options = read_question(text)[1]
        if len(options) != len(question.options):
            said_so = f"{len(options)} answers, the original's question has {len(question.options)}"
            found.append(Disagreement(line, said_so, "translate each, in the original's order"))
    return found


def code_of(text: str) -> list[str]:
    """Return the blocks of code in prose: fenced ones without their fences, indented ones without their indent."""
    found: list[str] = []
    block: list[str] | None = None
    fence = ""
    for line in [*text.split("\n"), ""]:
        if fence:
            if line.rstrip() == fence:
                found.append("\n".join(block or []))
                fence, block = "", None
            elif block is not None:
                block.append(line)
        elif match := re.match(r"(```+|~~~+)", line):
            fence, block = match[1], []
        elif line.startswith("    "):
            block = [*(block or []), line[4:]]
        elif block is not None:
            found.append("\n".join(block))
            block = None
    return found
