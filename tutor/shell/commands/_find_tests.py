"""The expression of find: from words to one function that is asked about each file.

The one rule: a test is a function from an `Item` to whether it holds; what it does besides (print, delete, run) it
does when asked, so that `-o` and `!` need nothing of their own.
"""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage
from tutor.shell.commands._files import link_count
from tutor.shell.patterns import matcher
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands.find import Finder
    from tutor.vfs.filesystem import Stat

    Test = Callable[["Item"], bool]

_TYPES = {
    "f": "file", "d": "directory", "l": "symlink", "b": "block", "c": "char", "s": "socket", "p": "fifo",
}  # fmt: skip
_SIZES = {"c": 1, "w": 2, "": 512, "b": 512, "k": 1024, "M": 1 << 20, "G": 1 << 30}
_OPTIONS = frozenset(("-maxdepth", "-mindepth"))
_FLAGS = frozenset(("-depth", "-follow", "-xdev", "-mount", "-noleaf", "-d"))


class Item:
    """A file that the walk has come to: its path as shown, what is known about it, how deep it lies."""

    __slots__ = ("depth", "name", "stat")

    def __init__(self, name: str, stat: Stat, depth: int) -> None:
        self.name = name
        self.stat = stat
        self.depth = depth

    @property
    def last(self) -> str:
        """The last part of the path."""
        return self.name.rstrip("/").rpartition("/")[2] or "/"


def _always(_: Item) -> bool:
    return True


class Parser:
    """Reads the words of an expression."""

    def __init__(self, finder: Finder, words: list[str]) -> None:
        self.finder = finder
        self.words = words
        self.at = 0
        self.acts = False

    def whole(self) -> Test:
        """Read all words. Raises Failure or Usage."""
        if not self.words:
            return self.finder.print_name
        test = self.either()
        if self.at < len(self.words):
            raise Usage
        if self.acts:
            return test
        show = self.finder.print_name
        return lambda item: test(item) and show(item)

    def peek(self) -> str | None:
        return self.words[self.at] if self.at < len(self.words) else None

    def either(self) -> Test:
        tests = [self.both()]
        while self.peek() in ("-o", "-or"):
            self.at += 1
            if self.peek() is not None:
                tests.append(self.both())
        if len(tests) == 1:
            return tests[0]
        return lambda item: any(test(item) for test in tests)

    def both(self) -> Test:
        tests: list[Test] = []
        while True:
            word = self.peek()
            if word is None or word in ("-o", "-or", ")"):
                break
            if word in ("-a", "-and"):
                self.at += 1
                continue
            tests.append(self.one())
        if len(tests) == 1:
            return tests[0]
        return lambda item: all(test(item) for test in tests)

    def one(self) -> Test:
        word = self.words[self.at]
        self.at += 1
        if word in ("!", "-not"):
            if self.peek() is None:
                return _always
            inner = self.one()
            return lambda item: not inner(item)
        if word == "(":
            inner = self.either()
            if self.peek() != ")":
                raise Failure("unpaired '('")
            self.at += 1
            return inner
        return self.primary(word)

    def argument(self, word: str) -> str:
        if self.at >= len(self.words):
            raise Failure(f"{word} requires an argument")
        self.at += 1
        return self.words[self.at - 1]

    def primary(self, word: str) -> Test:
        """Read a test or an action, and its arguments."""
        finder = self.finder
        if word in _FLAGS:
            return _always
        if word in _OPTIONS:
            self.argument(word)
            return _always
        simple = _SIMPLE.get(word)
        if simple is not None:
            self.acts = self.acts or word in ("-print", "-print0", "-delete", "-quit")
            return simple(finder)
        if word in ("-exec", "-ok"):
            self.acts = True
            return self.execution(word)
        made = _WITH_ARGUMENT.get(word)
        if made is None:
            finder.process.fail(f"unrecognized: {word}")
            raise Usage
        return made(finder, self.argument(word))

    def execution(self, word: str) -> Test:
        """Read the command of -exec."""
        argv: list[str] = []
        while True:
            part = self.argument(word)
            if part == ";":
                break
            if part == "+" and argv and argv[-1] == "{}":
                return self.finder.batch(argv[:-1])
            argv.append(part)
        if not argv:
            raise Usage
        ask = word == "-ok"
        return lambda item: self.finder.execute([part.replace("{}", item.name) for part in argv], ask)


# tests with an argument


def _by_name(fold: bool, whole: bool) -> Callable[[Finder, str], Test]:
    def make(_: Finder, pattern: str) -> Test:
        match = matcher(pattern.lower() if fold else pattern)
        if whole:
            return lambda item: match(item.name.lower() if fold else item.name)
        return lambda item: match(item.last.lower() if fold else item.last)

    return make


def _by_regex(_: Finder, pattern: str) -> Test:
    from tutor.shell.commands._regex import Regex, RegexError

    try:
        regex = Regex(pattern)
    except RegexError as error:
        raise Failure(f"bad regex '{pattern}': {error}") from None
    return lambda item: regex.full(item.name)


def _by_type(_: Finder, text: str) -> Test:
    kinds = [_TYPES.get(letter) for letter in text.split(",")]
    if None in kinds:
        raise Failure(f"invalid argument '{text}' to '-type'")
    return lambda item: item.stat.kind in kinds


def _signed(text: str, option: str) -> tuple[str, int]:
    sign = text[:1] if text[:1] in ("+", "-") else ""
    digits = text.removeprefix(sign) if sign else text
    if not digits.isdecimal():
        raise Failure(f"invalid number '{digits}'")
    return sign, int(digits)


def _compare(sign: str, value: int, wanted: int) -> bool:
    return value > wanted if sign == "+" else value < wanted if sign == "-" else value == wanted


def _by_size(_: Finder, text: str) -> Test:
    body = text.lstrip("+-")
    suffix = body.lstrip("0123456789")
    if suffix not in _SIZES or body == suffix:
        raise Failure(f"invalid number '{body}'")
    sign, count = _signed(text.removesuffix(suffix) if suffix else text, "-size")
    wanted = count * _SIZES[suffix]

    return lambda item: _compare(sign, item.stat.size, wanted)


def _by_age(unit: int) -> Callable[[Finder, str], Test]:
    def make(finder: Finder, text: str) -> Test:
        sign, count = _signed(text, "-mtime")
        now = int(finder.process.host.now())
        return lambda item: _compare(sign, (now - item.stat.mtime) // unit, count)

    return make


def _by_permission(_: Finder, text: str) -> Test:
    from tutor.shell.commands._modes import parse_mode

    sign = text[:1] if text[:1] in ("-", "+", "/") else ""
    mask = parse_mode(text.removeprefix(sign) if sign else text, 0, False, 0)
    if mask is None:
        raise Failure(f"invalid mode '{text.removeprefix(sign) if sign else text}'")
    wanted = mask
    if sign == "-":
        return lambda item: item.stat.mode & wanted == wanted
    if sign:
        return lambda item: not wanted or bool(item.stat.mode & wanted)
    return lambda item: item.stat.mode == wanted


def _stat_of(finder: Finder, name: str) -> Stat:
    try:
        return finder.process.fs.stat(finder.process.path(name) if name else "")
    except FsError as error:
        raise Failure(f"can't stat '{name}': {error.strerror}") from None


def _newer(finder: Finder, name: str) -> Test:
    limit = _stat_of(finder, name).mtime
    return lambda item: item.stat.mtime > limit


def _same_file(finder: Finder, name: str) -> Test:
    number = _stat_of(finder, name).ino
    return lambda item: item.stat.ino == number


def _by_number(field: str) -> Callable[[Finder, str], Test]:
    def make(_: Finder, text: str) -> Test:
        sign, wanted = _signed(text, field)
        return lambda item: _compare(sign, int(getattr(item.stat, field)), wanted)

    return make


def _by_links(finder: Finder, text: str) -> Test:
    sign, wanted = _signed(text, "-links")
    return lambda item: _compare(sign, link_count(finder.process, item.name, item.stat), wanted)


def _by_user(finder: Finder, text: str) -> Test:
    user = finder.users.user_named(text)
    if user is None and not text.isdecimal():
        raise Failure(f"unknown user {text}")
    uid = user.uid if user else int(text)
    return lambda item: item.stat.uid == uid


def _by_group(finder: Finder, text: str) -> Test:
    group = finder.users.group_named(text)
    if group is None and not text.isdecimal():
        raise Failure(f"unknown group {text}")
    gid = group.gid if group else int(text)
    return lambda item: item.stat.gid == gid


def _access(letter: str) -> Callable[[Finder], Test]:
    return lambda finder: lambda item: finder.process.fs.access(finder.process.path(item.name), letter)


_SIMPLE: dict[str, Callable[[Finder], Test]] = {
    "-print": lambda finder: finder.print_name,
    "-print0": lambda finder: finder.print_zero,
    "-delete": lambda finder: finder.delete,
    "-prune": lambda finder: finder.prune,
    "-quit": lambda finder: finder.quit,
    "-empty": lambda finder: finder.is_empty,
    "-true": lambda _: _always,
    "-false": lambda _: lambda item: False,
    "-executable": _access("x"),
    "-readable": _access("r"),
    "-writable": _access("w"),
    "-nouser": lambda finder: lambda item: finder.users.user(item.stat.uid) is None,
    "-nogroup": lambda finder: lambda item: finder.users.group(item.stat.gid) is None,
}
_WITH_ARGUMENT: dict[str, Callable[[Finder, str], Test]] = {
    "-name": _by_name(fold=False, whole=False),
    "-iname": _by_name(fold=True, whole=False),
    "-path": _by_name(fold=False, whole=True),
    "-wholename": _by_name(fold=False, whole=True),
    "-ipath": _by_name(fold=True, whole=True),
    "-regex": _by_regex,
    "-type": _by_type,
    "-size": _by_size,
    "-mtime": _by_age(86400),
    "-atime": _by_age(86400),
    "-ctime": _by_age(86400),
    "-mmin": _by_age(60),
    "-amin": _by_age(60),
    "-cmin": _by_age(60),
    "-perm": _by_permission,
    "-newer": _newer,
    "-samefile": _same_file,
    "-links": _by_links,
    "-inum": _by_number("ino"),
    "-uid": _by_number("uid"),
    "-gid": _by_number("gid"),
    "-user": _by_user,
    "-group": _by_group,
}
