"""The parts that every subcommand puts together: the hub, the workspaces, the course."""

from __future__ import annotations

import os
import time

from tutor import resources
from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.course.model import Course
    from tutor.course.progress import Progress
    from tutor.engine.bundled import Shelf
    from tutor.engine.hub import Hub
    from tutor.session.keeping import SqliteWorkspaces
    from tutor.vfs.tree import Tree

clock = time.time
"""Real seconds since 1970."""


class LazyHub:
    """The hub, put together when it is first asked: most commands never do."""

    def __init__(self, layout: str | None = None) -> None:
        self._layout = layout
        self._hub: Hub | None = None

    def __getattr__(self, name: str) -> object:
        if self._hub is None:
            self._hub = _open_hub(self._layout)
        return getattr(self._hub, name)


def hub(layout: str | None = None) -> Hub:
    """The bundled images; before them those of an OCI layout folder. Raises LayerwiseError where that is none."""
    if layout is not None and not os.path.isfile(os.path.join(layout, "index.json")):
        raise LayerwiseError(f"{layout} is not an OCI image layout", "give a folder with an index.json and blobs/")
    from tutor.engine import planted

    planted.from_here("", _tree)
    return LazyHub(layout)  # type: ignore[return-value]  # it answers with the hub's own methods


def _tree(recipe: str, image: str, platform: str, count: int, hash: str) -> Tree | None:
    """Return files of the bundled images for a workspace that looks at them before anything is asked of the hub."""
    if not _shelves:
        from tutor.engine.bundled import Shelf

        _shelves.append(Shelf(resources.folder("sandbox_images")))
    return _shelves[0].tree(recipe, image, platform, count, hash)


_shelves: list[Shelf] = []


def _open_hub(layout: str | None) -> Hub:
    from tutor.engine.bundled import BundledHub
    from tutor.engine.hub import UnionHub

    bundled = BundledHub(resources.folder("sandbox_images"))
    if layout is None:
        return bundled
    from tutor.engine.layout_hub import LayoutHub

    return UnionHub((LayoutHub(layout), bundled))


def workspaces() -> SqliteWorkspaces:
    """Where this user's work is kept."""
    from tutor.session.keeping import SqliteWorkspaces

    return SqliteWorkspaces(os.path.join(resources.data_folder(), "workspaces"))


def course() -> Course:
    """The bundled course."""
    from tutor.course.load import load_course

    return load_course(resources.read_text("lessons", "course.toml"), lambda name: resources.read_text("lessons", name))


def progress() -> Progress:
    """What this user has finished."""
    from tutor.course.progress import Progress

    return Progress(os.path.join(resources.data_folder(), "progress.json"))


def glossary(term: str) -> tuple[int, str]:
    """What a term means: exit code and text."""
    from tutor.course.glossary import explain

    return explain(resources.read_text("lessons", "glossary.toml"), term)
