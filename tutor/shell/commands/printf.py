"""The applet `printf`."""

from __future__ import annotations

from tutor.shell.commands._applet import Output, Usage, applet, encode
from tutor.shell.commands._escapes import escape, unescape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_FLAGS = "-+ #0"


class _End(Exception):
    r"""The format or an argument had `\c`."""


@applet("FORMAT [ARG]...", "Print the arguments as FORMAT says, again and again until they are used up.")
def main(process: Process) -> int:
    """Print arguments in a format."""
    words = process.argv[1:]
    if words[:1] == ["--"]:
        words = words[1:]
    if not words:
        raise Usage
    template, arguments = words[0], words[1:]
    with Output(process) as out:
        printer = _Printer(out, arguments)
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

    def __init__(self, out: Output, arguments: list[str]) -> None:
        self.out = out
        self.arguments = arguments
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
            return self.integer(self.next() or "0"), at + 1, True
        end = at
        while end < len(template) and template[end].isdecimal():
            end += 1
        return int(template[at:end] or 0), end, False

    def field(self, kind: str, flags: str, width: int, precision: int | None) -> bytes:
        """Return one argument, formatted."""
        argument = self.next()
        if kind in "sbc":
            text = argument or ""
            ended = False
            if kind == "b":
                data, ended = unescape(text, leading_zero=True)
            else:
                data = encode(text[:1] if kind == "c" else text)
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
            return _integer(kind, flags, width, precision, self.integer(argument or "")).encode()
        value = self.real(argument or "0")
        shape = "%" + flags + (str(width) if width else "") + (f".{precision}" if precision is not None else "")
        return ((shape + kind) % value).encode()

    def integer(self, text: str) -> int:
        """Return an argument as an integer; complains about what is none and goes on with 0."""
        if text[:1] in ("'", '"') and len(text) > 1:
            return encode(text[1])[0] if ord(text[1]) < 128 else ord(text[1])
        try:
            body = text.strip()
            sign = -1 if body.startswith("-") else 1
            digits = body.lstrip("+-") if body[:1] in ("+", "-") else body
            if not digits or "_" in digits:
                raise ValueError
            base = 16 if digits[:2] in ("0x", "0X") else 8 if digits[0] == "0" else 10
            value = int(digits, base)
            if value >= 1 << 64:
                raise ValueError
            return sign * value
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


def _integer(kind: str, flags: str, width: int, precision: int | None, value: int) -> str:
    """Return an integer as C's printf shows it in 64 bits."""
    if kind in "di":
        if not -(1 << 63) <= value < 1 << 63:
            value = (1 << 63) - 1 if value > 0 else -(1 << 63)
        digits = str(abs(value))
        sign = "-" if value < 0 else "+" if "+" in flags else " " if " " in flags else ""
    else:
        value &= (1 << 64) - 1
        digits = {"o": f"{value:o}", "u": str(value), "x": f"{value:x}", "X": f"{value:X}"}[kind]
        sign = ""
        if "#" in flags and value:
            sign = {"x": "0x", "X": "0X"}.get(kind, "")
            if kind == "o" and not digits.startswith("0"):
                digits = "0" + digits
    if precision is not None:
        digits = digits.rjust(precision, "0") if precision or value else ""
    elif "0" in flags and "-" not in flags:
        digits = digits.rjust(width - len(sign), "0")
    text = sign + digits
    return text.ljust(width) if "-" in flags else text.rjust(width)
