"""`require`: modules of node in the small, files, packages of node_modules; `express` where it is installed."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING, Any

from tutor.programs import daemon, web
from tutor.programs.node.builtins import at, formatted, methods, parsed
from tutor.programs.node.compiler import Compiler, Frame, Scope
from tutor.programs.node.inspect import inspect
from tutor.programs.node.parser import parse
from tutor.programs.node.runtime import Exit, Runtime
from tutor.programs.node.values import UNDEFINED, Function, Object, Thrown
from tutor.programs.outside import Outside
from tutor.shell import http
from tutor.shell.http import BadMessage, Request, Response
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.builtins import Native

_CORE = frozenset(
    [
        "assert",
        "buffer",
        "child_process",
        "cluster",
        "crypto",
        "dgram",
        "dns",
        "events",
        "fs",
        "http",
        "http2",
        "https",
        "net",
        "os",
        "path",
        "perf_hooks",
        "querystring",
        "readline",
        "stream",
        "string_decoder",
        "timers",
        "tls",
        "tty",
        "url",
        "util",
        "v8",
        "vm",
        "worker_threads",
        "zlib",
        "process",
        "fs/promises",
    ]
)
_ERRNO = {
    "ENOENT": -2,
    "EACCES": -13,
    "EEXIST": -17,
    "ENOTDIR": -20,
    "EISDIR": -21,
    "ENOTEMPTY": -39,
    "EROFS": -30,
    "EPERM": -1,
}
_TEXT = {"ENOENT": "no such file or "
                   "directory", "EACCES": "permission "
                                          "denied", "EEXIST": "file already exists", "ENOTDIR": "not a directory",
         "EISDIR": "illegal operation on a directory", "ENOTEMPTY": "directory not empty",
         "EROFS": "read-only file system"}  # fmt: skip


def run_file(runtime: Runtime, path: str, text: str, module: Object) -> None:
    """Run the source of a module. Raises Thrown, Outside, JsSyntaxError."""
    folder = path.rpartition("/")[0] or "/"
    runtime.tick(len(text) // 16)
    runtime.process.kernel.meter.fits(len(text) * 32)
    try:
        nodes = parse(text, path)
    except RecursionError:
        raise Outside("code that is nested so deeply", path) from None
    body = Compiler(runtime, path).block(nodes, own=False)
    frame = Frame(module.props["exports"], None, "")
    scope = Scope(None, frame)
    scope.vars.update({
        "module": module, "exports": module.props["exports"], "require": require_of(runtime, folder, path, module),
        "__filename": path, "__dirname": folder,
    })  # fmt: skip
    body(scope)


def new_module(runtime: Runtime) -> Object:
    """Return a module that exports nothing yet."""
    return runtime.object({"exports": runtime.object()})


def require_of(runtime: Runtime, folder: str, parent: str, module: Object) -> Function:
    """Return `require` as a file has it."""

    def call(this: Any, given: list[Any]) -> Any:
        name = at(given, 0)
        if not isinstance(name, str):
            raise runtime.error(
                "TypeError", f'The "id" argument must be of type string. Received {inspect(runtime, name)}'
            )
        return required(runtime, name, folder, parent)

    made = runtime.function("require", call)
    made.props["main"] = runtime.modules.get("<main>", module)
    return made


def required(runtime: Runtime, name: str, folder: str, parent: str) -> Any:
    """Return what a module exports. Raises Thrown, Outside."""
    core = name.removeprefix("node:")
    if core in _MAKERS:
        key = f"node:{core}"
        if key not in runtime.modules:
            runtime.modules[key] = _MAKERS[core](runtime)
        return runtime.modules[key]
    if core in _CORE:
        raise Outside(f"the module {core}")
    path = _found(runtime, name, folder)
    if path is None:
        error = runtime.error(
            "Error", f"Cannot find module '{name}'\nRequire stack:\n- {parent}", code="MODULE_NOT_FOUND"
        )
        error.value.props["requireStack"] = runtime.array([parent])
        raise error
    if path in runtime.modules:
        return runtime.modules[path].props["exports"]
    if "/node_modules/" in path and name in _INSTALLED:
        key = f"package:{name}"
        if key not in runtime.modules:
            runtime.modules[key] = _INSTALLED[name](runtime)
        return runtime.modules[key]
    data = runtime.process.fs.content(path)
    if data.size > runtime.process.kernel.limits.memory or ("/node_modules/" in path and b"\0" in data.read(0, 512)):
        raise Outside(f"the installed package {name}")
    text = data.read().decode("utf-8", "replace")
    module = new_module(runtime)
    if path.endswith(".json"):
        try:
            module.props["exports"] = parsed(runtime, json.loads(text))
        except ValueError:
            raise runtime.error("SyntaxError", f"{path}: Unexpected token in JSON") from None
        return module.props["exports"]
    runtime.modules[path] = module
    run_file(runtime, path, text, module)
    return module.props["exports"]


def _found(runtime: Runtime, name: str, folder: str) -> str | None:
    """Return the file of a module, None where there is none."""
    if name.startswith(("./", "../", "/")) or name in (".", ".."):
        return _file(runtime, posixpath.normpath(posixpath.join(folder, name)))
    here = folder
    while True:
        path = _file(runtime, f"{here.rstrip('/')}/node_modules/{name}")
        if path is not None:
            return path
        if here in ("/", ""):
            return None
        here = here.rpartition("/")[0] or "/"


def _file(runtime: Runtime, base: str) -> str | None:
    fs = runtime.process.fs
    for path in (base, f"{base}.js", f"{base}.cjs", f"{base}.mjs", f"{base}.json"):
        if fs.is_file(path):
            return path
    if fs.is_dir(base):
        main = "index.js"
        if fs.is_file(f"{base}/package.json"):
            try:
                main = json.loads(fs.read(f"{base}/package.json")).get("main") or main
            except (ValueError, AttributeError):
                main = "index.js"
        for path in (f"{base}/{main}", f"{base}/{main}.js", f"{base}/index.js"):
            if fs.is_file(posixpath.normpath(path)):
                return posixpath.normpath(path)
        if fs.is_file(f"{base}/package.json"):
            return f"{base}/package.json"
    return None


# fs, path, os, util, events


def system_error(runtime: Runtime, error: FsError, call: str, path: str) -> Thrown:
    """Return the error of a system call that failed."""
    text = _TEXT.get(error.code, error.strerror.lower())
    return runtime.error(
        "Error",
        f"{error.code}: {text}, {call} '{path}'",
        errno=float(_ERRNO.get(error.code, -5)),
        code=error.code,
        syscall=call,
        path=path,
    )


def _fs_functions(runtime: Runtime) -> dict[str, Callable[[list[Any]], Any]]:
    process = runtime.process
    fs = process.fs

    def place(given: list[Any]) -> tuple[str, str]:
        text = runtime.text(at(given, 0))
        return text, process.path(text)

    def wrapped(call: str, run: Callable[[str, list[Any]], Any]) -> Callable[[list[Any]], Any]:
        def call_it(given: list[Any]) -> Any:
            text, path = place(given)
            process.kernel.sync()
            try:
                return run(path, given)
            except FsError as error:
                raise system_error(runtime, error, call, text) from None

        return call_it

    def read(path: str, given: list[Any]) -> Any:
        data = fs.read(path)
        runtime.made(len(data))
        text = data.decode("utf-8", "replace")
        if at(given, 1) is UNDEFINED:
            return buffer(runtime, text)
        return text

    def write(append: bool) -> Callable[[str, list[Any]], Any]:
        def run(path: str, given: list[Any]) -> Any:
            fs.write(
                path,
                runtime.text(at(given, 1)).encode("utf-8", "surrogateescape"),
                0o666 & ~process.umask,
                append=append and fs.exists(path),
            )
            return UNDEFINED

        return run

    def make(path: str, given: list[Any]) -> Any:
        options = at(given, 1)
        fs.mkdir(
            path, 0o777 & ~process.umask, parents=isinstance(options, Object) and options.props.get("recursive") is True
        )
        return UNDEFINED

    def stat(path: str, given: list[Any]) -> Object:
        found = fs.stat(path)
        made = runtime.object(
            {"size": float(found.size), "mode": float(found.mode), "uid": float(found.uid), "gid": float(found.gid)}
        )
        methods(
            runtime,
            made,
            {
                "isFile": lambda this, given: found.kind == "file",
                "isDirectory": lambda this, given: found.kind == "directory",
            },
        )
        return made

    def drop(path: str, given: list[Any]) -> Any:
        fs.rmdir(path) if fs.is_dir(path) else fs.unlink(path)
        return UNDEFINED

    def unlink(path: str, given: list[Any]) -> Any:
        fs.unlink(path)
        return UNDEFINED

    def move(path: str, given: list[Any]) -> Any:
        fs.rename(path, process.path(runtime.text(at(given, 1))))
        return UNDEFINED

    def copy(path: str, given: list[Any]) -> Any:
        fs.write(process.path(runtime.text(at(given, 1))), fs.content(path))
        return UNDEFINED

    return {
        "readFile": wrapped("open", read), "writeFile": wrapped("open", write(False)),
        "appendFile": wrapped("open", write(True)),
        "readdir": wrapped("scandir", lambda path, given: runtime.array(list(fs.listdir(path)))),
        "mkdir": wrapped("mkdir", make),
        "stat": wrapped("stat", stat), "unlink": wrapped("unlink", unlink), "rm": wrapped("rm", drop),
        "rmdir": wrapped("rmdir", drop),
        "rename": wrapped("rename", move), "copyFile": wrapped("copyfile", copy),
        "access": wrapped("access", lambda path, given: (fs.node(path) and UNDEFINED) or UNDEFINED),
    }  # fmt: skip


def buffer(runtime: Runtime, text: str) -> Object:
    """Return the bytes of a file as scripts use them: by toString."""
    made = Object(runtime.object_proto, {"length": float(len(text.encode()))}, "Buffer")
    made.hidden.add("length")
    methods(runtime, made, {"toString": lambda this, given: text, "trim": lambda this, given: text.strip()})
    return made


def _fs(runtime: Runtime) -> Object:
    table = _fs_functions(runtime)
    made = runtime.object()

    def at_once(call: Callable[[list[Any]], Any]) -> Native:
        return lambda this, given: call(given)

    methods(runtime, made, {f"{name}Sync": at_once(call) for name, call in table.items()})

    def deferred(call: Callable[[list[Any]], Any]) -> Native:
        def run(this: Any, given: list[Any]) -> Any:
            *rest, function = given
            if not isinstance(function, Function):
                raise runtime.error("TypeError", 'The "cb" argument must be of type function. Received undefined')

            def finish() -> None:
                try:
                    value = call(rest)
                except Thrown as thrown:
                    runtime.call(function, UNDEFINED, [thrown.value])
                    return
                runtime.call(function, UNDEFINED, [None, value])

            runtime.after(0.0, finish)
            return UNDEFINED

        return run

    methods(runtime, made, {name: deferred(call) for name, call in table.items()})
    exists = runtime.process.fs.exists
    methods(runtime, made, {"existsSync": lambda this, given: exists(runtime.process.path(runtime.text(at(given, 0))))})
    made.props["promises"] = _fs_promises(runtime)
    return made


def _fs_promises(runtime: Runtime) -> Object:
    made = runtime.object()

    def promised(call: Callable[[list[Any]], Any]) -> Native:
        def run(this: Any, given: list[Any]) -> Object:
            promise = runtime.promise()

            def finish() -> None:
                try:
                    runtime.settle(promise, "fulfilled", call(given))
                except Thrown as thrown:
                    runtime.settle(promise, "rejected", thrown.value)

            runtime.after(0.0, finish)
            return promise

        return run

    methods(runtime, made, {name: promised(call) for name, call in _fs_functions(runtime).items()})
    return made


def _path(runtime: Runtime) -> Object:
    text = runtime.text

    def base(this: Any, given: list[Any]) -> str:
        name = posixpath.basename(text(at(given, 0)).rstrip("/"))
        return name.removesuffix(text(given[1])) if len(given) > 1 else name

    def joined(this: Any, given: list[Any]) -> str:
        return posixpath.normpath("/".join(part for part in map(text, given) if part) or ".")

    def resolved(this: Any, given: list[Any]) -> str:
        return posixpath.normpath(posixpath.join(runtime.process.cwd, *map(text, given)))

    made = runtime.object({"sep": "/", "delimiter": ":"})
    methods(runtime, made, {
        "join": joined, "resolve": resolved, "basename": base,
        "dirname": lambda this, given: posixpath.dirname(text(at(given, 0))) or ".",
        "extname": lambda this, given: posixpath.splitext(text(at(given, 0)))[1],
        "normalize": lambda this, given: posixpath.normpath(text(at(given, 0))),
        "isAbsolute": lambda this, given: text(at(given, 0)).startswith("/"),
        "relative": lambda this, given: posixpath.relpath(text(at(given, 1)), text(at(given, 0))),
    })  # fmt: skip
    return made


def _os(runtime: Runtime) -> Object:
    process = runtime.process
    made = runtime.object({"EOL": "\n"})
    methods(runtime, made, {
        "hostname": lambda this, given: process.host.hostname, "platform": lambda this, given: "linux",
        "type": lambda this, given: "Linux",
        "arch": lambda this, given: "x64", "release": lambda this, given: "6.10.14-linuxkit",
        "homedir": lambda this, given: process.env.get("HOME", "/root"),
        "tmpdir": lambda this, given: "/tmp",
        "cpus": lambda this, given: runtime.array([runtime.object(), runtime.object()]),
        "totalmem": lambda this, given: 8_589_934_592.0, "freemem": lambda this, given: 4_294_967_296.0,
        "uptime": lambda this, given: 3600.0,
        "userInfo": lambda this, given: runtime.object(
            {"uid": float(process.fs.uid), "gid": float(process.fs.gid), "username": process.env.get("USER", "root")}
        ),
    })  # fmt: skip
    return made


def _util(runtime: Runtime) -> Object:
    made = runtime.object()

    def promisify(this: Any, given: list[Any]) -> Function:
        function = at(given, 0)

        def call(this: Any, inner: list[Any]) -> Object:
            promise = runtime.promise()

            def done(this: Any, result: list[Any]) -> Any:
                failed = at(result, 0) is not None and at(result, 0) is not UNDEFINED
                runtime.settle(promise, "rejected" if failed else "fulfilled", at(result, 0 if failed else 1))
                return UNDEFINED

            runtime.call(function, this, [*inner, runtime.function("", done)])
            return promise

        return runtime.function("promisified", call)

    methods(runtime, made, {
        "inspect": lambda this, given: inspect(runtime, at(given, 0)),
        "format": lambda this, given: formatted(runtime, given), "promisify": promisify,
    })  # fmt: skip
    return made


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


def _events(runtime: Runtime) -> Function:
    def make(this: Any, given: list[Any]) -> Object:
        made = runtime.object()
        emitter(runtime, made)
        return made

    made = runtime.function("EventEmitter", make)
    made.props["prototype"] = Object(runtime.object_proto, {"constructor": made})
    made.hidden.add("prototype")
    made.props["EventEmitter"] = made
    return made


# http


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


def _express(runtime: Runtime) -> Function:
    """Return `express` in the small: routes with parameters, middleware, json, send, status, static files."""
    from tutor.programs.node.express import make

    return make(runtime)


_MAKERS: dict[str, Callable[[Runtime], Any]] = {
    "fs": _fs, "path": _path, "os": _os, "util": _util, "events": _events, "http": _http, "fs/promises": _fs_promises,
    "process": lambda runtime: runtime.names["process"],
}  # fmt: skip
_INSTALLED: dict[str, Callable[[Runtime], Any]] = {"express": _express}
