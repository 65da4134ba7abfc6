"""Where the recipes of the bundled images lie, for contents that are made from them long after they were pulled.

One rule: whoever puts the parts together sets `locate`, once; a content asks for it only when its bytes are read.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.bundled import Shelf

locate: Callable[[], str] | None = None
"""Returns the folder; may raise LayerwiseError."""

_shelves: dict[str, Shelf] = {}


def shelf(folder: str | None = None) -> Shelf:
    """Return the lock and the recipes of a folder (None: of the one that `locate` finds), read once.

    Raises LayerwiseError where there is none.
    """
    from tutor.engine.bundled import Shelf
    from tutor.errors import LayerwiseError

    if folder is None:
        if locate is None:
            raise LayerwiseError("the bundled images are not at hand here", "run this with the layerwise command")
        folder = locate()
    found = _shelves.get(folder)
    if found is None:
        found = _shelves[folder] = Shelf(folder)
    return found
