"""Where workspaces are kept: one SQLite file each in a folder of the user's, and which classes may stand in them."""

from __future__ import annotations

import os
import re

from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.store.workspace import Workspace

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
WAIT = 2.0
"""Seconds to wait for another process that has the workspace open."""

ELSEWHERE = "close the other Layerwise, or play in another workspace: layerwise sandbox --workspace NAME"
"""What is to be done about a workspace that is in use."""


class SqliteWorkspaces:
    """The workspaces of a folder, by name."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def open(self, name: str) -> Workspace:
        """Open a workspace. Raises LayerwiseError: a bad name, a file that cannot be used, in use elsewhere."""
        from tutor.store.codec import Codec
        from tutor.store.faults import WorkspaceBusy
        from tutor.store.sqlite import SqliteWorkspace

        if not _NAME.fullmatch(name):
            raise LayerwiseError(f"{name!r} cannot be a workspace's name", "use letters, digits, '.', '_' and '-'")
        try:
            os.makedirs(self.folder, exist_ok=True)
        except OSError as error:
            raise LayerwiseError(
                f"cannot make the folder {self.folder} ({error.strerror})", "choose another with LAYERWISE_HOME"
            ) from None
        try:
            return SqliteWorkspace.open(os.path.join(self.folder, f"{name}.sqlite"), Codec(CLASSES), wait=WAIT)
        except WorkspaceBusy as error:
            error.remedy = ELSEWHERE
            raise


_PLACES = {
    "tutor.session.moment": ("Moment", "Foreground"),
    "tutor.shell.state": ("ShellState",),
    "tutor.engine.state": ("State", "ImageRecord", "Snapshot"),
    "tutor.engine.containers.model": (
        "Container", "ContainerConfig", "Healthcheck", "Mount", "LogEntry", "Input", "Running", "Probe", "Health",
    ),
    "tutor.engine.volumes": ("Volume",),
    "tutor.engine.networks": ("Network",),
    "tutor.registry.contents": ("Registry", "Repository"),
    "tutor.engine.packed_file": ("PackedFile",),
    "tutor.engine.build.record": ("CacheRecord",),
    "tutor.engine.build.progress": ("BuildStep",),
    "tutor.engine.planted": ("PlantedTree",),
    "tutor.engine.attested": ("Statement",),
}  # fmt: skip

CLASSES = {
    f"{module.removeprefix('tutor.')}:{name}": f"{module}:{name}" for module, names in _PLACES.items() for name in names
} | {
    "engine.bundled:LayerContent": "tutor.engine.layer_content:LayerContent",  # where they were before
    "engine.registries:Registry": "tutor.registry.contents:Registry",
    "engine.registries:Repository": "tutor.registry.contents:Repository",
}
"""Every class that may stand in a kept moment, by the name under which it is stored."""
