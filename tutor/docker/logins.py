"""The logins of a user of the host, as the client keeps them: base64, not encrypted, in its settings."""

from __future__ import annotations

from tutor.docker import config_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

INDEX = "https://index.docker.io/v1/"
"""The key of Docker Hub's login."""


class Logins:
    """The logins of one user."""

    def __init__(self, process: Process) -> None:
        self.process = process

    @property
    def path(self) -> str:
        """The file that they are in."""
        return config_file.config_path(self.process)

    def of(self, domain: str) -> tuple[str, str] | None:
        """Return name and password for a registry's domain, None where there is no login. Raises BadConfig."""
        return self.at(INDEX if domain == "docker.io" else domain)

    def at(self, key: str) -> tuple[str, str] | None:
        """Return the login under a key of the file. Raises BadConfig."""
        import binascii
        from base64 import b64decode

        row = config_file.read(self.process).get("auths", {}).get(key)
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

        fields = config_file.read(self.process)
        row = {"auth": b64encode(f"{user}:{password}".encode()).decode()}
        auths = fields.get("auths", {})
        if auths.get(key) == row:
            return False
        config_file.write(self.process, {**fields, "auths": dict(sorted({**auths, key: row}.items()))})
        return True

    def remove(self, keys: tuple[str, ...]) -> None:
        """Forget logins. Raises BadConfig, FsError."""
        fields = config_file.read(self.process)
        auths = fields.get("auths", {})
        if any(auths.pop(key, None) is not None for key in keys):
            config_file.write(self.process, fields)
