"""The applets `sleep` and `usleep`."""

from __future__ import annotations

from tutor.shell.commands._applet import Usage, applet, number
from tutor.shell.commands._durations import seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Let time pass."""
    return _usleep(process) if process.name == "usleep" else _sleep(process)


@applet("[N]...", "Wait for the sum of all N: seconds, or with s, m, h, d behind them.")
def _sleep(process: Process) -> int:
    words = process.argv[1:]
    if not words:
        raise Usage
    process.sleep(sum(seconds(word) for word in words))
    return 0


@applet("N", "Wait for N microseconds.")
def _usleep(process: Process) -> int:
    if len(process.argv) != 2:
        raise Usage
    process.sleep(number(process.argv[1]) / 1_000_000)
    return 0
