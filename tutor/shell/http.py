"""HTTP/1.1 messages (RFC 9112) between bytes and values, and URLs as clients take them.

One rule: a message is whole; bodies are delimited by Content-Length, or by the end of what was received.
"""

from __future__ import annotations

from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    Headers = tuple[tuple[str, str], ...]

PORTS = {"http": 80, "https": 443, "ftp": 21}
REASONS = {
    200: "OK", 201: "Created", 204: "No Content", 206: "Partial Content", 301: "Moved Permanently", 302: "Found",
    303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
    413: "Content Too Large", 418: "I'm a teapot", 429: "Too Many Requests", 500: "Internal Server Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
}  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class BadMessage(ValueError):
    """Bytes that are no HTTP message."""


class Request(Record):
    """A request. `target` is a path with its query; header names keep the case in which they were sent."""

    __slots__ = __match_args__ = ("method", "target", "headers", "body", "version")

    def __init__(
        self, method: str, target: str, headers: Headers = (), body: bytes = b"", version: str = "HTTP/1.1"
    ) -> None:
        self.method: Final = method
        self.target: Final = target
        self.headers: Final = headers
        self.body: Final = body
        self.version: Final = version

    @property
    def path(self) -> str:
        """The target without its query, percent-encoding undone."""
        return unquoted(self.target.partition("?")[0])

    def header(self, name: str) -> str:
        """Return a header, "" where it is missing."""
        return header(self.headers, name)

    def encode(self) -> bytes:
        """Return the request as it is sent."""
        return _joined(f"{self.method} {self.target} {self.version}", self.headers, self.body)

    @classmethod
    def parse(cls, data: bytes) -> Request:
        """Read a request. Raises BadMessage."""
        first, headers, body = _split(data)
        words = first.split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/"):
            raise BadMessage(first)
        return cls(words[0], words[1], headers, body, words[2])


class Response(Record):
    """A response; `reason` follows from the status where it is left out."""

    __slots__ = __match_args__ = ("status", "headers", "body", "reason", "version")

    def __init__(
        self, status: int, headers: Headers = (), body: bytes = b"", reason: str = "", version: str = "HTTP/1.1"
    ) -> None:
        self.status: Final = status
        self.headers: Final = headers
        self.body: Final = body
        self.reason: Final = reason or REASONS.get(status, "")
        self.version: Final = version

    def header(self, name: str) -> str:
        """Return a header, "" where it is missing."""
        return header(self.headers, name)

    def head(self) -> bytes:
        """Return the status line and the headers as they are sent, with the empty line that ends them."""
        return _joined(f"{self.version} {self.status} {self.reason}", self.headers, b"")

    def encode(self) -> bytes:
        """Return the response as it is sent."""
        return self.head() + self.body

    @classmethod
    def parse(cls, data: bytes) -> Response:
        """Read a response. Raises BadMessage."""
        first, headers, body = _split(data)
        version, _, rest = first.partition(" ")
        status, _, reason = rest.partition(" ")
        if not version.startswith("HTTP/") or len(status) != 3 or not status.isdecimal():
            raise BadMessage(first)
        return cls(int(status), headers, body, reason, version)


def header(headers: Headers, name: str) -> str:
    """Return the first header of a name, in whatever case, "" where it is missing."""
    lower = name.lower()
    return next((value for key, value in headers if key.lower() == lower), "")


def _joined(first: str, headers: Headers, body: bytes) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + body


def _split(data: bytes) -> tuple[str, Headers, bytes]:
    head, end, body = data.partition(b"\r\n\r\n")
    if not end:
        head, end, body = data.partition(b"\n\n")
    first, *lines = head.decode("utf-8", "surrogateescape").splitlines() or [""]
    headers = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name:
            raise BadMessage(line)
        headers.append((name, value.strip()))
    length = header(tuple(headers), "content-length")
    if length.isdecimal():
        body = body[: int(length)]
    return first, tuple(headers), body


def unquoted(text: str) -> str:
    """Return a part of a URL with %XX replaced."""
    if "%" not in text:
        return text
    first, *rest = text.encode("utf-8", "surrogateescape").split(b"%")
    done = first
    for part in rest:
        try:
            done += bytes([int(part[:2].decode("ascii"), 16)]) + part[2:]
        except ValueError:
            done += b"%" + part
    return done.decode("utf-8", "surrogateescape")


class BadUrl(ValueError):
    """A URL whose port is none."""


class Url(Record):
    """The parts of `scheme://user@host:port/target`; `scheme` is lower case, `given` whether the port was written."""

    __slots__ = __match_args__ = ("scheme", "host", "port", "target", "user", "given")

    def __init__(self, scheme: str, host: str, port: int, target: str, user: str = "", given: bool = False) -> None:
        self.scheme: Final = scheme
        self.host: Final = host
        self.port: Final = port
        self.target: Final = target
        self.user: Final = user
        self.given: Final = given

    @classmethod
    def parse(cls, text: str, scheme: str = "http") -> Url:
        """Read a URL; one without a scheme gets that one. Raises BadUrl."""
        before, mark, rest = text.partition("://")
        if mark:
            scheme = before.lower()
        else:
            rest = text
        rest = rest.partition("#")[0]
        end = min((at for mark in "/?" if (at := rest.find(mark)) >= 0), default=len(rest))
        place, target = rest[:end], rest[end:]
        user, named, host = place.rpartition("@")
        name, colon, port = host.partition(":") if not host.startswith("[") else host.rpartition(":")
        if host.endswith("]"):
            name, colon, port = host, "", ""
        if colon and port and not (port.isdecimal() and int(port) < 65536):
            raise BadUrl(port)
        if not target.startswith("/"):
            target = "/" + target
        number = int(port) if port else PORTS.get(scheme, 80)
        return cls(scheme, name.strip("[]"), number, target, user if named else "", bool(port))

    @property
    def place(self) -> str:
        """Host and port as the header Host has them: the port only where it was written and is not the usual one."""
        return f"{self.host}:{self.port}" if self.port != PORTS.get(self.scheme, 80) else self.host

    @property
    def name(self) -> str:
        """The last part of the path: what a download is called."""
        return self.target.partition("?")[0].rpartition("/")[2]

    def join(self, location: str) -> Url:
        """Return what a Location header means that came from here. Raises BadUrl."""
        if "://" in location.partition("?")[0]:
            return Url.parse(location)
        if location.startswith("//"):
            return Url.parse(f"{self.scheme}:{location}")
        if not location.startswith("/"):
            location = self.target.partition("?")[0].rpartition("/")[0] + "/" + location
        return Url(self.scheme, self.host, self.port, location, self.user, self.given)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.place}{self.target}"


def date(seconds: float) -> str:
    """Return a time as HTTP writes it ("Thu, 01 Jan 1970 00:00:00 GMT")."""
    from time import gmtime

    at = gmtime(seconds)
    clock = f"{at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02}"
    return f"{_DAYS[at.tm_wday]}, {at.tm_mday:02} {_MONTHS[at.tm_mon - 1]} {at.tm_year} {clock} GMT"


def seconds(text: str) -> int | None:
    """Return the time that an HTTP date says, in seconds since 1970; None where it is none."""
    from calendar import timegm

    try:
        _, day, month, year, clock, _ = text.split()
        hour, minute, second = (int(part) for part in clock.split(":"))
        return timegm((int(year), _MONTHS.index(month) + 1, int(day), hour, minute, second))
    except ValueError:
        return None
