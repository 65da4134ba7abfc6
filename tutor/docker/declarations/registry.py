"""`docker login`, `docker logout` and `docker search`."""

from __future__ import annotations

from tutor.docker.declarations.texts import FORMAT_HELP
from tutor.docker.spec import Argument, Command, Flag

COMMANDS = (
    Command(
        "login",
        "Log in to a registry",
        usage="[OPTIONS] [SERVER]",
        most=1,
        long="Log in to a registry; without a name, to Docker Hub.",
        flags=(
            Flag("password", "string", short="p", help="Password or personal access token"),
            Flag("password-stdin", help="Read the password or personal access token from STDIN"),
            Flag("username", "string", short="u", help="User name"),
        ),
        arguments=(Argument("SERVER", "text", "the registry; Docker Hub without it", optional=True),),
        handler="tutor.docker.commands.login:login",
    ),
    Command(
        "logout",
        "Log out of a registry",
        usage="[SERVER]",
        most=1,
        long="Log out of a registry; without a name, of Docker Hub.",
        arguments=(Argument("SERVER", "text", "the registry; Docker Hub without it", optional=True),),
        handler="tutor.docker.commands.login:logout",
    ),
    Command(
        "search",
        "Search Docker Hub for images",
        usage="[OPTIONS] TERM",
        least=1,
        most=1,
        flags=(
            Flag("filter", "filter", short="f", help="Show only results that meet a condition", kind="filter"),
            Flag("format", "string", help=FORMAT_HELP, kind="format"),
            Flag("limit", "int", help="Show at most this many results"),
            Flag("no-trunc", help="Print long fields in full"),
        ),
        arguments=(Argument("TERM", "text", "the word to search for"),),
        handler="tutor.docker.commands.search:search",
    ),
)
