"""Printf: a format string's verbs, flags, widths, precisions and argument indexes, and its complaints in the output."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.gotemplate.gofmt import Flags, argument, with_type
from tutor.gotemplate.values import Value

_LARGEST = 1_000_000  # the widest field that Go accepts


def sprintf(template: str, arguments: Sequence[Value | None]) -> str:
    """Print by a format, complaints (`%!d(string=hi)`, `%!(EXTRA …)`) in the output."""
    return _Printf(template, arguments).run()


class _Printf:
    """One run over a format string."""

    def __init__(self, template: str, arguments: Sequence[Value | None]) -> None:
        self.template = template
        self.arguments = arguments
        self.pos = 0
        self.next = 0
        self.reordered = False
        self.good_index = True
        self.after_index = False
        self.out: list[str] = []

    def run(self) -> str:
        template = self.template
        while self.pos < len(template):
            percent = template.find("%", self.pos)
            if percent < 0:
                self.out.append(template[self.pos :])
                break
            self.out.append(template[self.pos : percent])
            self.pos = percent + 1
            self.good_index = True
            self.verb()
        if not self.reordered and self.next < len(self.arguments):
            extra = self.arguments[self.next :]
            self.out.append("%!(EXTRA " + ", ".join(map(with_type, extra)) + ")")
        return "".join(self.out)

    def verb(self) -> None:
        """One verb with its flags, `pos` being behind the percent sign."""
        flags = self.flags()
        self.index()
        self.width(flags)
        self.precision(flags)
        if not self.after_index:
            self.index()
        if self.pos >= len(self.template):
            self.out.append("%!(NOVERB)")
            return
        verb = self.template[self.pos]
        self.pos += 1
        if verb == "%":
            self.out.append("%")
        elif not self.good_index:
            self.out.append(f"%!{verb}(BADINDEX)")
        elif self.next >= len(self.arguments):
            self.out.append(f"%!{verb}(MISSING)")
        else:
            if verb == "v":
                flags.sharp_v, flags.sharp = flags.sharp, False
                flags.plus_v, flags.plus = flags.plus, False
            self.out.append(argument(self.arguments[self.next], verb, flags))
            self.next += 1

    def flags(self) -> Flags:
        flags = Flags()
        names = {"#": "sharp", "0": "zero", "+": "plus", "-": "minus", " ": "space"}
        while self.pos < len(self.template) and self.template[self.pos] in names:
            setattr(flags, names[self.template[self.pos]], True)
            self.pos += 1
        flags.zero = flags.zero and not flags.minus
        return flags

    def number(self) -> int | None:
        start = self.pos
        while self.pos < len(self.template) and self.template[self.pos] in "0123456789":
            if int(self.template[start : self.pos] or "0") > _LARGEST:
                self.pos = len(self.template)
                return None
            self.pos += 1
        return int(self.template[start : self.pos]) if self.pos > start else None

    def star(self) -> int | None:
        """Return the value of `*`: the next argument if it is a reasonable integer."""
        self.pos += 1
        self.after_index = False
        if self.next >= len(self.arguments):
            return None
        operand = self.arguments[self.next]
        self.next += 1
        if operand is None or operand.kind not in ("int", "uint") or abs(operand.data) > _LARGEST:
            return None
        return int(operand.data)

    def at(self, char: str) -> bool:
        return self.template.startswith(char, self.pos)

    def index(self) -> None:
        """Return an explicit argument index `[n]`, if one is here."""
        self.after_index = False
        if not self.at("["):
            return
        self.reordered = True
        close = self.template.find("]", self.pos)
        if close < 0:
            self.pos += 1
            self.good_index = False
            return
        digits = self.template[self.pos + 1 : close]
        self.pos = close + 1
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 8):
            self.good_index = False
            return
        self.after_index = True
        if 1 <= int(digits) <= len(self.arguments):
            self.next = int(digits) - 1
        else:
            self.good_index = False

    def width(self, flags: Flags) -> None:
        if self.at("*"):
            flags.width = self.star()
            if flags.width is None:
                self.out.append("%!(BADWIDTH)")
            elif flags.width < 0:
                flags.width, flags.minus, flags.zero = -flags.width, True, False
            return
        flags.width = self.number()
        if self.after_index and flags.width is not None:
            self.good_index = False

    def precision(self, flags: Flags) -> None:
        if not self.at(".") or self.pos + 1 >= len(self.template):
            return
        self.pos += 1
        if self.after_index:
            self.good_index = False
        self.index()
        if self.at("*"):
            flags.precision = self.star()
            if flags.precision is None or flags.precision < 0:
                flags.precision = None
                self.out.append("%!(BADPREC)")
            return
        flags.precision = self.number() or 0
