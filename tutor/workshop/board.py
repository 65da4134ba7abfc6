"""The class at a glance: who has finished which lesson, as text and as one page that needs no script.

A class's folder holds one folder a learner (each learner's LAYERWISE_HOME), named as the learner wants to be called.
"""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING

from tutor.course.progress import Progress
from tutor.dataclass import dataclass
from tutor.errors import LayerwiseError
from tutor.registry.message import Request, Response

if TYPE_CHECKING:
    from tutor.course.model import Course


@dataclass(frozen=True, slots=True)
class Learner:
    """One learner: finished lesson ids, and the one that is open ("" for none)."""

    name: str
    done: frozenset[str]
    now: str


def learners(folder: str) -> tuple[Learner, ...]:
    """All learners of a class's folder, by name. Raises LayerwiseError where it cannot be read."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except OSError as error:
        raise LayerwiseError(f"cannot read the class's folder {folder} ({error.strerror})", "check the path") from None
    rows = []
    for name in names:
        progress = Progress(os.path.join(folder, name, "progress.json"))
        rows.append(Learner(name, frozenset(progress.done), progress.last))
    return tuple(rows)


def board_text(course: Course, rows: tuple[Learner, ...]) -> str:
    """One line a learner: [x] done, [>] open, [ ] not begun, in course order."""
    width = max((len(row.name) for row in rows), default=0)
    return "".join(
        f"{row.name:{width}}  {' '.join(_mark(row, lesson.id) for lesson in course.lessons)}\n" for row in rows
    )


def board_page(course: Course, rows: tuple[Learner, ...]) -> str:
    """The same as a page that renews itself."""
    heads = "".join(f'<th scope="col">{escape(lesson.title)}</th>' for lesson in course.lessons)
    words = {"[x]": "done", "[>]": "here", "[ ]": ""}
    body = "".join(
        f'<tr><th scope="row">{escape(row.name)}</th>'
        + "".join(f"<td>{words[_mark(row, lesson.id)]}</td>" for lesson in course.lessons)
        + "</tr>"
        for row in rows
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="5">'
        f"<title>{escape(course.title)}</title><h1>{escape(course.title)}</h1>"
        f'<table border="1" cellpadding="6"><tr><th scope="col">Learner</th>{heads}</tr>{body}</table></html>\n'
    )


def respond(course: Course, folder: str, request: Request) -> Response:
    """Answer GET / with the board as it is now."""
    if request.path != "/" or request.method not in ("GET", "HEAD"):
        return Response(404)
    try:
        page = board_page(course, learners(folder)).encode()
    except LayerwiseError as error:
        page = f"<!doctype html><title>Layerwise</title><p>{escape(str(error))}</p>\n".encode()
    return Response(200, (("Content-Type", "text/html; charset=utf-8"),), (page,), len(page))


def _mark(row: Learner, lesson: str) -> str:
    return "[x]" if lesson in row.done else "[>]" if lesson == row.now else "[ ]"
