"""The applets `hexdump`, `hd` and `xxd`."""

from __future__ import annotations

from struct import unpack_from

from tutor.shell.commands._applet import SUFFIXES, Failure, Output, applet, number, options
from tutor.shell.commands._files import each_input, open_input, pieces
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.shell.commands._applet import Options
    from tutor.shell.process import Process

    Show = Callable[[bytes], str]

_LINE = 16
_DIGITS = "0123456789abcdefABCDEF"
_ESCAPES = {0: "\\0", 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r"}


def main(process: Process) -> int:
    """Print bytes in hexadecimal."""
    return _xxd(process) if process.name == "xxd" else _hexdump(process)


def _offset(text: str) -> int:
    """Read a number of bytes, hexadecimal or octal perhaps."""
    if text[:2] in ("0x", "0X"):
        try:
            return int(text, 16)
        except ValueError:
            raise Failure(f"invalid number '{text}'") from None
    if text.startswith("0") and text.isdecimal() and not text.strip("01234567"):
        return int(text, 8)
    return number(text, suffixes=SUFFIXES)


class _Data:
    """What all files hold, one after the other, from `skip` on and `most` bytes of it (None: all)."""

    def __init__(self, parts: Iterator[bytes], skip: int, most: int | None) -> None:
        self._parts = parts
        self._rest = b""
        self._left = most
        while skip > 0 and (passed := len(self._some(min(skip, 1 << 16)))):
            skip -= passed

    def _some(self, size: int) -> bytes:
        while len(self._rest) < size and (piece := next(self._parts, b"")):
            self._rest += piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def take(self, size: int) -> bytes:
        """Return the next bytes, fewer at the end."""
        if self._left is not None:
            size = min(size, self._left)
            self._left -= size
        return self._some(size)


def _data(process: Process, out: Output, opts: Options, most: str) -> _Data:
    limit = opts.value(most)
    parts = (
        piece
        for _, stream in each_input(process, out, opts.arguments or ["-"], "{name}: {error}")
        for piece in pieces(stream)
    )
    return _Data(parts, _offset(opts.value("s") or "0"), None if limit is None else _offset(limit))


# hexdump


@applet("[-bcdoxCv] [-n LEN] [-s OFS] [FILE]...", "Print FILEs in hexadecimal numbers of two bytes.")
def _hexdump(process: Process) -> int:
    opts = options(process, "bcdoxCn:s:v")
    kinds = [letter for letter, _ in opts.given if letter in "bcdoxC"]
    if process.name == "hd":
        kinds.insert(0, "C")
    shows = [(_SHOWS[kind], "{:08x}" if kind == "C" else "{:07x}") for kind in kinds or [""]]
    with Output(process) as out:
        data = _data(process, out, opts, "n")
        at = _offset(opts.value("s") or "0")
        before = b""
        starred = False
        while block := data.take(_LINE):
            if block == before and len(block) == _LINE and "v" not in opts:
                out.text("" if starred else "*\n")
                starred = True
            else:
                starred = False
                for show, form in shows:
                    out.text(f"{form.format(at)}{show(block)}\n")
            before = block
            at += len(block)
            process.line()
        if at:
            out.text(shows[-1][1].format(at) + "\n")
        return out.code


def _words(form: str, width: int) -> Show:
    """Return what shows numbers of two bytes; a line that is too short is filled up with blanks."""

    def show(block: bytes) -> str:
        values = unpack_from(f"<{(len(block) + 1) // 2}H", block + b"\0")
        return "".join([form.format(value) for value in values]).ljust(width)

    return show


def _bytes(block: bytes) -> str:
    return "".join([f" {byte:03o}" for byte in block]).ljust(4 * _LINE)


def _characters(block: bytes) -> str:
    shown = [chr(byte) if 32 <= byte < 127 else _ESCAPES.get(byte, f"{byte:03o}") for byte in block]
    return "".join([f" {text:>3s}" for text in shown]).ljust(4 * _LINE)


def _canonical(block: bytes) -> str:
    first, second = (" ".join([f"{byte:02x}" for byte in half]).ljust(23) for half in (block[:8], block[8:]))
    text = "".join([chr(byte) if 32 <= byte < 127 else "." for byte in block])
    return f"  {first}  {second}  |{text}|"


_SHOWS: dict[str, Show] = {
    "b": _bytes, "c": _characters,
    "d": _words("   {:05d}", 64), "o": _words("  {:06o}", 64), "x": _words("    {:04x}", 64),
    "C": _canonical, "": _words(" {:04x}", 40),
}  # fmt: skip


# xxd


@applet("[-pri] [-g N] [-c N] [-l LEN] [-s OFS] [-o OFS] [FILE]", "Print FILE in hexadecimal; -r: back again.")
def _xxd(process: Process) -> int:
    opts = options(process, "l:s:apirg:c:o:", at_most=1)
    if "r" in opts:
        return _back(process, opts)
    plain, as_c = "p" in opts, "i" in opts
    columns = number(opts.value("c") or "0") or (30 if plain else 12 if as_c else 16)
    group = 0 if plain else number(opts.value("g") or "2")
    with Output(process) as out:
        data = _data(process, out, opts, "l")
        at = _offset(opts.value("s") or "0") + int(opts.value("o") or "0", 0)
        start = at
        name = "".join([c if c.isalnum() else "_" for c in opts.arguments[0]]) if as_c and opts.arguments else ""
        name = f"__{name}" if name[:1].isdecimal() else name
        out.text(f"unsigned char {name}[] = {{\n" if name else "")
        while block := data.take(columns):
            process.line()
            if plain:
                out.text(block.hex() + "\n")
            elif as_c:
                out.text(" " + "".join([f" 0x{byte:02x}," for byte in block]) + "\n")
            else:
                text = "".join([chr(byte) if 32 <= byte < 127 else "." for byte in block])
                out.text(f"{at:08x}: {_grouped(block, columns, group)} {text}\n")
            at += len(block)
        out.text(f"}};\nunsigned int {name}_len = {at - start};\n" if name else "")
        return out.code


def _grouped(block: bytes, columns: int, group: int) -> str:
    """Return bytes in groups; a line that is too short is filled up with blanks."""
    size = group if 0 < group < columns else columns
    shown = [block[at : at + size].hex() for at in range(0, len(block), size)]
    width = columns * 2 + -(-columns // size)
    return " ".join(shown).ljust(width)


def _back(process: Process, opts: Options) -> int:
    """Print the bytes that a dump shows."""
    name = opts.arguments[0] if opts.arguments else "-"
    try:
        stream = open_input(process, name)
    except FsError as error:
        raise Failure(f"can't open '{name}': {error.strerror}") from None
    with Output(process) as out:
        high = ""
        for line in stream:
            text = line.decode("latin-1")
            if "p" not in opts:
                text = text.lstrip(_DIGITS).removeprefix(":")
            found = bytearray()
            for letter in text:
                if letter not in _DIGITS:
                    high = high if letter.isspace() else ""  # what is no digit takes the one before it away
                elif high:
                    found.append(int(high + letter, 16))
                    high = ""
                else:
                    high = letter
            out.write(bytes(found))
    return 0
