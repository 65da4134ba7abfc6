"""The registries of this machine, as a program that speaks plain HTTP sees them: `curl localhost:5000/v2/_catalog`.

One rule: what curl is told is what the docker command is told; the bytes of HTTP are all that is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.registry_hosts import RegistryHosts, is_local, origin_of
from tutor.registry.message import Request
from tutor.shell import http

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.registry.message import Response

PORT = 5000
"""Where a registry of this machine answers before anything was pushed to it."""
_LONGEST = 64 << 20
"""Bytes of a body that are sent: a program of the sandbox holds them in memory."""


def listens(state: State, port: int) -> bool:
    """Whether a registry of this machine answers on a port."""
    return port == PORT or any(is_local(key) and key.endswith(f":{port}") for key, _ in state.registries.entries())


def answer(state: State, world: World, port: int, data: bytes) -> tuple[State, bytes]:
    """Return the response to a request, both as bytes, and the state with what it changed."""
    try:
        asked = http.Request.parse(data)
    except http.BadMessage:
        return state, http.Response(400).encode()
    host = asked.header("host").lower()
    domain = host if is_local(host) and host.endswith(f":{port}") else f"localhost:{port}"
    hosts = RegistryHosts(state, world)
    found = hosts.send(origin_of(domain), heard(asked))
    return hosts.kept(state), told(asked, found).encode()


def heard(asked: http.Request) -> Request:
    """Return a request as registries take it."""
    from urllib.parse import parse_qsl

    query = tuple(parse_qsl(asked.target.partition("?")[2], keep_blank_values=True))
    headers = tuple((name.lower(), value) for name, value in asked.headers)
    return Request(asked.method, asked.path, query, headers, asked.body)


def told(asked: http.Request, found: Response) -> http.Response:
    """Return a registry's response as it is sent."""
    status, size = found.status, found.size
    if size > _LONGEST and asked.method != "HEAD":
        status, size = 507, 0
    body = b"" if asked.method == "HEAD" or status == 507 else b"".join(found.body)
    length = (("Content-Length", str(size)),) if status not in (204, 304) else ()
    return http.Response(status, (*found.headers, *length), body)
