"""Checking the values of flags: each type says, with Docker's text, what it does not take."""

from __future__ import annotations

import re

from tutor.docker.spec import Flag

_TRUE = frozenset(("1", "t", "T", "TRUE", "true", "True"))
_FALSE = frozenset(("0", "f", "F", "FALSE", "false", "False"))
_BLANKS = " \t"


def is_true(text: str) -> bool:
    """Go's ParseBool. Raises ValueError with its text."""
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError(f"strconv.ParseBool: parsing {quote(text)}: invalid syntax")


def quote(text: str) -> str:
    """Go's %q of a string."""
    from tutor.gotemplate.strconv import quote as go_quote

    return go_quote(text)


def parse_int(text: str, function: str = "ParseInt", bits: int = 64, signed: bool = True) -> int:
    """Go's strconv.ParseInt(text, 0, bits). Raises ValueError with its text."""
    body = text[1:] if signed and text[:1] in ("+", "-") else text
    match = re.fullmatch(r"(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9]\d*)", body.replace("_", ""))
    number, fault = 0, ""
    if not match or body.startswith("_") or body.endswith("_") or "__" in body:
        fault = "invalid syntax"
    else:
        digits = match[1]
        octal = len(digits) > 1 and digits[0] == "0" and digits[1].isdecimal()
        number = int(digits, 8) if octal else int(digits, 0)
        if text.startswith("-"):
            number = -number
        low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
        if not low <= number <= high:
            fault = "value out of range"
    if fault:
        raise ValueError(f"strconv.{function}: parsing {quote(text)}: {fault}")
    return number


def parse_cpus(text: str) -> int:
    """Return a number of CPUs in billionths. Raises ValueError with Docker's text."""
    match = re.fullmatch(r"([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?(?:/(\d+))?", text)
    if not match or not (match[2] or match[3]) or (match[5] and not int(match[5])):
        raise ValueError(f"failed to parse {text} as a rational number")
    whole, part, exponent = match[2] or "", match[3] or "", int(match[4] or 0) + 9 - len(match[3] or "")
    number = int(whole + part or "0")
    below = int(match[5] or 1) * (10**-exponent if exponent < 0 else 1)
    above = number * (10**exponent if exponent > 0 else 1)
    if above % below:
        raise ValueError("value is too precise")
    return above // below * (-1 if match[1] == "-" else 1)


def is_address(text: str) -> bool:
    """Whether this is an IPv4 or IPv6 address."""
    if ":" in text:
        groups = text.split("::")
        parts = [part for group in groups for part in group.split(":") if part]
        return len(groups) <= 2 and len(parts) <= 8 and all(re.fullmatch(r"[0-9a-fA-F]{1,4}", part) for part in parts)
    return bool(re.fullmatch(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})", text)) and all(
        int(part) < 256 for part in text.split(".")
    )


def addresses(text: str) -> list[str]:
    """Return the fields of a list of addresses: quotes do not count there, and an empty line is an empty list."""
    from tutor.docker.gocsv import record

    bare = text.translate(_NO_QUOTES)
    return record(bare) if bare.strip("\r\n") else []


_NO_QUOTES = str.maketrans("", "", "\"'`")


def _net_fault(text: str) -> str:
    """Return what is wrong with one network in CIDR notation, or ""."""
    address, _, bits = text.strip().partition("/")
    good = is_address(address) and bits.isdecimal() and int(bits) <= (128 if ":" in address else 32)
    return "" if good else f"invalid string being converted to CIDR: {text}"


def _list_fault(name: str, text: str) -> str:
    """Return what is wrong with one value of a list flag, or ""."""
    from tutor.docker import run_values

    if name == "label":
        key = text.partition("=")[0].lstrip(_BLANKS)
        if not key:
            return f"invalid label '{text}': empty name"
        return f"label '{text}' contains whitespaces" if any(char in key for char in _BLANKS) else ""
    if name == "env":
        return "" if text.partition("=")[0] else f"invalid environment variable: {text}"
    if name == "attach":
        known = text.lower() in ("stdin", "stdout", "stderr")
        return "" if known else "valid streams are STDIN, STDOUT and STDERR"
    if name == "dns":
        return "" if is_address(text.strip()) else f"IP address is not correctly formatted: {text}"
    if name == "link":
        if not text:
            return "empty string specified for links"
        return f"bad format for links: {text}" if text.count(":") > 1 else ""
    if name == "add-host":
        return _host_fault(text)
    if name == "dns-search":
        return run_values.domain_fault(text)
    if name == "blkio-weight-device" or name.startswith(("device-read-", "device-write-")):
        return run_values.device_fault(name, text)
    if name == "device-cgroup-rule":
        good = re.fullmatch(r"[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}", text)
        return "" if good else f"invalid device cgroup format '{text}'"
    return ""


def _host_fault(text: str) -> str:
    """Return what is wrong with a value of --add-host, or ""."""
    host, mark, address = text.partition("=")
    if not mark:
        host, mark, address = text.partition(":")
    if not mark or not host or ":" in host:
        return f"bad format for add-host: {quote(text)}"
    if len(address) > 2 and address[0] == "[" and address[-1] == "]":
        address = address[1:-1]
    good = address == "host-gateway" or is_address(address.strip())
    return "" if good else f"invalid IP address in add-host: {quote(address)}"


def _ulimit_fault(text: str) -> str:
    """Return what is wrong with a value of --ulimit, or ""."""
    name, mark, value = text.partition("=")
    if not mark:
        return f"invalid ulimit argument: {text}"
    known = [
        "core",
        "cpu",
        "data",
        "fsize",
        "locks",
        "memlock",
        "msgqueue",
        "nice",
        "nofile",
        "nproc",
        "rss",
        "rtprio",
        "rttime",
        "sigpending",
        "stack",
    ]
    if name not in known:
        return f"invalid ulimit type: {name}"
    limits = value.split(":")
    if len(limits) > 2:
        return f"too many limit value arguments - {value}, can only have up to two, `soft[:hard]`"
    try:
        numbers = [parse_int(limit) for limit in limits]
    except ValueError as error:
        return str(error)
    if len(numbers) == 2 and -1 not in numbers and numbers[0] > numbers[1]:
        return f"ulimit soft limit must be less than or equal to hard limit: {numbers[0]} > {numbers[1]}"
    return ""


def _number_fault(flag: Flag, text: str) -> str:
    """Return what is wrong with the value of a flag that takes a number, or ""."""
    try:
        if flag.type == "int":
            parse_int(text)
        elif flag.type == "uint16":
            parse_int(text, "ParseUint", 16, signed=False)
        elif flag.type == "decimal":
            parse_cpus(text)
        else:
            from tutor.docker.format.units import parse_bytes, parse_duration

            if flag.type == "duration":
                parse_duration(text)
            elif not (flag.name == "memory-swap" and text == "-1"):
                parse_bytes(text)
    except ValueError as error:
        return str(error)
    return ""


def _strings_fault(text: str) -> str:
    from tutor.docker.gocsv import record

    try:
        record(text or ",")
    except ValueError as error:
        return str(error)
    return ""


def fault(flag: Flag, text: str) -> str:
    """Return what Docker says against this value of the flag; "" where it takes it."""
    kind = flag.type
    if kind == "string" or kind == "stringArray":
        return ""
    if kind == "bool":
        try:
            is_true(text)
        except ValueError as error:
            return str(error)
        return ""
    if kind == "strings":
        return _strings_fault(text)
    if kind == "filter":
        return "bad format of filter (expected name=value)" if text and "=" not in text else ""
    if kind == "list":
        return _list_fault(flag.name, text)
    if kind in ("int", "uint16", "decimal", "duration", "bytes"):
        return _number_fault(flag, text)
    if kind == "mount":
        from tutor.docker.mounts import mount_fault

        return mount_fault(text)
    if kind == "ulimit":
        return _ulimit_fault(text)
    if kind in ("gpu-request", "network"):
        from tutor.docker.run_values import gpu_fault, network_fault

        return gpu_fault(text) if kind == "gpu-request" else network_fault(text)
    if kind == "ipNetSlice":
        return next((_net_fault(net) for net in addresses(text) if _net_fault(net)), "")
    if kind in ("ip", "ipSlice"):
        for address in addresses(text) if kind == "ipSlice" else (text,):
            if address.strip() and not is_address(address.strip()):
                slice_text = f"invalid string being converted to IP address: {address}"
                return slice_text if kind == "ipSlice" else f"failed to parse IP: {quote(text)}"
    if kind == "map" and flag.name == "sysctl":
        key, mark, _ = text.partition("=")
        good = mark and (key.startswith(("net.", "fs.mqueue.")) or key in _SYSCTLS)
        return "" if good else f"sysctl '{text}' is not allowed"
    return ""


_SYSCTLS = frozenset(
    [
        "kernel.msgmax",
        "kernel.msgmnb",
        "kernel.msgmni",
        "kernel.sem",
        "kernel.shmall",
        "kernel.shmmax",
        "kernel.shmmni",
        "kernel.shm_rmid_forced",
    ]
)


def filters(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return filters as the engine takes them: names in lower case, no blanks around them, no empty ones."""
    cleaned = []
    for value in values:
        name, mark, rest = value.partition("=")
        if mark:
            cleaned.append(f"{name.strip().lower()}={rest.strip()}")
    return tuple(cleaned)
