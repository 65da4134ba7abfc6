"""Ports: what an image exposes, what a container publishes, and how `docker ps` shows both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.engine.errors import invalid

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container

_PROTOCOLS = ("tcp", "udp", "sctp")
_ORDER = {"tcp": 0, "udp": 1, "sctp": 2}
FIRST_FREE = 32768

Published = tuple[str, str, str]


def expand(text: str, what: str = "Port") -> list[str]:
    """Return the ports of "80", "53/udp" or "8000-8002/tcp" as "80/tcp" texts. Raises EngineError."""
    numbers, _, protocol = text.partition("/")
    protocol = (protocol or "tcp").lower()
    first, dash, last = numbers.partition("-")
    ends = [first, last if dash else first]
    if protocol not in _PROTOCOLS:
        raise invalid(f"invalid proto: {protocol}", text)
    if not all(end.isdecimal() and int(end) <= 65535 for end in ends) or int(ends[0]) > int(ends[1]):
        raise invalid(f"invalid {what}: {numbers}", text)
    return [f"{number}/{protocol}" for number in range(int(ends[0]), int(ends[1]) + 1)]


def port_range(text: str) -> list[str]:
    """Return the ports of "80" or "80-82/udp" as "80/tcp" texts, any protocol. Raises EngineError."""
    if not text:
        raise invalid("invalid port range: value is empty", text)
    numbers, _, protocol = text.partition("/")
    first, dash, last = numbers.partition("-")
    ends = []
    for name, end in (("start", first), ("end", last if dash else first)):
        if not end.isdecimal() or int(end) > 65535:
            reason = "value out of range" if end.isdecimal() else "invalid syntax" if end else "value is empty"
            raise invalid(f"invalid {name} port '{end}': {reason}", text)
        ends.append(int(end))
    if ends[1] < ends[0]:
        raise invalid(f"invalid port range: {text}", text)
    return [f"{number}/{(protocol or 'tcp').lower()}" for number in range(ends[0], ends[1] + 1)]


def parse_publish(text: str) -> list[Published]:
    """Return (port, host address, host port) for -p texts "[[ADDRESS:]HOST:]PORT[/PROTOCOL]"; "" where left open.

    Raises EngineError with the text of docker/go-connections.
    """
    if not text.startswith("[") and text.count(":") > 2:
        raise invalid(f"invalid IP address: {text.rsplit(':', 2)[0]}", text)
    match = re.fullmatch(r"(?:(\[[^\]]*\]|[^:]*):)?(?:([^:]*):)?([^:/]*)(/[^/]*)?", text)
    if match is None:
        raise invalid(f'invalid port specification: "{text}"', text)
    address, host, port, protocol = match[1] or "", match[2], match[3], (match[4] or "").lstrip("/")
    if host is None:
        address, host = "", address
    if not port:
        raise invalid(f"no port specified: {text}<empty>", text)
    inside = expand(f"{port}/{protocol}" if protocol else port, "containerPort")
    outside = _host_ports(host, port, len(inside), text) if host else [""] * len(inside)
    return [(here, address.strip("[]"), there) for here, there in zip(inside, outside, strict=True)]


def _host_ports(host: str, port: str, count: int, text: str) -> list[str]:
    first, dash, last = host.partition("-")
    ends = [first, last if dash else first]
    if not all(end.isdecimal() and int(end) <= 65535 for end in ends):
        raise invalid(f"invalid hostPort: {host}", text)
    low, high = int(ends[0]), int(ends[1])
    if high - low + 1 != count:
        if count == 1:
            return [host]
        raise invalid(f"invalid ranges specified for container and host Ports: {port} and {host}", text)
    return [str(number) for number in range(low, high + 1)]


def assign(ports: tuple[Published, ...], taken: set[str], endpoint: str = "") -> tuple[Published, ...]:
    """Return the ports with host addresses and free host ports filled in. Raises EngineError where one is taken.

    `endpoint` is the container's end of its network, as the error names it: its name, and the endpoint's ID.
    """
    done = []
    free = FIRST_FREE
    for port, address, host in ports:
        protocol = port.partition("/")[2]
        number = host.partition("-")[0]
        if not number or number == "0":
            while f"{free}/{protocol}" in taken:
                free += 1
            number = str(free)
        elif f"{number}/{protocol}" in taken:
            raise invalid(
                "failed to set up container networking: driver failed programming external connectivity on endpoint "
                f"{endpoint}: Bind for {address or '0.0.0.0'}:{number} failed: port is already allocated",
                port,
            )
        taken.add(f"{number}/{protocol}")
        done.append((port, address or "0.0.0.0", number))
    return tuple(done)


def sort_key(port: str) -> tuple[int, int]:
    """Return the key that sorts "80/tcp" texts by protocol, then number."""
    number, _, protocol = port.partition("/")
    return _ORDER.get(protocol, 9), int(number)


def shown(container: Container) -> str:
    """Return the text of the PORTS column: ranges of ports that keep their number first, then those that do not."""
    if not container.is_running:
        return ""
    published = {port for port, _, _ in container.ports}
    rows = [(port, "", "") for port in container.config.exposed_ports if port not in published]
    rows += [(port, at, host) for port, address, host in container.ports for at in _sides(address)]
    done: list[str] = []
    moved: list[str] = []
    open_groups: dict[tuple[str, str], tuple[int, int]] = {}
    for number, address, host, protocol in sorted(_row(*row) for row in rows):
        where = f"[{address}]" if ":" in address else address
        if address and host != number:
            moved.append(f"{where}:{host}->{number}/{protocol}")
            continue
        key = (where, protocol)
        first, last = open_groups.get(key, (number, number - 1))
        if number != last + 1:
            done.append(_group(key, first, last))
            first = number
        open_groups[key] = (first, number)
    done += [_group(key, first, last) for key, (first, last) in open_groups.items()]
    return ", ".join(done + moved)


def _row(port: str, address: str, host: str) -> tuple[int, str, int, str]:
    number, _, protocol = port.partition("/")
    return int(number), address, int(host or 0), protocol


def _group(key: tuple[str, str], first: int, last: int) -> str:
    """Return a range of ports, with the address on which they are published, if they are."""
    where, protocol = key
    text = str(first) if first == last else f"{first}-{last}"
    return f"{where}:{text}->{text}/{protocol}" if where else f"{text}/{protocol}"


def _sides(address: str) -> tuple[str, ...]:
    """Return the addresses that a published port listens on: all of IPv4 means all of IPv6 too."""
    return ("0.0.0.0", "::") if address == "0.0.0.0" else (address,)
