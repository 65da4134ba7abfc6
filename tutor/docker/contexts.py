"""Contexts: the engines that the client knows by name, as files below ~/.docker/contexts, and which one it talks to.

One rule: a sandbox has one engine, at `SOCKET`; a context with any other endpoint is kept like any, and whoever asks an
engine there is told that it cannot be reached.
"""

from __future__ import annotations

import re
from typing import Any

from tutor.docker import config_file
from tutor.docker.errors import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

SOCKET = "unix:///var/run/docker.sock"
DEFAULT = "default"
ABOUT_DEFAULT = "Current DOCKER_HOST based configuration"
_NAME = "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"

Metadata = dict[str, Any]
"""What meta.json holds: Name, Metadata (with a Description), Endpoints (with docker's Host and SkipTLSVerify)."""


class Contexts:
    """The contexts of one user of the host. `chosen` is what --context says, `host` what --host says."""

    def __init__(self, process: Process, chosen: str = "", host: str = "") -> None:
        self.process = process
        self.fs = process.fs
        self.root = f"{config_file.config_folder(process)}/contexts"
        self._chosen = chosen
        self._host = host

    @property
    def current(self) -> str:
        """The name of the context that is in use."""
        env = self.process.env
        if self._chosen:
            return self._chosen
        if self._host or env.get("DOCKER_HOST"):
            return DEFAULT
        return env.get("DOCKER_CONTEXT") or str(config_file.read(self.process).get("currentContext") or DEFAULT)

    def endpoint(self) -> str:
        """Return where the engine is that the client talks to. Raises CommandError for an unknown context."""
        name = self.current
        if name == DEFAULT:
            return self._host or self.process.env.get("DOCKER_HOST") or SOCKET
        try:
            return endpoint_of(self.get(name))
        except CommandError as error:
            reason = f"unable to resolve docker endpoint: {error.message}"
            raise CommandError(f"Failed to initialize: {reason}") from None

    def names(self) -> list[str]:
        """Return the names of all contexts, sorted."""
        folder = f"{self.root}/meta"
        kept = self.fs.listdir(folder) if self.fs.is_dir(folder) else ()
        found = [str(self._read(f"{folder}/{entry}/meta.json").get("Name", "")) for entry in kept]
        return sorted([DEFAULT, *found])

    def get(self, name: str) -> Metadata:
        """Return a context. Raises CommandError where there is none of that name, or it cannot be one."""
        if name == DEFAULT:
            return made(DEFAULT, "", self.process.env.get("DOCKER_HOST") or SOCKET)
        check_name(name)
        path = f"{self.folder(name)}/meta.json"
        if not self.fs.exists(path):
            raise CommandError(f'context "{name}": context not found: open {path}: no such file or directory')
        return self._read(path)

    def exists(self, name: str) -> bool:
        """Whether there is a context of that name."""
        return name == DEFAULT or self.fs.exists(f"{self.folder(name)}/meta.json")

    def put(self, context: Metadata) -> None:
        """Keep a context."""
        from tutor.oci.gojson import encode

        folder = self.folder(context["Name"])
        if not self.fs.is_dir(folder):
            self.fs.mkdir(folder, parents=True)
        self.fs.write(f"{folder}/meta.json", encode(context))

    def remove(self, name: str) -> None:
        """Forget a context."""
        self.fs.unlink(f"{self.folder(name)}/meta.json")
        self.fs.rmdir(self.folder(name))

    def use(self, name: str) -> None:
        """Make a context the one in use from now on."""
        data = config_file.read(self.process)
        data.pop("currentContext", None)
        if name != DEFAULT:
            data["currentContext"] = name
        config_file.write(self.process, data)

    def folder(self, name: str, kind: str = "meta") -> str:
        """Return where a context is kept: a folder named by the digest of its name."""
        from hashlib import sha256

        return f"{self.root}/{kind}/{sha256(name.encode()).hexdigest()}"

    def _read(self, path: str) -> Metadata:
        import json

        try:
            data: Metadata = json.loads(self.fs.read(path))
        except ValueError as error:
            raise CommandError(f"parsing {path}: {error}") from None
        return data


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a context. Raises CommandError."""
    if not re.fullmatch(_NAME[1:-1], name):
        reason = f'names are validated against regexp "{_NAME}"'
        raise CommandError(f'context name "{name}" is invalid, {reason}')


def made(name: str, description: str, host: str, skip_verify: bool = False) -> Metadata:
    """Return a context of its parts."""
    about = {"Description": description} if description else {}
    return {
        "Name": name,
        "Metadata": about,
        "Endpoints": {"docker": {"Host": host, "SkipTLSVerify": skip_verify}},
    }


def endpoint_of(context: Metadata) -> str:
    """Return where a context's engine is."""
    return str(context.get("Endpoints", {}).get("docker", {}).get("Host", ""))


def unreachable(endpoint: str) -> CommandError:
    """Return what is said where there is no engine at an endpoint."""
    kind, _, address = endpoint.partition("://")
    if kind == "unix":
        return CommandError(
            f"failed to connect to the docker API at {endpoint}; check if the path is correct and if the daemon is "
            f"running: dial unix {address}: connect: no such file or directory"
        )
    dial = f"dial tcp {address}: connect: network is unreachable"
    return CommandError(f'error during connect: Get "http://{address}/_ping": {dial}')
