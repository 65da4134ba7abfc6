"""Running a sed script over lines.

The one rule: a line is known to be the last one before its turn comes; so one line is read ahead.
"""

from __future__ import annotations

from tutor.shell.commands._files import open_input, open_output
from tutor.shell.commands._sed_script import CASES, LAST, Command
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands._applet import Charset
    from tutor.shell.commands._regex import Match, Regex
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_CASE_NAMES = {number: letter for letter, number in CASES.items()}


class Lines:
    """The lines of several files as one row, with a look ahead."""

    def __init__(self, opened: Callable[[], Stream | None], charset: Charset, end: bytes) -> None:
        self._opened = opened
        self._charset = charset
        self._end = end
        self._stream: Stream | None = None
        self._ahead: bytes | None = None
        self._rest: list[bytes] = []
        self.number = 0
        self.ended = True

    def _read(self) -> bytes | None:
        while True:
            if self._stream is None:
                self._stream = self._opened()
                if self._stream is None:
                    return None
            if self._end == b"\n":
                line = self._stream.readline()
            else:
                if not self._rest:
                    pieces = self._stream.read().split(self._end)
                    self._rest = [piece + self._end for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
                    self._rest.reverse()
                line = self._rest.pop() if self._rest else b""
            if line:
                return line
            self._stream = None

    def next(self) -> str | None:
        """Return the next line without its end; None if there is none. `ended`: whether it had an end."""
        line = self._ahead if self._ahead is not None else self._read()
        self._ahead = None
        if line is None:
            return None
        self.number += 1
        self.ended = line.endswith(self._end)
        return self._charset.decode(line[: -len(self._end)] if self.ended else line)

    def last(self) -> bool:
        """Whether no line follows."""
        if self._ahead is None:
            self._ahead = self._read()
        return self._ahead is None


class Sink:
    """Where lines go; the missing end of a last line is made up for when something follows."""

    def __init__(self, write: Callable[[bytes], object], charset: Charset, end: bytes) -> None:
        self._write = write
        self._charset = charset
        self._end = end
        self._open = False

    def line(self, text: str, ended: bool = True) -> None:
        """Write a line, with its end unless it had none."""
        self.raw(self._charset.encode(text) + (self._end if ended else b""))
        self._open = not ended

    def raw(self, data: bytes) -> None:
        """Write bytes."""
        if self._open:
            self._write(self._end)
            self._open = False
        self._write(data)


class Machine:
    """One run of a script: the pattern space, the hold space, and all that goes on from line to line."""

    def __init__(self, process: Process, commands: list[Command], quiet: bool, charset: Charset, end: bytes) -> None:
        self.process = process
        self.commands = commands
        self.quiet = quiet
        self.charset = charset
        self.end = end
        self.space = ""
        self.hold = ""
        self.last_regex: Regex | None = None
        self.replaced = False
        self.queue: list[tuple[str, str]] = []
        self.files: dict[str, Sink] = {}
        self.streams: list[Stream] = []
        self.code = 0
        self.done = False
        self.restart = False

    def prepare(self) -> None:
        """Open the files that are written to. Raises FsError."""
        for command in self.commands:
            name = command.text if command.name == "w" else command.write
            if name and name not in self.files and name != "/dev/stdout":
                stream = open_output(self.process, name)
                self.streams.append(stream)
                self.files[name] = Sink(stream.write, self.charset, self.end)

    def run(self, lines: Lines, out: Sink) -> None:
        """Run the script on each line, until there are none left or it ends itself."""
        self.lines, self.out = lines, out
        for command in self.commands:
            command.inside = command.used = False
        while not self.done:
            if not self.restart:
                line = lines.next()
                if line is None:
                    break
                self.space = line
            self.restart = False
            self.replaced = False
            self.process.tick()
            if self.cycle() and not self.quiet:
                out.line(self.space, lines.ended)
            self.flush()

    def cycle(self) -> bool:
        """Run the commands once; whether the pattern space is to be printed then."""
        commands = self.commands
        at = 0
        while at < len(commands):
            command = commands[at]
            at += 1
            if self.selected(command) == command.inverted:
                if command.name == "{":
                    at = command.jump
                continue
            name = command.name
            if name in "{}:":
                continue
            if name == "s":
                self.substitute(command)
            elif name in "btT":
                if self.jumps(name):
                    self.process.tick()
                    at = command.jump
            elif name in _EDITS:
                _EDITS[name](self, command)
            else:
                ends = _FLOW[name](self, command)
                if ends is not None:
                    return ends
        return True

    def jumps(self, name: str) -> bool:
        """Whether a branch is taken."""
        if name == "b":
            return True
        replaced, self.replaced = self.replaced, False
        return replaced == (name == "t")

    # which lines

    def selected(self, command: Command) -> bool:
        """Whether a command's addresses choose the current line."""
        begin, end = command.begin, command.end
        if begin is None:
            return True
        number = self.lines.number
        if end is None:
            if begin.used and begin.line == 0 and (begin.regex is not None or begin.step == 0):
                return self.test(begin.regex)
            if begin.line == LAST:
                return self.lines.last()
            if begin.step:
                return number >= begin.line and (number - begin.line) % begin.step == 0
            return number == begin.line
        if command.inside:
            return self.go_on(command)
        if begin.used and begin.regex is None and begin.line == 0 and end.regex is not None and not command.used:
            # `0,/x/`: as if the range had begun before the first line
            command.used = command.inside = True
            return self.go_on(command)
        return self.begins(command)

    def begins(self, command: Command) -> bool:
        """Whether a range begins at the current line."""
        begin, end = command.begin, command.end
        assert begin is not None
        assert end is not None
        number = self.lines.number
        if begin.line > 0 and not begin.step:
            if command.used or number < begin.line:
                return False
            command.used = True
        elif begin.step:
            if number < begin.line or (number - begin.line) % begin.step:
                return False
        elif begin.line == LAST:
            if not self.lines.last():
                return False
        elif not self.test(begin.regex):
            return False
        if end.plus >= 0:
            command.until = number + end.plus
        elif end.multiple:
            command.until = -(-number // end.multiple) * end.multiple
        else:
            command.until = end.line
        if end.used:
            command.inside = True
        elif command.until == LAST:
            command.inside = not self.lines.last()
        else:
            command.inside = number < command.until
        return True

    def go_on(self, command: Command) -> bool:
        """The current line of a range that has begun; notes whether it ends here."""
        end = command.end
        assert end is not None
        if end.used:
            command.inside = not self.test(end.regex)
        elif command.until == LAST:
            command.inside = not self.lines.last()
        else:
            command.inside = self.lines.number < command.until
        return True

    def test(self, regex: Regex | None) -> bool:
        """Whether a regular expression (None: the last one) matches the pattern space."""
        if regex is None:
            regex = self.last_regex
        self.last_regex = regex
        return regex is not None and regex.test(self.space)

    # what they do

    def substitute(self, command: Command) -> None:
        """Replace what matches."""
        regex = command.regex or self.last_regex
        if regex is None:
            return
        self.last_regex = regex
        text = self.space
        out: list[str] = []
        at = count = done = 0
        for found in regex.matches(text):
            count += 1
            if count < command.nth:
                continue
            out += [text[at : found.start()], expand(command.replacement, found)]
            at = found.end()
            done += 1
            if not command.every:
                break
        if not done:
            return
        self.space = "".join(out) + text[at:]
        self.process.kernel.meter.fits(len(self.space))
        self.replaced = True
        if command.printed:
            self.out.line(self.space, self.lines.ended)
        if command.write:
            self.sink(command.write).line(self.space)

    def sink(self, name: str) -> Sink:
        return self.files.get(name, self.out)

    def flush(self) -> None:
        """Print what was put off to the end of the cycle."""
        for kind, text in self.queue:
            if kind == "a":
                self.out.raw(self.charset.encode(text))
                continue
            try:
                data = open_input(self.process, text).read()
            except FsError:
                continue  # what cannot be read counts as empty
            self.out.raw(data)
        self.queue.clear()

    def close(self) -> None:
        """Write what is still held back."""
        for stream in self.streams:
            stream.flush()


def expand(replacement: list[str | int], found: Match) -> str:
    """Return what a match is replaced by."""
    out: list[str] = []
    whole = once = ""
    for part in replacement:
        if isinstance(part, int) and part < 0:
            name = _CASE_NAMES[part]
            if name in "ul":
                once = name
            else:
                whole, once = name.replace("E", ""), ""
            continue
        text = part if isinstance(part, str) else (found.group(part) or "")
        if whole:
            text = text.upper() if whole == "U" else text.lower()
        if once and text:
            text = (text[0].upper() if once == "u" else text[0].lower()) + text[1:]
            once = ""
        out.append(text)
    return "".join(out)


def _next_line(machine: Machine, _: Command) -> bool | None:
    if machine.lines.last():
        machine.done = True
        return True
    if not machine.quiet:
        machine.out.line(machine.space, machine.lines.ended)
    machine.flush()
    machine.space = machine.lines.next() or ""
    return None


def _join_line(machine: Machine, _: Command) -> bool | None:
    if machine.lines.last():
        machine.done = True
        return True
    machine.flush()
    machine.space += "\n" + (machine.lines.next() or "")
    machine.process.kernel.meter.fits(len(machine.space))
    return None


def _delete(machine: Machine, _: Command) -> bool | None:
    return False


def _delete_first(machine: Machine, _: Command) -> bool | None:
    _first, newline, rest = machine.space.partition("\n")
    if newline:
        machine.space = rest
        machine.restart = True
    return False


def _change(machine: Machine, command: Command) -> bool | None:
    if not command.inside or command.inverted:
        machine.out.raw(machine.charset.encode(command.text))
    return False


def _quit(machine: Machine, command: Command) -> bool | None:
    machine.done = True
    machine.code = command.code
    return command.name == "q"


def _hold(machine: Machine, command: Command) -> None:
    name = command.name
    if name == "h":
        machine.hold = machine.space
    elif name == "H":
        machine.hold += "\n" + machine.space
    elif name == "g":
        machine.space = machine.hold
    elif name == "G":
        machine.space += "\n" + machine.hold
        machine.lines.ended = True
    else:
        machine.space, machine.hold = machine.hold, machine.space
        machine.lines.ended = True
    machine.process.kernel.meter.fits(len(machine.space) + len(machine.hold))


def _print(machine: Machine, command: Command) -> None:
    name = command.name
    if name == "p":
        machine.out.line(machine.space)
    elif name == "P":
        machine.out.line(machine.space.partition("\n")[0])
    elif name == "=":
        machine.out.line(str(machine.lines.number))
    elif name == "i":
        machine.out.raw(machine.charset.encode(command.text))
    elif name == "w":
        machine.sink(command.text).line(machine.space)
    elif name == "l":
        machine.out.line(visible(machine.charset.encode(machine.space), command.code or 70))
    else:
        machine.queue.append((name, command.text))


def _translate(machine: Machine, command: Command) -> None:
    machine.space = machine.space.translate(command.table)


def visible(data: bytes, width: int) -> str:
    """Return bytes unambiguously, in lines of at most `width` characters."""
    names = {7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r", 92: "\\\\"}
    out: list[str] = []
    used = 0
    for byte in data:
        text = names.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}")
        if width > 1 and used + len(text) > width - 1:
            out.append("\\\n")
            used = 0
        out.append(text)
        used += len(text)
    return "".join(out) + "$"


_FLOW: dict[str, Callable[[Machine, Command], bool | None]] = {
    "n": _next_line, "N": _join_line, "d": _delete, "D": _delete_first, "c": _change, "q": _quit, "Q": _quit,
}  # fmt: skip
_EDITS: dict[str, Callable[[Machine, Command], None]] = {
    **dict.fromkeys("hHgGx", _hold), **dict.fromkeys("pP=iwlar", _print), "y": _translate,
}  # fmt: skip
