"""Names, addresses and requests, as the programs that go over the network share them."""

from __future__ import annotations

from tutor.shell.http import BadMessage, Response, Url
from tutor.shell.network import LOOPBACK, NetworkError
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.http import Request
    from tutor.shell.process import Process


def is_address(name: str) -> bool:
    """Return whether a name is an IPv4 address itself."""
    parts = name.split(".")
    return len(parts) == 4 and all(part.isdecimal() and int(part) < 256 for part in parts)


def address_of(process: Process, name: str) -> str | None:
    """Return the address that a name means: it is one itself, `/etc/hosts` has it, or a name server does."""
    if is_address(name):
        return name
    try:
        text = process.fs.read("/etc/hosts").decode("utf-8", "replace")
    except FsError:
        text = ""
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if name in words[1:] and is_address(words[0]):
            return words[0]
    if name == "localhost":
        return LOOPBACK
    return next(iter(process.host.network.addresses(name)), None)


def send(process: Process, url: Url, address: str, request: Request) -> Response:
    """Return the response to a request. Raises NetworkError, BadMessage."""
    process.tick(100)
    data = process.host.network.exchange(address, url.port, request.encode(), tls=url.scheme == "https")
    process.kernel.meter.fits(len(data))
    if not data:
        raise NetworkError("ECONNRESET")
    return Response.parse(data)


def basic(user: str) -> tuple[str, str]:
    """Return the header that carries a name and a password."""
    from binascii import b2a_base64

    return "Authorization", "Basic " + b2a_base64(user.encode("utf-8", "surrogateescape"), newline=False).decode()


__all__ = ["BadMessage", "NetworkError", "Response", "Url", "address_of", "basic", "is_address", "send"]
