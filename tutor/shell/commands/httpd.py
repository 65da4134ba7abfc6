"""The applet `httpd`: it listens and waits; no request ever comes, for no machine here has a network."""

from __future__ import annotations

import re

from tutor.shell.commands._applet import Failure, Options, Usage, applet, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_FOREVER = 1e12


@applet(
    "[-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-u USER[:GRP]] [-r REALM] [-h HOME]\nor httpd -d/-e STRING",
    "Serve the files below HOME (the current folder) over HTTP, on port 80 or PORT.",
)
def main(process: Process) -> int:
    """Serve files; with -d or -e translate a string."""
    opts = options(process, "c:d:e:h:p:ifu:r:v")
    if (text := opts.value("d")) is not None:
        process.out(_decoded(text))
        return 0
    if (text := opts.value("e")) is not None:
        process.out(re.sub("[^A-Za-z0-9]", lambda match: f"&#{ord(match[0])};", text))
        return 0
    if opts.arguments:
        raise Usage
    _check(process, opts)
    if "f" in opts:
        process.sleep(_FOREVER)
    return 0


def _check(process: Process, opts: Options) -> None:
    """Refuse a home that is no folder, a configuration that is missing and a port that is none. Raises Failure."""
    home = process.path(opts.value("h") or ".")
    if not process.fs.is_dir(home):
        reason = "Not a directory" if process.fs.exists(home) else "No such file or directory"
        raise Failure(f"can't change directory to '{opts.value('h')}': {reason}")
    configuration = opts.value("c")
    if configuration and not process.fs.exists(process.path(configuration)):
        raise Failure(f"{configuration}: No such file or directory")
    address = opts.value("p") or "80"
    port = address.rpartition(":")[2]
    if not port.isdigit() or int(port) > 65535:
        raise Failure(f"bad address '{address}'")


def _decoded(text: str) -> str:
    """Return a text with + and %XX of a URL replaced."""
    return re.sub("%([0-9A-Fa-f]{2})", lambda match: chr(int(match[1], 16)), text.replace("+", " "))
