"""Commands that Docker has and that make no sense on one simulated machine."""

from __future__ import annotations

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation


def absent(invocation: Invocation) -> int:
    """Say so."""
    raise CommandError(f"{invocation.path}: not simulated here")
