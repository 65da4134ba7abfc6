"""The front ends: the full-screen app, the sandbox on the same screen, the line shell."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.errors import LayerwiseError
from tutor.outer import places

NO_SCREEN = ("dumb", "unknown")
"""Kinds of terminals (TERM) that know no control sequences: lines of text are all that they can show."""

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping

    from tutor.session.sitting import LearnerSitting, Workspaces


def start(options: Namespace) -> int:
    """Go on with the lesson that was open last, or begin with the first that is not done."""
    progress = places.progress()
    lesson = progress.last
    if not lesson:
        course = places.course()
        lesson = next((item.id for item in course.lessons if item.id not in progress.done), "")
    return show(options, lambda ways: sitting(lesson=lesson, ways=ways))


def sandbox(options: Namespace) -> int:
    """Free play."""
    return show(options, lambda ways: sitting(name=options.workspace, hub=options.hub, ways=ways))


def attempt(options: Namespace) -> int:
    """A lesson, perhaps from a file that is being written, from its beginning; nothing is kept."""
    return show(options, lambda ways: sitting(lesson=options.lesson, fresh=True, hub=options.hub, ways=ways))


def shell(options: Namespace) -> int:
    """The line shell, on a terminal or on pipes."""
    from tutor.lineshell.shell import run

    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    ways = ways_of(options)
    if not terminal:
        ways = replace(ways, interactive=False, speed=0.0)
    opened = sitting(lesson=options.lesson, name=options.workspace, hub=options.hub, ways=ways)
    return run(opened, sys.stdin, sys.stdout, plain=ways.plain and terminal, ascii_only=ways.ascii, vi=ways.vi)


@dataclass(frozen=True, slots=True)
class Ways:
    """How the learner wants it: `speed` of what lasts (0: over at once), text alone, ASCII alone, vi's keys, the theme.

    `interactive` is whether somebody sits at a terminal.
    """

    speed: float = 0.0
    plain: bool = False
    ascii: bool = False
    vi: bool = False
    interactive: bool = True
    theme: str = "dark"


def ways_of(options: Namespace) -> Ways:
    """What options, environment and settings say. Raises LayerwiseError for what cannot be."""
    from tutor.outer.settings import YES, value
    from tutor.session.pace import SPEEDS

    plain, ascii, vi = (value(name, options) == YES for name in ("plain", "ascii", "vi"))
    plain = plain or os.environ.get("TERM") in NO_SCREEN
    ascii = ascii or not speaks_unicode(os.environ)
    speed = 0.0 if plain else SPEEDS[value("speed", options)]
    return Ways(speed, plain, ascii, vi, theme=value("theme", options))


def speaks_unicode(environ: Mapping[str, str]) -> bool:
    """Whether the terminal shows more than ASCII, as far as the locale and the kind of terminal say."""
    if environ.get("TERM") == "linux":
        return False
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "UTF-8"
    return "utf-8" in locale.lower() or "utf8" in locale.lower()


def show(options: Namespace, factory: Callable[[Ways], LearnerSitting]) -> int:
    """Show a sitting on the full screen, or with --plain as lines. Raises LayerwiseError where there is no terminal."""
    ways = ways_of(options)
    if ways.plain:
        from tutor.lineshell.shell import run as run_lines

        return run_lines(factory(ways), sys.stdin, sys.stdout, plain=True, ascii_only=ways.ascii)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LayerwiseError(
            "the full-screen app needs a terminal", "use layerwise shell, or layerwise exec for scripts"
        )
    os.environ.setdefault("TEXTUAL_FPS", "120")  # how soon a key's echo may follow the preview of the one before
    from tutor.tui.app import run

    return run(lambda: factory(ways), speed=ways.speed, ascii_only=ways.ascii, vi=ways.vi, theme=ways.theme)


def sitting(
    *, lesson: str = "", name: str = "sandbox", fresh: bool = False, hub: str | None = None, ways: Ways | None = None,
) -> LearnerSitting:
    """A sitting over this user's workspaces, or with `fresh` over one that is forgotten. Raises LayerwiseError.

    `lesson` may be a lesson file, which then follows the course's own; `hub` a layout folder to pull from first.
    """
    from tutor.session.sitting import LearnerSitting

    chosen = ways or Ways(interactive=False)
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
        lesson=lesson, name=name, interactive=chosen.interactive, speed=chosen.speed, spoken=chosen.plain,
    )  # fmt: skip
