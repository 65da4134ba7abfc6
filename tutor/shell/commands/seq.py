"""The applet `seq`."""

from __future__ import annotations

from tutor.shell.commands._applet import Output, Usage, applet, options
from tutor.shell.commands._numbers import leading_float_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-w] [-s SEP] [FIRST [INC]] LAST", "Print numbers from FIRST to LAST, in steps of INC.")
def main(process: Process) -> int:
    """Print a row of numbers."""
    opts = options(process, "ws:", permute=False, at_least=1, at_most=3)
    words = opts.arguments
    numbers = [_number(word) for word in words]
    first = numbers[0] if len(words) > 1 else 1.0
    step = numbers[1] if len(words) > 2 else 1.0
    last = numbers[-1]
    shown = words[:-1] if len(words) > 1 else ["1"]
    places = max(len(word.partition(".")[2]) for word in (shown if len(words) > 1 else ["1"]))
    width = 0
    if "w" in opts:
        ends = (words[0] if len(words) > 1 else "1", words[-1])
        width = max(len(word.partition(".")[0].removeprefix("+")) for word in ends)
        width += places + 1 if places else 0
    separator = opts.value("s")
    glue = "\n" if separator is None else separator
    with Output(process) as out:
        count = 0
        value = first
        while value <= last if step >= 0 else value >= last:
            text = f"{value:0{width}.{places}f}"
            out.text(text if count == 0 else glue + text)
            count += 1
            if step == 0:
                process.tick()
            value = first + count * step
        if count:
            out.text("\n")
    return 0


def _number(word: str) -> float:
    value, end = leading_float_end(word)
    if end < len(word):
        raise Usage
    return value
