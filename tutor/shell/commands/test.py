"""The applets `test`, `[` and `[[`: conditions. POSIX.1-2017, volume 3, test."""

from __future__ import annotations

from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process
    from tutor.vfs.filesystem import Stat

_UNARY = frozenset("-" + letter for letter in "abcdefghkLnoOGprsStuwxz") - {"-a", "-o", "-n", "-z"} | {"-n", "-z"}
_NUMBERS: dict[str, Callable[[int, int], bool]] = {
    "-eq": lambda a, b: a == b,
    "-ne": lambda a, b: a != b,
    "-lt": lambda a, b: a < b,
    "-le": lambda a, b: a <= b,
    "-gt": lambda a, b: a > b,
    "-ge": lambda a, b: a >= b,
}  # fmt: skip
_TEXTS = frozenset(("=", "==", "!=", "<", ">"))
_FILES = frozenset(("-nt", "-ot", "-ef"))
_KINDS = {
    "-d": "directory", "-f": "file", "-L": "symlink", "-h": "symlink", "-p": "fifo", "-S": "socket", "-b": "block",
    "-c": "char",
}  # fmt: skip
_BITS = {"-u": 0o4000, "-g": 0o2000, "-k": 0o1000}


class _Wrong(Exception):
    """The expression is none."""


def main(process: Process) -> int:
    """Return 0 if the condition holds, 1 if not, 2 if it is none."""
    words = process.argv[1:]
    if process.name in ("[", "[["):
        closing = process.name.replace("[", "]")
        if not words or words[-1] != closing:
            process.fail(f"missing {closing}")
            return 2
        words = words[:-1]
    if not words:
        return 1
    try:
        return 0 if _Condition(process, words).holds() else 1
    except _Wrong as error:
        process.fail(str(error))
        return 2


class _Condition:
    """An expression; `at` is the word that is looked at."""

    def __init__(self, process: Process, words: list[str]) -> None:
        self.process = process
        self.words = words
        self.at = 0

    def holds(self) -> bool:
        """Evaluate all of the expression."""
        words = self.words
        if len(words) == 1:
            return bool(words[0])
        if len(words) == 3 and _is_binary(words[1]) and words[1] not in ("-a", "-o"):
            return self.binary()
        if len(words) == 3 and words[0] == "(" and words[2] == ")":
            return bool(words[1])
        result = self.either()
        if self.at < len(words):
            raise _Wrong(f"{words[self.at]}: unknown operand")
        return result

    def word(self, ahead: int = 0) -> str | None:
        """The word at hand, or one further on."""
        at = self.at + ahead
        return self.words[at] if at < len(self.words) else None

    def either(self) -> bool:
        result = self.both()
        while self.word() == "-o":
            self.at += 1
            result = self.both() or result
        return result

    def both(self) -> bool:
        result = self.negation()
        while self.word() == "-a":
            self.at += 1
            result = self.negation() and result
        return result

    def negation(self) -> bool:
        if self.word() == "!" and not (self.word(1) is not None and _is_binary(self.word(1) or "") and self.word(2)):
            self.at += 1
            if self.word() is None:
                return True
            return not self.negation()
        return self.primary()

    def primary(self) -> bool:
        word = self.word()
        if word is None:
            raise _Wrong("argument expected")
        second = self.word(1)
        if word == "(" and not (second is not None and _is_binary(second) and self.word(2) is not None):
            self.at += 1
            result = self.either()
            if self.word() != ")":
                raise _Wrong("closing paren expected")
            self.at += 1
            return result
        if second is not None and _is_binary(second) and second not in ("-a", "-o"):
            if self.word(2) is not None:
                return self.binary()
            if word not in _UNARY:
                raise _Wrong(f"{second}: argument expected")
        if word in _UNARY and second is not None:
            self.at += 2
            return self.unary(word, second)
        self.at += 1
        return bool(word)

    def binary(self) -> bool:
        left, operator, right = self.words[self.at : self.at + 3]
        self.at += 3
        if operator in _NUMBERS:
            return _NUMBERS[operator](_number(left), _number(right))
        if operator in _TEXTS:
            a, b = left.encode("utf-8", "surrogateescape"), right.encode("utf-8", "surrogateescape")
            return {"!=": a != b, "<": a < b, ">": a > b}.get(operator, a == b)
        one, two = self.stat(left), self.stat(right)
        if one is None or two is None:
            return False
        if operator == "-ef":
            return one.ino == two.ino
        return one.mtime > two.mtime if operator == "-nt" else one.mtime < two.mtime

    def stat(self, name: str, follow: bool = True) -> Stat | None:
        try:
            return self.process.fs.stat(self.process.path(name) if name else "", follow)
        except FsError:
            return None

    def unary(self, operator: str, word: str) -> bool:
        if operator == "-n":
            return bool(word)
        if operator == "-z":
            return not word
        if operator == "-t":
            stream = self.process.fds.get(_number(word))
            return stream is not None and stream.tty
        fs = self.process.fs
        if operator in ("-r", "-w", "-x"):
            return bool(word) and fs.access(self.process.path(word), operator[1])
        stat = self.stat(word, follow=operator not in ("-L", "-h"))
        if stat is None:
            return False
        if operator in _KINDS:
            return stat.kind == _KINDS[operator]
        if operator in _BITS:
            return bool(stat.mode & _BITS[operator])
        if operator == "-s":
            return stat.size > 0
        if operator == "-O":
            return stat.uid == fs.uid
        if operator == "-G":
            return stat.gid == fs.gid
        return True


def _is_binary(word: str) -> bool:
    return word in _NUMBERS or word in _TEXTS or word in _FILES or word in ("-a", "-o")


def _number(text: str) -> int:
    digits = text.strip()
    bare = digits[1:] if digits[:1] in ("-", "+") else digits
    if not (bare.isascii() and bare.isdecimal()):
        raise _Wrong(f"{text}: bad number" if text else "bad number")
    value = int(digits)
    if not -(1 << 63) <= value < 1 << 63:
        raise _Wrong(f"{text}: out of range")
    return value
