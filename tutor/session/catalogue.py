"""Everything that can be searched for in one place: lessons and their steps, terms, words, commands, what is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.engine.images import familiar
from tutor.session.past import points
from tutor.session.views import Found
from tutor.session.words import ABOUT

if TYPE_CHECKING:
    from tutor.session.desk import TutorDesk
    from tutor.session.session import Session


def catalogue(session: Session, desk: TutorDesk) -> Iterator[Found]:
    """All there is, kind by kind."""
    for lesson in desk.course.lessons:
        yield Found("lesson", lesson.title, f"lesson, {lesson.minutes} min", lesson.id)
        for step in lesson.steps:
            yield Found("lesson", step.title, f"a step of {lesson.title}", lesson.id)
    for term in filter(None, desk.glossary("")[1].split(", ")):
        yield Found("term", term, "glossary", term)
    for word, about in ABOUT.items():
        yield Found("line", word, about, word)
    yield from _commands("")
    state = session.state
    for record in state.images.values():
        if not record.dangling:
            yield Found("inside", familiar(record.name), "image here: look inside", familiar(record.name))
    for container in state.containers.values():
        yield Found("inside", container.name, f"container, {container.status}: look inside", container.name)
    for name in state.volumes:
        yield Found("inside", name, "volume: look inside", name)
    for point in points(session.workspace):
        name = f"@{point.name}, " if point.name else ""
        yield Found("point", point.line, f"{name}point @{point.id}: go there", str(point.id))


def _commands(path: str) -> Iterator[Found]:
    """All docker commands, below one."""
    from tutor.docker.spec import lookup, root

    command = lookup(path) if path else root()
    if command is None:
        return
    if path and not command.children:
        yield Found("line", f"docker {path}", command.short, f"docker {path} ")
    for child in command.children:
        yield from _commands(f"{path} {child}".lstrip())
