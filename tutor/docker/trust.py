"""Whose signature an image needs before it is pulled: the learner's own rules, set by the tutor word `sign require`.

One rule: the longest prefix of a repository's name that has a rule counts; without one, nothing is asked for. The file
is Layerwise's own: Docker has none like it.
"""

from __future__ import annotations

from tutor.docker.errors import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


class Trust:
    """The rules of one user: public keys (PEM) by prefix ("localhost:5000/team", "docker.io")."""

    def __init__(self, process: Process) -> None:
        config = process.env.get("DOCKER_CONFIG") or f"{process.env.get('HOME', '')}/.docker"
        self._fs = process.fs
        self._folder = process.path(config)
        self.path = f"{self._folder}/trust.json"

    def rules(self) -> dict[str, str]:
        """Return all rules. Raises CommandError for a file that is none."""
        if not self._fs.exists(self.path):
            return {}
        import json

        try:
            found = json.loads(self._fs.read(self.path))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise CommandError(f"{self.path}: not a list of keys by name")
        return found

    def rule(self, name: str) -> tuple[str, str] | None:
        """Return prefix and key of the rule for a repository. Raises CommandError."""
        fit = [row for row in self.rules().items() if name == row[0] or name.startswith(row[0].rstrip("/") + "/")]
        return max(fit, key=lambda row: len(row[0]), default=None)

    def put(self, prefix: str, key: str | None) -> None:
        """Set a rule, or drop it. Raises CommandError, FsError."""
        import json

        rules = {name: value for name, value in self.rules().items() if name != prefix}
        if key is not None:
            rules[prefix] = key
        if not self._fs.is_dir(self._folder):
            self._fs.mkdir(self._folder, 0o700, parents=True)
        self._fs.write(self.path, (json.dumps(rules, indent="\t", sort_keys=True) + "\n").encode(), mode=0o644)
