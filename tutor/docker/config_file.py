"""The client's own settings: ~/.docker/config.json, or the folder that DOCKER_CONFIG names.

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


def config_folder(process: Process) -> str:
    """Return the folder of the client's own files, as an absolute path."""
    return process.path(process.env.get("DOCKER_CONFIG") or f"{process.env.get('HOME', '')}/.docker")


def config_path(process: Process) -> str:
    """Return the path of the settings."""
    return f"{config_folder(process)}/config.json"


def read(process: Process) -> dict[str, Any]:
    """Return what the settings say; nothing where there are none. Raises BadConfig."""
    path = config_path(process)
    if not process.fs.exists(path):
        return {}
    import json

    try:
        value = json.loads(process.fs.read(path) or b"{}")
    except (ValueError, RecursionError) as error:
        raise BadConfig(path, str(error)) from None
    if not isinstance(value, dict) or not isinstance(value.get("auths", {}), dict):
        raise BadConfig(path, "not a configuration")
    return value


def write(process: Process, data: dict[str, Any]) -> None:
    """Write the settings, tab-indented as Docker does, with logins first, even none. Raises FsError."""
    import json

    fs, folder = process.fs, config_folder(process)
    if not fs.is_dir(folder):
        fs.mkdir(folder, 0o700, parents=True)
    text = json.dumps({"auths": {}, **data}, indent="\t", ensure_ascii=False)
    fs.write(config_path(process), text.encode(), mode=0o600)
