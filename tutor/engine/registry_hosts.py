"""The registries that the sandbox's machine can reach, as a transport.

One rule: a host either is in this table, or does not exist. `registry-1.docker.io` is Docker Hub: the bundled images,
and what the learner pushed; `registry.class.test` the class's own, with the hub's images to begin with; every loopback
address with a port is a registry of the learner's, empty until something is pushed to it (or imported under its name);
and hosts whose images are bundled (gcr.io) are there.
"""

from __future__ import annotations

from tutor.dataclass import replace
from tutor.engine.hub_storage import DOMAIN, HubStorage
from tutor.engine.switches import LIMITED, TAMPERED, is_on
from tutor.registry.contents import NO_REGISTRY, Memory
from tutor.registry.refusal import Refusal
from tutor.registry.server import Server
from tutor.registry.transport import TransportError
from tutor.registry.wire import url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.state import State
    from tutor.engine.tampering import Liar
    from tutor.engine.world import World
    from tutor.registry.access import Guard
    from tutor.registry.message import Request, Response
    from tutor.registry.storage import Storage

HUB_HOST = "registry-1.docker.io"
AUTH_HOST = "auth.docker.io"
CLASS = "registry.class.test"
_SERVICE = "registry.docker.io"
_KEY = b"the sandbox's own token server"
_ENOUGH = "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"


def is_local(domain: str) -> bool:
    """Whether a domain is this machine."""
    host = domain.rpartition(":")[0] or domain
    return host in ("localhost", "[::1]") or host.startswith("127.")


def host_of(domain: str) -> str:
    """Return the host that serves a domain's images."""
    return HUB_HOST if domain == DOMAIN else domain


def origin_of(domain: str) -> str:
    """Return where a domain's registry is asked."""
    return f"{'http' if is_local(domain) else 'https'}://{host_of(domain)}"


class RegistryHosts:
    """A `registry.transport.Transport`. What is pushed is in `kept(state)`."""

    def __init__(self, state: State, world: World) -> None:
        self._state = state
        self._world = world
        self._storages: dict[str, Memory] = {}
        self._servers: dict[str, Callable[[Request], Response]] = {}
        self._liar: Liar | None = None
        if is_on(state, TAMPERED):
            from tutor.engine.tampering import Liar

            self._liar = Liar()

    def send(self, origin: str, request: Request) -> Response:
        """Return the response of a host. Raises TransportError."""
        host = origin.partition("://")[2]
        server = self._servers.get(host)
        if server is None:
            server = self._server(host)
            if server is None:
                name = host.rpartition(":")[0] or host
                reason = f"dial tcp: lookup {name}: no such host"
                raise TransportError(request.method, url(origin, request), reason)
            self._servers[host] = server
        response = server(request)
        return response if self._liar is None else self._liar.change(request, response)

    def kept(self, state: State) -> State:
        """Return a state with what was pushed to the registries."""
        changed = {
            domain: storage.registry
            for domain, storage in self._storages.items()
            if storage.registry is not (self._state.registries.get(domain) or NO_REGISTRY)
        }
        return replace(state, registries=state.registries.update(changed)) if changed else state

    def _server(self, host: str) -> Callable[[Request], Response] | None:
        if is_local(host):
            return self._local(host)
        if not self._world.online:
            return None
        if host == HUB_HOST:
            from tutor.registry.access import Bearer
            from tutor.registry.overlay import Overlay

            guard: Guard = Bearer(f"https://{AUTH_HOST}/token", _SERVICE, _KEY, lambda: self._world.now)
            hub = HubStorage(self._world.hub, self._state.held)
            server = Server(Overlay(self._storage(DOMAIN), hub), guard)
            return self._limited(server) if is_on(self._state, LIMITED) else server.respond
        if host == AUTH_HOST:
            from tutor.engine.accounts import HubAccounts
            from tutor.registry.access import Tokens

            return Tokens(_SERVICE, _KEY, HubAccounts(), lambda: self._world.now).respond
        if host == CLASS:
            from tutor.engine.accounts import ClassAccounts
            from tutor.registry.access import Basic
            from tutor.registry.overlay import Overlay

            guard = Basic("the class's registry", ClassAccounts())
            return Server(Overlay(self._storage(CLASS), HubStorage(self._world.hub)), guard).respond
        return self._other(host)

    def _local(self, host: str) -> Callable[[Request], Response]:
        """Return a registry of the learner's, with what was imported under its name to begin with."""
        storage: Storage = self._storage(host)
        if any(name.startswith(host + "/") for name in self._world.hub.repositories()):
            from tutor.registry.overlay import Overlay

            storage = Overlay(storage, HubStorage(self._world.hub, domain=host))
        return Server(storage).respond

    def _other(self, host: str) -> Callable[[Request], Response] | None:
        """Return a registry of someone else's of which there are images; its tokens are given as the hub's are."""
        if not any(name.startswith(host + "/") for name in self._world.hub.repositories()):
            return None
        from tutor.registry.access import Bearer
        from tutor.registry.overlay import Overlay

        guard = Bearer(f"https://{AUTH_HOST}/token", _SERVICE, _KEY, lambda: self._world.now)
        return Server(Overlay(self._storage(host), HubStorage(self._world.hub, domain=host)), guard).respond

    def _storage(self, domain: str) -> Memory:
        storage = self._storages[domain] = Memory(self._state.registries.get(domain) or NO_REGISTRY)
        return storage

    def _limited(self, server: Server) -> Callable[[Request], Response]:
        """Docker Hub counts manifests that are fetched, not those that are asked for with HEAD."""
        from tutor.registry.access import read_token

        def respond(request: Request) -> Response:
            response = server.respond(request)
            if request.method == "GET" and "/manifests/" in request.path and response.status == 200:
                token = request.header("authorization").partition(" ")[2]
                granted = read_token(_KEY, token, _SERVICE, self._world.now)
                if granted is None or not granted.user:
                    headers = (("Retry-After", "21600"), ("RateLimit-Remaining", "0;w=21600"))
                    return Refusal(429, "TOOMANYREQUESTS", None, headers, _ENOUGH).response()
            return response

        return respond
