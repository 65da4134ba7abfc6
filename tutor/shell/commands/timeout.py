"""The applet `timeout`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, options
from tutor.shell.commands._durations import seconds
from tutor.shell.commands._signals import signal_number
from tutor.shell.commands._spawn import Companion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-s SIG] [-k KILL_SECS] SECS PROG ARGS", "Run PROG, and send it a signal (TERM) if it takes longer than SECS.")
def main(process: Process) -> int:
    """Run a program for a limited time."""
    opts = options(process, "s:k:", permute=False)
    name = opts.value("s") or "TERM"
    signal = signal_number(name)
    if signal < 0:
        raise Failure(f"unknown signal '{name}'")
    if len(opts.arguments) < 2:
        raise Usage
    limit, *argv = opts.arguments
    patience = opts.value("k")
    companion = Companion(process, argv)
    if not companion.ends_within(seconds(limit)):
        companion.signal(signal)
        if patience is not None and not companion.ends_within(seconds(patience)):
            companion.signal(9)
    return companion.status()
