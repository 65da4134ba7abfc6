"""One registry, as a client sees it: requests with a login, redirects followed, refusals as errors.

One rule: a login goes to the host that it is for, and nowhere else.
"""

from __future__ import annotations

from tutor.registry.challenge import basic, challenges, token_of
from tutor.registry.faults import BadAnswer, NotAuthorized, UnexpectedStatus
from tutor.registry.message import Request, Response
from tutor.registry.transport import TransportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.registry.challenge import Challenge
    from tutor.registry.transport import Transport
    from tutor.vfs.content import Content

_REDIRECTS = 5
_ANSWER = 1 << 20  # bytes of a token server's answer
Login = tuple[str, str]
"""Name and password."""


class Wire:
    """Sends requests to one registry; `origin` is "https://host:port"."""

    def __init__(self, transport: Transport, origin: str, login: Login | None = None) -> None:
        self.transport = transport
        self.origin = origin
        self._login = login
        self._tokens: dict[str, str] = {}
        self._basic = False

    def send(
        self,
        method: str,
        path: str,
        *,
        scopes: Sequence[str] = (),
        query: tuple[tuple[str, str], ...] = (),
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes = b"",
        content: Content | None = None,
        fine: Sequence[int] = (200,),
    ) -> Response:
        """Return the response, whose status is one of `fine`. `path` may be a whole URL (that a Location gave).

        Raises UnexpectedStatus, NotAuthorized, TransportError.
        """
        origin, path, query = self._place(path, query)
        scope = " ".join(scopes)
        request = Request(method, path, query, headers, body, content)
        response = self._sent(origin, request, scope)
        if response.status == 401 and origin == self.origin:
            self._answer(response, scope)
            response = self._sent(origin, request, scope)
            if response.status == 401:
                for challenge in challenges(response.header("www-authenticate")):
                    if challenge.get("error"):
                        raise NotAuthorized(f"server message: {challenge.get('error')}: authorization failed")
        for _ in range(_REDIRECTS):
            where = response.header("location")
            if response.status not in (301, 302, 303, 307, 308) or not where or method not in ("GET", "HEAD"):
                break
            origin, path, query = self._place(where, (), origin)
            request = Request(method, path, query, headers, body, content)
            response = self._sent(origin, request, scope)
        if response.status not in fine:
            raise UnexpectedStatus(request, url(origin, request), response)
        return response

    def _sent(self, origin: str, request: Request, scope: str) -> Response:
        if origin == self.origin:
            secret = self._tokens.get(scope)
            if secret is None and self._basic and self._login is not None:
                secret = basic(*self._login)
            if secret is not None:
                headers = (*request.headers, ("authorization", secret))
                request = Request(
                    request.method, request.path, request.query, headers, request.body, request.content
                )
        return self.transport.send(origin, request)

    def _answer(self, response: Response, scope: str) -> None:
        """Do what a 401 asks for. Raises NotAuthorized."""
        for challenge in challenges(response.header("www-authenticate")):
            if challenge.scheme == "bearer" and challenge.get("realm"):
                self._tokens[scope] = "Bearer " + self._token(challenge, scope)
                return
            if challenge.scheme == "basic":
                if self._login is None:
                    raise NotAuthorized("authorization failed: no basic auth credentials")
                self._basic = True
                return

    def _token(self, challenge: Challenge, scope: str) -> str:
        """Ask the token server that a challenge names. Raises UnexpectedStatus, BadAnswer, TransportError."""
        query = [("service", challenge.get("service"))] if challenge.get("service") else []
        wanted = [challenge.get("scope"), *scope.split()]
        query += [("scope", one) for one in dict.fromkeys(wanted) if one]
        origin, path, more = self._place(challenge.get("realm"), ())
        headers = (("authorization", basic(*self._login)),) if self._login is not None else ()
        request = Request("GET", path, (*more, *query), headers)
        response = self.transport.send(origin, request)
        if response.status != 200:
            raise UnexpectedStatus(request, url(origin, request), response)
        import json

        try:
            token = token_of(json.loads(response.read(_ANSWER)))
        except (ValueError, AttributeError):
            token = ""
        if not token:
            raise BadAnswer(f"the token server {origin}{path} gave no token")
        return token

    def _place(
        self, where: str, query: tuple[tuple[str, str], ...], base: str = ""
    ) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """Return origin, path and query of a path or URL; `query` is added to its own."""
        if where.startswith("/") and not where.startswith("//") and not ("?" in where or "%" in where):
            return base or self.origin, where, query
        from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

        try:
            parts = urlsplit(urljoin((base or self.origin) + "/", where))
            port = f":{parts.port}" if parts.port else ""
        except ValueError:
            raise TransportError("GET", where[:200], "not a URL") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise TransportError("GET", where[:200], "not a URL of HTTP")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        own = tuple(parse_qsl(parts.query, keep_blank_values=True))
        return f"{parts.scheme}://{host}{port}", unquote(parts.path) or "/", (*own, *query)


def url(origin: str, request: Request) -> str:
    """Return a request's address."""
    if not request.query:
        return origin + request.path
    from urllib.parse import urlencode

    return f"{origin}{request.path}?{urlencode(request.query)}"
