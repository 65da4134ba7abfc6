"""The applets `cksum`, `crc32` and `sum`."""

from __future__ import annotations

from zlib import crc32

from tutor.shell.commands._applet import Output, applet, options
from tutor.shell.commands._files import each_input, pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_REVERSED = bytes([int(f"{byte:08b}"[::-1], 2) for byte in range(256)])
_ONES = 0xFFFFFFFF


def main(process: Process) -> int:
    """Print check sums."""
    return _sum(process) if process.name == "sum" else _crc(process)


@applet("[FILE]...", "Print the check sums of FILEs.")
def _crc(process: Process) -> int:
    opts = options(process, "")
    with Output(process) as out:
        for name, stream in each_input(process, out, opts.arguments or ["-"], "can't open '{name}': {error}"):
            shown = f" {name}" if opts.arguments else ""
            if process.name == "crc32":
                value = 0
                for piece in pieces(stream):
                    value = crc32(piece, value)
                out.text(f"{value:08x}{shown}\n")
            else:
                value, size = _posix(stream)
                out.text(f"{value} {size}{shown}\n")
        return out.code


def _posix(stream: Stream) -> tuple[int, int]:
    """Return the check sum of POSIX (1-2017, volume 3, cksum) and the size.

    It is the usual CRC-32 of the bytes with their bits reversed, begun with 0, with the size put behind them.
    """
    value, size = _ONES, 0
    for piece in pieces(stream):
        value = crc32(piece.translate(_REVERSED), value)
        size += len(piece)
    length = size.to_bytes((size.bit_length() + 7) // 8, "little")
    value = crc32(length.translate(_REVERSED), value) ^ _ONES
    return int(f"{value:032b}"[::-1], 2) ^ _ONES, size


@applet("[-rs] [FILE]...", "Print check sums and sizes of FILEs, as BSD (-r) or as System V (-s) did.")
def _sum(process: Process) -> int:
    opts = options(process, "rs")
    system_v = "s" in opts and "r" not in opts
    names = opts.arguments or ["-"]
    with Output(process) as out:
        for name, stream in each_input(process, out, names):
            total = size = 0
            for piece in pieces(stream):
                size += len(piece)
                if system_v:
                    total += sum(piece)
                    continue
                for byte in piece:
                    total = ((total >> 1) + ((total & 1) << 15) + byte) & 0xFFFF
            if system_v:
                total = (total & 0xFFFF) + ((total & _ONES) >> 16)
                total = (total & 0xFFFF) + (total >> 16)
                out.text(f"{total} {-(-size // 512)} {name if opts.arguments else ''}\n")
            else:
                out.text(f"{total:05d} {-(-size // 1024):5d} {name if len(names) > 1 else ''}\n")
        return out.code
