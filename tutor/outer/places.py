"""The parts that every subcommand puts together: the hub, the workspaces, the course."""

from __future__ import annotations

import os
import time
from functools import lru_cache

from tutor import resources
from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.course.model import Course
    from tutor.course.progress import Progress
    from tutor.engine.bundled import BundledHub
    from tutor.engine.hub import Hub
    from tutor.session.keeping import SqliteWorkspaces

ORIGINAL = "en"
"""The language in which lessons are written first."""

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


def hub(layout: str | None = None, *, offline: bool = False) -> Hub:
    """The bundled images; before them those that the user imported, and those of an OCI layout folder.

    Raises LayerwiseError where that is none.

    With `offline` neither a registry nor a site answers.
    """
    if layout is not None and not os.path.isfile(os.path.join(layout, "index.json")):
        raise LayerwiseError(f"{layout} is not an OCI image layout", "give a folder with an index.json and blobs/")
    from tutor.engine.planted import from_here

    from_here(resources.folder("sandbox_images"), lambda *row: _bundled().tree(*row))
    found: Hub = LazyHub(layout)  # type: ignore[assignment]  # it answers with the hub's own methods
    if offline:
        from tutor.engine.hub import Unplugged

        return Unplugged(found)  # type: ignore[return-value]  # so does this
    return found


@lru_cache(1)
def _bundled() -> BundledHub:
    from tutor.engine.bundled import BundledHub

    return BundledHub(resources.folder("sandbox_images"))


def _open_hub(layout: str | None) -> Hub:
    from tutor.outer import own_images

    own = [*([layout] if layout is not None else []), *([own_images.folder()] if own_images.layout() else [])]
    if not own:
        return _bundled()
    from tutor.engine.hub import UnionHub
    from tutor.engine.layout_hub import LayoutHub

    return UnionHub((*map(LayoutHub, own), _bundled()))


def workspaces() -> SqliteWorkspaces:
    """Where this user's work is kept."""
    from tutor.session.keeping import SqliteWorkspaces

    return SqliteWorkspaces(os.path.join(resources.data_folder(), "workspaces"))


def course(tongue: str | None = None) -> Course:
    """The bundled course, in the learner's language or another; what is not translated is in English."""
    from tutor.course.course_file import in_language, load_course

    def read(name: str) -> str:
        return resources.read_text("lessons", name)

    found = load_course(read("course.toml"), read)
    wanted = language() if tongue is None else tongue
    return in_language(found, wanted, read) if wanted not in ("", ORIGINAL) else found


def language() -> str:
    """The learner's language, two or three letters: LAYERWISE_LANG (or --lang), a setting, the system's."""
    from tutor.outer.settings import read

    said = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    for text in (os.environ.get("LAYERWISE_LANG", "") or read().get("lang", ""), *said):
        found = text.lower().replace("-", "_").partition("_")[0].partition(".")[0]
        if found in ("c", "posix"):
            return ORIGINAL
        if found:
            return found
    return ORIGINAL


def progress() -> Progress:
    """What this user has finished."""
    from tutor.course.progress import Progress

    return Progress(os.path.join(resources.data_folder(), "progress.json"))


def terms() -> frozenset[str]:
    """The words of the glossary."""
    from tutor.course.glossary import terms

    return terms(resources.read_text("lessons", "glossary.toml"))


def objectives() -> dict[int, str]:
    """What the course has to teach, by number."""
    from tutor.course.objectives import read_objectives

    return read_objectives(resources.read_text("lessons", "objectives.toml"))


def glossary(term: str) -> tuple[int, str]:
    """What a term means: exit code and text."""
    from tutor.course.glossary import explain

    return explain(resources.read_text("lessons", "glossary.toml"), term)
