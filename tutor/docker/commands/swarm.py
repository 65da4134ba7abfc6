"""The groups that work with a cluster, on an engine that is part of none: what it answers to each."""

from __future__ import annotations

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.errors import NO_SWARM

_REFUSAL = f"Error response from daemon: {NO_SWARM}"


def refused(invocation: Invocation) -> int:
    """Say that this engine manages no cluster."""
    raise CommandError(_REFUSAL)


def inspect(invocation: Invocation) -> int:
    """Say so after the empty list, or line, of what was found."""
    invocation.out("\n" if invocation.text("format") else "[]\n")
    raise CommandError("\n".join(_REFUSAL for _ in invocation.arguments))


def scale(invocation: Invocation) -> int:
    """Say so for each service."""
    raise CommandError("\n".join(f"{text.partition('=')[0]}: {_REFUSAL}" for text in invocation.arguments))


def deploy(invocation: Invocation) -> int:
    """Say so as the client does, which asks before it reads the stack."""
    invocation.err(
        "Since --detach=false was not specified, tasks will be created in the background.\n"
        "In a future release, --detach=false will become the default.\n"
    )
    raise CommandError(NO_SWARM[0].lower() + NO_SWARM[1:].rstrip("."))


def update(invocation: Invocation) -> int:
    """Say so; without a flag the client shows its help."""
    if invocation.parsed.given:
        raise CommandError(_REFUSAL)
    from tutor.docker.help import page

    invocation.out(page(invocation.parsed.match, 80))
    return 0


def compose(invocation: Invocation) -> int:
    """Say that a sandbox does not read Compose files."""
    raise CommandError(f"{invocation.path}: a sandbox reads no Compose files")


def leave(invocation: Invocation) -> int:
    """There is nothing to leave."""
    raise CommandError("Error response from daemon: This node is not part of a swarm")


def unlock(invocation: Invocation) -> int:
    """There is nothing to unlock."""
    raise CommandError("error: this node is not part of a swarm")


def unlock_key(invocation: Invocation) -> int:
    """There is no key."""
    raise CommandError(f"could not fetch unlock key: {_REFUSAL}")


def init(invocation: Invocation) -> int:
    """Say that a sandbox is one machine."""
    raise CommandError(f"{invocation.path}: a sandbox is one machine without a network to others, and joins no swarm")
