"""Names and passwords of registries as the client keeps them without a helper: in ~/.docker/config.json, in base64.

One rule: whatever else is in that file stays as it is.
"""

from __future__ import annotations

from typing import Any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def config_folder(process: Process) -> str:
    """Return the folder of the client's own files, as an absolute path."""
    return process.path(process.env.get("DOCKER_CONFIG") or f"{process.env.get('HOME', '')}/.docker")


def keep(process: Process, server: str, user: str, password: str) -> str:
    """Keep a login; the path of the file that it is in."""
    from base64 import b64encode

    data = read(process)
    auths = data.setdefault("auths", {})
    auths[server] = {"auth": b64encode(f"{user}:{password}".encode()).decode()}
    return write(process, data)


def forget(process: Process, server: str) -> None:
    """Forget a login, if there is one."""
    data = read(process)
    auths = data.get("auths")
    if isinstance(auths, dict) and auths.pop(server, None) is not None:
        write(process, data)


def read(process: Process) -> dict[str, Any]:
    """Return what the client's configuration says; nothing where there is none, or none that can be read."""
    import json

    path = f"{config_folder(process)}/config.json"
    try:
        data = json.loads(process.fs.read(path)) if process.fs.exists(path) else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def write(process: Process, data: dict[str, Any]) -> str:
    """Write the client's configuration, tab-indented as Docker does; its path."""
    import json

    fs, folder = process.fs, config_folder(process)
    if not fs.is_dir(folder):
        fs.mkdir(folder, parents=True)
    path = f"{folder}/config.json"
    fs.write(path, json.dumps(data, indent="\t", ensure_ascii=False).encode(), mode=0o600)
    return path
