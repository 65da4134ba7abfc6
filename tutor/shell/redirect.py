"""Redirections: opening, putting in place, and putting back.

The one rule: `apply` changes the shell's descriptors and returns what `restore` needs; a failure undoes its own part.
POSIX.1-2017, volume 3, 2.7.
"""

from __future__ import annotations

from tutor.shell.files import open_file
from tutor.shell.streams import Input, Stream
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.core import ShellCore
    from tutor.shell.syntax import Redirect

    Saved = list[tuple[int, Stream | None]]


class RedirectFailed(Exception):
    """A redirection could not be done; it has been reported. `status` is what the command then gives: dash says 2."""

    def __init__(self, shell: ShellCore) -> None:
        super().__init__()
        self.status = 2 if shell.dialect == "dash" else 1


def apply(shell: ShellCore, redirects: list[Redirect]) -> Saved:
    """Do all redirections, in order. Raises RedirectFailed."""
    saved: Saved = []
    try:
        for redirect in redirects:
            _one(shell, redirect, saved)
    except BaseException:
        restore(shell, saved)
        raise
    return saved


def restore(shell: ShellCore, saved: Saved) -> None:
    """Put the descriptors back."""
    for number, stream in reversed(saved):
        if stream is None:
            shell.fds.pop(number, None)
        else:
            shell.fds[number] = stream


def _one(shell: ShellCore, redirect: Redirect, saved: Saved) -> None:
    operator, number = redirect.operator, redirect.number
    if number is None:
        number = 0 if operator[0] == "<" else 1
    if redirect.body is not None:
        text = shell.expander.text(redirect.body)
        _put(shell, number, Input(text.encode("utf-8", "surrogateescape")), saved)
        return
    if operator in ("<<", "<<-"):
        _put(shell, number, Input(), saved)
        return
    target = shell.expander.text(redirect.target)
    if operator in ("<&", ">&"):
        if target == "-":
            _put(shell, number, None, saved)
            return
        if target.isdecimal():
            stream = shell.fds.get(int(target))
            if stream is None:
                shell.complain(f"{target}: Bad file descriptor")
                raise RedirectFailed(shell)
            _put(shell, number, stream, saved)
            return
        if operator == "<&" or redirect.number is not None:
            shell.error("redir error")
        operator = "&>"
    stream = _open(shell, target, operator.lstrip("&"))
    _put(shell, number, stream, saved)
    if operator == "&>":
        _put(shell, 2, stream, saved)


def _put(shell: ShellCore, number: int, stream: Stream | None, saved: Saved) -> None:
    saved.append((number, shell.fds.get(number)))
    if stream is None:
        shell.fds.pop(number, None)
    else:
        shell.fds[number] = stream


def _open(shell: ShellCore, target: str, operator: str) -> Stream:
    verb, absent = ("open", "no such file") if operator == "<" else ("create", "nonexistent directory")
    try:
        if not target:
            raise FsError("ENOENT", target)
        return open_file(
            shell.kernel, shell.fs, shell.path(target), operator, shell.umask, shell.fds, "C" in shell.options
        )
    except FsError as error:
        reason = absent if error.code in ("ENOENT", "ENOTDIR") else error.strerror
        shell.complain(f"can't {verb} {target}: {reason}")
        raise RedirectFailed(shell) from None
