"""The applet `wget`, and the program `curl`, on a machine whose network leads nowhere.

The one rule: nothing leaves the machine. A name that is not in `/etc/hosts` is not found, and at no address does
anybody listen.
"""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, options
from tutor.shell.commands._files import open_input, open_output, pieces
from tutor.shell.commands._network import Url, address_of
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_LONG = {
    "continue": "c", "quiet": "q", "server-response": "S", "output-document:": "O", "output-file:": "o",
    "directory-prefix:": "P", "proxy:": "Y", "user-agent:": "U", "timeout:": "T", "tries:": "t", "header:": "header",
    "post-data:": "post", "post-file:": "post", "spider": "spider", "no-check-certificate": "insecure",
    "passive-ftp": "passive", "no-verbose": "q",
}  # fmt: skip
_CURL = "#0123469aA:b:BC:d:D:e:E:fF:gGhH:iIjkK:lLm:MnNo:OpP:qQ:rRsStTu:U:vVw:x:X:y:Y:zZ"
_CURL_LONG = {
    "url:": "url", "output:": "o", "remote-name": "O", "silent": "s", "show-error": "S", "fail": "f", "head": "I",
    "location": "L", "include": "i", "insecure": "k", "verbose": "v", "compressed": "compressed", "get": "G",
    "request:": "X", "header:": "H", "data:": "d", "data-raw:": "d", "data-binary:": "d", "user:": "u",
    "user-agent:": "A", "connect-timeout:": "timeout", "max-time:": "m", "retry:": "retry", "retry-delay:": "retry",
    "proxy:": "x", "cacert:": "cacert", "form:": "F", "upload-file:": "T", "write-out:": "w", "referer:": "e",
    "progress-bar": "#", "fail-with-body": "f", "http1.1": "http", "http2": "http", "ipv4": "4", "ipv6": "6",
    "retry-connrefused": "refused", "retry-all-errors": "refused", "create-dirs": "create", "cookie:": "b",
}  # fmt: skip
_NO_URL = 2


def main(process: Process) -> int:
    """Try to fetch something."""
    return _curl(process) if process.name == "curl" else _wget(process)


@applet("[-cqS] [--spider] [-O FILE] [-P DIR] [-U AGENT] [-T SEC] URL...", "Fetch files over HTTP or FTP.")
def _wget(process: Process) -> int:
    opts = options(process, "cqSO:o:P:Y:U:T:t:n::", _LONG, at_least=1)
    for text in opts.arguments:
        url = Url(text if "://" in text else f"http://{text}")
        if url.scheme not in ("http", "https", "ftp"):
            raise Failure(f"not an http or ftp url: {text}")
        address = address_of(process, url.host)
        if address is None:
            raise Failure(f"bad address '{url.host}'")
        if "q" not in opts:
            process.err(f"Connecting to {url.host} ({address}:{url.port})\n")
        raise Failure(f"can't connect to remote host ({address}): Connection refused")
    return 0


def _curl(process: Process) -> int:
    """Behave as curl does where nothing can be reached."""
    try:
        opts = options(process, _CURL, _CURL_LONG)
    except Usage:
        opts = None
    urls = [] if opts is None else [*opts.values("url"), *opts.arguments]
    if opts is None or not urls:
        process.err("curl: try 'curl --help' or 'curl --manual' for more information\n")
        return _NO_URL
    code = 0
    for text in urls:
        code, message = _fetch(process, text, opts.value("o"))
        if code and ("s" not in opts or "S" in opts):
            process.err(f"curl: ({code}) {message}\n")
    return code


def _fetch(process: Process, text: str, target: str | None) -> tuple[int, str]:
    """Fetch what a file of this machine holds; of any other URL say why it cannot be fetched, with curl's status."""
    try:
        url = Url(text if "://" in text else f"http://{text}")
    except Failure:
        return 3, "URL rejected: Port number was not a decimal number between 0 and 65535"
    if url.scheme == "file":
        try:
            stream = open_input(process, url.path)
        except FsError:
            return 37, f"Couldn't open file {url.path}"
        out = process.stdout if target in (None, "-") else open_output(process, str(target))
        for piece in pieces(stream):
            out.write(piece)
        return 0, ""
    if url.scheme not in ("http", "https", "ftp"):
        return 1, f'Protocol "{url.scheme}" not supported'
    if address_of(process, url.host) is None:
        return 6, f"Could not resolve host: {url.host}"
    return 7, f"Failed to connect to {url.host} port {url.port} after 0 ms: Couldn't connect to server"
