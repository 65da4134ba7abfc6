"""Who reaches whom: the network as the host, a container and a build step see it.

One rule: nothing is connected that the state does not say. Names and addresses follow from the networks that running
containers are attached to, published ports from the containers that publish them, the rest is the simulated internet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import endpoints, networks
from tutor.engine.outcome import Outcome
from tutor.shell.network import LOOPBACK, Loopback, NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from tutor.engine.containers.model import Container
    from tutor.engine.networks import Network
    from tutor.engine.outcome import Box
    from tutor.engine.sites import Sites
    from tutor.engine.state import State
    from tutor.engine.world import World

_OUTSIDE = ("host", "none", "bridge", "default")
"""Networks in which containers have no names."""


class Held:
    """A box for a state that passes through functions: `state` is what became of it, `events` what happened."""

    def __init__(self, state: State, world: World, events: list[Any]) -> None:
        self.state = state
        self._world = world
        self._events = events

    def world(self) -> World:
        """Return the world."""
        return self._world

    def apply(self, outcome: Outcome[Any]) -> Any:
        """Make the outcome's state the current one."""
        self.state = outcome.state
        self._events.extend(outcome.events)
        return outcome.value


class _Reach(Loopback):
    """What the host and a container have in common: a box with the state, and the internet.

    `now` answers the program's own time; `busy` are the containers that are being run meanwhile. `share` is called
    before and after another program runs, for the two to see each other's files.
    """

    def __init__(self, box: Box, now: Callable[[], float], busy: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.box = box
        self.now = now
        self.busy = busy
        self.share: Callable[[], None] = lambda: None

    def connect(self, id: str, port: int, data: bytes | None, tls: bool) -> bytes:
        """Ask the main program of a container. Raises NetworkError."""
        from tutor.engine.containers.asking import ask

        if id in self.busy:
            raise NetworkError("ETIMEDOUT")
        self.share()
        world = self.box.world()
        events: list[Any] = []
        world = replace(world, now=max(world.now, self.now()))
        state, answer = ask(self.box.state, world, id, port, None if tls else data, events, self.busy)
        self.box.apply(Outcome(state, tuple(events), None))
        self.share()
        if isinstance(answer, NetworkError):
            raise answer
        if tls:
            raise NetworkError("EPROTO")
        return answer

    def outside(self, address: str, port: int, data: bytes | None, tls: bool) -> bytes:
        """Ask the simulated internet. Raises NetworkError."""
        return self.box.world().sites.exchange(address, port, data, tls, self.now())


class HostReach(_Reach):
    """The network as the sandbox's host sees it: published ports, containers by address, the internet."""

    def addresses(self, name: str) -> tuple[str, ...]:
        """Return the addresses of a site."""
        return self.box.world().sites.addresses(name)

    def is_own(self, address: str) -> bool:
        """Whether an address is the host's: its loopback ones, and the gateway of each network."""
        return super().is_own(address) or any(network.gateway == address for network in _all(self.box.state))

    def beyond(self, address: str) -> bool:
        """Say whether a container or a site answers."""
        return bool(_at(self.box.state, address)) or self.box.world().sites.reaches(address)

    def ask(self, address: str, port: int, data: bytes | None, tls: bool) -> bytes:
        """Ask a container by its address, or a site."""
        found = _at(self.box.state, address)
        return self.connect(found, port, data, tls) if found else self.outside(address, port, data, tls)

    def unheard(self, port: int, data: bytes | None, tls: bool) -> bytes:
        """Answer for a published port: what nobody listens to inside is accepted, and then dropped."""
        for _, container in self.box.state.containers.entries():
            for inside, _, outside in container.ports if container.is_running else ():
                number, _, protocol = inside.partition("/")
                if outside == str(port) and protocol == "tcp":
                    try:
                        return self.connect(container.id, int(number), data, tls)
                    except NetworkError as error:
                        if data is None:
                            return b""
                        raise NetworkError("ECONNRESET") if error.code == "ECONNREFUSED" else error from None
        return self._registry(port, data, tls)

    def _registry(self, port: int, data: bytes | None, tls: bool) -> bytes:
        """Ask a registry of this machine. Raises NetworkError."""
        from tutor.engine.registry_http import answer, listens

        if not listens(self.box.state, port):
            raise NetworkError("ECONNREFUSED")
        if tls:
            raise NetworkError("EPROTO")
        if data is None:
            return b""
        state, response = answer(self.box.state, self.box.world(), port, data)
        self.box.apply(Outcome(state, (), None))
        return response


class ContainerReach(_Reach):
    """The network as a container sees it. `main` says that its main program is the one who looks."""

    def __init__(
        self, box: Box, id: str, now: Callable[[], float], *, main: bool, busy: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(box, now, busy)
        self.id = id
        self.main = main

    @property
    def _container(self) -> Container | None:
        """The container whose network this is: another one's with --network container:NAME."""
        from tutor.engine.containers.find import find

        container = self.box.state.containers.get(self.id)
        for _ in range(8):
            if container is None or not container.networks or not container.networks[0].startswith("container:"):
                break
            container = find(self.box.state, container.networks[0].partition(":")[2])
        return container

    def _networks(self) -> Iterator[tuple[Network, Container]]:
        """The networks that it is attached to."""
        container = self._container
        for name in container.networks if container is not None else ():
            network = networks.find(self.box.state, name)
            if network is not None and network.name != "none" and container is not None:
                yield network, container

    def _as_host(self) -> HostReach | None:
        """The host's own network, if that is what it uses."""
        if any(network.name == "host" for network, _ in self._networks()):
            return HostReach(self.box, self.now, self.busy)
        return None

    def addresses(self, name: str) -> tuple[str, ...]:
        """Return the addresses of other containers by name in networks of the user's own, else of a site."""
        state = self.box.state
        found = []
        online = False
        for network, _ in self._networks():
            online = online or not network.internal
            if network.name in _OUTSIDE:
                continue
            for member in networks.members(state, network):
                names = (member.name, member.short_id, *(endpoints.asked(member, network.name)[1] or ()))
                address = networks.address_of(state, network, member) if name in names else ""
                if address:
                    found.append(address)
        if not found and online:
            return self.box.world().sites.addresses(name)
        return tuple(found)

    def is_own(self, address: str) -> bool:
        """Whether an address is one of the container's."""
        if super().is_own(address):
            return True
        return any(networks.address_of(self.box.state, *found) == address for found in self._networks())

    def beyond(self, address: str) -> bool:
        """Say whether a container in one of its networks, the host or a site answers."""
        if (host := self._as_host()) is not None:
            return host.reaches(address)
        attached = list(self._networks())
        if not attached:
            raise NetworkError("ENETUNREACH")
        if self._is_host(address) or self._neighbour(address):
            return True
        return self._sites().reaches(address)

    def ask(self, address: str, port: int, data: bytes | None, tls: bool) -> bytes:
        """Ask a neighbour, the host through a gateway, or a site."""
        if (host := self._as_host()) is not None:
            return host.exchange(address, port, data, tls=tls)
        attached = list(self._networks())
        if not attached:
            raise NetworkError("ENETUNREACH")
        if self._is_host(address):
            return HostReach(self.box, self.now, self.busy).exchange(LOOPBACK, port, data, tls=tls)
        found = self._neighbour(address)
        if found:
            return self.connect(found, port, data, tls)
        self._sites()
        return self.outside(address, port, data, tls)

    def unheard(self, port: int, data: bytes | None, tls: bool) -> bytes:
        """Answer for a port of the container: its main program, or that of whose network it uses, may listen there."""
        if (host := self._as_host()) is not None:
            return host.exchange(LOOPBACK, port, data, tls=tls)
        container = self._container
        if container is None or (self.main and container.id == self.id):
            raise NetworkError("ECONNREFUSED")
        return self.connect(container.id, port, data, tls)

    def _is_host(self, address: str) -> bool:
        """Whether an address is the host's: a gateway. From internal networks alone only their own leads there."""
        attached = [network for network, _ in self._networks()]
        shut = all(network.internal for network in attached)
        return any(network.gateway == address for network in (attached if shut else _all(self.box.state)))

    def _neighbour(self, address: str) -> str:
        return next(
            (found for network, _ in self._networks() if (found := _at(self.box.state, address, network))), ""
        )

    def _sites(self) -> Sites:
        if all(network.internal for network, _ in self._networks()):
            raise NetworkError("ENETUNREACH")
        return self.box.world().sites


class BuildReach(Loopback):
    """The network as a build step sees it: the internet, or nothing with --network=none."""

    def __init__(self, sites: Sites, now: float, mode: str) -> None:
        super().__init__()
        self._sites = sites
        self._now = now
        self._cut = mode == "none"

    def addresses(self, name: str) -> tuple[str, ...]:
        """Return the addresses of a site."""
        return () if self._cut else self._sites.addresses(name)

    def beyond(self, address: str) -> bool:
        """Say whether a site answers."""
        if self._cut:
            raise NetworkError("ENETUNREACH")
        return self._sites.reaches(address)

    def ask(self, address: str, port: int, data: bytes | None, tls: bool) -> bytes:
        """Ask a site."""
        if self._cut:
            raise NetworkError("ENETUNREACH")
        return self._sites.exchange(address, port, data, tls, self._now)


class Recorded(Loopback):
    """A background program's network: what it heard is kept, and heard again when it is run again from its start."""

    def __init__(self, heard: tuple[tuple[str, Any], ...], own: tuple[str, ...]) -> None:
        super().__init__()
        self.heard = list(heard)
        self.inner: Loopback = Loopback()
        self._own = own
        self._at = 0

    def _recall(self, call: Callable[[], Any]) -> Any:
        if self._at == len(self.heard):
            try:
                self.heard.append(("", call()))
            except NetworkError as error:
                self.heard.append((error.code, None))
        code, value = self.heard[self._at]
        self._at += 1
        if code:
            raise NetworkError(code)
        return value

    def is_own(self, address: str) -> bool:
        """Whether an address is one that the container began with."""
        return super().is_own(address) or address in self._own

    def addresses(self, name: str) -> tuple[str, ...]:
        """Return the addresses of a name."""
        found: tuple[str, ...] = self._recall(lambda: self.inner.addresses(name))
        return found

    def beyond(self, address: str) -> bool:
        """Say whether another machine answers."""
        return bool(self._recall(lambda: self.inner.beyond(address)))

    def ask(self, address: str, port: int, data: bytes | None, tls: bool) -> bytes:
        """Ask another machine."""
        answer: bytes = self._recall(lambda: self.inner.ask(address, port, data, tls))
        return answer

    def unheard(self, port: int, data: bytes | None, tls: bool) -> bytes:
        """Answer for a port at which the program itself does not listen."""
        answer: bytes = self._recall(lambda: self.inner.unheard(port, data, tls))
        return answer


def own_addresses(state: State, container: Container) -> tuple[str, ...]:
    """Return the addresses that a running container has."""
    found = (networks.find(state, name) for name in container.networks if ":" not in name)
    return tuple(
        address for network in found if network and (address := networks.address_of(state, network, container))
    )


def _all(state: State) -> tuple[Network, ...]:
    return (*networks.predefined(state), *state.networks.values())


def _at(state: State, address: str, within: Network | None = None) -> str:
    """Return the ID of the running container that has an address, "" where none has."""
    for network in (within,) if within is not None else _all(state):
        if network.subnet:
            for member in networks.members(state, network):
                if networks.address_of(state, network, member) == address:
                    return member.id
    return ""
