"""The commands of `docker volume`."""

from __future__ import annotations

from tutor.docker.declarations.texts import FORMAT_HELP, INSPECT_HELP
from tutor.docker.spec import Argument, Command, Flag

COMMANDS = (
    Command(
        "volume",
        "Work with volumes",
        usage="COMMAND",
        children=("create", "inspect", "ls", "prune", "rm"),
    ),
    Command(
        "volume create",
        "Make a volume",
        usage="[OPTIONS] [VOLUME]",
        most=1,
        flags=(
            Flag("driver", "string", short="d", help="Driver of the volume", default="local"),
            Flag("label", "list", help="Set a label on the volume"),
            Flag("opt", "map", short="o", help="Options for the driver", default="map[]"),
            Flag("name", "string", hidden=True),
        ),
        arguments=(Argument("VOLUME", "text", "the name of the volume; a random one without it", optional=True),),
        handler="tutor.docker.commands.volume:create",
    ),
    Command(
        "volume inspect",
        "Show all facts about volumes",
        usage="[OPTIONS] VOLUME [VOLUME...]",
        least=1,
        most=None,
        flags=(Flag("format", "string", short="f", help=INSPECT_HELP, kind="format"),),
        arguments=(Argument("VOLUME", "volume", "the volume to show", repeats=True),),
        handler="tutor.docker.commands.volume:inspect",
    ),
    Command(
        "volume ls",
        "List the volumes",
        usage="[OPTIONS]",
        flags=(
            Flag(
                "filter",
                "filter",
                short="f",
                help='Show only volumes that meet a condition (e.g. "dangling=true")',
                kind="filter",
            ),
            Flag("format", "string", help=FORMAT_HELP, kind="format"),
            Flag("quiet", short="q", help="Print volume names only"),
        ),
        handler="tutor.docker.commands.volume:ls",
        aliases=("list",),
        shown=("volume ls", "volume list"),
    ),
    Command(
        "volume prune",
        "Remove local volumes that are not used",
        usage="[OPTIONS]",
        flags=(
            Flag("all", short="a", help="Remove named unused volumes too, not only anonymous ones"),
            Flag(
                "filter",
                "filter",
                help='Prune only what meets a condition (e.g. "label=<label>")',
                kind="filter",
            ),
            Flag("force", short="f", help="Do not ask first"),
        ),
        handler="tutor.docker.commands.volume:prune",
    ),
    Command(
        "volume rm",
        "Remove volumes",
        usage="[OPTIONS] VOLUME [VOLUME...]",
        least=1,
        most=None,
        long="Remove volumes. A volume that a container uses cannot be removed.",
        flags=(Flag("force", short="f", help="Remove volumes even where something speaks against it"),),
        arguments=(Argument("VOLUME", "volume", "the volume to remove", repeats=True),),
        handler="tutor.docker.commands.volume:rm",
        aliases=("remove",),
        shown=("volume rm", "volume remove"),
    ),
)
