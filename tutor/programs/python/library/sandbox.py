"""`_sandbox`: what the modules in `source` need of the world: to listen at a port, to ask another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.outside import Outside
from tutor.programs.python.errors import os_error
from tutor.programs.python.importing import imported
from tutor.programs.python.values import Builtin, Raised
from tutor.shell.http import BadMessage, BadUrl, Request, Response, Url
from tutor.shell.http import date as http_date
from tutor.shell.network import NetworkError

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine

_FOREVER = 1e13


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill it."""
    table: dict[str, Any] = {
        "listen": lambda port, handler: listen(machine, port, handler),
        "wait": lambda: _wait(machine),
        "fetch": lambda method, url, headers, body: fetch(machine, method, url, headers, body),
        "addresses": lambda: _addresses(machine),
        "http_date": lambda: http_date(machine.process.host.now()),
        "module": lambda name: imported(machine, name),
        "outside": _outside,
        "error_text": lambda: _error_text(machine),
    }
    names.update({name: Builtin(name, call) for name, call in table.items()})


def _outside(what: str) -> None:
    """Say that something is outside of what is simulated. Raises Outside."""
    raise Outside(what)


def listen(machine: Machine, port: int, handler: Any) -> None:
    """Let a function of the script answer at a port: of a request, in parts, it gives a response, in parts.

    The function gets (method, target, headers, body) and returns (status, reason, headers, body). Raises Raised.
    """

    def respond(data: bytes) -> bytes:
        machine.process.kernel.sync()
        try:
            request = Request.parse(data)
        except BadMessage:
            return Response(400, (("Connection", "close"),)).encode()
        given = [request.method, request.target, list(request.headers), request.body]
        depth, machine.depth = machine.depth, 0
        try:
            status, reason, headers, body = machine.call(handler, given)
        except Raised as error:
            from tutor.programs.python.tracebacks import report

            machine.process.err(report(machine, error.value))
            return b""
        finally:
            machine.depth = depth
        pairs = tuple((str(name), str(value)) for name, value in headers)
        version = "HTTP/1.0" if status == 505 else "HTTP/1.1"
        return Response(int(status), pairs, b"" if request.method == "HEAD" else bytes(body), reason, version).encode()

    try:
        machine.process.host.network.listen(int(port), respond)
    except NetworkError as error:
        raise os_error(machine, error.code, "Address already in use") from None


def _wait(machine: Machine) -> None:
    """Wait for requests, until a signal ends it."""
    machine.sleep(_FOREVER)


def fetch(machine: Machine, method: str, text: str, headers: Any, body: Any) -> Any:
    """Ask a server; return (status, reason, headers, body, address). Raises Raised (OSError)."""
    from tutor.shell.commands._network import address_of, send

    try:
        url = Url.parse(text)
    except BadUrl:
        raise ValueError(f"invalid port in {text}") from None
    address = address_of(machine.process, url.host)
    if address is None:
        raise os_error(machine, "EAI_NONAME", "Name or service not known")
    pairs = (("Host", url.place), *((str(name), str(value)) for name, value in dict(headers).items()))
    data = body.encode() if isinstance(body, str) else bytes(body or b"")
    if data:
        pairs = (*pairs, ("Content-Length", str(len(data))))
    try:
        response = send(machine.process, url, address, Request(method, url.target, pairs, data))
    except NetworkError as error:
        texts = {"ECONNRESET": "Connection reset by peer", "ETIMEDOUT": "Connection timed out"}
        raise os_error(machine, error.code, texts.get(error.code, error.strerror)) from None
    except BadMessage:
        raise os_error(machine, "EPROTO", "Protocol error") from None
    return (response.status, response.reason, list(response.headers), response.body, address)


def _addresses(machine: Machine) -> list[str]:
    """Return the machine's own addresses, the loopback one first."""
    from tutor.shell.commands._network import address_of

    own = address_of(machine.process, machine.process.host.hostname)
    return ["127.0.0.1", *([own] if own and not own.startswith("127.") else [])]


def _error_text(machine: Machine) -> str:
    from tutor.programs.python.tracebacks import report

    return report(machine, machine.handling[-1]) if machine.handling else ""
