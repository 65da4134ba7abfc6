"""The commands of `docker system`, `docker version` and `docker inspect`."""

from __future__ import annotations

from tutor.docker.declarations.texts import FORMAT_HELP, INSPECT_HELP
from tutor.docker.spec import Argument, Command, Flag

COMMANDS = (
    Command(
        "version",
        "Show the versions of client and engine",
        usage="[OPTIONS]",
        flags=(Flag("format", "string", short="f", help=INSPECT_HELP, kind="format"),),
        handler="tutor.docker.commands.system_version:version",
    ),
    Command(
        "system info",
        "Show facts about the engine",
        usage="[OPTIONS]",
        flags=(Flag("format", "string", short="f", help=INSPECT_HELP, kind="format"),),
        handler="tutor.docker.commands.system_info:info",
        also=("info",),
        shown=("system info", "info"),
    ),
    Command(
        "system",
        "Work with the engine as a whole",
        children=("df", "events", "info", "prune"),
    ),
    Command(
        "system df",
        "Show how much disk space Docker takes",
        usage="[OPTIONS]",
        flags=(
            Flag("format", "string", help=FORMAT_HELP, kind="format"),
            Flag("verbose", short="v", help="Show each image, container and volume"),
        ),
        handler="tutor.docker.commands.system_df:df",
    ),
    Command(
        "system events",
        "Show what the engine does as it happens",
        usage="[OPTIONS]",
        flags=(
            Flag("filter", "filter", short="f", help="Show only events that meet a condition", kind="filter"),
            Flag("format", "string", help=INSPECT_HELP, kind="format"),
            Flag("since", "string", help="Show what happened since this time"),
            Flag("until", "string", help="Show what happened until this time"),
        ),
        handler="tutor.docker.commands.system_events:events",
        also=("events",),
        shown=("system events", "events"),
    ),
    Command(
        "system prune",
        "Remove what is not used",
        usage="[OPTIONS]",
        flags=(
            Flag("all", short="a", help="Remove every unused image, not only those without a name"),
            Flag(
                "filter",
                "filter",
                help='Prune only what meets a condition (e.g. "label=<key>=<value>")',
                kind="filter",
            ),
            Flag("force", short="f", help="Do not ask first"),
            Flag("volumes", help="Prune anonymous volumes too"),
        ),
        handler="tutor.docker.commands.system_prune:prune",
    ),
    Command(
        "inspect",
        "Show all facts about images, containers, volumes or networks",
        usage="[OPTIONS] NAME|ID [NAME|ID...]",
        least=1,
        most=None,
        flags=(
            Flag("format", "string", short="f", help=INSPECT_HELP, kind="format"),
            Flag("size", short="s", help="Show how much space the files of containers take"),
            Flag(
                "type",
                "string",
                help="Look at objects of this type only",
                choices=(
                    "config",
                    "container",
                    "image",
                    "network",
                    "node",
                    "plugin",
                    "secret",
                    "service",
                    "task",
                    "volume",
                ),
            ),
        ),
        arguments=(
            Argument("NAME", "object", "a name or ID of an image, a container, a volume or a network", repeats=True),
        ),
        handler="tutor.docker.commands.system_inspect:inspect",
    ),
)
