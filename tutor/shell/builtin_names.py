"""Builtins about names: `export`, `readonly`, `local`, `set`, `unset`, `alias`, `unalias`."""

from __future__ import annotations

from tutor.shell.parser import is_name
from tutor.shell.quoting import single_quote
from tutor.shell.sh import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

    from tutor.shell.builtins import Builtin
    from tutor.shell.simple import SimpleCommands

SET_LETTERS = frozenset("abCefImnuvxE")


def illegal(shell: SimpleCommands, option: str) -> NoReturn:
    """Refuse an option."""
    shell.error(f"illegal option {option}")


def _listing(shell: SimpleCommands, word: str, names: Iterable[str]) -> None:
    values = shell.variables.values
    for name in sorted(names):
        value = values.get(name)
        shell.out(f"{word} {name}\n" if value is None else f"{word} {name}={single_quote(value)}\n")


def export(shell: SimpleCommands, argv: list[str]) -> int:
    """`export [-n] name[=value] …`, `readonly name[=value] …`, both with `-p`."""
    word = argv[0]
    variables = shell.variables
    marked = variables.exported if word == "export" else variables.readonly
    rest = argv[1:]
    on = True
    while rest and rest[0][:1] == "-" and len(rest[0]) > 1:
        option = rest.pop(0)
        if option == "--":
            break
        if option == "-n" and word == "export":
            on = False
        elif option != "-p":
            illegal(shell, option[:2])
    if not rest:
        _listing(shell, word, marked)
        return 0
    for item in rest:
        name, equals, value = item.partition("=")
        if not is_name(name):
            shell.error(f"{name}: bad variable name")
        if equals:
            shell.assign(name, value)
        if word == "export":
            variables.export(name, on)
        else:
            variables.readonly.add(name)
    return 0


def local(shell: SimpleCommands, argv: list[str]) -> int:
    """`local name[=value] …`."""
    if not shell.variables.in_function:
        shell.error("not in a function")
    for item in argv[1:]:
        name, equals, value = item.partition("=")
        if name == "-":
            continue
        if not is_name(name):
            shell.error(f"{name}: bad variable name")
        shell.variables.declare_local(name)
        if equals:
            shell.assign(name, value)
        else:
            shell.unset(name)
    return 0


def unset(shell: SimpleCommands, argv: list[str]) -> int:
    """`unset [-v|-f] name …`."""
    rest = argv[1:]
    functions = False
    while rest and rest[0][:1] == "-" and len(rest[0]) > 1:
        option = rest.pop(0)
        if option == "--":
            break
        if option not in ("-v", "-f"):
            illegal(shell, option[:2])
        functions = option == "-f"
    for name in rest:
        if functions:
            shell.functions.pop(name, None)
            continue
        if not is_name(name):
            shell.error(f"{name}: bad variable name")
        shell.unset(name)
    return 0


def set_(shell: SimpleCommands, argv: list[str]) -> int:
    """`set [-+options] [-o name] [--] [argument …]`."""
    if len(argv) == 1:
        values = shell.variables.values
        shell.out("".join([f"{name}={single_quote(values[name])}\n" for name in sorted(values)]))
        return 0
    rest = argv[1:]
    while rest and rest[0][:1] in ("-", "+"):
        word = rest.pop(0)
        if word == "--":
            shell.positional = rest
            shell.getopts_at = 0
            return 0
        if word == "-":
            shell.options.discard("x")
            shell.options.discard("v")
            break
        if word == "+":
            break
        on = word[0] == "-"
        for letter in word[1:]:
            if letter == "o":
                if not rest:
                    _show_options(shell, on)
                    continue
                letter = NAMES.get(rest[0], "")
                if not letter or letter in "is":
                    return shell.complain(f"illegal option -o {rest[0]}", 2 if shell.dialect == "dash" else 1)
                rest.pop(0)
                _option(shell, letter, on)
            elif letter in SET_LETTERS:
                _option(shell, letter, on)
            else:
                illegal(shell, f"{word[0]}{letter}")
    if rest:
        shell.positional = rest
        shell.getopts_at = 0
    return 0


def _option(shell: SimpleCommands, letter: str, on: bool) -> None:
    if on:
        shell.options.add(letter)
    else:
        shell.options.discard(letter)


def _show_options(shell: SimpleCommands, table: bool) -> None:
    for name, letter in NAMES.items():
        if name in ("interactive", "stdin"):
            continue
        on = letter in shell.options
        if table:
            shell.out(f"{name:<16}{'on' if on else 'off'}\n")
        else:
            shell.out(f"set {'-' if on else '+'}o {name}\n")


def alias(shell: SimpleCommands, argv: list[str]) -> int:
    """`alias [name[=value] …]`."""
    status = 0
    for item in argv[1:] or sorted(shell.aliases):
        name, equals, value = item.partition("=")
        if equals and name:
            shell.aliases[name] = value
        elif item in shell.aliases:
            shell.out(f"{item}={single_quote(shell.aliases[item])}\n")
        else:
            shell.err(f"alias: {item} not found\n")
            status = 1
    return status


def unalias(shell: SimpleCommands, argv: list[str]) -> int:
    """`unalias -a`, `unalias name …`."""
    status = 0
    for name in argv[1:]:
        if name == "-a":
            shell.aliases.clear()
        elif shell.aliases.pop(name, None) is None:
            shell.err(f"unalias: {name} not found\n")
            status = 1
    return status


TABLE: dict[str, Builtin] = {
    "export": export,
    "readonly": export,
    "local": local,
    "unset": unset,
    "set": set_,
    "alias": alias,
    "unalias": unalias,
}
