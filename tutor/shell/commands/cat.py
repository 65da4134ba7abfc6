"""The applet `cat`."""

from __future__ import annotations

from tutor.shell.commands._applet import Output, applet, options
from tutor.shell.commands._files import each_input, pieces, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-nbvteA] [FILE]...", "Print FILEs, or standard input, one after the other.")
def main(process: Process) -> int:
    """Print files."""
    opts = options(process, "nbvteAu")
    names = opts.arguments or ["-"]
    numbered = "n" in opts or "b" in opts
    tabs = "t" in opts or "A" in opts
    ends = "e" in opts or "A" in opts
    visible = tabs or ends or "v" in opts
    table = _table(tabs) if visible else {}
    count = 0
    start = True
    with Output(process) as out:
        for _, stream in each_input(process, out, names, "can't open '{name}': {error}"):
            if not numbered and not visible:
                content = taken(stream)
                if content is not None:
                    out.share(content)
                    continue
                for piece in pieces(stream):
                    process.stdout.write(piece)
                continue
            for line in stream:
                if numbered and start and not ("b" in opts and line == b"\n"):
                    count += 1
                    out.write((b"%6d  " if visible else b"%6d\t") % count)
                start = line.endswith(b"\n")
                if not visible and not start:
                    line, start = line + b"\n", True
                if visible:
                    body = line[:-1] if start else line
                    line = b"".join([table[byte] for byte in body])
                    line += (b"$" if ends else b"") + b"\n" if start else b""
                out.write(line)
        return out.code


def _table(tabs: bool) -> dict[int, bytes]:
    """How each byte is shown."""
    shown: dict[int, bytes] = {}
    for byte in range(256):
        low = byte & 127
        text = b"M-" if byte > 127 else b""
        if low == 127:
            text += b"^?"
        elif low < 32 and not (byte == 9 and not tabs):
            text += b"^" + bytes((low + 64,))
        else:
            text += bytes((low,))
        shown[byte] = text
    return shown
