"""The front matter of a lesson file: TOML between two lines of `+++`, each key checked."""

from __future__ import annotations

import re
from typing import Any

from tutor.course.errors import LessonError
from tutor.dataclass import dataclass

FORMAT = 1
ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
"""What the name of a lesson is made of."""

KEYS: dict[str, type] = {
    "format": int, "id": str, "title": str, "objectives": list, "requires": list, "minutes": int, "seed": str,
}  # fmt: skip
"""The keys that every lesson has."""

OPTIONAL: dict[str, type] = {"varies": bool}
_NAMES: dict[type, str] = {int: "integer", str: "string", list: "array", bool: "boolean (true or false)"}


@dataclass(frozen=True, slots=True)
class Front:
    """The facts at the head of a lesson, as `model.Lesson` has them."""

    id: str
    title: str
    objectives: tuple[int, ...]
    requires: tuple[str, ...]
    minutes: int
    seed: str
    varies: bool


def read_front(lines: list[str], path: str) -> tuple[Front, int]:
    """The front matter and the index of the first line after it. Raises LessonError."""
    table, end = read_table(lines, path)
    return _checked(table, path, lines), end


def read_table(lines: list[str], path: str) -> tuple[dict[str, Any], int]:
    """The table between the two lines of `+++`, unchecked, and the index of the first line after it."""
    import tomllib

    if lines[0].strip() != "+++":
        raise LessonError(path, 1, "no front matter", "begin the file with a line +++")
    end = next((i for i in range(1, len(lines)) if lines[i].strip() == "+++"), None)
    if end is None:
        raise LessonError(path, 1, "front matter without an end", "close it with a second line +++")
    try:
        return tomllib.loads("\n".join(lines[1:end])), end + 1
    except tomllib.TOMLDecodeError as error:
        raise LessonError(path, 1 + toml_line(error), f"front matter is not TOML ({error})", "mend the line") from None


def toml_line(error: Exception) -> int:
    """The 1-based line that a TOML error names."""
    match = re.search(r"line (\d+)", str(error))
    return int(match[1]) if match else 1


def _checked(front: dict[str, Any], path: str, lines: list[str]) -> Front:
    def fault(key: str, message: str, remedy: str) -> LessonError:
        place = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
        return LessonError(path, next((i for i, line in enumerate(lines, 1) if place.match(line)), 1), message, remedy)

    known = KEYS | OPTIONAL
    for key in front:
        if key not in known:
            raise fault(key, f"unknown key {key!r} in the front matter", f"known keys: {', '.join(known)}")
    for key, kind in known.items():
        if key not in front and key in OPTIONAL:
            continue
        if key not in front:
            raise LessonError(path, 1, f"the front matter lacks {key!r}", f"add a line {key} = …")
        if not isinstance(front[key], kind) or (isinstance(front[key], bool) and kind is not bool):
            raise fault(key, f"{key!r} has the wrong type", f"give a TOML {_NAMES[kind]}")
        if kind is str and not front[key].strip():
            raise fault(key, f"{key!r} is empty", "write something between the quotes")
    if front["format"] != FORMAT:
        raise fault("format", f"format {front['format']} is not known here", f"this version reads format {FORMAT}")
    if not ID.match(front["id"]):
        raise fault("id", f"{front['id']!r} is no lesson id", "use lower-case letters, digits and hyphens")
    if front["minutes"] < 1:
        raise fault("minutes", "a lesson takes at least one minute", "give a positive number")
    for key, kind in (("objectives", int), ("requires", str)):
        if not all(isinstance(item, kind) and not isinstance(item, bool) for item in front[key]):
            raise fault(key, f"{key!r} has the wrong type", f"give an array of {_NAMES[kind]}s")
    return Front(
        front["id"], front["title"], tuple(front["objectives"]), tuple(front["requires"]), front["minutes"],
        front["seed"], front.get("varies", False),
    )  # fmt: skip
