"""The builtin `[[`: `test` whose `=`, `==` and `!=` take patterns, with `=~`, `&&` and `||`.

The one rule: as in busybox, its words are expanded like any other's; only `&&` and `||` are words here.
"""

from __future__ import annotations

from tutor.shell.builtins import applet_builtin
from tutor.shell.patterns import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.builtins import Builtin
    from tutor.shell.simple import SimpleCommands


def brackets(shell: SimpleCommands, argv: list[str]) -> int:
    """`[[ condition ]]`."""
    if argv[-1] != "]]" or len(argv) == 1:
        shell.err("sh: missing ]]\n")
        return 2
    words = argv[1:-1]
    if len(words) == 1:
        return int(not words[0])
    fault = _fault(words)
    if fault:
        shell.err(f"sh: {fault}\n")
        return 2
    status = 1
    for alternative in _split(words, "||") if words else ():
        status = 0
        for condition in _split(alternative, "&&"):
            status = _condition(shell, condition)
            if status:
                break
        if status != 1:
            break
    return status


_JOINS = ("&&", "||")


def _fault(words: list[str]) -> str:
    """Return what is wrong with where `&&` and `||` stand, "" where nothing is."""
    waiting = True
    for at, word in enumerate(words):
        if word in _JOINS and waiting:
            return f"{words[at + 1]}: unknown operand" if at + 1 < len(words) else "argument expected"
        waiting = word in _JOINS or (waiting and word == "!")
    return "argument expected" if words and words[-1] in _JOINS else ""


def _split(words: list[str], separator: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == separator:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _condition(shell: SimpleCommands, words: list[str]) -> int:
    """Return the status of a condition without `&&` and `||`."""
    if len(words) > 1 and words[1] in ("-a", "-o"):
        shell.err(f"sh: {words[1]}: unknown operand\n")
        return 2
    if len(words) > 1 and words[0] == "!":
        status = _condition(shell, words[1:])
        return status if status > 1 else int(not status)
    if len(words) == 3 and words[1] in ("=", "==", "!="):
        return int(matches(words[2], words[0]) == (words[1] == "!="))
    if len(words) == 3 and words[1] == "=~":
        return _regular(words[0], words[2])
    test = applet_builtin("test")
    return 2 if test is None else test(shell, ["test", *words])


def _regular(text: str, pattern: str) -> int:
    """Match a POSIX extended regular expression."""
    from tutor.shell.commands._regex import Regex, RegexError

    try:
        found = Regex(pattern, extended=True)
    except RegexError:
        return 2
    return int(not found.test(text))


TABLE: dict[str, Builtin] = {"[[": brackets}
