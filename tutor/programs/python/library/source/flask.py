"""`flask` in the small: routes, the request, JSON and plain answers, error handlers, the development server."""

import json as _json
import os
import sys
import time
from urllib.parse import parse_qsl, quote, unquote

import _sandbox

__version__ = "3.0.3"
_WERKZEUG = "Werkzeug/3.0.3 Python/" + sys.version.split()[0]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_NAMES = {
    400: ("Bad Request", "The browser (or proxy) sent a request that this server could not understand."),
    401: (
        "Unauthorized",
        "The server could not verify that you are authorized to access the URL requested. You either "
        "supplied the wrong credentials (e.g. a bad password), or your browser doesn't understand how to supply the "
        "credentials required.",
    ),
    403: (
        "Forbidden",
        "You don't have the permission to access the requested resource. It is either read-protected or "
        "not readable by the server.",
    ),
    404: (
        "Not Found",
        "The requested URL was not found on the server. If you entered the URL manually please check "
        "your spelling and try again.",
    ),
    405: ("Method Not Allowed", "The method is not allowed for the requested URL."),
    415: (
        "Unsupported Media Type",
        "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
    ),
    500: (
        "Internal Server Error",
        "The server encountered an internal error and was unable to complete your request. "
        "Either the server is overloaded or there is an error in the application.",
    ),
    503: (
        "Service Unavailable",
        "The server is temporarily unable to service your request due to maintenance downtime "
        "or capacity problems. Please try again later.",
    ),
}
_REASONS = {
    200: "OK",
    201: "CREATED",
    202: "ACCEPTED",
    204: "NO CONTENT",
    301: "MOVED PERMANENTLY",
    302: "FOUND",
    303: "SEE OTHER",
    308: "PERMANENT REDIRECT",
    418: "I'M A TEAPOT",
    429: "TOO MANY REQUESTS",
}


class HTTPException(Exception):
    """An answer that is an error."""

    def __init__(self, code, description=None):
        super().__init__(code)
        self.code = code
        self.name = _NAMES.get(code, ("Unknown Error", ""))[0]
        self.description = description or _NAMES.get(code, ("", ""))[1]

    def get_response(self):
        """Return the page that says so."""
        body = (
            f"<!doctype html>\n<html lang=en>\n<title>{self.code} {self.name}</title>\n<h1>{self.name}</h1>\n"
            f"<p>{self.description}</p>\n"
        )
        return Response(body, self.code)

    def __str__(self):
        return f"{self.code} {self.name}: {self.description}"


def abort(code, description=None):
    """End the request with an error."""
    raise HTTPException(code, description)


class Headers:
    """Headers, whatever their case."""

    def __init__(self, pairs):
        self._pairs = list(pairs)

    def get(self, name, default=None):
        """Return a header."""
        for key, value in self._pairs:
            if key.lower() == name.lower():
                return value
        return default

    def __getitem__(self, name):
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __setitem__(self, name, value):
        self._pairs = [(key, old) for key, old in self._pairs if key.lower() != name.lower()]
        self._pairs.append((name, str(value)))

    def __contains__(self, name):
        return self.get(name) is not None

    def __iter__(self):
        return iter(self._pairs)

    def items(self):
        """Return all."""
        return list(self._pairs)


class Response:
    """What is answered."""

    def __init__(self, response="", status=200, headers=None, mimetype=None, content_type=None):
        self.data = response.encode() if isinstance(response, str) else response
        self.status_code = int(str(status).split()[0])
        self.headers = Headers((headers or {}).items())
        kind = content_type or mimetype or "text/html"
        if content_type is None and kind.startswith("text/"):
            kind += "; charset=utf-8"
        if "Content-Type" not in self.headers:
            self.headers["Content-Type"] = kind

    def get_data(self, as_text=False):
        """Return the body."""
        return self.data.decode() if as_text else self.data

    def get_json(self):
        """Return the body as JSON."""
        return _json.loads(self.data)


class _Request:
    """The request that is being answered."""

    def __init__(self):
        self.method, self.path, self.data = "", "", b""

    def begin(self, method, target, headers, body):
        path, _, query = target.partition("?")
        self.method = method
        self.path = unquote(path)
        self.full_path = target
        self.query_string = query.encode()
        self.headers = Headers(headers)
        self.args = _Values(parse_qsl(query, True))
        self.data = body
        form = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        self.form = _Values(parse_qsl(body.decode("utf-8", "replace"), True) if form else [])
        self.host = self.headers.get("Host", "localhost")
        self.url = f"http://{self.host}{target}"
        self.remote_addr = "172.17.0.1"
        self.is_json = "json" in self.headers.get("Content-Type", "")

    @property
    def json(self):
        """The body as JSON."""
        return self.get_json()

    def get_json(self, force=False, silent=False):
        """Return the body as JSON."""
        if not (force or self.is_json):
            if silent:
                return None
            abort(415)
        try:
            return _json.loads(self.data)
        except ValueError:
            if silent:
                return None
            abort(400)

    def get_data(self, as_text=False):
        """Return the body."""
        return self.data.decode() if as_text else self.data


class _Values:
    def __init__(self, pairs):
        self._pairs = pairs

    def get(self, name, default=None, type=None):
        for key, value in self._pairs:
            if key == name:
                if type is None:
                    return value
                try:
                    return type(value)
                except ValueError:
                    return default
        return default

    def getlist(self, name):
        return [value for key, value in self._pairs if key == name]

    def to_dict(self):
        return dict(reversed(self._pairs))

    def items(self):
        return list(self._pairs)

    def __getitem__(self, name):
        for key, value in self._pairs:
            if key == name:
                return value
        abort(400)

    def __contains__(self, name):
        return any(key == name for key, value in self._pairs)

    def __iter__(self):
        return iter([key for key, value in self._pairs])


request = _Request()
session = {}


class _Globals:
    """What lives as long as a request."""


g = _Globals()


def jsonify(*args, **named):
    """Return JSON."""
    value = named if named else args[0] if len(args) == 1 else list(args)
    return Response(_json.dumps(value, separators=(",", ":"), sort_keys=True) + "\n", 200, mimetype="application/json")


def make_response(*args):
    """Return an answer as an object."""
    return _as_response(args[0] if len(args) == 1 else args)


def redirect(location, code=302):
    """Return an answer that leads elsewhere."""
    body = (
        f"<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be "
        f'redirected automatically to the target URL: <a href="{location}">{location}</a>. If not, click the link.\n'
    )
    return Response(body, code, {"Location": location})


def url_for(endpoint, **values):
    """Return the URL of a view."""
    for rule in _current[0].rules:
        if rule.endpoint == endpoint:
            path = rule.path
            for name in list(values):
                for kind in ("", "int:", "string:", "path:"):
                    if f"<{kind}{name}>" in path:
                        path = path.replace(f"<{kind}{name}>", quote(str(values.pop(name))))
                        break
            return path
    raise LookupError(f"Could not build url for endpoint {endpoint!r}.")


def escape(text):
    """Return a text for HTML."""
    for mark, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;")):
        text = str(text).replace(mark, name)
    return text


def _as_response(value):
    status, headers = None, {}
    if isinstance(value, tuple):
        if len(value) == 3:
            value, status, headers = value
        elif isinstance(value[1], dict):
            value, headers = value
        else:
            value, status = value
    if value is None:
        raise TypeError(
            "The view function did not return a valid response. The function either returned None or ended "
            "without a return statement."
        )
    if isinstance(value, (dict, list)):
        value = jsonify(value)
    elif isinstance(value, (str, bytes)):
        value = Response(value)
    elif not isinstance(value, Response):
        raise TypeError(
            "The view function did not return a valid response. The return type must be a string, dict, list, "
            f"tuple with headers or status, Response instance, or WSGI callable, but it was a {type(value).__name__}."
        )
    if status is not None:
        value.status_code = int(str(status).split()[0])
    for name, content in dict(headers).items():
        value.headers[name] = content
    return value


class _Rule:
    def __init__(self, path, endpoint, methods):
        self.path = path
        self.endpoint = endpoint
        self.methods = methods

    def match(self, path):
        """Return the values of a path that fits, None for one that does not."""
        wanted, given = self.path.split("/"), path.split("/")
        values = {}
        for at, part in enumerate(wanted):
            if part.startswith("<") and part.endswith(">"):
                kind, colon, name = part[1:-1].rpartition(":")
                if kind == "path":
                    if len(given) <= at:
                        return None
                    values[name] = "/".join(given[at:])
                    return values
                if at >= len(given) or not given[at]:
                    return None
                if kind == "int":
                    if not given[at].isdigit():
                        return None
                    values[name] = int(given[at])
                elif kind == "float":
                    try:
                        values[name] = float(given[at])
                    except ValueError:
                        return None
                else:
                    values[name] = given[at]
            elif at >= len(given) or part != given[at]:
                return None
        return values if len(wanted) == len(given) else None


class _Config:
    def __init__(self):
        self._values = {"DEBUG": False, "TESTING": False}

    def __getitem__(self, name):
        return self._values[name]

    def __setitem__(self, name, value):
        self._values[name] = value

    def get(self, name, default=None):
        return self._values.get(name, default)

    def update(self, *args, **named):
        self._values.update(*args, **named)

    def from_mapping(self, mapping=None, **named):
        self._values.update(mapping or {}, **named)


class Blueprint:
    """Routes to be registered with an application."""

    def __init__(self, name, import_name, url_prefix=""):
        self.name = name
        self.url_prefix = url_prefix or ""
        self.routes = []

    def route(self, path, **options):
        """Let a function answer a path."""

        def decorate(function):
            self.routes.append((path, function, options))
            return function

        return decorate

    def get(self, path, **options):
        """Let a function answer GET."""
        return self.route(path, methods=["GET"], **options)

    def post(self, path, **options):
        """Let a function answer POST."""
        return self.route(path, methods=["POST"], **options)


class Flask:
    """An application."""

    def __init__(self, import_name, static_folder="static", template_folder="templates", static_url_path=None):
        self.import_name = import_name
        self.name = import_name
        if import_name == "__main__":
            self.name = os.path.splitext(os.path.basename(sys.argv[0]))[0]
        self.rules = []
        self.view_functions = {}
        self.error_handlers = {}
        self.before, self.after = [], []
        self.config = _Config()
        self.debug = False
        self.static_folder = static_folder
        self.logger = _Logger(self)

    def add_url_rule(self, path, endpoint=None, view_func=None, methods=None, defaults=None, strict_slashes=None):
        """Let a function answer a path."""
        endpoint = endpoint or view_func.__name__
        if endpoint in self.view_functions and self.view_functions[endpoint] is not view_func:
            raise AssertionError(f"View function mapping is overwriting an existing endpoint function: {endpoint}")
        names = [name.upper() for name in methods or ["GET"]]
        if "GET" in names:
            names.append("HEAD")
        self.rules.append(_Rule(path, endpoint, names))
        self.view_functions[endpoint] = view_func

    def route(self, path, **options):
        """Let a function answer a path."""
        if not path.startswith("/"):
            raise ValueError(f"URL rule {path!r} must start with a slash.")

        def decorate(function):
            self.add_url_rule(path, options.pop("endpoint", None), function, **options)
            return function

        return decorate

    def get(self, path, **options):
        """Let a function answer GET."""
        return self.route(path, methods=["GET"], **options)

    def post(self, path, **options):
        """Let a function answer POST."""
        return self.route(path, methods=["POST"], **options)

    def put(self, path, **options):
        """Let a function answer PUT."""
        return self.route(path, methods=["PUT"], **options)

    def delete(self, path, **options):
        """Let a function answer DELETE."""
        return self.route(path, methods=["DELETE"], **options)

    def errorhandler(self, kind):
        """Let a function answer errors of a code or a class."""

        def decorate(function):
            self.error_handlers[kind] = function
            return function

        return decorate

    def before_request(self, function):
        """Call a function before each request."""
        self.before.append(function)
        return function

    def after_request(self, function):
        """Call a function after each request."""
        self.after.append(function)
        return function

    def register_blueprint(self, blueprint, url_prefix=None):
        """Add the routes of a blueprint."""
        prefix = url_prefix or blueprint.url_prefix
        for path, function, options in blueprint.routes:
            self.add_url_rule(prefix + path, f"{blueprint.name}.{function.__name__}", function, **options)

    def _dispatch(self):
        for function in self.before:
            found = function()
            if found is not None:
                return found
        allowed = set()
        for rule in self.rules:
            values = rule.match(request.path)
            if values is None:
                continue
            if request.method in rule.methods:
                return self.view_functions[rule.endpoint](**values)
            allowed.update(rule.methods)
        if allowed:
            if request.method == "OPTIONS":
                return Response("", 200, {"Allow": ", ".join(sorted(allowed | {"OPTIONS"}))})
            error = HTTPException(405)
            raise error
        if self.static_folder and request.path.startswith("/static/"):
            return self._static(request.path[len("/static/") :])
        if any(rule.match(request.path + "/") is not None for rule in self.rules):
            return redirect(f"http://{request.host}{request.path}/", 308)
        raise HTTPException(404)

    def _static(self, name):
        where = os.path.join(self.static_folder, name)
        if ".." in name or not os.path.isfile(where):
            raise HTTPException(404)
        with open(where, "rb") as file:
            return Response(
                file.read(), 200, content_type="text/css; charset=utf-8" if name.endswith(".css") else "text/plain"
            )

    def _handled(self, error):
        for kind, function in self.error_handlers.items():
            fits = kind == getattr(error, "code", None) if isinstance(kind, int) else isinstance(error, kind)
            if fits:
                return _as_response(function(error))
        return None

    def full_dispatch_request(self):
        """Answer the request."""
        try:
            response = _as_response(self._dispatch())
        except HTTPException as error:
            response = self._handled(error) or error.get_response()
        except Exception as error:
            response = self._handled(error)
            if response is None:
                sys.stderr.write(
                    f"[{_moment()}] ERROR in app: Exception on {request.path} [{request.method}]\n{_sandbox.error_text()}"
                )
                failure = HTTPException(500)
                response = self._handled(failure) or failure.get_response()
        for function in self.after:
            response = function(response) or response
        return response

    def _respond(self, method, target, headers, body):
        request.begin(method, target, headers, body)
        _current[0] = self
        response = self.full_dispatch_request()
        code = response.status_code
        reason = _REASONS.get(code) or _NAMES.get(code, ("",))[0].upper()
        pairs = [
            ("Server", _WERKZEUG),
            ("Date", _sandbox.http_date()),
            *response.headers.items(),
            ("Content-Length", str(len(response.data))),
            ("Connection", "close"),
        ]
        sys.stderr.write(f'172.17.0.1 - - [{_moment("log")}] "{method} {target} HTTP/1.1" {code} -\n')
        return code, reason, pairs, response.data

    def __call__(self, environ, start_response):
        """Answer as PEP 3333 has it."""
        pairs = [
            (name.removeprefix("HTTP_").replace("_", "-").title(), value)
            for name, value in environ.items()
            if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
        ]
        query = environ.get("QUERY_STRING", "")
        target = quote(environ["PATH_INFO"]) + (f"?{query}" if query else "")
        request.begin(environ["REQUEST_METHOD"], target, pairs, environ["wsgi.input"].read())
        _current[0] = self
        response = self.full_dispatch_request()
        code = response.status_code
        reason = _REASONS.get(code) or _NAMES.get(code, ("",))[0].upper()
        start_response(f"{code} {reason}", [*response.headers.items(), ("Content-Length", str(len(response.data)))])
        return [response.data]

    def run(self, host=None, port=None, debug=None, load_dotenv=True, threaded=True, use_reloader=None):
        """Serve at a port until something ends it."""
        self.debug = bool(debug) if debug is not None else self.debug
        _serve(self, host or "127.0.0.1", port or 5000)

    def test_client(self):
        """Return what asks the application without a network."""
        return _Client(self)


class _Client:
    def __init__(self, app):
        self._app = app

    def open(self, path, method="GET", json=None, data=b"", headers=None):
        pairs = list((headers or {}).items())
        if json is not None:
            data = _json.dumps(json).encode()
            pairs.append(("Content-Type", "application/json"))
        request.begin(method, path, pairs, data.encode() if isinstance(data, str) else data)
        _current[0] = self._app
        response = self._app.full_dispatch_request()
        response.json = _json.loads(response.data) if "json" in response.headers["Content-Type"] else None
        return response

    def get(self, path, **named):
        return self.open(path, "GET", **named)

    def post(self, path, **named):
        return self.open(path, "POST", **named)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


class _Logger:
    def __init__(self, app):
        self._app = app

    def _log(self, level, message, args):
        if level != "INFO" or self._app.debug:
            sys.stderr.write(f"[{_moment()}] {level} in {self._app.name}: {message % args if args else message}\n")

    def info(self, message, *args):
        self._log("INFO", message, args)

    def debug(self, message, *args):
        if self._app.debug:
            self._log("DEBUG", message, args)

    def warning(self, message, *args):
        self._log("WARNING", message, args)

    def error(self, message, *args):
        self._log("ERROR", message, args)


_current = [None]


def _moment(kind=""):
    at = time.gmtime()
    clock = f"{at.tm_hour:02d}:{at.tm_min:02d}:{at.tm_sec:02d}"
    if kind == "log":
        return f"{at.tm_mday:02d}/{_MONTHS[at.tm_mon - 1]}/{at.tm_year} {clock}"
    return f"{at.tm_year}-{at.tm_mon:02d}-{at.tm_mday:02d} {clock},{int(time.time() * 1000) % 1000:03d}"


def _serve(app, host, port):
    _current[0] = app
    print(f" * Serving Flask app '{app.name}'")
    print(f" * Debug mode: {'on' if app.debug else 'off'}")
    sys.stdout.flush()
    try:
        _sandbox.listen(port, app._respond)
    except OSError:
        sys.stderr.write(
            f"Address already in use\nPort {port} is in use by another program. Either identify and stop that "
            "program, or start the server with a different port.\n"
        )
        sys.exit(1)
    lines = [
        "WARNING: This is a development server. Do not use it in a production deployment. Use a production WSGI server "
        "instead."
    ]
    if host in ("0.0.0.0", "::"):
        lines.append(f" * Running on all addresses ({host})")
        lines += [f" * Running on http://{address}:{port}" for address in _sandbox.addresses()]
    else:
        lines.append(f" * Running on http://{host}:{port}")
    lines.append("Press CTRL+C to quit")
    if app.debug:
        lines += [" * Restarting with stat", " * Debugger is active!", " * Debugger PIN: 104-817-462"]
    sys.stderr.write("\n".join(lines) + "\n")
    try:
        _sandbox.wait()
    except KeyboardInterrupt:
        pass


def _main(words):
    """Run `flask run`."""
    import argparse

    parser = argparse.ArgumentParser(prog="flask", add_help=False)
    parser.add_argument("-A", "--app", default=os.environ.get("FLASK_APP"))
    parser.add_argument("--debug", action="store_true")
    parser.add_argument("-h", "--host", default=os.environ.get("FLASK_RUN_HOST", "127.0.0.1"))
    parser.add_argument("-p", "--port", type=int, default=int(os.environ.get("FLASK_RUN_PORT", "5000")))
    parser.add_argument("command")
    given = parser.parse_args(words)
    name = given.app or next((name for name in ("wsgi", "app") if os.path.exists(name + ".py")), None)
    if name is None:
        sys.stderr.write(
            "Usage: flask run [OPTIONS]\nTry 'flask run --help' for help.\n\nError: Could not locate a Flask "
            "application. Use the 'flask --app' option, 'FLASK_APP' environment variable, or a 'wsgi.py' or "
            "'app.py' file in the current directory.\n"
        )
        return 2
    sys.path.insert(0, os.getcwd())
    module, _, variable = name.removesuffix(".py").partition(":")
    app = getattr(_sandbox.module(module), variable or "app", None)
    if not isinstance(app, Flask):
        sys.stderr.write(
            f"Usage: flask run [OPTIONS]\nTry 'flask run --help' for help.\n\nError: Failed to find Flask "
            f"application or factory in module '{module}'. Use '{module}:name' to specify one.\n"
        )
        return 2
    app.debug = given.debug or os.environ.get("FLASK_DEBUG") == "1"
    app.name = name
    _serve(app, given.host, given.port)
