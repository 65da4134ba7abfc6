"""`net/http`: handlers by pattern, a server, a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs import daemon
from tutor.programs.golang.packages import failure
from tutor.programs.golang.values import BASIC, Function, Object, Panic, Slice, Type
from tutor.shell import http
from tutor.shell.http import BadMessage, BadUrl, Request, Response, Url
from tutor.shell.network import NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.golang.machine import Machine

_CODES = {
    "StatusOK": 200, "StatusCreated": 201, "StatusAccepted": 202, "StatusNoContent": 204, "StatusFound": 302,
    "StatusMovedPermanently": 301, "StatusBadRequest": 400, "StatusUnauthorized": 401, "StatusForbidden": 403,
    "StatusNotFound": 404, "StatusMethodNotAllowed": 405, "StatusTeapot": 418, "StatusTooManyRequests": 429,
    "StatusInternalServerError": 500, "StatusBadGateway": 502, "StatusServiceUnavailable": 503,
}  # fmt: skip


class _Answer:
    """The answer that a handler writes."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.status = 200
        self.headers: dict[str, str] = {}
        self.parts: list[bytes] = []
        header = Object("http.Header", {
            "Set": Function("Set", lambda name, value: self.headers.__setitem__(name, value)),
            "Add": Function("Add", lambda name, value: self.headers.__setitem__(name, value)),
            "Get": Function("Get", lambda name: self.headers.get(name, "")),
        })  # fmt: skip
        self.object = Object("*http.response", {
            "write": self.write,
            "Write": Function("Write", self.write_bytes),
            "WriteHeader": Function("WriteHeader", self.write_header),
            "Header": Function("Header", lambda: header),
        })  # fmt: skip

    def write(self, text: str) -> None:
        """Add text to the body."""
        self.machine.made(len(text))
        self.parts.append(text.encode("utf-8", "surrogateescape"))

    def write_bytes(self, data: Slice) -> tuple[int, Any]:
        """Add bytes to the body."""
        self.parts.append(bytes(item & 0xFF for item in data.items()))
        return data.length, None

    def write_header(self, status: int) -> None:
        """Set the status."""
        self.status = status

    def response(self, now: float) -> Response:
        """Return it as it is sent."""
        body = b"".join(self.parts)
        headers = dict(self.headers)
        if body and "Content-Type" not in headers:
            kind = (
                "text/html"
                if body.lstrip()[:1] == b"<" and body.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<h1>h")
                else "text/plain"
            )
            headers["Content-Type"] = f"{kind}; charset=utf-8"
        pairs = (
            *headers.items(),
            ("Date", http.date(now)),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
        )
        return Response(self.status, pairs, body)


def _request(request: Request) -> Object:
    """Return a request as handlers get it."""
    path, _, query = request.target.partition("?")
    values: dict[str, str] = {}
    for part in query.split("&"):
        key, _, value = part.partition("=")
        values.setdefault(http.unquoted(key), http.unquoted(value.replace("+", " ")))
    found = Object("url.Values", {"Get": Function("Get", lambda name: values.get(name, ""))})
    url = Object("*url.URL", {
        "Path": http.unquoted(path), "RawQuery": query, "Query": Function("Query", lambda: found),
        "String": Function("String", lambda: request.target),
    })  # fmt: skip
    header = Object("http.Header", {"Get": Function("Get", request.header)})
    return Object("*http.Request", {
        "Method": request.method, "URL": url, "Header": header, "Host": request.header("host"),
        "RemoteAddr": "172.17.0.1:40000", "Proto": "HTTP/1.1", "RequestURI": request.target,
        "UserAgent": Function("UserAgent", lambda: request.header("user-agent")),
        "FormValue": Function("FormValue", lambda name: values.get(name, "")),
        "PathValue": Function("PathValue", lambda name: ""),
    })  # fmt: skip


class _Mux:
    """Handlers by pattern: the longest that fits; "GET /path" since Go 1.22."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.handlers: dict[str, Callable[[Any, Any], Any]] = {}
        self.object = Object("*http.ServeMux", {
            "HandleFunc": Function("HandleFunc", lambda pattern, handler: self.add(pattern, handler.call)),
            "Handle": Function("Handle", self.handle),
            "serve": self.serve,
        })  # fmt: skip

    def add(self, pattern: str, handler: Callable[[Any, Any], Any]) -> None:
        """Let a function answer what fits a pattern."""
        self.handlers[pattern] = handler

    def handle(self, pattern: str, handler: Any) -> None:
        """Let a handler answer what fits a pattern."""
        self.add(pattern, handler_of(handler))

    def serve(self, answer: Any, request: Any) -> None:
        """Answer a request."""
        path, method = request.members["URL"].members["Path"], request.members["Method"]
        best = None
        other = False
        for pattern in self.handlers:
            verb, _, place = pattern.rpartition(" ")
            fits = path == place or (place.endswith("/") and path.startswith(place)) or place == path + "/{$}"
            if fits and verb and verb != method and not (verb == "GET" and method == "HEAD"):
                other = True
            elif fits and (best is None or len(place) > len(best.rpartition(" ")[2])):
                best = pattern
        if best is not None:
            self.handlers[best](answer, request)
        else:
            text, code = ("Method Not Allowed", 405) if other else ("404 page not found", 404)
            wrong(answer, text, code)


def handler_of(handler: Any) -> Callable[[Any, Any], Any]:
    """Return the function that a handler is."""
    from tutor.programs.golang.expressions import member

    if isinstance(handler, Function):
        return handler.call
    if isinstance(handler, Object):
        found: Callable[[Any, Any], Any] = handler.members["serve"]
        return found
    serve = member(handler, "ServeHTTP")
    call: Callable[[Any, Any], Any] = serve.call
    return call


def wrong(answer: Any, text: str, code: int) -> None:
    """Answer with an error, as http.Error does."""
    answer.members["Header"].call().members["Set"].call("Content-Type", "text/plain; charset=utf-8")
    answer.members["Header"].call().members["Set"].call("X-Content-Type-Options", "nosniff")
    answer.members["WriteHeader"].call(code)
    answer.members["write"](text + "\n")


def http_names(machine: Machine) -> dict[str, Any]:
    """Return the names of the package."""
    process = machine.process
    default = _Mux(machine)

    def serve(address: str, handler: Any = None) -> Any:
        call = default.serve if handler is None else handler_of(handler)
        port = address.rpartition(":")[2]
        if not port.isdecimal():
            return failure(f"listen tcp: address {address}: missing port in address", "*net.OpError")

        def respond(data: bytes) -> bytes:
            try:
                request = Request.parse(data)
            except BadMessage:
                return Response(400, (("Connection", "close"),), b"400 Bad Request").encode()
            answer = _Answer(machine)
            try:
                call(answer.object, _request(request))
            except Panic as panic:
                from tutor.programs.golang.formatting import shown

                process.err(f"http: panic serving 172.17.0.1:40000: {shown(panic.value)}\n")
                return b""
            response = answer.response(process.host.now())
            if request.method == "HEAD":
                response = Response(response.status, response.headers)
            return response.encode()

        try:
            daemon.listen(process, int(port), respond)
        except NetworkError:
            return failure(f"listen tcp {address}: bind: address already in use", "*net.OpError")
        process.sleep(daemon.FOREVER)
        return None

    def get(text: str) -> tuple[Any, Any]:
        return _get(machine, text)

    functions: dict[str, Callable[..., Any]] = {
        "HandleFunc": lambda pattern, handler: default.add(pattern, handler.call),
        "Handle": default.handle,
        "ListenAndServe": serve,
        "Error": wrong,
        "NotFound": lambda answer, request: wrong(answer, "404 page not found", 404),
        "NewServeMux": lambda: _Mux(machine).object,
        "StatusText": lambda code: http.REASONS.get(code, ""),
        "FileServer": lambda root: Function(
            "FileServer", lambda answer, request: _file(machine, root, answer, request)
        ),
        "Redirect": _redirect,
        "Get": get,
    }
    return {
        **{name: Function(name, call) for name, call in functions.items()},
        **_CODES,
        "MethodGet": "GET", "MethodPost": "POST", "MethodPut": "PUT", "MethodDelete": "DELETE",
        "ResponseWriter": Type("any", "http.ResponseWriter"), "Request": Type("any", "http.Request"),
        "Dir": Type("string", "http.Dir"), "Handler": Type("any", "http.Handler"),
        "HandlerFunc": Type("any", "http.HandlerFunc"),
        "ServeMux": Type("any", "http.ServeMux"),
    }  # fmt: skip


def _redirect(answer: Any, request: Any, where: str, code: int) -> None:
    answer.members["Header"].call().members["Set"].call("Location", where)
    answer.members["WriteHeader"].call(code)


def _file(machine: Machine, root: str, answer: Any, request: Any) -> None:
    """Answer with a file of a folder."""
    from tutor.programs import web

    path = request.members["URL"].members["Path"]
    fs = machine.process.fs
    where = machine.process.path(f"{root.rstrip('/')}{path}")
    if path.endswith("/"):
        where += "index.html"
    if ".." in path.split("/") or not fs.is_file(where):
        wrong(answer, "404 page not found", 404)
        return
    kind = web.TYPES.get(web.extension(where), "application/octet-stream")
    answer.members["Header"].call().members["Set"].call(
        "Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    )
    answer.members["write"](fs.read(where).decode("utf-8", "surrogateescape"))


def _get(machine: Machine, text: str) -> tuple[Any, Any]:
    from tutor.shell.commands._network import address_of, send

    try:
        url = Url.parse(text)
    except BadUrl:
        return None, failure(f'Get "{text}": invalid port', "*url.Error")
    address = address_of(machine.process, url.host)
    if address is None:
        return None, failure(f'Get "{text}": dial tcp: lookup {url.host}: no such host', "*url.Error")
    try:
        answer = send(
            machine.process,
            url,
            address,
            Request("GET", url.target, (("Host", url.place), ("User-Agent", "Go-http-client/1.1"))),
        )
    except (NetworkError, BadMessage) as error:
        reason = error.strerror.lower() if isinstance(error, NetworkError) else "malformed HTTP response"
        return None, failure(f'Get "{text}": dial tcp {address}:{url.port}: connect: {reason}', "*url.Error")
    data = list(answer.body)
    body = Object(
        "*http.body", {"Close": Function("Close", lambda: None), "data": Slice(data, 0, len(data), BASIC["byte"])}
    )
    headers = Object("http.Header", {"Get": Function("Get", answer.header)})
    return Object("*http.Response", {
        "StatusCode": answer.status, "Status": f"{answer.status} {answer.reason}", "Body": body, "Header": headers,
    }), None  # fmt: skip
