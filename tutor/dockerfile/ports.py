"""EXPOSE: `80`, `80/udp`, `8000-8010/tcp`, and the forms with an address or host port that BuildKit still takes."""

from __future__ import annotations

import ipaddress

from tutor.dataclass import dataclass
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.text import quote


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports that one word exposes ("80/tcp", …), and what a check may say about the word."""

    ports: tuple[str, ...]
    upper_case: bool
    mapped: bool


def parse_ports(word: str) -> Ports:
    """Read one expanded word of EXPOSE. Raises `ParseError` with BuildKit's text."""
    *before, container = word.split(":")
    host = before.pop() if before else ""
    address = ":".join(before)
    port, _, protocol = container.partition("/")
    if not port:
        raise ParseError(f"invalid port: {quote(word)}: no port specified")
    if protocol.lower() not in ("", "tcp", "udp", "sctp"):
        raise ParseError(f"invalid port: {quote(word)}: invalid proto: {protocol}")
    _check_address(address)
    wanted = _range(port)
    if wanted is None:
        raise ParseError(f"invalid containerPort: {port}")
    if host:
        offered = _range(host)
        if offered is None:
            raise ParseError(f"invalid hostPort: {host}")
        if len(wanted) not in (1, len(offered)):
            raise ParseError(f"invalid ranges specified for container and host Ports: {port} and {host}")
    kind = protocol.lower() or "tcp"
    shown = tuple(f"{number}/{kind}" for number in wanted)
    return Ports(shown, protocol != protocol.lower(), bool(address or host))


def _check_address(address: str) -> None:
    if not address:
        return
    if address.startswith("["):
        end = address.find("]")
        if end < 0:
            raise ParseError(f"invalid IP address {address}: address {address}:: missing ']' in address")
        if end + 1 != len(address):
            raise ParseError(f"invalid IP address {address}: address {address}:: too many colons in address")
        address = address[1:end]
    try:
        ipaddress.ip_address(address)
    except ValueError:
        raise ParseError(f"invalid IP address: {address}") from None


def _range(text: str) -> range | None:
    """Return a port or a range of them; None if it is none."""
    first, dash, last = text.partition("-")
    start = _number(first)
    end = _number(last) if dash and first != last else start
    return range(start, end + 1) if start is not None and end is not None and start <= end else None


def _number(text: str) -> int | None:
    digits = text[1:] if text[:1] == "+" else text
    if not (digits.isascii() and digits.isdecimal()):
        return None
    return int(digits) if int(digits) <= 65535 else None
