"""`express` in the small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs import web
from tutor.programs.node.naming import at, methods
from tutor.programs.node.serial import parsed, stringified
from tutor.programs.node.values import UNDEFINED, Function, Object, Thrown
from tutor.shell import http

if TYPE_CHECKING:
    from tutor.programs.node.builtins import Native
    from tutor.programs.node.runtime import Runtime
    from tutor.programs.node.server import _Answer

_VERBS = ("get", "post", "put", "delete", "patch", "all")


def make(runtime: Runtime) -> Function:
    """Return the module: a function that makes applications."""
    made = runtime.function("createApplication", lambda this, given: _application(runtime, True))
    middleware: dict[str, Native] = {
        "Router": lambda this, given: _application(runtime, False),
        "json": lambda this, given: runtime.function("jsonParser", _json(runtime)),
        "urlencoded": lambda this, given: runtime.function("urlencodedParser", _form(runtime)),
        "static": lambda this, given: runtime.function("serveStatic", _static(runtime, runtime.text(at(given, 0)))),
    }  # fmt: skip
    methods(runtime, made, middleware)
    return made


def _next(runtime: Runtime, given: list[Any]) -> Any:
    return runtime.call(given[2], UNDEFINED, [])


def _json(runtime: Runtime) -> Native:
    import json

    def call(this: Any, given: list[Any]) -> Any:
        request = given[0]
        kind = runtime.get(request.props["headers"], "content-type")
        if isinstance(kind, str) and "json" in kind:
            try:
                request.props["body"] = parsed(runtime, json.loads(request.native.body))
            except ValueError:
                raise runtime.error("SyntaxError", "Unexpected token in JSON", status=400.0) from None
        else:
            request.props.setdefault("body", runtime.object())
        return _next(runtime, given)

    return call


def _form(runtime: Runtime) -> Native:
    def call(this: Any, given: list[Any]) -> Any:
        text = given[0].native.body.decode("utf-8", "replace")
        given[0].props["body"] = _query(runtime, text)
        return _next(runtime, given)

    return call


def _query(runtime: Runtime, text: str) -> Object:
    pairs = (part.partition("=") for part in text.split("&") if part)
    return runtime.object({http.unquoted(key): http.unquoted(value.replace("+", " ")) for key, _, value in pairs})


def _static(runtime: Runtime, folder: str) -> Native:
    def call(this: Any, given: list[Any]) -> Any:
        request, response = given[0], given[1]
        fs = runtime.process.fs
        path = runtime.text(request.props["path"])
        where = runtime.process.path(f"{folder.rstrip('/')}{path}")
        where += "index.html" if where.endswith("/") else ""
        if ".." in path.split("/") or not fs.is_file(where):
            return _next(runtime, given)
        kind = web.TYPES.get(web.extension(where), "application/octet-stream")
        answer: _Answer = response.native
        answer.header("Content-Type", f"{kind}; charset=UTF-8" if kind.startswith("text/") else kind)
        answer.parts.append(fs.read(where))
        return answer.end(UNDEFINED, [])

    return call


def _matched(pattern: str, path: str, whole: bool) -> dict[str, str] | None:
    """Return the parameters of a path that fits a pattern, None for one that does not."""
    if pattern in ("*", "/*"):
        return {}
    wanted, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    if wanted == [""]:
        return {} if not whole or given == [""] else None
    if len(given) < len(wanted) or (whole and len(given) != len(wanted)):
        return None
    found = {}
    for part, value in zip(wanted, given, strict=False):
        if part.startswith(":"):
            found[part[1:].rstrip("?")] = http.unquoted(value)
        elif part != value:
            return None
    return found


def _application(runtime: Runtime, top: bool) -> Function:
    """Return an application, or a router."""
    layers: list[tuple[str, str, Function]] = []

    def handle(request: Object, response: Object, path: str, last: Any) -> None:
        """Run the layers that fit, one after the other as each calls `next`."""
        place = [0]

        def following(this: Any, given: list[Any]) -> Any:
            failure = at(given, 0)
            failed = failure is not UNDEFINED and failure is not None
            while place[0] < len(layers):
                verb, pattern, function = layers[place[0]]
                place[0] += 1
                values = _matched(pattern, path, verb != "use")
                method = request.native.method.lower()
                if values is None or verb not in ("use", "all", method, "get" if method == "head" else method):
                    continue
                takes_error = function.native == 4
                if takes_error != failed:
                    continue
                request.props["params"] = runtime.object(dict(values))
                if function.kind == "Router":
                    cut = path[len(pattern.rstrip("/")) :] or "/"
                    function.native_handle(request, response, cut, onward)  # type: ignore[attr-defined]
                    return UNDEFINED
                arguments = [failure, request, response, onward] if failed else [request, response, onward]
                try:
                    result = runtime.call(function, UNDEFINED, arguments)
                except Thrown as thrown:
                    return following(UNDEFINED, [thrown.value])
                if isinstance(result, Object) and result.kind == "Promise":
                    runtime.then(result, lambda value: None, lambda error: following(UNDEFINED, [error]))
                return UNDEFINED
            runtime.call(last, UNDEFINED, given)
            return UNDEFINED

        onward = runtime.function("next", following)
        following(UNDEFINED, [])

    def add(verb: str) -> Native:
        def call(this: Any, given: list[Any]) -> Any:
            pattern, rest = (given[0], given[1:]) if isinstance(at(given, 0), str) else ("/", given)
            if verb == "get" and not rest:
                return settings.get(runtime.text(pattern), UNDEFINED)
            for function in [
                item
                for value in rest
                for item in (runtime.iterate(value) if not isinstance(value, Function) else [value])
            ]:
                if not isinstance(function, Function):
                    raise runtime.error(
                        "TypeError", f"Route.{verb}() requires a callback function but got a [object Undefined]"
                    )
                layers.append((verb, pattern, function))
            return app

        return call

    settings: dict[str, Any] = {}

    def put(this: Any, given: list[Any]) -> Any:
        settings[runtime.text(at(given, 0))] = at(given, 1)
        return app

    def listen(this: Any, given: list[Any]) -> Object:
        from tutor.programs.node.server import emitter, serve

        port = runtime.integer(at(given, 0))
        serve(runtime, port, lambda request, answer: _begin(runtime, handle, request, answer))
        server = runtime.object()
        emitter(runtime, server)
        methods(runtime, server, {"close": lambda this, given: UNDEFINED})
        done = next((value for value in given if isinstance(value, Function)), None)
        if done is not None:
            runtime.after(0.0, lambda: runtime.call(done, server, []))
        return server

    app = runtime.function("app" if top else "router", lambda this, given: UNDEFINED)
    methods(runtime, app, {verb: add(verb) for verb in (*_VERBS, "use")})
    methods(runtime, app, {"listen": listen, "set": put, "disable": lambda this, given: UNDEFINED})
    if not top:
        app.kind = "Router"
        app.native_handle = handle  # type: ignore[attr-defined]
    return app


def _begin(runtime: Runtime, handle: Any, request: Object, answer: _Answer) -> None:
    """Answer a request with an application."""
    path, _, query = answer.request.target.partition("?")
    request.native = answer.request
    host = answer.request.header("host")
    request.props.update(path=http.unquoted(path), originalUrl=answer.request.target, query=_query(runtime, query),
                         params=runtime.object(),
                         ip=web.CLIENT, hostname=host.partition(":")[0], protocol="http")  # fmt: skip
    methods(
        runtime,
        request,
        {"get": lambda this, given: runtime.get(request.props["headers"], runtime.text(at(given, 0)).lower())},
    )
    _responses(runtime, answer)
    answer.header("X-Powered-By", "Express")

    def last(this: Any, given: list[Any]) -> Any:
        failure = at(given, 0)
        if answer.done:
            return UNDEFINED
        if failure is UNDEFINED or failure is None:
            answer.object.props["statusCode"] = 404.0
            text = f"Cannot {answer.request.method} {path}"
        else:
            answer.object.props["statusCode"] = 500.0
            stack = runtime.get(failure, "stack") if isinstance(failure, Object) else UNDEFINED
            text = runtime.text(stack if isinstance(stack, str) else failure)
            runtime.process.err(text + "\n")
            text = text.replace("\n", "<br>").replace("    at", " &nbsp; &nbsp;at")
        head = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n'
        page = f"{head}<body>\n<pre>{text}</pre>\n</body>\n</html>\n"
        answer.header("Content-Type", "text/html; charset=utf-8")
        answer.end(UNDEFINED, [page])
        return UNDEFINED

    handle(request, answer.object, http.unquoted(path), runtime.function("", last))


def _responses(runtime: Runtime, answer: _Answer) -> None:
    response = answer.object
    response.native = answer

    def send(this: Any, given: list[Any]) -> Any:
        value = at(given, 0)
        if isinstance(value, Object | bool | float) or value is None:
            return as_json(this, given)
        if "content-type" not in answer.headers:
            answer.header("Content-Type", "text/html; charset=utf-8")
        answer.end(UNDEFINED, [value])
        return response

    def as_json(this: Any, given: list[Any]) -> Any:
        if "content-type" not in answer.headers:
            answer.header("Content-Type", "application/json; charset=utf-8")
        answer.end(UNDEFINED, [stringified(runtime, at(given, 0))])
        return response

    def status(this: Any, given: list[Any]) -> Any:
        response.props["statusCode"] = at(given, 0)
        return response

    def only(this: Any, given: list[Any]) -> Any:
        status(this, given)
        return send(this, [http.REASONS.get(runtime.integer(at(given, 0)), "")])

    def redirect(this: Any, given: list[Any]) -> Any:
        code, where = (given[0], given[1]) if len(given) > 1 else (302.0, at(given, 0))
        response.props["statusCode"] = code
        answer.header("Location", where)
        reason = http.REASONS.get(runtime.integer(code), "")
        answer.header("Content-Type", "text/plain; charset=utf-8")
        return answer.end(UNDEFINED, [f"{reason}. Redirecting to {runtime.text(where)}"])

    def file(this: Any, given: list[Any]) -> Any:
        where = runtime.process.path(runtime.text(at(given, 0)))
        if not runtime.process.fs.is_file(where):
            raise runtime.error("Error", f"ENOENT: no such file or directory, stat '{where}'")
        kind = web.TYPES.get(web.extension(where), "application/octet-stream")
        answer.header("Content-Type", f"{kind}; charset=UTF-8" if kind.startswith("text/") else kind)
        answer.parts.append(runtime.process.fs.read(where))
        return answer.end(UNDEFINED, [])

    def kind(this: Any, given: list[Any]) -> Any:
        name = runtime.text(at(given, 0))
        answer.header("Content-Type", name if "/" in name else web.TYPES.get(name, "text/plain"))
        return response

    def header(this: Any, given: list[Any]) -> Any:
        return answer.header(runtime.text(at(given, 0)), at(given, 1))

    methods(runtime, response, {
        "send": send, "json": as_json, "status": status, "sendStatus": only, "redirect": redirect, "sendFile": file,
        "type": kind, "set": header,
        "header": header,
    })  # fmt: skip
