"""Lesson files: TOML front matter between `+++` lines, then Markdown with `sh` blocks of a role each.

The roles are setup, check, hint and solution. A block of any other kind (```sh, ```text, …) belongs to the prose.
The format is described in lessons/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tutor.course.errors import LessonError
from tutor.course.model import Chapter, Check, Course, Hint, Lesson, Step
from tutor.dataclass import dataclass

FORMAT = 1
_FENCE = re.compile(r"^(?P<fence>```+|~~~+)[ ]*(?P<info>.*?)\s*$")
_ROLE = re.compile(r"^sh (?P<role>[a-z]+)(?: (?P<attributes>.*))?$")
_WHEN = re.compile(r'^when="(?P<when>(?:[^"\\]|\\.)*)"$')
_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_ROLES = ("setup", "check", "hint", "solution")


@dataclass(frozen=True, slots=True)
class _Block:
    """A fenced block: role, attributes, lines between the fences, and the 1-based line of the first.

    Where the role is "" it belongs to the prose, and the fences are among its lines.
    """

    role: str
    attributes: str
    lines: tuple[str, ...]
    line: int


@dataclass(slots=True)
class _Draft:
    """A step while its lines are being read."""

    title: str
    line: int
    prose: list[str]
    checks: list[Check]
    hints: list[Hint]
    solution: _Block | None = None


def load_lesson(text: str, path: str) -> Lesson:
    """Read one lesson file. Raises LessonError with the file, the line and a remedy."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    front, body = _front_matter(lines, path)
    fields = _fields(front, path, lines)
    intro: list[str] = []
    setup: _Block | None = None
    drafts: list[_Draft] = []
    for piece in _pieces(lines, body, path):
        if isinstance(piece, _Block):
            if not piece.role:
                (drafts[-1].prose if drafts else intro).extend(piece.lines)
            elif piece.role == "setup":
                if setup is not None or drafts:
                    raise LessonError(
                        path,
                        piece.line,
                        "a second setup block, or one inside a step",
                        "keep one ```sh setup block before the first ## step",
                    )
                setup = piece
            elif not drafts:
                raise LessonError(path, piece.line, f"a {piece.role} block outside a step", "put it below a ## heading")
            else:
                _add(drafts[-1], piece, path)
        else:
            number, line = piece
            if line.startswith("## ") or line == "##":
                if not line[2:].strip():
                    raise LessonError(path, number, "a step without a title", "write ## and what the step is about")
                drafts.append(_Draft(line[3:].strip(), number, [], [], []))
            else:
                (drafts[-1].prose if drafts else intro).append(line)
    if not drafts:
        raise LessonError(path, len(lines), "no steps", "begin each step with a line '## Title'")
    steps = tuple(_step(draft, path) for draft in drafts)
    script, first = ("\n".join(setup.lines), setup.line + 1) if setup is not None else ("", 1)
    return Lesson(*fields, "\n".join(intro).strip(), script, steps, path, first)


def load_course(text: str, read: Callable[[str], str], path: str = "course.toml") -> Course:
    """Read a course file: `title` and `[[chapter]]` tables of `title` and `lessons` (file names without .md).

    `read(name)` answers the text of the lesson file of that name, or raises OSError.
    """
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LessonError(path, _toml_line(error), f"not TOML ({error})", "mend the line") from None
    chapters = []
    seen: set[str] = set()
    for chapter in _tables(table, "chapter", path):
        lessons = []
        names = chapter.get("lessons")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise LessonError(path, 1, "a chapter without its list of lessons", 'write lessons = ["first", "second"]')
        for name in names:
            if not _ID.match(name):
                raise LessonError(path, 1, f"{name!r} is no lesson name", "use lower-case letters, digits and hyphens")
            file = f"{name}.md"
            try:
                content = read(file)
            except OSError:
                raise LessonError(path, 1, f"the lesson file {file} cannot be read", "check the name") from None
            except UnicodeDecodeError:
                raise LessonError(file, 1, "not UTF-8 text", "save the file as UTF-8") from None
            lesson = load_lesson(content, file)
            missing = [other for other in lesson.requires if other not in seen]
            if missing:
                raise LessonError(file, 1, f"requires {missing[0]!r}, which no earlier lesson is", "check the id")
            if lesson.id in seen:
                raise LessonError(file, 1, f"the id {lesson.id!r} is taken by an earlier lesson", "choose another id")
            seen.add(lesson.id)
            lessons.append(lesson)
        chapters.append(Chapter(str(chapter.get("title", "")), tuple(lessons)))
    return Course(str(table.get("title", "")), tuple(chapters))


def _tables(table: dict[str, object], name: str, path: str) -> list[dict[str, object]]:
    found = table.get(name)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise LessonError(path, 1, f"no [[{name}]] tables", f"list each {name} under its own [[{name}]] line")
    return found


def _front_matter(lines: list[str], path: str) -> tuple[dict[str, Any], int]:
    """The front matter's table and the index of the first line after it."""
    import tomllib

    if lines[0].strip() != "+++":
        raise LessonError(path, 1, "no front matter", "begin the file with a line +++")
    end = next((i for i in range(1, len(lines)) if lines[i].strip() == "+++"), None)
    if end is None:
        raise LessonError(path, 1, "front matter without an end", "close it with a second line +++")
    try:
        return tomllib.loads("\n".join(lines[1:end])), end + 1
    except tomllib.TOMLDecodeError as error:
        raise LessonError(path, 1 + _toml_line(error), f"front matter is not TOML ({error})", "mend the line") from None


def _toml_line(error: Exception) -> int:
    match = re.search(r"line (\d+)", str(error))
    return int(match[1]) if match else 1


def _fields(
    front: dict[str, Any], path: str, lines: list[str]
) -> tuple[str, str, tuple[int, ...], tuple[str, ...], int, str]:
    """The front matter as `Lesson` takes it, each key checked: id, title, objectives, requires, minutes, seed."""

    def fault(key: str, message: str, remedy: str) -> LessonError:
        place = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
        return LessonError(path, next((i for i, line in enumerate(lines, 1) if place.match(line)), 1), message, remedy)

    known = {"format": int, "id": str, "title": str, "objectives": list, "requires": list, "minutes": int, "seed": str}
    for key in front:
        if key not in known:
            raise fault(key, f"unknown key {key!r} in the front matter", f"known keys: {', '.join(known)}")
    for key, kind in known.items():
        if key not in front:
            raise LessonError(path, 1, f"the front matter lacks {key!r}", f"add a line {key} = …")
        if not isinstance(front[key], kind) or isinstance(front[key], bool):
            raise fault(key, f"{key!r} has the wrong type", f"give a TOML {_TOML_NAMES[kind]}")
        if kind is str and not front[key].strip():
            raise fault(key, f"{key!r} is empty", "write something between the quotes")
    if front["format"] != FORMAT:
        raise fault("format", f"format {front['format']} is not known here", f"this version reads format {FORMAT}")
    if not _ID.match(front["id"]):
        raise fault("id", f"{front['id']!r} is no lesson id", "use lower-case letters, digits and hyphens")
    if front["minutes"] < 1:
        raise fault("minutes", "a lesson takes at least one minute", "give a positive number")
    for key, kind in (("objectives", int), ("requires", str)):
        if not all(isinstance(item, kind) and not isinstance(item, bool) for item in front[key]):
            raise fault(key, f"{key!r} has the wrong type", f"give an array of {_TOML_NAMES[kind]}s")
    objectives, requires = tuple(front["objectives"]), tuple(front["requires"])
    return front["id"], front["title"], objectives, requires, front["minutes"], front["seed"]


_TOML_NAMES: dict[type, str] = {int: "integer", str: "string", list: "array"}


def _pieces(lines: list[str], start: int, path: str) -> list[_Block | tuple[int, str]]:
    """The body: lines of prose with their 1-based numbers, and the blocks that have a role."""
    pieces: list[_Block | tuple[int, str]] = []
    index = start
    while index < len(lines):
        match = _FENCE.match(lines[index])
        if match is None:
            pieces.append((index + 1, lines[index]))
            index += 1
            continue
        end = next((i for i in range(index + 1, len(lines)) if lines[i].rstrip() == match["fence"]), None)
        if end is None:
            raise LessonError(path, index + 1, "a block without an end", f"close it with a line {match['fence']}")
        role = _ROLE.match(match["info"])
        if role is None:
            pieces.append(_Block("", "", tuple(lines[index : end + 1]), index + 1))
        elif role["role"] not in _ROLES:
            raise LessonError(path, index + 1, f"unknown kind of block {role['role']!r}", f"known: {', '.join(_ROLES)}")
        else:
            pieces.append(_Block(role["role"], role["attributes"] or "", tuple(lines[index + 1 : end]), index + 1))
        index = end + 1
    return pieces


def _add(draft: _Draft, block: _Block, path: str) -> None:
    """Give a block to its step."""
    if block.role == "check":
        if draft.checks:
            raise LessonError(path, block.line, "a second check block in one step", "put all checks into one block")
        draft.checks = _checks(block, path)
    elif block.role == "hint":
        match = _WHEN.match(block.attributes)
        if block.attributes and match is None:
            raise LessonError(path, block.line, f"cannot read {block.attributes!r}", 'write hint when="CONDITION"')
        when = re.sub(r"\\(.)", r"\1", match["when"]) if match else ""
        words = [line[2:] if line.startswith("# ") else line if line != "#" else "" for line in block.lines]
        if not "".join(words).strip():
            raise LessonError(path, block.line, "a hint without words", "write them below the fence, as lines '# …'")
        draft.hints.append(Hint(when, "\n".join(words).strip(), block.line))
    elif draft.solution is not None:
        raise LessonError(path, block.line, "a second solution in one step", "keep one solution block a step")
    else:
        draft.solution = block


def _checks(block: _Block, path: str) -> list[Check]:
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
    return checks


def _step(draft: _Draft, path: str) -> Step:
    if not draft.checks:
        raise LessonError(path, draft.line, f"the step {draft.title!r} has no check", "add a ```sh check block")
    if draft.solution is None:
        raise LessonError(path, draft.line, f"the step {draft.title!r} has no solution", "add a ```sh solution block")
    solution = "\n".join(draft.solution.lines)
    if not solution.strip():
        raise LessonError(path, draft.solution.line, "a solution without commands", "write what does the step")
    return Step(
        draft.title, "\n".join(draft.prose).strip(), tuple(draft.checks), tuple(draft.hints), solution.rstrip(),
        draft.line, draft.solution.line + 1,
    )  # fmt: skip
