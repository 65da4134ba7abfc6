"""Checking the values that only `run`, `create` and `network connect` take: devices' rates, GPUs, networks, domains."""

from __future__ import annotations

import re

from tutor.docker.gocsv import record

_LONG_NETWORK = re.compile(r"\w+=\w+(,\w+=\w+)*")
_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?\s*")
_INTEGER = "Number must be a positive integer"
_FORMS = {
    "bps": f"<device-path>:<number>[<unit>]. {_INTEGER}. Unit is optional and can be kb, mb, or gb",
    "iops": f"<device-path>:<number>. {_INTEGER}",
}


def domain_fault(text: str) -> str:
    """Return what is wrong with a value of --dns-search, or ""."""
    name = text.strip(" ")
    if name == "." or (re.search("[a-zA-Z]", name) and _DOMAIN.fullmatch(name) and len(name) < 255):
        return ""
    return f"{name} is not a valid domain"


def device_fault(flag: str, text: str) -> str:
    """Return what is wrong with a value of --blkio-weight-device or --device-read-bps and its like, or ""."""
    path, mark, value = text.partition(":")
    if not mark or not path:
        return f"bad format: {text}"
    if not path.startswith("/dev/"):
        return f"bad format for device path: {text}"
    if flag == "blkio-weight-device":
        good = value.isdecimal() and (int(value) == 0 or 10 <= int(value) <= 1000)
        return "" if good else f"invalid weight for device: {text}"
    unit = flag.rpartition("-")[2]
    return "" if _is_rate(unit, value) else f"invalid rate for device: {text}. The correct format is {_FORMS[unit]}"


def _is_rate(unit: str, text: str) -> bool:
    if unit == "iops":
        return text.isdecimal() and int(text) < 1 << 64
    from tutor.docker.format.units import parse_bytes

    try:
        return parse_bytes(text) >= 0
    except ValueError:
        return False


def gpu_fault(text: str) -> str:
    """Return what is wrong with a value of --gpus, or ""."""
    seen: set[str] = set()
    try:
        fields = record(text)
    except ValueError as error:
        return str(error)
    for field in fields:
        key, mark, value = field.partition("=")
        if key in seen:
            return f"gpu request key '{key}' can be specified only once"
        seen.add(key)
        if not mark:
            seen.add("count")
        if not mark or key == "count":
            count = value if mark else key
            if count != "all" and not re.fullmatch(r"[+-]?\d+", count):
                return f'invalid count ({count}): value must be either "all" or an integer: invalid syntax'
        elif key not in ("driver", "device", "capabilities", "options"):
            return f"unexpected key '{key}' in '{field}'"
    return ""


def is_long_network(text: str) -> bool:
    """Whether a value of --network is in its long form ("name=front,alias=db")."""
    return _LONG_NETWORK.search(text) is not None


def network_fault(text: str) -> str:
    """Return what is wrong with a value of --network, or ""."""
    if not is_long_network(text):
        return ""
    name = ""
    try:
        fields = record(text)
    except ValueError as error:
        return str(error)
    for field in fields:
        key, mark, value = field.lower().partition("=")
        if not mark or not key:
            return f"invalid field {field}"
        key, value = key.strip(), value.strip()
        if key == "name":
            name = value
        elif wrong := _endpoint_fault(key, value):
            return wrong
    return "" if name else "network name/id is not specified"


def _endpoint_fault(key: str, value: str) -> str:
    """Return what is wrong with one key of a network's long form, or ""."""
    if key in ("ip", "ip6", "link-local-ip"):
        return address_fault(value)
    if key == "driver-opt":
        option, mark, _ = value.partition("=")
        return "" if mark and option else "invalid key value pair format in driver options"
    if key == "gw-priority":
        return "" if re.fullmatch(r"[+-]?\d+", value) else f"invalid gw-priority ({value}): invalid syntax"
    return "" if key in ("alias", "mac-address") else f"invalid field key {key}"


def address_fault(text: str) -> str:
    """Return what Go's netip.ParseAddr has against an address, or ""."""
    from tutor.docker.values import is_address, quote

    if is_address(text):
        return ""
    if "." in text or ":" in text:
        return f"ParseAddr({quote(text)}): {_reason(text)}"
    return f"ParseAddr({quote(text)}): unable to parse IP"


def prefix_fault(text: str) -> str:
    """Return what Go's netip.ParsePrefix has against a network in CIDR notation, or ""."""
    from tutor.docker.values import is_address, quote

    address, slash, bits = text.rpartition("/")
    start = f"netip.ParsePrefix({quote(text)}): "
    if not slash:
        return start + "no '/'"
    if not is_address(address):
        return start + address_fault(address)
    if not bits.isdecimal() or (len(bits) > 1 and bits[0] == "0"):
        return f"{start}bad bits after slash: {quote(bits)}"
    return start + "prefix length out of range" if int(bits) > (128 if ":" in address else 32) else ""


def _reason(text: str) -> str:
    """Return netip's reason against a text with dots or colons in it."""
    if ":" in text:
        return "each colon-separated field must have at least one digit"
    from tutor.docker.values import quote

    parts = text.split(".")
    for at, part in enumerate(parts):
        for index, char in enumerate(part):
            if not char.isdecimal():
                return f"unexpected character (at {quote('.'.join([part[index:], *parts[at + 1 :]]))})"
        if not part:
            return "IPv4 field must have at least one digit" + (f" (at {quote('.'.join(parts[at:]))})" if at else "")
        if int(part) > 255:
            return "IPv4 field has value >255"
        if len(part) > 1 and part[0] == "0":
            return "IPv4 field has octet with leading zero"
    return "IPv4 address too short" if len(parts) < 4 else "IPv4 address too long"
