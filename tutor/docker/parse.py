"""From words to a command with its flags and arguments, by the rules of cobra and pflag, with their errors.

`find` walks the words to a command; `parse` reads the rest as that command's flags and arguments. Both raise
`errors.UsageError` with Docker's text and exit code; nothing here runs anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.docker import spec
from tutor.docker.errors import CommandError, UsageError, argument_error, flag_error
from tutor.docker.gocsv import record
from tutor.docker.spec import Command, Flag, Match
from tutor.docker.values import addresses, fault, is_true, quote
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, TypeAlias

    Value: TypeAlias = "bool | str | tuple[str, ...]"


HELP = Flag("help", help="Print this page", hidden=True)


class Parsed(Record):
    """A parsed command line: values of all flags (defaults too), which of them were `given`, the arguments.

    `notes` are what deprecated flags print; `wants_help` is whether --help was among the flags. `dashed` is how many
    arguments stood before "--" (None without one).
    """

    __slots__ = __match_args__ = ("match", "values", "given", "arguments", "notes", "wants_help", "dashed")

    def __init__(
        self,
        match: Match,
        values: dict[str, Value],
        given: frozenset[str],
        arguments: tuple[str, ...],
        notes: tuple[str, ...] = (),
        wants_help: bool = False,
        dashed: int | None = None,
    ) -> None:
        self.match: Final = match
        self.values: Final = values
        self.given: Final = given
        self.arguments: Final = arguments
        self.notes: Final = notes
        self.wants_help: Final = wants_help
        self.dashed: Final = dashed


class _Scanner:
    """Reads words as pflag's FlagSet does."""

    def __init__(self, flags: Sequence[Flag], interspersed: bool) -> None:
        self.by_name = {flag.name: flag for flag in flags}
        self.by_short = {flag.short: flag for flag in flags if flag.short}
        self.interspersed = interspersed
        self.occurrences: list[tuple[Flag, str]] = []
        self.arguments: list[str] = []
        self.notes: list[str] = []
        self.wants_help = False
        self.dashed: int | None = None

    def scan(self, words: Sequence[str]) -> None:
        """Read all words. Raises ValueError with pflag's text."""
        left = list(words)
        while left:
            word = left.pop(0)
            if len(word) < 2 or word[0] != "-":
                self.arguments.append(word)
                if not self.interspersed:
                    self.arguments += left
                    return
            elif word == "--":
                self.dashed = len(self.arguments)
                self.arguments += left
                return
            elif word.startswith("--"):
                self._long(word, left)
            else:
                self._short(word, left)

    def _long(self, word: str, left: list[str]) -> None:
        name, equals, value = word[2:].partition("=")
        if not name or name[0] == "-":
            raise ValueError(f"bad flag syntax: {word}")
        flag = self.by_name.get(name)
        if flag is None and name == "help":
            flag = HELP
        if flag is None:
            raise ValueError(f"unknown flag: --{name}")
        if not equals:
            if flag.type == "bool":
                value = "true"
            elif left:
                value = left.pop(0)
            else:
                raise ValueError(f"flag needs an argument: {word}")
        self._set(flag, value)

    def _short(self, word: str, left: list[str]) -> None:
        letters = word[1:]
        while letters:
            letter, rest = letters[0], letters[1:]
            flag = self.by_short.get(letter)
            if flag is None and letter == "h":
                self.notes.append("Flag shorthand -h has been deprecated, use --help")
                flag = HELP
            if flag is None:
                raise ValueError(f"unknown shorthand flag: {_character(letter)} in -{letters}")
            if len(rest) > 1 and rest[0] == "=":
                self._set(flag, rest[1:])
                return
            if flag.type == "bool":
                self._set(flag, "true")
                letters = rest
                continue
            if rest:
                self._set(flag, rest)
            elif left:
                self._set(flag, left.pop(0))
            else:
                raise ValueError(f"flag needs an argument: {_character(letter)} in -{letters}")
            return

    def _set(self, flag: Flag, value: str) -> None:
        if wrong := fault(flag, value):
            named = f"-{flag.short}, --{flag.name}" if flag.short else f"--{flag.name}"
            raise ValueError(f"invalid argument {quote(value)} for {quote(named)} flag: {wrong}")
        if flag.name == "help":
            self.wants_help = is_true(value)
        if flag.deprecated:
            self.notes.append(f"Flag --{flag.name} has been deprecated, {flag.deprecated}")
        self.occurrences.append((flag, value))


def _character(letter: str) -> str:
    """Go's %q of one byte."""
    from tutor.gotemplate.strconv import quote as go_quote

    first = letter if letter.isascii() else chr(letter.encode("utf-8", "surrogateescape")[0])
    return go_quote(first, "'")


def _default(flag: Flag) -> Value:
    """Return the value of a flag that was not given."""
    if flag.repeats:
        return ()
    return flag.default == "true" if flag.type == "bool" else flag.default


def _values(flags: Sequence[Flag], occurrences: Sequence[tuple[Flag, str]]) -> dict[str, Value]:
    """All flags' values: the last one counts, or all of them where a flag repeats."""
    values: dict[str, Value] = {flag.name: _default(flag) for flag in flags}
    for flag, value in occurrences:
        if flag.repeats:
            before = values.get(flag.name, ())
            more = tuple(_split(flag.type, value))
            values[flag.name] = (*(before if isinstance(before, tuple) else ()), *more)
        else:
            values[flag.name] = is_true(value) if flag.type == "bool" else value
    return values


def _split(kind: str, text: str) -> list[str]:
    """Return the values that one value of a flag that repeats holds."""
    if kind == "strings":
        return record(text) if text else []
    return addresses(text) if kind in ("ipSlice", "ipNetSlice") else [text]


def global_flags(words: Sequence[str]) -> tuple[Parsed, tuple[str, ...]]:
    """Return docker's own flags at the start of the words (without "docker"), and the words from the command on.

    Where the first word is no command, all flags behind it are docker's own too.
    """
    root = spec.root()
    match = Match(root, "docker", "", root.flags)
    scanner = _Scanner(root.flags, interspersed=False)
    try:
        scanner.scan(words)
        if scanner.arguments and not is_command(scanner.arguments[0]):
            scanner = _Scanner(root.flags, interspersed=True)
            scanner.scan(words)
    except ValueError as error:
        raise flag_error(str(error), "docker", "docker [OPTIONS] COMMAND [ARG...]") from None
    given = frozenset(flag.name for flag, _ in scanner.occurrences)
    values = _values(root.flags, scanner.occurrences)
    parsed = Parsed(match, values, given, tuple(scanner.arguments), tuple(scanner.notes), scanner.wants_help)
    return parsed, tuple(scanner.arguments)


def is_command(word: str) -> bool:
    """Whether this word may follow `docker`."""
    return word == "help" or (bool(word) and " " not in word and spec.lookup(word) is not None)


def find(words: Sequence[str]) -> Match:
    """Return the command that the words (without "docker" and its own flags) name, and what is left of them.

    Raises UsageError where the first word names nothing. Flags of a group may stand before the next word.
    """
    if not words:
        return Match(spec.root(), "docker", "", spec.root().flags)
    command, called = spec.lookup(words[0]) if is_command(words[0]) else None, words[0]
    if command is None:
        text = f"docker: unknown command: docker {words[0]}\n\nRun 'docker --help' for more information"
        raise UsageError(text, 1, words[0])
    index = 1
    above: tuple[str, ...] = ()
    while command.children:
        step = _next_word(command, words, index)
        below = None if step is None else spec.child(command, called, words[step])
        if step is None or below is None:
            break
        _check_flags(command, words[index:step])
        above = tuple(words[index:step])
        command, called, index = below, f"{called} {words[step]}", step + 1
    return matched(command, called, words[index:], above)


def matched(command: Command, called: str, rest: Sequence[str] = (), above: tuple[str, ...] = ()) -> Match:
    """Return the match for a command that was called by this path."""
    flags = command.flags
    if command.plugin and not called.startswith("buildx"):
        # `docker build` and its like choose the builder of the current context
        flags = tuple(flag.replace(default="default") if flag.name == "builder" else flag for flag in flags)
    return Match(command, spec.shown_path(command, called), called, flags, tuple(rest), above)


def _next_word(group: Command, words: Sequence[str], start: int) -> int | None:
    """Return the position of the next word that is neither a flag nor a flag's value, None where there is none."""
    index = start
    while index < len(words):
        word = words[index]
        if not word.startswith("-"):
            return index
        flag = group.flag(word[2:]) if word.startswith("--") else group.short_flag(word[1:]) if len(word) == 2 else None
        index += 2 if flag is not None and flag.type != "bool" else 1
    return None


def above(match: Match) -> dict[str, Value]:
    """Return the values of the flags of a command's group, as they stand before the command's name."""
    group = spec.lookup(match.command.path.rpartition(" ")[0])
    assert group is not None
    scanner = _Scanner(group.flags, interspersed=True)
    scanner.scan(match.above)
    return _values(group.flags, scanner.occurrences)


def _check_flags(command: Command, words: Sequence[str]) -> None:
    """Refuse flags between a group and its command that the group does not have."""
    try:
        _Scanner(command.flags, interspersed=True).scan(words)
    except ValueError as error:
        raise CommandError(str(error)) from None


def parse(match: Match) -> Parsed:
    """Read what is left of the words as the command's flags and arguments. Raises UsageError."""
    command = match.command
    scanner = _Scanner(match.flags, command.interspersed)
    try:
        scanner.scan(match.rest)
    except ValueError as error:
        raise flag_error(str(error), match.path, match.use_line) from None
    if not scanner.wants_help:
        check_arguments(match, scanner.arguments)
    given = frozenset(flag.name for flag, _ in scanner.occurrences)
    return Parsed(
        match,
        _values(match.flags, scanner.occurrences),
        given,
        tuple(scanner.arguments),
        tuple(scanner.notes),
        scanner.wants_help,
        scanner.dashed,
    )


def check_arguments(match: Match, arguments: Sequence[str]) -> None:
    """Refuse a wrong number of arguments. Raises UsageError with Docker's text."""
    problem = count_problem(match.command, len(arguments))
    if not problem:
        return
    verb = "See" if match.command.most is None else "Run"
    if match.command.children:
        text = f"docker: unknown command: {match.path} {arguments[0]}\n\nUsage:  {match.use_line}\n\n"
        error = UsageError(f"{text}Run '{match.path} --help' for more information", 1, arguments[0])
    else:
        error = argument_error(problem, match.path, match.use_line, verb)
    if match.command.plugin:
        error = UsageError(f"ERROR: {error.message}", 1, error.about)
    raise error


def count_problem(command: Command, count: int) -> str:
    """Return what Docker says of this number of arguments ("requires 1 argument"), or ""."""
    least, most = command.least, command.most
    if count >= least and (most is None or count <= most):
        return ""

    def plural(number: int) -> str:
        return f"{number} argument" if number == 1 else f"{number} arguments"

    if most is None:
        return f"requires at least {plural(least)}"
    if most == 0:
        return "accepts no arguments"
    if least == most:
        return f"requires {plural(least)}"
    if least == 0:
        return f"requires at most {plural(most)}"
    return f"requires at least {least} and at most {plural(most)}"
