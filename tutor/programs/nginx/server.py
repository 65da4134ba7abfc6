"""What nginx does with a request: which server, which location, which file; and what it logs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.programs import web
from tutor.programs.nginx.config import Directive
from tutor.programs.nginx.settings import Context, Settings
from tutor.shell import http
from tutor.shell.http import BadMessage, Request, Response, Url
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_MOST = 10
"""Internal redirects that a request may take, as in nginx."""
_COMBINED = (
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"'
)
_ERRNO = {"ENOENT": 2, "EACCES": 13, "ENOTDIR": 20, "EISDIR": 21}
_FAILED = {"ECONNREFUSED": 111, "EHOSTUNREACH": 113, "ETIMEDOUT": 110, "ECONNRESET": 104}
_LEVELS = ("debug", "info", "notice", "warn", "error", "crit", "alert", "emerg")
_PAGES = {
    301: "301 Moved Permanently", 302: "302 Found", 303: "303 See Other", 307: "307 Temporary Redirect",
    308: "308 Permanent Redirect", 400: "400 Bad Request", 401: "401 Authorization Required", 403: "403 Forbidden",
    404: "404 Not Found", 405: "405 Not Allowed", 413: "413 Request Entity Too Large", 500: "500 Internal Server Error",
    501: "501 Not Implemented", 502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable",
    504: "504 Gateway Time-out",
}  # fmt: skip


class Server:
    """Answers requests by the settings that hold."""

    def __init__(self, process: Process, settings: Settings, version: str) -> None:
        self.process = process
        self.settings = settings
        self.version = version
        self.worker = process.pid + 28
        self.count = 0
        self.turns = 0

    # answering

    def respond(self, port: int, data: bytes) -> bytes:
        """Answer one request at a port."""
        self.process.kernel.sync()
        self.process.tick(20)
        self.count += 1
        try:
            request = Request.parse(data)
        except BadMessage:
            return self.finished(Context(Request("", "", ()), [self.settings.http]), self.page(400)).encode()
        server = self._server(port, request.header("host").partition(":")[0])
        context = Context(request, [self.settings.http, server])
        try:
            response = self._answer(context)
        except BadMessage:
            response = self.page(502)
        response = self._replaced(context, response)
        response = self.finished(context, response)
        if request.method == "HEAD":
            response = Response(response.status, response.headers, b"", response.reason)
        return response.encode()

    def _server(self, port: int, host: str) -> Directive:
        """Return the server whose name a request gives, else the default one."""
        servers = self.settings.servers[port]
        for server in servers:
            for named in server.all("server_name"):
                for name in named.arguments:
                    if name == host or (name.startswith("*.") and host.endswith(name[1:])):
                        return server
        for server in servers:
            if any("default_server" in listen.arguments for listen in server.all("listen")):
                return server
        return servers[0]

    def _answer(self, context: Context) -> Response:
        server = context.blocks[1]
        first = self._returned(context, server)
        if first is not None:
            return first
        while context.hops < _MOST:
            context.hops += 1
            context.blocks = [self.settings.http, server, *self._location(server, context.path)]
            found = self._here(context)
            if isinstance(found, Response):
                return found
            context.path = found
        return self.page(500)

    def _location(self, server: Directive, path: str) -> list[Directive]:
        """Return the locations that hold for a path, outermost first."""
        from tutor.shell.commands._regex import Regex

        best: Directive | None = None
        length = -1
        stop = False
        for location in server.all("location"):
            kind, pattern = location.arguments if len(location.arguments) == 2 else ("", location.arguments[0])
            if kind == "=" and pattern == path:
                return [location]
            if kind in ("", "^~") and path.startswith(pattern) and len(pattern) > length:
                best, length, stop = location, len(pattern), kind == "^~"
        if not stop:
            for location in server.all("location"):
                if len(location.arguments) == 2 and location.arguments[0] in ("~", "~*"):
                    ignore = location.arguments[0] == "~*"
                    pattern = location.arguments[1].replace("\\.", "[.]").replace("\\d", "[0-9]").replace("(?:", "(")
                    if Regex(pattern, True, ignore_case=ignore).test(path):
                        best = location
                        break
        return (
            [best, *self._location(best, path)] if best is not None and best.all("location") else [best] if best else []
        )

    def _returned(self, context: Context, block: Directive) -> Response | None:
        """Return what the block's own `return` says."""
        found = block.all("return")
        if not found:
            return None
        words = found[0].arguments
        if len(words) == 1 and not words[0].isdecimal():
            words = ("302", words[0])
        status = int(words[0])
        text = self.expanded(context, words[1]) if len(words) > 1 else ""
        if status in (301, 302, 303, 307, 308):
            if text.startswith("/"):
                text = f"http://{context.request.header('host') or 'localhost'}{text}"
            return Response(status, (("Content-Type", "text/html"), ("Location", text)), self._body(status))
        if len(words) == 1:
            return self.page(status)
        kind = (context.words("default_type") or ("text/plain",))[0]
        return Response(status, (("Content-Type", kind),), text.encode())

    def _here(self, context: Context) -> Response | str:
        """Return the answer of the innermost block, or the path to go on with."""
        block = context.blocks[-1]
        if len(context.blocks) > 2:
            found = self._returned(context, block)
            if found is not None:
                return found
        if any(rule.arguments == ("all",) for rule in block.all("deny")):
            return self.page(403)
        if block.all("proxy_pass"):
            return self._proxied(context, block)
        if block.all("stub_status"):
            seen = f" {self.count} {self.count} {self.count} \nReading: 0 Writing: 1 Waiting: 0 \n"
            text = f"Active connections: 1 \nserver accepts handled requests\n{seen}"
            return Response(200, (("Content-Type", "text/plain"),), text.encode())
        tries = block.all("try_files") or (context.blocks[1].all("try_files") if len(context.blocks) == 2 else [])
        if tries:
            return self._tried(context, list(tries[-1].arguments))
        return self._file(context, context.path)

    def _where(self, context: Context, path: str) -> str:
        """Return the file that a path means."""
        for block in reversed(context.blocks):
            if block.all("alias") and block.name == "location":
                prefix = block.arguments[-1]
                return block.words("alias")[0] + path[len(prefix) :]
            if block.all("root"):
                break
        root = (context.words("root") or ("/etc/nginx/html",))[0]
        return f"{root.rstrip('/')}{path}"

    def _tried(self, context: Context, words: list[str]) -> Response | str:
        fs = self.process.fs
        for word in words[:-1]:
            path = self.expanded(context, word)
            where = self._where(context, path)
            if path.endswith("/") and fs.is_dir(where):
                return self._file(context, path)
            if fs.is_file(where):
                return self._file(context, path)
        last = words[-1]
        if last.startswith("="):
            return self.page(int(last[1:]) if last[1:].isdecimal() else 404)
        return self.expanded(context, last).partition("?")[0]

    def _file(self, context: Context, path: str) -> Response | str:
        fs = self.process.fs
        if ".." in path.split("/"):
            return self.page(400)
        if context.request.method not in ("GET", "HEAD"):
            return self.page(405)
        where = self._where(context, path)
        if path.endswith("/"):
            return self._folder(context, path, where)
        try:
            stat = fs.stat(where)
            if stat.kind == "directory":
                host = context.request.header("host") or "localhost"
                return Response(
                    301, (("Content-Type", "text/html"), ("Location", f"http://{host}{path}/")), self._body(301)
                )
            body = fs.read(where)
        except FsError as error:
            self._missing(context, where, error)
            return self.page(403 if error.code == "EACCES" else 404)
        kind = self.settings.types.get(web.extension(where)) or (context.words("default_type") or ("text/plain",))[0]
        tag = f'"{int(stat.mtime):x}-{stat.size:x}"'
        if context.request.header("if-none-match") == tag:
            return Response(304, (("Last-Modified", http.date(stat.mtime)), ("ETag", tag)))
        headers = (
            ("Content-Type", kind), ("Last-Modified", http.date(stat.mtime)), ("ETag", tag), ("Accept-Ranges", "bytes"),
        )  # fmt: skip
        return Response(200, headers, body)

    def _folder(self, context: Context, path: str, where: str) -> Response | str:
        fs = self.process.fs
        for name in context.words("index") or ("index.html",):
            if name.startswith("/"):
                return name
            if fs.is_file(f"{where}{name}"):
                return f"{path}{name}"
        if not fs.is_dir(where):
            names = context.words("index") or ("index.html",)
            self._missing(context, f"{where}{names[-1]}", FsError("ENOENT", where))
            return self.page(404)
        if context.words("autoindex") == ("on",):
            return self._index(path, where)
        self.log(context, f'directory index of "{where}" is forbidden')
        return self.page(403)

    def _index(self, path: str, where: str) -> Response:
        fs = self.process.fs
        rows = [
            f"<html>\r\n<head><title>Index of {path}</title></head>\r\n<body>\r\n"
            f'<h1>Index of {path}</h1><hr><pre><a href="../">../</a>\r\n'
        ]
        names = sorted(fs.listdir(where), key=lambda name: (not fs.is_dir(where + name), name))
        for name in names:
            stat = fs.stat(where + name)
            folder = stat.kind == "directory"
            shown = name + "/" if folder else name
            day, clock = web.common_time(stat.mtime).partition(":")[::2]
            when = f"{day.replace('/', '-')} {clock[:5]}"
            rows.append(
                f'<a href="{shown}">{shown}</a>{" " * max(1, 51 - len(shown))}{when}'
                f"{'-' if folder else stat.size:>20}\r\n"
            )
        rows.append("</pre><hr></body>\r\n</html>\r\n")
        return Response(200, (("Content-Type", "text/html"),), "".join(rows).encode())

    # proxying

    def _proxied(self, context: Context, block: Directive) -> Response:
        from tutor.shell.commands._network import address_of, send

        target = self.expanded(context, block.words("proxy_pass")[0])
        url = Url.parse(target)
        name, port, shown = url.host, url.port, f"{url.host}:{url.port}"
        if self.settings.upstreams.get(name):
            servers = self.settings.upstreams[name]
            shown = servers[self.turns % len(servers)]
            self.turns += 1
            name, _, number = shown.partition(":")
            port = int(number or 80)
        path = context.request.target
        if target.partition("://")[2].find("/") >= 0:
            prefix = block.arguments[-1] if block.name == "location" else "/"
            path = url.target + path[len(prefix) :]
        address = address_of(self.process, name)
        place = Url(url.scheme, name, port, path)
        headers = [("Host", url.place if url.given or url.port == 80 else url.host), ("Connection", "close")]
        changed = {
            found.arguments[0].lower(): found.arguments
            for found in context.every("proxy_set_header")
            if len(found.arguments) == 2
        }
        if "host" in changed:
            headers[0] = ("Host", self.expanded(context, changed.pop("host")[1]))
        headers += [(words[0], self.expanded(context, words[1])) for words in changed.values()]
        headers += [
            (key, value)
            for key, value in context.request.headers
            if key.lower() not in ("host", "connection", *changed)
        ]
        try:
            if address is None:
                raise NetworkError("EHOSTUNREACH")
            answer = send(
                self.process,
                place,
                address,
                Request(context.request.method, path, tuple(headers), context.request.body),
            )
        except NetworkError as error:
            errno = _FAILED.get(error.code, 111)
            what = f"connect() failed ({errno}: {error.strerror}) while connecting to upstream"
            self.log(context, what, f'upstream: "{url.scheme}://{address or name}:{port}{path}"')
            return self.page(504 if error.code == "ETIMEDOUT" else 502)
        kept = tuple(
            (key, value)
            for key, value in answer.headers
            if key.lower() not in ("server", "date", "connection", "content-length")
        )
        return Response(answer.status, kept, answer.body, answer.reason)

    # pages

    def _body(self, status: int) -> bytes:
        title = _PAGES.get(status, "")
        end = f"<hr><center>nginx/{self.version}</center>\r\n</body>\r\n</html>\r\n"
        head = f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
        return f"{head}<center><h1>{title}</h1></center>\r\n{end}".encode()

    def page(self, status: int) -> Response:
        """Return nginx's own page for a status."""
        body = self._body(status) if status in _PAGES else b""
        return Response(status, (("Content-Type", "text/html"),), body)

    def _replaced(self, context: Context, response: Response) -> Response:
        """Return what error_page has in place of an error."""
        if response.status < 300 or context.blocks[-1].all("proxy_pass"):
            return response
        for found in context.every("error_page"):
            *codes, target = found.arguments
            if str(response.status) not in codes:
                continue
            status = response.status
            if codes[-1].startswith("="):
                status = int(codes[-1][1:] or 200)
            context.path = target
            context.blocks = [self.settings.http, context.blocks[1], *self._location(context.blocks[1], target)]
            again = self._here(context)
            if isinstance(again, Response) and again.status == 200:
                return Response(status, again.headers, again.body)
        return response

    def finished(self, context: Context, response: Response) -> Response:
        """Return a response with the headers that nginx adds, and log it."""
        names = ("Content-Type",)
        kinds = tuple(pair for pair in response.headers if pair[0] in names)
        rest = tuple(pair for pair in response.headers if pair[0] not in names)
        tokens = "nginx" if context.words("server_tokens") == ("off",) else f"nginx/{self.version}"
        headers = [("Server", tokens), ("Date", http.date(self.process.host.now())), *kinds]
        if response.status != 304:
            headers.append(("Content-Length", str(len(response.body))))
        headers += [*rest, ("Connection", "close")]
        if response.status in (200, 201, 204, 206, 301, 302, 303, 304, 307, 308):
            headers += [
                (found.arguments[0], self.expanded(context, found.arguments[1]))
                for found in context.every("add_header")
                if len(found.arguments) > 1
            ]
        reason = _PAGES.get(response.status, "").partition(" ")[2] or response.reason
        made = Response(response.status, tuple(headers), response.body, reason)
        self._logged(context, made)
        return made

    # texts and logs

    def expanded(self, context: Context, text: str) -> str:
        """Return a text with its variables replaced."""
        if "$" not in text:
            return text
        return re.sub(r"\$\{?(\w+)\}?", lambda match: self._variable(context, match[1]), text)

    def _variable(self, context: Context, name: str) -> str:
        request = context.request
        query = request.target.partition("?")[2]
        plain = {
            "uri": context.path, "request_uri": request.target, "args": query, "query_string": query,
            "is_args": "?" if query else "", "host": request.header("host").partition(":")[0], "scheme": "http",
            "http_host": request.header("host"), "remote_addr": web.CLIENT, "request_method": request.method,
            "document_uri": context.path, "hostname": self.process.host.hostname, "server_protocol": request.version,
            "proxy_add_x_forwarded_for": web.CLIENT, "nginx_version": self.version, "server_addr": "127.0.0.1",
            "server_port": "80", "remote_user": "-", "request": f"{request.method} {request.target} {request.version}",
            "time_local": web.common_time(self.process.host.now()), "msec": f"{self.process.host.now():.3f}",
            "request_time": "0.000", "server_name": (context.words("server_name") or ("",))[0], "document_root": "",
        }  # fmt: skip
        if name in plain:
            return plain[name]
        if name.startswith("arg_"):
            pairs = (part.partition("=") for part in query.split("&"))
            return next((value for key, _, value in pairs if key == name[4:]), "")
        if name.startswith("http_"):
            return request.header(name[5:].replace("_", "-"))
        return ""

    def _logged(self, context: Context, response: Response) -> None:
        words = context.words("access_log") or ("/var/log/nginx/access.log",)
        if words[0] == "off":
            return
        form = self.settings.formats.get(words[1] if len(words) > 1 else "combined", _COMBINED)
        sent = {
            "status": str(response.status),
            "body_bytes_sent": str(len(response.body)),
            "bytes_sent": str(len(response.encode())),
        }
        if context.request.method == "HEAD":
            sent["body_bytes_sent"] = "0"

        def value(match: re.Match[str]) -> str:
            found = sent.get(match[1]) or self._variable(context, match[1])
            return found or "-"

        web.append(self.process, words[0], re.sub(r"\$\{?(\w+)\}?", value, form) + "\n")

    def _missing(self, context: Context, where: str, error: FsError) -> None:
        self.log(context, f'open() "{where}" failed ({_ERRNO.get(error.code, 2)}: {error.strerror})')

    def log(self, context: Context, what: str, more: str = "") -> None:
        """Log an error of a request."""
        request = context.request
        name = (context.words("server_name") or ("",))[0]
        parts = [
            f"*{self.count} {what}",
            f"client: {web.CLIENT}",
            f"server: {name}",
            f'request: "{request.method} {request.target} {request.version}"',
        ]
        parts += [more] if more else []
        parts += [f'host: "{request.header("host")}"'] if request.header("host") else []
        self.notice(", ".join(parts), "error", self.worker)

    def notice(self, text: str, level: str = "notice", pid: int = 0) -> None:
        """Write a line of the error log, if its level is wanted."""
        words = self.settings.top.words("error_log") or ("/var/log/nginx/error.log",)
        wanted = words[1] if len(words) > 1 else "error"
        if wanted in _LEVELS and _LEVELS.index(level) < _LEVELS.index(wanted):
            return
        pid = pid or self.process.pid
        line = f"{moment(self.process)} [{level}] {pid}#{pid}: {text}\n"
        if words[0] in ("stderr", "/dev/stderr"):
            self.process.err(line)
        else:
            web.append(self.process, words[0], line)


def moment(process: Process) -> str:
    """Return the time as the error log writes it."""
    from time import gmtime

    at = gmtime(process.host.now())
    return f"{at.tm_year}/{at.tm_mon:02}/{at.tm_mday:02} {at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02}"
