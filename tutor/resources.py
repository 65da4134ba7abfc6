"""Where the lessons and the base images lie: packed into the wheel, or beside the package in a checkout."""

from __future__ import annotations

import os
import sys

from tutor.errors import LayerwiseError

_HERE = os.path.dirname(os.path.abspath(__file__))


def folder(name: str) -> str:
    """The folder `lessons` or `sandbox_images`. Raises LayerwiseError where the installation lacks it."""
    for parent in (os.path.join(_HERE, "_packed"), os.path.dirname(_HERE)):
        path = os.path.join(parent, name)
        if os.path.isdir(path):
            return path
    raise LayerwiseError(f"this installation has no {name} folder", "install Layerwise again")


def read_text(folder_name: str, name: str) -> str:
    """The text of one file of such a folder. Raises OSError, UnicodeDecodeError."""
    with open(os.path.join(folder(folder_name), name), encoding="utf-8") as file:
        return file.read()


def data_folder() -> str:
    """Where the learner's work is kept: LAYERWISE_HOME, or the user's data folder (XDG on Linux)."""
    own = os.environ.get("LAYERWISE_HOME")
    if own:
        return own
    if sys.platform == "linux":  # the answer of platformdirs, whose import takes longer than most commands
        base = os.environ.get("XDG_DATA_HOME", "").strip()
        return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.local/share"), "layerwise")
    import platformdirs  # type: ignore[unreachable,unused-ignore]

    return platformdirs.user_data_dir("layerwise", appauthor=False)
