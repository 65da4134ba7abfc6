"""`require`: modules of node in the small, files, packages of node_modules; `express` where it is installed."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING, Any

from tutor.programs.node.builtins import formatted
from tutor.programs.node.compiler import Compiler, Frame, Scope
from tutor.programs.node.filesystem import _fs, _fs_promises
from tutor.programs.node.inspect import inspect
from tutor.programs.node.naming import at, methods
from tutor.programs.node.parser import parse
from tutor.programs.node.runtime import Runtime
from tutor.programs.node.serial import parsed
from tutor.programs.node.server import _http, emitter
from tutor.programs.node.values import UNDEFINED, Function, Object
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process


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


def run_file(runtime: Runtime, path: str, text: str, module: Object) -> None:
    """Run the source of a module. Raises Thrown, Outside, JsSyntaxError."""
    folder = path.rpartition("/")[0] or "/"
    runtime.tick(len(text) // 16)
    runtime.process.kernel.meter.fits(len(text) * 32)
    try:
        nodes = parse(text, path)
    except RecursionError:
        raise Outside("code that is nested so deeply", path) from None
    try:
        body = Compiler(runtime, path).block(nodes, own=False)
    except (AttributeError, IndexError, TypeError, ValueError):
        raise Outside("such code", path) from None
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


def node_architecture(process: Process) -> str:
    """Return what node calls the processor of a process's machine."""
    return "arm64" if process.host.architecture == "aarch64" else "x64"


def _os(runtime: Runtime) -> Object:
    process = runtime.process
    made = runtime.object({"EOL": "\n"})
    methods(runtime, made, {
        "hostname": lambda this, given: process.host.hostname, "platform": lambda this, given: "linux",
        "type": lambda this, given: "Linux",
        "arch": lambda this, given: node_architecture(process), "release": lambda this, given: "6.10.14-linuxkit",
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


def _express(runtime: Runtime) -> Function:
    """Return `express` in the small: routes with parameters, middleware, json, send, status, static files."""
    from tutor.programs.node.express import make

    return make(runtime)


_MAKERS: dict[str, Callable[[Runtime], Any]] = {
    "fs": _fs, "path": _path, "os": _os, "util": _util, "events": _events, "http": _http, "fs/promises": _fs_promises,
    "process": lambda runtime: runtime.names["process"],
}  # fmt: skip
_INSTALLED: dict[str, Callable[[Runtime], Any]] = {"express": _express}
