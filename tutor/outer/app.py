"""The front ends: the full-screen app, the sandbox on the same screen, the line shell."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError
from tutor.outer import places

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from tutor.session.sitting import LearnerSitting


def start(options: Namespace) -> int:
    """Go on with the lesson that was open last, or begin with the first that is not done."""
    progress = places.progress()
    lesson = progress.last
    if not lesson:
        course = places.course()
        lesson = next((item.id for item in course.lessons if item.id not in progress.done), "")
    return _screen(lambda: sitting(lesson=lesson))


def sandbox(options: Namespace) -> int:
    """Free play."""
    return _screen(lambda: sitting(name=options.workspace))


def shell(options: Namespace) -> int:
    """The line shell, on a terminal or on pipes."""
    from tutor.lineshell.shell import run

    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    return run(sitting(lesson=options.lesson, name=options.workspace, interactive=interactive), sys.stdin, sys.stdout)


def sitting(*, lesson: str = "", name: str = "sandbox", interactive: bool = True) -> LearnerSitting:
    """A sitting over this user's workspaces. Raises LayerwiseError."""
    from tutor.session.sitting import LearnerSitting

    return LearnerSitting(
        places.workspaces(), places.hub(), places.clock, places.course(), places.progress(), places.glossary,
        lesson=lesson, name=name, interactive=interactive,
    )  # fmt: skip


def _screen(factory: Callable[[], LearnerSitting]) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LayerwiseError(
            "the full-screen app needs a terminal", "use layerwise shell, or layerwise exec for scripts"
        )
    os.environ.setdefault("TEXTUAL_FPS", "120")  # how soon a key's echo may follow the preview of the one before
    from tutor.tui.app import run

    return run(factory)
