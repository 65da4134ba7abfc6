"""Changing `/etc/passwd`, `/etc/group` and the shadow files beside them.

The one rule: a file is replaced as a whole: the new one is renamed over the old one, which stays as `NAME-`.
"""

from __future__ import annotations

import re

from tutor.shell.commands._applet import Failure
from tutor.shell.commands._users import Users
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands._users import Group, User
    from tutor.shell.process import Process

PASSWD, GROUP, SHADOW, GSHADOW = "/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow"
FIRST_SYSTEM, LAST_SYSTEM, LAST = 100, 999, 256000
"""The numbers of users and groups of the system, and the last one of all."""
_NAME = re.compile(r"[A-Za-z_.][-A-Za-z0-9_.@]*\$?")
_LONGEST = 32


def need_root(process: Process) -> None:
    """Refuse everybody but root."""
    if process.fs.uid:
        raise Failure("permission denied (are you root?)")


def need_name(name: str) -> None:
    """Refuse what cannot be a name."""
    if not _NAME.fullmatch(name) or len(name) >= _LONGEST:
        raise Failure(f"illegal characters in username '{name}'" if not _NAME.fullmatch(name) else "username too long")


def need_user(users: Users, name: str) -> User:
    """Return a user who must be there."""
    found = users.user_named(name)
    if found is None:
        raise Failure(f"unknown user {name}")
    return found


def need_group(users: Users, name: str) -> Group:
    """Return a group that must be there."""
    found = users.group_named(name)
    if found is None:
        raise Failure(f"unknown group {name}")
    return found


def lines_of(process: Process, path: str) -> list[str] | None:
    """Return the lines of a file that only root may read perhaps; None if there is none."""
    process.kernel.sync()
    try:
        return process.fs.with_user(0, 0).read(path).decode("utf-8", "surrogateescape").splitlines()
    except FsError:
        return None


def change(process: Process, path: str, edit: Callable[[list[str]], list[str]]) -> bool:
    """Replace a file by what `edit` makes of its lines; whether there is such a file.

    A shadow file need not be there. Raises Failure.
    """
    fs = process.fs.with_user(0, 0)
    lines = lines_of(process, path)
    if lines is None:
        if path in (SHADOW, GSHADOW):
            return False
        raise Failure(f"{path}: No such file or directory")
    new = edit(list(lines))
    stat = fs.stat(path)
    target = fs.resolve(path)
    try:
        fs.write(target + "+", "".join([line + "\n" for line in new]).encode("utf-8", "surrogateescape"), 0o600)
        fs.chmod(target + "+", stat.mode & 0o777)
        fs.chown(target + "+", stat.uid, stat.gid)
        if fs.exists(target + "-", follow=False):
            fs.unlink(target + "-")
        fs.link(target, target + "-")
        fs.rename(target + "+", target)
    except FsError as error:
        raise Failure(f"can't create '{path}+': {error.strerror}") from None
    return True


def append(process: Process, path: str, line: str) -> None:
    """Add a line to a file."""
    change(process, path, lambda lines: [*lines, line])


def remove(process: Process, path: str, name: str) -> None:
    """Remove the line of a user or of a group."""
    change(process, path, lambda lines: [line for line in lines if not line.startswith(f"{name}:")])


def add_member(process: Process, group: str, user: str) -> None:
    """Put a user into a group."""

    def joined(line: str) -> str:
        return f"{line}{'' if line.endswith(':') else ','}{user}"

    def edit(lines: list[str]) -> list[str]:
        return [joined(line) if line.startswith(f"{group}:") else line for line in lines]

    change(process, GROUP, edit)
    change(process, GSHADOW, edit)


def drop_member(process: Process, path: str, user: str, group: str | None = None) -> None:
    """Take a user out of one group, or out of all."""

    def edit(lines: list[str]) -> list[str]:
        found: list[str] = []
        for line in lines:
            head, colon, members = line.rpartition(":")
            if group is None or line.startswith(f"{group}:"):
                members = ",".join([member for member in members.split(",") if member != user])
            found.append(head + colon + members)
        return found

    change(process, path, edit)


def set_password(process: Process, name: str, password: str) -> None:
    """Store an encrypted password, in the shadow file if the user is there."""
    day = max(1, int(process.host.now() // 86400))

    def changed(line: str) -> str:
        if not line.startswith(f"{name}:"):
            return line
        fields = line.split(":")
        fields[1:3] = [password, str(day)]
        return ":".join(fields)

    in_shadow = any(line.startswith(f"{name}:") for line in lines_of(process, SHADOW) or ())
    if in_shadow:
        change(process, SHADOW, lambda lines: [changed(line) for line in lines])
    stored = "x" if in_shadow else password

    def edit(lines: list[str]) -> list[str]:
        found: list[str] = []
        for line in lines:
            fields = line.split(":")
            if fields[0] == name and len(fields) > 1:
                fields[1] = stored
            found.append(":".join(fields))
        return found

    change(process, PASSWD, edit)


def password_of(process: Process, name: str) -> str:
    """Return the encrypted password of a user."""
    for path in (SHADOW, PASSWD):
        for line in lines_of(process, path) or ():
            fields = line.split(":")
            if fields[0] == name and len(fields) > 1:
                return fields[1]
    return "!"
