"""What a lesson used: its docker commands, each with what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.docker.errors import CommandError
from tutor.docker.parse import find
from tutor.session.line import read

if TYPE_CHECKING:
    from tutor.course.model import Lesson


def recap(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """The docker commands of the lesson's solutions as they were typed first, each with its one line of help."""
    found: dict[str, tuple[str, str]] = {}
    for step in lesson.steps:
        for command in read(step.solution).commands:
            words = [step.solution[word.start : word.end] for word in command.words]
            if words[:1] != ["docker"]:
                continue
            try:
                match = find(words[1:])
            except CommandError:
                continue
            found.setdefault(match.command.path, (f"docker {match.called}", match.command.short))
    return tuple(found.values())
