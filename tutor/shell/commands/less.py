"""The applets `less` and `more`: without somebody at a terminal they are `cat`, and here nobody turns pages."""

from __future__ import annotations

from tutor.shell.commands._applet import Output, applet, options
from tutor.shell.commands._files import each_input, pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-EFIMmNSRh~] [FILE]...", "Show FILEs, or standard input.")
def main(process: Process) -> int:
    """Show files."""
    opts = options(process, "EMmN~I?SRFwqsX")
    numbered = "N" in opts and process.name == "less"
    with Output(process) as out:
        for _, stream in each_input(process, out, opts.arguments or ["-"], "can't open '{name}': {error}"):
            if not numbered:
                for piece in pieces(stream):
                    out.write(piece)
                continue
            for number, line in enumerate(stream, 1):
                out.write(b"%7d " % number + line)
        return out.code
