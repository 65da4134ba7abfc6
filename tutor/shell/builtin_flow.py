"""Builtins that steer what runs next: `.`, `eval`, `exec`, `exit`, `return`, `break`, `continue`, `shift`."""

from __future__ import annotations

from tutor.shell.core import Abort, Exit, Leave, Return
from tutor.shell.launch import LaunchError
from tutor.shell.limits import LimitExceeded
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.builtins import Builtin
    from tutor.shell.simple import SimpleCommands


def number(shell: SimpleCommands, text: str) -> int:
    """Return an operand that must be a number; anything else is an error."""
    if not (text.isascii() and text.isdecimal()):
        shell.error(f"Illegal number: {text}")
    return int(text)


def true(shell: SimpleCommands, argv: list[str]) -> int:
    """`:` and `true`."""
    return 0


def false(shell: SimpleCommands, argv: list[str]) -> int:
    """Fail: `false`."""
    return 1


def leave_loop(shell: SimpleCommands, argv: list[str]) -> int:
    """`break` and `continue`."""
    levels = 1
    if len(argv) > 1:
        levels = number(shell, argv[1])
        if levels == 0:
            shell.error(f"Illegal number: {argv[1]}")
    if shell.loops:
        raise Leave(min(levels, shell.loops), argv[0] == "continue")
    return 0


def exit_(shell: SimpleCommands, argv: list[str]) -> int:
    """`exit [status]`."""
    raise Exit(number(shell, argv[1]) & 255 if len(argv) > 1 else shell.status)


def return_(shell: SimpleCommands, argv: list[str]) -> int:
    """`return [status]`."""
    raise Return(number(shell, argv[1]) & 255 if len(argv) > 1 else shell.status)


def shift(shell: SimpleCommands, argv: list[str]) -> int:
    """`shift [count]`."""
    count = number(shell, argv[1]) if len(argv) > 1 else 1
    if count > len(shell.positional):
        if shell.dialect == "dash":
            shell.error("can't shift that many")
        return 1
    shell.positional = shell.positional[count:]
    shell.getopts_at = 0
    return 0


def eval_(shell: SimpleCommands, argv: list[str]) -> int:
    """`eval [word …]`."""
    text = " ".join(argv[1:])
    if not text.strip():
        return 0
    deeper(shell)
    outer, shell.line_base = shell.line_base, shell.line - 1
    shell.status = 0
    try:
        return shell.run_text(text)
    finally:
        shell.line_base = outer
        shell.kernel.current.depth -= 1


def deeper(shell: SimpleCommands) -> None:
    """Count one level of nesting more."""
    task = shell.kernel.current
    task.depth += 1
    limit = shell.kernel.limits.depth
    if task.depth > limit:
        raise LimitExceeded(f"nested more than {limit} levels deep (an endless recursion?)")


def source(shell: SimpleCommands, argv: list[str]) -> int:
    """`. file [argument …]`: the file is looked for in PATH unless its name has a slash."""
    if len(argv) < 2:
        return 0
    name = argv[1]
    path = name
    if "/" not in name:
        folders = shell.value("PATH").split(":")
        found = next(
            (f"{folder}/{name}" for folder in folders if shell.fs.is_file(shell.path(f"{folder}/{name}"))), None
        )
        if found is None:
            shell.error(f"{name}: not found", 2)
        path = found
    shell.kernel.sync()
    try:
        text = shell.fs.read(shell.path(path)).decode("utf-8", "surrogateescape")
    except FsError as error:
        shell.error(f"can't open '{path}': {error.strerror}")
    deeper(shell)
    positional = shell.positional
    if len(argv) > 2:
        shell.positional = argv[2:]
    base, shell.line_base = shell.line_base, 0
    loops, shell.loops = shell.loops, 0
    name_before, shell.command_name = shell.command_name, path
    shell.status = 0
    try:
        return shell.run_text(text)
    except Return as result:
        return result.status
    finally:
        shell.line_base, shell.loops, shell.command_name = base, loops, name_before
        if len(argv) > 2:
            shell.positional = positional
        shell.kernel.current.depth -= 1


def exec_(shell: SimpleCommands, argv: list[str]) -> int:
    """`exec [program [argument …]]`: the program takes the shell's place."""
    from tutor.shell.process import Process

    name = None
    if argv[1:2] == ["-a"]:
        name = argv[2] if len(argv) > 2 else ""
        argv = [argv[0], *argv[3:]]
    if argv[1:2] == ["--"]:
        argv = [argv[0], *argv[2:]]
    if len(argv) < 2:
        return 0
    program = argv[1]
    process = Process(
        [name or program, *argv[2:]],
        dict(shell.variables.environment()),
        shell.cwd,
        shell.fs,
        None,
        None,
        None,
        shell.host,
        umask=shell.umask,
        tty=shell.tty,
        pid=shell.own_pid,
        ppid=shell.ppid,
        kernel=shell.kernel,
        fds=shell.fds,
    )
    process.ignored = shell.ignored()
    try:
        path = shell.find_program(program)
        shell.traps.clear()
        status = shell.replace(process, path)
    except LaunchError as error:
        missing = error.kind in ("not found", "interpreter")
        shell.complain(f"{program}: {'not found' if missing else error.strerror}")
        raise Abort(127 if missing else error.code) from None
    raise Exit(status)


TABLE: dict[str, Builtin] = {
    ":": true,
    "true": true,
    "false": false,
    "break": leave_loop,
    "continue": leave_loop,
    "exit": exit_,
    "return": return_,
    "shift": shift,
    "eval": eval_,
    ".": source,
    "source": source,
    "exec": exec_,
}
