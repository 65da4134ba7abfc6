"""Who may do what: the guards of a registry (RFC 7617 for Basic; the token flow of distribution's docs/spec/auth).

One rule: a guard sees a request and what it wants to do, and raises the refusal, or lets it pass.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from tutor.dataclass import dataclass
from tutor.registry.message import Request, Response, json_response
from tutor.registry.refusal import Refusal
from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

PULL, PUSH, DELETE = "pull", "push", "delete"
_LIFETIME = 300
"""Seconds that a token lasts."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a request wants: `actions` on a `kind` of thing ("repository", "registry") of this name."""

    kind: str
    name: str
    actions: tuple[str, ...]

    def scope(self) -> str:
        """The scope as a challenge names it: "repository:team/app:pull,push"."""
        return f"{self.kind}:{self.name}:{','.join(self.actions)}"


class Guard(Protocol):
    """Lets requests pass, or refuses them."""

    def check(self, request: Request, wanted: Access | None) -> None:
        """Refuse what the one who asks may not do (None: only ask whether they are known). Raises Refusal."""


class Accounts(Protocol):
    """Who there is, and what they may do."""

    def known(self, user: str, password: str) -> bool:
        """Whether a password is right."""

    def may(self, user: str, kind: str, name: str, action: str) -> bool:
        """Whether someone ("": anyone) may do this."""


class Basic:
    """Asks for name and password at each request."""

    def __init__(self, realm: str, accounts: Accounts) -> None:
        self._realm = realm
        self._accounts = accounts

    def check(self, request: Request, wanted: Access | None) -> None:
        """Refuse who is not known (401), and what they may not do (403). Raises Refusal."""
        user = ""
        given = credentials(request)
        if given is not None and self._accounts.known(*given):
            user = given[0]
        denied = [] if wanted is None else [
            action for action in wanted.actions if not self._accounts.may(user, wanted.kind, wanted.name, action)
        ]  # fmt: skip
        if not user and (wanted is None or denied or given is not None):
            challenge = f'Basic realm="{self._realm}", charset="UTF-8"'
            raise Refusal(401, "UNAUTHORIZED", None, (("WWW-Authenticate", challenge),))
        if denied and wanted is not None:
            raise Refusal(403, "DENIED", [{"Type": wanted.kind, "Name": wanted.name, "Action": denied[0]}])


class Bearer:
    """Asks for a token that a `Tokens` with the same key gave; `realm` is where it answers."""

    def __init__(self, realm: str, service: str, key: bytes, now: Callable[[], float]) -> None:
        self._realm = realm
        self._service = service
        self._key = key
        self._now = now

    def check(self, request: Request, wanted: Access | None) -> None:
        """Refuse without a token for what is wanted (401). Raises Refusal."""
        kind, _, text = request.header("authorization").partition(" ")
        granted = read_token(self._key, text, self._service, self._now()) if kind.lower() == "bearer" else None
        if granted is not None and (wanted is None or all(
            (wanted.kind, wanted.name, action) in granted.access for action in wanted.actions
        )):  # fmt: skip
            return
        challenge = f'Bearer realm="{self._realm}",service="{self._service}"'
        if wanted is not None:
            challenge += f',scope="{wanted.scope()}"'
        if granted is not None:
            challenge += ',error="insufficient_scope"'
        raise Refusal(401, "UNAUTHORIZED", None, (("WWW-Authenticate", challenge),))


class Tokens:
    """The token server: GET with `service` and `scope`, and a Basic login where one is needed."""

    def __init__(self, service: str, key: bytes, accounts: Accounts, now: Callable[[], float]) -> None:
        self._service = service
        self._key = key
        self._accounts = accounts
        self._now = now

    def respond(self, request: Request) -> Response:
        """Answer with a token for what the one who asks may do of it; 401 for a wrong password."""
        given = credentials(request)
        if given is not None and not self._accounts.known(*given):
            return json_response(401, {"details": "incorrect username or password"})
        user = given[0] if given is not None else ""
        granted = []
        for scope in " ".join(request.arguments("scope")).split():
            kind, _, rest = scope.partition(":")
            name, _, actions = rest.rpartition(":")
            granted += [
                (kind, name, action) for action in actions.split(",") if self._accounts.may(user, kind, name, action)
            ]
        service = request.argument("service") or self._service
        token = make_token(self._key, service, Granted(user, frozenset(granted)), self._now() + _LIFETIME)
        return json_response(200, {"token": token, "access_token": token, "expires_in": _LIFETIME})


def credentials(request: Request) -> tuple[str, str] | None:
    """Return name and password of a Basic `Authorization`, None where there is none that can be read."""
    kind, _, text = request.header("authorization").partition(" ")
    if kind.lower() != "basic":
        return None
    import binascii
    from base64 import b64decode

    try:
        user, colon, password = b64decode(text.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return (user, password) if colon else None


@dataclass(frozen=True, slots=True)
class Granted:
    """What a token grants: to whom ("": anyone), and kind, name and action of each thing."""

    user: str
    access: frozenset[tuple[str, str, str]]


def make_token(key: bytes, service: str, granted: Granted, expires: float) -> str:
    """Return a token: what it grants and until when, sealed with an HMAC."""
    import json
    from base64 import urlsafe_b64encode

    fields = {"aud": service, "exp": int(expires), "sub": granted.user, "access": sorted(granted.access)}
    said = json.dumps(fields, separators=(",", ":")).encode()
    seal = hmac.new(key, said, sha256).digest()
    return f"{urlsafe_b64encode(said).decode()}.{urlsafe_b64encode(seal).decode()}"


def read_token(key: bytes, text: str, service: str, now: float) -> Granted | None:
    """Return what a token grants, None where it is not ours, for another service, or has expired."""
    import binascii
    import json
    from base64 import urlsafe_b64decode

    try:
        said, seal = (urlsafe_b64decode(part) for part in text.strip().split("."))
    except (binascii.Error, ValueError):
        return None
    if not hmac.compare_digest(seal, hmac.new(key, said, sha256).digest()):
        return None
    fields = json.loads(said)
    if fields["aud"] != service or fields["exp"] < now:
        return None
    return Granted(fields["sub"], frozenset((kind, name, action) for kind, name, action in fields["access"]))
