"""The seam between programs and whatever answers them over a network: addresses, ports, one exchange at a time.

One rule: no sockets. A service is a function from what a client sends to what it gets back; a network knows which
service is at an address and port, and everything that passes between them is plain bytes.
"""

from __future__ import annotations

from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Service = Callable[[bytes], bytes]

LOOPBACK = "127.0.0.1"
ANYWHERE = "0.0.0.0"
_STRERROR = {
    "EADDRINUSE": "Address in use",
    "ECONNREFUSED": "Connection refused",
    "ECONNRESET": "Connection reset by peer",
    "EHOSTUNREACH": "No route to host",
    "ENETUNREACH": "Network is unreachable",
    "ETIMEDOUT": "Operation timed out",
    "EPROTO": "wrong version number",
}


class NetworkError(Exception):
    """An address or a port that does not answer: `code` is the error's name in errno.h, "EPROTO" where TLS fails."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def strerror(self) -> str:
        """The C library's text (musl) for it."""
        return _STRERROR[self.code]


class Network(Protocol):
    """What a machine is attached to, as its programs see it."""

    def addresses(self, name: str) -> tuple[str, ...]:
        """Return the addresses that a name server knows for a name; empty where there are none."""

    def reaches(self, address: str) -> bool:
        """Say whether a machine answers at an address (`ping`). Raises NetworkError where no way leads there."""

    def exchange(self, address: str, port: int, data: bytes | None, *, tls: bool = False) -> bytes:
        """Connect, send a request, return all that comes back before the service waits or hangs up.

        With `data` None the connection is only opened and closed. Raises NetworkError.
        """

    def listen(self, port: int, service: Service) -> None:
        """Answer at a port of this machine from now on. Raises NetworkError (EADDRINUSE)."""

    def hang_up(self, port: int) -> None:
        """Answer at a port no more."""


class Loopback:
    """A machine by itself: only its own programs answer, at its loopback addresses. A base for others."""

    def __init__(self) -> None:
        self.listeners: dict[int, Service] = {}

    def addresses(self, name: str) -> tuple[str, ...]:
        """Nobody else has a name."""
        return ()

    def is_own(self, address: str) -> bool:
        """Whether an address is one of this machine's."""
        return address.startswith("127.") or address in (ANYWHERE, "::1")

    def reaches(self, address: str) -> bool:
        """Only the machine itself answers."""
        return self.is_own(address) or self.beyond(address)

    def exchange(self, address: str, port: int, data: bytes | None, *, tls: bool = False) -> bytes:
        """Ask a program of this machine, or what is beyond it."""
        if not self.is_own(address):
            return self.ask(address, port, data, tls)
        service = self.listeners.get(port)
        if service is None:
            return self.unheard(port, data, tls)
        if tls:
            raise NetworkError("EPROTO")
        return b"" if data is None else service(data)

    def listen(self, port: int, service: Service) -> None:
        """Answer at a port of this machine from now on."""
        if port in self.listeners:
            raise NetworkError("EADDRINUSE")
        self.listeners[port] = service

    def hang_up(self, port: int) -> None:
        """Answer at a port no more."""
        self.listeners.pop(port, None)

    # what a machine with neighbours knows better

    def beyond(self, address: str) -> bool:
        """Say whether another machine answers at an address."""
        raise NetworkError("ENETUNREACH")

    def ask(self, address: str, port: int, data: bytes | None, tls: bool) -> bytes:
        """Ask another machine. Raises NetworkError."""
        raise NetworkError("ENETUNREACH")

    def unheard(self, port: int, data: bytes | None, tls: bool) -> bytes:
        """Answer for a port of this machine at which none of its programs listens. Raises NetworkError."""
        raise NetworkError("ECONNREFUSED")
