"""`docker login` and `docker logout`."""

from __future__ import annotations

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.docker.logins import INDEX as _HUB
from tutor.docker.logins import Logins
from tutor.engine.errors import DENIED, EngineError
from tutor.engine.registries import login as try_login

_UNENCRYPTED = """
WARNING! Your credentials are stored unencrypted in '{}'.
Configure a credential helper to remove this warning. See
https://docs.docker.com/go/credential-store/
"""
_OTHER = "\n Info -> To login with a different account, run 'docker logout' followed by 'docker login'\n"
_NO_BROWSER = "Failed to start web-based login - falling back to command line login...\n\n"
_REGISTER = (
    "Log in with your Docker ID or email address to push and pull images from Docker Hub. If you don't have a Docker "
    "ID, head over to https://hub.docker.com/ to create one.\n"
    "You can log in with your password or a Personal Access Token (PAT). Using a limited-scope PAT grants better "
    "security and is required for organizations using SSO. Learn more at https://docs.docker.com/go/access-tokens/\n\n"
)
_TOKEN = (
    "\n Info -> A Personal Access Token (PAT) can be used instead.\n"
    f"{'':9}To create a PAT, visit https://app.docker.com/settings\n{'':9}\n{'':9}\n"
)


def login(invocation: Invocation) -> int:
    """Try a name and password at a registry, and keep them where they are right; ask for what is not given."""
    user, password = invocation.text("username"), invocation.text("password")
    from_stdin = invocation.on("password-stdin") or password == "-"
    _check(invocation, user, password, from_stdin)
    server = invocation.arguments[0] if invocation.arguments else ""
    domain, key = _place(server)
    logins = Logins(invocation.process)
    if from_stdin:
        password = _secret(invocation.process.stdin.read().decode("utf-8", "replace"))
        if not password.strip():
            raise CommandError("password is empty")
    elif password:
        invocation.err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n")
    before = ""
    if not user and not password and (kept := logins.at(key)) is not None:
        before = kept[0]
        invocation.err(f"Authenticating with existing credentials... [Username: {before}]\n{_OTHER}\n\n")
        try:
            return _kept(invocation, logins, domain, key, *kept)
        except EngineError as error:
            denied = error.kind == DENIED
            failed = "Stored credentials invalid or expired" if denied else f"Login did not succeed, error: {error}"
            invocation.err(f"{failed}\n")
    if not user or not password:
        user, password = _ask(invocation, user, password, before, hub=key == _HUB)
    return _kept(invocation, logins, domain, key, user, password)


def _kept(invocation: Invocation, logins: Logins, domain: str, key: str, user: str, password: str) -> int:
    """Log in and keep the login. Raises EngineError."""
    try_login(invocation.state, invocation.world, domain, user, password)
    if logins.save(key, user, password):
        invocation.err(_UNENCRYPTED.format(logins.path) + "\n")
    invocation.out("Login Succeeded\n")
    return 0


def _ask(invocation: Invocation, user: str, password: str, before: str, *, hub: bool) -> tuple[str, str]:
    """Ask for the name and the password that are not given; an empty name is `before`. Raises CommandError."""
    stdin = invocation.process.stdin
    if not stdin.tty:
        raise CommandError("error: cannot perform an interactive login from a non-TTY device")
    if not user:
        if hub and not password:
            invocation.err(_NO_BROWSER)
        if hub:
            invocation.out(_REGISTER)
        invocation.out(f"Username ({before}): " if before else "Username: ")
        user = _answer(stdin.readline()) or before
        if not user:
            raise CommandError("error: username is required")
    if not password:
        if hub:
            invocation.err(_TOKEN)
        invocation.out("Password: ")
        stdin.echo(False)
        try:
            password = _answer(stdin.readline())
        finally:
            stdin.echo(True)
        if not password:
            raise CommandError("error: password is required")
    return user, password


def _answer(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape").strip()


def _place(server: str) -> tuple[str, str]:
    """Return the domain of a registry as a user names it, and the key of its login."""
    host = server.removeprefix("http://").removeprefix("https://").partition("/")[0]
    if host in ("", "docker.io", "index.docker.io", "registry-1.docker.io"):
        return "docker.io", _HUB
    return host, server if "/" not in server else host


def _check(invocation: Invocation, user: str, password: str, from_stdin: bool) -> None:
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
