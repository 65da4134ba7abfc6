"""The applet `nl`."""

from __future__ import annotations

from tutor.shell.commands._applet import Output, applet, number, options
from tutor.shell.commands._files import each_input, lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_LONG = {
    "body-numbering:": "b", "line-increment:": "i", "no-renumber": "p", "number-separator:": "s",
    "starting-line-number:": "v", "number-width:": "w",
}  # fmt: skip


@applet("[-p] [-b STYLE] [-i STEP] [-s SEP] [-v START] [-w WIDTH] [FILE]...",
        "Print FILEs with their lines numbered; -b: all (a), those that are not empty (t), none (n).")  # fmt: skip
def main(process: Process) -> int:
    """Number lines."""
    opts = options(process, "pw:s:v:i:b:", _LONG)
    style = (opts.value("b") or "t")[:1]
    width = number(opts.value("w") or "6")
    value, step = number(opts.value("v") or "1"), number(opts.value("i") or "1")
    given = opts.value("s")
    separator = ("\t" if given is None else given).encode("utf-8", "surrogateescape")
    with Output(process) as out:
        for _, stream in each_input(process, out, opts.arguments or ["-"]):
            for line in lines(stream):
                if style == "a" or (style == "t" and line):
                    out.write(b"%*d" % (width, value) + separator + line + b"\n")
                    value += step
                else:
                    out.write(b" " * (width + len(separator)) + line + b"\n")
        return out.code
