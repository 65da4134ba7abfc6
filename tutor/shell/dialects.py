"""What shells other than busybox's say: dash (Debian's sh) and bash, where their words differ.

One rule: the shell's own messages are busybox's; here is what the other two say in their place, and what they put
before it. Nothing else of them differs here.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.vfs.filesystem import FileSystem

BUSYBOX, DASH, BASH = "busybox", "dash", "bash"
_EXPECTING = r"(?: \(expecting (.*)\))?"
_ROWS: tuple[tuple[str, str | None, str | None], ...] = (
    (r"(.*/.*): not found", None, r"\1: No such file or directory"),
    (r"(.*): not found", None, r"\1: command not found"),
    (r"(.*): is read only", None, r"\1: readonly variable"),
    (r"can't cd to (.*): (.*)", r"can't cd to \1", r"\1: \2"),
    (
        r"can't create (.*): nonexistent directory",
        r"cannot create \1: Directory nonexistent",
        r"\1: No such file or directory",
    ),
    (r"can't open (.*): no such file", r"cannot open \1: No such file", r"\1: No such file or directory"),
    (
        r"can't (?:create|open) '?(.*?)'?: No such file or directory",
        r"cannot open \1: No such file",
        r"\1: No such file or directory",
    ),
    (r"can't (create|open) '?(.*?)'?: (.*)", r"cannot \1 \2: \3", r"\2: \3"),
    (r"illegal option (-.)", r"Illegal option \1", r"\1: invalid option"),
    (r"illegal option -o (.*)", r"Illegal option -o \1", r"\1: invalid option name"),
    (r"illegal mode: (.*)", r"Illegal mode: \1", r"\1: invalid symbolic mode operator"),
    (r"Illegal number: (.*)", None, r"\1: numeric argument required"),
    (r"(.*): bad variable name", None, r"`\1': not a valid identifier"),
    (r"(.*): parameter not set or null", None, r"\1: parameter null or not set"),
    (r"not in a function", None, "can only be used in a function"),
    (r"(.*): no such job", r"No such job: \1", None),
    (r"(.*): invalid signal specification", r"\1: bad trap", None),
    (r"syntax error: bad substitution", "Bad substitution", "bad substitution"),
    (r"arithmetic syntax error", 'arithmetic expression: expecting primary: "\\g<expr>"', r"\g<expr>: syntax error"),
    (
        r"divide by zero",
        r'arithmetic expression: division by zero: "\g<expr>"',
        r'\g<expr>: division by 0 (error token is "0")',
    ),
    (
        r"syntax error: unexpected end of file" + _EXPECTING,
        r"Syntax error: end of file unexpected",
        "syntax error: unexpected end of file",
    ),
    (
        r'syntax error: unexpected "(.*?)"' + _EXPECTING,
        r'Syntax error: "\1" unexpected',
        r"syntax error near unexpected token `\1'",
    ),
    (
        r"syntax error: unexpected (newline|word|redirection)" + _EXPECTING,
        r"Syntax error: \1 unexpected",
        r"syntax error near unexpected token `\1'",
    ),
    (
        r"syntax error: unterminated quoted string",
        "Syntax error: Unterminated quoted string",
        "unexpected EOF while looking for matching `\"'",
    ),
    (
        r"syntax error: bad for loop variable",
        "Syntax error: Bad for loop variable",
        "syntax error: bad for loop variable",
    ),
    (r"syntax error: (.*)", r"Syntax error: \1", None),
)
"""busybox's message, dash's, bash's; None where it is the same."""
_LOOKS_UP = ("exec", "hash", "type")


def dialect_of(fs: FileSystem, name: str, search: str, cwd: str) -> str:
    """Return which shell the program `name` is: dash or bash where its file is called so, else busybox."""
    from tutor.shell.launch import LaunchError, locate
    from tutor.vfs.errors import FsError

    try:
        real = fs.resolve(locate(fs, name.lstrip("-"), search, cwd)).rpartition("/")[2]
    except (LaunchError, FsError):
        return BUSYBOX
    return real if real in (DASH, BASH) else BUSYBOX


def translated(dialect: str, message: str, command: str, expression: str = "") -> str:
    """Return what a shell says for a message of busybox; `command` is the builtin that speaks, if one does."""
    for pattern, dash, bash in _ROWS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is None:
            continue
        template = dash if dialect == DASH else bash
        if template is None or (dialect == BASH and command in _LOOKS_UP and message.endswith("not found")):
            return message
        said = match.expand(template.replace(r"\g<expr>", expression.replace("\\", r"\\")))
        expected = match[match.re.groups] if pattern.endswith(_EXPECTING) else None
        return f"{said} (expecting {expected})" if expected and dialect == DASH else said
    return message


def prefix(dialect: str, name: str, command: str, line: int, message: str, *, option: bool) -> str:
    """Return what comes before a message: the shell's name, the line, the builtin that speaks.

    `option` says that the text being run was given with -c; a `line` of 0 is that of somebody who types.
    """
    if dialect == DASH:
        return f"{name}: {max(line, 1)}: {command + ': ' if command else ''}"
    syntax = message.startswith(("syntax error", "unexpected EOF"))
    where = f"line {line}: " if line else ""
    if syntax:
        return f"{name}: {'-c: ' if option else ''}{where}"
    return f"{name}: {where}{command + ': ' if command and command != '.' else ''}"
