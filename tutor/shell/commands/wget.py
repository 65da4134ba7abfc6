"""The applet `wget`: fetch files over HTTP, with busybox's words.

The one rule: nothing leaves the sandbox; what answers is what the machine's network knows.
"""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, applet, options
from tutor.shell.commands._files import open_output
from tutor.shell.commands._network import BadMessage, NetworkError, Url, address_of, basic, send
from tutor.shell.http import BadUrl, Request
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.http import Response
    from tutor.shell.process import Process

_LONG = {
    "continue": "c", "quiet": "q", "server-response": "S", "output-document:": "O", "output-file:": "o",
    "directory-prefix:": "P", "proxy:": "Y", "user-agent:": "U", "timeout:": "T", "tries:": "t", "header:": "header",
    "post-data:": "post", "post-file:": "file", "spider": "spider", "no-check-certificate": "insecure",
    "passive-ftp": "passive", "no-verbose": "q",
}  # fmt: skip
_REDIRECTIONS = 20
_TIMEOUT = 900.0
"""Seconds after which busybox gives up, where -T says nothing."""
_STARS = "*" * 32


@applet("[-cqS] [--spider] [-O FILE] [-P DIR] [-U AGENT] [-T SEC] URL...", "Fetch files over HTTP or FTP.")
def main(process: Process) -> int:
    """Fetch files."""
    opts = options(process, "cqSO:o:P:Y:U:T:t:n::", _LONG, at_least=1)
    for text in opts.arguments:
        _Download(process, opts, text).run()
    return 0


def _url(text: str) -> Url:
    if "://" in text and text.partition("://")[0] not in ("http", "https", "ftp"):
        raise Failure(f"not an http or ftp url: {text}")
    try:
        return Url.parse(text)
    except BadUrl as error:
        raise Failure(f"bad port spec '{text.partition('://')[2].partition('/')[0]}'") from error


class _Download:
    """One URL: asked for, followed where it moved, written to its file."""

    def __init__(self, process: Process, opts: Options, text: str) -> None:
        self.process = process
        self.opts = opts
        self.url = _url(text)
        self.target = opts.value("O")
        self.log = open_output(process, opts.value("o") or "") if opts.value("o") else process.stderr

    def say(self, text: str) -> None:
        """Tell what is going on, unless -q."""
        if "q" not in self.opts:
            self.log.write(f"{text}\n".encode("utf-8", "surrogateescape"))

    def run(self) -> None:
        """Fetch. Raises Failure."""
        name = self.url.name
        url = self.url
        response = self._ask(url)
        for _ in range(_REDIRECTIONS):
            if response.status not in (301, 302, 303, 307, 308) or not response.header("Location"):
                break
            location = response.header("Location")
            same = location.startswith("/")
            url = url.join(location) if same else _url(location)
            response = self._ask(url, tell=not same)
        else:
            raise Failure("too many redirections")
        if response.status not in (200, 204, 206):
            raise Failure(f"server returned error: {response.version} {response.status} {response.reason}")
        if "spider" in self.opts:
            self.say("remote file exists")
            return
        self._write(response, name or "index.html")

    def _ask(self, url: Url, *, tell: bool = True) -> Response:
        address = address_of(self.process, url.host)
        if address is None:
            raise Failure(f"bad address '{url.host}'")
        if tell:
            self.say(f"Connecting to {url.host}{f':{url.port}' if url.given else ''} ({address}:{url.port})")
        opts = self.opts
        body = b""
        if (data := opts.value("post")) is not None:
            body = data.encode("utf-8", "surrogateescape")
        elif (file := opts.value("file")) is not None:
            body = self.process.fs.read(self.process.path(file))
        posts = opts.last_of(("post", "file")) is not None
        given = [(name, value.strip()) for name, _, value in (text.partition(":") for text in opts.values("header"))]
        headers = [("Host", url.place), ("User-Agent", opts.value("U") or "Wget"), ("Connection", "close")]
        headers = [row for row in headers if not any(row[0].lower() == name.lower() for name, _ in given)]
        if url.user:
            headers.append(basic(url.user))
        if posts:
            kind = [("Content-Type", "application/x-www-form-urlencoded")]
            headers += [row for row in kind if not any(row[0].lower() == name.lower() for name, _ in given)]
            headers.append(("Content-Length", str(len(body))))
        method = "POST" if posts else "HEAD" if "spider" in opts else "GET"
        request = Request(method, url.target, tuple(headers + given), body)
        try:
            response = send(self.process, url, address, request)
        except NetworkError as error:
            raise self._failed(address, error) from None
        except BadMessage as error:
            raise Failure(f"bad response from server: {error}") from None
        if "S" in opts:
            for line in response.head().decode("utf-8", "surrogateescape").split("\r\n")[:-1]:
                self.say(f"  {line}")
        return response

    def _failed(self, address: str, error: NetworkError) -> Failure:
        if error.code == "ETIMEDOUT":
            seconds = self.opts.value("T")
            self.process.sleep(float(seconds) if seconds and seconds.isdecimal() else _TIMEOUT)
            return Failure("download timed out")
        if error.code in ("ECONNRESET", "EPROTO"):
            return Failure("error getting response: Connection reset by peer")
        return Failure(f"can't connect to remote host ({address}): {error.strerror}")

    def _write(self, response: Response, name: str) -> None:
        opts, process = self.opts, self.process
        folder = opts.value("P")
        path = self.target or (f"{folder.rstrip('/')}/{name}" if folder else name)
        body = response.body
        if path == "-":
            self.say("writing to stdout")
            process.out(body)
            self._progress("-", len(body))
            self.say("written to stdout")
            return
        exists = process.fs.exists(process.path(path))
        if exists and "c" in opts:
            if process.fs.stat(process.path(path)).size:
                self.say("wget: restart failed")
        elif exists and not self.target:
            raise Failure(f"can't open '{path}': File exists")
        try:
            out = open_output(process, path)
        except FsError as error:
            raise Failure(f"can't open '{path}': {error.strerror}") from None
        self.say(f"saving to '{path}'")
        out.write(body)
        self._progress(path.rpartition("/")[2], len(body))
        self.say(f"'{path}' saved")

    def _progress(self, name: str, size: int) -> None:
        amount, power = size, 0
        while amount >= 100_000:
            amount >>= 10
            power += 1
        unit = "kMGTPEZY"[power - 1] if power else ""
        self.say(f"{name[:20]:<20} 100% |{_STARS}| {f'{amount}{unit}':>5}  0:00:00 ETA")
