"""Sessions for tests: fresh sandboxes over the bundled images, with a clock that stands still until told."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from tutor.course.course_file import load_course
from tutor.course.model import Course
from tutor.course.progress import Progress
from tutor.engine.bundled import BundledHub
from tutor.session.session import Session, first_moment
from tutor.session.sitting import LearnerSitting
from tutor.store.workspace import MemoryWorkspace, MemoryWorkspaces, Workspace

ROOT = Path(__file__).parents[2]
NOW = 1_790_000_000.0


@lru_cache(1)
def hub() -> BundledHub:
    """The bundled images."""
    return BundledHub(str(ROOT / "sandbox_images"))


@lru_cache(1)
def course() -> Course:
    """The bundled course."""
    folder = ROOT / "lessons"
    return load_course((folder / "course.toml").read_text(), lambda name: (folder / name).read_text())


def session(workspace: Workspace | None = None, seed: str = "test") -> Session:
    """A session at a fixed time."""
    return Session(workspace or MemoryWorkspace(), lambda _clock: first_moment(seed, NOW), hub(), lambda: NOW)


def run(session: Session, line: str) -> tuple[int, str]:
    """Run a line: exit code, and both streams in one text."""
    printed: list[bytes] = []
    ran = session.run(line, lambda _stream, data: printed.append(data))
    return ran.code, b"".join(printed).decode()


def sitting(
    lesson: str = "",
    *,
    workspaces: MemoryWorkspaces | None = None,
    progress: Progress | None = None,
    clock: Callable[[], float] = lambda: NOW,
    interactive: bool = True,
) -> LearnerSitting:
    """A sitting with the bundled course."""
    return LearnerSitting(
        workspaces or MemoryWorkspaces(),
        hub(),
        clock,
        course(),
        progress or Progress(None),
        lambda term: (0, term),
        lesson=lesson,
        interactive=interactive,
    )
