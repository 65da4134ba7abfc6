"""The value of --mount: fields separated by commas, read and refused as Docker's command line does."""

from __future__ import annotations

from tutor.docker.gocsv import record
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_SWITCHES = ("readonly", "ro", "volume-nocopy", "bind-nonrecursive", "bind-create-src")
_RECURSIVE = ("enabled", "disabled", "writable", "readonly")
_TRUTH = {"1": True, "true": True, "0": False, "false": False}


class MountSpec(Record):
    """A parsed --mount; `options` are the fields beside type, source, target and readonly, as pairs."""

    __slots__ = __match_args__ = ("kind", "source", "target", "read_only", "options")

    def __init__(
        self,
        kind: str,
        source: str,
        target: str,
        read_only: bool,
        options: tuple[tuple[str, str], ...],
    ) -> None:
        self.kind: Final = kind
        self.source: Final = source
        self.target: Final = target
        self.read_only: Final = read_only
        self.options: Final = options


def mount_fault(text: str) -> str:
    """Return what Docker says against this value, or ""."""
    try:
        parse_mount(text)
    except ValueError as error:
        return str(error)
    return ""


def parse_mount(text: str) -> MountSpec:
    """Read a value. Raises ValueError with Docker's text."""
    text = text.strip()
    if not text:
        raise ValueError("value is empty")
    kind, source, target, read_only = "volume", "", "", False
    options: list[tuple[str, str]] = []
    for field in record(text):
        key, value, given = _key_and_value(field)
        if key == "type":
            kind = value.lower()
        elif key in ("source", "src"):
            source = value
        elif key in ("target", "dst", "destination"):
            target = value
        elif key in ("readonly", "ro"):
            read_only = _truth(key, value, given)
        else:
            options.append((key, _checked(key, value, given, field)))
    for prefix in ("bind", "volume", "image", "tmpfs"):
        if kind != prefix and any(key.startswith(prefix + "-") for key, _ in options):
            raise ValueError(f"cannot mix '{prefix}-*' options with mount type '{kind}'")
    _check_recursion(dict(options), read_only)
    return MountSpec(kind, source, target, read_only, tuple(options))


def _key_and_value(field: str) -> tuple[str, str, bool]:
    key, equals, value = field.partition("=")
    if key.strip() != key:
        raise ValueError(f"invalid option '{key.strip()}' in '{field}': option should not have whitespace")
    if equals:
        if not value.strip():
            raise ValueError(f"invalid value for '{key}': value is empty")
        if value.strip() != value:
            raise ValueError(f"invalid value for '{key}' in '{field}': value should not have whitespace")
    key = key.lower()
    if not equals and key not in _SWITCHES:
        raise ValueError(f"invalid field '{field}' must be a key=value pair")
    return key, value, bool(equals)


def _truth(key: str, value: str, given: bool) -> bool:
    if not given:
        return True
    if value not in _TRUTH:
        from tutor.docker.values import quote

        allowed = 'must be one of "true", "1", "false", or "0" (default "true")'
        raise ValueError(f"invalid value for '{key}': invalid boolean value ({quote(value)}): {allowed}")
    return _TRUTH[value]


def _checked(key: str, value: str, given: bool, field: str) -> str:
    """Return the value of one of the other options. Raises ValueError."""
    if key == "bind-nonrecursive":
        raise ValueError("bind-nonrecursive is deprecated, use bind-recursive=disabled instead")
    if key == "bind-recursive":
        if value not in _RECURSIVE:
            allowed = 'must be "enabled", "disabled", "writable", or "readonly"'
            raise ValueError(f"invalid value for {key}: {value} ({allowed})")
        return value
    if key in ("bind-create-src", "volume-nocopy"):
        return "true" if _truth(key, value, given) else "false"
    if key in ("bind-propagation", "consistency"):
        return value.lower()
    if key == "tmpfs-size":
        from tutor.docker.format.units import parse_bytes

        try:
            return str(parse_bytes(value))
        except ValueError:
            raise ValueError(f"invalid value for {key}: {value}") from None
    if key == "tmpfs-mode":
        try:
            return str(int(value, 8))
        except ValueError:
            raise ValueError(f"invalid value for {key}: {value}") from None
    if key in ("volume-subpath", "volume-label", "volume-driver", "volume-opt", "image-subpath"):
        return value
    raise ValueError(f"unknown option '{key}' in '{field}'")


def _check_recursion(options: dict[str, str], read_only: bool) -> None:
    recursive = options.get("bind-recursive", "")
    if recursive not in ("writable", "readonly"):
        return
    if not read_only:
        raise ValueError(f"option 'bind-recursive={recursive}' requires 'readonly' to be specified in conjunction")
    if recursive == "readonly" and options.get("bind-propagation") != "rprivate":
        need = "'bind-propagation=rprivate' to be specified in conjunction"
        raise ValueError(f"option 'bind-recursive=readonly' requires {need}")
