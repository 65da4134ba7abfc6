"""The commands that are part of the shell: which there are, and where each is written.

The one rule: a builtin is `function(shell, argv) -> status`; its module is imported when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.simple import SimpleCommands

    Builtin = Callable[[SimpleCommands, list[str]], int]

SPECIAL = frozenset(
    {
        ".", ":", "break", "continue", "eval", "exec", "exit", "export", "local", "readonly", "return", "set", "shift",
        "source", "times", "trap", "unset",
    }
)  # fmt: skip
"""Builtins whose errors end the shell and whose assignments stay (POSIX.1-2017, volume 3, 2.14)."""

APPLETS = frozenset({"echo", "printf", "test", "["})
"""Builtins that are applets run inside the shell."""

MODULES = {
    "brackets": ("[[",),
    "flow": (".", ":", "break", "continue", "eval", "exec", "exit", "false", "return", "shift", "source", "true"),
    "names": ("alias", "export", "local", "readonly", "set", "unalias", "unset"),
    "find": ("cd", "chdir", "command", "hash", "pwd", "type"),
    "input": ("getopts", "read"),
    "signals": ("bg", "fg", "jobs", "kill", "trap", "wait"),
    "misc": ("help", "history", "let", "times", "ulimit", "umask"),
}
BUILTINS: dict[str, str] = {name: module for module, names in MODULES.items() for name in names}

_found: dict[str, Builtin] = {}


def is_builtin(name: str) -> bool:
    """Return whether a command of this name is part of the shell."""
    return name in BUILTINS or name in APPLETS


def names() -> list[str]:
    """Return the names of all builtins, sorted."""
    return sorted({*BUILTINS, *APPLETS})


def find_builtin(name: str) -> Builtin | None:
    """Return the builtin of this name, None if there is none."""
    found = _found.get(name)
    if found is not None:
        return found
    module = BUILTINS.get(name)
    if module is not None:
        loaded = __import__(f"tutor.shell.builtin_{module}", fromlist=["TABLE"])
        _found.update(loaded.TABLE)
        return _found[name]
    if name in APPLETS:
        found = applet_builtin(name)
        if found is not None:
            _found[name] = found
    return found


def applet_builtin(name: str) -> Builtin | None:
    """Return an applet as a builtin: it writes to the shell's streams, and complains in the shell's name."""
    from tutor.shell.launch import applet
    from tutor.shell.process import Process

    program = applet(name)
    if program is None:
        return None
    run = program

    def builtin(shell: SimpleCommands, argv: list[str]) -> int:
        fds = shell.fds
        process = Process(
            argv,
            shell.variables.environment(),
            shell.cwd,
            shell.fs,
            fds.get(0),
            fds.get(1),
            fds.get(2),
            shell.host,
            umask=shell.umask,
            tty=shell.tty,
            pid=shell.own_pid,
            ppid=shell.ppid,
            kernel=shell.kernel,
            fds=fds,
        )
        process.label = "sh"
        if shell.kernel.unwritten and name in ("test", "["):
            shell.kernel.sync()
        return run(process)

    return builtin
