"""From the text of a sed script to its commands. POSIX.1-2017, volume 3, sed, with GNU's additions.

The one rule: everything that can be wrong with a script is found here, before a line is read.
"""

from __future__ import annotations

import re

from tutor.shell.commands._applet import Failure
from tutor.shell.commands._regex import Regex, RegexError
from tutor.shell.commands._sed_command import LAST, Address, Command

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_BLANK = " \t\r\n\v\f"
_PLAIN = "=dDgGhHlnNpPx"


class Script:
    """Commands, and whether the script's first line asks for silence."""

    def __init__(self, extended: bool, ascii: bool) -> None:
        self.extended = extended
        self.ascii = ascii
        self.commands: list[Command] = []
        self.quiet = False
        self.last_regex: Regex | None = None
        self._text = ""
        self._at = 0
        self._unfinished: str | None = None
        self._blocks: list[int] = []
        self._labels: dict[str, int] = {}
        self._jumps: list[Command] = []

    def add(self, text: str) -> None:
        """Add a piece of script (an -e or a file): its lines, of which one that ends in a backslash goes on."""
        lines = text.split("\n")
        for line in lines:
            if self._unfinished is not None:
                line = f"{self._unfinished}\n{line}"
            backslashes = len(line) - len(line.rstrip("\\"))
            if backslashes % 2:
                self._unfinished = line
                continue
            self._unfinished = None
            self._line(line)

    def finish(self) -> None:
        """Read what is left over, and find the goals of jumps. Raises Failure."""
        if self._unfinished is not None:
            line, self._unfinished = self._unfinished[:-1], None
            self._line(line)
        for index in self._blocks:
            self.commands[index].jump = len(self.commands)
        for command in self._jumps:
            if command.text and command.text not in self._labels:
                raise Failure(f"can't find label for jump to '{command.text}'")
            command.jump = self._labels.get(command.text, len(self.commands))

    # reading one line

    def _line(self, text: str) -> None:
        self._text, self._at = text, 0
        while True:
            self._skip(_BLANK + ";")
            if self._at >= len(text):
                return
            if text[self._at] == "#":
                self._comment()
                continue
            self._command()

    def _comment(self) -> None:
        end = self._text.find("\n", self._at)
        comment = self._text[self._at : end] if end >= 0 else self._text[self._at :]
        if comment == "#n" and not self.commands and self._at == 0:
            self.quiet = True
        self._at = end if end >= 0 else len(self._text)

    def _skip(self, letters: str = _BLANK) -> None:
        while self._at < len(self._text) and self._text[self._at] in letters:
            self._at += 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _command(self) -> None:
        command = Command()
        command.begin = self._address()
        if self._peek() == ",":
            if command.begin is None:
                raise Failure("unexpected ','")
            self._at += 1
            self._skip(" \t")
            command.end = self._end_address()
        self._skip()
        while self._peek() == "!":
            command.inverted = True
            self._at += 1
            self._skip()
        if self._at >= len(self._text):
            raise Failure("missing command")
        command.name = self._peek()
        self._at += 1
        self._arguments(command)
        self.commands.append(command)

    def _number(self) -> int:
        start = self._at
        while self._peek().isdecimal():
            self._at += 1
        return int(self._text[start : self._at] or 0)

    def _address(self) -> Address | None:
        letter = self._peek()
        address = Address()
        if letter.isdecimal():
            address.line = self._number()
            if self._peek() == "~":
                self._at += 1
                address.step = self._number()
                address.line = address.line if address.step else max(address.line, 1)
        elif letter == "$":
            self._at += 1
            address.line = LAST
        elif letter in ("/", "\\") and letter:
            self._at += 1
            delimiter = "/"
            if letter == "\\":
                delimiter = self._peek()
                self._at += 1
            pattern = self._delimited(delimiter, regex=True)
            ignore = False
            while self._peek() in ("I", "M") and self._peek():
                ignore = ignore or self._peek() == "I"
                self._at += 1
            address.regex = self._compile(pattern, ignore) or self.last_regex
        else:
            return None
        return address

    def _end_address(self) -> Address:
        address = Address()
        if self._peek() in ("+", "~") and self._text[self._at + 1 : self._at + 2].isdecimal():
            sign = self._peek()
            self._at += 1
            count = self._number()
            if sign == "+":
                address.plus = count
            else:
                address.multiple = count
            return address
        found = self._address()
        if found is None:
            raise Failure("no address after comma")
        return found

    def _delimited(self, delimiter: str, regex: bool) -> str:
        """Read up to the delimiter, which a backslash hides (and inside brackets it is hidden too)."""
        text = self._text
        out: list[str] = []
        bracket = -1
        while self._at < len(text):
            letter = text[self._at]
            if bracket < 0 and letter == delimiter:
                self._at += 1
                return "".join(out)
            if letter == "\\" and bracket < 0 and self._at + 1 < len(text):
                following = text[self._at + 1]
                self._at += 2
                if following == delimiter and following != "&":
                    out.append(following)
                elif following == "n" and regex:
                    out.append("\n")
                else:
                    out.append("\\" + following)
                continue
            if regex and letter == "[" and bracket < 0:
                bracket = len(out)
            elif bracket >= 0:
                if letter == "]" and out[bracket + 1 :] not in ([], ["^"]):
                    bracket = -1
                elif letter == "[" and text[self._at + 1 : self._at + 2] in (".", ":", "="):
                    end = text.find(text[self._at + 1] + "]", self._at + 2)
                    if end >= 0:
                        out.append(text[self._at : end + 2])
                        self._at = end + 2
                        continue
                elif letter == "\\" and text[self._at + 1 : self._at + 2] in _ESCAPES:
                    out.append(_ESCAPES[text[self._at + 1]])
                    self._at += 2
                    continue
            out.append(letter)
            self._at += 1
        raise Failure(f"unmatched '{delimiter}'")

    def _compile(self, pattern: str, ignore: bool, lines: bool = False) -> Regex | None:
        """Compile a regular expression; the empty one is None."""
        if not pattern:
            if self.last_regex is None:
                raise Failure("no previous regexp")
            return None
        pattern = re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]) if m[1] in "trfva" else m[0], pattern)
        try:
            self.last_regex = Regex(pattern, self.extended, ignore_case=ignore, lines=lines, ascii=self.ascii)
        except RegexError as error:
            raise Failure(f"bad regex '{pattern}': {error}") from None
        return self.last_regex

    # arguments of commands

    def _arguments(self, command: Command) -> None:
        name = command.name
        if name in _PLAIN:
            return
        if name == "{":
            self._blocks.append(len(self.commands))
        elif name == "}":
            if self._blocks:
                self.commands[self._blocks.pop()].jump = len(self.commands)
        elif name == "s":
            self._substitution(command)
        elif name == "y":
            self._transliteration(command)
        elif name in "aic":
            self._text_argument(command)
        elif name in "rw":
            self._skip(" \t")
            command.text = self._rest()
            if not command.text:
                raise Failure("empty filename")
        elif name in "btT:":
            self._label(command)
        elif name in "qQ":
            self._skip(" \t")
            command.code = self._number()
        else:
            raise Failure(f"unsupported command {name}")

    def _rest(self) -> str:
        end = self._text.find("\n", self._at)
        end = len(self._text) if end < 0 else end
        text = self._text[self._at : end]
        self._at = end
        return text

    def _label(self, command: Command) -> None:
        self._skip(" \t")
        start = self._at
        stops = _BLANK if command.name == ":" else _BLANK + ";}"
        stops += ";"
        while self._peek() and self._peek() not in stops:
            self._at += 1
        command.text = self._text[start : self._at]
        if command.name != ":":
            self._jumps.append(command)
            return
        if command.begin is not None:
            raise Failure(": doesn't accept addresses")
        if command.text in self._labels:
            raise Failure(f"duplicate label '{command.text}'")
        self._labels[command.text] = len(self.commands)

    def _text_argument(self, command: Command) -> None:
        if command.end is not None and command.name in "ai":
            raise Failure(f"command '{command.name}' uses only one address")
        self._skip(" \t")
        text = self._text
        if self._peek() == "\\":
            self._at += 1
            at = self._at
            while text[at : at + 1] in (" ", "\t"):
                at += 1
            if text[at : at + 1] == "\n":
                self._at = at + 1
        body = text[self._at :]
        self._at = len(text)
        command.text = re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), body, flags=re.DOTALL) + "\n"

    def _transliteration(self, command: Command) -> None:
        delimiter = self._peek()
        if not delimiter:
            raise Failure("unmatched 'y'")
        self._at += 1
        parts = [_plain(self._delimited(delimiter, regex=False)) for _ in range(2)]
        for old, new in zip(*parts, strict=False):
            command.table.setdefault(ord(old), new)

    def _substitution(self, command: Command) -> None:
        delimiter = self._peek()
        self._at += 1
        if not delimiter or delimiter in "\n\\":
            raise Failure("bad format in substitution expression")
        pattern = self._delimited(delimiter, regex=True)
        replacement = self._delimited(delimiter, regex=False)
        ignore = lines = False
        while True:
            letter = self._peek()
            if letter.isdecimal():
                command.nth, command.every = self._number(), False
                continue
            if letter and letter in "iI":
                ignore = True
            elif letter and letter in "mM":
                lines = True
            elif letter == "g":
                command.nth, command.every = 0, True
            elif letter == "p":
                command.printed = True
            elif letter == "w":
                self._at += 1
                self._skip(" \t")
                command.write = self._rest()
                if not command.write:
                    raise Failure("empty filename")
                break
            elif not letter or letter in _BLANK + ";}#":
                break
            else:
                raise Failure("bad option in substitution expression")
            self._at += 1
        command.regex = self._compile(pattern, ignore, lines)
        command.replacement = _replacement(replacement)


def _replacement(text: str) -> list[str | int]:
    """Split a replacement into texts and group numbers."""
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        letter = text[at]
        at += 1
        if letter == "&":
            parts.append(0)
        elif letter == "\\" and at < len(text):
            letter = text[at]
            at += 1
            if letter.isdecimal():
                parts.append(int(letter))
            else:
                _append(parts, _ESCAPES.get(letter, letter))
        else:
            _append(parts, letter)
    return parts


def _append(parts: list[str | int], text: str) -> None:
    last = parts[-1] if parts else 0
    if isinstance(last, str):
        parts[-1] = last + text
    else:
        parts.append(text)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1] if m[1] == "\\" else m[0]), text, flags=re.DOTALL)
