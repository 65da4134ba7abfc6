"""The commands of `docker volume`."""

from __future__ import annotations

from tutor.docker.commands.common import all_or_fail, confirm, each, natural, pairs, reclaimed, report
from tutor.docker.errors import CommandError
from tutor.docker.format.inspect import Found
from tutor.docker.format.inspect import inspect as print_all
from tutor.docker.invocation import Invocation
from tutor.engine import volumes

TYPE = "volume.Volume"
_ANONYMOUS = (
    "WARNING! This will remove anonymous local volumes not used by at least one container.\n"
    "Are you sure you want to continue?"
)
_ALL = (
    "WARNING! This will remove all local volumes not used by at least one container.\n"
    "Are you sure you want to continue?"
)


def create(invocation: Invocation) -> int:
    """Make a volume and print its name."""
    name = invocation.text("name")
    if invocation.arguments:
        if name:
            raise CommandError(
                "conflicting options: cannot specify a volume-name through both --name and as a positional arg"
            )
        name = invocation.arguments[0]
    outcome = volumes.create_volume(
        invocation.state,
        invocation.world,
        name,
        driver=invocation.text("driver"),
        labels=pairs(invocation.many("label")),
        options=pairs(invocation.many("opt")),
    )
    invocation.line(invocation.apply(outcome))
    return 0


def ls(invocation: Invocation) -> int:
    """List volumes by name."""
    from tutor.docker.format.table import render
    from tutor.docker.format.volumes import TITLES, volume_format, volume_rows

    found = volumes.list_volumes(invocation.state, filters=invocation.filters)
    form = volume_format(invocation.text("format") or "table", invocation.on("quiet"))
    rows = volume_rows(sorted(found, key=lambda volume: natural(volume.name)))
    invocation.out(render(form, rows, TITLES))
    return 0


def inspect(invocation: Invocation) -> int:
    """Show all facts about volumes."""

    def find(name: str) -> Found:
        return TYPE, volumes.inspect_volume(invocation.state, name)

    return print_all(invocation, invocation.arguments, invocation.text("format"), find)


def rm(invocation: Invocation) -> int:
    """Remove volumes."""
    force = invocation.on("force")

    def one(name: str) -> None:
        invocation.apply(volumes.remove_volume(invocation.state, invocation.world, name, force=force))
        invocation.line(name)

    return all_or_fail(each(invocation, one))


def prune(invocation: Invocation) -> int:
    """Remove the volumes that no container uses: anonymous ones, or all."""
    everything = invocation.on("all")
    filters = invocation.filters
    if everything and any(text.startswith("all=") for text in filters):
        raise CommandError("conflicting options: cannot specify both --all and --filter all=1")
    if not invocation.on("force") and not confirm(invocation, _ALL if everything else _ANONYMOUS):
        return 0
    outcome = volumes.prune_volumes(invocation.state, invocation.world, all=everything, filters=filters)
    pruned = invocation.apply(outcome)
    invocation.out(report("Deleted Volumes", pruned))
    reclaimed(invocation, pruned.reclaimed)
    return 0
