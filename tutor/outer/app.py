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

    from tutor.session.sitting import LearnerSitting, Workspaces


def start(options: Namespace) -> int:
    """Go on with the lesson that was open last, or begin with the first that is not done."""
    progress = places.progress()
    lesson = progress.last
    if not lesson:
        course = places.course()
        lesson = next((item.id for item in course.lessons if item.id not in progress.done), "")
    speed = speed_of(options)
    return screen(lambda: sitting(lesson=lesson, speed=speed), speed)


def sandbox(options: Namespace) -> int:
    """Free play."""
    speed = speed_of(options)
    return screen(lambda: sitting(name=options.workspace, hub=options.hub, speed=speed), speed)


def shell(options: Namespace) -> int:
    """The line shell, on a terminal or on pipes."""
    from tutor.lineshell.shell import run

    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    speed = speed_of(options) if interactive else 0.0
    opened = sitting(
        lesson=options.lesson, name=options.workspace, interactive=interactive, hub=options.hub, speed=speed
    )
    return run(opened, sys.stdin, sys.stdout)


def speed_of(options: Namespace) -> float:
    """How much longer than usual transfers last. Raises LayerwiseError for a speed that there is not."""
    from tutor.session.pace import SPEEDS

    name = options.speed or os.environ.get("LAYERWISE_SPEED") or "normal"
    if name not in SPEEDS:
        raise LayerwiseError(f"LAYERWISE_SPEED is {name!r}", f"it may be {', '.join(SPEEDS)}")
    return SPEEDS[name]


def attempt(options: Namespace) -> int:
    """A lesson, perhaps from a file that is being written, from its beginning; nothing is kept."""
    speed = speed_of(options)
    return screen(lambda: sitting(lesson=options.lesson, fresh=True, hub=options.hub, speed=speed), speed)


def sitting(
    *, lesson: str = "", name: str = "sandbox", interactive: bool = True, fresh: bool = False,
    hub: str | None = None, speed: float = 0.0,
) -> LearnerSitting:
    """A sitting over this user's workspaces, or with `fresh` over one that is forgotten. Raises LayerwiseError.

    `lesson` may be a lesson file, which then follows the course's own; `hub` a layout folder to pull from first.
    """
    from tutor.session.sitting import LearnerSitting

    course = places.course()
    if lesson and course.lesson(lesson) is None:
        from tutor.course.model import Chapter, Course
        from tutor.outer.lessons import find

        extra = find(lesson)
        course = Course(course.title, (*course.chapters, Chapter("From a file", (extra,))))
        lesson, fresh = extra.id, True
    workspaces: Workspaces = places.workspaces()
    progress = places.progress()
    if fresh:
        from tutor.course.progress import Progress
        from tutor.store.workspace import MemoryWorkspaces

        workspaces, progress = MemoryWorkspaces(), Progress(None)
    return LearnerSitting(
        workspaces, places.hub(hub), places.clock, course, progress, places.glossary,
        lesson=lesson, name=name, interactive=interactive, speed=speed,
    )  # fmt: skip


def screen(factory: Callable[[], LearnerSitting], speed: float) -> int:
    """Show a sitting on the full screen. Raises LayerwiseError where there is no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LayerwiseError(
            "the full-screen app needs a terminal", "use layerwise shell, or layerwise exec for scripts"
        )
    os.environ.setdefault("TEXTUAL_FPS", "120")  # how soon a key's echo may follow the preview of the one before
    from tutor.tui.app import run

    return run(factory, speed=speed)
