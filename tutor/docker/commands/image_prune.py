"""`docker image prune`."""

from __future__ import annotations

from tutor.docker.commands.common import confirm, reclaimed, report
from tutor.docker.invocation import Invocation
from tutor.engine.prune import prune_images

_DANGLING = "WARNING! This will remove all dangling images.\nAre you sure you want to continue?"
_ALL = (
    "WARNING! This will remove all images without at least one container associated to them.\n"
    "Are you sure you want to continue?"
)


def prune(invocation: Invocation) -> int:
    """Remove images that nothing uses."""
    everything = invocation.on("all")
    if not invocation.on("force") and not confirm(invocation, _ALL if everything else _DANGLING):
        return 0
    outcome = prune_images(invocation.state, invocation.world, all=everything, filters=invocation.filters)
    pruned = invocation.apply(outcome)
    invocation.out(report("Deleted Images", pruned))
    reclaimed(invocation, pruned.reclaimed)
    return 0
