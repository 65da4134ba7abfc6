"""Users as containers know them: from a text such as "app:staff" and the image's own /etc/passwd and /etc/group.

One rule: names are looked up in the container's files only, numbers need not be there at all (runc, libcontainer/user).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine.errors import EngineError
from tutor.vfs.errors import FsError
from tutor.vfs.nodes import File

if TYPE_CHECKING:
    from tutor.vfs.tree import Tree


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a program runs as: numbers, home folder ("/" where unknown)."""

    uid: int = 0
    gid: int = 0
    groups: tuple[int, ...] = ()
    home: str = "/"


def identify(tree: Tree, user: str, more_groups: tuple[str, ...] = ()) -> Identity:
    """Return who "name", "uid", "name:group", "uid:gid" or "" (root) is in a container with these files.

    Raises EngineError ("unable to find user web: no matching entries in passwd file").
    """
    who, _, group = user.partition(":")
    passwd = records(tree, "/etc/passwd")
    groups = records(tree, "/etc/group")
    uid, gid, home, name = _user(passwd, who)
    if group:
        gid = _group(groups, group)
        members: list[int] = []
    else:
        members = [int(row[2]) for row in groups if len(row) > 3 and row[2].isdecimal() and name in row[3].split(",")]
    extra = [_group(groups, text) for text in more_groups]
    return Identity(uid, gid, tuple(dict.fromkeys((gid, *members, *extra))), home)


def _user(passwd: list[list[str]], who: str) -> tuple[int, int, str, str | None]:
    """Return number, group, home and name of a user."""
    number = int(who) if who.isdecimal() else (0 if not who else None)
    for row in passwd:
        if len(row) < 6 or not row[2].isdecimal() or not row[3].isdecimal():
            continue
        if row[0] == who or (number is not None and int(row[2]) == number):
            return int(row[2]), int(row[3]), row[5] or "/", row[0]
    if number is None:
        raise EngineError(f"unable to find user {who}: no matching entries in passwd file", subject=who)
    if number > 2**31 - 1:
        raise EngineError("uids and gids must be in range 0-2147483647", subject=who)
    return number, 0, "/", None


def _group(groups: list[list[str]], text: str) -> int:
    for row in groups:
        if len(row) > 2 and row[0] == text and row[2].isdecimal():
            return int(row[2])
    if text.isdecimal():
        return int(text)
    raise EngineError(f"unable to find group {text}: no matching entries in group file", subject=text)


def records(tree: Tree, path: str) -> list[list[str]]:
    """Return the fields of each line of a file such as /etc/passwd; empty where it is missing."""
    try:
        node = tree.get(path)
    except FsError:
        return []
    if not isinstance(node, File) or node.content.size > 1 << 20:
        return []
    text = node.content.read().decode("utf-8", "replace")
    return [line.split(":") for line in text.splitlines() if line.strip() and not line.startswith("#")]
