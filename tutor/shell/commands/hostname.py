"""The applet `hostname`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-sidf] [HOSTNAME | -F FILE]", "Print the name of this machine.")
def main(process: Process) -> int:
    """Print the machine's name."""
    opts = options(process, "disfF:v")
    name = process.host.hostname
    if opts.arguments or "F" in opts:
        return process.fail("sethostname: Operation not permitted")
    if "d" in opts:
        name = name.partition(".")[2]
    elif "i" in opts:
        from tutor.shell.commands._network import address_of

        name = address_of(process, name) or "127.0.0.1"
    elif "s" in opts:
        name = name.partition(".")[0]
    process.out(name + "\n")
    return 0
