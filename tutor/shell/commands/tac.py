"""The applet `tac`."""

from __future__ import annotations

from tutor.shell.commands._applet import Output, applet, options
from tutor.shell.commands._files import each_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[FILE]...", "Print the lines of FILEs, the last one first.")
def main(process: Process) -> int:
    """Print lines in reverse order."""
    opts = options(process, "")
    with Output(process) as out:
        for _, stream in each_input(process, out, opts.arguments or ["-"], folder="{name}: {error}"):
            for line in reversed(list(stream)):
                out.write(line)
        return out.code
