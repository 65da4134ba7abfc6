"""What a 401 asks for: the `WWW-Authenticate` header (RFC 9110, § 11.6.1), and the answers to it."""

from __future__ import annotations

from tutor.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Challenge:
    """One scheme ("basic", "bearer") with its parameters (names in lower case)."""

    scheme: str
    parameters: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """A parameter, "" where it is not there."""
        return next((value for key, value in self.parameters if key == name), "")


def challenges(header: str) -> tuple[Challenge, ...]:
    """Return the challenges of a header; what is none is passed over."""
    found: list[Challenge] = []
    scheme = ""
    pairs: list[tuple[str, str]] = []
    for item in split_list(header):
        head, equals, value = item.partition("=")
        word, space, name = head.strip().partition(" ")
        if space or not equals:
            if scheme:
                found.append(Challenge(scheme, tuple(pairs)))
            scheme, pairs = word.lower(), []
            head = name
        if equals and head.strip():
            pairs.append((head.strip().lower(), _plain(value.strip())))
    if scheme:
        found.append(Challenge(scheme, tuple(pairs)))
    return tuple(found)


def split_list(header: str) -> list[str]:
    """Split a header at commas that stand in no quotes and no angle brackets."""
    items, item, quoted, escaped, address = [], "", False, False, False
    for char in header:
        address = char == "<" or (address and char != ">")
        if char == "," and not quoted and not address:
            items.append(item)
            item = ""
            continue
        if char == '"' and not escaped:
            quoted = not quoted
        escaped = char == "\\" and quoted and not escaped
        item += char
    return [part.strip() for part in (*items, item) if part.strip()]


def _plain(value: str) -> str:
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':
        return value
    out, escaped = "", False
    for char in value[1:-1]:
        if char == "\\" and not escaped:
            escaped = True
            continue
        out += char
        escaped = False
    return out


def basic(user: str, password: str) -> str:
    """Return the value of an `Authorization` header for name and password."""
    from base64 import b64encode

    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def token_of(fields: Mapping[str, object]) -> str:
    """Return the token in a token server's answer, "" where there is none."""
    for name in ("token", "access_token"):
        value = fields.get(name)
        if isinstance(value, str) and value:
            return value
    return ""
