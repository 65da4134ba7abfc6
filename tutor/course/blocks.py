"""The body of a lesson file as pieces: lines of prose, and fenced blocks that have a role.

A fence's info string is a language, maybe a role, and attributes: ```sh hint when="…"```, ```quiz```,
```python file="~/lab/app.py"```. A block without a role belongs to the prose, fences and all.
"""

from __future__ import annotations

import re

from tutor.course.errors import LessonError
from tutor.dataclass import dataclass

ROLES = {
    "setup": (),
    "world": (),
    "check": (),
    "hint": ("when",),
    "solution": (),
    "accept": (),
    "mistake": ("fails", "when"),
    "predict": ("ask", "options", "why"),
    "quiz": (),
    "console": ("after",),
    "file": ("file", "hidden"),
}
"""What a block can be and the attributes it may have."""

_FENCE = re.compile(r"^(?P<fence>```+|~~~+)[ ]*(?P<info>.*?)\s*$")
_SHELL = re.compile(r"^sh (?P<role>[a-z]+)(?: (?P<attributes>.*))?$")
_OTHER = re.compile(r"^(?P<role>quiz|console)(?: (?P<attributes>.*))?$")
_FILE = re.compile(r"""^(?P<language>[\w.+-]*)\s*(?P<attributes>(?:hidden )?file=.*)$""")
_ATTRIBUTE = re.compile(r'(?P<name>[a-z]+)(?:="(?P<value>(?:[^"\\]|\\.)*)")?(?:\s+|$)')


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block that means something: its role, attributes, lines between the fences.

    `line` is the 1-based line of the opening fence; `shown` are all its lines with the fences, for blocks that are
    prose too.
    """

    role: str
    attributes: dict[str, str]
    lines: tuple[str, ...]
    line: int
    language: str = "sh"

    @property
    def shown(self) -> tuple[str, ...]:
        """The block as prose shows it."""
        longest = max((len(run) for line in self.lines for run in re.findall("`{3,}", line)), default=2)
        fence = "`" * (longest + 1)
        return (fence + self.language, *self.lines, fence)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose and its 1-based number; lines of blocks without a role are `code`."""

    text: str
    number: int
    code: bool = False


def pieces(lines: list[str], start: int, path: str) -> list[Block | Line]:
    """What stands in the lines from index `start`. Raises LessonError: a block without an end, an unknown role."""
    found: list[Block | Line] = []
    index = start
    while index < len(lines):
        match = _FENCE.match(lines[index])
        if match is None:
            found.append(Line(lines[index], index + 1))
            index += 1
            continue
        end = next((i for i in range(index + 1, len(lines)) if lines[i].rstrip() == match["fence"]), None)
        if end is None:
            raise LessonError(path, index + 1, "a block without an end", f"close it with a line {match['fence']}")
        block = _block(match["info"], tuple(lines[index + 1 : end]), index + 1, path)
        if block is not None:
            found.append(block)
        else:
            found.extend(Line(lines[i], i + 1, True) for i in range(index, end + 1))
        index = end + 1
    return found


def _block(info: str, lines: tuple[str, ...], line: int, path: str) -> Block | None:
    """The block that an info string opens; None where it is prose."""
    match = _SHELL.match(info) or _OTHER.match(info)
    if match is not None:
        role, language = match["role"], "sh" if info.startswith("sh ") else match["role"]
        if role not in ROLES or (role in ("quiz", "console", "file") and language == "sh"):
            known = ", ".join(f"sh {name}" for name in ROLES if name not in ("quiz", "console", "file"))
            raise LessonError(path, line, f"unknown kind of block {role!r}", f"known: {known}, quiz, console")
    elif match := _FILE.match(info):
        role, language = "file", match["language"]
    else:
        return None
    return Block(role, _attributes(role, match["attributes"] or "", line, path), lines, line, language)


def _attributes(role: str, text: str, line: int, path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        match = _ATTRIBUTE.match(text, at)
        if match is None:
            example = f'{ROLES[role][0]}="…"' if ROLES[role] else "nothing"
            raise LessonError(path, line, f"cannot read {text[at:]!r}", f"after {role} write {example}")
        if match["name"] not in ROLES[role]:
            known = ", ".join(ROLES[role]) or "none"
            problem = f"a {role} block has no {match['name']!r}"
            raise LessonError(path, line, problem, f"attributes it may have: {known}")
        if match["name"] in found:
            raise LessonError(path, line, f"{match['name']!r} stands there twice", "keep one of them")
        found[match["name"]] = re.sub(r"\\(.)", r"\1", match["value"] or "")
        at = match.end()
    return found
