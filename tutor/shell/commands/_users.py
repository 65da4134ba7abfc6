"""Users and groups, as the simulated machine's own `/etc/passwd` and `/etc/group` name them."""

from __future__ import annotations

from tutor.vfs.errors import FsError
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from tutor.shell.process import Process
    from tutor.vfs.filesystem import FileSystem


class User(Record):
    """A line of `/etc/passwd`."""

    __slots__ = __match_args__ = ("name", "uid", "gid", "gecos", "home", "shell")

    def __init__(self, name: str, uid: int, gid: int, gecos: str, home: str, shell: str) -> None:
        self.name: Final = name
        self.uid: Final = uid
        self.gid: Final = gid
        self.gecos: Final = gecos
        self.home: Final = home
        self.shell: Final = shell


class Group(Record):
    """A line of `/etc/group`."""

    __slots__ = __match_args__ = ("name", "gid", "members")

    def __init__(self, name: str, gid: int, members: tuple[str, ...]) -> None:
        self.name: Final = name
        self.gid: Final = gid
        self.members: Final = members


def _rows(fs: FileSystem, path: str, least: int) -> list[list[str]]:
    try:
        text = fs.with_user(0, 0).read(path).decode("utf-8", "surrogateescape")
    except FsError:
        return []
    rows = [line.split(":") for line in text.splitlines() if line and not line.startswith("#")]
    return [row for row in rows if len(row) >= least and row[2].isdecimal()]


class Users:
    """All users and groups, read once."""

    def __init__(self, process: Process) -> None:
        process.kernel.sync()
        self.users = [
            User(row[0], int(row[2]), int(row[3]) if row[3].isdecimal() else 0, row[4], row[5], row[6])
            for row in _rows(process.fs, "/etc/passwd", 7)
        ]
        self.groups = [
            Group(row[0], int(row[2]), tuple([name for name in row[3].split(",") if name]))
            for row in _rows(process.fs, "/etc/group", 4)
        ]

    def user(self, uid: int) -> User | None:
        """The user with a number."""
        return next((user for user in self.users if user.uid == uid), None)

    def user_named(self, name: str) -> User | None:
        """The user with a name."""
        return next((user for user in self.users if user.name == name), None)

    def group(self, gid: int) -> Group | None:
        """The group with a number."""
        return next((group for group in self.groups if group.gid == gid), None)

    def group_named(self, name: str) -> Group | None:
        """The group with a name."""
        return next((group for group in self.groups if group.name == name), None)

    def user_name(self, uid: int) -> str:
        """The name for a number, or the number itself."""
        user = self.user(uid)
        return user.name if user else str(uid)

    def group_name(self, gid: int) -> str:
        """The name for a number, or the number itself."""
        group = self.group(gid)
        return group.name if group else str(gid)

    def groups_of(self, name: str) -> list[int]:
        """The groups that list a user as a member."""
        return [group.gid for group in self.groups if name in group.members]
