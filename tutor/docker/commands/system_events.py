"""`docker system events`."""

from __future__ import annotations

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation


def events(invocation: Invocation) -> int:
    """Say that nothing happens by itself here: a simulated engine works while a command runs, and only then."""
    raise CommandError(
        "docker events: this engine only works while a command of yours runs; try the command log instead"
    )
