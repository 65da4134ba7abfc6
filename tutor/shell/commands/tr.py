"""The applet `tr`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, options
from tutor.shell.commands._escapes import escape
from tutor.shell.commands._files import pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

_CLASSES: dict[str, Callable[[int], bool]] = {
    "alpha": lambda b: 65 <= b <= 90 or 97 <= b <= 122,
    "alnum": lambda b: 65 <= b <= 90 or 97 <= b <= 122 or 48 <= b <= 57,
    "digit": lambda b: 48 <= b <= 57,
    "lower": lambda b: 97 <= b <= 122,
    "upper": lambda b: 65 <= b <= 90,
    "space": lambda b: b == 32 or 9 <= b <= 13,
    "blank": lambda b: b in (9, 32),
    "punct": lambda b: 33 <= b <= 47 or 58 <= b <= 64 or 91 <= b <= 96 or 123 <= b <= 126,
    "cntrl": lambda b: b < 32 or b == 127,
    "xdigit": lambda b: 48 <= b <= 57 or 65 <= b <= 70 or 97 <= b <= 102,
}


@applet("[-cds] STRING1 [STRING2]", "Translate, squeeze or delete characters of standard input.")
def main(process: Process) -> int:
    """Translate characters."""
    opts = options(process, "cdsC", permute=False, at_least=1)
    first = _expand(opts.arguments[0])
    second = _expand(opts.arguments[1]) if len(opts.arguments) > 1 else b""
    delete = "d" in opts
    squeeze = "s" in opts
    if len(opts.arguments) > 1 and not second and not delete:
        raise Failure("STRING2 cannot be empty")
    if "c" in opts or "C" in opts:
        first = bytes(sorted(set(range(256)) - set(first)))
    table = bytearray(range(256))
    if not delete and len(opts.arguments) > 1:
        for at, byte in enumerate(first):
            table[byte] = second[min(at, len(second) - 1)]
    dropped = first if delete else b""
    repeated = frozenset(second if len(opts.arguments) > 1 else first) if squeeze else frozenset()
    before = -1
    for piece in pieces(process.stdin):
        changed = piece.translate(bytes(table), dropped)
        if squeeze:
            changed, before = _squeeze(changed, repeated, before)
        if changed:
            process.stdout.write(changed)
    return 0


def _squeeze(data: bytes, repeated: frozenset[int], before: int) -> tuple[bytes, int]:
    kept = bytearray()
    for byte in data:
        if byte != before or byte not in repeated:
            kept.append(byte)
        before = byte
    return bytes(kept), before


def _expand(text: str) -> bytes:
    """Return the characters that a string of `tr` lists."""
    data = text.encode("utf-8", "surrogateescape").decode("latin-1")
    out = bytearray()
    at = 0
    while at < len(data):
        if data.startswith("[", at):
            taken = _bracket(data, at, out)
            if taken:
                at = taken
                continue
        byte, at = _one(data, at)
        if data.startswith("-", at) and at + 1 < len(data):
            last, at = _one(data, at + 1)
            out += bytes(range(byte, last + 1))
            continue
        out.append(byte)
    return bytes(out)


def _one(data: str, at: int) -> tuple[int, int]:
    if data[at] == "\\" and at + 1 < len(data):
        return escape(data, at + 1)
    return ord(data[at]), at + 1


def _bracket(data: str, at: int, out: bytearray) -> int:
    """Read `[:class:]` or `[=c=]`; return where it ends, 0 if there is none."""
    if data.startswith("[:", at):
        end = data.find(":]", at + 2)
        test = _CLASSES.get(data[at + 2 : end]) if end > 0 else None
        if test is not None:
            out += bytes([byte for byte in range(256) if test(byte)])
            return end + 2
    elif data.startswith("[=", at) and data[at + 3 : at + 5] == "=]":
        out.append(ord(data[at + 2]))
        return at + 5
    return 0
