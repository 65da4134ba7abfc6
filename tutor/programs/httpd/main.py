"""The program `httpd` of Apache (and `httpd-foreground`), told from busybox's applet by where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.programs import daemon, web
from tutor.shell import http
from tutor.shell.http import BadMessage, Request, Response
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_TITLES = {
    400: ("Bad Request", "Your browser sent a request that this server could not understand."),
    403: ("Forbidden", "You don't have permission to access this resource."),
    404: ("Not Found", "The requested URL was not found on this server."),
    405: ("Method Not Allowed", "The requested method {method} is not allowed for this URL."),
    301: ("Moved Permanently", 'The document has moved <a href="{where}">here</a>.'),
    302: ("Found", 'The document has moved <a href="{where}">here</a>.'),
}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KNOWN = frozenset((
    "addhandler", "addtype", "allow", "allowoverride", "accesscompatability", "customlog", "deny",
    "directoryindex", "documentroot", "errordocument", "errorlog", "group", "header", "include",
    "includeoptional", "indexoptions", "listen", "loadmodule", "loglevel", "logformat", "mimemagicfile",
    "options", "order", "pidfile", "proxypass", "proxypassreverse", "redirect", "require", "scriptalias",
    "serveradmin", "servername", "serverroot", "servertokens", "serversignature", "sslcipher", "sslrandomseed",
    "timeout", "keepalive", "typesconfig", "user", "addencoding", "alias", "requestheader", "setenvif",
    "browsermatch", "enablemmap", "enablesendfile", "define", "timeout", "maxkeepaliverequests",
    "keepalivetimeout", "accessfilename", "hostnamelookups", "addoutputfilterbydescription", "scriptsock",
    "cgid", "serveralias", "directory", "rewriteengine", "rewriterule", "rewritecond", "addoutputfilter",
    "accessfilename", "adddefaultcharset",
))  # fmt: skip


class _Wrong(Exception):
    """A configuration that httpd refuses."""


class _Settings:
    """What a configuration file says."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.root = "/usr/local/apache2"
        self.documents = "/usr/local/apache2/htdocs"
        self.index = ["index.html"]
        self.errors: dict[int, str] = {}
        self.redirects: list[tuple[int, str, str]] = []
        self.aliases: list[tuple[str, str]] = []
        self.name = ""
        self.listing = False

    def read(self, process: Process, path: str, depth: int = 0) -> None:
        """Take what a file says. Raises _Wrong."""
        try:
            lines = process.fs.read(path).decode("utf-8", "replace").splitlines()
        except FsError as error:
            raise _Wrong(f"httpd: Could not open configuration file {path}: {error.strerror}") from None
        for number, text in enumerate(lines, 1):
            words = [word.strip('"') for word in text.split()]
            if not words or words[0].startswith(("#", "<")):
                continue
            name = words[0].lower()
            if name not in _KNOWN:
                raise _Wrong(
                    f"AH00526: Syntax error on line {number} of {path}:\n"
                    f"Invalid command '{words[0]}', perhaps misspelled "
                    "or defined by a module not included in the server configuration"
                )
            self._take(process, name, words[1:], depth)

    def _take(self, process: Process, name: str, words: list[str], depth: int) -> None:
        if not words:
            return
        if name == "listen":
            number = words[0].rpartition(":")[2]
            if not number.isdecimal():
                raise _Wrong(f"Port must be specified: {words[0]}")
            self.ports.append(int(number))
        elif name == "serverroot":
            self.root = words[0]
        elif name == "documentroot":
            self.documents = self._under(words[0])
        elif name == "directoryindex":
            self.index = words
        elif name == "servername":
            self.name = words[0]
        elif name == "errordocument" and len(words) > 1 and words[0].isdecimal():
            self.errors[int(words[0])] = " ".join(words[1:])
        elif name == "redirect":
            status = {"permanent": 301, "temp": 302}.get(words[0], int(words[0]) if words[0].isdecimal() else 302)
            if len(words) >= 2:
                self.redirects.append((status, words[-2], words[-1]))
        elif name == "alias" and len(words) == 2:
            self.aliases.append((words[0], words[1]))
        elif name == "options":
            self.listing = self.listing or "Indexes" in words
        elif name in ("include", "includeoptional") and depth < 10:
            path = self._under(words[0])
            if "*" not in path and (name == "include" or process.fs.is_file(path)):
                self.read(process, path, depth + 1)

    def _under(self, path: str) -> str:
        return path if path.startswith("/") else f"{self.root}/{path}"


def main(process: Process) -> int:
    """Run httpd."""
    words = process.argv[1:]
    version = process.env.get("HTTPD_VERSION", "2.4.62")
    if "-v" in words or "-V" in words:
        process.out(f"Server version: Apache/{version} (Unix)\nServer built:   Jul 23 2024 23:10:44\n")
        return 0
    file = words[words.index("-f") + 1] if "-f" in words[:-1] else "/usr/local/apache2/conf/httpd.conf"
    settings = _Settings()
    try:
        settings.read(process, file if file.startswith("/") else f"{settings.root}/{file}")
        if not settings.ports:
            raise _Wrong("no listening sockets available, shutting down\nAH00015: Unable to open logs")
    except _Wrong as error:
        process.err(f"{error}\n")
        return 1
    if not process.fs.is_dir(settings.documents):
        process.err(f"AH00526: Syntax error on line 1 of {file}:\n"
                    f"DocumentRoot '{settings.documents}' is not a directory, or "
                    "is not readable\n")  # fmt: skip
        return 1
    if not settings.name:
        address = _address(process)
        line = (
            "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using "
            f"{address}. Set the 'ServerName' directive globally to suppress this message\n"
        )
        process.err(line)
        if process.name == "httpd-foreground" or "FOREGROUND" in " ".join(words):
            process.err(line)
    if "-t" in words:
        process.err("Syntax OK\n")
        return 0
    return _serve(process, settings, version)


def _address(process: Process) -> str:
    from tutor.shell.commands._network import address_of

    return address_of(process, process.host.hostname) or "127.0.0.1"


def _serve(process: Process, settings: _Settings, version: str) -> int:
    server = _Server(process, settings, version)
    for port in dict.fromkeys(settings.ports):
        try:
            daemon.listen(process, port, server.respond)
        except NetworkError:
            process.err(f"(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:{port}\n"
                        "no listening sockets available, shutting down\nAH00015: Unable to open logs\n")  # fmt: skip
            return 1
    server.log("mpm_event:notice", f"AH00489: Apache/{version} (Unix) configured -- resuming normal operations")
    server.log("core:notice", "AH00094: Command line: 'httpd -D FOREGROUND'")

    def stop(text: str) -> int:
        server.log("mpm_event:notice", text)
        return 0

    return daemon.wait(
        process,
        {
            daemon.SIGTERM: lambda: stop("AH00491: caught SIGTERM, shutting down"),
            daemon.SIGWINCH: lambda: stop("AH00492: caught SIGWINCH, shutting down gracefully"),
            daemon.SIGINT: lambda: stop("AH00491: caught SIGTERM, shutting down"),
            daemon.SIGHUP: lambda: None,
        },
    )


class _Server:
    """Answers requests with the files of the document root."""

    def __init__(self, process: Process, settings: _Settings, version: str) -> None:
        self.process = process
        self.settings = settings
        self.version = version

    def log(self, module: str, text: str) -> None:
        """Write a line of the error log."""
        from time import gmtime

        now = self.process.host.now()
        at = gmtime(now)
        clock = f"{at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02}"
        when = f"{_DAYS[at.tm_wday]} {_MONTHS[at.tm_mon - 1]} {at.tm_mday:02} {clock}"
        micro = int(now * 1e6) % 1_000_000
        pid = self.process.pid
        self.process.err(f"[{when}.{micro:06} {at.tm_year}] [{module}] [pid {pid}:tid {pid}] {text}\n")

    def respond(self, data: bytes) -> bytes:
        """Answer one request."""
        self.process.kernel.sync()
        self.process.tick(20)
        try:
            request = Request.parse(data)
            response = self._answer(request)
        except BadMessage:
            request = Request("-", "", (), b"", "")
            response = self._page(400, request)
        size = str(len(response.body)) if response.body else "-"
        line = f"{request.method} {request.target} {request.version}".strip()
        when = web.common_time(self.process.host.now())
        self.process.out(f'{web.CLIENT} - - [{when}] "{line}" {response.status} {size}\n')
        head = [("Date", http.date(self.process.host.now())), ("Server", f"Apache/{self.version} (Unix)")]
        kinds = [pair for pair in response.headers if pair[0] == "Content-Type"]
        rest = [pair for pair in response.headers if pair[0] != "Content-Type"]
        headers = (*head, *rest, ("Content-Length", str(len(response.body))), ("Connection", "close"), *kinds)
        body = b"" if request.method == "HEAD" else response.body
        return Response(response.status, headers, body, response.reason).encode()

    def _answer(self, request: Request) -> Response:
        path = request.path
        if ".." in path.split("/") or not path.startswith("/"):
            return self._page(400, request)
        for status, prefix, target in self.settings.redirects:
            if path.startswith(prefix):
                where = target + path[len(prefix) :]
                return self._page(status, request, where)
        if request.method not in ("GET", "HEAD"):
            return self._page(405, request)
        where = f"{self.settings.documents.rstrip('/')}{path}"
        for prefix, folder in self.settings.aliases:
            if path.startswith(prefix):
                where = folder + path[len(prefix) :]
        return self._file(request, path, where)

    def _file(self, request: Request, path: str, where: str) -> Response:
        fs = self.process.fs
        if fs.is_dir(where):
            if not path.endswith("/"):
                host = request.header("host") or "localhost"
                return self._page(301, request, f"http://{host}{path}/")
            name = next((name for name in self.settings.index if fs.is_file(where + name)), None)
            if name is None:
                if self.settings.listing:
                    return self._listing(path, where)
                return self._page(403, request)
            where += name
        try:
            stat = fs.stat(where)
            body = fs.read(where)
        except FsError as error:
            return self._page(403 if error.code == "EACCES" else 404, request)
        headers = [("Last-Modified", http.date(stat.mtime)), ("ETag", f'"{stat.size:x}-{int(stat.mtime * 1e6):x}"'),
                   ("Accept-Ranges", "bytes")]  # fmt: skip
        kind = web.TYPES.get(web.extension(where))
        return Response(200, (*headers, *([("Content-Type", kind)] if kind else [])), body)

    def _listing(self, path: str, where: str) -> Response:
        fs = self.process.fs
        names = [f"{name}/" if fs.is_dir(where + name) else name for name in sorted(fs.listdir(where))]
        rows = "".join(f'<li><a href="{name}"> {name}</a></li>\n' for name in names)
        above = '<li><a href="/"> Parent Directory</a></li>\n' if path != "/" else ""
        body = (
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html>\n <head>\n'
            f"  <title>Index of {path.rstrip('/') or '/'}</title>\n </head>\n <body>\n"
            f"<h1>Index of {path.rstrip('/') or '/'}</h1>\n<ul>{above}{rows}</ul>\n</body></html>\n"
        )
        return Response(200, (("Content-Type", "text/html;charset=ISO-8859-1"),), body.encode())

    def _page(self, status: int, request: Request, where: str = "") -> Response:
        own = self.settings.errors.get(status)
        headers: list[tuple[str, str]] = [("Location", where)] if where else []
        if own is not None and own.startswith("/"):
            file = f"{self.settings.documents}{own}"
            if self.process.fs.is_file(file):
                kind = ("Content-Type", web.TYPES.get(web.extension(file), "text/html"))
                return Response(status, (*headers, kind), self.process.fs.read(file))
        elif own is not None:
            return Response(status, (*headers, ("Content-Type", "text/html")), own.strip('"').encode())
        title, text = _TITLES[status]
        text = text.replace("{where}", where).replace("{method}", request.method)
        body = (
            '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n'
            f"<title>{status} {title}</title>\n</head><body>\n<h1>{title}</h1>\n<p>{text}</p>\n</body></html>\n"
        )
        return Response(status, (*headers, ("Content-Type", "text/html; charset=iso-8859-1")), body.encode())
