"""Where workspaces are kept: one SQLite file each in a folder of the user's, and which classes may stand in them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError

if TYPE_CHECKING:
    from tutor.store.workspace import Workspace

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
WAIT = 2.0
"""Seconds to wait for another process that has the workspace open."""


class SqliteWorkspaces:
    """The workspaces of a folder, by name."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def open(self, name: str) -> Workspace:
        """Open a workspace. Raises LayerwiseError: a bad name, a folder or file that cannot be used, in use elsewhere."""
        from tutor.store.codec import Codec
        from tutor.store.sqlite import SqliteWorkspace

        if not _NAME.fullmatch(name):
            raise LayerwiseError(f"{name!r} cannot be a workspace's name", "use letters, digits, '.', '_' and '-'")
        try:
            os.makedirs(self.folder, exist_ok=True)
        except OSError as error:
            raise LayerwiseError(f"cannot make the folder {self.folder} ({error.strerror})",
                                 "choose another with LAYERWISE_HOME") from None
        return SqliteWorkspace.open(os.path.join(self.folder, f"{name}.sqlite"), Codec(CLASSES), wait=WAIT)


CLASSES = {
    "Moment": "tutor.session.moment:Moment",
    "State": "tutor.engine.state:State",
    "ShellState": "tutor.shell.state:ShellState",
    "ImageRecord": "tutor.engine.state:ImageRecord",
    "Snapshot": "tutor.engine.state:Snapshot",
}
