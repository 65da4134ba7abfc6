"""Builtins about places: `cd`, `pwd`, and how commands are found: `command`, `type`, `hash`."""

from __future__ import annotations

from tutor.shell.builtins import SPECIAL, find_builtin, is_builtin
from tutor.shell.launch import DEFAULT_PATH, LaunchError
from tutor.shell.parser import KEYWORDS
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.builtins import Builtin
    from tutor.shell.simple import SimpleCommands


def cd(shell: SimpleCommands, argv: list[str]) -> int:
    """`cd [-L|-P] [folder|-]`."""
    rest = argv[1:]
    physical = False
    while rest and rest[0] in ("-L", "-P", "--"):
        option = rest.pop(0)
        if option == "--":
            break
        physical = option == "-P"
    told = False
    if not rest:
        home = shell.variables.values.get("HOME")
        if home is None:
            return 0
        target = home
    elif rest[0] == "-":
        target = shell.value("OLDPWD")
        told = True
    else:
        target = rest[0]
    if not target:
        if told:
            shell.out(f"{shell.cwd}\n")
        return 0
    shell.kernel.sync()
    reason = "No such file or directory"
    for prefix in _prefixes(shell, target):
        place = _lexical(shell.path(f"{prefix}{target}"))
        try:
            new = shell.fs.resolve(place) if physical else place
            if not shell.fs.is_dir(new):
                shell.fs.stat(new)
                reason = "Not a directory"
                continue
            if not shell.fs.access(new, "x"):
                reason = "Permission denied"
                continue
        except FsError as error:
            reason = error.strerror
            continue
        shell.assign("OLDPWD", shell.cwd)
        shell.variables.export("OLDPWD")
        shell.cwd = new
        shell.assign("PWD", new)
        shell.variables.export("PWD")
        if told or prefix:
            shell.out(f"{new}\n")
        return 0
    return shell.error(f"can't cd to {target}: {reason}")


def _prefixes(shell: SimpleCommands, target: str) -> list[str]:
    """Return what to put before a folder's name: the parts of CDPATH, unless it begins with a slash or dot."""
    path = shell.value("CDPATH")
    if not path or target[0] in "/." or target.split("/")[0] in (".", ".."):
        return [""]
    return [f"{part.rstrip('/')}/" if part else "" for part in path.split(":")] + [""]


def _lexical(path: str) -> str:
    """Return an absolute path without `.`, `..` and doubled slashes, symbolic links being left alone."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part and part != ".":
            parts.append(part)
    return "/" + "/".join(parts)


def pwd(shell: SimpleCommands, argv: list[str]) -> int:
    """`pwd [-L|-P]`."""
    shell.out(f"{shell.fs.resolve(shell.cwd) if '-P' in argv[1:] else shell.cwd}\n")
    return 0


def command(shell: SimpleCommands, argv: list[str]) -> int:
    """`command [-p] name [argument …]`, `command -v name`, `command -V name`."""
    rest = argv[1:]
    describe = ""
    default = False
    while rest and rest[0][:1] == "-" and len(rest[0]) > 1:
        option = rest.pop(0)
        if option == "--":
            break
        for letter in option[1:]:
            if letter in "vV":
                describe = letter
            elif letter == "p":
                default = True
            else:
                shell.error(f"illegal option -{letter}")
    if describe:
        for name in rest[:1]:
            return _describe(shell, name, describe == "V")
        return 0
    if not rest:
        return 0
    builtin = find_builtin(rest[0])
    if builtin is None:
        environment = dict(shell.variables.environment())
        if default:
            environment["PATH"] = DEFAULT_PATH
        outer, shell.command_name = shell.command_name, shell.outer_name
        try:
            return shell.external(rest, environment)
        finally:
            shell.command_name = outer
    return shell.builtin(builtin, rest)


def type_(shell: SimpleCommands, argv: list[str]) -> int:
    """`type name …`."""
    status = 0
    for name in argv[1:]:
        status = _describe(shell, name, True) or status
    return status


def _describe(shell: SimpleCommands, name: str, verbose: bool) -> int:
    """Say what a command is."""
    if name in KEYWORDS:
        shell.out(f"{name} is a shell keyword\n" if verbose else f"{name}\n")
    elif name in shell.aliases:
        value = shell.aliases[name]
        shell.out(f"{name} is an alias for {value}\n" if verbose else f"alias {name}='{value}'\n")
    elif name in shell.functions:
        shell.out(f"{name} is a function\n" if verbose else f"{name}\n")
    elif is_builtin(name):
        kind = "special shell builtin" if name in SPECIAL else "shell builtin"
        shell.out(f"{name} is a {kind}\n" if verbose else f"{name}\n")
    else:
        shell.kernel.sync()
        try:
            path = shell.find_program(name)
        except LaunchError:
            if verbose:
                shell.out(f"{name}: not found\n")
            return 127
        shell.out(f"{name} is {path}\n" if verbose else f"{path}\n")
    return 0


def hash_(shell: SimpleCommands, argv: list[str]) -> int:
    """`hash [-r] [name …]`."""
    rest = argv[1:]
    if rest[:1] == ["-r"]:
        shell.hashed.clear()
        return 0
    status = 0
    if not rest:
        shell.out("".join([f"{path}\n" for path in shell.hashed.values()]))
    for name in rest:
        if is_builtin(name) or name in shell.functions:
            continue
        try:
            shell.find_program(name)
        except LaunchError:
            status = shell.complain(f"{name}: not found")
    return status


TABLE: dict[str, Builtin] = {
    "cd": cd,
    "chdir": cd,
    "pwd": pwd,
    "command": command,
    "type": type_,
    "hash": hash_,
}
