"""`docker system events`."""

from __future__ import annotations

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.docker.values import quote
from tutor.engine.errors import EngineError
from tutor.engine.filters import timestamp


def events(invocation: Invocation) -> int:
    """Say that nothing happens by itself here: a simulated engine works while a command runs, and only then."""
    for flag in ("since", "until"):
        value = invocation.text(flag)
        try:
            timestamp(value or "0", 0.0)
        except EngineError:
            raise CommandError(f"failed to parse value as time or duration: {quote(value)}") from None
    raise CommandError(
        "docker events: this engine only works while a command of yours runs; try the command log instead"
    )
