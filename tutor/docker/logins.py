"""The logins of a user of the host, as the client keeps them: base64, not encrypted, in ~/.docker/config.json."""

from __future__ import annotations

from tutor.engine.errors import EngineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tutor.docker.invocation import Invocation

INDEX = "https://index.docker.io/v1/"
"""The key of Docker Hub's login."""


class BadConfig(EngineError):
    """The file is not what it should be."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}", "local")


class Logins:
    """The logins of one user."""

    def __init__(self, invocation: Invocation) -> None:
        process = invocation.process
        config = process.env.get("DOCKER_CONFIG") or f"{process.env.get('HOME', '')}/.docker"
        self.fs = process.fs
        self.folder = process.path(config)
        self.path = f"{self.folder}/config.json"

    def of(self, domain: str) -> tuple[str, str] | None:
        """Return name and password for a registry's domain, None where there is no login. Raises BadConfig."""
        return self.at(INDEX if domain == "docker.io" else domain)

    def at(self, key: str) -> tuple[str, str] | None:
        """Return the login under a key of the file. Raises BadConfig."""
        import binascii
        from base64 import b64decode

        row = self._fields().get("auths", {}).get(key)
        text = row.get("auth") if isinstance(row, dict) else None
        if not isinstance(text, str) or not text:
            return None
        try:
            user, _, password = b64decode(text, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        return user, password

    def save(self, key: str, user: str, password: str) -> bool:
        """Keep a login; whether that changed the file. Raises BadConfig, FsError."""
        from base64 import b64encode

        fields = self._fields()
        row = {"auth": b64encode(f"{user}:{password}".encode()).decode()}
        auths = fields.setdefault("auths", {})
        if auths.get(key) == row:
            return False
        auths[key] = row
        self._write(fields)
        return True

    def remove(self, keys: tuple[str, ...]) -> None:
        """Forget logins. Raises BadConfig, FsError."""
        fields = self._fields()
        auths = fields.get("auths", {})
        if any(auths.pop(key, None) is not None for key in keys):
            self._write(fields)

    def _fields(self) -> dict[str, Any]:
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

    def _write(self, fields: dict[str, Any]) -> None:
        import json

        if not self.fs.is_dir(self.folder):
            self.fs.mkdir(self.folder, 0o700, parents=True)
        auths = dict(sorted(fields.get("auths", {}).items()))
        data = json.dumps({**fields, "auths": auths}, indent="\t").encode()
        self.fs.write(self.path, data, mode=0o600)
