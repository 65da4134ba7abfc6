"""A request and its response, as values: what HTTP carries, without a socket."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. `path` is decoded and has no query; `headers` have lower-case names."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The header's value, "" where it is not sent; `name` in lower case."""
        return next((value for key, value in self.headers if key == name), "")

    def argument(self, name: str) -> str:
        """The first query argument of that name, "" where there is none."""
        return next((value for key, value in self.query if key == name), "")


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response. `body` yields `size` bytes in all; a HEAD's response keeps `size` and sends no body."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: Iterable[bytes] = ()
    size: int = 0
