"""What the command line itself refuses of the flags of `docker run` and `docker create`, in its own order."""

from __future__ import annotations

import re

from tutor.docker.commands.common import read_file
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.docker.values import quote
from tutor.engine.containers.ports import port_range
from tutor.engine.errors import EngineError

_MODES = (
    ("pid", ("", "host"), "--pid: invalid PID mode"),
    ("uts", ("", "host"), "--uts: invalid UTS mode"),
    ("userns", ("", "host"), "--userns: invalid USER mode"),
    ("cgroupns", ("", "host", "private"), "--cgroupns: invalid CGROUP mode"),
)
_MAC = re.compile(r"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5,19}|[0-9a-fA-F]{4}(\.[0-9a-fA-F]{4}){2,9}")
_RIGHTS = re.compile(r"(?!.*(.).*\1)[rwm]+")



def check_flags(invocation: Invocation) -> None:
    """Refuse values that are none, before the engine is asked. Raises CommandError with Docker's words."""
    mac = invocation.text("mac-address")
    if mac and not _MAC.fullmatch(mac.strip()):
        raise CommandError(f"{mac} is not a valid mac address")
    for text in invocation.many("expose"):
        try:
            port_range(text)
        except EngineError as error:
            raise CommandError(f"invalid range format for --expose: {error.message}") from None
    for text in invocation.many("device"):
        _check_device(text)


def check_modes(invocation: Invocation) -> None:
    """Refuse namespaces, security and storage options that there are not. Raises CommandError."""
    for flag, known, wrong in _MODES:
        value = invocation.text(flag)
        other = flag == "pid" and value.startswith("container:") and len(value) > len("container:")
        if value not in known and not other:
            raise CommandError(wrong)


def check_security(invocation: Invocation) -> None:
    """Refuse security and storage options that are none. Raises CommandError."""
    for text in invocation.many("security-opt"):
        key, mark, value = text.partition("=")
        if not mark and key != "no-new-privileges":
            key, mark, value = text.partition(":")
        if not value and key != "no-new-privileges":
            raise CommandError(f"invalid --security-opt: {quote(text)}")
        if key == "seccomp" and value not in ("builtin", "unconfined"):
            _check_profile(invocation, value)
    for text in invocation.many("storage-opt"):
        if "=" not in text:
            raise CommandError("invalid storage option")


def check_detach_keys(text: str) -> None:
    """Refuse a value of --detach-keys that is none. Raises CommandError."""
    for key in text.split(",") if text else ():
        if len(key) != 1 and not re.fullmatch(r"ctrl-[a-z@\[\\\]^_]", key):
            raise CommandError(f"invalid detach keys ({text}): Unknown character: '{key}'")


def _check_device(text: str) -> None:
    """Refuse a value of --device that is neither a path nor source:target[:rights]. Raises CommandError."""
    parts = text.split(":")
    if len(parts) > 3 or not parts[0]:
        raise CommandError(f"bad format for path: {text}")
    inside = parts[0] if len(parts) == 1 or (len(parts) == 2 and _RIGHTS.fullmatch(parts[1])) else parts[1]
    if len(parts) == 3 and not _RIGHTS.fullmatch(parts[2]):
        raise CommandError(f"bad mode specified: {parts[2]}")
    if not inside.startswith("/"):
        raise CommandError(f"{inside} is not an absolute path")


def _check_profile(invocation: Invocation, path: str) -> None:
    import json

    try:
        data = read_file(invocation, path)
    except CommandError as error:
        raise CommandError(f"opening seccomp profile ({path}) failed: {error.message}") from None
    try:
        json.loads(data)
    except ValueError as error:
        raise CommandError(f"compacting json for seccomp profile ({path}) failed: {error}") from None
