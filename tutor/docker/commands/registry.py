"""`docker login`, `docker logout` and `docker search`."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.docker.errors import CommandError
from tutor.docker.format.table import render, row
from tutor.docker.format.tabwriter import ellipsis
from tutor.docker.invocation import Invocation
from tutor.docker.logins import INDEX as _HUB
from tutor.docker.logins import Logins
from tutor.engine.registries import login as try_login
from tutor.engine.search import SearchResult
from tutor.engine.search import search as search_hub

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.gotemplate import Struct

_TABLE = "table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}"
_WIDTH = 45
_LIMIT = 25
TITLES = {"Name": "NAME", "Description": "DESCRIPTION", "StarCount": "STARS", "IsOfficial": "OFFICIAL"}
_UNENCRYPTED = """
WARNING! Your credentials are stored unencrypted in '{}'.
Configure a credential helper to remove this warning. See
https://docs.docker.com/go/credential-store/
"""
_OTHER = "\n Info -> To login with a different account, run 'docker logout' followed by 'docker login'\n"


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
    """Try a name and password at a registry, and keep them where they are right."""
    user, password = invocation.text("username"), invocation.text("password")
    from_stdin = invocation.on("password-stdin") or password == "-"
    _check_login(invocation, user, password, from_stdin)
    server = invocation.arguments[0] if invocation.arguments else ""
    domain, key = _place(server)
    logins = Logins(invocation.process)
    if from_stdin:
        password = _secret(invocation.process.stdin.read().decode("utf-8", "replace"))
        if not password.strip():
            raise CommandError("password is empty")
    elif password:
        invocation.err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n")
    if not user and not password and (kept := logins.at(key)) is not None:
        user, password = kept
        invocation.err(f"Authenticating with existing credentials... [Username: {user}]\n{_OTHER}\n\n")
    if not user or not password:
        raise CommandError("error: cannot perform an interactive login from a non-TTY device")
    try_login(invocation.state, invocation.world, domain, user, password)
    if logins.save(key, user, password):
        invocation.err(_UNENCRYPTED.format(logins.path) + "\n")
    invocation.out("Login Succeeded\n")
    return 0


def _place(server: str) -> tuple[str, str]:
    """Return the domain of a registry as a user names it, and the key of its login."""
    host = server.removeprefix("http://").removeprefix("https://").partition("/")[0]
    if host in ("", "docker.io", "index.docker.io", "registry-1.docker.io"):
        return "docker.io", _HUB
    return host, server if "/" not in server else host


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
    server = invocation.arguments[0] if invocation.arguments else ""
    host = server.removeprefix("http://").removeprefix("https://").partition("/")[0] if server else _HUB
    invocation.line(f"Removing login credentials for {host}")
    keys = (server, host, f"http://{host}", f"https://{host}") if server else (_HUB,)
    Logins(invocation.process).remove(keys)
    return 0
