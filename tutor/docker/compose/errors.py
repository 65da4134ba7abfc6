"""What is wrong with a Compose file or with what was asked of a project."""

from __future__ import annotations

from tutor.docker.errors import CommandError


class ComposeError(CommandError):
    """Ends a compose command: one line on standard error, exit code 1."""
