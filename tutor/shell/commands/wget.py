"""The applet `wget`, and the program `curl`, on a machine whose network leads nowhere.

The one rule: nothing leaves the machine. A name that is not in `/etc/hosts` is not found, and at no address does
anybody listen.
"""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, options
from tutor.shell.commands._network import Url, address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_LONG = {
    "continue": "c", "quiet": "q", "server-response": "S", "output-document:": "O", "output-file:": "o",
    "directory-prefix:": "P", "proxy:": "Y", "user-agent:": "U", "timeout:": "T", "tries:": "t", "header:": "header",
    "post-data:": "post", "post-file:": "post", "spider": "spider", "no-check-certificate": "insecure",
    "passive-ftp": "passive", "no-verbose": "q",
}  # fmt: skip
_UNRESOLVED, _REFUSED, _NO_URL, _NO_PROTOCOL = 6, 7, 2, 1
_VALUES = "ABCDEFHKPQTUXYbcdehmortuwxyz"
"""Short options of curl that take an argument."""


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
    quiet, urls = False, []
    words = process.argv[1:]
    while words:
        word = words.pop(0)
        if word.startswith("--"):
            quiet = quiet or word == "--silent"
            if word in ("--version", "--help"):
                process.out("curl (simulated)\n")
                return 0
            if word.removeprefix("--") in _LONG_VALUES and words:
                value = words.pop(0)
                urls += [value] if word == "--url" else []
        elif word.startswith("-") and len(word) > 1:
            quiet = quiet or ("s" in word and "S" not in word)
            letters = word[1:]
            taking = next((at for at, letter in enumerate(letters) if letter in _VALUES), None)
            if taking == len(letters) - 1 and words:
                words.pop(0)
        else:
            urls.append(word)
    if not urls:
        process.err("curl: try 'curl --help' or 'curl --manual' for more information\n")
        return _NO_URL
    return _fetch(process, urls[0], quiet)


_LONG_VALUES = frozenset(
    (
        "url", "output", "request", "header", "data", "data-raw", "data-binary", "user", "user-agent",
        "connect-timeout", "max-time", "retry", "proxy", "cacert", "form", "upload-file", "write-out",
    )
)  # fmt: skip


def _fetch(process: Process, text: str, quiet: bool) -> int:
    """Say why a URL cannot be fetched; return curl's status for it."""

    def fail(code: int, message: str) -> int:
        if not quiet:
            process.err(f"curl: ({code}) {message}\n")
        return code

    try:
        url = Url(text if "://" in text else f"http://{text}")
    except Failure:
        return fail(3, "URL rejected: Port number was not a decimal number between 0 and 65535")
    if url.scheme not in ("http", "https", "ftp", "file"):
        return fail(_NO_PROTOCOL, f'Protocol "{url.scheme}" not supported')
    if address_of(process, url.host) is None:
        return fail(_UNRESOLVED, f"Could not resolve host: {url.host}")
    return fail(_REFUSED, f"Failed to connect to {url.host} port {url.port} after 0 ms: Couldn't connect to server")
