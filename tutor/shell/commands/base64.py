"""The applets `base64` and `base32`."""

from __future__ import annotations

import base64
import binascii

from tutor.shell.commands._applet import Failure, Output, applet, number, options
from tutor.shell.commands._files import open_input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_BLOCK = 15 << 12
"""Bytes that are packed at a time: a multiple of what makes a group, in both systems."""
_LETTERS = {
    "base64": b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "base32": b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
}


@applet("[-d] [-w COL] [FILE]", "Print FILE, or standard input, in letters and digits; -d: back again.")
def main(process: Process) -> int:
    """Encode or decode bytes."""
    opts = options(process, "diw:", {"decode": "d", "wrap:": "w", "ignore-garbage": "i"}, at_most=1)
    name = opts.arguments[0] if opts.arguments else "-"
    system = "base32" if process.name == "base32" else "base64"
    try:
        stream = open_input(process, name)
    except FsError as error:
        if error.code == "EISDIR":
            raise Failure("read error: Is a directory") from None
        raise Failure(f"{name}: {error.strerror}") from None
    with Output(process) as out:
        if "d" in opts:
            _decode(stream, out, system)
        else:
            _encode(stream, out, system, number(opts.value("w") or "76"))
    return 0


def _encode(stream: Stream, out: Output, system: str, columns: int) -> None:
    pack = base64.b64encode if system == "base64" else base64.b32encode
    line = b""
    while data := stream.read(_BLOCK):
        text = line + pack(data)
        if not columns:
            out.write(text)
            line = b""
            continue
        end = len(text) - len(text) % columns
        out.write(b"".join([text[at : at + columns] + b"\n" for at in range(0, end, columns)]))
        line = text[end:]
    if line:
        out.write(line + b"\n")


def _decode(stream: Stream, out: Output, system: str) -> None:
    """Print what the letters mean; what is no letter of the system is passed over."""
    letters = _LETTERS[system]
    others = bytes([byte for byte in range(256) if byte not in letters and byte != 61])
    group, unpack = (4, base64.b64decode) if system == "base64" else (8, base64.b32decode)
    held = b""
    while data := stream.read_some(1 << 16):
        held += data.translate(None, others)
        end = len(held) - len(held) % group
        padded = held.find(b"=")
        if padded >= 0:
            end = min(end, padded - padded % group + group)
        if end <= len(held):
            try:
                out.write(unpack(held[:end]))
            except binascii.Error:
                raise Failure("truncated input") from None
            held = held[end:]
        if padded >= 0:
            return
    if held:
        raise Failure("truncated input")
