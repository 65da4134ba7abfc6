"""The applet `httpd`: it serves the files of a folder to whoever reaches the machine's port."""

from __future__ import annotations

import re

from tutor.shell import http
from tutor.shell.commands._applet import Failure, Options, Usage, applet, options
from tutor.shell.http import BadMessage, Request, Response
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_FOREVER = 1e12
_CLIENT = "127.0.0.1:40000"
"""Whom a log line names: an exchange has no other end here."""
_TYPES = {
    "txt": "text/plain", "h": "text/plain", "c": "text/plain", "htm": "text/html", "html": "text/html",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "png": "image/png", "svg": "image/svg+xml",
    "css": "text/css", "js": "application/javascript", "json": "application/json", "xml": "text/xml",
    "wav": "audio/wav", "avi": "video/x-msvideo", "mpg": "video/mpeg", "mpeg": "video/mpeg",
}  # fmt: skip
_SAID = {
    400: "Unsupported method", 403: "", 404: "The requested URL was not found",
    501: "The requested method is not recognized",
}  # fmt: skip


@applet(
    "[-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-u USER[:GRP]] [-r REALM] [-h HOME]\nor httpd -d/-e STRING",
    "Serve the files below HOME (the current folder) over HTTP, on port 80 or PORT.",
)
def main(process: Process) -> int:
    """Serve files; with -d or -e translate a string."""
    opts = options(process, "c:d:e:h:p:ifu:r:v")
    if (text := opts.value("d")) is not None:
        process.out(_decoded(text))
        return 0
    if (text := opts.value("e")) is not None:
        process.out(re.sub("[^A-Za-z0-9]", lambda match: f"&#{ord(match[0])};", text))
        return 0
    if opts.arguments:
        raise Usage
    home, port = _checked(process, opts)
    server = _Server(process, home, opts.count("v"))
    try:
        process.host.network.listen(port, server.respond)
    except NetworkError as error:
        raise Failure(f"bind: {error.strerror}") from None
    if "f" in opts:
        process.sleep(_FOREVER)
    return 0


def _checked(process: Process, opts: Options) -> tuple[str, int]:
    """Return the folder and the port. Raises Failure for a wrong one, or a configuration that is missing."""
    home = process.path(opts.value("h") or ".")
    if not process.fs.is_dir(home):
        reason = "Not a directory" if process.fs.exists(home) else "No such file or directory"
        raise Failure(f"can't change directory to '{opts.value('h')}': {reason}")
    configuration = opts.value("c")
    if configuration and not process.fs.exists(process.path(configuration)):
        raise Failure(f"{configuration}: No such file or directory")
    address = opts.value("p") or "80"
    port = address.rpartition(":")[2]
    if not port.isdecimal() or int(port) > 65535:
        raise Failure(f"bad address '{address}'")
    return home, int(port)


class _Server:
    """The service: requests in, files out, with busybox's headers and log lines."""

    def __init__(self, process: Process, home: str, talks: int) -> None:
        self._process = process
        self._home = home
        self._talks = talks

    def respond(self, data: bytes) -> bytes:
        """Answer one request."""
        self._process.kernel.sync()
        try:
            request = Request.parse(data)
        except BadMessage:
            return self._logged("", self._said(400))
        path = request.path
        if ".." in path.split("/") or not path.startswith("/"):
            return self._logged("", self._said(400))
        if request.method not in ("GET", "HEAD"):
            return self._logged(path, self._said(501))
        response = self._file(path)
        if request.method == "HEAD":
            response = Response(response.status, response.headers)
        return self._logged(path, response)

    def _logged(self, path: str, response: Response) -> bytes:
        if self._talks > 1 and path:
            self._process.err(f"{_CLIENT}: url:{path}\n")
        if self._talks:
            self._process.err(f"{_CLIENT}: response:{response.status}\n")
        return response.encode()

    def _file(self, path: str) -> Response:
        fs = self._process.fs
        where = f"{self._home.rstrip('/')}{path}"
        if path.startswith("/cgi-bin"):
            return self._said(403)
        if fs.is_dir(where):
            if not path.endswith("/"):
                return Response(302, (*self._head("text/html"), ("Location", path + "/")))
            where += "index.html"
        try:
            stat = fs.stat(where)
            body = fs.read(where)
        except FsError as error:
            return self._said(403 if error.code == "EACCES" else 404)
        kind = _TYPES.get(where.rpartition("/")[2].rpartition(".")[2], "") if "." in where.rpartition("/")[2] else ""
        described = (
            ("Accept-Ranges", "bytes"), ("Last-Modified", http.date(stat.mtime)),
            ("ETag", f'"{int(stat.mtime):x}-{len(body):x}"'), ("Content-Length", str(len(body))),
        )  # fmt: skip
        return Response(200, (*self._head(kind), *described), body)

    def _head(self, kind: str) -> http.Headers:
        always = (("Date", http.date(self._process.host.now())), ("Connection", "close"))
        return (*always, ("Content-type", kind)) if kind else always

    def _said(self, status: int) -> Response:
        title = f"{status} {http.REASONS[status]}"
        text = f"<HTML><HEAD><TITLE>{title}</TITLE></HEAD>\n<BODY><H1>{title}</H1>\n{_SAID[status]}\n</BODY></HTML>\n"
        return Response(status, self._head("text/html"), text.encode())


def _decoded(text: str) -> str:
    """Return a text with + and %XX of a URL replaced."""
    return re.sub("%([0-9A-Fa-f]{2})", lambda match: chr(int(match[1], 16)), text.replace("+", " "))
