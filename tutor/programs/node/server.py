"""The module http: servers that answer over the simulated network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs import daemon, web
from tutor.programs.node.naming import at, methods
from tutor.programs.node.runtime import Exit, Runtime
from tutor.programs.node.values import UNDEFINED, Function, Object, Thrown
from tutor.shell import http
from tutor.shell.http import BadMessage, Request, Response
from tutor.shell.network import NetworkError

if TYPE_CHECKING:
    from collections.abc import Callable


def emitter(runtime: Runtime, made: Object) -> dict[str, list[Function]]:
    """Give an object `on`, `once`, `off` and `emit`; return its listeners by event."""
    listeners: dict[str, list[Function]] = {}

    def on(this: Any, given: list[Any]) -> Any:
        listeners.setdefault(runtime.key(at(given, 0)), []).append(at(given, 1))
        return this

    def off(this: Any, given: list[Any]) -> Any:
        found = listeners.get(runtime.key(at(given, 0)), [])
        if at(given, 1) in found:
            found.remove(given[1])
        return this

    def emit(this: Any, given: list[Any]) -> bool:
        found = list(listeners.get(runtime.key(at(given, 0)), []))
        for function in found:
            runtime.call(function, this, given[1:])
        return bool(found)

    methods(runtime, made, {"on": on, "once": on, "addListener": on, "off": off, "removeListener": off, "emit": emit})
    return listeners


class _Answer:
    """A response that a script writes."""

    def __init__(self, runtime: Runtime, request: Request) -> None:
        self.runtime = runtime
        self.request = request
        self.headers: dict[str, tuple[str, str]] = {}
        self.parts: list[bytes] = []
        self.done = False
        made = self.object = Object(runtime.object_proto, {"statusCode": 200.0, "headersSent": False})
        self.listeners = emitter(runtime, made)
        methods(runtime, made, {
            "setHeader": lambda this, given: self.header(runtime.text(at(given, 0)), at(given, 1)),
            "writeHead": self.head, "write": self.write,
            "end": self.end,
            "getHeader": lambda this, given: self.headers.get(runtime.text(at(given, 0)).lower(), ("", UNDEFINED))[1],
        })  # fmt: skip

    def header(self, name: str, value: Any) -> Any:
        """Set a header."""
        self.headers[name.lower()] = (name, self.runtime.text(value))
        return self.object

    def head(self, this: Any, given: list[Any]) -> Any:
        """Set status and headers."""
        self.object.props["statusCode"] = at(given, 0)
        for headers in given[1:]:
            if isinstance(headers, Object):
                for name in headers.listed():
                    self.header(name, headers.props[name])
        return self.object

    def write(self, this: Any, given: list[Any]) -> bool:
        """Add to the body."""
        text = self.runtime.text(at(given, 0))
        self.runtime.made(len(text))
        self.parts.append(text.encode("utf-8", "surrogateescape"))
        return True

    def end(self, this: Any, given: list[Any]) -> Any:
        """End the answer."""
        if given and not isinstance(given[0], Function) and given[0] is not UNDEFINED:
            self.write(this, given)
        self.done = True
        self.object.props["headersSent"] = True
        for function in self.listeners.get("finish", []):
            self.runtime.call(function, self.object, [])
        return self.object

    def response(self) -> Response:
        """Return it as it is sent."""
        body = b"".join(self.parts)
        pairs = [*self.headers.values(), ("Date", http.date(self.runtime.process.host.now())), ("Connection", "close")]
        if "content-length" not in self.headers:
            pairs.append(("Content-Length", str(len(body))))
        status = self.runtime.integer(self.object.props["statusCode"])
        return Response(status, tuple(pairs), b"" if self.request.method == "HEAD" else body)


def incoming(runtime: Runtime, request: Request) -> tuple[Object, Callable[[], None]]:
    """Return a request as handlers get it, and what sends its body to who listens."""
    made = runtime.object({
        "method": request.method, "url": request.target, "httpVersion": "1.1",
        "headers": runtime.object({name.lower(): value for name, value in request.headers}),
        "socket": runtime.object({"remoteAddress": web.CLIENT}),
    })  # fmt: skip
    listeners = emitter(runtime, made)

    def flow() -> None:
        text = request.body.decode("utf-8", "replace")
        for function in listeners.get("data", []) if text else []:
            runtime.call(function, made, [text])
        for function in listeners.get("end", []):
            runtime.call(function, made, [])

    return made, flow


def serve(runtime: Runtime, port: int, handle: Callable[[Object, _Answer], None]) -> None:
    """Answer at a port. Raises Thrown (EADDRINUSE)."""

    def respond(data: bytes) -> bytes:
        runtime.process.kernel.sync()
        try:
            request = Request.parse(data)
        except BadMessage:
            return Response(400, (("Connection", "close"),)).encode()
        answer = _Answer(runtime, request)
        asked, flow = incoming(runtime, request)
        depth, runtime.depth = runtime.depth, 0
        try:
            handle(asked, answer)
            flow()
            runtime.microtasks()
            while not answer.done and (runtime.micro or runtime.timers):
                runtime.turn()
                runtime.microtasks()
        except Thrown as thrown:
            runtime.process.err(_uncaught(runtime, thrown))
            entry = runtime.process.kernel.processes.get(runtime.process.pid)
            if entry is not None:
                entry.task.pending = Exit(1)
            return b""
        finally:
            runtime.depth = depth
        return answer.response().encode() if answer.done else b""

    try:
        daemon.listen(runtime.process, port, respond)
    except NetworkError:
        raise runtime.error("Error", "listen EADDRINUSE: address already in use "
                                     f":::{port}", code="EADDRINUSE", errno=-98.0, syscall="listen", address="::",
                            port=float(port)) from None  # fmt: skip
    runtime.listening += 1


def _uncaught(runtime: Runtime, thrown: Thrown) -> str:
    from tutor.programs.node.main import uncaught

    return uncaught(runtime, thrown)


def _http(runtime: Runtime) -> Object:
    def create(this: Any, given: list[Any]) -> Object:
        server = runtime.object()
        listeners = emitter(runtime, server)
        handler = next((value for value in given if isinstance(value, Function)), None)
        if handler is not None:
            listeners.setdefault("request", []).append(handler)

        def handle(asked: Object, answer: _Answer) -> None:
            for function in listeners.get("request", []):
                runtime.call(function, server, [asked, answer.object])

        def listen(this: Any, inner: list[Any]) -> Object:
            port = (
                runtime.integer(at(inner, 0))
                if not isinstance(at(inner, 0), Object)
                else runtime.integer(runtime.get(inner[0], "port"))
            )
            serve(runtime, port, handle)
            server.props["port"] = float(port)
            done = next((value for value in inner if isinstance(value, Function)), None)
            if done is not None:
                runtime.after(0.0, lambda: runtime.call(done, server, []))
            return server

        def close(this: Any, inner: list[Any]) -> Object:
            runtime.listening -= 1
            done = at(inner, 0)
            if isinstance(done, Function):
                runtime.after(0.0, lambda: runtime.call(done, server, []))
            return server

        methods(runtime, server, {
            "listen": listen, "close": close,
            "address": lambda this, given: runtime.object(
                {"address": "::", "family": "IPv6", "port": server.props.get("port", 0.0)}
            ),
        })  # fmt: skip
        server.hidden.add("port")
        return server

    made = runtime.object({"STATUS_CODES": runtime.object({str(code): text for code, text in http.REASONS.items()})})
    methods(runtime, made, {"createServer": create})
    return made
