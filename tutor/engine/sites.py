"""The simulated internet: sites made from recipes, which answer over HTTP and HTTPS.

One rule: a recipe determines every byte that a site answers with, but for the header Date. The format is described in
`sandbox_images/README.md`; names end in `.test` or `example.com` and addresses lie in the blocks that RFC 2606 and
RFC 5737 set aside, so nothing here can be mistaken for a machine that exists.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.engine.recipe_tree import Planter, RecipeError
from tutor.shell import http
from tutor.shell.http import Request, Response
from tutor.vfs.record import Record
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Final

_TYPES = {
    ".html": "text/html", ".txt": "text/plain", ".sh": "application/x-sh", ".json": "application/json",
    ".gz": "application/gzip", ".tgz": "application/gzip", ".tar": "application/x-tar", ".sha256": "text/plain",
}  # fmt: skip
_HTTP, _HTTPS = 80, 443


class Site:
    """One machine of the simulated internet, by its recipe: `host` is its name, `address` its IPv4 address."""

    def __init__(self, recipe: str, table: Mapping[str, Any]) -> None:
        """Read a parsed recipe. Raises RecipeError."""
        self.recipe: Final = recipe
        try:
            self.host: Final[str] = table["host"]
            self.address: Final[str] = table["address"]
            self.modified: Final = int(table["modified"].timestamp())
            self.pages: Final[dict[str, str]] = dict(table.get("pages", {}))
            self.archives: Final[dict[str, Mapping[str, Any]]] = dict(table.get("archives", {}))
            self.redirects: Final[dict[str, str]] = dict(table.get("redirects", {}))
            self.echo: Final[str] = table.get("echo", "")
            self.status: Final[str] = table.get("status", "")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise RecipeError(recipe, "", f"cannot be read ({type(error).__name__}: {error})") from None
        self._bodies: dict[str, bytes] = {}

    def body(self, path: str) -> bytes | None:
        """Return what lies at a path; an archive is made when it is first asked for. Raises RecipeError."""
        found = self._bodies.get(path)
        if found is None:
            made = self._made(path)
            if made is None:
                return None
            found = self._bodies[path] = made
        return found

    def _made(self, path: str) -> bytes | None:
        if path in self.pages:
            return self.pages[path].encode()
        if path in self.archives:
            return self._archive(path, self.archives[path])
        whole = path.removesuffix(".sha256")
        if whole != path and whole in self.archives:
            body = self.body(whole) or b""
            return f"{sha256(body).hexdigest()}  {whole.rpartition('/')[2]}\n".encode()
        return None

    def _archive(self, path: str, table: Mapping[str, Any]) -> bytes:
        from tutor.vfs.gzip import compress
        from tutor.vfs.layer import tree_tar

        planter = Planter(
            Tree.empty(self.modified), where=f"{self.host}{path}", platform="amd64", scale=100, mtime=self.modified
        )
        planter.plant(table.get("files", ""))
        modes: Mapping[str, str] = table.get("modes", {})
        for name, text in table.get("texts", {}).items():
            planter.write(name, text, int(modes.get(name, "0644"), 8))
        pieces = tree_tar(planter.finish())
        return b"".join(compress(pieces) if path.endswith(("gz",)) else pieces)

    def answer(self, request: Request, now: float, port: int) -> Response:
        """Return the response to a request that came to a port, as a small static server gives it."""
        path = request.path
        always = (("Server", "classroom"), ("Date", http.date(now)))
        if self.echo and path == self.echo:
            return _echoed(request, always)
        code = path.removeprefix(self.status) if self.status and path.startswith(self.status) else ""
        if code.isdecimal() and 200 <= int(code) <= 599:
            return self._said(request, int(code), always)
        target = self.redirects.get(path)
        if target is not None:
            return self._said(request, 301, (*always, ("Location", target)))
        body = self.body(path)
        if body is None:
            return self._said(request, 404, always)
        if request.method not in ("GET", "HEAD"):
            return self._said(request, 405, (*always, ("Allow", "GET, HEAD")))
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        dated = (*always, ("Last-Modified", http.date(self.modified)), ("ETag", tag))
        if tag in request.header("If-None-Match"):
            return Response(304, dated)
        described = (*dated, ("Content-Type", _type(path)), ("Content-Length", str(len(body))))
        return Response(200, described, b"" if request.method == "HEAD" else body)

    def _said(self, request: Request, status: int, headers: http.Headers) -> Response:
        reason = http.REASONS.get(status, "")
        body = f"<html><head><title>{status} {reason}</title></head><body>{status} {reason}</body></html>\n".encode()
        if status in (204, 304):
            return Response(status, headers)
        described = (*headers, ("Content-Type", "text/html"), ("Content-Length", str(len(body))))
        return Response(status, described, b"" if request.method == "HEAD" else body)


def _type(path: str) -> str:
    name = path.rpartition("/")[2]
    return _TYPES.get("." + name.rpartition(".")[2], "application/octet-stream") if "." in name else "text/html"


def _echoed(request: Request, headers: http.Headers) -> Response:
    """Return what the client sent as JSON: for looking at what -X, -H and -d do."""
    from json import dumps

    sent = {
        "method": request.method, "path": request.target, "headers": dict(request.headers),
        "body": request.body.decode("utf-8", "replace"),
    }  # fmt: skip
    body = (dumps(sent, indent=2) + "\n").encode()
    described = (*headers, ("Content-Type", "application/json"), ("Content-Length", str(len(body))))
    return Response(200, described, b"" if request.method == "HEAD" else body)


class Sites(Record):
    """All that a sandbox's machines can reach beyond it; nothing at all where it is not `online`."""

    __slots__ = __match_args__ = ("sites", "online")

    def __init__(self, sites: Iterable[Site] = (), *, online: bool = True) -> None:
        self.sites: Final = tuple(sites)
        self.online: Final = online

    def addresses(self, name: str) -> tuple[str, ...]:
        """Return the addresses of a name; empty where nobody has it."""
        lower = name.lower().rstrip(".")
        return tuple(site.address for site in self.sites if site.host == lower) if self.online else ()

    def reaches(self, address: str) -> bool:
        """Say whether a site is at an address. Raises NetworkError."""
        from tutor.shell.network import NetworkError

        if not self.online:
            raise NetworkError("ENETUNREACH")
        return any(site.address == address for site in self.sites)

    def exchange(self, address: str, port: int, data: bytes | None, tls: bool, now: float) -> bytes:
        """Ask the site at an address. Raises NetworkError."""
        from tutor.shell.network import NetworkError

        if not self.reaches(address):
            raise NetworkError("ETIMEDOUT")
        if port not in (_HTTP, _HTTPS):
            raise NetworkError("ECONNREFUSED")
        if data is None:
            return b""
        if tls != (port == _HTTPS):
            if tls:
                raise NetworkError("EPROTO")
            return Response(400, body=b"The plain HTTP request was sent to HTTPS port\n").encode()
        try:
            request = Request.parse(data)
        except http.BadMessage:
            return Response(400).encode()
        named = request.header("Host").partition(":")[0].lower()
        here = [site for site in self.sites if site.address == address]
        site = next((site for site in here if site.host == named), here[0])
        return site.answer(request, now, port).encode()


NO_SITES = Sites()


def read_sites(folder: str) -> Sites:
    """Return the sites whose recipes lie in a folder. Raises RecipeError, LayerwiseError."""
    import os
    import tomllib

    sites = []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        if name.endswith(".toml"):
            with open(os.path.join(folder, name), "rb") as file:
                try:
                    table = tomllib.load(file)
                except tomllib.TOMLDecodeError as error:
                    raise RecipeError(name, "", f"cannot be read ({error})") from None
            sites.append(Site(name.removesuffix(".toml"), table))
    return Sites(sites)
