"""`docker plugin` and `docker checkpoint`."""

from __future__ import annotations

from tutor.docker.declarations.compact import commands
from tutor.docker.declarations.texts import FORMAT_HELP
from tutor.docker.spec import Command, Flag

_HERE = "tutor.docker.commands.plugin:"
_MISSING = _HERE + "missing"

COMMANDS = (
    Command(
        "plugin",
        "Work with plugins of the engine",
        children=("create", "disable", "enable", "inspect", "install", "ls", "push", "rm", "set", "upgrade"),
    ),
    *commands("plugin", (
        ("create [OPTIONS] PLUGIN PLUGIN-DATA-DIR", "Make a plugin of a folder", "compress", _HERE + "create", ""),
        ("disable [OPTIONS] PLUGIN", "Switch a plugin off", "force::f", _MISSING, ""),
        ("enable [OPTIONS] PLUGIN", "Switch a plugin on", "timeout:int", _MISSING, ""),
        ("inspect [OPTIONS] PLUGIN [PLUGIN...]", "Show all facts about plugins", "format:string:f",
         _HERE + "inspect", ""),
        ("install [OPTIONS] PLUGIN [KEY=VALUE...]", "Fetch a plugin", "alias:string disable grant-all-permissions",
         _HERE + "install", ""),
        ("push [OPTIONS] PLUGIN[:TAG]", "Send a plugin to a registry", "", _HERE + "push", ""),
        ("rm [OPTIONS] PLUGIN [PLUGIN...]", "Remove plugins", "force::f", _HERE + "rm", "remove"),
        ("set PLUGIN KEY=VALUE [KEY=VALUE...]", "Change a plugin's settings", "", _MISSING, ""),
        ("upgrade [OPTIONS] PLUGIN [REMOTE]", "Fetch a plugin's newer version",
         "grant-all-permissions skip-remote-check", _HERE + "upgrade", ""),
    )),
    Command(
        "plugin ls", "List plugins", usage="[OPTIONS]", handler=_HERE + "ls", aliases=("list",),
        shown=("plugin ls", "plugin list"),
        flags=(
            Flag("filter", "filter", "f", "Show only plugins that meet a condition", kind="filter"),
            Flag("format", "string", help=FORMAT_HELP, kind="format"),
            Flag("no-trunc", help="Print long fields in full", idle=True),
            Flag("quiet", short="q", help="Show IDs only"),
        ),
    ),
    Command(
        "checkpoint", "Work with checkpoints of containers", usage="COMMAND", most=None,
        handler=_HERE + "experiment", interspersed=False,
    ),
)  # fmt: skip
