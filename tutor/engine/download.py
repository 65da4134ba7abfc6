"""Downloads that the engine itself makes (ADD, import, a build context), with the errors of Go's HTTP client.

One rule: the daemon sits on the host, so it reaches what the host reaches: the simulated internet and published ports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.errors import LayerwiseError
from tutor.shell import http
from tutor.shell.http import BadMessage, BadUrl, Request, Response, Url
from tutor.shell.network import LOOPBACK, NetworkError

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World

_REDIRECTS = 10
_SAID = {
    "ECONNREFUSED": "connect: connection refused", "ENETUNREACH": "connect: network is unreachable",
    "EHOSTUNREACH": "connect: no route to host", "ETIMEDOUT": "connect: connection timed out",
    "ECONNRESET": "read: connection reset by peer",
}  # fmt: skip


class DownloadError(LayerwiseError):
    """A URL that nothing came back from; the message is that of Go's `http.Get`."""


def is_http(text: str) -> bool:
    """Whether a source is fetched over HTTP; what ends in `.git` is a repository."""
    return text.startswith(("http://", "https://")) and not text.partition("#")[0].endswith(".git")


def is_git(text: str) -> bool:
    """Whether a source is a git repository."""
    return text.startswith(("git://", "git@", "ssh://")) or (
        text.startswith(("http://", "https://")) and text.partition("#")[0].endswith(".git")
    )


def get(state: State, world: World, url: str, events: list[Any]) -> tuple[State, Response]:
    """Return the state after a GET, and the last response of its redirects. Raises DownloadError."""
    from tutor.engine.reach import Held, HostReach

    box = Held(state, world, events)
    network = HostReach(box, lambda: world.now)
    try:
        where = Url.parse(url)
        for _ in range(_REDIRECTS + 1):
            address = LOOPBACK if where.host == "localhost" else next(iter(network.addresses(where.host)), where.host)
            response = _exchanged(network, where, address)
            location = response.header("Location")
            if response.status not in (301, 302, 303, 307, 308) or not location:
                return box.state, response
            where = where.join(location)
    except BadUrl as error:
        raise DownloadError(f'parse "{url}": invalid port ":{error}" after host') from None
    raise DownloadError(f'Get "{where}": stopped after {_REDIRECTS} redirects')


def _exchanged(network: Any, where: Url, address: str) -> Response:
    headers = (("Host", where.place), ("User-Agent", "Go-http-client/1.1"), ("Accept-Encoding", "gzip"))
    data = Request("GET", where.target, headers).encode()
    if not address.replace(".", "").isdecimal():
        raise DownloadError(f'Get "{where}": dial tcp: lookup {where.host}: no such host')
    try:
        return Response.parse(network.exchange(address, where.port, data, tls=where.scheme == "https"))
    except BadMessage as error:
        raise DownloadError(f'Get "{where}": net/http: HTTP/1.x transport connection broken: {error}') from None
    except NetworkError as error:
        if error.code == "EPROTO":
            raise DownloadError(f'Get "{where}": http: server gave HTTP response to HTTPS client') from None
        said = _SAID.get(error.code, "connect: connection refused")
        raise DownloadError(f'Get "{where}": dial tcp {address}:{where.port}: {said}') from None


def modified(response: Response) -> int:
    """Return the time that Last-Modified says, the beginning of 1970 where there is none."""
    return http.seconds(response.header("Last-Modified")) or 0
