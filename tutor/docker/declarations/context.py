"""`docker context`."""

from __future__ import annotations

from tutor.docker.declarations.texts import FORMAT_HELP, INSPECT_HELP
from tutor.docker.spec import Argument, Command, Flag

_HERE = "tutor.docker.commands.context:"
_ABOUT = Flag("description", "string", help="What the context is for")
_ENDPOINT = Flag("docker", "stringToString", help='Where its engine is (e.g. "host=tcp://build.example:2375")')
_NAME = Argument("CONTEXT", "text", "the context")
_NAMES = Argument("CONTEXT", "text", "the context", repeats=True)

COMMANDS = (
    Command(
        "context",
        "Work with the engines that the client can talk to",
        children=("create", "export", "import", "inspect", "ls", "rm", "show", "update", "use"),
    ),
    Command(
        "context create",
        "Make a context",
        usage="[OPTIONS] CONTEXT",
        least=1,
        most=1,
        flags=(_ABOUT, _ENDPOINT, Flag("from", "string", help="Copy this context")),
        arguments=(_NAME,),
        handler=_HERE + "create",
    ),
    Command(
        "context export",
        "Write a context into an archive",
        usage="[OPTIONS] CONTEXT [FILE|-]",
        least=1,
        most=2,
        arguments=(_NAME, Argument("FILE", "path", "the archive, - for standard output", optional=True)),
        handler=_HERE + "export",
    ),
    Command(
        "context import",
        "Take a context from an archive",
        usage="CONTEXT FILE|-",
        least=2,
        most=2,
        arguments=(_NAME, Argument("FILE", "path", "the archive, - for standard input")),
        handler=_HERE + "import_",
    ),
    Command(
        "context inspect",
        "Show all facts about contexts",
        usage="[OPTIONS] [CONTEXT] [CONTEXT...]",
        most=None,
        flags=(Flag("format", "string", short="f", help=INSPECT_HELP, kind="format"),),
        arguments=(Argument("CONTEXT", "text", "the context", optional=True, repeats=True),),
        handler=_HERE + "inspect",
    ),
    Command(
        "context ls",
        "List contexts",
        usage="[OPTIONS]",
        flags=(
            Flag("format", "string", help=FORMAT_HELP, kind="format"),
            Flag("quiet", short="q", help="Show names only"),
        ),
        handler=_HERE + "ls",
        aliases=("list",),
        shown=("context ls", "context list"),
    ),
    Command(
        "context rm",
        "Remove contexts",
        usage="CONTEXT [CONTEXT...]",
        least=1,
        most=None,
        flags=(Flag("force", short="f", help="Remove the context in use too"),),
        arguments=(_NAMES,),
        handler=_HERE + "rm",
        aliases=("remove",),
        shown=("context rm", "context remove"),
    ),
    Command("context show", "Print the name of the context in use", handler=_HERE + "show"),
    Command(
        "context update",
        "Change a context",
        usage="[OPTIONS] CONTEXT",
        least=1,
        most=1,
        flags=(_ABOUT, _ENDPOINT),
        arguments=(_NAME,),
        handler=_HERE + "update",
    ),
    Command(
        "context use",
        "Make a context the one in use",
        usage="CONTEXT",
        most=None,
        arguments=(Argument("CONTEXT", "text", "the context", optional=True),),
        handler=_HERE + "use",
    ),
)
