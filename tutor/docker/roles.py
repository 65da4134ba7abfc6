"""What each word of a docker command line is: a command, a flag, a flag's value, an argument, or nothing known.

Completion, highlighting, descriptions and explanations all look at a line through `analyse`; unlike `parse`, it never
refuses a line.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.docker import spec
from tutor.docker.parse import HELP, matched
from tutor.docker.spec import Argument, Command, Flag, Match
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Role(Record):
    """A word's part: `kind` is "command", "flag", "value", "argument", "dashes", "no-command" or "no-flag".

    `flag` is the flag that the word is or belongs to, `argument` the positional argument that it stands for (None where
    there are too many), `command` the command up to and including the word.
    """

    __slots__ = __match_args__ = ("argument", "command", "flag", "kind")

    def __init__(self, kind: str, command: Command, flag: Flag | None = None, argument: Argument | None = None) -> None:
        self.kind: Final = kind
        self.command: Final = command
        self.flag: Final = flag
        self.argument: Final = argument


class Line(Record):
    """A whole line: a role for each word, the command it comes to, the flag that still waits for its value.

    `count` is the number of arguments so far; `only_arguments` is whether all further words are arguments.
    """

    __slots__ = __match_args__ = ("called", "command", "count", "only_arguments", "roles", "waiting")

    def __init__(
        self,
        roles: tuple[Role, ...],
        command: Command,
        called: str,
        waiting: Flag | None,
        count: int,
        only_arguments: bool,
    ) -> None:
        self.roles: Final = roles
        self.command: Final = command
        self.called: Final = called
        self.waiting: Final = waiting
        self.count: Final = count
        self.only_arguments: Final = only_arguments

    @property
    def match(self) -> Match:
        """The command as it was called."""
        return matched(self.command, self.called)


def argument_at(command: Command, index: int) -> Argument | None:
    """Return the argument that the word at this position stands for; None where the command takes no more."""
    arguments = command.arguments
    if index < len(arguments):
        return arguments[index]
    return arguments[-1] if arguments and (arguments[-1].repeats or command.most is None) else None


def analyse(words: Sequence[str]) -> Line:
    """Return the roles of all words after "docker"."""
    return _Reader().read(words)


class _Reader:
    """Walks over the words once."""

    def __init__(self) -> None:
        self.command = spec.root()
        self.called = ""
        self.waiting: Flag | None = None
        self.count = 0
        self.only_arguments = False
        self.lost = False

    def read(self, words: Sequence[str]) -> Line:
        roles = tuple([self._role(word) for word in words])
        return Line(roles, self.command, self.called, self.waiting, self.count, self.only_arguments)

    def _role(self, word: str) -> Role:
        if self.waiting is not None:
            flag, self.waiting = self.waiting, None
            return Role("value", self.command, flag)
        if self.only_arguments or len(word) < 2 or word[0] != "-":
            return self._plain(word)
        if word == "--":
            self.only_arguments = True
            return Role("dashes", self.command)
        return self._long(word) if word.startswith("--") else self._short(word)

    def _plain(self, word: str) -> Role:
        if self.command.children and not self.lost:
            below = spec.child(self.command, self.called, word) if self.called else spec.lookup(word) if word else None
            if below is None and not self.called and word == "help":
                self.command, self.called = spec.root(), ""
                return Role("command", self.command)
            if below is None:
                self.lost = True
                return Role("no-command", self.command)
            self.command, self.called = below, f"{self.called} {word}".lstrip()
            return Role("command", below)
        argument = None if self.lost else argument_at(self.command, self.count)
        self.count += 1
        if not self.command.interspersed:
            self.only_arguments = True
        return Role("argument", self.command, argument=argument)

    def _long(self, word: str) -> Role:
        name, equals, _ = word[2:].partition("=")
        flag = HELP if name == "help" else self.command.flag(name)
        if flag is None:
            return Role("no-flag", self.command)
        if not equals and flag.type != "bool":
            self.waiting = flag
        return Role("flag", self.command, flag)

    def _short(self, word: str) -> Role:
        found: Flag | None = None
        for index, letter in enumerate(word[1:], 1):
            found = self.command.short_flag(letter)
            if found is None:
                return Role("no-flag", self.command)
            if found.type != "bool":
                if index == len(word) - 1:
                    self.waiting = found
                break
        return Role("flag", self.command, found)


def nearest(word: str, names: Sequence[str]) -> str:
    """Return the name that `word` was probably meant to be, "" where none is close."""
    best, close = "", 3 if len(word) > 3 else 2
    letters = set(word)
    for name in names:
        if abs(len(word) - len(name)) < close and len(letters.symmetric_difference(name)) <= 2 * (close - 1):
            away = _distance(word, name, close)
            if away < close:
                best, close = name, away
    return best


def _distance(a: str, b: str, enough: int) -> int:
    """How many letters must be changed, added, left out or swapped to make one word of the other.

    From `enough` on the answer is any number that is not less.
    """
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) >= enough and min(before) >= enough:
            return enough
    return row[-1]
