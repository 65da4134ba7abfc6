"""Builtins that take something apart: `read` a line, `getopts` arguments."""

from __future__ import annotations

from tutor.shell.parser import is_name
from tutor.shell.streams import Closed, StreamError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.builtins import Builtin
    from tutor.shell.simple import SimpleCommands
    from tutor.shell.streams import Stream

    Char = tuple[str, bool]

BLANKS = " \t\n"


class _ReadOptions:
    """What `read` was asked for."""

    def __init__(self) -> None:
        self.raw = False
        self.silent = False
        self.prompt = ""
        self.delimiter = b"\n"
        self.count = -1
        self.number = 0


def read(shell: SimpleCommands, argv: list[str]) -> int:
    """`read [-rs] [-p prompt] [-n count] [-d delimiter] [-u descriptor] [-t seconds] [name …]`."""
    options = _ReadOptions()
    names = _read_options(shell, argv[1:], options)
    for name in names:
        if not is_name(name):
            shell.err(f"{shell.name}: read: '{name}': bad variable name\n")
            return 1
    stream = shell.fds.get(options.number) or Closed()
    if options.prompt and stream.tty:
        shell.err(options.prompt)
    try:
        chars, complete = _line(stream, options)
    except StreamError:
        return 1
    shell.meter.step()
    if not names:
        shell.assign("REPLY", "".join([char for char, _ in chars]))
    else:
        ifs = shell.variables.values.get("IFS")
        for name, value in zip(names, _split(chars, len(names), BLANKS if ifs is None else ifs), strict=True):
            shell.assign(name, value)
    return 0 if complete else 1


def _read_options(shell: SimpleCommands, rest: list[str], options: _ReadOptions) -> list[str]:
    rest = list(rest)
    while rest and rest[0][:1] == "-" and len(rest[0]) > 1:
        word = rest.pop(0)
        if word == "--":
            break
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter == "r":
                options.raw = True
            elif letter == "s":
                options.silent = True
            elif letter in "pndut":
                if letters:
                    value, letters = letters, ""
                elif rest:
                    value = rest.pop(0)
                else:
                    shell.error(f"No arg for -{letter} option")
                _read_option(shell, options, letter, value)
            else:
                shell.error(f"illegal option -{letter}")
    return rest


def _read_option(shell: SimpleCommands, options: _ReadOptions, letter: str, value: str) -> None:
    if letter == "p":
        options.prompt = value
    elif letter == "d":
        options.delimiter = value[:1].encode("utf-8", "surrogateescape") or b"\0"
    elif letter == "n" or letter == "u":
        if not value.isdecimal():
            shell.error("invalid count" if letter == "n" else "invalid file descriptor")
        if letter == "n":
            options.count = int(value)
        else:
            options.number = int(value)


def _line(stream: Stream, options: _ReadOptions) -> tuple[list[Char], bool]:
    """Read up to the delimiter: characters, each with whether it was escaped; and whether the delimiter came."""
    chars: list[Char] = []
    escaped = False
    simple = options.delimiter == b"\n" and options.count < 0
    while True:
        data = stream.readline() if simple else _until(stream, options, len(chars))
        complete = data.endswith(options.delimiter) or (0 <= options.count <= len(chars) + len(data) and bool(data))
        if data.endswith(options.delimiter):
            data = data[: -len(options.delimiter)]
        text = data.replace(b"\0", b"").decode("utf-8", "surrogateescape")
        if options.raw or ("\\" not in text and not escaped):
            chars += [(char, False) for char in text]
            return chars, complete
        for char in text:
            if escaped:
                chars.append((char, True))
                escaped = False
            elif char == "\\":
                escaped = True
            else:
                chars.append((char, False))
        if not (escaped and complete and simple):
            return chars, complete
        escaped = False


def _until(stream: Stream, options: _ReadOptions, have: int) -> bytes:
    """Read byte by byte, up to a delimiter or a count."""
    out = bytearray()
    while options.count < 0 or have + len(out) < options.count:
        byte = stream.read(1)
        out += byte
        if not byte or byte == options.delimiter:
            break
    return bytes(out)


def _split(chars: list[Char], count: int, ifs: str) -> list[str]:
    """Split a line into `count` values at unescaped characters of IFS; the last takes the rest."""

    def is_blank(at: int) -> bool:
        return not chars[at][1] and chars[at][0] in ifs and chars[at][0] in BLANKS

    def is_ifs(at: int) -> bool:
        return not chars[at][1] and chars[at][0] in ifs

    def after_delimiter(at: int) -> int:
        while at < size and is_blank(at):
            at += 1
        if at < size and is_ifs(at):
            at += 1
            while at < size and is_blank(at):
                at += 1
        return at

    size = len(chars)
    at = 0
    while at < size and is_blank(at):
        at += 1
    values: list[str] = []
    while len(values) < count - 1:
        start = at
        while at < size and not is_ifs(at):
            at += 1
        values.append("".join([char for char, _ in chars[start:at]]))
        at = after_delimiter(at)
    end = size
    while end > at and is_blank(end - 1):
        end -= 1
    first = at
    while first < end and not is_ifs(first):
        first += 1
    if first < end and after_delimiter(first) >= size:
        end = first
    values.append("".join([char for char, _ in chars[at:end]]))
    return values


def getopts(shell: SimpleCommands, argv: list[str]) -> int:
    """`getopts letters name [argument …]`; OPTIND and OPTARG as POSIX has them."""
    if len(argv) < 3:
        shell.error("usage: getopts optstring var [arg]")
    letters, name = argv[1], argv[2]
    arguments = argv[3:] if len(argv) > 3 else shell.positional
    quiet = letters.startswith(":")
    index = shell.getopts_index
    at = shell.getopts_at
    if at == 0 or index > len(arguments) or at >= len(arguments[index - 1]):
        if index > len(arguments):
            return _no_more(shell, name, index)
        word = arguments[index - 1]
        if word == "--":
            return _no_more(shell, name, index + 1)
        if word[:1] != "-" or len(word) == 1:
            return _no_more(shell, name, index)
        at = 1
    word = arguments[index - 1]
    letter = word[at]
    at += 1
    argument: str | None = ""
    found = letter
    place = letters.find(letter) if letter != ":" else -1
    if place < 0:
        found = "?"
        if quiet:
            argument = letter
        else:
            argument = None
            shell.err(f"Illegal option -{letter}\n")
    elif letters[place + 1 : place + 2] == ":":
        if at < len(word):
            argument = word[at:]
        elif index < len(arguments):
            index += 1
            argument = arguments[index - 1]
        elif quiet:
            found, argument = ":", letter
        else:
            found, argument = "?", None
            shell.err(f"No arg for -{letter} option\n")
        at = len(arguments[index - 1])
    if at >= len(arguments[index - 1]):
        index += 1
        at = 0
    _store(shell, name, found, argument, index, at)
    return 0


def _no_more(shell: SimpleCommands, name: str, index: int) -> int:
    _place(shell, name, "?", index, 0)
    return 1


def _store(shell: SimpleCommands, name: str, value: str, argument: str | None, index: int, at: int) -> None:
    if argument is None:
        shell.unset("OPTARG")
    else:
        shell.assign("OPTARG", argument)
    _place(shell, name, value, index, at)


def _place(shell: SimpleCommands, name: str, value: str, index: int, at: int) -> None:
    shell.assign(name, value)
    shell.assign("OPTIND", str(index))
    shell.getopts_at = at


TABLE: dict[str, Builtin] = {"read": read, "getopts": getopts}
