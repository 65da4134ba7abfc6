"""The client's own configuration: ~/.docker/config.json, where logins and the context in use are kept.

One rule: whatever else is in that file stays as it is.
"""

from __future__ import annotations

from tutor.engine.errors import EngineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tutor.shell.process import Process


class BadConfig(EngineError):
    """The file is not what it should be."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}", "local")


class ClientConfig:
    """The configuration of one user of the host; `folder` is where the client keeps this and other files."""

    def __init__(self, process: Process) -> None:
        self.fs = process.fs
        self.folder = folder_of(process)
        self.path = f"{self.folder}/config.json"

    def fields(self) -> dict[str, Any]:
        """Return what the file says, nothing where there is none. Raises BadConfig."""
        if not self.fs.exists(self.path):
            return {}
        import json

        try:
            value = json.loads(self.fs.read(self.path) or b"{}")
        except (ValueError, RecursionError) as error:
            raise BadConfig(self.path, str(error)) from None
        if not isinstance(value, dict) or not isinstance(value.get("auths", {}), dict):
            raise BadConfig(self.path, "not a configuration")
        return value

    def write(self, fields: dict[str, Any]) -> None:
        """Write the file, logins sorted. Raises FsError."""
        import json

        if not self.fs.is_dir(self.folder):
            self.fs.mkdir(self.folder, 0o700, parents=True)
        known = {"auths": dict(sorted(fields.get("auths", {}).items()))}  # Docker writes them first, and always
        data = json.dumps({**known, **fields, **known}, indent="\t").encode()
        self.fs.write(self.path, data, mode=0o600)


def folder_of(process: Process) -> str:
    """Return the folder of the client's own files, as an absolute path."""
    return process.path(process.env.get("DOCKER_CONFIG") or f"{process.env.get('HOME', '')}/.docker")
