"""The applet `rev`."""

from __future__ import annotations

from tutor.shell.commands._applet import Charset, Output, applet, options
from tutor.shell.commands._files import each_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[FILE]...", "Print the lines of FILEs with their characters in reverse order.")
def main(process: Process) -> int:
    """Reverse each line."""
    opts = options(process, "")
    charset = Charset(process.env)
    with Output(process) as out:
        for _, stream in each_input(process, out, opts.arguments or ["-"]):
            for line in stream:
                text = line.partition(b"\0")[0]  # a string of C ends there
                end = b"\n" if text.endswith(b"\n") else b""
                out.write(charset.encode(charset.decode(text.removesuffix(b"\n"))[::-1]) + end)
        return out.code
