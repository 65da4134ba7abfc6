"""`apt-get`, `apt`, `apt-cache` and `apt-mark`: from arguments to what they do (apt 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.apt.session import Apt

if TYPE_CHECKING:
    from tutor.shell.process import Process

_SHORT = {
    "y": "y", "q": "q", "s": "s", "d": "d", "f": "f", "m": "m", "u": "u", "V": "V", "h": "h", "v": "v", "o": "o:",
    "c": "c:", "t": "t:", "a": "a", "n": "n", "i": "i",
}  # fmt: skip
_LONG = {
    "yes": "y", "assume-yes": "y", "quiet": "q", "simulate": "s", "dry-run": "s", "just-print": "s", "no-act": "s",
    "recon": "s", "download-only": "d", "fix-broken": "f", "fix-missing": "m", "ignore-missing": "m", "help": "h",
    "version": "v", "option": "o:", "config-file": "c:", "target-release": "t:", "default-release": "t:",
    "install-recommends": "recommends", "install-suggests": "suggests", "reinstall": "reinstall", "purge": "purge",
    "auto-remove": "auto", "autoremove": "auto", "only-upgrade": "only-upgrade", "upgrade": "upgrade",
    "allow-remove-essential": "allow-remove-essential", "allow-unauthenticated": "x", "allow-downgrades": "x",
    "allow-change-held-packages": "x", "force-yes": "y", "no-upgrade": "no-upgrade", "show-progress": "x",
    "allow-releaseinfo-change": "x", "allow-insecure-repositories": "x", "download": "x", "remove": "x",
    "print-uris": "x", "installed": "installed", "upgradable": "upgradable", "upgradeable": "upgradable",
    "all-versions": "a", "names-only": "n", "full": "full", "recurse": "recurse", "important": "i",
    "manual-installed": "manual", "list-cleanup": "x", "trivial-only": "x", "verbose-versions": "V",
    "no-all-versions": "x", "error-on": "error:",
}  # fmt: skip
_UNSTABLE = "\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n"


def main(process: Process) -> int:
    """Run an apt program."""
    options: dict[str, str] = {}
    settings: list[str] = []
    words: list[str] = []
    wrong = _parse(process.argv[1:], options, settings, words)
    if wrong:
        process.err(f"E: {wrong}\n")
        return 100
    apt = Apt(process, options, settings)
    if "v" in options or "h" in options or not words:
        from tutor.packages.apt.usage import version, versions

        if "v" in options:
            process.out(versions(apt.status.machine) if apt.name != "apt" else version(apt))
            return 0
        from tutor.packages.apt.usage import usage

        process.out(usage(apt))
        return 0 if "h" in options else 1
    command, *rest = words
    if process.name == "apt" and not process.stdout.tty and command != "help":
        process.err(_UNSTABLE)
    if process.name == "apt-mark":
        from tutor.packages.apt.mark import mark

        return mark(apt, command, rest)
    return _run(apt, command, rest)


def _run(apt: Apt, command: str, rest: list[str]) -> int:
    changing = apt.name in ("apt", "apt-get", "aptitude")
    asking = apt.name in ("apt", "apt-cache")
    options = apt.options
    if changing and command == "update":
        from tutor.packages.apt.update import update

        return update(apt)
    if changing and command in ("install", "reinstall"):
        from tutor.packages.apt.install import install

        again = command == "reinstall" or "reinstall" in options
        return install(apt, rest, only_upgrade="only-upgrade" in options, reinstall=again)
    if changing and command in ("upgrade", "dist-upgrade", "full-upgrade"):
        from tutor.packages.apt.upgrade import upgrade

        return upgrade(apt)
    if changing and command in ("remove", "purge", "autoremove", "autopurge"):
        from tutor.packages.apt.remove import remove

        purge = command in ("purge", "autopurge") or options.get("purge") == "yes"
        auto = command.startswith("auto") or options.get("auto") == "yes"
        return remove(apt, rest, purge=purge, auto=auto)
    if changing and command in ("clean", "autoclean", "auto-clean"):
        from tutor.packages.apt.clean import clean

        return clean(apt)
    if changing and command == "check":
        apt.stages()
        return 0
    if asking:
        from tutor.packages.apt import show

        found = show.COMMANDS.get(command)
        if found is not None:
            return found(apt, rest)
    if changing and command == "moo":
        apt.process.out(_MOO)
        return 0
    return apt.fail(f"Invalid operation {command}")


_MOO = (
    "                 (__) \n                 (oo) \n           /------\\/ \n          / |    ||   \n"
    '         *  /\\---/\\ \n            ~~   ~~   \n..."Have you mooed today?"...\n'
)


def _parse(words: list[str], options: dict[str, str], settings: list[str], rest: list[str]) -> str:
    """Sort arguments into options, settings and the rest; return what is wrong with them."""
    todo = words[::-1]
    while todo:
        word = todo.pop()
        if word == "--":
            rest += todo[::-1]
            break
        if word.startswith("--"):
            wrong = _long(word[2:], options, settings, todo)
        elif word.startswith("-") and len(word) > 1:
            wrong = _short(word[1:], options, settings, todo)
        else:
            rest.append(word)
            continue
        if wrong:
            return wrong
    return ""


def _long(word: str, options: dict[str, str], settings: list[str], todo: list[str]) -> str:
    name, equals, value = word.partition("=")
    key = _LONG.get(name)
    if key is None and name.startswith("no-"):
        key = _LONG.get(name[3:])
        if key is not None and not key.endswith(":"):
            options[key] = "no"
            return ""
    if key is None:
        return f"Command line option --{name} is not understood in combination with the other options"
    if key.endswith(":"):
        given = value if equals else todo.pop() if todo else ""
        if key == "o:":
            settings.append(given)
        options[key[:-1]] = given
    elif key == "q":
        options["q"] = "q" * int(value) if value.isdigit() else options.get("q", "") + "q"
    else:
        options[key] = "no" if value in ("no", "false", "0") else "yes"
        if options[key] == "no" and key == "y":
            del options[key]
    return ""


def _short(word: str, options: dict[str, str], settings: list[str], todo: list[str]) -> str:
    for at, letter in enumerate(word):
        key = _SHORT.get(letter)
        if letter == "=" and at and word[at - 1] == "q":
            options["q"] = "q" * int(word[at + 1 :] or 0)
            return ""
        if key is None:
            said = f"Command line option '{letter}' [from -{word}]"
            return f"{said} is not understood in combination with the other options."
        if key == "o:" or key.endswith(":"):
            given = word[at + 1 :].lstrip("=") or (todo.pop() if todo else "")
            if key == "o:":
                settings.append(given)
            options[letter] = given
            return ""
        options[key] = options.get("q", "") + "q" if key == "q" else "yes"
    return ""
