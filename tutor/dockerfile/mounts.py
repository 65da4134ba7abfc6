"""`RUN --mount=…`: the comma-separated fields of a mount."""

from __future__ import annotations

from collections.abc import Callable

from tutor.dataclass import dataclass
from tutor.dockerfile.durations import parse_size
from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.text import quote, with_suggestion

TYPES = ("bind", "cache", "tmpfs", "secret", "ssh")
SHARING = ("shared", "private", "locked")
_KEYS = (
    *("type", "from", "source", "target", "readonly", "id", "sharing", "required", "size", "mode", "uid", "gid"),
    *("src", "dst", "destination", "ro", "rw", "readwrite", "env"),
)
_SAME = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly", "rw": "readwrite"}
_TRUE = ("1", "t", "T", "TRUE", "true", "True")
_FALSE = ("0", "f", "F", "FALSE", "false", "False")


@dataclass(frozen=True, slots=True)
class Mount:
    """A mount of a RUN: its type, where it comes from and goes to; ids and modes are None where not given.

    `from_` is a stage or image; `size` is in bytes (0: no limit); `env` is the variable of a secret.
    """

    type: str = "bind"
    from_: str = ""
    source: str = ""
    target: str = ""
    read_only: bool = True
    size: int = 0
    id: str = ""
    sharing: str = ""
    required: bool = False
    env: str | None = None
    mode: int | None = None
    uid: int | None = None
    gid: int | None = None


def split_fields(text: str) -> list[str]:
    """Split a line of comma-separated values, quotes honoured. Raises `ParseError`."""
    line = text.removesuffix("\n").removesuffix("\r")
    if not line:
        raise ParseError("failed to parse csv mounts: EOF")
    fields: list[str] = []
    pos = 0
    while True:
        if not line.startswith('"', pos):
            comma = line.find(",", pos)
            field = line[pos:] if comma < 0 else line[pos:comma]
            if '"' in field:
                raise _bad_field(pos + field.index('"'), 'bare " in non-quoted field')
            fields.append(field)
        else:
            field, comma = _quoted(line, pos + 1)
            fields.append(field)
        if comma < 0:
            return fields
        pos = comma + 1


def _quoted(line: str, pos: int) -> tuple[str, int]:
    """Return a quoted field and where the comma behind it is (-1 at the end)."""
    out: list[str] = []
    while True:
        end = line.find('"', pos)
        if end < 0:
            raise _bad_field(pos, 'extraneous or missing " in quoted-field')
        out.append(line[pos:end])
        following = line[end + 1 : end + 2]
        if following == '"':
            out.append('"')
            pos = end + 2
            continue
        if following not in ("", ","):
            raise _bad_field(end, 'extraneous or missing " in quoted-field')
        return "".join(out), end + 1 if following else -1


def _bad_field(column: int, problem: str) -> ParseError:
    return ParseError(f"failed to parse csv mounts: parse error on line 1, column {column + 1}: {problem}")


def check_mount(text: str) -> None:
    """Check what can be checked before variables are known. Raises `ParseError`."""
    for field in split_fields(text):
        key, has_value, value = field.partition("=")
        dollar = value.find("$")
        if has_value and key.lower() == "from" and dollar not in (-1, len(value) - 1):
            raise ParseError(f"'{key.lower()}' doesn't support variable expansion, define alias stage instead")


def mount_source(text: str) -> str:
    """Return the stage or image that a mount comes from, as written; empty for the build context."""
    found = ""
    for field in split_fields(text):
        key, _, value = field.partition("=")
        found = value if key.lower() == "from" else found
    return found


def parse_mount(text: str, expand: Callable[[str], str] = lambda value: value) -> Mount:
    """Read a mount; `expand` replaces variables in values. Raises `ParseError` with BuildKit's text."""
    reader = _Mount()
    for field in split_fields(text):
        key, has_value, value = field.partition("=")
        reader.set(field, key.lower(), expand(value) if has_value else None)
    return reader.finish()


class _Mount:
    """Collects the fields of one mount."""

    def __init__(self) -> None:
        self.type = "bind"
        self.read_only: bool | None = None
        self.values: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.required = False

    def set(self, field: str, key: str, value: str | None) -> None:
        name = _SAME.get(key, key)
        if value is None:
            self.flag(field, key, name)
        elif name == "type":
            if value.lower() not in TYPES:
                raise ParseError(with_suggestion(f"unsupported mount type {quote(value)}", value, TYPES))
            self.type = value.lower()
        elif name in ("readonly", "readwrite"):
            truth = _truth(key, value)
            self.read_only = truth if name == "readonly" else not truth
        elif name == "required":
            self.only(key, "secret", "ssh")
            self.required = _truth(key, value)
        elif name == "size":
            self.only(key, "tmpfs")
            size = parse_size(value)
            if size is None:
                raise ParseError(f"invalid value for {key}: {value}")
            self.numbers["size"] = size
        elif name in ("mode", "uid", "gid"):
            self.number(name, value)
        elif name == "sharing" and value.lower() not in SHARING:
            raise ParseError(with_suggestion(f"unsupported sharing value {quote(value)}", value, SHARING))
        elif name in _KEYS:
            self.values[name] = value.lower() if name == "sharing" else value
        else:
            raise ParseError(with_suggestion(f"unexpected key '{key}' in '{field}'", key, _KEYS))

    def flag(self, field: str, key: str, name: str) -> None:
        if name in ("readonly", "readwrite"):
            self.read_only = name == "readonly"
        elif name == "required":
            self.only(key, "secret", "ssh")
            self.required = True
        else:
            raise ParseError(f"invalid field '{field}' must be a key=value pair")

    def only(self, key: str, *types: str) -> None:
        if self.type not in types:
            raise ParseError(f"unexpected key '{key}' for mount type '{self.type}'")

    def number(self, name: str, value: str) -> None:
        digits = "01234567" if name == "mode" else "0123456789"
        if not value or any(char not in digits for char in value) or int(value, len(digits)) >= 2**32:
            raise ParseError(f"invalid value {value} for {name}")
        self.numbers[name] = int(value, len(digits))

    def finish(self) -> Mount:
        self.check()
        values, numbers = self.values, self.numbers
        read_only = self.type not in ("cache", "tmpfs") if self.read_only is None else self.read_only
        return Mount(
            type=self.type,
            from_=values.get("from", ""),
            source=values.get("source", ""),
            target=values.get("target", ""),
            read_only=read_only,
            size=numbers.get("size", 0),
            id=values.get("id", ""),
            sharing=values.get("sharing", ""),
            required=self.required,
            env=values.get("env"),
            mode=numbers.get("mode"),
            uid=numbers.get("uid"),
            gid=numbers.get("gid"),
        )

    def check(self) -> None:
        values = self.values
        if self.type not in ("secret", "ssh", "cache"):
            for name in ("mode", "uid", "gid"):
                if name in self.numbers:
                    raise ParseError(f"{name} not allowed for {quote(self.type)} type mounts")
        if self.type == "secret":
            if values.get("from"):
                raise ParseError("secret mount should not have a from")
            if values.get("sharing"):
                raise ParseError("secret mount should not define sharing")
            if not (values.get("source") or values.get("target") or values.get("id")):
                raise ParseError("invalid secret mount. one of source, target required")
            if values.get("source") and values.get("id"):
                raise ParseError("both source and id can't be set")
        if values.get("sharing") and self.type != "cache":
            raise ParseError(f"invalid cache sharing set for {self.type} mount")


def _truth(key: str, value: str) -> bool:
    if value not in _TRUE + _FALSE:
        raise ParseError(f"invalid value for {key}: {value}")
    return value in _TRUE
