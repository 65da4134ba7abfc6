"""The applet `nc`: one exchange with a port of some machine, or a look whether anybody listens there."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, options
from tutor.shell.commands._network import NetworkError, address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet(
    "[-nvz] [-w SEC] HOST PORT",
    "Send standard input to PORT of HOST, and what comes back to standard output; with -z only connect.",
)
def main(process: Process) -> int:
    """Connect, send, print what comes back."""
    opts = options(process, "nvzuw:i:lkp:e:o:", at_most=2)
    if "l" in opts:
        raise Failure("listening is outside this sandbox: httpd -f -p PORT serves files")
    if len(opts.arguments) != 2:
        raise Usage
    host, port = opts.arguments
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Failure(f"bad port '{port}'")
    address = address_of(process, host)
    if address is None:
        raise Failure(f"bad address '{host}'")
    named = f"{host} ({address}:{port})"
    try:
        data = None if "z" in opts else process.stdin.read()
        answer = process.host.network.exchange(address, int(port), data)
    except NetworkError as error:
        if error.code == "ETIMEDOUT":
            seconds = opts.value("w") or "130"
            process.sleep(float(seconds) if seconds.isdecimal() else 130.0)
        if "v" in opts:
            raise Failure(f"{named}: {error.strerror}") from None
        if "z" in opts:
            return 1
        raise Failure(f"can't connect to remote host ({address}): {error.strerror}") from None
    if "v" in opts:
        process.err(f"{named} open\n")
    process.out(answer)
    return 0
