"""What every applet is made of: its frame, option parsing as glibc's getopt does it, and buffered output.

The one rule: an applet's own code raises `Failure`, `Usage` or `FsError`; the frame turns them into text and a status.
"""

from __future__ import annotations

from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import TracebackType
    from typing import NoReturn

    from tutor.shell.process import Process
    from tutor.vfs.content import Content

    Program = Callable[[Process], int]

BANNER = "BusyBox v1.36.1 (2024-06-10 07:11:47 UTC) multi-call binary."
BLOCK = 1 << 16
"""Bytes that output is collected to before it is written."""


class Failure(Exception):
    """Ends the applet with `NAME: message` on standard error; `code` None means the applet's usual failure status."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class Usage(Exception):
    """Ends the applet with its usage text, after `NAME: message` if there is one (NAME as it was invoked)."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


def applet(usage: str, about: str, code: int = 1) -> Callable[[Program], Program]:
    """Frame an applet: `--help`, its failures, its usage text. `code` is its exit status for trouble."""

    def frame(run: Program) -> Program:
        def main(process: Process) -> int:
            argv = process.argv
            if len(argv) == 2 and argv[1] == "--help":
                process.out(_usage_text(process.name, usage, about))
                return 0
            try:
                return run(process)
            except Usage as error:
                if error.message:
                    process.err(f"{process.label or process.argv[0]}: {error.message}\n")
                process.err(_usage_text(process.name, usage, about))
                return code
            except Failure as error:
                return process.fail(error.message, code if error.code is None else error.code)
            except FsError as error:
                return process.fail(f"{error.path}: {error.strerror}" if error.path else error.strerror, code)

        main.__doc__ = run.__doc__
        main.usage = usage, about  # type: ignore[attr-defined]  # for those who explain the line being typed
        return main

    return frame


def _usage_text(name: str, usage: str, about: str) -> str:
    return f"{BANNER}\n\nUsage: {f'{name} {usage}'.rstrip()}\n\n{about}\n"


class Charset:
    """How bytes become characters: one by one, or as UTF-8 where LC_ALL, LC_CTYPE or LANG ask for that."""

    __slots__ = ("errors", "name")

    def __init__(self, env: Mapping[str, str]) -> None:
        wish = (env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or "").lower()
        self.name = "utf-8" if wish.endswith(("utf-8", "utf8")) else "latin-1"
        self.errors = "surrogateescape" if self.name == "utf-8" else "strict"

    def decode(self, data: bytes) -> str:
        """Return the characters of some bytes."""
        return data.decode(self.name, self.errors)

    def encode(self, text: str) -> bytes:
        """Return the bytes of characters."""
        return text.encode(self.name, self.errors)

    def argument(self, text: str) -> str:
        """Return an argument or a name in these characters."""
        return text if text.isascii() else self.decode(text.encode("utf-8", "surrogateescape"))


def encode(text: str) -> bytes:
    """Return the bytes of a text; odd bytes that `decode` let through come back unharmed."""
    return text.encode("utf-8", "surrogateescape")


def decode(data: bytes) -> str:
    """Return bytes as text; what is no UTF-8 passes through as surrogates."""
    return data.decode("utf-8", "surrogateescape")


class Output:
    """Standard output, collected into blocks; used in a `with` statement, which writes the rest at its end."""

    __slots__ = ("_parts", "_process", "_size", "code")

    def __init__(self, process: Process) -> None:
        self._process = process
        self._parts: list[bytes] = []
        self._size = 0
        self.code = 0

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or issubclass(kind, (Failure, Usage, FsError)):
            self.flush()

    def write(self, data: bytes) -> None:
        """Write bytes, sooner or later."""
        self._parts.append(data)
        self._size += len(data)
        if self._size >= BLOCK:
            self.flush()

    def text(self, text: str) -> None:
        """Write text, sooner or later."""
        self.write(text.encode("utf-8", "surrogateescape"))

    def share(self, content: Content) -> None:
        """Write all of a content, which a file shares."""
        self.flush()
        self._process.stdout.share(content)

    def flush(self) -> None:
        """Write what was collected."""
        if self._parts:
            data = b"".join(self._parts)
            self._parts.clear()
            self._size = 0
            self._process.stdout.write(data)

    def complain(self, message: str, code: int = 1) -> int:
        """Write what was collected, then an error message; `code` becomes the status to return at the end."""
        self.flush()
        self.code = code
        return self._process.fail(message, code)


class Options:
    """Options that were given, by their short letter (or their long name where there is no letter)."""

    __slots__ = ("arguments", "given")

    def __init__(self, given: list[tuple[str, str | None]], arguments: list[str]) -> None:
        self.given = given
        self.arguments = arguments

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self.given)

    def count(self, name: str) -> int:
        """How often an option was given."""
        return sum(1 for key, _ in self.given if key == name)

    def value(self, name: str) -> str | None:
        """The last argument of an option; None if it was not given."""
        for key, value in reversed(self.given):
            if key == name:
                return value or ""
        return None

    def values(self, name: str) -> list[str]:
        """All arguments of an option, in their order."""
        return [value or "" for key, value in self.given if key == name]

    def last_of(self, names: Iterable[str]) -> str | None:
        """Which of several options was given last."""
        for key, _ in reversed(self.given):
            if key in names:
                return key
        return None


def options(
    process: Process,
    letters: str,
    long: Mapping[str, str] | None = None,
    *,
    permute: bool = True,
    at_least: int = 0,
    at_most: int | None = None,
    argv: Sequence[str] | None = None,
) -> Options:
    """Parse the arguments as getopt does; options after operands count too unless `permute` is false.

    `letters` are the short options, each followed by `:` if it takes an argument, `::` if it may have one attached.
    `long` maps long names, with `:` or `::` in the same sense, to letters (or to themselves). Raises Usage for a
    wrong option, and where there are fewer than `at_least` or more than `at_most` operands.
    """
    short = _letters(letters)
    todo = list(process.argv[1:] if argv is None else argv)[::-1]
    given: list[tuple[str, str | None]] = []
    rest: list[str] = []
    while todo:
        word = todo.pop()
        if word == "--":
            break
        if word == "-" or not word.startswith("-"):
            rest.append(word)
            if not permute:
                break
        elif word.startswith("--"):
            given.append(_long(word[2:], long or {}, todo))
        else:
            _short(word[1:], short, todo, given)
    arguments = rest + todo[::-1]
    if len(arguments) < at_least or (at_most is not None and len(arguments) > at_most):
        raise Usage
    return Options(given, arguments)


def _letters(letters: str) -> dict[str, int]:
    """By letter: 0 no argument, 1 an argument, 2 an optional one."""
    found: dict[str, int] = {}
    last = ""
    for letter in letters:
        if letter == ":":
            found[last] += 1
        else:
            found[letter] = 0
            last = letter
    return found


def _short(word: str, short: Mapping[str, int], todo: list[str], given: list[tuple[str, str | None]]) -> None:
    for at, letter in enumerate(word):
        takes = short.get(letter)
        if takes is None:
            raise Usage(f"invalid option -- '{letter}'")
        if takes == 0:
            given.append((letter, None))
            continue
        attached = word[at + 1 :]
        if attached or takes == 2:
            given.append((letter, attached or None))
        elif todo:
            given.append((letter, todo.pop()))
        else:
            raise Usage(f"option requires an argument -- '{letter}'")
        return


def _long(word: str, long: Mapping[str, str], todo: list[str]) -> tuple[str, str | None]:
    """Return the option that a long name, shortened perhaps, means, with its argument."""
    name, equals, value = word.partition("=")
    names = {key.rstrip(":"): key for key in long}
    fits = [key for key in names if key.startswith(name)]
    if name in names:
        fits = [name]
    if not fits:
        raise Usage(f"unrecognized option '--{word}'")
    if len({long[names[key]] for key in fits}) > 1:
        listed = " ".join(f"'--{key}'" for key in fits)
        raise Usage(f"option '--{name}' is ambiguous; possibilities: {listed}")
    spec = names[fits[0]]
    takes = len(spec) - len(fits[0])
    if equals and not takes:
        raise Usage(f"option '--{fits[0]}' doesn't allow an argument")
    if takes == 1 and not equals:
        if not todo:
            raise Usage(f"option '--{fits[0]}' requires an argument")
        return long[spec], todo.pop()
    return long[spec], value if equals else None


def fail_number(text: str) -> NoReturn:
    """Refuse what is no number."""
    raise Failure(f"invalid number '{text}'")


SUFFIXES = {"b": 512, "k": 1024, "K": 1024, "m": 1 << 20, "M": 1 << 20, "g": 1 << 30, "G": 1 << 30}


def number(text: str, low: int | None = 0, high: int | None = None, suffixes: Mapping[str, int] | None = None) -> int:
    """Return a decimal number, multiplied by its suffix if `suffixes` are allowed. Raises Failure."""
    digits = text
    factor = 1
    if suffixes:
        for suffix in sorted(suffixes, key=len, reverse=True):
            if suffix and text.endswith(suffix):
                digits, factor = text[: -len(suffix)], suffixes[suffix]
                break
    bare = digits.removeprefix("-")
    if not (bare.isascii() and bare.isdecimal()) or (digits[0] == "-" and low is not None and low >= 0):
        fail_number(text)
    value = int(digits) * factor
    if value >= 1 << 64:
        fail_number(text)
    if (low is not None and value < low) or (high is not None and value > high):
        raise Failure(f"number {text} is not in {low}..{9223372036854775807 if high is None else high} range")
    return value
