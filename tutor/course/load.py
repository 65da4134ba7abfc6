"""Lesson files: TOML front matter between `+++` lines, then Markdown with blocks of a role each.

A block of any other kind (```sh, ```text, …) belongs to the prose. The format is described in lessons/README.md.
"""

from __future__ import annotations

import re
from hashlib import sha256

from tutor.course.blocks import Block, pieces
from tutor.course.errors import LessonError
from tutor.course.front import read_front
from tutor.course.model import Check, Example, Hint, Lesson, Mistake, Question, SandboxFile, Solution, Step
from tutor.course.questions import read_predict, read_quiz
from tutor.dataclass import dataclass, field

_OUTSIDE = ("setup", "file")
_PATH = re.compile(r"^(~|/home/learner|/tmp|/etc|/srv|/opt|/var)(/[^/\0]+)+$")


@dataclass(slots=True)
class _Draft:
    """A step while its lines are being read."""

    title: str
    line: int
    prose: list[str] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    solutions: list[Solution] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    files: list[SandboxFile] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    world: Solution | None = None
    solved: bool = False


def load_lesson(text: str, path: str) -> Lesson:
    """Read one lesson file. Raises LessonError with the file, the line and a remedy."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    front, body = read_front(lines, path)
    intro: list[str] = []
    setup: Block | None = None
    files: list[SandboxFile] = []
    drafts: list[_Draft] = []
    for piece in pieces(lines, body, path):
        if not isinstance(piece, Block):
            if not piece.code and (piece.text.startswith("## ") or piece.text == "##"):
                if not piece.text[2:].strip():
                    raise LessonError(path, piece.number, "a step without a title", "write ## and what it is about")
                drafts.append(_Draft(piece.text[3:].strip(), piece.number))
            else:
                (drafts[-1].prose if drafts else intro).append(piece.text)
        elif piece.role == "setup":
            if setup is not None or drafts:
                raise LessonError(
                    path,
                    piece.line,
                    "a second setup block, or one inside a step",
                    "keep one ```sh setup block before the first ## step",
                )
            setup = piece
        elif drafts:
            _add(drafts[-1], piece, path)
        elif piece.role == "file":
            files.append(_file(piece, path))
            intro.extend(_shown(piece))
        else:
            raise LessonError(path, piece.line, f"a {piece.role} block outside a step", "put it below a ## heading")
    if not drafts:
        raise LessonError(path, len(lines), "no steps", "begin each step with a line '## Title'")
    steps = tuple(_step(draft, path) for draft in drafts)
    script, first = ("\n".join(setup.lines), setup.line + 1) if setup is not None else ("", 1)
    return Lesson(
        front.id, front.title, front.objectives, front.requires, front.minutes, front.seed, "\n".join(intro).strip(),
        script, steps, path, first, tuple(files), front.varies, sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def _add(draft: _Draft, block: Block, path: str) -> None:
    """Give a block to its step."""
    role = block.role
    if role == "check":
        if draft.checks:
            raise LessonError(path, block.line, "a second check block in one step", "put all checks into one block")
        draft.checks = _checks(block, path)
    elif role == "hint":
        draft.hints.append(Hint(block.attributes.get("when", ""), _words(block.lines, block, path), block.line))
    elif role == "mistake":
        draft.mistakes.append(_mistake(block, path))
    elif role in ("solution", "accept"):
        _solve(draft, block, path)
    elif role == "world":
        if draft.world is not None:
            raise LessonError(path, block.line, "a second world block in one step", "put all lines into one block")
        draft.world = Solution("\n".join(block.lines), block.line + 1)
    elif role == "quiz":
        draft.questions.append(read_quiz(block, path))
    elif role == "predict":
        draft.questions.append(read_predict(block, path))
    elif role == "console":
        draft.examples.append(_example(block, path))
        draft.prose.extend(block.shown)
    else:
        draft.files.append(_file(block, path))
        draft.prose.extend(_shown(block))


def _solve(draft: _Draft, block: Block, path: str) -> None:
    script = "\n".join(block.lines).rstrip()
    if block.role == "solution":
        if draft.solved:
            raise LessonError(path, block.line, "a second solution in one step", "other ways are ```sh accept blocks")
        draft.solved = True
    if not script.strip():
        raise LessonError(path, block.line, "a solution without commands", "write what does the step")
    solution = Solution(script, block.line + 1)
    if block.role == "solution":
        draft.solutions.insert(0, solution)
    else:
        draft.solutions.append(solution)


def _words(lines: tuple[str, ...], block: Block, path: str) -> str:
    """The words of lines that may begin with `# `."""
    words = "\n".join(line[2:] if line.startswith("# ") else line if line != "#" else "" for line in lines).strip()
    if not words:
        remedy = "write them below the fence, as lines '# …'"
        raise LessonError(path, block.line, f"a {block.role} without words", remedy)
    return words


def _mistake(block: Block, path: str) -> Mistake:
    """A mistake block: commands, then lines `# …` that explain what went wrong."""
    if not block.attributes.get("fails", "").strip():
        raise LessonError(path, block.line, "a mistake that fails nothing", 'write mistake fails="a checklist line"')
    end = len(block.lines)
    while end and (block.lines[end - 1].startswith("#") or not block.lines[end - 1].strip()):
        end -= 1
    script = "\n".join(block.lines[:end]).strip("\n")
    if not script.strip():
        raise LessonError(path, block.line, "a mistake without commands", "write the wrong commands above its words")
    words = _words(block.lines[end:], block, path)
    return Mistake(block.attributes["fails"].strip(), script, words, block.attributes.get("when", ""), block.line)


def _example(block: Block, path: str) -> Example:
    """A console block: lines `$ command`, each with what it prints below it."""
    commands: list[tuple[str, list[str]]] = []
    for line in block.lines:
        if line.startswith("$ "):
            commands.append((line[2:], []))
        elif line.startswith("> ") and commands and not commands[-1][1]:
            commands[-1] = (commands[-1][0] + "\n" + line[2:], [])
        elif commands:
            commands[-1][1].append(line)
        elif line.strip():
            raise LessonError(path, block.line, "output before the first command", "begin commands with '$ '")
    if not commands:
        raise LessonError(path, block.line, "a console without commands", "begin them with '$ '")
    texts = tuple((command, "\n".join(output).rstrip()) for command, output in commands)
    return Example(texts, "after" in block.attributes, block.line)


def _file(block: Block, path: str) -> SandboxFile:
    place = block.attributes["file"]
    if not _PATH.match(place) or "/../" in f"{place}/" or "/./" in f"{place}/":
        raise LessonError(path, block.line, f"{place!r} is no place for a file", "give a path such as ~/lab/app.py")
    return SandboxFile(place, "".join(line + "\n" for line in block.lines), "hidden" in block.attributes, block.line)


def _shown(block: Block) -> tuple[str, ...]:
    if "hidden" in block.attributes:
        return ()
    return (f"`{block.attributes['file'].removeprefix('~/lab/')}`:", "", *block.shown)


def _checks(block: Block, path: str) -> list[Check]:
    """A check block's lines: a comment line opens a check, the commands below it belong to it."""
    found: list[tuple[str, int, list[str]]] = []
    for offset, line in enumerate(block.lines):
        if line.startswith("# "):
            found.append((line[2:].strip(), block.line + 1 + offset, []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            raise LessonError(
                path,
                block.line + 1 + offset,
                "a command before the first checklist line",
                "write what it checks above it, as a line '# …'",
            )
    checks = [Check(text, "\n".join(commands).strip(), line) for text, line, commands in found]
    for check in checks:
        if not check.text:
            raise LessonError(path, check.line, "a checklist line without words", "say what is checked: '# …'")
        if not check.commands:
            raise LessonError(path, check.line, f"nothing checks {check.text!r}", "write a command below the line")
        if [other.text for other in checks].count(check.text) > 1:
            raise LessonError(path, check.line, f"{check.text!r} stands there twice", "each line says something else")
    return checks


def _step(draft: _Draft, path: str) -> Step:
    if not draft.checks and not draft.questions:
        raise LessonError(path, draft.line, f"the step {draft.title!r} has no check", "add a ```sh check block")
    if draft.checks and not draft.solved:
        raise LessonError(path, draft.line, f"the step {draft.title!r} has no solution", "add a ```sh solution block")
    texts = [check.text for check in draft.checks]
    for mistake in draft.mistakes:
        if mistake.fails not in texts:
            remedy = f"the step checks: {'; '.join(texts) or 'nothing'}"
            raise LessonError(path, mistake.line, f"no checklist line is {mistake.fails!r}", remedy)
    return Step(
        draft.title, "\n".join(draft.prose).strip(), draft.line, tuple(draft.checks), tuple(draft.questions),
        tuple(draft.hints), tuple(draft.solutions), tuple(draft.mistakes), tuple(draft.files), tuple(draft.examples),
        draft.world.script if draft.world else "", draft.world.line if draft.world else 0,
    )  # fmt: skip
