"""The applet `strings`."""

from __future__ import annotations

import re

from tutor.shell.commands._applet import Output, Usage, applet, number, options
from tutor.shell.commands._files import each_input, pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_RUN = re.compile(rb"[ -~\t]+")


@applet("[-fo] [-t o|d|x] [-n LEN] [FILE]...", "Print the runs of 4 or more printable characters in FILEs.")
def main(process: Process) -> int:
    """Print texts in binary files."""
    opts = options(process, "afon:t:")
    least = number(opts.value("n") or "4", 1, (1 << 31) - 1)
    radix = opts.value("t") or "o"
    if radix not in ("o", "d", "x"):
        raise Usage
    with Output(process) as out:
        for name, stream in each_input(process, out, opts.arguments or ["-"]):
            shown = (f"{name}: " if opts.arguments else "{standard input}: ") if "f" in opts else ""
            for at, text in _runs(stream, least):
                place = f"{at:7{radix}} " if "o" in opts or "t" in opts else ""
                out.text(shown + place + text.decode("ascii") + "\n")
        return out.code


def _runs(stream: Stream, least: int) -> Iterator[tuple[int, bytes]]:
    """Yield where printable texts are, and them; one that goes on in the next piece is put together."""
    held = b""
    base = 0
    for piece in pieces(stream):
        data = held + piece
        held = b""
        for found in _RUN.finditer(data):
            if found.end() == len(data):
                held = found[0]
            elif len(found[0]) >= least:
                yield base + found.start(), found[0]
        base += len(data) - len(held)
    if len(held) >= least:
        yield base, held
