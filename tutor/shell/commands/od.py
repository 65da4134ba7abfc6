"""The applet `od`."""

from __future__ import annotations

import re
from math import lcm
from struct import unpack_from

from tutor.shell.commands._applet import SUFFIXES, Failure, Output, applet, options
from tutor.shell.commands._files import each_input, pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.shell.process import Process

    Show = Callable[[bytes], str]

_WORDS = {"C": 1, "S": 2, "I": 4, "L": 8}
_FLOATS = {"F": 4, "D": 8, "L": 8}
_DIGITS = {
    "o": (3, 6, 11, 22), "d": (4, 6, 11, 20), "u": (3, 5, 10, 20), "x": (2, 4, 8, 16),
}  # fmt: skip
"""Columns of a number of 1, 2, 4 and 8 bytes."""
_LETTERS = {"a": "a", "b": "oC", "c": "c", "d": "u2", "f": "fF", "h": "x2", "i": "d2", "l": "d4", "o": "o2"}
_NAMES = (
    "nul soh stx etx eot enq ack bel  bs  ht  nl  vt  ff  cr  so  si dle dc1 dc2 dc3 dc4 nak syn etb can  em sub esc"
    "  fs  gs  rs  us  sp"
)
_ESCAPES = {0: "\\0", 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r"}
_ADDRESS = {"d": "{:07d}", "o": "{:07o}", "x": "{:06x}", "n": ""}
_LONG = {
    "skip-bytes:": "j", "address-radix:": "A", "read-bytes:": "N", "format:": "t", "output-duplicates": "v",
    "strings::": "S", "width::": "w",
}  # fmt: skip


@applet("[-abcdfhilovxs] [-t TYPE] [-A RADIX] [-N SIZE] [-j SKIP] [-S MINSTR] [-w WIDTH] [FILE]...",
        "Print FILEs, or standard input, unambiguously, by default as octal numbers of two bytes.")  # fmt: skip
def main(process: Process) -> int:
    """Print bytes as numbers."""
    opts = options(process, "A:N:abcdfhij:lot:vxsS:w::", _LONG)
    radix = (opts.value("A") or "o")[:1]
    if radix not in _ADDRESS:
        raise Failure(f"bad output address radix '{radix}' (must be [doxn])")
    texts = [kind for letter, kind in _LETTERS.items() if letter in opts] + opts.values("t")
    texts += [kind for letter, kind in (("x", "x2"), ("s", "d2")) if letter in opts]
    kinds = [kind for text in texts or ["o2"] for kind in _kinds(text)]
    skip = _count(opts.value("j") or "0")
    most = _count(opts.value("N") or "0") if "N" in opts else -1
    with Output(process) as out:
        data = _Data(
            (piece for _, stream in each_input(process, out, opts.arguments or ["-"]) for piece in pieces(stream))
        )
        data.skip(skip)
        if not data.opened:
            return out.code or 1
        if "S" in opts:
            _strings(data, out, _count(opts.value("S") or "3"), _ADDRESS[radix], most)
            return out.code
        step = lcm(*[size for size, _ in kinds])
        width = step * max(1, 16 // step)
        if "w" in opts:
            width = _count(opts.value("w") or "32")
            if not width or width % step:
                process.fail(f"warning: invalid width {width}; using {step} instead")
                width = step
        _dump(process, data, out, kinds, width, _ADDRESS[radix], most, "v" in opts)
        return out.code


def _count(text: str) -> int:
    """Read a number of bytes: decimal, octal or hexadecimal, with a suffix perhaps."""
    found = re.fullmatch(r"(0[xX][0-9a-fA-F]+|[0-9]+)([a-zA-Z]?)", text)
    if found is None or (found[2] and found[2] not in SUFFIXES):
        raise Failure(f"invalid number '{text}'")
    digits = found[1]
    base = 16 if digits[:2] in ("0x", "0X") else 8 if digits.startswith("0") else 10
    try:
        return int(digits, base) * (SUFFIXES[found[2]] if found[2] else 1)
    except ValueError:
        raise Failure(f"invalid number '{text}'") from None


class _Data:
    """What all files hold, one after the other; `at` counts what was taken, `opened` says whether there was a file."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""
        self.at = 0
        self.opened = True

    def take(self, size: int) -> bytes:
        """Return the next bytes, fewer at the end."""
        while len(self._rest) < size and (piece := next(self._parts, b"")):
            self._rest += piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        self.at += len(taken)
        return taken

    def skip(self, size: int) -> None:
        """Pass over bytes. Raises Failure where there are not so many."""
        while size > 0:
            taken = len(self.take(min(size, 1 << 16)))
            if not taken:
                raise Failure("can't skip past end of combined input")
            size -= taken


def _dump(
    process: Process, data: _Data, out: Output, kinds: list[tuple[int, Show]], width: int, address: str, most: int,
    everything: bool,
) -> None:  # fmt: skip
    """Print lines of numbers; a line that is like the one before it is a star."""
    step = lcm(*[size for size, _ in kinds])
    end = data.at + most
    before: bytes | None = None
    starred = False
    while True:
        start = data.at
        block = data.take(width if most < 0 else min(width, end - start))
        if not block:
            break
        if block == before and len(block) == width and not everything:
            if not starred:
                out.text("*\n")
            starred = True
            continue
        before, starred = block, False
        process.line()
        padded = block + bytes(-len(block) % step)
        for at, (_, show) in enumerate(kinds):
            head = address.format(start)
            out.text((" " * len(head) if at else head) + show(padded) + "\n")
    if address:
        out.text(address.format(data.at) + "\n")


def _strings(data: _Data, out: Output, least: int, address: str, most: int) -> None:
    """Print texts that end in a NUL."""
    end = data.at + most
    held = bytearray()
    while most < 0 or data.at < end:
        byte = data.take(1)
        if not byte:
            return
        if byte == b"\0" and len(held) >= least:
            start = address.format(data.at - len(held) - 1)
            out.text((start + " " if start else "") + held.decode("latin-1") + "\n")
        if 32 <= byte[0] < 127:
            held += byte
        else:
            held.clear()


# types


def _kinds(text: str) -> Iterator[tuple[int, Show]]:
    """Yield the types that a text such as `x1cd4` names: how many bytes one takes, and how they are shown."""
    at = 0
    while at < len(text):
        letter = text[at]
        at += 1
        if letter in "ac":
            kind: tuple[int, Show] = (1, _named if letter == "a" else _characters)
        elif letter in "doux" or letter == "f":
            size, at = _size(text, at, letter)
            kind = (size, _reals(size) if letter == "f" else _integers(letter, size))
        else:
            raise Failure(f"invalid character '{letter}' in type string '{text}'")
        if text.startswith("z", at):
            at += 1
            kind = (kind[0], _with_text(kind[1]))
        yield kind


def _size(text: str, at: int, letter: str) -> tuple[int, int]:
    words = _FLOATS if letter == "f" else _WORDS
    if text[at : at + 1] in words and text[at : at + 1]:
        return words[text[at]], at + 1
    found = re.match(r"\d+", text[at:])
    if found is None:
        return (8 if letter == "f" else 4), at
    size = int(found[0])
    if size not in ((4, 8) if letter == "f" else (1, 2, 4, 8)):
        sort = "floating point" if letter == "f" else "integral"
        raise Failure(f"invalid type string '{text}'; {size}-byte {sort} type is not supported")
    return size, at + len(found[0])


def _integers(letter: str, size: int) -> Show:
    """Return what shows integers of a size."""
    columns = _DIGITS[letter][size.bit_length() - 1]
    code = {1: "b", 2: "h", 4: "i", 8: "q"}[size]
    form = f" %{columns}d" if letter in "du" else f" %0{columns}{letter}"
    code = code if letter == "d" else code.upper()

    def show(block: bytes) -> str:
        values = unpack_from(f"<{len(block) // size}{code}", block)
        return (form * len(values)) % values

    return show


def _reals(size: int) -> Show:
    """Return what shows floating-point numbers of a size."""
    form, code = (" %15.7e", "f") if size == 4 else (" %23.15e", "d")

    def show(block: bytes) -> str:
        values = unpack_from(f"<{len(block) // size}{code}", block)
        return (form * len(values)) % values

    return show


def _named(block: bytes) -> str:
    return "".join([
        " del" if byte & 127 == 127 else f"   {chr(byte & 127)}" if byte & 127 > 32 else f" {_name(byte & 127)}"
        for byte in block
    ])  # fmt: skip


def _name(byte: int) -> str:
    return _NAMES[byte * 4 : byte * 4 + 3]


def _characters(block: bytes) -> str:
    return "".join([
        f"   {chr(byte)}" if 32 <= byte < 127 else f"  {_ESCAPES[byte]}" if byte in _ESCAPES else f" {byte:03o}"
        for byte in block
    ])  # fmt: skip


def _with_text(show: Show) -> Show:
    """Return what shows the same, and the printable characters behind it."""

    def both(block: bytes) -> str:
        shown = show(block)
        columns = len(shown) * 16 // len(block) if len(block) < 16 else len(shown)
        text = "".join([chr(byte) if 32 <= byte < 127 else "." for byte in block])
        return f"{shown.ljust(columns)}  >{text}<"

    return both
