"""The applet `shuf`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, number, options
from tutor.shell.commands._awk_random import Random
from tutor.shell.commands._files import lines, open_input, open_output
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.commands._applet import Options
    from tutor.shell.process import Process


@applet("[-n NUM] [-o FILE] [-z] [FILE | -e [ARG...] | -i L-H]", "Print lines in random order.")
def main(process: Process) -> int:
    """Shuffle lines."""
    opts = options(process, "ei:n:o:z")
    if "e" in opts and "i" in opts:
        raise Usage
    rows = _rows(process, opts)
    count = min(number(opts.value("n") or "0"), len(rows)) if "n" in opts else len(rows)
    source = Random()
    source.plant(int.from_bytes(process.fs.content("/dev/urandom").read(0, 4), "little"))
    for last in range(len(rows) - 1, len(rows) - count - 1, -1):
        chosen = source.next() % (last + 1)
        rows[last], rows[chosen] = rows[chosen], rows[last]
    end = b"\0" if "z" in opts else b"\n"
    text = b"".join([row + end for row in rows[len(rows) - count :]])
    target = opts.value("o")
    if target is None:
        process.out(text)
        return 0
    try:
        open_output(process, target).write(text)
    except FsError as error:
        raise Failure(f"can't open '{target}': {error.strerror}") from None
    return 0


def _rows(process: Process, opts: Options) -> list[bytes]:
    """Return what is to be shuffled: arguments, numbers, or the lines of a file."""
    if "e" in opts:
        return [word.encode("utf-8", "surrogateescape") for word in opts.arguments]
    span = opts.value("i")
    if span is not None:
        if opts.arguments:
            raise Usage
        low, dash, high = span.partition("-")
        numbers = dash and low.isdigit() and high.isdigit()
        if not numbers or not 0 <= int(high) - int(low) < 1 << 24:
            raise Failure(f"bad range '{span}'")
        return [b"%d" % value for value in range(int(low), int(high) + 1)]
    if len(opts.arguments) > 1:
        raise Usage
    name = opts.arguments[0] if opts.arguments else "-"
    try:
        return list(lines(open_input(process, name)))
    except FsError as error:
        raise Failure(f"{name}: {error.strerror}") from None
