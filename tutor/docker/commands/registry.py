"""`docker login`, `docker logout` and `docker search`."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.docker import credentials
from tutor.docker.errors import CommandError
from tutor.docker.format.table import render, row
from tutor.docker.format.tabwriter import ellipsis
from tutor.docker.invocation import Invocation
from tutor.engine.search import SearchResult
from tutor.engine.search import search as search_hub

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.gotemplate import Struct

_TABLE = "table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}"
_WIDTH = 45
_LIMIT = 25
TITLES = {"Name": "NAME", "Description": "DESCRIPTION", "StarCount": "STARS", "IsOfficial": "OFFICIAL"}
_HUB = "https://index.docker.io/v1/"


def search(invocation: Invocation) -> int:
    """Look for repositories on the hub."""
    results = search_hub(
        invocation.world,
        invocation.arguments[0],
        filters=invocation.filters,
        limit=invocation.number("limit") if invocation.number("limit") > 0 else _LIMIT,
    )
    form = invocation.text("format") or "table"
    rows = _rows(results, truncate=not invocation.on("no-trunc"), json=form in ("json", "{{json .}}"))
    invocation.out(render(_TABLE if form == "table" else form, rows, TITLES))
    return 0


def _rows(results: Iterable[SearchResult], *, truncate: bool, json: bool) -> list[Struct]:
    return [_row(result, truncate, json) for result in results]


def _row(result: SearchResult, truncate: bool, json: bool) -> Struct:
    text = result.description.replace("\n", " ").replace("\r", " ")
    yes, no = ("true", "false") if json else ("[OK]", "")
    return row(
        "*registry.searchContext",
        {
            "Name": lambda: result.name,
            "Description": lambda: ellipsis(text, _WIDTH) if truncate else text,
            "StarCount": lambda: str(result.stars),
            "IsOfficial": lambda: yes if result.official else no,
        },
    )


def login(invocation: Invocation) -> int:
    """Take any name and password: the sandbox's registries are open, and nothing is sent."""
    user, password = invocation.text("username"), invocation.text("password")
    from_stdin = invocation.on("password-stdin") or password == "-"
    _check_login(invocation, user, password, from_stdin)
    if from_stdin:
        password = _secret(invocation.process.stdin.read().decode("utf-8", "replace"))
        if not password.strip():
            raise CommandError("password is empty")
    elif password:
        invocation.err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n")
    if not user or not password:
        raise CommandError("error: cannot perform an interactive login from a non-TTY device")
    server = _server(invocation)
    path = credentials.keep(invocation.process, server, user, password)
    invocation.err(
        f"\nWARNING! Your credentials are stored unencrypted in '{path}'.\n"
        "Configure a credential helper to remove this warning. See\n"
        "https://docs.docker.com/go/credential-store/\n\n"
    )
    invocation.out("Login Succeeded\n")
    return 0


def _server(invocation: Invocation) -> str:
    """Return the registry that a login is for, without its protocol and path."""
    server = invocation.arguments[0] if invocation.arguments else ""
    return server.removeprefix("http://").removeprefix("https://").partition("/")[0] if server else _HUB


def _check_login(invocation: Invocation, user: str, password: str, from_stdin: bool) -> None:
    """Refuse flags that do not go together. Raises CommandError."""
    if from_stdin or invocation.given("password-stdin"):
        if invocation.given("password") and password != "-":
            raise CommandError("conflicting options: cannot specify both --password and --password-stdin")
        if not invocation.given("username"):
            raise CommandError("the --password-stdin option requires --username to be set")
    for flag, value in (("username", user), ("password", password)):
        if invocation.given(flag) and not value:
            raise CommandError(f"{flag} is empty")


def _secret(text: str) -> str:
    """Return a secret without the end of its last line."""
    for end in ("\r\n", "\n", "\r"):
        if text.endswith(end):
            return text.removesuffix(end)
    return text


def logout(invocation: Invocation) -> int:
    """Forget a login."""
    server = _server(invocation)
    invocation.line(f"Removing login credentials for {server}")
    credentials.forget(invocation.process, server)
    return 0
