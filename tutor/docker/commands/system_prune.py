"""`docker system prune`."""

from __future__ import annotations

from tutor.docker.commands.common import confirm, natural, reclaimed, report
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.prune import prune_system


def prune(invocation: Invocation) -> int:
    """Remove what nothing uses: containers, networks, images, build cache, and volumes where asked."""
    volumes = invocation.on("volumes")
    filters = invocation.filters
    if volumes and any(text.startswith("until=") for text in filters):
        raise CommandError('ERROR: The "until" filter is not supported with "--volumes"')
    if not invocation.on("force") and not confirm(invocation, _question(invocation.on("all"), volumes, filters)):
        return 0
    outcome = prune_system(
        invocation.state, invocation.world, all=invocation.on("all"), volumes=volumes, filters=filters
    )
    pruned = invocation.apply(outcome)
    for title, part in (
        ("Deleted Containers", pruned.containers),
        ("Deleted Networks", pruned.networks),
        ("Deleted Volumes", pruned.volumes),
        ("Deleted Images", pruned.images),
        ("Deleted build cache objects", pruned.cache),
    ):
        invocation.out(report(title, part))
    reclaimed(invocation, pruned.reclaimed)
    return 0


def _question(everything: bool, volumes: bool, filters: tuple[str, ...]) -> str:
    lines = ["all stopped containers", "all networks not used by at least one container"]
    if volumes:
        lines.append("all anonymous volumes not used by at least one container")
    lines.append(
        "all images without at least one container associated to them" if everything else "all dangling images"
    )
    lines.append("all build cache" if everything else "unused build cache")
    text = "WARNING! This will remove:\n" + "".join(f"  - {line}\n" for line in lines)
    shown = sorted((text for text in filters if text.partition("=")[0] in ("label", "label!", "until")), key=natural)
    if shown:
        text += "\n  Items to be pruned will be filtered with:\n" + "".join(f"  - {line}\n" for line in shown)
    return text + "\nAre you sure you want to continue?"
