"""The way from a client to registries, as a seam: in the sandbox a table of servers, for real `tutor.net`'s HTTP."""

from __future__ import annotations

from tutor.errors import LayerwiseError
from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.registry.message import Request, Response


class TransportError(LayerwiseError):
    """No response came, or it broke off. `url` is what was asked for, `reason` what the system says."""

    def __init__(self, method: str, url: str, reason: str) -> None:
        super().__init__(f"{method} {url}: {reason}")
        self.method = method
        self.url = url
        self.reason = reason


class Transport(Protocol):
    """Carries requests."""

    def send(self, origin: str, request: Request) -> Response:
        """Return the response of the server at `origin` ("https://host:port"). Raises TransportError.

        A response whose body is not known must be read to its end, or closed, before the next request.
        """
