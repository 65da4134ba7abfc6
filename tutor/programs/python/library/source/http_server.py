"""`http.server` in the small: handlers with `do_GET` and the like, and one that serves a folder."""

import io
import os
import sys
import time

import _sandbox

_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_REASONS = {
    200: "OK",
    201: "Created",
    204: "No Content",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    500: "Internal Server Error",
    501: "Not Implemented",
    503: "Service Unavailable",
}
_EXPLAINED = {
    404: "Nothing matches the given URI",
    501: "Server does not support this operation",
    403: "Request forbidden -- authorization will not help",
    400: "Bad request syntax or unsupported method",
    500: "Server got itself in trouble",
    405: "Specified method is invalid for this resource",
}
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".py": "text/x-python",
    ".xml": "text/xml",
    ".gz": "application/gzip",
    ".tar": "application/x-tar",
    ".md": "text/markdown",
    ".csv": "text/csv",
}


class _Headers:
    def __init__(self, pairs):
        self._pairs = pairs

    def get(self, name, default=None):
        for key, value in self._pairs:
            if key.lower() == name.lower():
                return value
        return default

    def __getitem__(self, name):
        return self.get(name)

    def __contains__(self, name):
        return self.get(name) is not None

    def items(self):
        return list(self._pairs)

    def keys(self):
        return [key for key, value in self._pairs]

    def __str__(self):
        return "".join(f"{key}: {value}\n" for key, value in self._pairs) + "\n"


class BaseHTTPRequestHandler:
    """Answers one request by the method `do_` and its name."""

    server_version = "BaseHTTP/0.6"
    sys_version = "Python/" + sys.version.split()[0]
    protocol_version = "HTTP/1.0"

    def __init__(self, request, client_address, server):
        self.client_address = client_address
        self.server = server
        self.command, self.path, headers, body = request
        self.headers = _Headers(headers)
        self.rfile = io.BytesIO(body)
        self.wfile = io.BytesIO()
        self.requestline = f"{self.command} {self.path} HTTP/1.1"
        self.request_version = "HTTP/1.1"
        self.answer = [0, "", []]
        self.setup()
        self.handle_one_request()
        self.finish()

    def setup(self):
        """Do nothing."""

    def finish(self):
        """Do nothing."""

    def handle_one_request(self):
        """Answer the request."""
        method = getattr(self, "do_" + self.command, None)
        if method is None:
            self.send_error(501, f"Unsupported method ({self.command!r})")
        else:
            method()

    def version_string(self):
        """Return what the server calls itself."""
        return self.server_version + " " + self.sys_version

    def date_time_string(self, timestamp=None):
        """Return a time as HTTP writes it."""
        at = time.gmtime(timestamp)
        day, month = _DAYS[at.tm_wday], _MONTHS[at.tm_mon - 1]
        return f"{day}, {at.tm_mday:02d} {month} {at.tm_year:04d} {at.tm_hour:02d}:{at.tm_min:02d}:{at.tm_sec:02d} GMT"

    def log_date_time_string(self):
        """Return the time as the log writes it."""
        at = time.gmtime()
        month = _MONTHS[at.tm_mon - 1]
        return f"{at.tm_mday:02d}/{month}/{at.tm_year:04d} {at.tm_hour:02d}:{at.tm_min:02d}:{at.tm_sec:02d}"

    def address_string(self):
        """Return who asks."""
        return self.client_address[0]

    def send_response(self, code, message=None):
        """Begin the answer."""
        self.log_request(code)
        self.send_response_only(code, message)
        self.send_header("Server", self.version_string())
        self.send_header("Date", self.date_time_string())

    def send_response_only(self, code, message=None):
        """Begin the answer without the usual headers."""
        code = int(code)
        self.answer[0] = code
        self.answer[1] = message or _REASONS.get(code, "")

    def send_header(self, keyword, value):
        """Add a header."""
        self.answer[2].append((keyword, str(value)))

    def end_headers(self):
        """End the headers."""

    def flush_headers(self):
        """Do nothing."""

    def send_error(self, code, message=None, explain=None):
        """Answer with a page that says what is wrong."""
        code = int(code)
        message = message or _REASONS.get(code, "")
        self.log_error("code %d, message %s", code, message)
        self.send_response(code, message)
        self.send_header("Connection", "close")
        explained = explain or _EXPLAINED.get(code, "")
        body = (
            _PAGE.replace("CODE", str(code))
            .replace("MESSAGE", message.replace("<", "&lt;"))
            .replace("EXPLAIN", explained)
        )
        data = body.encode()
        self.send_header("Content-Type", "text/html;charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_request(self, code="-", size="-"):
        """Log the request."""
        self.log_message('"%s" %s %s', self.requestline, str(int(code)), str(size))

    def log_error(self, format, *args):
        """Log an error."""
        self.log_message(format, *args)

    def log_message(self, format, *args):
        """Write a line of the log to standard error."""
        sys.stderr.write(f"{self.address_string()} - - [{self.log_date_time_string()}] {format % args}\n")


_PAGE = """<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: CODE</p>
        <p>Message: MESSAGE.</p>
        <p>Error code explanation: CODE - EXPLAIN.</p>
    </body>
</html>
"""


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """Serves the files of a folder."""

    server_version = "SimpleHTTP/0.6"
    directory = None

    def do_GET(self):
        """Send a file, or what is in a folder."""
        self._send(True)

    def do_HEAD(self):
        """Send the headers of a file."""
        self._send(False)

    def translate_path(self, path):
        """Return the file that a path means."""
        path = path.split("?")[0].split("#")[0]
        parts = [part for part in path.split("/") if part not in ("", ".", "..")]
        return os.path.join(self.directory or getattr(self.server, "directory", None) or os.getcwd(), *parts)

    def _send(self, body):
        where = self.translate_path(self.path)
        if os.path.isdir(where):
            if not self.path.split("?")[0].endswith("/"):
                self.send_response(301)
                self.send_header("Location", self.path + "/")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            for name in ("index.html", "index.htm"):
                if os.path.isfile(os.path.join(where, name)):
                    where = os.path.join(where, name)
                    break
            else:
                self._listing(where, body)
                return
        try:
            with open(where, "rb") as file:
                data = file.read()
        except OSError:
            self.send_error(404, "File not found")
            return
        self.send_response(200)
        self.send_header("Content-type", _TYPES.get(os.path.splitext(where)[1], "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Last-Modified", self.date_time_string(os.path.getmtime(where)))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def _listing(self, where, body):
        title = f"Directory listing for {self.path}"
        rows = [
            "<!DOCTYPE HTML>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f"<title>{title}</title>",
            "</head>",
            "<body>",
            f"<h1>{title}</h1>",
            "<hr>",
            "<ul>",
        ]
        for name in sorted(os.listdir(where), key=lambda name: name.lower()):
            mark = "/" if os.path.isdir(os.path.join(where, name)) else ""
            rows.append(f'<li><a href="{name}{mark}">{name}{mark}</a></li>')
        rows += ["</ul>", "<hr>", "</body>", "</html>"]
        data = ("\n".join(rows) + "\n").encode()
        self.send_response(200)
        self.send_header("Content-type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)


class HTTPServer:
    """Listens at a port and lets a handler answer."""

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        self.server_address = (server_address[0] or "0.0.0.0", server_address[1])
        self.server_name, self.server_port = self.server_address
        self.RequestHandlerClass = RequestHandlerClass
        _sandbox.listen(server_address[1], self._respond)

    def _respond(self, method, target, headers, body):
        handler = self.RequestHandlerClass((method, target, headers, body), ("172.17.0.1", 40000), self)
        status, reason, given = handler.answer
        return status or 200, reason, given, handler.wfile.getvalue()

    def serve_forever(self, poll_interval=0.5):
        """Answer requests until something ends it."""
        _sandbox.wait()

    def server_close(self):
        """Do nothing."""

    def shutdown(self):
        """Do nothing."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.server_close()


ThreadingHTTPServer = HTTPServer


def _main(words):
    """Run `python -m http.server`."""
    import argparse

    parser = argparse.ArgumentParser(prog="server.py")
    parser.add_argument("-b", "--bind", metavar="ADDRESS")
    parser.add_argument("-d", "--directory", default=os.getcwd())
    parser.add_argument("-p", "--protocol", metavar="VERSION", default="HTTP/1.0")
    parser.add_argument("port", nargs="?", type=int, default=8000)
    given = parser.parse_args(words)
    server = HTTPServer((given.bind or "0.0.0.0", given.port), SimpleHTTPRequestHandler)
    server.directory = given.directory
    host = given.bind or "0.0.0.0"
    print(f"Serving HTTP on {host} port {given.port} (http://{host}:{given.port}/) ...")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nKeyboard interrupt received, exiting.")
        sys.exit(0)
