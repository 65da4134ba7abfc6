"""The applet `printf`."""

from __future__ import annotations

from tutor.shell.commands._applet import Output, Usage, applet, encode
from tutor.shell.commands._escapes import escape, unescape
from tutor.shell.commands._format import integer, real

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

_FLAGS = "-+ #0"
_MOST = (1 << 31) - 1
"""The widest field that C knows."""


class _End(Exception):
    r"""The format or an argument had `\c`."""


@applet("FORMAT [ARG]...", "Print the arguments as FORMAT says, again and again until they are used up.")
def main(process: Process) -> int:
    """Print arguments in a format."""
    words = process.argv[1:]
    if words[:1] == ["--"]:
        words = words[1:]
    if not words:
        if process.label:  # a builtin has no usage text of its own
            return process.fail("usage: printf FORMAT [ARGUMENT...]", 2)
        raise Usage
    template, arguments = words[0], words[1:]
    with Output(process) as out:
        printer = _Printer(out, arguments, process.kernel.meter.fits)
        try:
            while True:
                before = printer.used
                if not printer.round(template):
                    break
                if printer.used >= len(arguments) or printer.used == before:
                    break
                process.tick()
        except _End:
            pass
        return out.code


class _Printer:
    """Goes through the format, taking arguments."""

    def __init__(self, out: Output, arguments: list[str], fits: Callable[[int], None]) -> None:
        self.out = out
        self.arguments = arguments
        self.fits = fits
        self.used = 0

    def next(self) -> str | None:
        """The next argument; None when there are none left."""
        if self.used < len(self.arguments):
            self.used += 1
            return self.arguments[self.used - 1]
        return None

    def round(self, template: str) -> bool:
        """Print the format once; False when it is wrong and nothing more is to be printed."""
        at = 0
        while at < len(template):
            letter = template[at]
            if letter == "%":
                if template.startswith("%%", at):
                    self.out.write(b"%")
                    at += 2
                    continue
                at = self.conversion(template, at)
                if at < 0:
                    return False
            elif letter == "\\":
                if template.startswith("c", at + 1):
                    raise _End
                value, at = escape(template, at + 1)
                self.out.write(bytes((value,)))
            else:
                end = at + 1
                while end < len(template) and template[end] not in "%\\":
                    end += 1
                self.out.write(encode(template[at:end]))
                at = end
        return True

    def conversion(self, template: str, start: int) -> int:
        """Print one conversion; return where the format goes on, or -1 when it is wrong."""
        at = start + 1
        flags = ""
        while at < len(template) and template[at] in _FLAGS:
            flags += template[at]
            at += 1
        width, at, starred = self._size(template, at)
        if starred and width < 0:
            flags, width = flags + "-", -width
        precision: int | None = None
        if template.startswith(".", at):
            precision, at, _ = self._size(template, at + 1)
        modifiers = at
        while at < len(template) and template[at] in "hlLjzt":
            at += 1
        kind = template[at : at + 1]
        if not kind or kind not in "diouxXeEfFgGcsb":
            self.out.complain(f"{template[start:modifiers]}{template[at:]}: invalid format")
            return -1
        self.out.write(self.field(kind, flags, width, precision))
        return at + 1

    def _size(self, template: str, at: int) -> tuple[int, int, bool]:
        if template.startswith("*", at):
            code, size = self.out.code, self.integer(self.next() or "0")
            self.out.code = code
            return size, at + 1, True
        end = at
        while end < len(template) and template[end].isdecimal():
            end += 1
        return int(template[at:end][:20] or 0), end, False

    def field(self, kind: str, flags: str, width: int, precision: int | None) -> bytes:
        """Return one argument, formatted."""
        argument = self.next()
        most = max(abs(width), precision or 0)
        if most > _MOST:
            return b""  # C's own printf prints nothing then
        self.fits(most)
        if kind in "sbc":
            text = argument or ""
            ended = False
            if kind == "b":
                data, ended = unescape(text, leading_zero=True)
            else:
                data = encode(text)[: 1 if kind == "c" else None]
            if precision is not None and kind == "s":
                data = data[:precision]
            if kind == "c":
                data = data or b"\0"
            data = data.ljust(width) if "-" in flags else data.rjust(width)
            if ended:
                self.out.write(data)
                raise _End
            return data
        if kind in "diouxX":
            return integer(kind, flags, width, precision, self.integer(argument or "", kind)).encode()
        return real(kind, flags, width, precision, self.real(argument or "0")).encode()

    def integer(self, text: str, kind: str = "d") -> int:
        """Return an argument as an integer; complains about what is none and goes on with 0."""
        if text[:1] in ("'", '"'):
            return (encode(text) + b"\0")[1]
        try:
            body = text.lstrip()
            sign = -1 if body.startswith("-") else 1
            digits = body[1:] if body[:1] in ("+", "-") else body
            if not (digits.isascii() and digits.isalnum()):
                raise ValueError
            base = 16 if digits[:2] in ("0x", "0X") else 8 if digits[0] == "0" else 10
            value = sign * int(digits, base)
            if not -(1 << 63) <= value < 1 << (63 if kind in "di" else 64):
                raise ValueError
            return value
        except ValueError:
            self.out.complain(f"invalid number '{text}'")
            return 0

    def real(self, text: str) -> float:
        """Return an argument as a floating-point number; complains about what is none."""
        try:
            if "_" in text:
                raise ValueError
            if text.lower().startswith(("0x", "-0x")):
                return float.fromhex(text)
            return float(text)
        except ValueError:
            self.out.complain(f"invalid number '{text}'")
            return 0.0
