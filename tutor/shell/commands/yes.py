"""The applet `yes`."""

from __future__ import annotations

from tutor.shell.commands._applet import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Print the arguments, or `y`, line after line, until nobody reads any more."""
    line = encode(" ".join(process.argv[1:] or ["y"])) + b"\n"
    block = line * max(1, 8192 // len(line))
    while True:
        process.stdout.write(block)
