"""`docker image rm`."""

from __future__ import annotations

from tutor.docker.commands.common import check_platform
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation, daemon_text
from tutor.engine.errors import NOT_FOUND, EngineError, invalid, not_found
from tutor.engine.remove import remove


def rm(invocation: Invocation) -> int:
    """Take names from images, and images away with their last name. With --force, missing ones are no failure."""
    platforms = tuple(check_platform(text) for text in invocation.many("platform"))
    force = invocation.on("force")
    together = "Content will be removed from all images referencing this variant. Use —-force to force delete."
    faults: list[str] = []
    fatal = False
    for reference in invocation.arguments:
        try:
            if not reference:
                raise not_found("page not found")
            if platforms and not force:
                raise invalid(together)
            outcome = remove(
                invocation.state,
                invocation.world,
                reference,
                force=force,
                prune=not invocation.on("no-prune"),
                platforms=platforms,
            )
        except EngineError as error:
            faults.append(daemon_text(error))
            fatal = fatal or error.kind != NOT_FOUND
            continue
        for line in invocation.apply(outcome):
            invocation.line(f"{line.what}: {line.name}")
    if faults and (fatal or not force):
        raise CommandError("\n".join(faults))
    if faults:
        invocation.err("\n".join(faults) + "\n")
    return 0
