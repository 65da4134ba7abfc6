"""The program `sh` (also `ash`, `dash`, `bash`): its options, where its commands come from, and their shell.

The one rule: the shell of a process lives in the process's kernel, streams and file system. POSIX.1-2017, sh.
"""

from __future__ import annotations

from tutor.shell.core import DEFAULT_PATH
from tutor.shell.dialects import dialect_of
from tutor.shell.interpreter import Shell
from tutor.shell.state import ShellState
from tutor.shell.streams import Closed, Reader
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

BLOCK = 1024
LETTERS = frozenset("abCefImnuvxisclE")
NAMES = {
    "errexit": "e", "noglob": "f", "ignoreeof": "I", "interactive": "i", "monitor": "m", "noexec": "n", "stdin": "s",
    "xtrace": "x", "verbose": "v", "noclobber": "C", "allexport": "a", "notify": "b", "nounset": "u",
    "errtrace": "E", "vi": "V", "pipefail": "pipefail",
}  # fmt: skip


class BadOption(Exception):
    """An option that the shell does not have."""


def main(process: Process) -> int:
    """Run a shell."""
    name = process.argv[0].rpartition("/")[2].lstrip("-") if process.argv else "sh"
    try:
        options, rest, command = _options(process.argv[1:])
    except BadOption as error:
        process.err(f"{process.argv[0]}: {error}\n")
        return 2
    text: str | None = None
    shell_name = process.argv[0]
    if command:
        if not rest:
            process.err(f"{process.argv[0]}: -c requires an argument\n")
            return 2
        text, *rest = rest
        if rest:
            shell_name, *rest = rest
    elif rest and "s" not in options:
        shell_name, *rest = rest
        try:
            text = _script(process, shell_name)
        except FsError as error:
            process.err(f"{process.argv[0]}: can't open '{shell_name}': {error.strerror}\n")
            return 2
    else:
        options.add("s")
    shell = make(process, name, shell_name, options, rest)
    if process.argv:
        shell.dialect = dialect_of(process.fs, process.argv[0], process.env.get("PATH", DEFAULT_PATH), process.cwd)
    if text is None:
        return _from_input(shell)
    if command:
        shell.line_base = -1 if shell.dialect == "busybox" else 0
        shell.command_name = shell_name if shell_name != process.argv[0] else None
    else:
        shell.command_name = shell_name
    shell.run(text)
    return shell.finish()


def _options(arguments: list[str]) -> tuple[set[str], list[str], bool]:
    """Return the options that are on, the operands, and whether `-c` was given. Raises BadOption."""
    options: set[str] = set()
    rest = list(arguments)
    while rest and rest[0][:1] in ("-", "+") and len(rest[0]) > 1:
        word = rest.pop(0)
        if word == "--":
            break
        if word.startswith("--"):
            if word in ("--login", "--posix", "--norc", "--noprofile"):
                continue
            raise BadOption(f"bad option '{word}'")
        on = word[0] == "-"
        for letter in word[1:]:
            if letter == "o":
                name = rest.pop(0) if rest else ""
                if name not in NAMES:
                    raise BadOption(f"illegal option -o {name}")
                letter = NAMES[name]
            elif letter not in LETTERS:
                raise BadOption(f"illegal option {word[0]}{letter}")
            options.add(letter) if on else options.discard(letter)
    if rest and rest[0] == "-":
        rest.pop(0)
    options.discard("l")
    return options, rest, "c" in options


def _script(process: Process, name: str) -> str:
    """Return the text of a script. Raises FsError."""
    process.kernel.sync()
    path = process.path(name)
    if "/" not in name and not process.fs.exists(path):
        for folder in process.env.get("PATH", DEFAULT_PATH).split(":"):
            candidate = process.path(f"{folder}/{name}" if folder else name)
            if process.fs.is_file(candidate):
                path = candidate
                break
    return process.fs.read(path).decode("utf-8", "surrogateescape")


def make(process: Process, program: str, name: str, options: set[str], positional: list[str]) -> Shell:
    """Return the shell of a process."""
    env = process.env
    variables = [(key, value, True, False) for key, value in env.items() if key.isidentifier() and key.isascii()]
    level = env.get("SHLVL", "0")
    variables.append(("SHLVL", str(int(level) + 1 if level.isdecimal() else 1), True, False))
    variables.append(("PPID", str(process.ppid), False, False))
    variables.append(("PWD", process.cwd, True, False))
    if "PATH" not in env:
        variables.append(("PATH", DEFAULT_PATH, True, False))
    if program == "bash":
        variables.append(("BASH_VERSION", "5.2.15(1)-release", False, False))
    state = ShellState(
        cwd=process.cwd,
        variables=tuple(variables),
        options=tuple(sorted(options)),
        umask=process.umask,
        positional=tuple(positional),
        name=name,
        pid=process.pid,
        uid=process.fs.uid,
        gid=process.fs.gid,
        groups=process.fs.groups,
    )
    shell = Shell(
        process.host,
        process.fs,
        state,
        tty=process.tty,
        interactive="i" in options,
        kernel=process.kernel,
        fds=process.fds,
    )
    shell.ppid = process.ppid
    shell.deaf = process.ignored
    entry = process.kernel.processes.get(process.pid)
    if entry is not None:
        entry.signal = shell.take_signal
    return shell


def _from_input(shell: Shell) -> int:
    """Run commands from standard input, which is read in blocks as busybox does (line by line from a terminal)."""
    from tutor.shell.parser import parse_partial

    waiting = ""
    line = 1
    stream = shell.fds.get(0) or Closed()
    lines = stream if stream.tty else Reader(lambda: stream.read_some(BLOCK))
    while not shell.exited:
        data = lines.readline()
        waiting += data.decode("utf-8", "surrogateescape")
        if data and parse_partial(waiting).incomplete is not None:
            continue
        if waiting.strip():
            shell.line_base = line - 1
            shell.run(waiting)
        line += waiting.count("\n")
        waiting = ""
        if not data:
            break
    return shell.finish()
