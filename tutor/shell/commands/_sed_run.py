"""Running a sed script over lines.

The one rule: a line is known to be the last one before its turn comes; so one line is read ahead.
"""

from __future__ import annotations

from tutor.shell.commands._files import open_input, open_output
from tutor.shell.commands._sed_command import LAST, Command
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands._applet import Charset
    from tutor.shell.commands._regex import Match, Regex
    from tutor.shell.commands._sed_command import Address
    from tutor.shell.commands._sed_script import Script
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


class Lines:
    """The lines of several files as one row, with a look ahead; in `end` is what ended the last one that was given.

    A NUL ends a line too, and stays where it is.
    """

    def __init__(self, opened: Callable[[], Stream | None], charset: Charset, by_nul: bool) -> None:
        self._opened = opened
        self._charset = charset
        self._by_nul = by_nul
        self._stream: Stream | None = None
        self._ahead: bytes | None = None
        self._rest: list[bytes] = []
        self.number = 0
        self.end = b"\n"

    def _read(self) -> bytes | None:
        while not self._rest:
            if self._stream is None:
                self._stream = self._opened()
                if self._stream is None:
                    return None
            line = self._stream.read() if self._by_nul else self._stream.readline()
            if not line:
                self._stream = None
            elif b"\0" in line:
                pieces = line.split(b"\0")
                self._rest = [piece + b"\0" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
                self._rest.reverse()
            else:
                return line
        return self._rest.pop()

    def next(self) -> str | None:
        """Return the next line without its end; None if there is none."""
        line = self._ahead if self._ahead is not None else self._read()
        self._ahead = None
        if line is None:
            return None
        self.number += 1
        self.end = line[-1:] if line[-1:] == b"\0" or (line[-1:] == b"\n" and not self._by_nul) else b""
        return self._charset.decode(line[:-1] if self.end else line)

    def last(self) -> bool:
        """Whether no line follows."""
        if self._ahead is None:
            self._ahead = self._read()
        return self._ahead is None


class Sink:
    """Where lines go; the missing end of a last line is made up for when something follows."""

    def __init__(self, write: Callable[[bytes], object], charset: Charset) -> None:
        self._write = write
        self._charset = charset
        self._open = False

    def line(self, text: str, end: bytes = b"\n") -> None:
        """Write a line with its end, if it has one."""
        self.raw(self._charset.encode(text) + end)
        self._open = not end

    def raw(self, data: bytes) -> None:
        """Write bytes."""
        if self._open:
            self._write(b"\n")
            self._open = False
        self._write(data)


class Machine:
    """One run of a script: the pattern space, the hold space, and all that goes on from line to line."""

    def __init__(self, process: Process, script: Script, quiet: bool, charset: Charset) -> None:
        self.process = process
        self.script = script
        self.quiet = quiet
        self.charset = charset
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
        for command in self.script.commands:
            name = command.text if command.name == "w" else command.write
            if name and name not in self.files and name != "/dev/stdout":
                stream = open_output(self.process, name)
                self.streams.append(stream)
                self.files[name] = Sink(stream.write, self.charset)

    def run(self, lines: Lines, out: Sink) -> None:
        """Run the script on each line, until there are none left or it ends itself."""
        self.lines, self.out = lines, out
        self.last_regex = self.script.last_regex
        for command in self.script.commands:
            command.inside = command.used = False
        while not self.done:
            if not self.restart:
                line = lines.next()
                if line is None:
                    break
                self.space = line
            self.restart = False
            self.replaced = False
            self.process.line()
            if self.cycle() and not self.quiet:
                out.line(self.space, lines.end)
            self.flush()

    def cycle(self) -> bool:
        """Run the commands once; whether the pattern space is to be printed then."""
        commands = self.script.commands
        at = 0
        while at < len(commands):
            command = commands[at]
            at += 1
            if self.selected(command) == command.inverted:
                if command.name == "{":
                    at = command.jump
                continue
            if command.begin is not None and command.begin.regex is not None:
                self.last_regex = command.begin.regex
            name = command.name
            if name in "{}:l":
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
        if end is not None and command.inside:
            return self.go_on(command, end)
        if not self.matches(begin) or (end is not None and begin.line > 0 and not begin.step and command.used):
            return False
        if end is not None:
            command.used = True
            self.begin(command, end)
        return True

    def matches(self, address: Address) -> bool:
        """Whether an address by itself chooses the current line."""
        if address.regex is not None:
            return address.regex.test(self.space)
        if address.line == LAST:
            return self.lines.last()
        number = self.lines.number
        if address.step:
            return number >= address.line and (number - address.line) % address.step == 0
        return number == address.line

    def begin(self, command: Command, end: Address) -> None:
        """Note where a range that begins at the current line goes on to."""
        number = self.lines.number
        if end.plus >= 0:
            command.until = number + end.plus
        elif end.multiple:
            command.until = -(-number // end.multiple) * end.multiple
        else:
            command.until = end.line
        if end.regex is not None:
            command.inside = True
        elif command.until == LAST:
            command.inside = not self.lines.last()
        else:
            command.inside = number < command.until

    def go_on(self, command: Command, end: Address) -> bool:
        """The current line of a range that has begun; notes whether it ends here."""
        if end.regex is not None:
            command.inside = not end.regex.test(self.space)
        elif command.until == LAST:
            command.inside = not self.lines.last()
        else:
            command.inside = self.lines.number < command.until
        return True

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
            self.out.line(self.space, self.lines.end)
        if command.write:
            self.sink(command.write).line(self.space, self.lines.end)

    def sink(self, name: str) -> Sink:
        return self.files.get(name, self.out)

    def flush(self) -> None:
        """Print what was put off to the end of the cycle."""
        for kind, text in self.queue:
            if kind == "a":
                self.out.raw(self.charset.encode(text))
                continue
            try:
                lines = list(open_input(self.process, text))
            except FsError:
                continue  # what cannot be read counts as empty
            for line in lines:
                self.out.raw(line if line.endswith(b"\n") else line + b"\n")
        self.queue.clear()

    def close(self) -> None:
        """Write what is still held back."""
        for stream in self.streams:
            stream.flush()


def expand(replacement: list[str | int], found: Match) -> str:
    """Return what a match is replaced by."""
    return "".join([part if isinstance(part, str) else _group(found, part) for part in replacement])


def _group(found: Match, number: int) -> str:
    """Return what a group matched; nothing for one that took no part or is not there."""
    try:
        return found.group(number) or ""
    except IndexError:
        return ""


def _next_line(machine: Machine, _: Command) -> bool | None:
    if machine.lines.last():
        machine.done = True
        return True
    if not machine.quiet:
        machine.out.line(machine.space, machine.lines.end)
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
        machine.lines.end = b"\n"
    else:
        machine.space, machine.hold = machine.hold, machine.space
        machine.lines.end = b"\n"
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
        machine.sink(command.text).line(machine.space, machine.lines.end)
    else:
        machine.queue.append((name, command.text))


def _translate(machine: Machine, command: Command) -> None:
    machine.space = machine.space.translate(command.table)


_FLOW: dict[str, Callable[[Machine, Command], bool | None]] = {
    "n": _next_line, "N": _join_line, "d": _delete, "D": _delete_first, "c": _change, "q": _quit, "Q": _quit,
}  # fmt: skip
_EDITS: dict[str, Callable[[Machine, Command], None]] = {
    **dict.fromkeys("hHgGx", _hold), **dict.fromkeys("pP=iwar", _print), "y": _translate,
}  # fmt: skip
