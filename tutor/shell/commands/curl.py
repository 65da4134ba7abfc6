"""The program `curl`, with the words and exit codes of curl 7.88 (Debian 12).

The one rule: nothing leaves the sandbox; what answers is what the machine's network knows.
"""

from __future__ import annotations

from tutor.shell.commands._applet import Options, Usage, options
from tutor.shell.commands._curl_options import CURL, CURL_LONG
from tutor.shell.commands._curl_request import BadOption, headers_of, method_of, payload
from tutor.shell.commands._curl_say import Meter, Transfer, written
from tutor.shell.commands._files import open_input, open_output, pieces
from tutor.shell.commands._network import BadMessage, NetworkError, Url, address_of, send
from tutor.shell.http import BadUrl, Request, Response
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

VERSION = "7.88.1"
_ABOUT = f"""curl {VERSION} (x86_64-pc-linux-gnu) libcurl/{VERSION} OpenSSL/3.0.19 zlib/1.2.13
Release-Date: 2023-02-20
Protocols: file http https
Features: HSTS IPv6 Largefile libz SSL
"""
_HELP = """Usage: curl [options...] <url>
 -d, --data <data>          HTTP POST data
 -f, --fail                 Fail fast with no output on HTTP errors
 -h, --help <category>      Get help for commands
 -i, --include              Include protocol response headers in the output
 -o, --output <file>        Write to file instead of stdout
 -O, --remote-name          Write output to a file named as the remote file
 -s, --silent               Silent mode
 -T, --upload-file <file>   Transfer local FILE to destination
 -u, --user <user:password> Server user and password
 -A, --user-agent <name>    Send User-Agent <name> to server
 -v, --verbose              Make the operation more talkative
 -V, --version              Show version number and quit

This is not the full help, this menu is stripped into categories.
Use "--help category" to get an overview of all categories.
For all options use the manual or "--help all".
"""
_TRY = "curl: try 'curl --help' or 'curl --manual' for more information\n"
_TRANSIENT = (408, 429, 500, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)
_PATIENCE = 130.0
"""Seconds after which the system gives up a connection that nobody answers."""


class CurlError(Exception):
    """A transfer that failed: curl's exit code and what it says."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def main(process: Process) -> int:
    """Transfer what the URLs name."""
    try:
        opts = options(process, CURL, CURL_LONG)
    except Usage as error:
        process.err(f"curl: {_usage(str(error), process.argv)}\n{_TRY}")
        return 2
    if "V" in opts:
        process.out(_ABOUT)
        return 0
    if "help" in opts or "h" in opts:
        process.out(_HELP)
        return 0
    urls = [*opts.values("url"), *opts.arguments]
    if not urls:
        process.err(_TRY)
        return 2
    code = 0
    for index, text in enumerate(urls):
        code = _Run(process, opts, text, index).run()
        if code and "fail-early" in opts:
            break
    return code


def _usage(text: str, argv: list[str]) -> str:
    """Return curl's own words for a wrong option."""
    option = text.rpartition("'")[0].rpartition("'")[2]
    if "requires" in text:
        return f"option {option if option.startswith('--') else '-' + option}: requires parameter"
    if option.startswith("--"):
        return f"option {option.partition('=')[0]}: is unknown"
    whole = next((word for word in argv[1:] if word.startswith("-") and option in word), f"-{option}")
    return f"option {whole}: is unknown"


class _Run:
    """One URL: asked for, tried again, followed, written."""

    def __init__(self, process: Process, opts: Options, text: str, index: int) -> None:
        self.process = process
        self.opts = opts
        self.text = text
        self.began = process.host.now()
        self.transfer = Transfer(text, process.host.now)
        targets: list[str | None] = [value if key == "o" else None for key, value in opts.given if key in "oO"]
        named = [key for key, _ in opts.given if key in ("o", "O")]
        self.target = targets[index] if index < len(targets) else None
        self.remote = ("remote-name-all" in opts and index >= len(named)) or (
            index < len(named) and named[index] == "O"
        )
        to_terminal = process.stdout.tty and self.target in (None, "-") and not self.remote
        bar = "#" in opts
        self.meter = Meter(process, silent=("s" in opts and "progress" not in opts) or to_terminal, bar=bar)

    def run(self) -> int:
        """Transfer; curl's exit code."""
        opts, process = self.opts, self.process
        code, message = 0, ""
        try:
            self._transfer()
        except CurlError as error:
            code, message = error.code, error.message
        except FsError as error:
            code, message = 26, f"Failed to open/read local data from file/application ({error.strerror})"
        self.transfer.code = code
        for line in self.transfer.warnings:
            process.err(f"{line}\n")
        if message and ("s" not in opts or "S" in opts):
            process.err(f"curl: ({code}) {message}\n")
        template = opts.value("w")
        if template:
            if template.startswith("@"):
                template = process.fs.read(process.path(template[1:])).decode("utf-8", "replace")
            out, err = written(template, self.transfer, message)
            process.out(out)
            process.err(err)
        return code

    def _transfer(self) -> None:
        scheme = self.text.partition("://")[0].lower() if "://" in self.text else ""
        if scheme == "file":
            self._local()
            return
        try:
            url = Url.parse(self.text)
        except BadUrl:
            raise CurlError(3, "URL using bad/illegal format or missing URL") from None
        if url.scheme not in ("http", "https"):
            raise CurlError(1, f'Protocol "{url.scheme}" not supported or disabled in libcurl')
        if not url.host:
            raise CurlError(3, "URL using bad/illegal format or missing URL")
        if self.remote and not self.target and not url.name:
            self.process.err("curl: Remote file name has no length!\n")
            raise CurlError(23, "Failed writing received data to disk/application")
        self.meter.begin()
        response = self._tried(url)
        self.transfer.done(response)
        failing = response.status >= 400
        if failing and "f" in self.opts:
            self.meter.end(0, int(response.header("Content-Length") or len(response.body)), 0)
            raise CurlError(22, f"The requested URL returned error: {response.status}")
        self._write(url, response)
        if failing and "fail-with-body" in self.opts:
            raise CurlError(22, f"The requested URL returned error: {response.status}")

    def _local(self) -> None:
        path = self.text.partition("://")[2]
        path = path[path.find("/") :] if "/" in path else "/"
        try:
            stream = open_input(self.process, path)
        except FsError:
            raise CurlError(37, f"Couldn't open file {path}") from None
        self.meter.begin()
        out = self.process.stdout if self.target in (None, "-") else open_output(self.process, str(self.target))
        size = 0
        for piece in pieces(stream):
            out.write(piece)
            size += len(piece)
        self.meter.end(size, size, 0)

    # asking

    def _tried(self, url: Url) -> Response:
        """Ask, and again as --retry says."""
        left = int(self.opts.value("retry") or "0") if (self.opts.value("retry") or "0").isdecimal() else 0
        pause = 1.0
        while True:
            try:
                response = self._followed(url)
                problem = "HTTP error" if response.status in _TRANSIENT else ""
            except CurlError as error:
                problem = {28: "timeout", 7: "connection refused"}.get(error.code, "")
                again = problem == "timeout" or (problem and "refused" in self.opts) or "all" in self.opts
                if not left or not again:
                    raise
                problem = problem or "(retrying all errors)"
            if not left or not problem:
                return response
            wait = self.opts.value("retry-delay")
            seconds = float(wait) if wait and wait.isdecimal() and int(wait) else pause
            tries = f"{left} retries left" if left != 1 else "1 retry left"
            if "s" not in self.opts:
                self.process.err(
                    f"Warning: Problem: {problem}. Will retry in {seconds:.0f} seconds. {tries}.\n"
                    if problem != "(retrying all errors)"
                    else f"Warning: Problem {problem}. Will retry in {seconds:.0f} seconds. {tries}.\n"
                )
            self.process.sleep(seconds)
            pause = min(pause * 2, 600.0)
            left -= 1

    def _followed(self, url: Url) -> Response:
        """Ask, and where it has moved too with -L."""
        opts = self.opts
        try:
            body, kind = payload(self.process, opts)
        except BadOption as error:
            raise CurlError(26, str(error)) from None
        if "G" in opts and body:
            mark = "&" if "?" in url.target else "?"
            target = f"{url.target}{mark}{body.decode('utf-8', 'surrogateescape')}"
            url = Url(url.scheme, url.host, url.port, target, url.user, url.given)
            body, kind = b"", ""
        method = method_of(opts, body is not None and bool(kind))
        most = int(opts.value("max-redirs") or "50")
        for _ in range(most + 1):
            response = self._asked(url, method, body, kind)
            location = response.header("Location")
            if "L" not in opts or response.status not in _MOVED or not location:
                return response
            if response.status in (301, 302, 303) and method == "POST" and "X" not in opts:
                method, body, kind = "GET", b"", ""
            try:
                url = url.join(location)
            except BadUrl:
                raise CurlError(3, "URL using bad/illegal format or missing URL") from None
            self.transfer.redirects += 1
        raise CurlError(47, f"Maximum ({most}) redirects followed")

    def _asked(self, url: Url, method: str, body: bytes, kind: str) -> Response:
        process, opts = self.process, self.opts
        address = self._resolved(url)
        if address is None:
            raise CurlError(6, f"Could not resolve host: {url.host}")
        self.transfer.reached(url, address)
        request = Request(method, url.target, headers_of(opts, url, body, kind), body)
        if "v" in opts:
            process.err(f"*   Trying {address}:{url.port}...\n")
        try:
            response = send(process, url, address, request)
        except NetworkError as error:
            raise self._failed(url, address, error) from None
        except BadMessage:
            raise CurlError(1, "Received HTTP/0.9 when not allowed") from None
        if "v" in opts:
            self._verbose(url, address, request, response)
        self.transfer.sent = len(body)
        if "i" in opts or "I" in opts:
            self.transfer.heads += response.head()
        return response

    def _resolved(self, url: Url) -> str | None:
        for text in self.opts.values("resolve"):
            host, port, address = (*text.split(":", 2), "", "")[:3]
            if (host, port) == (url.host, str(url.port)):
                return address
        return address_of(self.process, url.host)

    def _failed(self, url: Url, address: str, error: NetworkError) -> CurlError:
        if error.code == "ECONNREFUSED":
            self.meter.end(0, 0, 0)
            if "v" in self.opts:
                self.process.err(f"* connect to {address} port {url.port} failed: Connection refused\n")
        if error.code == "EPROTO":
            self.meter.end(0, 0, 0)
            return CurlError(35, "OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number")
        if error.code == "ECONNRESET":
            self.meter.end(0, 0, 0)
            return CurlError(56, "Recv failure: Connection reset by peer")
        if error.code == "ETIMEDOUT":
            given = self.opts.value("connect-timeout") or self.opts.value("m")
            try:
                seconds = min(float(given), _PATIENCE) if given else _PATIENCE
            except ValueError:
                seconds = _PATIENCE
            self.process.sleep(seconds)
            self.meter.end(0, 0, 0)
            return CurlError(28, f"Connection timed out after {seconds * 1000:.0f} milliseconds")
        reason = "Couldn't connect to server"
        return CurlError(7, f"Failed to connect to {url.host} port {url.port} after 0 ms: {reason}")

    def _verbose(self, url: Url, address: str, request: Request, response: Response) -> None:
        lines = [f"* Connected to {url.host} ({address}) port {url.port} (#0)"]
        sent = request.encode().partition(b"\r\n\r\n")[0].decode("utf-8", "surrogateescape")
        lines += [f"> {line}\r" for line in sent.split("\r\n")] + ["> \r"]
        got = response.head().decode("utf-8", "surrogateescape").split("\r\n")[:-1]
        lines += [f"< {line}\r" for line in got]
        if response.body and (self.target is not None or not self.process.stdout.tty):
            lines.append(f"{{ [{len(response.body)} bytes data]")
        self.process.err("\n".join(lines) + "\n")

    # writing

    def _write(self, url: Url, response: Response) -> None:
        process = self.process
        body = b"" if "I" in self.opts else response.body
        data = self.transfer.heads + body
        size = int(response.header("Content-Length") or "0") if "I" in self.opts else len(body)
        target = url.name if self.remote and self.target is None else self.target
        if target is None or target == "-":
            process.out(data)
            self.meter.end(len(body), size, self.transfer.sent)
        else:
            self._to_file(target, data, len(body), size)
        if "v" in self.opts:
            process.err(f"* Connection #0 to host {url.host} left intact\n")

    def _to_file(self, target: str, data: bytes, received: int, size: int) -> None:
        process, opts = self.process, self.opts
        folder = opts.value("output-dir")
        path = f"{folder.rstrip('/')}/{target}" if folder else target
        if "create-dirs" in opts and "/" in path:
            process.fs.mkdir(process.path(path.rpartition("/")[0]), parents=True)
        try:
            out = open_output(process, path)
        except FsError as error:
            if "s" not in opts:
                process.err(f"Warning: Failed to open the file {path}: {error.strerror}\n")
            self.meter.end(received, size, self.transfer.sent)
            raise CurlError(23, "Failure writing output to destination") from None
        out.write(data)
        self.meter.end(received, size, self.transfer.sent)
