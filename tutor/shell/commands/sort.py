"""The applet `sort`."""

from __future__ import annotations

from functools import cmp_to_key, partial

from tutor.shell.commands._applet import Failure, Output, applet, options
from tutor.shell.commands._files import open_input, open_output
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_SPACE = b" \t\n\v\f\r"
_KINDS = "nghMV"
_MONTHS = b"JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


@applet(
    "[-nrugMcszbdfiokt] [-o FILE] [-k START[.OFS][OPTS][,END[.OFS][OPTS]] [-t CHAR] [FILE]...",
    "Sort the lines of FILEs, or of standard input.",
    code=2,
)
def main(process: Process) -> int:
    """Sort lines."""
    opts = options(process, "ngMucszbrdfiVhmS:T:o:k:t:")
    flags = frozenset(letter for letter in "nghMVbdfir" if letter in opts)
    end = b"\0" if "z" in opts else b"\n"
    separator = _separator(opts.value("t"))
    keys = [_Key(text, flags, separator) for text in opts.values("k")] or [_Key("1", flags, separator)]
    lines: list[bytes] = []
    for name in opts.arguments or ["-"]:
        try:
            data = open_input(process, name).read()
        except FsError as error:
            if error.code != "EISDIR":
                raise
            data = b""
        data = data if "z" in opts else data.replace(b"\0", b"\n")  # a NUL ends a line too
        lines += data.removesuffix(end).split(end) if data else []
    reverse = "r" in flags
    stable = "s" in opts
    if "c" in opts:
        return _check(process, lines, keys, "u" in opts, stable or "u" in opts, reverse)
    _sort(lines, keys, stable, reverse)
    if "u" in opts:
        lines = _unique(lines, keys)
    with Output(process) as out:
        text = b"".join([line + end for line in lines])
        target = opts.value("o")
        if target is None:
            out.write(text)
        else:
            stream = open_output(process, target)
            stream.write(text)
            stream.flush()
    return 0


def _separator(text: str | None) -> bytes:
    if text is None:
        return b""
    if text == "\\0":
        return b"\0"
    data = text.encode("utf-8", "surrogateescape")
    if len(data) != 1:
        raise Failure("bad -t parameter")
    return data


def _sort(lines: list[bytes], keys: list[_Key], stable: bool, reverse: bool) -> None:
    """Sort by the keys; what is equal in all of them by the whole line, unless `stable`."""
    if len(keys) == 1 and keys[0].plain:
        lines.sort(reverse=reverse)
        return
    if not stable:
        lines.sort(reverse=reverse)
    lines.sort(key=cmp_to_key(partial(_compare, keys)))


def _unique(lines: list[bytes], keys: list[_Key]) -> list[bytes]:
    kept = lines[:1]
    for line in lines[1:]:
        if _compare(keys, kept[-1], line) != 0:
            kept.append(line)
    return kept


def _check(process: Process, lines: list[bytes], keys: list[_Key], unique: bool, stable: bool, reverse: bool) -> int:
    for number in range(1, len(lines)):
        before, line = lines[number - 1], lines[number]
        order = _compare(keys, before, line)
        if not order and not stable:
            order = (before > line) - (before < line)
            order = -order if reverse else order
        if order > 0 or (unique and order == 0):
            process.err(f"Check line {number}\n")
            return 1
    return 0


def _compare(keys: list[_Key], a: bytes, b: bytes) -> int:
    for key in keys:
        order = key.compare(a, b)
        if order:
            return order
    return 0


class _Key:
    """One `-k`: where in the line, and how it is compared."""

    def __init__(self, text: str, flags: frozenset[str], separator: bytes) -> None:
        first, _, second = (text or "1").partition(",")
        self.separator = separator
        self.first, self.skip, own = _position(first, text)
        self.last, self.end, more = _position(second, text) if second else (0, 0, "")
        if not self.first:
            raise Failure("bad field specification")
        self.trim_end = "b" in more
        letters = frozenset(own + more)
        self.flags = (letters - {"b"}) | ({"b"} if "b" in own else frozenset()) if letters else flags
        self.kind = next((kind for kind in _KINDS if kind in self.flags), "")
        self.reverse = "r" in self.flags
        self.whole = (self.first, self.skip, self.last, self.end) == (1, 0, 0, 0)
        self.plain = self.whole and not self.flags - {"r"}

    def compare(self, a: bytes, b: bytes) -> int:
        """Order two lines by this key."""
        x, y = self.cut(a), self.cut(b)
        if not self.kind:
            order = (x > y) - (x < y)
        elif self.kind == "V":
            from tutor.shell.commands._versions import compare_versions

            order = compare_versions(x, y)
        else:
            one, two = _value(self.kind, x), _value(self.kind, y)
            order = (one > two) - (one < two)
        return -order if self.reverse else order

    def cut(self, line: bytes) -> bytes:
        """Return the key's part of a line."""
        flags = self.flags
        if self.whole and not flags & {"b", "d", "f", "i"} and not self.trim_end:
            return line
        start = self.edge(line, self.first, 0)
        end = self.edge(line, self.last, 1) if self.last else len(line)
        if "b" in flags:
            while start < len(line) and line[start] in _SPACE:
                start += 1
        if self.trim_end:
            while end > start and line[end - 1] in _SPACE:
                end -= 1
        if self.end:
            last = self.edge(line, self.last, 0)
            end = min(last + self.end, len(line))
        if self.skip:
            start = min(start + self.skip - 1, len(line))
        key = line[start : max(start, end)]
        if "d" in flags:
            key = bytes([byte for byte in key if byte == 32 or (chr(byte).isalnum() and byte < 128)])
        if "i" in flags:
            key = bytes([byte for byte in key if 32 <= byte < 127])
        return key.upper() if "f" in flags else key

    def edge(self, line: bytes, field: int, closing: int) -> int:
        """Return where a field begins (or, `closing`, ends)."""
        at = 0
        found = b""
        for _ in range(field - 1 + closing):
            if self.separator:
                found = b""
                next_one = line.find(self.separator, at)
                if next_one < 0:
                    at = len(line)
                else:
                    at, found = next_one + 1, self.separator
                continue
            while at < len(line) and line[at] in _SPACE:
                at += 1
            while at < len(line) and line[at] not in _SPACE:
                at += 1
        return at - 1 if closing and found else at


def _position(text: str, whole: str) -> tuple[int, int, str]:
    """Read `FIELD[.OFFSET][LETTERS]`."""
    body = text.rstrip("nghMVbdfir")
    letters = text[len(body) :]
    field, dot, offset = body.partition(".")
    if not field.isdecimal() or (dot and not offset.isdecimal()):
        if field and not field[0].isdecimal():
            raise Failure("bad field specification")
        stray = (offset if dot and field.isdecimal() else field).lstrip("0123456789")
        if stray:
            raise Failure("unknown key option")
        raise Failure("bad field specification")
    return int(field), int(offset or 0), letters


def _value(kind: str, key: bytes) -> tuple[float, ...]:
    """Return what a key is ordered by."""
    if kind == "M":
        name = key.strip()[:3].upper()
        return (_MONTHS.index(name) if name in _MONTHS else -1,)
    if kind == "h":
        return (_human(key),)
    value, known = _float(key)
    return (known + (known and value == value), value) if kind == "g" else (value,)


def _float(key: bytes) -> tuple[float, bool]:
    """Return what C's strtod reads at the beginning, and whether it reads anything."""
    from tutor.shell.commands._numbers import leading_float

    return leading_float(key.decode("latin-1"))


def _human(key: bytes) -> float:
    text = key.decode("latin-1")
    from tutor.shell.commands._numbers import leading_float_end

    value, end = leading_float_end(text)
    suffix = text[end : end + 1]
    power = " kMGTPEZY".find(suffix.replace("K", "k")) if suffix.strip() else 0
    return value * 1024.0 ** max(power, 0)
