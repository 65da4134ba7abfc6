"""The applet `nslookup`: what the machine's name server knows of a name."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options
from tutor.shell.commands._network import is_address
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]", "Ask a name server for the addresses of HOST.")
def main(process: Process) -> int:
    """Ask for a name."""
    words = [word for word in process.argv[1:] if not word.startswith(("-type=", "-debug", "-t="))]
    asked = [word.partition("=")[2] for word in process.argv[1:] if word.startswith("-type=")]
    opts = options(process, "", at_least=1, at_most=2, argv=words)
    name = opts.arguments[0]
    server = opts.arguments[1] if len(opts.arguments) > 1 else _server(process)
    process.out(f"Server:\t\t{server}\nAddress:\t{server}:53\n\n")
    found = process.host.network.addresses(name) if not is_address(name) else ()
    kinds = asked or ["a", "aaaa"]
    for kind in kinds:
        if not found:
            process.out(f"** server can't find {name}: NXDOMAIN\n\n")
            continue
        process.out("Non-authoritative answer:\n")
        if kind.lower() in ("a", "any"):
            process.out("".join(f"Name:\t{name}\nAddress: {address}\n" for address in found))
        process.out("\n")
    return 0 if found else 1


def _server(process: Process) -> str:
    try:
        text = process.fs.read("/etc/resolv.conf").decode("utf-8", "replace")
    except FsError:
        text = ""
    rows = (line.split() for line in text.splitlines())
    return next((row[1] for row in rows if len(row) > 1 and row[0] == "nameserver"), "127.0.0.1")
