"""`_wsgi`: asking an application as PEP 3333 has it, and finding it by its name."""

import io
import sys
from urllib.parse import unquote

import _sandbox


class NotFound(Exception):
    """A module has no such application."""


def application(name):
    """The application that "module:name" means; "module:make()" is called once."""
    module, _, variable = name.partition(":")
    made = _sandbox.module(module)
    variable = variable or "application"
    calls = variable.endswith("()")
    found = getattr(made, variable.removesuffix("()"), None)
    if found is None:
        raise NotFound(f"Failed to find attribute '{variable.removesuffix('()')}' in '{module}'.")
    found = found() if calls else found
    if not callable(found):
        raise NotFound("Application object must be callable.")
    return found


def ask(app, method, target, headers, body, host, port):
    """What the application answers: status, reason, pairs of headers, body."""
    path, _, query = target.partition("?")
    given = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": unquote(path), "RAW_URI": target,
        "QUERY_STRING": query, "SERVER_NAME": host, "SERVER_PORT": str(port), "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "172.17.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.multithread": False,
        "wsgi.multiprocess": False, "wsgi.run_once": False,
    }
    for name, value in headers:
        key = name.upper().replace("-", "_")
        given[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    began = []

    def start_response(status, pairs, exc_info=None):
        began[:] = [status, list(pairs)]

    try:
        data = b"".join(app(given, start_response))
        code, _, reason = began[0].partition(" ")
        return int(code), reason, began[1], data
    except Exception:
        sys.stderr.write(f"Error handling request {target}\n{_sandbox.error_text()}")
        text = b"<html>\n  <head>\n    <title>Internal Server Error</title>\n  </head>\n  <body>\n    <h1><p>Internal Server Error</p></h1>\n    \n  </body>\n</html>\n"
        return 500, "Internal Server Error", [("Content-Type", "text/html")], text
