"""What can go wrong between a client and a registry, with the facts apart from their words."""

from __future__ import annotations

from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.registry.message import Request, Response

_LONGEST = 64_000
_WORDS = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    409: "Conflict", 413: "Request Entity Too Large", 416: "Requested Range Not Satisfiable",
    429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
}  # fmt: skip


class RegistryError(LayerwiseError):
    """What a client met."""


class UnexpectedStatus(RegistryError):
    """A status that says no. `errors` are the registry's own: code and message."""

    def __init__(self, request: Request, url: str, response: Response) -> None:
        self.method = request.method
        self.url = url
        self.status = response.status
        self.errors = errors_of(response) if request.method != "HEAD" else ()
        line = f"{self.status} {_WORDS.get(self.status, '')}".strip()
        super().__init__(f"unexpected status from {self.method} request to {url}: {line}")
        self.line = line

    @property
    def told(self) -> str:
        """The status and what the registry says of it, for people."""
        first = next(iter(self.errors), None)
        return self.message if first is None else f"{self.message}: {first[0].lower()}: {first[1]}"


class NotAuthorized(RegistryError):
    """The registry wants another login, or none will do. `reason` as containerd has it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ChangedContent(RegistryError):
    """What came is not what was asked for: another digest, or another size in bytes."""

    def __init__(self, expected: str, found: str, size: int = -1, found_size: int = -1) -> None:
        if size != found_size:
            said = f"unexpected size {found_size} of {expected}, expected {size}"
        else:
            said = f"unexpected digest {found}, expected {expected}"
        super().__init__(said)
        self.expected = expected
        self.found = found
        self.size = size
        self.found_size = found_size


class BadAnswer(RegistryError):
    """The registry does not keep to the protocol."""


def errors_of(response: Response) -> tuple[tuple[str, str], ...]:
    """Return code and message of the errors in a response's body; the token server's `details` have no code."""
    import json

    try:
        fields = json.loads(response.read(_LONGEST)[:_LONGEST])
    except ValueError:
        return ()
    rows = fields.get("errors") if isinstance(fields, dict) else None
    if isinstance(fields, dict) and isinstance(fields.get("details"), str):
        return (("", fields["details"]),)
    if not isinstance(rows, list):
        return ()
    found = [row for row in rows if isinstance(row, dict)]
    return tuple((_line(row.get("code")), _line(row.get("message"))) for row in found)


def _line(value: object) -> str:
    return " ".join(value.split())[:500] if isinstance(value, str) else ""
